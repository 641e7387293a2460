#!/bin/sh
# SPDX-License-Identifier: MIT
# Brings the catalogues po/*.po up to date with the sources.  What is not
# translated is left out of them, and so English stands there; a sentence that has
# changed has to be translated anew (the old words are in the history).
# usage: update.sh, in the source folder
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 wizard/po/collect.py . >"$work/data.c"
common='--from-code=UTF-8 --package-name=mailguide --keyword=_ --keyword=N_ --keyword=ngettext:1,2
	--add-comments=Translators --sort-by-file'
# The words of COMMON are meant to split.
# shellcheck disable=SC2086
xgettext $common --language=C --output="$work/mailguide.pot" \
	wizard/*.c providers/*.c "$work/data.c"
for po in wizard/po/*.po; do
	msgmerge --quiet --no-fuzzy-matching --no-wrap "$po" "$work/mailguide.pot" --output-file="$work/new.po"
	# The time of this run would be a change in every commit.
	msgattrib --no-obsolete --translated --no-location --no-wrap "$work/new.po" |
		grep -v '^"POT-Creation-Date:' >"$work/kept.po"
	cp "$work/kept.po" "$po"
	echo "$po: $(msgfmt --statistics --output-file=/dev/null "$work/new.po" 2>&1)"
done
