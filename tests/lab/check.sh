#!/bin/sh
# SPDX-License-Identifier: MIT
# Plays every scenario against the program that was just built.
set -u
result=$(mktemp) || exit 99
trap 'rm -f "$result"' EXIT
./mailguide-lab run --program=./mailguide --keep-going \
	"${srcdir:-.}/tests/lab/scenarios" >"$result" 2>&1
status=$?
cat "$result"
# What local.mk does not name is in no release.
for file in "${srcdir:-.}"/tests/lab/scenarios/*.json; do
	grep -q -F "/${file##*/}" "${srcdir:-.}/tests/lab/local.mk" || {
		echo "FAIL: tests/lab/local.mk does not name ${file##*/}"
		status=1
	}
done
# Nothing could be played here: that is no success.
if [ $status = 0 ] && tail -n 1 "$result" | grep -q '^0 passed'; then
	exit 77
fi
exit $status
