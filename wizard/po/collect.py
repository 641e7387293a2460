#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The sentences that stand in data files, put as C for xgettext.

usage: collect.py SOURCE-FOLDER          all of them
       collect.py SOURCE-FOLDER CODES    only those of the codes that the file CODES
                                         lists, a line each, relative to the folder
"""
import glob
import json
import os
import sys

PROSE = ("title", "meaning", "proof", "not_if", "causes", "remedy")


def say(path, line, text):
    if not text:
        return
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    print(f'#line {line} "{path}"\nN_("{escaped}")')


def line_of(source, text, after):
    """The line in which TEXT stands as a JSON string, looked for from AFTER on."""
    at = source.find(json.dumps(text, ensure_ascii=False), after)
    return source.count("\n", 0, max(at, 0)) + 1


def texts_of(value):
    return value if isinstance(value, list) else [value]


def codes(path, source, wanted=None):
    for row in json.loads(source):
        if wanted is not None and row["code"] not in wanted:
            continue
        start = source.find('"%s"' % row["code"])
        for key in PROSE:
            for text in texts_of(row[key]):
                say(path, line_of(source, text, start), text)


def preset(path, source):
    row = json.loads(source)
    for part in row.get("quirks", []) + row.get("help", []):
        if isinstance(part, dict):
            say(path, line_of(source, part.get("note", ""), 0), part.get("note", ""))


def dialogue(path, source):
    for number, line in enumerate(source.split("\n"), 1):
        columns = line.split("\t")
        if not line.startswith("#") and len(columns) > 4:
            say(path, number, columns[4])


def template(path, source):
    title, body = source.split("---\n", 1)
    say(path, 1, next(line[len("title: "):] for line in title.split("\n")
                      if line.startswith("title: ")))
    if path.endswith("/human.tmpl"):
        for line in body.split("\n"):
            if not line.startswith("%"):
                say(path, source[:source.find(line)].count("\n") + 1, line)


def read(path):
    with open(path, encoding="utf-8") as source:
        return source.read()


def collect_all():
    for pattern, collect in (("wizard/catalog/*.json", codes),
                             ("wizard/catalog/dialogue.tsv", dialogue),
                             ("wizard/clients/*.tmpl", template),
                             ("providers/presets/*.json", preset)):
        for path in sorted(glob.glob(pattern)):
            collect(path, read(path))


def collect_codes(wanted):
    for path in sorted(glob.glob("wizard/catalog/*.json")):
        codes(path, read(path), wanted)


os.chdir(sys.argv[1])
if len(sys.argv) > 2:
    collect_codes(set(read(sys.argv[2]).split()))
else:
    collect_all()
