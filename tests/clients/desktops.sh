# SPDX-License-Identifier: MIT
# Programs with windows, run where nobody sees them.

# The password as a person knows it: the program asks for it.
known_password() { # USER
	cp "$WORLD/secrets/$1" "$home/secret"
	chown mail "$home/secret"
}

# with_thunderbird TARGET FILE: which FILE makes it read and send.
with_thunderbird() {
	for protocol in imap pop3; do
		for mode in tls starttls; do
			for user in $PASSWORDS; do
				new_home
				mkdir "$home/profile"
				deliver $user
				token
				(export_to $1 $user $mode "$2" --protocols=$protocol,smtp)
				chmod a+r "$2"
				known_password $user
				before=$(logins $protocol $user)
				as_user python3 "$tools/thunderbird.py" "$home/profile" "$WORLD/ca/ca.crt" \
					"$home/secret" $protocol waiting $user@example.test $token
				status=$?
				received "thunderbird reads by $protocol, $mode, password $user, $1" $protocol \
					$user "$before" $status 'waiting' "$WORLD/out"
				sent "thunderbird sends, $mode, password $user, $1" $user $status $token
			done
		done
	done
	verified $1 "$(version_of thunderbird)" \
		'the program: IMAP, POP3 and sending, TLS and STARTTLS'
}

if wanted thunderbird-userjs; then
	with_thunderbird thunderbird-userjs "$WORLD/home/profile/user.js"
fi
if wanted autoconfig; then
	# Where Thunderbird looks for the files of providers.
	mkdir "$WORLD/isp"
	chmod 755 "$WORLD/isp"
	mount --bind "$WORLD/isp" /usr/share/thunderbird/isp &&
		with_thunderbird autoconfig "$WORLD/isp/example.test.xml"
fi

# on_desktop WINDOW PROGRAM...: to be run in the background; the shell becomes it.
on_desktop() {
	cd "$home" || exit
	export HOME="$home" XDG_CONFIG_HOME="$home/.config"
	exec setpriv --reuid mail --regid mail --clear-groups timeout -k 3 60 \
		sh "$tools/desktop.sh" "$@" </dev/null >"$WORLD/out" 2>&1
}

# desktop NAME PROTOCOL MODE USER STORE WORDS WINDOW PROGRAM...: it reads what waits, of which
# WORDS then stand in the folder STORE, and sends the message with the token.
desktop() {
	client=$1 protocol=$2 mode=$3 user=$4 store=$5 words=$6
	shift 6
	before=$(logins $protocol $user)
	on_desktop "$@" &
	session=$!
	python3 "$here/../world/arrived.py" "$store" "$words" >"$WORLD/why" 2>&1
	received "$client reads by $protocol, $mode, password $user" $protocol $user "$before" $? "$words" "$store"
	sent "$client sends, $mode, password $user" $user 0 $token
	# timeout leads a group of its own, the screen and all.
	kill -- -$session 2>/dev/null
	wait $session 2>/dev/null
}

geary_case() { # MODE USER
	new_home
	deliver $2
	token
	export_to geary $2 $1 "$home/.config/geary/account_01/geary.ini" --protocols=imap,smtp
	known_password $2
	for proto in IMAP SMTP; do
		echo "xdg:schema org.gnome.Geary proto $proto host $HOST login $2@example.test"
	done >"$home/attributes"
	desktop geary imap $1 $2 "$home/.local/share/geary" waiting-for "$2@example.test" \
		geary "mailto:$2@example.test?subject=$token&body=$token"
}

if wanted geary; then
	for mode in tls starttls; do
		for user in $PASSWORDS; do
			geary_case $mode $user
		done
	done
	verified geary "$(version_of geary)" 'the program: IMAP and sending, TLS and STARTTLS'
fi

evolution_case() { # MODE USER
	new_home
	deliver $2
	token
	export_to evolution $2 $1 "$home/accounts.sh" --protocols=imap,smtp
	known_password $2
	as_user sh "$home/accounts.sh"
	for source in "$home/.config/evolution/sources"/*.source; do
		echo "xdg:schema org.gnome.Evolution.Data.Source e-source-uid $(basename "$source" .source) \
eds-origin evolution-data-server"
	done >"$home/attributes"
	echo 'org.gnome.evolution.mail prompt-on-accel-send false' >"$home/settings"
	desktop evolution imap $1 $2 "$home/.cache/evolution/mail" 'waiting' "$token" \
		evolution --component=mail "mailto:$2@example.test?subject=$token&body=$token"
}

if wanted evolution; then
	for mode in tls starttls; do
		for user in $PASSWORDS; do
			evolution_case $mode $user
		done
	done
	verified evolution "$(version_of evolution)" 'the program: IMAP and sending, TLS and STARTTLS'
fi
