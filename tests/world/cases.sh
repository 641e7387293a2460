#!/bin/sh
# SPDX-License-Identifier: MIT
# cases.sh: what mailguide has to say about the mail hosts of this world. One
# line a case; runs inside, with $WORLD and $MAILGUIDE set by those above.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/world/lib.sh
. "$here/lib.sh"

# Word splitting turns the lists above into arguments.
# shellcheck disable=SC2046,SC2086
run_cases() {
	diagnose alice --password-file="$secrets/alice"
	expect 'found by SRV records: all services work' 0 root=none \
		imap:993:tls=works pop3:995:tls=works smtp:465:tls=works
	diagnose alice --password-file="$secrets/alice" $(at_tls mail.example.test)
	expect 'TLS from the first byte' 0 root=none \
		imap:993:tls=works pop3:995:tls=works smtp:465:tls=works
	diagnose alice --password-file="$secrets/alice" $(at_starttls mail.example.test)
	expect 'STARTTLS and STLS' 0 root=none \
		imap:143:starttls=works pop3:110:starttls=works smtp:587:starttls=works

	for kind in spaces quotes backslash percent braces utf8; do
		diagnose $kind --password-file="$secrets/$kind"
		expect "a password with $kind" 0 root=none $all_work
	done
	diagnose edges --password-file="$secrets/edges"
	warning='the password begins or ends with a blank'
	expect 'a password with blanks at its ends' 0 root=none $all_work
	warning='^$'

	for protocol in imap pop3 smtp; do
		diagnose alice --password-file="$secrets/wrong" --protocols=$protocol
		expect "a wrong password by $protocol alone" 1 \
			root=auth.credentials-rejected $protocol=failed
	done
	before=$(logins good)
	diagnose alice --password-file="$secrets/wrong"
	expect 'a wrong password' 1 root=auth.credentials-rejected $all_failed
	tried=$(($(logins good) - before))
	verdict 'a wrong password is tried once a service' \
		"$([ $tried = 3 ] || echo "$tried logins for 3 services")"

	diagnose alice --password-file="$secrets/alice" $(at_tls tokens.example.test)
	expect 'a password where only tokens are taken' 1 root=auth.oauth-only $all_failed
	diagnose alice --oauth-token-file="$secrets/token" $(at_tls tokens.example.test)
	expect 'an access token' 0 root=none $all_work
	diagnose alice --oauth-token-file="$secrets/wrong" $(at_tls tokens.example.test)
	expect 'a wrong access token' 1 root=oauth2.token-rejected $all_failed

	diagnose alice --password-file="$secrets/alice" $(at_tls expired.example.test)
	expect 'an expired certificate' 1 root=tls.cert-expired $all_failed
	diagnose alice --password-file="$secrets/alice" $(at_starttls expired.example.test)
	expect 'an expired certificate after STARTTLS' 1 root=tls.cert-expired $all_failed
	verdict 'nothing is sent past an expired certificate' \
		"$(grep 'client in: AUTH' "$WORLD/dovecot-expired.log")"

	diagnose alice --password-file="$secrets/alice" --imap=mail.example.test:1993,tls
	expect 'a port where nothing listens' 1 root=net.connection-refused imap=failed \
		pop3=works smtp=works
	diagnose alice --password-file="$secrets/alice" --imap=mail.example.test:1993,tls \
		--pop3=mail.example.test:1995,tls --smtp=mail.example.test:1465,tls
	expect 'no port listens' 1 root=net.connection-refused $all_failed
	diagnose alice --password-file="$secrets/alice" --smtp=mail.example.test:25,starttls
	expect 'the port for other servers takes no login' 1 root=config.host-is-mx imap=works pop3=works \
		smtp=failed

	diagnose alice --password-file="$secrets/alice" --send-test
	expect 'a test message' 0 root=none $all_work
	verdict 'the test message came from the account and reached it' "$(
		grep -q 'sasl_username=alice@example.test' "$WORLD/postfix.log" ||
			echo 'Postfix logged no sender who had logged in'
		python3 "$here/arrived.py" "$WORLD/mail/alice@example.test" 2>&1
	)"
}
run_cases
# shellcheck source=tests/world/discovery.sh
. "$here/discovery.sh"

verdict 'every login came by TLS' "$(
	grep -h 'Login: ' "$WORLD"/dovecot-*.log | grep -v ', TLS'
	# Without a single login the line above proves nothing.
	grep -q -h 'Login: ' "$WORLD"/dovecot-*.log || echo 'no login was logged'
)"
verdict 'no secret in anything that was said' \
	"$(grep -F -e plainpass1 -e not-the-password -e token-of-alice "$WORLD/said")"

sum_up
