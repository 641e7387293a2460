#!/bin/sh
# SPDX-License-Identifier: MIT
# Real mail programs, configured by `mailguide export`, against real Dovecot and
# Postfix, in the world of tests/world. Exit status as automake wants it: 77 is
# skipped, which CI=true turns into a failure.
#
#   check.sh [TARGET...]          only these
#   check.sh --update             and write VERIFIED.md anew
set -u
here=$(cd "$(dirname "$0")" && pwd)
world_sh=$here/../world/world.sh
MAILGUIDE=$(realpath "${MAILGUIDE:-./mailguide}")
export MAILGUIDE
XDG_CONFIG_HOME=/nonexistent
export XDG_CONFIG_HOME
update=no
if [ "${1:-}" = --update ]; then
	update=yes
	shift
fi

skip() {
	echo "clients: SKIPPED, real mail programs were NOT tested: $1"
	echo '0 passed, 0 failed, 1 skipped'
	[ "${CI:-}" != true ] || exit 1
	exit 77
}
reason=$(sh "$world_sh" --possible) || skip "$reason"
reason=$(sh "$here/programs.sh") || skip "$reason"

world=$(mktemp -d "${TMPDIR:-/tmp}/mailguide-clients-XXXXXX") || exit 99
trap 'sh "$world_sh" --remove "$world"' EXIT
trap 'exit 1' HUP INT TERM
sh "$world_sh" "$world" sh "$here/cases.sh" "$@"
status=$?
[ $# -gt 0 ] || [ $status != 0 ] || {
	if [ $update = yes ]; then
		cp "$world/verified.md" "$here/VERIFIED.md"
	elif ! sh "$here/targets.sh" "$here/VERIFIED.md" | cmp -s - "$world/verified.targets"; then
		echo 'FAILED  VERIFIED.md is not what this run verified; check.sh --update writes it'
		status=1
	fi
}
exit $status
