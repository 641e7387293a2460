#!/bin/sh
# SPDX-License-Identifier: MIT
# startup.sh [RUNS]: what it costs to start mailguide and to find a preset,
# beside `curl --version`, a program that loads as many libraries and does
# nothing; and that no preset file is read for it. Build without sanitizers.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${MAILGUIDE:-./mailguide}")
runs=${1:-200}
trace=$(mktemp)
trap 'rm -f "$trace"' EXIT
XDG_CONFIG_HOME=/nonexistent
export XDG_CONFIG_HOME

"$program" lookup alice@gmail.com --offline | grep -q smtp.gmail.com || {
	echo 'startup: lookup does not find the preset of gmail.com' >&2
	exit 1
}
status=0
python3 "$here/startup.py" "$runs" "$program" || status=1

if strace -f -e trace=openat,open -o "$trace" "$program" lookup alice@gmail.com --offline >/dev/null; then
	opened=$(grep -v ENOENT "$trace" | grep -c -e '\.json"' -e /presets/ || true)
	echo "preset files opened: $opened (target 0), of $(grep -v -c ENOENT "$trace") files in all"
	[ "$opened" = 0 ] || status=1
else
	echo 'strace is missing or not allowed: whether preset files are opened is NOT CHECKED'
fi
exit $status
