# SPDX-License-Identifier: MIT
# discovery.sh: a domain that publishes its settings in one single way is set up
# with a login that works; sourced by cases.sh. Where the way can be forged, the
# host gets no secret until it is confirmed.

confirmed='--confirm-host=imap.example.test --confirm-host=pop.example.test --confirm-host=smtp.example.test'

# found_by SOURCE DOMAIN OPTION...
found_by() {
	source=$1
	domain=$2
	shift 2
	diagnose "alice@$domain" --password-file="$secrets/alice" "$@"
	expect "$domain is set up by $source" 0 root=none source:$source=found \
		imap:993:tls=works pop3:995:tls=works smtp:465:tls=works
}

# unconfirmed SOURCE DOMAIN: found, but without a yes no login.
unconfirmed() {
	before=$(logins good)
	diagnose "alice@$2" --password-file="$secrets/alice"
	expect "$2, found by $1, wants a yes first" 1 root=config.source-unconfirmed \
		source:$1=found
	verdict "$2 had no login without a yes" \
		"$([ "$(logins good)" = "$before" ] || echo 'a login was tried')"
}

# Word splitting turns the list of options into arguments.
# shellcheck disable=SC2086
discovery_cases() {
	found_by autoconfig config.test
	found_by autoconfig wellknown.test
	found_by ispdb ispdb.test
	found_by pacc pacc.test --user=alice@example.test
	found_by autodiscover outlook.test
	for way in autoconfig-http:http.test mx-autoconfig:mx-autoconfig.test \
		mx-ispdb:mx-ispdb.test autodiscover:outlook-dns.test \
		autodiscover:outlook-http.test mailconf:mailconf.test; do
		unconfirmed ${way%:*} ${way#*:}
		found_by ${way%:*} ${way#*:} $confirmed
	done
	diagnose alice@guess.test --password-file="$secrets/alice" --user=alice@example.test
	expect 'guess.test, which publishes nothing, wants a yes first' 1 \
		root=config.source-unconfirmed source:guess=found
	diagnose alice@guess.test --password-file="$secrets/alice" --user=alice@example.test \
		--confirm-host=mail.guess.test
	expect 'guess.test is set up by guessing' 0 root=none source:guess=found \
		imap:993:tls=works pop3:995:tls=works smtp:465:tls=works

	diagnose alice@signed.test --password-file="$secrets/alice" --user=alice@example.test
	expect 'unsigned SRV records that name another domain want a yes' 1 \
		root=config.source-unconfirmed source:srv=found
	resolver=127.0.0.5
	diagnose alice@signed.test --password-file="$secrets/alice" --user=alice@example.test
	resolver=127.0.0.1
	expect 'signed SRV records may name another domain' 0 root=none source:srv=found \
		imap:993:tls=works pop3:995:tls=works smtp:465:tls=works

	diagnose alice@http.test --no-login --https-only
	expect '--https-only leaves http out' 1 source:autoconfig-http=skipped
	diagnose alice@ispdb.test --no-login --no-third-party
	expect '--no-third-party leaves the ISPDB out' 1 source:ispdb=skipped
	: >"$WORLD/web/access.log"
	diagnose alice@config.test --no-login --no-address
	expect '--no-address still finds the settings' 0 source:autoconfig=found \
		source:autodiscover=skipped
	verdict '--no-address tells no web host the address' \
		"$(grep alice "$WORLD/web/access.log"
		grep -q config-v1.1.xml "$WORLD/web/access.log" || echo 'nothing was asked')"
}
discovery_cases
