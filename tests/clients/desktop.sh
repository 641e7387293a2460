#!/bin/sh
# SPDX-License-Identifier: MIT
# desktop.sh WINDOW PROGRAM...: a session with a screen that nobody sees and a
# keyring that is open. The keyring holds $HOME/secret under the attributes of each
# line of $HOME/attributes; $HOME/settings, if it is there, has lines for gsettings.
# Ctrl+Return, which sends what is being written, is pressed
# in the program's WINDOW until the session is ended from outside.
set -u
if [ -z "${DISPLAY:-}" ]; then
	mkdir -p "$HOME/run"
	chmod 700 "$HOME/run"
	# The only network is this one, and programs would think that there is none.
	export XDG_RUNTIME_DIR="$HOME/run" GIO_USE_NETWORK_MONITOR=base NO_AT_BRIDGE=1
	exec dbus-run-session -- xvfb-run -a sh "$0" "$@"
fi
window=$1
shift
printf open | gnome-keyring-daemon --unlock --components=secrets >/dev/null
[ ! -e "$HOME/attributes" ] || while read -r line; do
	# The attributes are words.
	# shellcheck disable=SC2086
	secret-tool store --label=mail $line <"$HOME/secret"
done <"$HOME/attributes"
[ ! -e "$HOME/settings" ] || while read -r line; do
	# shellcheck disable=SC2086
	gsettings set $line
done <"$HOME/settings"
"$@" &
while kill -0 $! 2>/dev/null; do
	for id in $(xdotool search --onlyvisible --name "$window" 2>/dev/null); do
		xdotool windowfocus "$id" key ctrl+Return
	done
	sleep 0.5
done
