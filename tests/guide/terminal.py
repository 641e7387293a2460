# SPDX-License-Identifier: MIT
"""A person at a terminal: starts a program in one, waits for words, types."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

PATIENCE_S = 30
# Colours and the movements of the line editor say nothing.
ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>])")


class Trouble(Exception):
    """The program did not do what the conversation expects."""


def set_size(fd, columns, lines):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class Terminal:
    def __init__(self, command, columns=80, environment=None):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            set_size(0, columns, 24)
            os.environ.update(environment or {})
            os.execvp(command[0], command)
        self.before = termios.tcgetattr(self.fd)
        self.raw = ""
        self.seen = 0
        self.status = None

    def resize(self, columns, lines=24):
        set_size(self.fd, columns, lines)

    @property
    def text(self):
        return ESCAPES.sub("", self.raw).replace("\r", "")

    def read(self, deadline):
        """More of what the program says; False at its end."""
        left = max(0, deadline - time.monotonic())
        if not select.select([self.fd], [], [], left)[0]:
            raise Trouble(f"silent for {PATIENCE_S} s; it said:\n{self.text[self.seen:]}")
        try:
            piece = os.read(self.fd, 65536)
        except OSError:  # what Linux says at the end of a terminal
            piece = b""
        self.raw += piece.decode("utf-8", "replace")
        return piece != b""

    def expect(self, words):
        """Waits until WORDS stand behind what was waited for before."""
        deadline = time.monotonic() + PATIENCE_S
        while words not in self.text[self.seen :]:
            if not self.read(deadline):
                raise Trouble(f"ended without '{words}'; it said:\n{self.text[self.seen:]}")
        self.seen = self.text.index(words, self.seen) + len(words)

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def answer(self, prompt, line):
        self.expect(prompt)
        self.type(line + "\n")

    def echoes(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def is_sane(self):
        """Are the terminal's modes as they were before the program began?"""
        return termios.tcgetattr(self.fd)[3] == self.before[3]

    def finish(self):
        """Waits for the end; the exit status."""
        deadline = time.monotonic() + PATIENCE_S
        while self.read(deadline):
            pass
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def kill(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)
