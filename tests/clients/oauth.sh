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

git_sends='git init -q repo && cd repo && git config user.name me &&
	git config user.email "$USER_ADDRESS" && git commit -q --allow-empty -m start &&
	echo "$TOKEN" >text && git add text && git commit -q -m "$TOKEN" &&
	git send-email --identity=example --quiet --confirm=never --suppress-cc=all \
	--to="$USER_ADDRESS" -1'
# An application runs a few lines around what was exported.
sends_by_token() { # TARGET FILE COMMAND...
	target=$1
	with_token "$target" "$2"
	shift 2
	token
	as_user env USER_ADDRESS=alice@example.test TOKEN=$token "$@"
	sent "$target sends, $mode, by an access token" alice $? $token
}
for mode in tls starttls; do
	if wanted mpop; then
		with_token mpop .mpoprc
		before=$(token_logins)
		as_user mpop example
		by_token 'mpop fetches' $? "$before" 'waiting-for' "$home/Mail"
	fi
	if wanted curl; then
		with_token curl curlrc
		before=$(token_logins)
		sed -i "s/ACCESS-TOKEN/$(cat "$WORLD/secrets/token")/" "$home/curlrc"
		as_user curl -sS -K curlrc
		by_token 'curl logs in' $? "$before" 'MESSAGES' "$WORLD/out"
	fi
	if wanted git-send-email; then
		with_token git-send-email .gitconfig
		# What it hands the message to.
		(HOST=tokens.example.test && export_to msmtp alice $mode "$home/.msmtprc" \
			--oauth-token-command="cat $home/token")
		token
		as_user env USER_ADDRESS=alice@example.test TOKEN=$token sh -c "$git_sends"
		sent "git send-email sends, $mode, by an access token" alice $? $token
	fi
	if wanted python-smtplib; then
		before=$(token_logins)
		sends_by_token python-smtplib mailer.py python3 -c '
import os, mailer
mailer.send(os.environ["USER_ADDRESS"], os.environ["TOKEN"], os.environ["TOKEN"])
print(mailer.mailbox().state)'
		by_token 'python-smtplib reads' 0 "$before" SELECTED "$WORLD/out"
	fi
	if wanted phpmailer; then
		sends_by_token phpmailer mail.php php -r '
			require "/usr/share/php/libphp-phpmailer/autoload.php";
			require "mail.php";
			$mail->addAddress(getenv("USER_ADDRESS"));
			$mail->Subject = $mail->Body = getenv("TOKEN");
			$mail->send();'
	fi
	if wanted nodemailer; then
		sends_by_token nodemailer mail.js env NODE_PATH=/usr/share/nodejs:/usr/lib/nodejs \
			NODE_EXTRA_CA_CERTS="$WORLD/ca/ca.crt" sh -c "$node_sends" sh "$there_is_more"
	fi
done
for mode in tls starttls; do
	if wanted mbsync; then
		with_token mbsync .mbsyncrc
		before=$(token_logins)
		as_user env SASL_PATH="$(sasl_path)" mbsync -c .mbsyncrc example
		by_token 'mbsync fetches' $? "$before" 'waiting-for' "$home/Mail"
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
