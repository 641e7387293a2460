# SPDX-License-Identifier: MIT
# Libraries that applications send with: a few lines of each language around what
# was exported, run for real.
# run_with TARGET FILE COMMAND...: COMMAND sends $TOKEN to $USER_ADDRESS with it.
version= # an option, where it cannot be asked
run_with() {
	target=$1 file=$2
	shift 2
	for mode in tls starttls; do
		for user in $passwords; do
			new_home
			token
			# shellcheck disable=SC2046
			why=$(export_to $target $user $mode "$home/$file" $version $(inline $user)) || {
				verdict "$target sends, $mode, password $user" "$why"
				continue
			}
			as_user env USER_ADDRESS=$user@example.test TOKEN=$token "$@"
			sent "$target sends, $mode, password $user" $user $? $token
		done
	done
	[ $target != rails ] || login_only rails "$file" env USER_ADDRESS=alice@example.test TOKEN=x "$@"
	[ $target = alertmanager ] || any_values $target "$file" "$version" \
		env USER_ADDRESS=alice@example.test TOKEN=x "$@"
}

# What Python cannot send is refused before it is written.
refuses_utf8() {
	new_home
	# shellcheck disable=SC2046
	why=$(export_to $1 awkward tls "$home/none" $(inline awkward))
	verdict "$1 refuses a password beyond ASCII" \
		"$(case $why in *'beyond ASCII'*) ;; *) echo "it said: $why" ;; esac)"
}

passwords='signs backslash'
if wanted python-smtplib; then
	run_with python-smtplib mailer.py python3 -c '
import os, mailer
mailer.send(os.environ["USER_ADDRESS"], os.environ["TOKEN"], os.environ["TOKEN"])
mailer.mailbox().logout()'
	refuses_utf8 python-smtplib
	verified python-smtplib "$(version_of python3)" 'the program: IMAP and sending, TLS and STARTTLS'
fi
if wanted django; then
	# Django 3.2 checks no certificate; what counts is that the values come through.
	run_with django settings.py env DJANGO_SETTINGS_MODULE=settings PYTHONPATH=. python3 -c '
import os
from django.core.mail import send_mail
send_mail(os.environ["TOKEN"], os.environ["TOKEN"], None, [os.environ["USER_ADDRESS"]])'
	refuses_utf8 django
	verified django "$(version_of python3-django)" 'the program: sends, TLS and STARTTLS'
fi
passwords=$PASSWORDS

if wanted phpmailer; then
	run_with phpmailer mail.php php -r '
		require "/usr/share/php/libphp-phpmailer/autoload.php";
		require "mail.php";
		$mail->addAddress(getenv("USER_ADDRESS"));
		$mail->Subject = $mail->Body = getenv("TOKEN");
		$mail->send();'
	verified phpmailer "$(version_of libphp-phpmailer)" 'the program: sends, TLS and STARTTLS'
fi
if wanted symfony; then
	run_with symfony dotenv php -r '
		require "/usr/share/php/Symfony/Component/Mailer/autoload.php";
		require "/usr/share/php/Symfony/Component/Mime/autoload.php";
		require "/usr/share/php/Symfony/Component/Dotenv/autoload.php";
		(new Symfony\Component\Dotenv\Dotenv())->load("dotenv");
		$mailer = new Symfony\Component\Mailer\Mailer(
			Symfony\Component\Mailer\Transport::fromDsn($_ENV["MAILER_DSN"]));
		$mailer->send((new Symfony\Component\Mime\Email())->from(getenv("USER_ADDRESS"))
			->to(getenv("USER_ADDRESS"))->subject(getenv("TOKEN"))->text(getenv("TOKEN")));'
	verified symfony "$(version_of php-symfony-mailer)" 'the program: sends, TLS and STARTTLS'
fi
if wanted laravel; then
	# A backtick is refused: shells, which read such files too, would run it.
	passwords='awkward braces backslash'
	version=--client-version=$(version_of php-laravel-framework)
	run_with laravel dotenv php "$tools/laravel.php"
	version= passwords=$PASSWORDS
	verified laravel "$(version_of php-laravel-framework)" 'the program: sends, TLS and STARTTLS'
fi
if wanted nodemailer; then
	# It resolves no name while loopback is the only network; this says there is more.
	there_is_more='require("os").networkInterfaces = () =>
		({ outside: [{ family: "IPv4", internal: false }] });'
	node_sends='
		{ echo "$1"; cat mail.js; echo "transport.sendMail({ to: process.env.USER_ADDRESS,
			subject: process.env.TOKEN, text: process.env.TOKEN })
			.catch((e) => { console.error(e); process.exit(1); });"; } >run.js && node run.js'
	run_with nodemailer mail.js env NODE_PATH=/usr/share/nodejs:/usr/lib/nodejs \
		NODE_EXTRA_CA_CERTS="$WORLD/ca/ca.crt" sh -c "$node_sends" sh "$there_is_more"
	verified nodemailer "$(version_of node-nodemailer)" 'the program: sends, TLS and STARTTLS'
fi
if wanted rails; then
	run_with rails settings.rb ruby -e '
		require "action_mailer"
		module Rails; def self.application; App; end; end
		module App
			Config = Struct.new(:action_mailer)
			def self.configure(&block) = instance_eval(&block)
			def self.config = @config ||= Config.new(ActionMailer::Base)
		end
		load "./settings.rb"
		ActionMailer::Base.mail(to: ENV["USER_ADDRESS"], subject: ENV["TOKEN"],
			body: ENV["TOKEN"], content_type: "text/plain").deliver_now'
	verified rails "$(version_of ruby-actionmailer)" 'the program: sends, TLS and STARTTLS'
fi
if wanted alertmanager; then
	run_with alertmanager global.yml env ARRIVED="$tools/arrived.py" MAIL="$WORLD/mail" sh -c '
		{ cat global.yml; cat <<-CONF
		route: { receiver: mail, group_wait: 0s }
		receivers: [{ name: mail, email_configs: [{ to: $USER_ADDRESS }] }]
		CONF
		} >am.yml
		amtool check-config am.yml || exit
		prometheus-alertmanager --config.file=am.yml --storage.path=data \
			--web.listen-address=127.0.0.1:9093 --cluster.listen-address= >&2 &
		for try in $(seq 100); do
			amtool --alertmanager.url=http://127.0.0.1:9093 alert add alertname="$TOKEN" \
				2>/dev/null && break
			sleep 0.1
		done
		python3 "$ARRIVED" "$MAIL/$USER_ADDRESS" "$TOKEN"
		status=$?
		kill $!
		exit $status'
	verified alertmanager "$(version_of prometheus-alertmanager)" 'the program: sends, TLS and STARTTLS'
fi
