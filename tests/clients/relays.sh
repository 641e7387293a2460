# SPDX-License-Identifier: MIT
# Relays. Postfix runs once more beside the one of this world. The others exclude
# each other as packages, so `autogen.sh deps --tests` unpacks them into a folder.
packages=${MAILGUIDE_TEST_PACKAGES:-/var/cache/mailguide-tests}

# relay_with TARGET START: START configures the relay with the script in
# $home/relay.sh, and sends the message in $home/message from $address.
relay_with() {
	target=$1
	shift
	for mode in tls starttls; do
		for user in $passwords; do
			new_home
			token
			address=$user@example.test
			message $user $token >"$home/message"
			# shellcheck disable=SC2046
			why=$(export_to $target $user $mode "$home/relay.sh" $(inline $user)) || {
				verdict "$target relays, $mode, password $user" "$why"
				continue
			}
			"$@" >"$WORLD/out" 2>&1
			sent "$target relays, $mode, password $user" $user $? $token
		done
	done
}

# What loses the blanks at a password's ends must say so instead.
refuses_edges() {
	new_home
	# shellcheck disable=SC2046
	why=$(export_to $1 edges tls "$home/none" $(inline edges))
	verdict "$1 refuses a password with blanks at its ends" \
		"$(case $why in *'begins or ends with a blank'*) ;; *) echo "it said: $why" ;; esac)"
}

postfix_relays() {
	own=$home/postfix
	mkdir -p "$own/etc" "$own/data" "$own/spool"
	chown postfix "$own/data"
	cp "$WORLD/postfix/etc/master.cf" "$own/etc/master.cf"
	# It takes no mail from the network: what listens goes, the client comes.
	sed -i '/^127/d; /^  -o/d' "$own/etc/master.cf"
	cat >>"$own/etc/master.cf" <<'CONF'
pickup unix n - n 60 1 pickup
smtp unix - - n - - smtp
CONF
	cat >"$own/etc/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $own/spool
data_directory = $own/data
daemon_directory = $(postconf -d -h daemon_directory)
myhostname = relay.example.test
mydestination =
inet_protocols = ipv4
maillog_file = $home/relay.log
maillog_file_prefixes = $WORLD
multi_instance_name = postfix-relay
alias_maps =
CONF
	MAIL_CONFIG=$own/etc
	export MAIL_CONFIG
	sh "$home/relay.sh" && postfix -c "$own/etc" start &&
		sendmail -C "$own/etc" -f "$address" "$address" <"$home/message"
	status=$?
	[ $status != 0 ] ||
		python3 "$here/../world/arrived.py" "$WORLD/mail/$address" "$token"
	unset MAIL_CONFIG
	cat "$home/relay.log"
	postfix -c "$own/etc" stop
	return $status
}

passwords=$PASSWORDS
if wanted postfix; then
	relay_with postfix postfix_relays
	refuses_edges postfix
	verified postfix "$(version_of postfix)" 'the program: relays, TLS and STARTTLS'
fi
