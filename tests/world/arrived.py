# SPDX-License-Identifier: MIT
"""Waits until a message is in the folder given, for half a minute at most.

Postfix delivers from its queue in its own time.
"""
import os
import sys
import time

FOLDER = sys.argv[1]
DEADLINE = time.monotonic() + 30

while not (os.path.isdir(FOLDER) and os.listdir(FOLDER)):
    if time.monotonic() > DEADLINE:
        sys.exit(f"no message in {FOLDER}")
    time.sleep(0.05)
