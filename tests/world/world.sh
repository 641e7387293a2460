#!/bin/sh
# SPDX-License-Identifier: MIT
# world.sh FOLDER COMMAND...: runs COMMAND in a small world of its own with a
# real mail host (inside.sh) and nothing else; what it leaves behind is in
# FOLDER. Everything ends with the command, because the process namespace does.
# Needs no root: an ordinary user gets namespaces from newuidmap and /etc/subuid.
#
#   world.sh /tmp/world sh -i                  look around by hand
#   world.sh --possible                        say why it cannot work, if so
#   world.sh --remove /tmp/world               files of the servers' users too
set -eu
here=$(cd "$(dirname "$0")" && pwd)

namespaces='--net --pid --fork --kill-child --mount-proc'
if [ "$(id -u)" != 0 ]; then
	# Several users inside: the mail servers change to their own.
	namespaces="--user --map-root-user --map-auto $namespaces"
fi

possible() {
	PATH=$PATH:/usr/sbin:/sbin
	for program in dovecot postfix dnsmasq nginx unbound ldns-signzone openssl python3 ip \
		unshare; do
		command -v "$program" >/dev/null || {
			echo "$program is not installed"
			return 1
		}
	done
	for user in dovecot dovenull postfix mail; do
		id "$user" >/dev/null 2>&1 || {
			echo "there is no user '$user'"
			return 1
		}
	done
	# shellcheck disable=SC2086
	unshare $namespaces true 2>&1
}

case $1 in
--possible)
	possible
	exit
	;;
--remove)
	# shellcheck disable=SC2086
	exec unshare $namespaces rm -rf "$2"
	;;
esac
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
# shellcheck disable=SC2086
exec unshare $namespaces sh "$here/inside.sh" "$folder" "$@"
