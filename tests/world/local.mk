# SPDX-License-Identifier: MIT
# mailguide against real Dovecot, Postfix, nginx, dnsmasq and unbound.
TESTS += %D%/check.sh
EXTRA_DIST += %D%/check.sh %D%/cases.sh %D%/check.py %D%/discovery.sh \
	%D%/lib.sh %D%/signed.sh %D%/web.sh \
	%D%/world.sh %D%/inside.sh %D%/ready.py %D%/arrived.py \
	%D%/accounts.sh %D%/ca.sh %D%/dovecot.sh %D%/postfix.sh %D%/tokens.py
