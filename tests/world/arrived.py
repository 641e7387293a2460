# SPDX-License-Identifier: MIT
"""arrived.py FOLDER [TEXT]: waits until a file (with TEXT in it) is in the folder
given or below, for half a minute at most.

Postfix delivers from its queue in its own time.
"""
import pathlib
import sys
import time

FOLDER = pathlib.Path(sys.argv[1])
TEXT = sys.argv[2].encode() if len(sys.argv) > 2 else b""
DEADLINE = time.monotonic() + 30



def holds_text(path):
    try:
        return path.is_file() and TEXT in path.read_bytes()
    except FileNotFoundError:  # it was read and is called otherwise now
        return False


while not any(map(holds_text, FOLDER.rglob("*"))):
    if time.monotonic() > DEADLINE:
        sys.exit(f"no such message in {FOLDER}")
    time.sleep(0.05)
