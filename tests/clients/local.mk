# SPDX-License-Identifier: MIT
# Real mail programs, configured by mailguide, against real Dovecot and Postfix.
TESTS += %D%/check.sh
EXTRA_DIST += %D%/check.sh %D%/cases.sh %D%/programs.sh %D%/targets.sh %D%/VERIFIED.md \
	%D%/senders.sh %D%/fetchers.sh %D%/terminals.sh %D%/terminal.py %D%/relays.sh \
	%D%/applications.sh %D%/oauth.sh %D%/parsers.sh \
	%D%/laravel.php %D%/sender.py %D%/logins.py %D%/values.py \
	%D%/desktops.sh %D%/desktop.sh %D%/thunderbird.py
