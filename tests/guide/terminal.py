# SPDX-License-Identifier: MIT
"""A person at a terminal: starts a program in one, waits for words, types."""
import codecs
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

PATIENCE_S = 120  # only a program that hangs takes it, also on a busy computer
# Colours and the movements of the line editor say nothing.
ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>])")
# What stands on the screen is decided by these, and by every other character.
STROKES = re.compile(r"\x1b\[(\d*)([AJKC])|" + ESCAPES.pattern + r"|(\r)|(\n)|(\x08)|(.)",
                     re.DOTALL)


class Trouble(Exception):
    """The program did not do what the conversation expects."""


def set_size(fd, columns, lines):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def become(command, slave, environment):
    """In the child: COMMAND, with SLAVE as its terminal."""
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for stream in range(3):
        os.dup2(slave, stream)
    os.close(slave)
    os.environ.update(environment)
    os.execvp(command[0], command)


def on_screen(raw):
    """The lines that RAW leaves on a screen without right edge: what was drawn over or
    erased is not among them."""
    lines, row, column = [[]], 0, 0
    for stroke in STROKES.finditer(raw):
        count, order = int(stroke[1] or 0), stroke[2]
        if order == "A":
            row = max(0, row - max(1, count))
        elif order == "C":
            column += max(1, count)
        elif order in ("J", "K"):
            del lines[row][column:]
            if order == "J":
                del lines[row + 1 :]
        elif stroke[4]:
            column = 0
        elif stroke[5]:
            row += 1
            lines += [[]] * (row == len(lines))
        elif stroke[6]:
            column = max(0, column - 1)
        elif stroke[7]:
            line = lines[row]
            line += " " * (column - len(line))
            line[column : column + 1] = stroke[7]
            column += 1
    return ["".join(line) for line in lines]


class Terminal:
    def __init__(self, command, columns=80, environment=None):
        self.fd, slave = os.openpty()
        set_size(slave, columns, 24)
        # The program may change them as soon as it runs.
        self.before = termios.tcgetattr(slave)
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.fd)
            become(command, slave, environment or {})
        os.close(slave)
        # A letter of several bytes may come in two pieces.
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
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
        self.raw += self.decoder.decode(piece)
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

    def stop(self):
        os.kill(self.pid, signal.SIGSTOP)
        os.waitpid(self.pid, os.WUNTRACED)

    def go_on(self):
        os.kill(self.pid, signal.SIGCONT)

    def set_modes(self, modes):
        termios.tcsetattr(self.fd, termios.TCSANOW, modes)

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
