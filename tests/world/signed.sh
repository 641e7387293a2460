#!/bin/sh
# SPDX-License-Identifier: MIT
# signed.sh FOLDER: unbound/unbound.conf, for a resolver that holds signed.test,
# signed with a key of its own, and asks dnsmasq for example.test. It answers at
# 127.0.0.5, and at 192.0.2.5 like a resolver on the network.
set -eu
mkdir -p "$1/unbound"
cd "$1/unbound"

cat >zone <<'ZONE'
$ORIGIN signed.test.
$TTL 300
@ SOA ns postmaster 1 3600 600 86400 300
@ NS ns
ns A 127.0.0.5
@ MX 10 mail.example.test.
_imaps._tcp SRV 0 1 993 imap.example.test.
_pop3s._tcp SRV 0 1 995 pop.example.test.
_submissions._tcp SRV 0 1 465 smtp.example.test.
ZONE
key=$(ldns-keygen -a ECDSAP256SHA256 -k signed.test)
ldns-signzone -f zone.signed zone "$key"

cat >unbound.conf <<CONF
server:
	interface: 127.0.0.5
	interface: 192.0.2.5
	access-control: 192.0.2.0/24 allow
	do-daemonize: no
	username: ""
	chroot: ""
	directory: "$PWD"
	pidfile: ""
	use-syslog: no
	do-not-query-localhost: no
	module-config: "validator iterator"
	trust-anchor-file: "$key.key"
	domain-insecure: "example.test"
	local-zone: "test." nodefault
	local-zone: "net." static
auth-zone:
	name: "signed.test"
	zonefile: "zone.signed"
	for-downstream: no
	for-upstream: yes
forward-zone:
	name: "example.test"
	forward-addr: 127.0.0.1
CONF
