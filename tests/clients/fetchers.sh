# SPDX-License-Identifier: MIT
# Programs that fetch, run without a terminal.
# fetch_with TARGET PROTOCOL MODES FILE PATTERN PLACE COMMAND...: PATTERN must be
# in PLACE afterwards.
fetch_with() {
	target=$1 protocol=$2 modes=$3 file=$4 pattern=$5 place=$6
	shift 6
	for mode in $modes; do
		for user in $passwords; do
			new_home
			# shellcheck disable=SC2046
			why=$(export_to $target $user $mode "$home/$file" --protocols=$protocol \
				$(inline $user)) || {
				verdict "$target fetches by $protocol, $mode, $user" "$why"
				continue
			}
			before=$(logins $protocol $user)
			as_user "$@"
			received "$target fetches by $protocol, $mode, password $user" $protocol $user \
				"$before" $? "$pattern" "$place"
		done
	done
	# It may hang; what it reads is read below, by the same parser.
	[ $target = offlineimap ] || any_values $target "$file" --protocols=$protocol "$@"
}
passwords=$PASSWORDS

if wanted mpop; then
	fetch_with mpop pop3 'tls starttls' .mpoprc 'waiting-for' "$WORLD/home/Mail" mpop example
	verified mpop "$(version_of mpop)" 'the program: POP3, TLS and STARTTLS'
fi
if wanted mbsync; then
	fetch_with mbsync imap 'tls starttls' .mbsyncrc 'waiting-for' "$WORLD/home/Mail" \
		mbsync -c .mbsyncrc example
	new_home
	export_to mbsync edges tls "$home/.mbsyncrc" "$(by_command edges)"
	before=$(logins imap edges)
	as_user mbsync -c .mbsyncrc example
	received 'mbsync, password with blanks at its ends by a command' imap edges "$before" $? \
		'waiting-for-edges' "$home/Mail"
	verified mbsync "$(version_of isync)" 'the program: IMAP, TLS and STARTTLS'
fi
if wanted fetchmail; then
	for protocol in imap pop3; do
		fetch_with fetchmail $protocol 'tls starttls' .fetchmailrc '[0-9] message' "$WORLD/out" \
			sh -c 'fetchmail --check --nodetach --nosyslog -v example; [ $? -le 1 ]'
	done
	fetch_with fetchmail imap tls .fetchmailrc 'waiting-for' "$WORLD/home/mbox" \
		fetchmail --all --nodetach --nosyslog --mda 'cat >>mbox' example
	verified fetchmail "$(version_of fetchmail)" 'the program: IMAP and POP3, TLS and STARTTLS'
fi
if wanted getmail; then
	# By IMAP it cannot send characters beyond ASCII, and says so before.
	passwords='signs backslash'
	deliver backslash
	fetch_with getmail imap tls .config/getmail/example 'waiting-for' "$WORLD/home/Mail" \
		getmail --rcfile=example
	passwords=$PASSWORDS
	fetch_with getmail pop3 tls .config/getmail/example 'waiting-for' "$WORLD/home/Mail" \
		getmail --rcfile=example
	new_home
	export_to getmail signs tls "$home/.config/getmail/example" "$(by_command signs)"
	before=$(logins imap signs)
	as_user getmail --rcfile=example
	received 'getmail, password by a command' imap signs "$before" $? 'waiting-for-signs' "$home/Mail"
	verdict 'getmail: STARTTLS is refused' "$(
		export_to getmail alice starttls "$home/none" >"$WORLD/out" && echo 'it was written')"
	verified getmail "$(version_of getmail6)" 'the program: IMAP and POP3, TLS'
fi
if wanted offlineimap; then
	# It was seen to hang when it starts and when it ends, now and then.
	fetch_with offlineimap imap 'tls starttls' .config/offlineimap/example 'waiting-for' \
		"$WORLD/home/Mail" sh -c 'for try in 1 2 3 4 5; do timeout -s KILL 7 offlineimap \
		-c .config/offlineimap/example -o -1 -u basic && exit; done; exit 1'
	verified offlineimap "$(version_of offlineimap3)" 'the program: IMAP, TLS and STARTTLS'
fi
if wanted curl; then
	fetch_with curl imap 'tls starttls' curlrc 'MESSAGES [1-9]' "$WORLD/out" curl -sS -K curlrc
	fetch_with curl pop3 'tls starttls' curlrc '^1 [0-9]' "$WORLD/out" curl -sS -K curlrc
	for mode in tls starttls; do
		for user in $PASSWORDS; do
			new_home
			token
			message $user $token >"$home/message"
			# shellcheck disable=SC2046
			export_to curl $user $mode "$home/curlrc" --protocols=smtp $(inline $user)
			as_user curl -sS -K curlrc --crlf --mail-from "$user@example.test" \
				--mail-rcpt "$user@example.test" --upload-file message
			sent "curl sends, $mode, password $user" $user $? $token
		done
	done
	verified curl "$(version_of curl)" 'the program: IMAP, POP3 and sending, TLS and STARTTLS'
fi
