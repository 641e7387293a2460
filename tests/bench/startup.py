# SPDX-License-Identifier: MIT
"""Mean time of one run of mailguide and of curl, by turns. Arguments: runs, program."""
import subprocess
import sys
import time

RUNS = int(sys.argv[1])
COMMANDS = {
    "mailguide": [sys.argv[2], "lookup", "alice@gmail.com", "--offline"],
    "curl": ["curl", "--version"],
}
TARGET = 1.5


def run_ms(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


# By turns, so that both meet the same machine; the first round warms the caches.
times = {name: [] for name in COMMANDS}
for turn in range(RUNS + 1):
    for name, command in COMMANDS.items():
        took = run_ms(command)
        if turn:
            times[name].append(took)
mean = {name: sum(took) / len(took) for name, took in times.items()}
ratio = mean["mailguide"] / mean["curl"]
print(
    f"start and lookup: {mean['mailguide']:.2f} ms; curl --version: {mean['curl']:.2f} ms; "
    f"ratio {ratio:.2f} (target <= {TARGET}), means of {RUNS} runs"
)
sys.exit(ratio > TARGET)
