#!/bin/sh
# SPDX-License-Identifier: MIT
# Says which program of those that the cases run is missing, and fails then.
# Those of Debian, whatever else is installed here.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
for program in msmtp mpop mbsync fetchmail getmail offlineimap mutt neomutt aerc alpine \
	s-nail swaks curl git php ruby node python3 amtool xmllint claws-mail xvfb-run setpriv \
	thunderbird evolution geary xdotool dbus-run-session gnome-keyring-daemon secret-tool gsettings \
	dpkg-query ldns-read-zone; do
	command -v "$program" >/dev/null || {
		echo "$program is not installed; './autogen.sh deps --tests' installs all"
		exit 1
	}
done
python3 -c 'import django, yaml' 2>/dev/null || {
	echo 'python3-django or python3-yaml is not installed'
	exit 1
}
for library in Illuminate/Mail Symfony/Component/Dotenv; do
	[ -e /usr/share/php/$library/autoload.php ] || {
		echo "php-laravel-framework or php-symfony-dotenv is not installed"
		exit 1
	}
done
for relay in dma nullmailer opensmtpd exim4 libsasl2-modules-kdexoauth2; do
	[ -d "${MAILGUIDE_TEST_PACKAGES:-/var/cache/mailguide-tests}/$relay" ] || {
		echo "the package $relay is not fetched; './autogen.sh deps --tests' does that"
		exit 1
	}
done
