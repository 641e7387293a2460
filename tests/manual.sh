#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual pages: a formatter has nothing to say about them, and the page of the
# codes, which the build writes, holds every code.
set -u
program=${MAILGUIDE:-./mailguide}
codes=man/mailguide-codes.7
checked=
failures=0

fail() {
	failures=$((failures + 1))
	echo "FAILED: $*"
}

# "referenced manual not found" depends on what is installed here.
lint() { # WEIGHT PAGE
	said=$(mandoc -T lint -W "$1" "$2" 2>&1 | grep -v -e 'referenced manual not found' -e 'outdated mandoc.db')
	[ -z "$said" ] || fail "mandoc about $2: $said"
}

format() { # PAGE
	said=$(groff -ww -mdoc -T utf8 -z "$1" 2>&1)
	[ -z "$said" ] || fail "groff about $1: $said"
}

if command -v mandoc >/dev/null 2>&1; then
	lint warning "${srcdir:-.}/man/mailguide.1"
	lint warning "${srcdir:-.}/man/mailguide-examples.7"
	lint style $codes
	checked="$checked mandoc"
fi
if command -v groff >/dev/null 2>&1; then
	format "${srcdir:-.}/man/mailguide.1"
	format "${srcdir:-.}/man/mailguide-examples.7"
	format $codes
	checked="$checked groff"
fi

count=0
for code in $("$program" explain --list | cut -d ' ' -f 1); do
	count=$((count + 1))
	grep -q "^\.It Sy $code\$" $codes || fail "$code is not in the manual"
done
[ $count -ge 200 ] || fail "only $count codes are listed"

# What the examples show is taken by the parser: a mistake in use is status 2.
sed -n 's/^\.Dl mailguide \([a-z][a-z]* .*\)/\1/p' "${srcdir:-.}/man/mailguide-examples.7" |
	sed -e 's/ [|<].*//' -e 's/--ca-file=[^ ]*//' -e "s/\\\\(aq/'/g" |
	grep -v -e '^explain -' -e '^setup' -e '^demo' >examples.$$
while IFS= read -r example; do
	eval "set -- $example"
	command=$1
	shift
	"$program" "$command" --help "$@" >/dev/null 2>examples.err.$$ ||
		fail "the example '$example': $(cat examples.err.$$)"
done <examples.$$
[ -s examples.$$ ] || fail 'no example was found'
rm -f examples.$$ examples.err.$$

if [ -z "$checked" ]; then
	echo "manual.sh: neither mandoc nor groff is here: the pages' form is NOT CHECKED"
	[ "$failures" -eq 0 ] && [ "${CI:-}" != true ] && exit 77
fi
echo "manual.sh: $count codes, checked with${checked:- nothing}, $failures failures"
[ "$failures" -eq 0 ]
