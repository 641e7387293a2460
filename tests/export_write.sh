#!/bin/sh
# SPDX-License-Identifier: MIT
# `export --write`: what a person wrote stays, a copy is kept, names are free, only
# the owner may read a password, and nothing is shown of it.
set -u
umask 022
srcdir=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${MAILGUIDE:-./mailguide}")
folder=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-write-XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$folder/home
LC_ALL=C
export HOME LC_ALL
unset XDG_CONFIG_HOME
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
cp "$HOME/.msmtprc" "$folder/twice"
write 0 msmtp bob@gmx.de --write --yes && cmp -s "$folder/twice" "$HOME/.msmtprc"
verdict 'the same again changes nothing, by whatever name it is there'
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
for line in 'account gmx : other' '  account   gmx' 'account	"gmx"'; do
	echo "$line" >"$HOME/.msmtprc"
	write 0 msmtp alice@gmx.de --write --yes && grep -q '^account gmx-2$' "$HOME/.msmtprc"
	verdict "a name that is in use otherwise is taken: $line"
done
printf 'Channel gmx\r\n' >"$HOME/.mbsyncrc"
write 0 mbsync alice@gmx.de --write --yes && grep -q '^IMAPAccount gmx-2$' "$HOME/.mbsyncrc" &&
	head -c 13 "$HOME/.mbsyncrc" | grep -q 'gmx.$'
verdict 'a name is free when nothing has it, and lines that end in CR stay so'

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
ln -s nowhere "$HOME/.msmtprc"
write 1 msmtp alice@gmx.de --write --yes && [ -L "$HOME/.msmtprc" ] && [ ! -e "$HOME/nowhere" ] &&
	grep -q 'leads nowhere' "$folder/err"
verdict 'a link that leads nowhere is told'

# A file in the usual place would keep the program from reading the other.
afresh
mkdir -p "$HOME/.config/msmtp"
echo '# mine' >"$HOME/.config/msmtp/config"
write 0 msmtp alice@gmx.de --write --yes && [ ! -e "$HOME/.msmtprc" ] &&
	grep -q '^account gmx$' "$HOME/.config/msmtp/config"
verdict 'it goes where the program looks already'
mkdir "$HOME/.getmail"
write 0 getmail alice@gmx.de --write --yes && [ -e "$HOME/.getmail/gmx" ]
verdict 'a file of its own goes into the folder that is in use'
(XDG_CONFIG_HOME=$HOME/elsewhere && export XDG_CONFIG_HOME &&
	write 0 aerc alice@gmx.de --write --yes) && [ -e "$HOME/elsewhere/aerc/accounts.conf" ]
verdict 'XDG_CONFIG_HOME counts'
(XDG_CONFIG_HOME=relative && export XDG_CONFIG_HOME &&
	write 0 aerc alice@gmx.de --write --yes) && [ -e "$HOME/.config/aerc/accounts.conf" ]
verdict 'a relative one does not'
(unset HOME && cd "$folder" && "$program" export msmtp alice@gmx.de --write --yes) 2>"$folder/err"
[ $? = 1 ] && grep -q 'HOME is not set' "$folder/err"
verdict 'without HOME nothing is written'
(cd "$HOME" && "$program" export curl alice@gmx.de --write --yes) >"$folder/out" 2>"$folder/err"
tr -s '\n ' ' ' <"$folder/err" | grep -q -F "curl -v -K $HOME/.config/curl-gmx;"
verdict 'what to do names the file that was written'
(cd "$folder" && "$program" export msmtp alice@gmx.de --password-file=password) 2>"$folder/err" |
	grep -q -x -F "passwordeval \"cat '$folder/password'\""
verdict 'a password file is named so that it is found from anywhere'

"$program" export msmtp alice@proton.me --offline 2>"$folder/err" >"$folder/out" &&
	tr -s '\n ' ' ' <"$folder/err" | grep -q 'certificate that it signed itself. Programs that check'
verdict 'a certificate that no program will take is told beforehand'

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

# What else can stand in the way, for somebody who is not root.
as_nobody() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid nobody --regid nogroup --clear-groups "$@"
	else
		"$@"
	fi
}
afresh
chmod 755 "$folder"
echo '# mine' >"$HOME/.msmtprc"
[ "$(id -u)" != 0 ] || chown -R nobody "$HOME"
for mode in 'a-w .' 'a-w .msmtprc'; do
	# Root may have built where nobody else looks.
	as_nobody test -x "$program" || break
	# The words are a mode and a file.
	(cd "$HOME" && chmod $mode && as_nobody "$program" export msmtp alice@gmx.de --write --yes) \
		>"$folder/out" 2>"$folder/err"
	[ $? = 3 ] && grep -q 'cannot write' "$folder/err" && [ "$(cat "$HOME/.msmtprc")" = '# mine' ] &&
		[ "$(ls -A "$HOME")" = .msmtprc ]
	verdict "what may not be written stays as it is, and is told: $mode"
	chmod u+w "$HOME"
done

# A disk with room for the copy only, in a namespace of its own.
afresh
if unshare -rm mount -t tmpfs small "$HOME" 2>/dev/null; then
	unshare -rm sh -c 'mount -t tmpfs -o size=96k small "$HOME" && cd "$HOME" &&
		head -c 40000 /dev/zero | tr "\0" "#" >.msmtprc && cp .msmtprc ../before &&
		"$1" export msmtp alice@gmx.de --write --yes
		[ $? = 3 ] && cmp .msmtprc ../before && [ "$(ls -A)" = .msmtprc ]' sh "$program" \
		>"$folder/out" 2>"$folder/err" && grep -q 'No space left' "$folder/err"
	verdict 'on a full disk the file stays as it is, and nothing else remains'
fi

# Somebody else writes while the question is open.
afresh
echo '# mine' >"$HOME/.msmtprc"
PYTHONPATH=$srcdir/guide python3 - "$program" "$HOME" >"$folder/out" 2>"$folder/err" <<'PYTHON'
import sys
from terminal import Terminal
person = Terminal([sys.argv[1], "export", "msmtp", "alice@gmx.de", "--write"])
person.expect("Write this?")
with open(sys.argv[2] + "/.msmtprc", "a") as file:
    file.write("# theirs\n")
person.type("y\r")
person.finish()
sys.exit(0 if "somebody else has just changed" in person.text else person.text)
PYTHON
[ $? = 0 ] && [ "$(tail -n 1 "$HOME/.msmtprc")" = '# theirs' ] && [ "$(ls -A "$HOME")" = .msmtprc ]
verdict 'a change by somebody else is not lost'

[ -z "$(find "$folder" -name '*.??????' -newer "$folder/once" -name '.msmtprc.*' ! -name '*mailguide*')" ]
verdict 'no temporary file stays'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
