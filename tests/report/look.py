#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""look.py AXE SCENARIOS REPORTS GERMAN: what a browser and a person see in each report."""
import base64
import json
import pathlib
import re
import sys

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

VIEWS = [(width, scheme) for width in (400, 1280) for scheme in ("light", "dark")]
# What makes a browser load something.
LOADS = re.compile(r"<(?:script|link|iframe|img|object|embed|base|form)\b|\bsrc=|\bsrcset=|url\(|@import")

axe, scenarios, folder, german = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
passed = failed = 0


def check(good, what):
	global passed, failed
	if good:
		passed += 1
	else:
		failed += 1
		print(f"FAILED  {what}")


def start():
	options = Options()
	for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
			"--disable-dev-shm-usage", "--disable-background-networking"):
		options.add_argument(argument)
	options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
	return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def requests(driver):
	"""Every address that the page made the browser ask for."""
	asked = []
	for entry in driver.get_log("performance"):
		message = json.loads(entry["message"])["message"]
		if message["method"] == "Network.requestWillBeSent":
			asked.append(message["params"]["request"]["url"])
	return asked


def look(driver, report, width, scheme):
	name = f"{report.stem} {width} {scheme}"
	driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
		{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
	driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
		{"features": [{"name": "prefers-color-scheme", "value": scheme}]})
	driver.get_log("performance")
	driver.get(report.as_uri())
	closed = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
	(folder / f"{report.stem}-{width}-{scheme}.png").write_bytes(base64.b64decode(closed["data"]))
	driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
	opened = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
	(folder / f"{report.stem}-{width}-{scheme}-open.png").write_bytes(base64.b64decode(opened["data"]))
	wide = driver.execute_script("return document.documentElement.scrollWidth")
	check(wide <= width, f"{name}: the page is {wide} wide")
	check(driver.execute_script("return document.scripts.length") == 0, f"{name}: a script")
	check("OWNED" not in driver.title, f"{name}: something ran")
	driver.execute_script(pathlib.Path(axe).read_text(encoding="utf-8"))
	result = driver.execute_async_script(
		"const done = arguments[0]; axe.run().then(done, e => done({error: String(e)}))")
	check("error" not in result, f"{name}: axe: {result.get('error')}")
	check(len(result.get("passes", [])) > 10, f"{name}: axe looked at nothing")
	for violation in result.get("violations", []):
		nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
		check(violation["impact"] not in ("serious", "critical"),
			f"{name}: {violation['id']} ({violation['impact']}): {nodes}")
	asked = [url for url in requests(driver) if url != report.as_uri()]
	check(asked == [], f"{name}: loads {asked}")


def look_on_paper(driver, report):
	"""Nobody can open on paper what was closed on the screen."""
	driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
	driver.get(report.as_uri())
	hidden = driver.execute_script("return [...document.querySelectorAll('details > *')]"
		".filter(e => !e.checkVisibility({contentVisibilityAuto: true})).length")
	check(hidden == 0, f"{report.stem}: {hidden} parts are not printed")
	wide = driver.execute_script("return document.documentElement.scrollWidth > innerWidth")
	check(not wide, f"{report.stem}: wider than the paper")
	driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def base64_forms(word):
	"""How WORD looks inside base64, whatever stands before it."""
	for shift in range(3):
		digits = base64.b64encode(b"\0" * shift + word.encode()).decode().rstrip("=")
		yield digits[(0, 2, 3)[shift]:len(digits) - (0 if (shift + len(word)) % 3 == 0 else 1)]


def check_privacy(report):
	evidence = json.loads(report.with_suffix(".json").read_text(encoding="utf-8"))["evidence"]
	hidden = [evidence["address"], evidence["localpart"]]
	hidden += [server.rsplit(":", 1)[0] for server in evidence["resolvers"]
		if not server.startswith("127.")]
	hidden += list(base64_forms(evidence["localpart"]))
	scenario = scenarios / f"{report.stem}.json"
	if scenario.exists():
		secret = json.loads(scenario.read_text(encoding="utf-8")).get("secret", "")
		hidden += [secret, *base64_forms(secret)] if secret else []
	for suffix in (".html", ".txt", ".md"):
		text = report.with_suffix(suffix).read_text(encoding="utf-8")
		for word in hidden:
			check(word.lower() not in text.lower() if word.isalnum() is False or len(word) > 7 else
				re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", text) is None,
				f"{report.stem}{suffix} holds {word}")


def check_german(report):
	"""No part of it is left in English."""
	english = (folder / report.name).read_text(encoding="utf-8")
	text = report.read_text(encoding="utf-8")
	check('<html lang="de">' in text, f"{report.stem}: not in German")
	for part in ('span class="gloss"', "h1", "h2", "h3", "th", "dt", "summary"):
		words = re.compile(rf"<{part}>([^<]*[a-z] [^<]*)<")
		for same in set(words.findall(english)) & set(words.findall(text)):
			check(False, f"{report.stem}: in German too it says: {same}")


driver = start()
try:
	for page in sorted(folder.glob("*.html")):
		markup = page.read_text(encoding="utf-8")
		check(LOADS.search(re.sub(r">[^<]*<", "><", markup)) is None, f"{page.stem}: can load something")
		check_privacy(page)
		for view in VIEWS:
			look(driver, page, *view)
		look_on_paper(driver, page)
finally:
	driver.quit()
for page in sorted(german.glob("*.html")):
	check_german(page)
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0 or passed == 0)
