# SPDX-License-Identifier: MIT
"""Compares what README.md shows with what was recorded just now.

    readme.py README.md NAME=RECORD...            exit status 1 where they differ
    readme.py --update README.md NAME=RECORD...   puts the records there

A record stands in a block behind the comment <!-- recorded: NAME -->.
"""
import difflib
import pathlib
import re
import sys

BLOCK = r"(<!-- recorded: %s -->\n```\n)(.*?)(```\n)"


def main(arguments):
    update = arguments[0] == "--update"
    readme = pathlib.Path(arguments[update])
    text = readme.read_text(encoding="utf-8")
    differ = False
    for name, record in (argument.split("=", 1) for argument in arguments[update + 1 :]):
        said = pathlib.Path(record).read_text(encoding="utf-8").strip("\n") + "\n"
        found = re.search(BLOCK % name, text, re.S)
        if found is None:
            sys.exit(f"{readme}: there is no block for '{name}'")
        if found[2] == said:
            continue
        differ = True
        sys.stdout.writelines(difflib.unified_diff(
            found[2].splitlines(True), said.splitlines(True), f"{readme}: {name}", "recorded"))
        text = text[: found.start(2)] + said + text[found.end(2) :]
    if update:
        readme.write_text(text, encoding="utf-8")
    return differ and not update


sys.exit(main(sys.argv[1:]))
