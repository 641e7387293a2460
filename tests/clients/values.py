# SPDX-License-Identifier: MIT
"""values.py FOLDER COUNT: values that trip up whoever quotes carelessly, one a file, then
COUNT of any bytes; the same each time."""
import pathlib
import random
import sys

FOLDER = pathlib.Path(sys.argv[1])
ODD = [
    b'-"lead" and \\trail\\',
    b"'single' `id` $(id) ${HOME} $HOME",
    b"#hash ;semicolon %(name)s %%20 {5} {PLAIN}",
    b'""" \\" \\\\" "',
    b" blank at the start",
    b"blank at the end ",
    "pässwörd 密碼 🔑".encode(),
    b"tab\tbell\x07delete\x7f",
    b"latin \xe9 and \xff",
    b"two\nlines",
    b"zero\0byte",
]
SIGNS = b" \t\"'\\`$%#:;@/?&=+*!|{}[]()<>^~,.-_nux20A"
CHANCE = random.Random(20)


def any_value():
    # Half of the formats take a part of the signs only.
    signs = CHANCE.sample(SIGNS, 8)
    return bytes(CHANCE.choice(signs) for _ in range(CHANCE.randint(1, 24)))


values = ODD + [any_value() for _ in range(int(sys.argv[2]))]
for number, value in enumerate(values):
    (FOLDER / f"{number:02}").write_bytes(value)
