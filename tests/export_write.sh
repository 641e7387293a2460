#!/bin/sh
# SPDX-License-Identifier: MIT
# `export --write`: what a person wrote stays, a copy is kept, names are free, only
# the owner may read a password, and nothing is shown of it.
set -u
umask 022
program=$(realpath "${MAILGUIDE:-./mailguide}")
folder=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-write-XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$folder/home
XDG_CONFIG_HOME=$folder/none
LC_ALL=C
export HOME XDG_CONFIG_HOME LC_ALL
passed=0
failed=0

verdict() { # NAME, fails unless $? was 0
	if [ $? = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $1"
		sed 's/^/    /' "$folder/err" | head -n 12
	fi
}

write() { # STATUS ARGUMENT...
	wanted=$1
	shift
	(cd "$HOME" && "$program" export "$@" --quiet </dev/null >"$folder/out" 2>"$folder/err")
	[ $? = "$wanted" ]
}

afresh() {
	rm -rf "$HOME"
	mkdir "$HOME"
}

mode_of() {
	stat -c %a "$1"
}

afresh
write 0 msmtp alice@gmx.de --write --yes
verdict 'a file that was not there is made'
[ "$(mode_of "$HOME/.msmtprc")" = 600 ]
verdict 'a new file is the owner'\''s alone'
[ ! -s "$folder/out" ] && grep -q '^+account gmx$' "$folder/err" && grep -q '^--- /dev/null' "$folder/err"
verdict 'what changes is shown on standard error'
"$program" export msmtp alice@gmx.de --quiet 2>/dev/null | cmp -s - "$HOME/.msmtprc"
verdict 'the file holds what export prints'
cp "$HOME/.msmtprc" "$folder/once"
write 0 msmtp alice@gmx.de --write --yes && cmp -s "$folder/once" "$HOME/.msmtprc" &&
	grep -q 'has this already' "$folder/err"
verdict 'the same again changes nothing'
write 0 msmtp bob@gmx.de --write --yes && grep -q '^account gmx-2$' "$HOME/.msmtprc" &&
	head -c "$(wc -c <"$folder/once")" "$HOME/.msmtprc" | cmp -s - "$folder/once"
verdict 'another account goes behind, by a name that is free'
cmp -s "$HOME/.msmtprc.before-mailguide" "$folder/once"
verdict 'a copy of the file before is kept'
write 0 msmtp eve@gmx.de --write --yes && grep -q '^account gmx-3$' "$HOME/.msmtprc" &&
	[ -e "$HOME/.msmtprc.before-mailguide-2" ] && cmp -s "$HOME/.msmtprc.before-mailguide" "$folder/once"
verdict 'copies have names of their own'

afresh
printf 'defaults\n# no line end' >"$HOME/.msmtprc"
chmod 640 "$HOME/.msmtprc"
write 0 msmtp alice@gmx.de --write --yes &&
	[ "$(sed -n 2p "$HOME/.msmtprc")" = '# no line end' ] && [ -z "$(sed -n 3p "$HOME/.msmtprc")" ]
verdict 'a last line without its end stays a line of its own'
[ "$(mode_of "$HOME/.msmtprc")" = 640 ]
verdict 'the mode stays as it was'
echo 'account gmx : other' >"$HOME/.msmtprc"
write 0 msmtp alice@gmx.de --write --yes && grep -q '^account gmx-2$' "$HOME/.msmtprc"
verdict 'a name that is in use otherwise is taken'

afresh
printf '# mine\nmy-password\n' >"$HOME/.msmtprc"
chmod 644 "$HOME/.msmtprc"
(umask 077 && echo sesame >"$folder/password")
write 0 msmtp alice@gmx.de --write --yes --inline-secret --password-file="$folder/password" &&
	grep -q '^password "sesame"$' "$HOME/.msmtprc" && [ "$(mode_of "$HOME/.msmtprc")" = 600 ]
verdict 'with a password in it nobody else may read the file'
! grep -q -e sesame -e my-password "$folder/err" "$folder/out"
verdict 'no password is shown'

afresh
mkdir "$HOME/dotfiles"
echo '# mine' >"$HOME/dotfiles/msmtprc"
ln -s dotfiles/msmtprc "$HOME/.msmtprc"
write 0 msmtp alice@gmx.de --write --yes && [ -L "$HOME/.msmtprc" ] &&
	grep -q '^account gmx$' "$HOME/dotfiles/msmtprc"
verdict 'a link stays a link'

afresh
write 0 mutt alice@gmx.de --write --yes && [ -e "$HOME/.config/mutt/gmx.rc" ] &&
	[ "$(mode_of "$HOME/.config")" = 700 ]
verdict 'folders are made'
write 0 mutt bob@gmx.de --write --yes && [ -e "$HOME/.config/mutt/gmx-2.rc" ]
verdict 'a new file gets a name that is free'
write 0 autoconfig alice@gmx.de --write --yes && [ "$(mode_of "$HOME/config-v1.1.xml")" = 644 ]
verdict 'what is to be served can be read'
write 1 autoconfig alice@web.de --write --yes && grep -q 'there already' "$folder/err"
verdict 'a file of its own is never replaced'
write 0 postfix alice@gmx.de --write=script --yes && [ -e "$HOME/script" ]
verdict 'a file may be named'
write 1 postfix alice@gmx.de --write --yes && grep -q 'no one place' "$folder/err"
verdict 'where no place is known one must be named'
echo 'MAILER_DSN=smtp://mine' >"$HOME/.env.local"
write 1 symfony alice@gmx.de --write --yes && [ "$(cat "$HOME/.env.local")" = 'MAILER_DSN=smtp://mine' ]
verdict 'a setting that can be there once only is left alone'
write 2 msmtp alice@gmx.de --write && grep -q "'--yes'" "$folder/err" && [ ! -e "$HOME/.msmtprc" ]
verdict 'without a terminal nothing is written unasked'
mkdir "$HOME/.msmtprc"
write 1 msmtp alice@gmx.de --write --yes && grep -q 'not a plain file' "$folder/err"
verdict 'a folder in the way is told'
if [ "$(id -u)" != 0 ]; then
	afresh
	chmod 500 "$HOME"
	write 3 msmtp alice@gmx.de --write --yes && grep -q 'cannot write' "$folder/err"
	verdict 'a folder that cannot be written is told'
	chmod 700 "$HOME"
fi
[ -z "$(find "$folder" -name '*.??????' -newer "$folder/once" -name '.msmtprc.*' ! -name '*mailguide*')" ]
verdict 'no temporary file stays'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
