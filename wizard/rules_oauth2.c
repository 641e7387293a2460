/* SPDX-License-Identifier: MIT
 *
 * Causes at a login by OAuth2 token.  The error challenge (RFC 7628 section
 * 3.2.2, and what XOAUTH2 sends alike) says more than the reply behind it.
 */
#include <string.h>

#include "language.h"
#include "rejection.h"

/* NULL when the challenge is missing or says nothing definite. */
static const char *challenge_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct reply_rule *row;

	if (endpoint->login.challenge == NULL || endpoint->login.challenge[0] == '\0')
		return NULL;
	row = replies_match("oauth2", inquiry->evidence->provider, "", endpoint->login.challenge);
	return row == NULL ? NULL : row->code;
}

/* Codes of the reply rows that hold for tokens as well; the rest is about
 * passwords, and no password was sent. */
static bool holds_for_tokens(const char *code)
{
	static const char *const about_passwords[] = {
		"auth.credentials-rejected", "auth.app-password-required", "auth.password-wrong",
		"auth.client-password-separate", "auth.oauth-only", "auth.imap-disabled",
		"auth.pop-disabled",
	};
	size_t i;

	for (i = 0; i < sizeof about_passwords / sizeof about_passwords[0]; i++)
		if (strcmp(about_passwords[i], code) == 0)
			return false;
	return true;
}

static const char *token_code(const struct inquiry *inquiry, const struct rejection *rejection,
	const char **because)
{
	const char *code = challenge_code(inquiry, rejection->endpoint);

	if (code != NULL)
		return code;
	/* The answer to a challenge is empty or nearly so, and some servers object to
	 * that in place of the token. */
	if (strncmp(rejection->code, "protocol.", 9) == 0 &&
	    rejection->endpoint->login.challenge != NULL &&
	    rejection->endpoint->login.challenge[0] == '{')
		return "oauth2.token-rejected";
	if (!rejection->vague && (holds_for_tokens(rejection->code) ||
		strstr(rejection->code, "-disabled") != NULL))
		return rejection->code;
	if (rejection->by_provider && holds_for_tokens(rejection->code) &&
	    rejection->accepted == NULL)
		return rejection->code;
	if (rejection->accepted == NULL)
		return "oauth2.token-rejected";
	*because = arena_printf(inquiry->arena, _("; %s took the same token"),
		endpoint_where(inquiry, rejection->accepted));
	if (rejection->endpoint->service.protocol == MAIL_SMTP &&
	    inquiry_quirk(inquiry, "smtp-auth-admin-switch"))
		return "auth.smtp-auth-disabled-mailbox";
	if (rejection->endpoint->service.protocol == MAIL_IMAP &&
	    inquiry_quirk(inquiry, "imap-must-be-enabled"))
		return "auth.imap-disabled";
	if (rejection->endpoint->service.protocol == MAIL_POP3 &&
	    inquiry_quirk(inquiry, "pop-must-be-enabled"))
		return "auth.pop-disabled";
	return "oauth2.scope-insufficient";
}

static void token_refused(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct rejection rejection;
	const char *because, *code;

	if (!inquiry->evidence->secret.is_token)
		return;
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->login.outcome != LOGIN_REFUSED || endpoint->login.reply == NULL)
			continue;
		because = "";
		rejection = rejection_read(inquiry, endpoint);
		code = token_code(inquiry, &rejection, &because);
		rejection_report(inquiry, &rejection, code, because);
	}
}

const struct rule rules_oauth2[] = {
	{ "oauth2.token-rejected", token_refused, NULL },
	{ "oauth2.token-expired", NULL, EXPLAINS("oauth2.token-rejected") },
	{ "oauth2.scope-insufficient", NULL, EXPLAINS("oauth2.token-rejected") },
	{ NULL, NULL, NULL }
};
