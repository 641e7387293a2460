#!/bin/sh
# SPDX-License-Identifier: MIT
# inside.sh FOLDER COMMAND...: the first process of the world. Starts the DNS
# servers, three mail hosts, a web server and the token endpoint, waits until all of them
# answer, runs COMMAND with $WORLD set to FOLDER, and takes all down by ending.
#
#   127.0.0.2  good     what SRV records of example.test lead to
#   127.0.0.3  expired  the same with an old certificate
#   127.0.0.4  tokens   takes access tokens only
#   127.0.0.5           a resolver that validates; signed.test is signed
#   127.0.0.9           the web server (web.sh)
#
# Clients come from 127.0.0.1: to Dovecot, a peer at the server's own address
# counts as secured, and it would take passwords without TLS.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
WORLD=$1
export WORLD
shift
PATH=$PATH:/usr/sbin:/sbin
trap 'exit 130' HUP INT TERM

ip link set lo up
ip address add 192.0.2.5/32 dev lo
rm -rf "${WORLD:?}"/*
chmod 755 "$WORLD"
mkdir "$WORLD/ca" "$WORLD/mail"
# The daemons' own users go in and out here.
mkdir -p "$WORLD/postfix/spool/private"
chown mail "$WORLD/mail"
chown postfix "$WORLD/postfix/spool/private"
sh "$here/web.sh" "$WORLD"
sh "$here/ca.sh" "$WORLD/ca" "$WORLD/names.txt"
sh "$here/accounts.sh" "$WORLD"

cat >"$WORLD/dnsmasq.conf" <<'CONF'
no-resolv
no-hosts
no-daemon
user=root
listen-address=127.0.0.1
bind-interfaces
local=/test/
host-record=mail.example.test,imap.example.test,pop.example.test,smtp.example.test,127.0.0.2
host-record=expired.example.test,127.0.0.3
host-record=tokens.example.test,127.0.0.4
mx-host=example.test,mail.example.test,10
srv-host=_imaps._tcp.example.test,imap.example.test,993
srv-host=_pop3s._tcp.example.test,pop.example.test,995
srv-host=_submissions._tcp.example.test,smtp.example.test,465
srv-host=_imaps._tcp.signed.test,imap.example.test,993
srv-host=_pop3s._tcp.signed.test,pop.example.test,995
srv-host=_submissions._tcp.signed.test,smtp.example.test,465
CONF
cat "$WORLD/records.conf" >>"$WORLD/dnsmasq.conf"
sh "$here/signed.sh" "$WORLD"
nginx -c "$WORLD/web/nginx.conf" -p "$WORLD/web" 2>"$WORLD/nginx.err" &
unbound -d -c "$WORLD/unbound/unbound.conf" 2>"$WORLD/unbound.err" &
dnsmasq -C "$WORLD/dnsmasq.conf" 2>"$WORLD/dnsmasq.log" &
python3 "$here/tokens.py" "$WORLD/tokens" 8099 2>"$WORLD/tokens.log" &
dovecot_at() {
	sh "$here/dovecot.sh" "$WORLD" "$@" 2>"$WORLD/dovecot-$1.err" &
}
dovecot_at good 127.0.0.2 server 'plain login xoauth2 oauthbearer'
dovecot_at expired 127.0.0.3 expired 'plain login'
dovecot_at tokens 127.0.0.4 server 'xoauth2 oauthbearer'
sh "$here/postfix.sh" "$WORLD" good/127.0.0.2/server expired/127.0.0.3/expired \
	tokens/127.0.0.4/server >"$WORLD/postfix.err" 2>&1

python3 "$here/ready.py" || {
	cat "$WORLD"/*.err "$WORLD"/*.log >&2
	exit 99
}
status=0
"$@" || status=$?
exit $status
