# SPDX-License-Identifier: MIT
"""Runs mailguide and prints what it took in round trips, beside its longest chain.

    rtt.py NAME MILLISECONDS DISCOVERY EVIDENCE COMMAND...

EVIDENCE is the file that the command saves. The chain of an endpoint is what it
has to wait for one after the other: the address (1), TCP (1), TLS 1.3 (1), the
greeting (1), and each turn from client to server; before it, DISCOVERY round
trips until its host name is known. No program can be faster than its longest one.
"""
import json
import subprocess
import sys
import time

TARGET = 1.25
NAME = sys.argv[1]
RTT_MS = int(sys.argv[2])
DISCOVERY = int(sys.argv[3])
EVIDENCE = sys.argv[4]
COMMAND = sys.argv[5:]


def turns(transcript):
    """How often the client spoke and then waited for the server."""
    kinds = [line["kind"] for line in transcript if line["kind"] != "note"]
    return sum(a != "server" and b == "server" for a, b in zip(kinds, kinds[1:]))


def chain(endpoint):
    address_tcp_tls_greeting = 4
    return DISCOVERY + address_tcp_tls_greeting + turns(endpoint["transcript"])


def describe(endpoint):
    service = endpoint["service"]
    return f"{service['host']}:{service['port']}"


start = time.perf_counter()
status = subprocess.run(COMMAND, stdout=subprocess.DEVNULL, check=False).returncode
took = (time.perf_counter() - start) * 1000 / RTT_MS
with open(EVIDENCE, encoding="utf-8") as text:
    evidence = json.load(text)["evidence"]
finished = [peer for peer in evidence["endpoints"] if peer["end"] == "finished"]
if status != 0 or not finished:
    sys.exit(f"{NAME}: exit status {status}, {len(finished)} endpoints finished")
longest = max(finished, key=chain)
ratio = took / chain(longest)
print(
    f"{NAME}: {took:.2f} round trips of {RTT_MS} ms; longest chain {chain(longest)} "
    f"({describe(longest)}, {len(finished)} endpoints); ratio {ratio:.2f} (target <= {TARGET})"
)
sys.exit(ratio > TARGET)
