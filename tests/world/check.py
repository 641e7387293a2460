# SPDX-License-Identifier: MIT
"""Holds a diagnosis (JSON) against expectations; prints what differs.

    check.py FILE root=CODE|none finding=CODE source:NAME=OUTCOME
        PROTOCOL[:PORT:SECURITY]=STATE...
"""
import json
import sys


def service_differs(diagnosis, key, wanted):
    fields = ("protocol", "port", "security")
    parts = key.split(":")
    met = [
        service
        for service in diagnosis["services"]
        if all(str(service[field]) == part for field, part in zip(fields, parts))
    ]
    if not met:
        return f"no service {key}"
    states = [service["state"] for service in met]
    return "" if states == [wanted] else f"{key} is {', '.join(states)}, not {wanted}"


def source_differs(diagnosis, name, wanted):
    outcomes = [entry["outcome"] for entry in diagnosis["sources"] if entry["source"] == name]
    return "" if outcomes == [wanted] else f"source {name} is {outcomes}, not {wanted}"


def differs(diagnosis, expectation):
    key, wanted = expectation.split("=", 1)
    codes = [finding["code"] for finding in diagnosis["findings"]]
    if key == "root":
        found = diagnosis["root_cause"] or "none"
        return "" if found == wanted else f"root cause is {found}, not {wanted}"
    if key == "finding":
        return "" if wanted in codes else f"no finding {wanted} among {codes}"
    if key.startswith("source:"):
        return source_differs(diagnosis, key.split(":", 1)[1], wanted)
    return service_differs(diagnosis, key, wanted)


def main(path, expectations):
    try:
        with open(path, encoding="utf-8") as text:
            diagnosis = json.load(text)
    except ValueError as reason:
        sys.exit(f"not JSON: {reason}")
    differences = [differs(diagnosis, expectation) for expectation in expectations]
    sys.exit("; ".join(filter(None, differences)) or 0)


main(sys.argv[1], sys.argv[2:])
