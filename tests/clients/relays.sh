# SPDX-License-Identifier: MIT
# Relays. Postfix runs once more beside the one of this world. The others exclude
# each other as packages, so `autogen.sh deps --tests` only fetches them.

# relay_with TARGET START: START configures the relay with the script in
# $home/relay.sh, twice, since that must change nothing, and sends the message in $home/message from $address.
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

# A plugin for tokens is at hand, as where KMail is installed; a password is sent all
# the same.
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
import_environment = MAIL_CONFIG SASL_PATH=$(sasl_path)
multi_instance_name = postfix-relay
alias_maps =
CONF
	MAIL_CONFIG=$own/etc
	export MAIL_CONFIG
	sh "$home/relay.sh" && sh "$home/relay.sh" && postfix -c "$own/etc" start &&
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

# ---- relays that exclude each other, each with this system's /usr in a root of its own ----
root=$WORLD/relay/root
enter_root() { # PACKAGE
	mkdir -p "$root"
	mount -t tmpfs relay "$WORLD/relay" || return
	chmod 755 "$WORLD/relay"
	mkdir "$root" "$WORLD/relay/work" "$root/proc" "$root/dev" "$root/run" "$root/tmp" \
		"$root/usr" "$root/var"
	chmod 755 "$root" "$root"/*
	chmod 1777 "$root/tmp"
	for link in bin lib lib64 sbin; do
		[ ! -L /$link ] || ln -s "usr/$link" "$root/$link"
	done
	# What an ordinary user cannot read of /etc is not needed.
	cp -a /etc "$root/" 2>/dev/null
	for deb in "$packages/$1"/*.deb; do
		dpkg-deb -x "$deb" "$WORLD/relay/tree"
	done
	for part in etc var; do
		[ ! -d "$WORLD/relay/tree/$part" ] || cp -a "$WORLD/relay/tree/$part" "$root/"
	done
	ln -s /run "$root/var/run"
	mv "$WORLD/relay/tree/usr" "$WORLD/relay/upper"
	layers=lowerdir=/usr,upperdir=$WORLD/relay/upper,workdir=$WORLD/relay/work
	mount -t overlay relay -o "$layers" "$root/usr" 2>/dev/null ||
		mount -t overlay relay -o "userxattr,$layers" "$root/usr" || return
	mount --rbind /proc "$root/proc"
	mount --rbind /dev "$root/dev"
	cp "$WORLD/hosts" "$root/etc/hosts"
	rm -f "$root/etc/resolv.conf"
	cp "$WORLD/resolv.conf" "$root/etc/resolv.conf"
	cp "$WORLD/bundle.crt" "$root/etc/ssl/certs/ca-certificates.crt"
	echo relay.example.test >"$root/etc/mailname"
	cp "$home/relay.sh" "$home/message" "$root/"
}
leave_root() {
	umount -l "$root/proc" "$root/dev" "$root/usr" "$WORLD/relay"
}
in_root() {
	timeout -k 5 40 chroot "$root" "$@"
}
arrives() {
	python3 "$here/../world/arrived.py" "$WORLD/mail/$address" "$token"
}
add_user() { # NAME ID
	echo "$1:x:$2:$2::/:/usr/sbin/nologin" >>"$root/etc/passwd"
	echo "$1:x:$2:" >>"$root/etc/group"
}

dma_relays() {
	enter_root dma || return
	mkdir -p "$root/var/spool/dma"
	chown root:mail "$root/var/spool/dma"
	chmod 2775 "$root/var/spool/dma"
	in_root sh relay.sh && in_root sh relay.sh && in_root sh -c "dma -D -f $address $address <message" && arrives
	status=$?
	leave_root
	return $status
}

nullmailer_relays() {
	enter_root nullmailer || return
	spool=$root/var/spool/nullmailer
	mkdir -p "$spool/queue" "$spool/tmp" "$spool/failed" "$root/etc/nullmailer"
	mkfifo "$spool/trigger"
	mv "$root/relay.sh" "$root/etc/nullmailer/remotes"
	echo relay.example.test >"$root/etc/nullmailer/me"
	chown -R mail:mail "$spool" "$root/etc/nullmailer"
	chmod 600 "$root/etc/nullmailer/remotes"
	in_root setpriv --reuid mail --regid mail --clear-groups sh -c "
		nullmailer-inject -f $address $address <message || exit
		nullmailer-send & trap 'kill \$!' EXIT
		sleep 20" &
	arrives
	status=$?
	kill $!
	leave_root
	return $status
}

opensmtpd_relays() {
	enter_root opensmtpd || return
	add_user opensmtpd 990
	add_user opensmtpq 991
	mkdir -p "$root/var/spool/smtpd" "$root/var/lib/opensmtpd/empty" "$root/run/opensmtpd" "$root/run"
	chmod 711 "$root/var/spool/smtpd"
	chgrp 991 "$root/usr/sbin/smtpctl"
	chmod 2755 "$root/usr/sbin/smtpctl"
	in_root sh relay.sh && in_root sh relay.sh || { leave_root; return 1; }
	# Its children may live a moment longer, and would write into what the next case reads.
	in_root smtpd -d >"$WORLD/opensmtpd.log" 2>&1 &
	daemon=$!
	for try in $(seq 50); do
		in_root smtpctl show status >/dev/null 2>&1 && break
		sleep 0.1
	done
	in_root sh -c "/usr/sbin/sendmail -f $address $address <message" && arrives
	status=$?
	kill $daemon
	wait $daemon
	leave_root
	return $status
}

exim_relays() {
	enter_root exim4 || return
	add_user Debian-exim 992
	mkdir -p "$root/var/lib/exim4" "$root/var/spool/exim4" "$root/var/log/exim4"
	chown -R 992:992 "$root/var/spool/exim4" "$root/var/log/exim4"
	printf '%s\n' "dc_use_split_config='false'" "dc_localdelivery='mail_spool'" \
		"dc_local_interfaces='127.0.0.1'" >"$root/etc/exim4/update-exim4.conf.conf"
	in_root sh relay.sh && in_root sh relay.sh && in_root update-exim4.conf &&
		in_root sh -c "exim4 -odf -f $address $address <message" && arrives
	status=$?
	tail -n 5 "$root/var/log/exim4/mainlog"
	leave_root
	return $status
}

package_version() { # FILE
	dpkg-deb -f "$1" Version | sed 's/^[0-9]*://; s/[-+].*//'
}
for relay in dma:dma nullmailer:nullmailer opensmtpd:opensmtpd exim:exim4; do
	name=${relay%:*} package=${relay#*:}
	if wanted $name; then
		case $name in
		exim | opensmtpd)
			relay_with $name ${name}_relays
			refuses_edges $name
			;;
		*)
			passwords="$PASSWORDS edges"
			relay_with $name ${name}_relays
			passwords=$PASSWORDS
			;;
		esac
		verified $name "$(package_version "$(ls "$packages/$package"/*.deb | head -n 1)")" 'the program: relays, TLS and STARTTLS'
	fi
done
