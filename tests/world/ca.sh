#!/bin/sh
# SPDX-License-Identifier: MIT
# ca.sh FOLDER NAMES: a throw-away authority there, one good certificate for the
# names in the file NAMES (server.pem) and one whose time has passed (expired.pem).
# Each file holds key and chain, in the order that both Postfix and Dovecot read.
set -eu
cd "$1"
umask 077

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
	-subj '/CN=Mailguide Test Authority' -keyout ca.key -out ca.crt \
	-addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null

cat >leaf.ext <<EXT
basicConstraints = CA:FALSE
keyUsage = digitalSignature
extendedKeyUsage = serverAuth
authorityKeyIdentifier = keyid
subjectAltName = $(sed 's/^/DNS:/' "$2" | paste -sd ,)
EXT
cat >ca.cnf <<'CNF'
[ca]
default_ca = test
[test]
database = index
serial = serial
new_certs_dir = .
certificate = ca.crt
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
CNF
: >index
echo 1000 >serial
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	-subj /CN=mail.example.test -keyout leaf.key -out leaf.csr 2>/dev/null

# issue NAME OPTION...: the options say how long it is valid.
issue() {
	name=$1
	shift
	openssl ca -batch -config ca.cnf -notext -extfile leaf.ext -in leaf.csr \
		-out "$name.crt" "$@" 2>/dev/null
	cat leaf.key "$name.crt" ca.crt >"$name.pem"
}
issue server -days 20
issue expired -startdate 20200101000000Z -enddate 20200201000000Z
chmod 644 ca.crt
