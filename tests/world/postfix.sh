#!/bin/sh
# SPDX-License-Identifier: MIT
# postfix.sh FOLDER NAME/ADDRESS/CERTIFICATE...: starts one Postfix that takes
# submissions at each address, on 465 and 587, with the logins of the Dovecot
# of that name, and mail of other servers on 25, without any login. Mail for
# example.test is delivered, other mail is refused.
set -eu
folder=$1
shift
own=$folder/postfix
mkdir -p "$own/etc" "$own/data" "$own/spool"
chown postfix "$own/data"

cat >"$own/etc/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $own/spool
data_directory = $own/data
daemon_directory = $(postconf -d -h daemon_directory)
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.test
mydestination =
alias_maps =
alias_database =
maillog_file = $folder/postfix.log
maillog_file_prefixes = $folder
virtual_mailbox_domains = example.test
virtual_mailbox_base = $folder/mail
virtual_mailbox_maps = texthash:$own/etc/mailboxes
virtual_uid_maps = static:$(id -u mail)
virtual_gid_maps = static:$(id -g mail)
virtual_minimum_uid = 1
default_transport = error:no mail leaves this world
relay_transport = error:no mail leaves this world
smtpd_peername_lookup = no
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_tls_auth_only = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_client_connection_rate_limit = 0
CONF
while IFS=: read -r user rest; do
	printf '%s %s/\n' "$user" "$user"
done <"$folder/passwords" >"$own/etc/mailboxes"

{
	for place in "$@"; do
		name=${place%%/*}
		certificate=${place##*/}
		address=${place#*/}
		address=${address%/*}
		cat <<CONF
$address:25 inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=no
  -o smtpd_tls_security_level=may
  -o smtpd_recipient_restrictions=reject_unauth_destination
  -o smtpd_relay_restrictions=reject_unauth_destination
  -o smtpd_tls_chain_files=$folder/ca/$certificate.pem
$address:587 inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_path=private/$name
  -o smtpd_tls_chain_files=$folder/ca/$certificate.pem
$address:465 inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_path=private/$name
  -o smtpd_tls_chain_files=$folder/ca/$certificate.pem
CONF
	done
	cat <<'CONF'
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
error unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
CONF
} >"$own/etc/master.cf"
exec postfix -c "$own/etc" start
