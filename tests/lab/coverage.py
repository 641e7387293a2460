# SPDX-License-Identifier: MIT
"""Is every code of the catalogue played by a scenario, or does it say why not?

    coverage.py CATALOGUE-FOLDER SCENARIO-FOLDER
"""
import json
import pathlib
import sys


def load(path):
    with open(path, encoding="utf-8") as text:
        return json.load(text)


def played_codes(folder):
    played = {}
    for path in sorted(folder.glob("*.json")):
        expect = load(path)["expect"]
        for code in [expect["root_cause"], *expect.get("also", [])]:
            if code is not None:
                played.setdefault(code, []).append(path.name)
    return played


def complaints(codes, played):
    for code, entry in sorted(codes.items()):
        if code not in played and "unplayed" not in entry:
            yield f"{code}: no scenario has it, and no reason is given"
        if code in played and "unplayed" in entry:
            yield f"{code}: played by {played[code][0]}, so its reason is not true"
    for code in sorted(set(played) - set(codes)):
        yield f"{code}: not in the catalogue, but expected by {played[code][0]}"


def main(catalogue, scenarios):
    codes = {
        entry["code"]: entry
        for path in sorted(pathlib.Path(catalogue).glob("*.json"))
        for entry in load(path)
    }
    played = played_codes(pathlib.Path(scenarios))
    found = list(complaints(codes, played))
    for line in found:
        print(line)
    reasons = sum("unplayed" in entry for entry in codes.values())
    print(f"{len(codes)} codes, {len(played)} played, {reasons} with a reason why not")
    print(f"{len(codes) - len(found)} passed, {len(found)} failed")
    return 1 if found or not codes else 0


sys.exit(main(sys.argv[1], sys.argv[2]))
