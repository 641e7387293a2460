#!/bin/sh
# SPDX-License-Identifier: MIT
# Bad input at the command line: each has its message and exit status, prints
# nothing on standard output and asks nothing of the network.
set -u
umask 077
program=${MAILGUIDE:-./mailguide}
folder=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-cli-XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
failures=0
checks=0
# No preset of the person who runs the tests, no colour, a plain locale.
XDG_CONFIG_HOME=$folder/config
LC_ALL=C
export XDG_CONFIG_HOME LC_ALL
unset NO_COLOR COLUMNS
# A tracer and the leak checker cannot both follow a process.
ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export ASAN_OPTIONS

if strace -f -e trace=%network -o "$folder/trace" true 2>/dev/null; then
	traced=yes
else
	traced=no
	echo "cli.sh: strace is missing or not allowed: whether bad input touches the network is NOT CHECKED"
fi

fail() {
	failures=$((failures + 1))
	echo "FAILED: $*"
	sed 's/^/    stdout: /' "$folder/out" | head -n 5
	sed 's/^/    stderr: /' "$folder/err" | head -n 5
}

run() {
	if [ "$traced" = yes ]; then
		strace -f -e trace=%network -o "$folder/trace" "$program" "$@" \
			</dev/null >"$folder/out" 2>"$folder/err"
	else
		"$program" "$@" </dev/null >"$folder/out" 2>"$folder/err"
	fi
	status=$?
	checks=$((checks + 1))
}

# refused STATUS WORDS ARGUMENT...
refused() {
	wanted=$1
	words=$2
	shift 2
	run "$@"
	shown=$(printf '%s ' "$@" | cut -c 1-100)
	[ "$status" -eq "$wanted" ] || fail "$shown: exit status $status, not $wanted"
	[ ! -s "$folder/out" ] || fail "$shown: something on standard output"
	grep -q -F -e "$words" "$folder/err" || fail "$shown: no '$words' in the message"
	grep -q '^mailguide: ' "$folder/err" || fail "$shown: the message does not say whose it is"
	if [ "$(wc -l <"$folder/err")" -ne 1 ] || [ "$(wc -c <"$folder/err")" -gt 400 ]; then
		fail "$shown: not one short line"
	fi
	if [ "$traced" = yes ] && grep -q 'AF_INET' "$folder/trace"; then
		fail "$shown: touches the network"
	fi
}

works() {
	words=$1
	shift
	run "$@"
	[ "$status" -eq 0 ] || fail "$*: exit status $status"
	grep -q -F -e "$words" "$folder/out" || fail "$*: no '$words' in the output"
}

long=$(head -c 65536 /dev/zero | tr '\0' a)
tab=$(printf 'a\tb@example.org')
escape=$(printf 'a\033[31m@example.org')

# --- addresses
for command in diagnose; do
	refused 2 "no @" $command alice.example.org
	refused 2 "two @" $command alice@bob@example.org
	refused 2 "empty" $command ""
	refused 2 "@" $command "@example.org"
	refused 2 "" $command "alice@"
	refused 2 "" $command "$long"
	refused 2 "" $command "$long@example.org"
	refused 2 "" $command "alice@$long.example"
	refused 2 "" $command "al ice@example.org"
	refused 2 "" $command "alice@exa mple.org"
	refused 2 "control character" $command "$tab"
	refused 2 "control character" $command "$escape"
	refused 2 "" $command '"alice@example.org'
	refused 2 "" $command "alice@example..org"
	refused 2 "" $command "alice@[192.0.2.1]"
done
refused 2 "empty" lookup ""
refused 2 "" lookup "exa mple.org"
refused 2 "address is missing" diagnose
grep -q "$(printf '\033')" "$folder/err" && fail "an escape character reached the terminal"

# --- odd, and right
works "alice" diagnose --dry-run '"alice b"@example.org' --imap=127.0.0.1
works "example.org" diagnose --dry-run alice@example.org. --imap=127.0.0.1
works "xn--bcher-kva.example" diagnose --dry-run "alice@bücher.example" --imap=127.0.0.1
works "alice@example.org" diagnose --dry-run " alice@example.org " --imap=127.0.0.1
works "https example.org learns alice@example.org" lookup --dry-run alice@example.org
works "https example.org learns example.org" lookup --dry-run --no-address alice@example.org
works "http  example.org learns example.org" lookup --dry-run alice@example.org
works "the domain's MX, SRV and" lookup --dry-run alice@example.org
works "mail hosts with common names" lookup --dry-run alice@example.org
works "or else mail hosts with common names" diagnose --dry-run alice@example.org
works "if its source is trusted" diagnose --dry-run alice@example.org --password-file=/dev/null
works "the mail servers that other sources name" diagnose --dry-run alice@gmail.com
works "mailguide" --version
works "Commands" --help
works "--password-file" help diagnose
works "--password-file=FILE" help --verbose diagnose
works "--timeout=SECONDS" diagnose --help --verbose
works "--offline" lookup --help
for command in setup lookup diagnose export explain providers diff demo help; do
	COLUMNS=80 "$program" "$command" --help >"$folder/out"
	[ "$(wc -l <"$folder/out")" -le 23 ] || fail "the help of $command does not fit 24 lines"
	[ "$(wc -L <"$folder/out")" -le 80 ] || fail "the help of $command does not fit 80 columns"
done

# --- options
refused 2 "unknown option '--foo'" diagnose --foo alice@example.org
refused 2 "did you mean '--verbose'?" diagnose --verbos alice@example.org
refused 2 "unknown command 'diagnos'; did you mean 'diagnose'?" diagnos
refused 2 "takes no value" diagnose --json=1 alice@example.org
refused 2 "no JSON form" diagnose --dry-run --json alice@example.org
refused 2 "no JSON form" lookup --json --dry-run example.org
refused 2 "no JSON form" providers lint --json
refused 2 "'--version' takes no value" --version=1
refused 2 "needs a value" diagnose alice@example.org --user
refused 2 "1 to 65535" diagnose alice@example.org --imap=mail.example.org:0
refused 2 "1 to 65535" diagnose alice@example.org --smtp=mail.example.org:70000
refused 2 "1 to 65535" diagnose alice@example.org --resolver=192.0.2.53:70000
refused 2 "'dns'" diagnose alice@example.org --resolver=dns
refused 2 "seconds" diagnose alice@example.org --timeout=soon
refused 2 "cannot be read" diagnose alice@example.org --ca-file="$folder/none.pem"
refused 2 "does not belong" lookup example.org --password-stdin
refused 2 "needs a terminal" setup alice@example.org
refused 2 "cannot write" setup --yes alice@example.org --html="$folder/none/report.html"
refused 2 "needs a terminal"
refused 2 "begins with one stands after '--'" diagnose -alice@example.org
refused 2 "no command is called 'dance'" help dance

# --- explain: codes, pasted messages, words of a dialogue
works "(tls.cert-expired)" explain tls.cert-expired
works '"remedy"' explain tls.cert-expired --json
works "tls.cert-expired" explain --list
works '"mailguide.codes/1"' explain --list --json
works "confidence    high" explain "534-5.7.9 Application-specific password required."
works '"confidence":	"low"' explain --json "SMTP Error: Could not authenticate."
works "diagnose bob@example.org --smtp=smtp.example.org:587" \
	explain "msmtp: cannot connect to smtp.example.org, port 587: Connection refused (bob@example.org)"
works "mails up to 35 MB" explain "250-SIZE 36700160"
works "no login before encryption" explain LOGINDISABLED
works "-ERR" explain pop3
works "LOGIN" explain imap
works "RCPT TO" explain smtp
works "apppasswords" explain "535-5.7.8 Username and Password not accepted. gsmtp"
works "wants an app password" explain "535-5.7.8 Username and Password not accepted. gsmtp"
works "apppasswords" explain "534-5.7.9 Application-specific password required (Failure)"
# What another program did with the password is not known.
works "No password was sent" explain tls.cert-expired
run explain "certificate has expired"
grep -q "No password" "$folder/out" && fail "a claim about another program"
printf '%s\n' '<-  220 mail.example.org ESMTP' ' -> EHLO pc' '<-  250 SIZE 36700160' |
	"$program" explain - >"$folder/out" 2>"$folder/err" || fail "a dialogue is not explained"
grep -q 'mails up to 35 MB' "$folder/out" || fail "a pasted dialogue is not annotated"
printf 'C\000o\000n\000n\000e\000c\000t\000i\000o\000n\000 \000r\000e\000f\000u\000s\000e\000d\000' |
	"$program" explain - >"$folder/out" 2>"$folder/err"
grep -q 'net.connection-refused' "$folder/out" || fail "UTF-16 is not understood"
printf '%s\n' 'hello' 'world' | "$program" explain - >"$folder/out" 2>"$folder/err"
[ $? -eq 1 ] || fail "two words are taken for a dialogue"
refused 2 "there is no code 'tls.cert-expird'; did you mean 'tls.cert-expired'?" explain tls.cert-expird
refused 2 "nothing to explain" explain
refused 2 "no text to explain" explain -
refused 2 "--list takes no argument" explain --list tls.cert-expired
refused 2 "for reading" explain smtp --json
refused 1 "no known cause" explain "all is well"
refused 1 "diagnose bob@example.org --smtp=smtp.example.org:587" \
	explain "it is all wrong with bob@example.org at smtp.example.org:587"
run explain "559 5.7.999 no"
[ $status -eq 1 ] || fail "an unknown refusal is status $status"
grep -q 'the same again will be refused' "$folder/out" || fail "an unknown refusal is not explained"
run explain --json "all is well"
[ $status -eq 1 ] || fail "unknown words are status $status with --json"
grep -q '"code":	null' "$folder/out" || fail "unknown words are no JSON"
head -c 300000 /dev/urandom | "$program" explain - >"$folder/out" 2>"$folder/err"
[ $? -eq 2 ] || fail "bytes that are no text are explained"
grep -q 'is not text' "$folder/err" || fail "bytes that are no text are quoted"
{ yes 'all is well' | head -c 300000; echo '535 5.7.8 Error: authentication failed'; } |
	"$program" explain - >"$folder/out" 2>"$folder/err"
grep -q 'auth.credentials-rejected' "$folder/out" || fail "the end of a long log is not read"
refused 1 "<redacted>" explain "password=sesame"
run explain --json "SMTP Error: Could not authenticate. AUTH PLAIN AGJvYgBzZXNhbWUx password=sesame"
if grep -q -e sesame -e AGJvYgBzZXNhbWUx "$folder/out"; then
	fail "explain repeats a secret"
fi

# --- a long text on a terminal goes through the pager; nothing else does
on_terminal() { # COMMAND: its output on a terminal of 20 lines
	LINES=20 COLUMNS=60 script -qec "$1" /dev/null </dev/null >"$folder/out" 2>"$folder/err"
	checks=$((checks + 1))
}
if command -v script >/dev/null 2>&1; then
	PAGER='sed s/^/PAGED:/'
	export PAGER
	on_terminal "$program explain smtp"
	grep -q '^PAGED:C: EHLO' "$folder/out" || fail "a long text does not go through the pager"
	on_terminal "$program explain LOGINDISABLED"
	grep -q 'PAGED:' "$folder/out" && fail "a short text goes through the pager"
	on_terminal "$program explain --list --json"
	grep -q 'PAGED:' "$folder/out" && fail "JSON goes through the pager"
	PAGER='exit 127'
	on_terminal "$program explain smtp"
	grep -q 'EHLO' "$folder/out" || fail "without a working pager nothing is shown"
	PAGER='head -n 1'
	on_terminal "$program explain --list; echo status \$?"
	grep -q 'status 0' "$folder/out" || fail "leaving the pager early is an error"
	unset PAGER
else
	echo "cli.sh: script is missing: the pager is NOT CHECKED"
fi
works "EHLO" explain smtp

# --- secrets: unreadable, empty, too long; the secret itself is never repeated
refused 2 "cannot read the password file" diagnose alice@example.org --password-file="$folder/none"
refused 2 "cannot read the password file" diagnose alice@example.org --password-file="$folder"
refused 2 "cannot read the token file" diagnose alice@example.org --oauth-token-file="$folder/none"
if [ "$(id -u)" -ne 0 ]; then
	echo sesame >"$folder/closed"
	chmod 000 "$folder/closed"
	refused 2 "Permission denied" diagnose alice@example.org --password-file="$folder/closed"
else
	echo "cli.sh: running as root, to whom no file is unreadable: that check is skipped"
fi
printf '\r\n' >"$folder/empty"
refused 2 "the password is empty" diagnose alice@example.org --password-file="$folder/empty"
refused 2 "the password is empty" diagnose alice@example.org --password-stdin
printf '%s' "$long" >"$folder/long"
refused 2 "longer than" diagnose alice@example.org --password-file="$folder/long"
refused 2 "exit status 4" diagnose alice@example.org --password-command='echo sesame; exit 4'
refused 2 "never given on the command line" diagnose alice@example.org --password=sesame
grep -q sesame "$folder/err" && fail "a secret was repeated"

# --- export: what a program cannot do is refused with the reason, nothing is printed
refused 2 "did you mean 'mutt'?" export mut alice@gmx.de
refused 2 "--list" export nothinglikeit alice@gmx.de
refused 2 "the program is missing" export
refused 2 "one too many" export --list msmtp
refused 2 "the address is missing" export msmtp
refused 2 "no @" export msmtp gmx.de
refused 2 "needs the password" export msmtp alice@gmx.de --inline-secret
refused 2 "goes with '--inline-secret'" export msmtp alice@gmx.de --password-stdin
refused 2 "no password belongs into this text" export human alice@gmx.de --inline-secret \
	--password-command='echo sesame'
refused 2 "'export json ADDRESS'" export msmtp alice@gmx.de --json
refused 2 "numbers with dots" export mbsync alice@gmx.de --client-version=new
refused 2 "cannot use the evidence file" export msmtp --from="$folder/none"
refused 1 "cannot log in with OAuth2, and outlook.com takes nothing else" export fetchmail \
	alice@outlook.com
refused 1 "; these can: evolution, thunderbird" export claws-mail a@outlook.com --offline
refused 1 "by msmtp: mailguide export msmtp a@outlook.com" export django a@outlook.com --offline
refused 1 "at Google, Microsoft and Yahoo" export evolution alice@gmx.de --oauth-token-command=true
refused 1 "OAuth2, so '--inline-secret' cannot be used" export msmtp a@outlook.com --offline \
	--inline-secret --password-command='echo sesame'
refused 1 "offers POP3 only; these can" export mbsync alice@example.org --offline \
	--pop3=pop.example.org
refused 1 "no server for sending" export msmtp alice@example.org --offline --imap=mail.example.org
refused 1 "cannot use the encryption" export msmtp alice@example.org --smtp=mail.example.org:25,plain
printf 'ses\nesame' >"$folder/broken"
run export msmtp alice@gmx.de --inline-secret --password-file="$folder/broken"
[ "$status" -eq 1 ] || fail "a line break in a password is not refused"
[ ! -s "$folder/out" ] || fail "half a configuration is printed"
grep -q "it holds a line break" "$folder/err" || fail "the reason for a refusal is missing"
grep -q esame "$folder/err" && fail "a secret was repeated"
works "mbsync" export --list
works '"name":' export --list --json
works "passwordeval" export msmtp alice@gmx.de
works 'MAIL_ENCRYPTION=ssl' export laravel alice@gmx.de --client-version=10
works 'user "al|ice"' export msmtp alice@gmx.de --user='al|ice'
works 'host "given.example.org"' export msmtp alice@gmx.de --smtp=given.example.org
works 'password "sesame"' export msmtp alice@gmx.de --inline-secret --password-command='echo sesame'

# --- evidence files
refused 2 "cannot use the evidence file" diagnose --from="$folder/none"
echo '{"schema":"other"}' >"$folder/other.json"
refused 2 "not evidence" diagnose --from="$folder/other.json"
refused 2 "one too many" diagnose alice@example.org --from="$folder/other.json"

# --- output that cannot be written is told before anything is asked
refused 2 "cannot write" diagnose alice@example.org --save="$folder/no/such/folder"
refused 2 "cannot write" diagnose alice@example.org --save="$folder"
refused 2 "cannot write" diagnose alice@example.org --transcript="$folder/no/file"
if [ -c /dev/full ]; then
	"$program" lookup --offline example.org >/dev/full 2>"$folder/err"
	status=$?
	: >"$folder/out"
	[ "$status" -eq 3 ] || fail "a full disk: exit status $status, not 3"
	grep -q "cannot write to standard output" "$folder/err" || fail "a full disk is not told"
	"$program" help >/dev/full 2>"$folder/err"
	[ $? -eq 3 ] || fail "help on a full disk does not exit with 3"
fi

# --- a reader that goes away is no error
{ "$program" help diagnose 2>"$folder/err"; echo $? >"$folder/status"; } | true
[ ! -s "$folder/err" ] || fail "a closed pipe is complained about"

# --- password file with CRLF: read, and the line end taken off without a word
printf 'sesame\r\n' >"$folder/crlf"
"$program" diagnose alice@example.invalid --password-file="$folder/crlf" --timeout=1 \
	--resolver=127.0.0.1:1 --json --save="$folder/saved.json" >"$folder/out" 2>"$folder/err"
[ $? -eq 1 ] || fail "a dead resolver is not a problem"
[ ! -s "$folder/err" ] || fail "a password file with CRLF is complained about"
grep -q '"edge_space":[[:space:]]*false' "$folder/saved.json" || fail "the CRLF stayed in the password"
grep -q sesame "$folder/saved.json" "$folder/out" && fail "the password was saved"
[ "$(stat -c %a "$folder/saved.json")" = 600 ] || fail "saved evidence is readable by others"

# --- the same findings again, without a network
"$program" diagnose --from="$folder/saved.json" --json >"$folder/again" 2>"$folder/err"
cmp -s "$folder/out" "$folder/again" || fail "saved evidence gives another report"

# --- one's own presets: what is wrong with them is told where the warning says
mkdir -p "$XDG_CONFIG_HOME/mailguide/presets"
echo '{"id":"x"}' >"$XDG_CONFIG_HOME/mailguide/presets/x.json"
run providers list
grep -q 'providers lint' "$folder/err" || fail "no warning about a broken preset"
run providers lint
[ "$status" -eq 1 ] || fail "a broken preset of one's own: exit status $status"
grep -q '^x.json: ' "$folder/out" || fail "a broken preset is not named"
[ ! -s "$folder/err" ] || fail "the warning stands beside what it points to"
rm "$XDG_CONFIG_HOME/mailguide/presets/x.json"
works "no mistakes found" providers lint
rm -r "$XDG_CONFIG_HOME"

# --- what the caller has closed: no file or socket gets its number
"$program" diagnose --from="$folder/saved.json" >&- 2>"$folder/err"
status=$?
[ "$status" -eq 3 ] || fail "a closed standard output: exit status $status"
grep -q 'cannot write to standard output' "$folder/err" || fail "a closed standard output: no message"
"$program" diagnose --from="$folder/saved.json" --save="$folder/resaved" <&- >&- 2>&-
status=$?
[ "$status" -eq 3 ] || fail "all streams closed: exit status $status"
cmp -s "$folder/saved.json" "$folder/resaved" || fail "all streams closed: what is saved differs"
"$program" diagnose bob@example.org --password-stdin --dry-run <&- >/dev/null 2>"$folder/err"
status=$?
[ "$status" -eq 0 ] || fail "a closed standard input: exit status $status"

# --- a lookup without network opens no file of ours and no socket
if [ "$traced" = yes ]; then
	strace -f -o "$folder/trace" "$program" lookup --offline alice@gmail.com >"$folder/out" 2>"$folder/err"
	grep -q 'socket(' "$folder/trace" && fail "an offline lookup opens a socket"
	if grep -E 'open(at)?\(' "$folder/trace" | grep -v ENOENT |
		grep -v -E '\.so[.0-9]*"|ld\.so|\.gcda|/proc/|/sys/' >"$folder/opened"; then
		fail "an offline lookup opens $(cat "$folder/opened")"
	fi
fi

# --- a dry run contacts nobody
if [ "$traced" = yes ]; then
	strace -f -o "$folder/trace" "$program" diagnose --dry-run alice@example.org >"$folder/out" 2>"$folder/err"
	grep -q 'socket(' "$folder/trace" && fail "a dry run opens a socket"
fi

echo "cli.sh: $checks command lines, $failures failures"
[ "$failures" -eq 0 ]
