# SPDX-License-Identifier: MIT
# Accounts that take access tokens only, at the host that takes nothing else.
# with_token TARGET FILE: its configuration, with a command that prints the token.
with_token() {
	new_home
	cp "$WORLD/secrets/token" "$home/token"
	why=$(HOST=tokens.example.test && export_to "$1" alice "$mode" "$home/$2" \
		--oauth-token-command="cat $home/token") || verdict "$1, token" "$why"
	chown mail "$home/token"
}

token_logins() {
	grep -c 'Login: user=<alice@example.test>, method=\(OAUTHBEARER\|XOAUTH2\).*TLS' \
		"$WORLD/dovecot-tokens.log"
}

# by_token NAME STATUS BEFORE PATTERN PLACE
by_token() {
	verdict "$1, $mode, by an access token" "$(
		[ "$2" = 0 ] || echo "exit status $2"
		[ "$(token_logins)" -gt "$3" ] || echo 'no login by token was logged'
		grep -r -q -e "$4" "$5" 2>/dev/null || echo "no '$4' was fetched"
		[ "$2" = 0 ] || cat "$WORLD/out"
	)"
}

for mode in tls starttls; do
	if wanted msmtp; then
		with_token msmtp .msmtprc
		token
		message alice $token >"$home/message"
		as_user sh -c 'msmtp -a example -t <message'
		sent "msmtp sends, $mode, by an access token" alice $? $token
	fi
	if wanted mutt; then
		with_token mutt mail.rc
		token
		as_user sh -c "echo $token | mutt -F mail.rc -s $token alice@example.test"
		sent "mutt sends, $mode, by an access token" alice $? $token
		before=$(token_logins)
		echo 'source mail.rc
set copy=no delete=no quit=yes confirmappend=no confirmcreate=no wait_key=no sleep_time=0
push "<tag-pattern>~A<enter><tag-prefix><copy-message><kill-line>'"$home"'/out.mbox<enter><quit>"' \
			>"$home/check.rc"
		: >"$WORLD/keys"
		on_terminal mutt -F check.rc
		by_token 'mutt reads by imap' $? "$before" 'waiting-for' "$home/out.mbox"
	fi
	if wanted offlineimap; then
		with_token offlineimap .config/offlineimap/example
		before=$(token_logins)
		as_user sh -c 'for try in 1 2 3 4 5; do timeout -s KILL 7 offlineimap \
			-c .config/offlineimap/example -o -1 -u basic && exit; done; exit 1'
		by_token 'offlineimap fetches' $? "$before" 'waiting-for' "$home/Mail"
	fi
done
mode=tls
if wanted getmail; then
	with_token getmail .config/getmail/example
	before=$(token_logins)
	as_user getmail --rcfile=example
	by_token 'getmail fetches by imap' $? "$before" 'waiting-for' "$home/Mail"
fi
if wanted aerc; then
	with_token aerc .config/aerc/accounts.conf
	printf '[ui]\nmouse-enabled=false\n[compose]\neditor=true\n' >"$home/.config/aerc/aerc.conf"
	chown -R mail "$home"
	token
	printf '%s\t%s\n' 'waiting' ":compose -H \"To: alice@example.test\" -H \"Subject: $token\"\\r" \
		'Send this email' 'y' 'sent' ':quit\r' >"$WORLD/keys"
	before=$(token_logins)
	on_terminal env EDITOR=true aerc
	status=$?
	by_token 'aerc reads' $status "$before" 'waiting' "$WORLD/out"
	sent "aerc sends, $mode, by an access token" alice $status $token
fi
