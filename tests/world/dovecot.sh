#!/bin/sh
# SPDX-License-Identifier: MIT
# dovecot.sh FOLDER NAME ADDRESS CERTIFICATE MECHANISMS: becomes a Dovecot that
# serves IMAP and POP3 there, and logins for Postfix by a socket named NAME.
set -eu
folder=$1
name=$2
own=$folder/dovecot-$name
mkdir -p "$own"

# A refused login is not delayed and not held against the next one: the tests
# refuse many, from one address.
cat >"$own/dovecot.conf" <<CONF
base_dir = $own/base
state_dir = $own/state
instance_name = $name
log_path = $own.log
listen = $3
protocols = imap pop3
ssl = required
ssl_cert = <$folder/ca/$4.pem
ssl_key = <$folder/ca/$4.pem
auth_mechanisms = $5
auth_debug = yes
auth_failure_delay = 0
first_valid_uid = 1
mail_location = maildir:$folder/mail/%u
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $own/oauth2.conf
}
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = $folder/passwords
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$folder/mail/%u
}
namespace inbox {
  inbox = yes
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
}
service pop3-login {
  chroot =
}
service auth {
  unix_listener $folder/postfix/spool/private/$name {
    mode = 0666
  }
}
CONF
cat >"$own/oauth2.conf" <<CONF
tokeninfo_url = http://127.0.0.1:8099/?access_token=
username_attribute = email
CONF
exec dovecot -F -c "$own/dovecot.conf"
