/* SPDX-License-Identifier: MIT
 *
 * The likeliest next step after a test.
 */
#include <string.h>

#include "setup.h"

/* The first row that fits decides; a LAYER alone stands for all its codes.  Keys are
 * those of setup_offer.c. */
static const struct {
	const char *layer, *code; /* "" is any */
	char key;
} steps[] = {
	{ "", "auth.username-alias", 'u' },
	{ "", "auth.username-form", 'u' },
	{ "", "auth.username-needs-domain", 'u' },
	{ "", "auth.username-unknown", 'u' },
	/* The password is right; something else must be done first. */
	{ "", "auth.account-dormant", 'r' },
	{ "", "auth.account-locked", 'r' },
	{ "", "auth.imap-disabled", 'r' },
	{ "", "auth.pop-disabled", 'r' },
	{ "", "auth.smtp-disabled", 'r' },
	{ "", "auth.terms-not-accepted", 'r' },
	{ "", "auth.too-many-attempts", 'r' },
	{ "", "auth.web-login-needed", 'r' },
	/* Programs that sign in through the browser need no password. */
	{ "", "auth.oauth-only", 'c' },
	{ "", "auth.wrong-region", 'm' },
	{ "auth", "", 'p' },
	{ "", "config.address-syntax", 'a' },
	{ "", "config.bridge-needed", 'r' },
	{ "", "config.forward-only", 'a' },
	{ "", "config.source-unconfirmed", 'y' },
	{ "config", "", 'm' },
	{ "", "dns.domain-typo", 'a' },
	{ "", "dns.no-mail-records", 'a' },
	{ "", "dns.null-mx", 'a' },
	{ "", "dns.nxdomain", 'a' },
	{ "", "dns.typosquat-live", 'a' },
	{ "", "dns.host-nxdomain", 'm' },
	{ "", "protocol.mail-protocol-swapped", 'm' },
	{ "", "protocol.wrong-service", 'm' },
	{ "", "tls.host-is-ip", 'm' },
	{ "", "tls.hostname-mismatch", 'm' },
	{ "", "tls.implicit-on-starttls-port", 'm' },
	{ "", "tls.plain-on-implicit-port", 'm' },
	{ "", "tls.shared-host-certificate", 'm' },
	{ "", "tls.wildcard-too-shallow", 'm' },
};

static bool fits(const char *wanted, const char *is)
{
	return wanted[0] == '\0' || strcmp(wanted, is) == 0;
}

char setup_suggest(const struct setup *setup)
{
	const struct finding *cause = setup->verdict->findings;
	size_t i;

	if (setup->verdict->ok)
		/* A password that nobody takes need not be typed. */
		return setup->secret != NULL || setup_no_password(setup) ? 'c' : 'p';
	/* Somebody else must act, and wants to know what was seen. */
	if (cause->who == WHO_ADMIN || cause->who == WHO_PROVIDER)
		return 's';
	for (i = 0; cause->who == WHO_USER && i < sizeof steps / sizeof steps[0]; i++)
		if (fits(steps[i].layer, cause->code->layer) && fits(steps[i].code, cause->code->code))
			return steps[i].key;
	return 'r';
}
