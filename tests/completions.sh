#!/bin/sh
# SPDX-License-Identifier: MIT
# The shells' completions: accepted by each shell, and right where one can ask.
set -u
passed=0
failed=0

verdict() { # NAME TROUBLE
	if [ -z "$2" ]; then
		passed=$((passed + 1))
		echo "ok      $1"
	else
		failed=$((failed + 1))
		printf 'FAILED  %s\n%s\n' "$1" "$2"
	fi
}

missing=
for shell in bash zsh fish; do
	command -v $shell >/dev/null || missing="$missing $shell"
done
if [ -n "$missing" ]; then
	echo "completions: SKIPPED, not installed:$missing"
	echo '0 passed, 0 failed, 1 skipped'
	[ "${CI:-}" != true ] || exit 1
	exit 77
fi

verdict 'bash accepts it' "$(bash -n completions/mailguide.bash 2>&1)"
verdict 'zsh accepts it' "$(zsh -n completions/_mailguide 2>&1)"
verdict 'fish accepts it' "$(fish -n completions/mailguide.fish 2>&1)"

# in_bash WANTED WORD...: is WANTED offered for the last WORD?
in_bash() {
	wanted=$1
	shift
	# shellcheck disable=SC2016
	offered=$(bash -c '
		compopt() { :; }
		. completions/mailguide.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_mailguide
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@" 2>&1)
	verdict "bash: $* -> $wanted" \
		"$(printf '%s\n' "$offered" | grep -qxF -e "$wanted" || echo "offered: $offered")"
}
in_bash diagnose mailguide dia
in_bash --ca-file= mailguide diagnose --ca
in_bash never mailguide lookup --color = n
in_bash Makefile mailguide diagnose --ca-file = Makef
in_bash msmtp mailguide export msm
in_bash tls.cert-expired mailguide explain tls.cert-e

# in_fish WANTED LINE
in_fish() {
	offered=$(HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent fish --no-config -c \
		"source completions/mailguide.fish; complete -C '$2'" 2>&1 | cut -f1)
	verdict "fish: $2 -> $1" \
		"$(printf '%s\n' "$offered" | grep -qxF -e "$1" || echo "offered: $offered")"
}
in_fish diagnose 'mailguide dia'
in_fish --no-third-party 'mailguide lookup --no-t'
in_fish never 'mailguide lookup --color n'
in_fish msmtp 'mailguide export msm'

printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
