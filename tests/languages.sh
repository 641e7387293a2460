#!/bin/sh
# SPDX-License-Identifier: MIT
# The languages: what a person sees is translated, what programs read is not.
set -u
srcdir=${srcdir:-.}
program=$PWD/mailguide
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

if ! command -v msgfmt >/dev/null || ! [ -e wizard/po/de/LC_MESSAGES/mailguide.mo ]; then
	echo 'SKIP: built without languages (gettext is missing)'
	exit 77
fi
MAILGUIDE_TEXTDOMAINDIR=$PWD/wizard/po
XDG_CONFIG_HOME=$work
LC_ALL=C.UTF-8
export MAILGUIDE_TEXTDOMAINDIR XDG_CONFIG_HOME LC_ALL

result() { # STATUS WHAT
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL: %s\n' "$2"
	fi
}

contains() { # WHAT TEXT PATTERN
	printf '%s\n' "$2" | grep -q -e "$3"
	result $? "$1: no '$3' in: $(printf '%s' "$2" | head -c 400)"
}

# What has to be complete: the guided run with all that it shows, and the causes
# that most people meet.
guided='cmd_setup.c setup_[a-z]*.c ask.c progress.c words.c path.c render_path.c render_text.c
	render_html.c html_facts.c html_path.c html_times.c render_markdown.c report_files.c privacy.c
	cmd_export.c export_write.c cmd_help.c options_table.c secret_source.c contradictions.c
	render_lookup.c term.c'
# Patterns are meant to be expanded.
# shellcheck disable=SC2086
sources=$(cd "$srcdir" && for name in $guided; do ls wizard/$name; done; ls providers/address.c)
# The names of files are split into words.
# shellcheck disable=SC2086
(cd "$srcdir" && xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=ngettext:1,2 \
	--language=C 	--output="$work/guided.pot" $sources)
python3 "$srcdir/wizard/po/collect.py" "$srcdir" wizard/po/commonest.txt >"$work/causes.c"
(cd "$work" && xgettext --from-code=UTF-8 --keyword=N_ --language=C --output=causes.pot causes.c)
causes=$(grep -c '^[a-z]' "$srcdir/wizard/po/commonest.txt")
[ "$causes" -ge 40 ]
result $? "only $causes causes are listed in commonest.txt"
for language in de es; do
	for what in guided causes; do
		msgcmp "$srcdir/wizard/po/$language.po" "$work/$what.pot" 2>"$work/missing"
		result $? "$language: not translated ($what): $(grep -v 'warning:' "$work/missing" | head -n 20)"
	done
	msgfmt --check-format --output-file=/dev/null "$srcdir/wizard/po/$language.po"
	result $? "$language: a translation has other values than its sentence"
done

# The help of each command fits a screen of 24 lines, the next prompt included.
for language in de es; do
	for command in setup lookup diagnose export explain providers diff demo help; do
		LANGUAGE=$language COLUMNS=80 "$program" help $command >"$work/help"
		[ "$(wc -l <"$work/help")" -le 23 ]
		result $? "$language: help $command does not fit a screen"
	done
done

said=$(LANGUAGE=de "$program" explain auth.app-password-required)
contains 'German' "$said" 'App-Passwort'
said=$(LANGUAGE=es "$program" explain auth.app-password-required)
contains 'Spanish' "$said" 'contraseña'
said=$(LANGUAGE='' LC_ALL=de_DE.UTF-8 "$program" explain auth.app-password-required)
contains 'by the locale, LANGUAGE being empty' "$said" 'App-Passwort'
said=$(unset LANGUAGE && LC_ALL=de_DE.UTF-8 "$program" explain auth.app-password-required)
contains 'by the locale, without LANGUAGE' "$said" 'App-Passwort'
said=$(LANGUAGE=de "$program" explain --color=never --ascii auth.app-password-required)
printf '%s' "$said" | LC_ALL=C grep -q '[^ -~]'
[ $? -eq 1 ]
result $? "not ASCII: $said"
said=$(LANGUAGE=de LC_ALL=C "$program" explain auth.app-password-required)
contains 'the C locale' "$said" 'app password'
said=$(LANGUAGE=xx "$program" explain auth.app-password-required)
contains 'a language without translation' "$said" 'app password'
said=$(LANGUAGE=de "$program" --nonsense 2>&1)
contains 'a wrong option' "$said" 'unbekannte Option'

# What programs read is the same in every language.
for words in 'explain --json auth.app-password-required' 'lookup --json --offline alice@gmail.com' \
	'providers --json show gmail.com' 'export json --offline alice@gmail.com' \
	'export msmtp --offline alice@gmail.com'; do
	# The words are split.
	# shellcheck disable=SC2086
	LANGUAGE=en "$program" $words >"$work/en" 2>/dev/null
	# shellcheck disable=SC2086
	LANGUAGE=de "$program" $words >"$work/de" 2>/dev/null
	# Times differ from run to run.
	sed -i 's/"elapsed_ms":[[:space:]0-9]*//' "$work/en" "$work/de"
	[ -s "$work/en" ] && cmp -s "$work/en" "$work/de"
	result $? "other output in German: $words"
done

# Nobody who reads English waits for a catalogue.
if command -v strace >/dev/null; then
	# The leak check cannot run where a debugger watches.
	ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0 \
		LANGUAGE='' LANG=en_US.UTF-8 LC_ALL='' strace -f -e trace=openat -o "$work/trace" \
		"$program" explain auth.app-password-required \
		>/dev/null
	grep -q 'locale\|mailguide\.mo' "$work/trace"
	[ $? -eq 1 ]
	result $? "files of a language were read: $(grep 'locale\|mailguide\.mo' "$work/trace")"
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
