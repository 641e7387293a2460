#!/bin/sh
# SPDX-License-Identifier: MIT
# Reports of played failures, looked at by a real browser: headless Chromium, on a
# phone and on a desk, light and dark, and axe-core's opinion. Exit status as
# automake wants it: 77 is skipped, which CI=true turns into a failure.
#
#   check.sh [--keep=FOLDER]      the reports and their pictures stay in FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${MAILGUIDE:-./mailguide}")
lab=$(realpath "${MAILGUIDE_LAB:-./mailguide-lab}")
# Debian's own python3 has Debian's selenium.
python=${PYTHON:-/usr/bin/python3}

skip() {
	echo "report: SKIPPED, the HTML report was NOT looked at: $1"
	echo '0 passed, 0 failed, 1 skipped'
	[ "${CI:-}" != true ] || exit 1
	exit 77
}

for tool in chromium chromedriver npm; do
	command -v $tool >/dev/null 2>&1 || skip "$tool is missing"
done
"$python" -c 'import selenium' 2>/dev/null || skip 'python3-selenium is missing'

folder=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-report-XXXXXX") || exit 99
keep=
case ${1:-} in
--keep=*) keep=${1#--keep=} ;;
esac
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

cp "$here/package.json" "$here/package-lock.json" "$folder"
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) ||
	skip "npm cannot fetch axe-core: $(tail -n 1 "$folder/npm.log")"

# A refused login, a bad certificate, all well, sources that contradict, and
# servers that nobody reaches.
mkdir "$folder/reports"
for scenario in gmail-app-password cert-expired healthy-private-starttls \
	contradiction-srv-certificate port-filtered; do
	at=$folder/reports/$scenario
	"$lab" show "$here/../lab/scenarios/$scenario.json" -- "$program" diagnose --quiet \
		"--html=$at.html" "--text=$at.txt" "--markdown=$at.md" "--save=$at.json" \
		>"$at.log" 2>&1
	[ $? -le 1 ] && [ -s "$at.html" ] || {
		cat "$at.log"
		grep -q 'namespace' "$at.log" && skip 'no network namespace can be made'
		echo "FAILED  no report of $scenario"
		exit 1
	}
done
# The same in German, where it is built in.
mkdir "$folder/german"
if [ -e wizard/po/de/LC_MESSAGES/mailguide.mo ]; then
	for report in "$folder"/reports/*.json; do
		LANGUAGE=de LC_ALL=C.UTF-8 MAILGUIDE_TEXTDOMAINDIR=$PWD/wizard/po "$program" diagnose \
			--quiet --from="$report" --html="$folder/german/$(basename "$report" .json).html" \
			>/dev/null 2>&1
	done
fi
# The same with hostile words in the place of everything that servers say.
"$python" "$here/poison.py" "$folder/reports/gmail-app-password.json" \
	"$folder/reports/poisoned.json" || exit 1
"$program" diagnose --quiet --from="$folder/reports/poisoned.json" \
	--html="$folder/reports/poisoned.html" --text="$folder/reports/poisoned.txt" \
	--markdown="$folder/reports/poisoned.md" >/dev/null 2>&1

"$python" "$here/look.py" "$folder/node_modules/axe-core/axe.min.js" \
	"$here/../lab/scenarios" "$folder/reports" "$folder/german"
status=$?
if [ -n "$keep" ]; then
	mkdir -p "$keep" && cp "$folder/reports"/* "$keep"
fi
exit $status
