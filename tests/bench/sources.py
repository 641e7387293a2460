# SPDX-License-Identifier: MIT
"""Runs a lookup and prints what it took in round trips, beside its longest chain.

    sources.py NAME MILLISECONDS CHAIN COMMAND...

CHAIN is how many round trips the slowest source needs one after the other. All
sources are asked at once, so the whole should take no longer.
"""
import json
import subprocess
import sys
import time

TARGET = 1.25
NAME = sys.argv[1]
RTT_MS = int(sys.argv[2])
CHAIN = int(sys.argv[3])
COMMAND = sys.argv[4:]

start = time.perf_counter()
run = subprocess.run(COMMAND, stdout=subprocess.PIPE, check=False)
took = (time.perf_counter() - start) * 1000 / RTT_MS
sources = json.loads(run.stdout)["sources"]
slowest = max(sources, key=lambda source: source["elapsed_ms"])
ratio = took / CHAIN
print(
    f"{NAME}: {took:.2f} round trips of {RTT_MS} ms; longest chain {CHAIN} "
    f"({slowest['source']}, {len(sources)} sources); ratio {ratio:.2f} (target <= {TARGET})"
)
sys.exit(ratio > TARGET)
