#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""poison.py FROM TO: saved evidence whose servers say what attacks a page."""
import json
import sys

HOSTILE = (
	"\"'><script src=http://evil.example/s.js></script>"
	"<img src=http://evil.example/i.png onerror=\"document.title='OWNED'\">"
	"<style>@import url(http://evil.example/c.css);</style>"
	"<svg onload=\"document.title='OWNED'\"></details></section></main>"
	"<meta http-equiv=refresh content='0;url=http://evil.example/'>"
	"[x](javascript:alert(1)) ``` `` & &lt; "
)
LONG = "x" * 3000
TEXTS = {"text", "subject", "issuer", "source", "detail", "where", "server_name", "cipher", "error",
	"sha256", "key", "enhanced", "url", "host_words", "program", "tls_library", "mechanism"}


def poisoned(key, value):
	if isinstance(value, dict):
		return {name: poisoned(name, item) for name, item in value.items()}
	if isinstance(value, list):
		return [poisoned(key, item) for item in value]
	if isinstance(value, str) and (key in TEXTS or key in ("names", "capabilities", "slips")):
		return HOSTILE + value + LONG if key == "text" else HOSTILE + value
	return value


with open(sys.argv[1], encoding="utf-8") as file:
	document = json.load(file)
with open(sys.argv[2], "w", encoding="utf-8") as file:
	json.dump(poisoned("", document), file)
