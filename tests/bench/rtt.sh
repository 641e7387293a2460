#!/bin/sh
# SPDX-License-Identifier: MIT
# rtt.sh [MILLISECONDS]: how many round trips a whole diagnosis takes, in a
# world of its own where everything is that far away. Build without sanitizers.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
srcdir=$here/../..
PATH=$PATH:/usr/sbin:/sbin
XDG_CONFIG_HOME=/nonexistent
export PATH XDG_CONFIG_HOME

if [ "${1:-}" != --inside ]; then
	MAILGUIDE=$(realpath "${MAILGUIDE:-./mailguide}")
	RTT=$(realpath "${RTT:-tests/bench/rtt}")
	export MAILGUIDE RTT
	namespaces='--net --pid --fork --kill-child --mount-proc'
	[ "$(id -u)" = 0 ] || namespaces="--user --map-root-user $namespaces"
	world=$(mktemp -d)
	trap 'rm -rf "$world"' EXIT
	trap 'exit 1' HUP INT TERM
	# shellcheck disable=SC2086
	unshare $namespaces "$RTT" "${1:-100}" sh "$0" --inside "${1:-100}" "$world"
	exit
fi

rtt=$2
world=$3
umask 077
ip link set lo up
ip address add 10.9.0.1/24 dev rtt0
ip link set rtt0 up
for name in imap.example pop.example smtp.example far.example autoconfig.published; do
	echo "$name.test"
done >"$world/names"
sh "$srcdir/tests/world/ca.sh" "$world" "$world/names"
dnsmasq --no-resolv --no-hosts --user=root --conf-file=/dev/null --pid-file= \
	--listen-address=10.9.0.1 --bind-interfaces --local=/test/ \
	--host-record=imap.example.test,10.9.0.2 --host-record=pop.example.test,10.9.0.3 \
	--host-record=smtp.example.test,10.9.0.4 \
	--host-record=far.example.test,10.9.0.5 \
	--host-record=autoconfig.published.test,10.9.0.6 \
	--host-record=autodiscover.elsewhere.test,10.9.0.7 \
	--srv-host=_imaps._tcp.example.test,far.example.test,993 \
	--srv-host=_pop3s._tcp.example.test,far.example.test,995 \
	--srv-host=_submissions._tcp.example.test,far.example.test,465
mkfifo "$world/listening"
python3 "$here/mailhost.py" 10.9.0.1 "$world/server.pem" >"$world/listening" &
read -r _ <"$world/listening"
echo secret >"$world/password"

status=0
domain=example.test
# measure NAME DISCOVERY OPTION...
measure() {
	name=$1
	discovery=$2
	shift 2
	python3 "$here/rtt.py" "$name" "$rtt" "$discovery" "$world/evidence" \
		"$MAILGUIDE" diagnose "alice@$domain" --json --save="$world/evidence" \
		--ca-file="$world/ca.crt" --resolver=10.9.0.2 --password-file="$world/password" \
		--protocols=imap,pop3,smtp "$@" || status=1
}
measure 'settings given, TLS' 0 --imap=imap.example.test:993,tls \
	--pop3=pop.example.test:995,tls --smtp=smtp.example.test:465,tls
measure 'settings given, STARTTLS' 0 --imap=imap.example.test:143,starttls \
	--pop3=pop.example.test:110,starttls --smtp=smtp.example.test:587,starttls
# A host name that cannot be guessed, so that it must be waited for.
measure 'found by SRV records' 1
# Its document takes the address, TCP, TLS and the request. The settings name
# hosts of another domain, which https on the domain itself may do.
domain=published.test
measure 'found by autoconfig' 4 --protocols=imap,smtp
# The longest way that a source goes: Autodiscover is redirected by plain http
# (address, TCP, request) to https (address, TCP, TLS, request).
python3 "$here/sources.py" 'all sources, none of which has anything' "$rtt" 7 \
	"$MAILGUIDE" lookup alice@elsewhere.test --json --ca-file="$world/ca.crt" \
	--resolver=10.9.0.2 || status=1
exit $status
