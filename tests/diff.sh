#!/bin/sh
# SPDX-License-Identifier: MIT
# `diff` of runs that really happened, as evidence and as JSON, and of files that
# are neither.
set -u
program=$(realpath "${MAILGUIDE:-./mailguide}")
catalogues=$PWD/wizard/po
folder=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-diff-XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
XDG_CONFIG_HOME=$folder
export XDG_CONFIG_HOME
cd "$folder" || exit 99
passed=0
failed=0

verdict() { # NAME, fails unless $? was 0
	if [ $? = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $1"
		sed 's/^/    /' out err | head -n 12
	fi
}

compared() { # STATUS ARGUMENT...
	wanted=$1
	shift
	"$program" diff "$@" >out 2>err
	[ $? = "$wanted" ]
}

for scenario in healthy-gmail-app-password gmail-app-password intercepted-antivirus; do
	"$program" demo "$scenario" --save="$scenario.evidence" >out 2>err
	"$program" diagnose --from="$scenario.evidence" --json >"$scenario.json"
done

compared 0 gmail-app-password.evidence gmail-app-password.json &&
	grep -q 'Nothing differs that matters' out
verdict 'evidence and the JSON made of it are the same'

if [ -e "$catalogues/de/LC_MESSAGES/mailguide.mo" ]; then
	LANGUAGE=de LC_ALL=C.UTF-8 MAILGUIDE_TEXTDOMAINDIR=$catalogues "$program" diff --color=never \
		gmail-app-password.json healthy-gmail-app-password.json >out 2>err
	! grep -q 'App password\|failed\|works' out && grep -q 'nur in A: App-Passwort' out
	verdict 'titles and states are told in German'
fi
compared 1 gmail-app-password.json healthy-gmail-app-password.evidence &&
	grep -q '^! imap\.gmail\.com:993/imap/tls: failed .* works$' out &&
	grep -q 'the network is not the cause' out
verdict 'a password that one run had and the other had not'
compared 1 --ascii --color=never healthy-gmail-app-password.json intercepted-antivirus.evidence &&
	tr '\n' ' ' <out | grep -q 'something in that *network opens the encryption' &&
	! LC_ALL=C grep -q '[^ -~]' out
verdict 'a virus scanner in one of them'
compared 1 --json healthy-gmail-app-password.json intercepted-antivirus.json &&
	python3 - <<'EOF' >>err 2>&1
import json
run = json.load(open("out"))
assert run["schema"] == "mailguide.diff/1" and run["same"] is False
assert run["a"]["ok"] is True and run["b"]["root_cause"] == "tls.intercepted-antivirus"
kinds = {change["kind"] for change in run["changes"] if change["matters"]}
assert {"finding", "service", "certificate"} <= kinds, kinds
EOF
verdict 'the same as JSON'
compared 1 --quiet gmail-app-password.json healthy-gmail-app-password.json &&
	[ "$(grep -c . out)" -le 5 ]
verdict 'quiet: the outcomes and what follows'

# ---- files that are no run, or a strange one
printf '{"schema":"mailguide.lookup/1"}' >lookup
head -c 400 gmail-app-password.json >short
printf '{"schema":"mailguide.diagnosis/9"}' >newer
sed 's/"domain"/"domains"/; s/"started":/"started":"x","then":/' gmail-app-password.evidence >bent
for file in lookup short newer bent /dev/null none .; do
	compared 2 "$file" gmail-app-password.json && [ "$(wc -l <err)" = 1 ] && [ ! -s out ]
	verdict "$file is refused in a line"
done
compared 2 gmail-app-password.json
verdict 'one file is not enough'
cat >odd <<'EOF'
{"schema":"mailguide.diagnosis/1","ok":"yes","findings":{"a":1},"services":[1,null,[],{"tls":5,
"timing_ms":[],"port":-1,"capabilities":[1,{}]}],"sources":[{"settings":"x"},{"settings":[1,{}]}],
"dns":[{"answers":7}],"environment":{"resolvers":{},"tunnel":3},"address":"a\u001b[31m@b"}
EOF
compared 1 odd gmail-app-password.json && ! grep -q "$(printf '\033')" out
verdict 'values of the wrong kind count as missing'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
