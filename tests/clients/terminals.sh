# SPDX-License-Identifier: MIT
# Programs that want a terminal: terminal.py presses their keys.

on_terminal() { # COMMAND...
	as_user python3 "$tools/terminal.py" "$WORLD/keys" "$@"
}

# mutt and neomutt: all messages are copied into a mailbox file, then quit.
mutt_reads() {
	program=$1
	for protocol in imap pop3; do
		for mode in tls starttls; do
			for user in $PASSWORDS; do
				new_home
				# shellcheck disable=SC2046
				why=$(export_to mutt $user $mode "$home/mail.rc" \
					--protocols=$protocol,smtp $(inline $user)) || {
					verdict "$program reads by $protocol, $mode, $user" "$why"
					continue
				}
				cat >"$home/check.rc" <<-RC
					source mail.rc
					set copy=no delete=no quit=yes confirmappend=no confirmcreate=no wait_key=no beep=no
					set header_cache="" message_cachedir="" sleep_time=0
					push "<tag-pattern>~A<enter><tag-prefix><copy-message><kill-line>$home/out.mbox<enter><quit>"
				RC
				chown mail "$home/check.rc"
				: >"$WORLD/keys"
				before=$(logins $protocol $user)
				on_terminal "$program" -F check.rc
				received "$program reads by $protocol, $mode, password $user" $protocol \
					$user "$before" $? 'waiting-for' "$home/out.mbox"
			done
		done
	done
}

mutt_sends() {
	program=$1
	any_values mutt mail.rc '' sh -c "echo x | $program -F mail.rc -s x alice@example.test"
	for mode in tls starttls; do
		for user in $PASSWORDS; do
			new_home
			token
			# shellcheck disable=SC2046
			export_to mutt $user $mode "$home/mail.rc" $(inline $user)
			as_user sh -c "echo $token | $program -F mail.rc -s $token $user@example.test"
			sent "$program sends, $mode, password $user" $user $? $token
		done
	done
}

if wanted mutt; then
	mutt_reads mutt
	mutt_sends mutt
	new_home
	token
	export_to mutt edges tls "$home/mail.rc" "$(by_command edges)"
	as_user sh -c "echo $token | mutt -F mail.rc -s $token edges@example.test"
	sent 'mutt sends, password with blanks at its ends by a command' edges $? $token
	verified mutt "$(version_of mutt)" 'the program: IMAP, POP3 and sending, TLS and STARTTLS'
fi
if wanted neomutt; then
	mutt_reads neomutt
	mutt_sends neomutt
	verified neomutt "$(version_of neomutt)" 'the program: IMAP, POP3 and sending, TLS and STARTTLS'
fi

s_nail_reads() { # PROTOCOL MODE USER
	new_home
	# shellcheck disable=SC2046
	why=$(export_to s-nail $3 $2 "$home/rc" --protocols=$1,smtp $(inline $3)) || {
		verdict "s-nail reads by $1, $2, $3" "$why"
		return
	}
	before=$(logins $1 $3)
	: >"$WORLD/keys"
	as_user env MAILRC=rc s-nail -Y 'print 1' -Y exit -f example
	received "s-nail reads by $1, $2, password $3" $1 $3 "$before" $? 'waiting-for' "$WORLD/out"
}

if wanted s-nail; then
	login_only s-nail rc env MAILRC=rc sh -c 'echo x | s-nail -s x alice@example.test'
	any_values s-nail rc '' env MAILRC=rc sh -c 'echo x | s-nail -s x alice@example.test'
	any_values s-nail rc --protocols=pop3,smtp env MAILRC=rc s-nail -Y exit -f example
	any_values s-nail rc --protocols=imap,smtp env MAILRC=rc s-nail -Y exit -f example
	for mode in tls starttls; do
		for user in $PASSWORDS; do
			s_nail_reads imap $mode $user
			s_nail_reads pop3 $mode $user
			new_home
			token
			# shellcheck disable=SC2046
			export_to s-nail $user $mode "$home/rc" $(inline $user)
			as_user env MAILRC=rc sh -c "echo $token | s-nail -s $token $user@example.test"
			sent "s-nail sends, $mode, password $user" $user $? $token
		done
	done
	verified s-nail "$(version_of s-nail)" 'the program: IMAP, POP3 and sending, TLS and STARTTLS'
fi

if wanted aerc; then
	for mode in tls starttls; do
		for user in $PASSWORDS; do
			new_home
			token
			# shellcheck disable=SC2046
			export_to aerc $user $mode "$home/.config/aerc/accounts.conf" $(inline $user)
			cp -r /usr/share/aerc/stylesets "$home/.config/aerc/" 2>/dev/null
			cp /usr/share/aerc/binds.conf "$home/.config/aerc/binds.conf" 2>/dev/null
			printf '[ui]\nmouse-enabled=false\n[compose]\neditor=true\n' >"$home/.config/aerc/aerc.conf"
			chown -R mail "$home"
			printf '%s\t%s\n' 'waiting' ":compose -H \"To: $user@example.test\" -H \"Subject: $token\"\\r" \
				'Send this email' 'y' 'sent' ':quit\r' >"$WORLD/keys"
			before=$(logins imap $user)
			on_terminal env EDITOR=true aerc
			status=$?
			received "aerc reads, $mode, password $user" imap $user "$before" $status \
				'waiting' "$WORLD/out"
			sent "aerc sends, $mode, password $user" $user $status $token
		done
	done
	verified aerc "$(version_of aerc)" 'the program: IMAP and sending, TLS and STARTTLS'
fi

# alpine asks for the password, at each server; it is typed as it is.
alpine_password() {
	printf 'PASSWORD\t%s\\r\nPreserve password\tn\n' "$(cat "$WORLD/secrets/$user")"
}

if wanted alpine; then
	user=signs
	for protocol in imap pop3; do
		for mode in tls starttls; do
			new_home
			token
			export_to alpine $user $mode "$home/pinerc" --protocols=$protocol,smtp
			printf '%s\n' 'last-version-used=6.26' 'default-fcc=""' >>"$home/pinerc"
			{
				alpine_password
				printf '%s\t%s\n' 'waiting' 'c'
				printf '%s\t%s\n' 'Subject' "$user@example.test\\r\\r\\r$token\\r\\x18"
				printf '%s\t%s\n' 'Send message' 'y'
				alpine_password
				printf '%s\t%s\n' 'sent|DONE' 'qy'
			} >"$WORLD/keys"
			before=$(logins $protocol $user)
			on_terminal alpine -p pinerc -i
			status=$?
			received "alpine reads by $protocol, $mode, password $user" $protocol $user \
				"$before" $status 'waiting' "$WORLD/out"
			sent "alpine sends, $mode, password $user" $user $status $token
		done
	done
	verified alpine "$(version_of alpine)" 'the program: IMAP, POP3 and sending, TLS and STARTTLS'
fi

# Claws Mail on a screen that nobody sees; the password goes from the file into its
# own store at the start.
# To be run in the background: the shell becomes the program.
claws_on_screen() { # OPTION...
	cd "$home" || exit
	export HOME="$home"
	exec setpriv --reuid mail --regid mail --clear-groups timeout -k 3 90 \
		xvfb-run -a claws-mail "$@" </dev/null >"$WORLD/out" 2>&1
}

# claws_home PROTOCOL MODE USER TOKEN: with a message that waits to be sent.
claws_home() {
	new_home
	export_to claws-mail $3 $2 "$home/.claws-mail/accountrc" --protocols=$1,smtp || return
	printf 'password=%s\nsmtp_password=%s\nuse_apop_auth=0\n' "$(cat "$WORLD/secrets/$3")" \
		"$(cat "$WORLD/secrets/$3")" >>"$home/.claws-mail/accountrc"
	mkdir -p "$home/Mail/inbox" "$home/Mail/queue"
	{
		printf 'AF:\nNF:0\nPS:10\nSRH:1\nSFN:\nDSR:\nMID:\nCFG:\nPT:0\nS:%s\nRQ:\nSSV:%s\n' \
			"$3@example.test" $HOST
		printf 'NSV:\nSSH:\nR:<%s>\nMAID:1\nX-Claws-End-Special-Headers: 1\n' "$3@example.test"
		message $3 $4
	} >"$home/Mail/queue/1"
	{
		cat <<-'XML'
			<?xml version="1.0" encoding="UTF-8"?>
			<folderlist>
			<folder type="mh" name="Mailbox" path="Mail" sort="0" collapsed="0">
			<folderitem type="inbox" name="inbox" path="inbox"/>
			<folderitem type="outbox" name="sent" path="sent"/>
			<folderitem type="draft" name="draft" path="draft"/>
			<folderitem type="queue" name="queue" path="queue"/>
			<folderitem type="trash" name="trash" path="trash"/>
			</folder>
		XML
		[ $1 = pop3 ] || cat <<-XML
			<folder type="imap" name="$3@example.test" collapsed="0" account_id="1">
			<folderitem type="inbox" name="INBOX" path="INBOX" offlinesync="1"/>
			</folder>
		XML
		echo '</folderlist>'
	} >"$home/.claws-mail/folderlist.xml"
	chown -R mail "$home"
}

# By POP3 a file comes; by IMAP it is asked what it lists.
claws_fetched() { # PROTOCOL
	if [ $1 = pop3 ]; then
		python3 "$here/../world/arrived.py" "$home/Mail/inbox" 'waiting-for'
		return
	fi
	# One that is asked before the first one listens would take its place.
	for try in $(seq 300); do
		[ "$(logins imap $user)" -le "$before" ] || break
		sleep 0.1
	done
	for try in $(seq 150); do
		(cd "$home" && HOME=$home setpriv --reuid mail --regid mail --clear-groups \
			claws-mail --status-full 2>&1) | grep '[1-9] #imap/.*/INBOX$' && return
		sleep 0.2
	done
	return 1
}

if wanted claws-mail; then
	for protocol in imap pop3; do
		for mode in tls starttls; do
			for user in $PASSWORDS; do
				token
				claws_home $protocol $mode $user $token
				before=$(logins $protocol $user)
				claws_on_screen --online --receive-all --send &
				claws_fetched $protocol >"$WORLD/why" 2>&1
				received "claws-mail reads by $protocol, $mode, password $user" $protocol $user \
					"$before" $? 'waiting-for\|INBOX' "$WORLD/why" "$home/Mail/inbox"
				sent "claws-mail sends, $mode, password $user" $user 0 $token
				# timeout leads a group of its own, the screen and all.
				kill -- -$!
				while kill -s 0 -- -$! 2>/dev/null; do
					sleep 0.1
				done
			done
		done
	done
	verified claws-mail "$(version_of claws-mail)" 'the program: IMAP, POP3 and sending, TLS and STARTTLS'
fi
