# SPDX-License-Identifier: MIT
"""terminal.py SCRIPT COMMAND...: runs COMMAND on a terminal and plays SCRIPT.

A line of SCRIPT is a pattern that the screen must show since the last line was
played, a tab, and the keys to press then, in the notation of Python strings.
Ends well when the command does so by itself after the last line.
"""
import codecs
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

PATIENCE = 15
ESCAPE = re.compile(rb"\x1b\[[0-9;?]* ?[a-zA-Z]|\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b[()][A-Z0-9]|\x1b[=>78]|\x0f|\r")


def read(terminal, deadline):
    """What the program shows next; None when it has ended."""
    left = deadline - time.monotonic()
    if left <= 0 or not select.select([terminal], [], [], left)[0]:
        raise TimeoutError
    try:
        return os.read(terminal, 65536) or None
    except OSError:
        return None


def play(terminal, steps):
    shown = b""
    for pattern, keys in steps:
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern.encode(), ESCAPE.sub(b"", shown)):
            chunk = read(terminal, deadline)
            if chunk is None:
                raise EOFError(pattern)
            shown += chunk
            everything.append(chunk)
        shown = b""
        os.write(terminal, codecs.decode(keys, "unicode_escape").encode("latin-1")
                 if keys.isascii() else keys.encode())
    deadline = time.monotonic() + PATIENCE
    while (chunk := read(terminal, deadline)) is not None:
        everything.append(chunk)


everything = []
with open(sys.argv[1], encoding="utf-8") as script:
    lines = [line.rstrip("\n").split("\t") for line in script if "\t" in line]
child, fd = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])
problem = None
try:
    play(fd, lines)
except (TimeoutError, EOFError) as trouble:
    problem = f"{type(trouble).__name__} {trouble}"
    os.kill(child, 9)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.stdout.buffer.write(ESCAPE.sub(b"", b"".join(everything))[-4000:])
if problem is not None:
    sys.exit(f"\n{problem}")
sys.exit(status)
