#!/bin/sh
# SPDX-License-Identifier: MIT
# mailguide against real mail servers, in a world of their own. Exit status as
# automake wants it: 77 is skipped, which CI=true turns into a failure.
set -u
here=$(cd "$(dirname "$0")" && pwd)
MAILGUIDE=$(realpath "${MAILGUIDE:-./mailguide}")
export MAILGUIDE
# The presets and colours of the person who runs this stay out of it.
XDG_CONFIG_HOME=/nonexistent
export XDG_CONFIG_HOME

reason=$(sh "$here/world.sh" --possible) || {
	echo "world: SKIPPED, real mail servers were NOT tested: $reason"
	echo '0 passed, 0 failed, 1 skipped'
	[ "${CI:-}" != true ] || exit 1
	exit 77
}

world=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-world-XXXXXX") || exit 99
# An ordinary user's world has files of other users: only inside they can go.
trap 'sh "$here/world.sh" --remove "$world"' EXIT
trap 'exit 1' HUP INT TERM
sh "$here/world.sh" "$world" sh "$here/cases.sh"
