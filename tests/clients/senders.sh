# SPDX-License-Identifier: MIT
# Programs that send from the command line, run without a terminal.
# send_with TARGET FILE COMMAND...: TARGET's configuration in FILE, which COMMAND
# uses to send the message in $home/message.
send_with() {
	target=$1 file=$2
	shift 2
	for mode in tls starttls; do
		for user in $PASSWORDS; do
			new_home
			token
			message $user $token >"$home/message"
			# shellcheck disable=SC2046
			why=$(export_to $target $user $mode "$home/$file" $(inline $user)) || {
				verdict "$target sends, $mode, $user" "$why"
				continue
			}
			as_user env USER_ADDRESS=$user@example.test "$@"
			sent "$target sends, $mode, password $user" $user $? $token
		done
	done
	login_only $target "$file" env USER_ADDRESS=alice@example.test \
		sh -c 'echo "To: $USER_ADDRESS" >message; "$@"' sh "$@"
	any_values $target "$file" '' env USER_ADDRESS=alice@example.test \
		sh -c 'echo "To: $USER_ADDRESS" >message; "$@"' sh "$@"
}

if wanted msmtp; then
	send_with msmtp .msmtprc sh -c 'msmtp -a example -t <message'
	new_home
	token
	message edges $token >"$home/message"
	why=$(export_to msmtp edges tls "$home/.msmtprc" "$(by_command edges)")
	as_user sh -c 'msmtp -a example -t <message'
	sent 'msmtp sends, password with blanks at its ends by a command' edges $? $token
	verified msmtp "$(version_of msmtp)" 'the program: sends, TLS and STARTTLS'
fi

if wanted swaks; then
	send_with swaks swaks.conf sh -c 'swaks --config swaks.conf --data - <message'
	verified swaks "$(version_of swaks)" 'the program: sends, TLS and STARTTLS'
fi

if wanted git-send-email; then
	# git wants a folder of certificates or a file; the folder has no new one here.
	send_with git-send-email .gitconfig sh -c '
		git init -q repo && cd repo && git config user.name me &&
		git config user.email "$USER_ADDRESS" && git commit -q --allow-empty -m start &&
		cp ../message text && git add text &&
		git commit -q -F ../message && git -c sendemail.smtpSSLCertPath=/etc/ssl/certs/ca-certificates.crt \
		send-email --identity=example --quiet --confirm=never --suppress-cc=all \
		--to="$USER_ADDRESS" -1'
	verified git-send-email "$(version_of git)" 'the program: sends, TLS and STARTTLS'
fi
