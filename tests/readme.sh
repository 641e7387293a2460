#!/bin/sh
# SPDX-License-Identifier: MIT
# README.md shows real runs: they are run again and compared word for word, and the
# commands that it names are there. With --update the runs are put into README.md.
set -u
srcdir=$(realpath "${srcdir:-.}")
MAILGUIDE=$(realpath "${MAILGUIDE:-./mailguide}")
folder=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-readme-XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
LC_ALL=C.UTF-8
LANGUAGE=
NO_COLOR=1
unset COLUMNS
# The terminal library keeps a few bytes for itself.
LSAN_OPTIONS="suppressions=$srcdir/tests/guide/leaks.txt:print_suppressions=0"
export MAILGUIDE LC_ALL LANGUAGE NO_COLOR LSAN_OPTIONS
failed=0

"$MAILGUIDE" demo gmail-app-password >"$folder/demo" 2>"$folder/err" || [ $? = 1 ] || failed=1

mkdir "$folder/home"
LAB_ADDRESS=alice@example.org LAB_SECRET='correct horse battery' RECORD=$folder/guide \
	./mailguide-lab show "$srcdir/tests/lab/scenarios/discover-autoconfig.json" -- \
	python3 "$srcdir/tests/guide/talk.py" for_the_readme "$folder/home" >"$folder/said" 2>&1 || {
	cat "$folder/said"
	failed=1
}
if [ $failed = 0 ]; then
	python3 "$srcdir/tests/readme.py" "$@" "$srcdir/README.md" "demo=$folder/demo" \
		"guide=$folder/guide" || failed=1
fi

# Every command and option of the examples is one that the program knows.
sed -n 's/^    \(mailguide[^#]*\)$/\1/p; s/^    \(mailguide.*[^ ]\)   *.*$/\1/p' "$srcdir/README.md" |
	cut -d' ' -f2 | grep '^[a-z]' | sort -u >"$folder/commands"
[ -s "$folder/commands" ] || failed=1
while read -r command; do
	"$MAILGUIDE" help "$command" >/dev/null 2>&1 || {
		echo "README.md: there is no command '$command'"
		failed=1
	}
done <"$folder/commands"
for option in $(grep -o -e '`[^`]*--[a-z0-9-]*' "$srcdir/README.md" | grep -o -e '--[a-z0-9-]*' |
		grep -v -x -e '--tests' | sort -u); do
	grep -q "^\.It.* Fl $(printf '%s' "$option" | sed 's/^-//')\( \|$\)" "$srcdir/man/mailguide.1" || {
		echo "README.md: there is no option '$option'"
		failed=1
	}
done
for file in $(grep -o '`[A-Za-z/.]*\.md`' "$srcdir/README.md" | tr -d '`' | sort -u); do
	[ -e "$srcdir/$file" ] || {
		echo "README.md: there is no file '$file'"
		failed=1
	}
done
[ $failed = 0 ] && echo 'README.md shows what happens'
exit $failed
