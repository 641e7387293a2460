# SPDX-License-Identifier: MIT
# lib.sh: what all cases share; sourced, with $here, $WORLD and $MAILGUIDE set.
# shellcheck disable=SC2034
secrets=$WORLD/secrets
passed=0
failed=0
resolver=127.0.0.1

verdict() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
		echo "ok      $1"
	else
		failed=$((failed + 1))
		echo "FAILED  $1"
		printf '%s\n' "$2" | sed 's/^/        /'
	fi
}

# diagnose USER[@DOMAIN] OPTION...: leaves $WORLD/out.json, $WORLD/err and $status.
diagnose() {
	case $1 in
	*@*) address=$1 ;;
	*) address=$1@example.test ;;
	esac
	shift
	"$MAILGUIDE" diagnose "$address" --json --ca-file="$WORLD/ca/ca.crt" \
		--resolver="$resolver" --protocols=imap,pop3,smtp "$@" \
		>"$WORLD/out.json" 2>"$WORLD/err" </dev/null
	status=$?
	cat "$WORLD/out.json" "$WORLD/err" >>"$WORLD/said"
}

# What the program may say on standard error, as a pattern.
warning='^$'

# expect NAME STATUS EXPECTATION...: about the diagnosis just made.
expect() {
	name=$1
	wanted=$2
	shift 2
	trouble=$(
		[ "$status" = "$wanted" ] || echo "exit status $status, not $wanted"
		python3 "$here/check.py" "$WORLD/out.json" "$@" 2>&1
		grep -v -e "$warning" "$WORLD/err"
	)
	verdict "$name" "$trouble"
}

at_tls() {
	printf '%s\n' "--imap=$1:993,tls" "--pop3=$1:995,tls" "--smtp=$1:465,tls"
}
at_starttls() {
	printf '%s\n' "--imap=$1:143,starttls" "--pop3=$1:110,starttls" "--smtp=$1:587,starttls"
}
all_work='imap=works pop3=works smtp=works'
all_failed='imap=failed pop3=failed smtp=failed'

# How often a login was tried at one of the mail hosts.
logins() {
	grep -c 'client in: AUTH' "$WORLD/dovecot-$1.log"
}


# sum_up: the closing line and the exit status.
sum_up() {
	printf '%d passed, %d failed\n' $passed $failed
	[ $failed = 0 ]
}
