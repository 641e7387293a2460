#!/bin/sh
# SPDX-License-Identifier: MIT
# accounts.sh FOLDER: passwords for Dovecot, tokens for the token endpoint, and
# one file a secret for mailguide: secrets/NAME, without a line end.
set -eu
folder=$1
umask 077
mkdir "$folder/secrets"

account() {
	printf %s "$2" >"$folder/secrets/$1"
	# Encoded, so that no character of it means anything to Dovecot.
	printf '%s@example.test:{PLAIN.b64}%s::::::\n' "$1" "$(printf %s "$2" | base64 -w 0)"
}

{
	account alice 'plainpass1'
	account spaces 'four words and more'
	account quotes 'a"b'"'"'c'
	account backslash '\back\\slash\n'
	account percent '%20%s%u%'
	account braces '{5}{PLAIN}x}'
	account edges ' one space before, one after '
	account awkward 'p w"d\n #h$HOME%20'"'"'é'
	account signs ';x:y@z/!{a}|&<b>=*?~^[c],`+(d)'
	account utf8 'pässwörd-密碼'
} >"$folder/passwords"
# Dovecot and Postfix read it as users of their own.
chmod 644 "$folder/passwords"

printf %s 'not-the-password' >"$folder/secrets/wrong"
printf %s 'token-of-alice' >"$folder/secrets/token"
echo 'token-of-alice alice@example.test' >"$folder/tokens"
