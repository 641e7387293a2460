#!/bin/sh
# SPDX-License-Identifier: MIT
# What mail programs really print, given to explain as it is: each failure against
# servers on loopback, in the program's words of today.  A program that is not here
# is left out and named.
# Ports are numbers, and lists of arguments are meant to split.
# shellcheck disable=SC2086
set -u
umask 077
program=${MAILGUIDE:-./mailguide}
sources=${srcdir:-.}/tests
folder=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-words-XXXXXX") || exit 99
server=
trap 'exec 9>&-; [ -z "$server" ] || wait "$server"; rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
failures=0
checks=0
missing=
LC_ALL=C
HOME=$folder
export LC_ALL HOME
ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export ASAN_OPTIONS

for needed in python3 openssl; do
	command -v $needed >/dev/null 2>&1 || {
		echo "words.sh: $needed is missing"
		[ "${CI:-}" = true ] && exit 1
		exit 77
	}
done

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/key.pem" -out "$folder/cert.pem" \
	-days 30 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>/dev/null
mkfifo "$folder/stop" "$folder/ports"
python3 "$sources/words_server.py" "$folder/cert.pem" "$folder/key.pem" \
	<"$folder/stop" >"$folder/ports" &
server=$!
exec 9>"$folder/stop"
{ read -r submission; read -r relay; read -r imap; read -r imaps; read -r closed; } <"$folder/ports"
[ -n "$closed" ] || exit 99

# says CODE PROGRAM ARGUMENT...: what the program prints means CODE
says() {
	code=$1
	shift
	command -v "$1" >/dev/null 2>&1 || {
		case " $missing " in *" $1 "*) ;; *) missing="$missing $1" ;; esac
		return
	}
	timeout 30 "$@" </dev/null >"$folder/said" 2>&1
	checks=$((checks + 1))
	if ! "$program" explain --json - <"$folder/said" >"$folder/out" 2>&1 ||
		! grep -q "^	\"code\":	\"$code\"" "$folder/out"; then
		failures=$((failures + 1))
		echo "FAILED: $*: not $code but $(grep -e '"code"' -e mailguide: "$folder/out" | head -n 1)"
		sed 's/^/    /' "$folder/said" | head -n 12
	fi
}

# --- curl
login='--user bob:sesame'
says net.connection-refused curl -sS $login imap://127.0.0.1:$closed
says auth.credentials-rejected curl -sS -v $login imap://127.0.0.1:$imap
says auth.credentials-rejected curl -sS $login imap://127.0.0.1:$imap
says tls.implicit-on-starttls-port curl -sS $login imaps://127.0.0.1:$imap
says tls.self-signed curl -sS $login imaps://127.0.0.1:$imaps
says tls.starttls-not-offered curl -sS --ssl-reqd $login smtp://127.0.0.1:$submission \
	--mail-from bob@example.org --mail-rcpt eve@other.example -T "$folder/cert.pem"
says policy.relay-denied curl -sS -v smtp://127.0.0.1:$relay \
	--mail-from bob@example.org --mail-rcpt eve@other.example -T "$folder/cert.pem"

# --- Python
smtp="import smtplib; s = smtplib.SMTP('127.0.0.1', "
says net.connection-refused python3 -c "$smtp$closed)"
says auth.credentials-rejected python3 -c "$smtp$submission); s.login('bob', 'sesame')"
says tls.starttls-not-offered python3 -c "$smtp$submission); s.starttls()"
says protocol.auth-not-offered python3 -c "$smtp$relay); s.login('bob', 'sesame')"
says policy.relay-denied python3 -c \
	"$smtp$relay); s.sendmail('bob@example.org', ['eve@other.example'], 'x')"
says tls.implicit-on-starttls-port python3 -c \
	"import smtplib; smtplib.SMTP_SSL('127.0.0.1', $submission)"
says auth.credentials-rejected python3 -c \
	"import imaplib; imaplib.IMAP4('127.0.0.1', $imap).login('bob', 'sesame')"
says tls.self-signed python3 -c "import imaplib, ssl
imaplib.IMAP4_SSL('127.0.0.1', $imaps, ssl_context=ssl.create_default_context())"

# --- OpenSSL, PHP, Node.js
says net.connection-refused openssl s_client -connect 127.0.0.1:$closed
says tls.self-signed openssl s_client -connect 127.0.0.1:$imaps
says tls.implicit-on-starttls-port openssl s_client -connect 127.0.0.1:$submission
says net.connection-refused php -r "fsockopen('127.0.0.1', $closed);"
says tls.implicit-on-starttls-port php -r "stream_socket_client('ssl://127.0.0.1:$submission');"
says tls.untrusted-unknown php -r "stream_socket_client('ssl://127.0.0.1:$imaps');"
says local.bridge-not-running node -e "require('net').connect($closed, '127.0.0.1')"
says tls.implicit-on-starttls-port node -e "require('tls').connect($submission, '127.0.0.1')"
says tls.self-signed node -e "require('tls').connect($imaps, '127.0.0.1')"

# --- msmtp
msmtp="msmtp -C /dev/null --host=127.0.0.1 --from=bob@example.org eve@other.example"
if command -v msmtp >/dev/null 2>&1; then
	says net.connection-refused sh -c "echo x | $msmtp --port=$closed"
	says auth.credentials-rejected sh -c \
		"echo x | $msmtp --port=$submission --auth=plain --user=bob --passwordeval='echo sesame'"
	says tls.starttls-not-offered sh -c "echo x | $msmtp --port=$submission --tls=on"
	says tls.implicit-on-starttls-port sh -c \
		"echo x | $msmtp --port=$submission --tls=on --tls-starttls=off"
	says policy.relay-denied sh -c "echo x | $msmtp --port=$relay"
else
	missing="$missing msmtp"
fi

# --- mbsync, fetchmail, swaks
mbsync_with() { # CODE PORT TYPE
	printf '%s\n' 'IMAPAccount a' 'Host 127.0.0.1' "Port $2" 'User bob' 'Pass sesame' "SSLType $3" \
		'AuthMechs LOGIN' '' 'IMAPStore far' 'Account a' '' 'MaildirStore near' \
		"Path $folder/mail/" '' 'Channel c' 'Far :far:' 'Near :near:' >"$folder/mbsyncrc"
	says "$1" mbsync -c "$folder/mbsyncrc" -l c
}
mkdir "$folder/mail"
mbsync_with net.connection-refused $closed None
mbsync_with auth.credentials-rejected $imap None
mbsync_with tls.implicit-on-starttls-port $imap IMAPS
mbsync_with tls.self-signed $imaps IMAPS

fetchmail_with() { # CODE PORT WORDS
	echo "poll 127.0.0.1 protocol imap service $2 user bob password sesame $3" >"$folder/fetchmailrc"
	says "$1" fetchmail -f "$folder/fetchmailrc" --check --nodetach --nosyslog
}
fetchmail_with net.connection-refused $closed "sslproto ''"
fetchmail_with auth.credentials-rejected $imap "sslproto ''"
fetchmail_with tls.implicit-on-starttls-port $imap ssl
fetchmail_with tls.self-signed $imaps "ssl sslcertck"

swaks='swaks --to eve@other.example --from bob@example.org'
says net.connection-refused $swaks -s 127.0.0.1:$closed
says auth.credentials-rejected $swaks -s 127.0.0.1:$submission -au bob -ap sesame
says tls.starttls-not-offered $swaks -s 127.0.0.1:$submission -tls
says tls.implicit-on-starttls-port $swaks -s 127.0.0.1:$submission -tlsc
says policy.relay-denied $swaks -s 127.0.0.1:$relay

[ -z "$missing" ] || echo "words.sh: not here and NOT CHECKED:$missing"
echo "words.sh: $checks messages of real programs, $failures failures"
[ "$failures" -eq 0 ]
