#!/bin/sh
# SPDX-License-Identifier: MIT
# Conversations with the guided run at a terminal, each in a world of the practice
# host. Exit status as automake wants it.
set -u
here=$(cd "$(dirname "$0")" && pwd)
MAILGUIDE=$(realpath "${MAILGUIDE:-./mailguide}")
export MAILGUIDE
# The terminal library keeps a few bytes for itself.
LSAN_OPTIONS="suppressions=$here/leaks.txt:print_suppressions=0"
export LSAN_OPTIONS
scenarios=$here/../lab/scenarios
passed=0
failed=0

# talk NAME SCENARIO ADDRESS SECRET
talk() {
	folder=$(mktemp -d) || exit 99
	said=$(LAB_ADDRESS=$3 LAB_SECRET=$4 ./mailguide-lab show "$scenarios/$2.json" -- \
		sh -c 'exec python3 "$1" "$2" "$3"' sh "$here/talk.py" "$1" "$folder" 2>&1)
	if [ $? = 0 ]; then
		passed=$((passed + 1))
		echo "ok      $1"
	else
		failed=$((failed + 1))
		echo "FAILED  $1"
		printf '%s\n' "$said" | sed 's/^/        /'
	fi
	rm -rf "$folder"
}

right='correct horse battery'
for name in success wrong_then_right configuration save_report save_where_and_how \
	without_login leave_at_each_prompt back_at_each_prompt addresses_as_pasted \
	address_with_a_wide_at slip_of_the_hand before_an_account_is_locked \
	password_after_a_token stopped_and_continued narrow_and_resized plain_locale \
	in_plain_words asks_nothing; do
	talk $name discover-autoconfig alice@example.org "$right"
done
if [ -e wizard/po/de/LC_MESSAGES/mailguide.mo ]; then
	MAILGUIDE_TEXTDOMAINDIR=$PWD/wizard/po
	export MAILGUIDE_TEXTDOMAINDIR
	talk in_german discover-autoconfig alice@example.org "$right"
fi
talk help_page gmail-app-password alice@gmail.com 'account-password'
talk app_password gmail-app-password alice@gmail.com 'account-password'
talk no_password_would_do outlook-basic-auth-disabled alice@outlook.com correct-horse-battery
talk others_must_act cert-expired alice@example.org correct-horse-battery
talk servers_of_somebody_else discover-mx-autoconfig alice@example.org "$right"
talk guessed_servers guessed-host alice@example.org correct-horse-battery
talk other_form_of_user_name try-usernames alice@example.org correct-horse-battery
talk manual_settings discover-autoconfig alice@example.net "$right"
printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
