#!/bin/sh
# SPDX-License-Identifier: MIT
# cases.sh [TARGET...]: runs inside the world. Each target's case configures the
# real program by `mailguide export`, lets it log in and fetch or list a message,
# and lets it send one that must arrive; by each protocol that it speaks, with TLS
# from the first byte and with STARTTLS, with passwords that trip up sloppy
# quoting. The programs run as the user mail: some refuse to work for root.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# Those of Debian, whatever else is installed here.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
passed=0
failed=0
only=" $* "
# Programs know this authority and these names, inside only.
cat "$WORLD/ca/ca.crt" /etc/ssl/certs/ca-certificates.crt >"$WORLD/bundle.crt"
mount --bind "$WORLD/bundle.crt" /etc/ssl/certs/ca-certificates.crt || exit 99
printf '127.0.0.1 localhost\n127.0.0.2 mail.example.test\n127.0.0.4 tokens.example.test\n' >"$WORLD/hosts"
echo 'nameserver 127.0.0.1' >"$WORLD/resolv.conf"
mount --bind "$WORLD/hosts" /etc/hosts || exit 99
mount --bind "$WORLD/resolv.conf" "$(realpath /etc/resolv.conf)" || exit 99
chmod 644 "$WORLD/bundle.crt" "$WORLD/hosts" "$WORLD/resolv.conf" "$WORLD"/*.log
chmod 755 "$WORLD"
# What the programs start as the user mail, who may not look into the source folder.
tools=$WORLD/tools
mkdir "$tools"
cp "$here/terminal.py" "$here/thunderbird.py" "$here/desktop.sh" "$here/laravel.php" \
	"$here/../world/arrived.py" "$tools"
chmod -R go=rX "$tools"
HOST=mail.example.test
PASSWORDS='awkward signs'
# Needs quotes or escapes in most formats, and an encoding on the way.
NAME='Doe, Jo; né'

verdict() { # NAME TROUBLE
	if [ -z "$2" ]; then
		passed=$((passed + 1))
		echo "ok      $1"
	else
		failed=$((failed + 1))
		echo "FAILED  $1"
		printf '%s\n' "$2" | head -n 12 | cut -c 1-400 | sed 's/^/        /'
	fi
}

# verified TARGET VERSION HOW: a row of the table, unless a case failed.
verified() {
	[ $failed != "$failed_before" ] || printf '| %s | %s | %s |\n' "$@" >>"$WORLD/rows"
}

version_of() { # PACKAGE
	dpkg-query -W -f '${Version}' "$1" | sed 's/^[0-9]*://; s/[-+].*//'
}

# Packages that are fetched but not installed.
packages=${MAILGUIDE_TEST_PACKAGES:-/var/cache/mailguide-tests}

# The folders of SASL plugins, with one among them that can send access tokens.
sasl_path() {
	[ -d "$WORLD/sasl" ] || dpkg-deb -x "$packages"/libsasl2-modules-kdexoauth2/*.deb "$WORLD/sasl"
	plugins=$(dirname "$(find "$WORLD/sasl" -name libkdexoauth2.so)")
	echo "$plugins:${plugins#"$WORLD/sasl"}"
}

# as_user COMMAND...: in an empty home of its own, for half a minute at most.
as_user() {
	(cd "$home" && HOME=$home XDG_CONFIG_HOME=$home/.config TERM=xterm LC_ALL=C.UTF-8 \
		timeout -k 5 40 setpriv --reuid mail --regid mail --clear-groups "$@" \
		</dev/null >"$WORLD/out" 2>&1)
}

new_home() {
	home=$WORLD/home
	rm -rf "$home"
	mkdir -p "$home/.config"
	for folder in cur new tmp; do
		mkdir -p "$home/Mail/example/$folder"
	done
	chown -R mail "$home"
}

services() { # MODE
	if [ "$1" = refused ]; then
		echo --imap=$HOST:1993,tls --pop3=$HOST:1995,tls --smtp=$HOST:1465,tls
	elif [ "$1" = login-only ]; then
		echo --from=$WORLD/login-only.json
	elif [ "$1" = tls ]; then
		echo --imap=$HOST:993,tls --pop3=$HOST:995,tls --smtp=$HOST:465,tls
	else
		echo --imap=$HOST:143,starttls --pop3=$HOST:110,starttls --smtp=$HOST:587,starttls
	fi
}

# export TARGET USER MODE FILE OPTION...: the configuration into FILE, mode 0600.
export_to() {
	target=$1 user=$2 mode=$3 file=$4
	shift 4
	mkdir -p "$(dirname "$file")"
	(
		umask 077
		# shellcheck disable=SC2046
		"$MAILGUIDE" export "$target" "$user@example.test" $(services "$mode") \
			--quiet --name="$NAME" "$@" >"$file" 2>"$WORLD/err"
	) || {
		cat "$WORLD/err"
		return 1
	}
	chown -R mail "$home"
}

# The password itself, as most cases want it.
inline() { # USER
	echo "--inline-secret --password-file=$WORLD/secrets/$1"
}

# A command that prints it.
by_command() { # USER
	cp "$WORLD/secrets/$1" "$home/secret"
	chown mail "$home/secret"
	echo "--password-command=cat $home/secret"
}

# any_values TARGET FILE OPTION COMMAND...: whatever bytes a password or user name has,
# the program gives them to the server as they are, or its configuration is not made.
# OPTION may be empty.
any_values() {
	target=$1 file=$2 option=$3
	shift 3
	given=0
	wrong=
	for value in "$WORLD/values"/*; do
		printf 'alice@example.test\0' | cat - "$value" >"$WORLD/expected"
		as_given "--password-file=$value" "$@"
		# A user name is text.
		tr -d '\000-\037\177' <"$value" | cmp -s - "$value" || continue
		{ cat "$value" && printf '\0plainpass1'; } >"$WORLD/expected"
		as_given "--password-file=$WORLD/secrets/alice" "--user=$(cat "$value"; echo .)" "$@"
	done
	case $target in msmtp | mpop | mbsync | mutt | getmail) by_odd_command "$@" ;; esac
	verdict "$target: any bytes come through or are refused" "$wrong$([ $given -gt 4 ] ||
		echo "only $given values could be given")"
}
# login_only TARGET FILE COMMAND...: what a diagnosis saw decides how it logs in.
login_only() {
	target=$1 file=$2
	shift 2
	new_home
	rm -f "$WORLD/given"
	printf 'alice@example.test\0plainpass1' >"$WORLD/expected"
	[ -e "$WORLD/login-only.json" ] || "$MAILGUIDE" diagnose alice@example.test --no-login --quiet \
		--imap=$HOST:1993,tls --smtp=$HOST:1467,tls --save="$WORLD/login-only.json" >/dev/null 2>&1
	# shellcheck disable=SC2046
	verdict "$target logs in where LOGIN is all there is" "$(
		export_to "$target" alice login-only "$home/$file" $(inline alice)
		as_user "$@"
		cmp "$WORLD/expected" "$WORLD/given" 2>&1 || cat "$WORLD/out")"
}

# The command that prints the password has signs in it too; mutt and neomutt agree on
# fewer of them.
by_odd_command() { # COMMAND...
	new_home
	rm -f "$WORLD/given"
	odd="$home/it's an \"odd\" #name; 100% \$x"
	[ "$target" != mutt ] || odd="$home/an odd #name; 100% \$x & (more) |"
	cp "$WORLD/secrets/alice" "$odd"
	chown mail "$odd"
	printf 'alice@example.test\0plainpass1' >"$WORLD/expected"
	(export_to "$target" alice refused "$home/$file" $option "--password-file=$odd") >"$WORLD/out"
	as_user "$@"
	cmp -s "$WORLD/expected" "$WORLD/given" || wrong="$wrong
nothing came by a command with odd signs: $(cat "$WORLD/out")"
}
as_given() { # PASSWORD-OPTION [--user=NAME.] COMMAND...
	set_user=
	password=$1
	shift
	case $1 in --user=*)
		set_user=${1%.}
		shift
		;;
	esac
	new_home
	rm -f "$WORLD/given"
	(export_to "$target" alice refused "$home/$file" $option --inline-secret "$password" \
		${set_user:+"$set_user"}) >"$WORLD/out" || return
	as_user "$@"
	given=$((given + 1))
	cmp -s "$WORLD/expected" "$WORLD/given" || wrong="$wrong
of ${password##*/} ${set_user:+as user name }came $(od -A n -c "$WORLD/given" 2>/dev/null |
		tr -s ' \n' ' '), not $(od -A n -c "$WORLD/expected" | tr -s ' \n' ' ')"
}

logins() { # PROTOCOL USER
	grep -c "$1-login: Info: Login: user=<$2@example.test>.*, TLS" "$WORLD/dovecot-good.log"
}

# A message to be read, in the mailbox of USER.
deliver() {
	folder=$WORLD/mail/$1@example.test
	mkdir -p "$folder/new" "$folder/cur" "$folder/tmp"
	printf 'From: bob@example.test\nTo: %s@example.test\nSubject: waiting\nMessage-ID: <%s@example.test>\n\nwaiting-for-%s\n' \
		"$1" "$$.$1" "$1" >"$folder/new/1.waiting.world"
	chown -R mail "$WORLD/mail"
}

# received NAME PROTOCOL USER BEFORE STATUS PATTERN FILE...: it logged in with TLS
# and the message is there.
received() {
	name=$1 protocol=$2 user=$3 before=$4 status=$5 pattern=$6
	shift 6
	# Dovecot writes its log in its own time.
	for try in $(seq 50); do
		[ "$(logins "$protocol" "$user")" -le "$before" ] || break
		sleep 0.1
	done
	verdict "$name" "$(
		[ "$status" = 0 ] || echo "exit status $status"
		[ "$(logins "$protocol" "$user")" -gt "$before" ] || echo 'no login with TLS was logged'
		grep -r -q -e "$pattern" "$@" 2>/dev/null || echo "no '$pattern' was fetched"
		[ "$status" = 0 ] && grep -r -q -e "$pattern" "$@" 2>/dev/null || cat "$WORLD/out"
	)"
}

# sent NAME USER STATUS TOKEN: the message with TOKEN arrived, from USER.
sent() {
	verdict "$1" "$(
		if [ "$3" != 0 ]; then
			echo "exit status $3"
			cat "$WORLD/out"
			exit
		fi
		python3 "$here/../world/arrived.py" "$WORLD/mail/$2@example.test" "$4" 2>&1 ||
			cat "$WORLD/out"
		# These make the message themselves.
		case $1 in aerc* | alpine* | django* | evolution* | geary* | git* | laravel* | mutt* | \
			neomutt* | nodemailer* | phpmailer* | python* | rails*)
			python3 "$here/sender.py" "$WORLD/mail/$2@example.test" "$4" "$NAME" 2>&1
			;;
		esac
		grep -q "sasl_username=$2@example.test" "$WORLD/postfix.log" ||
			echo 'Postfix logged no login'
	)"
}

message() { # USER TOKEN
	printf 'From: %s@example.test\nTo: %s@example.test\nSubject: %s\n\n%s\n' "$1" "$1" "$2" "$2"
}

token() {
	count=$((${count:-0} + 1))
	token=token-$count-of-$$
}

wanted() {
	failed_before=$failed
	[ "$only" = '  ' ] || case $only in *" $1 "*) ;; *) return 1 ;; esac
}

: >"$WORLD/rows"
mkdir "$WORLD/values"
python3 "$here/values.py" "$WORLD/values" 8
chmod 755 "$WORLD/values"
python3 "$here/logins.py" 127.0.0.2 "$WORLD/ca/server.pem" "$WORLD/given" &
logins=$!
for user in alice awkward signs edges; do
	deliver $user
done
for part in senders fetchers terminals desktops relays applications oauth parsers; do
	[ ! -e "$here/$part.sh" ] || . "$here/$part.sh"
done

kill $logins
[ "$only" != '  ' ] || [ $failed != 0 ] || verdict 'every target has its case' "$("$MAILGUIDE" export --list --json |
	python3 -c 'import json, sys
for target in json.load(sys.stdin): print(target["name"])' | while read -r name; do
		grep -q "^| $name |" "$WORLD/rows" || echo "nothing was verified of $name"
	done)"
verdict 'every login came by TLS' "$(grep -h 'Login: user' "$WORLD"/dovecot-*.log | grep -v ', TLS')"
{
	echo '# What was verified'
	echo
	echo 'Made by `tests/clients/check.sh --update` from a run that passed: which programs'
	echo 'were configured by `mailguide export`, and how that was proved.'
	echo
	echo '| target | version | verified by |'
	echo '|---|---|---|'
	sort "$WORLD/rows"
} >"$WORLD/verified.md"
sh "$here/targets.sh" "$WORLD/verified.md" >"$WORLD/verified.targets"
printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
