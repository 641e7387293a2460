/* SPDX-License-Identifier: MIT */
#include "rejection.h"

#include <string.h>

#include "../probes/text.h"

#include "language.h"

/* ---- how clear the server's words are ------------------------------------------------------ */

/* Words that leave the cause open although a row names one. */
static const char *const either_or[] = {
	"credentials or", "password or", "service is not open",
};

/* Words that name the cause in a way no general row catches. */
static const char *const outspoken[] = {
	"parol prilozheniya", "authorization code", "application-specific", "app password",
};

static bool holds_any(const char *text, const char *const *pieces, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (text_find_nocase(text, pieces[i]) != NULL)
			return true;
	return false;
}

/* Do the words say no more than "wrong user name or password"?  A provider's row
 * may still read more into them; that is a rule about the provider, not a fact. */
static bool words_are_vague(enum mail_protocol protocol, const char *text)
{
	const struct reply_rule *row;

	if (holds_any(text, outspoken, sizeof outspoken / sizeof outspoken[0]))
		return false;
	if (holds_any(text, either_or, sizeof either_or / sizeof either_or[0]))
		return true;
	row = replies_match(mail_protocol_name(protocol), NULL, "", text);
	return row == NULL || strcmp(row->code, "auth.credentials-rejected") == 0 ||
		strcmp(row->code, "auth.password-wrong") == 0 ||
		strcmp(row->code, "policy.rejected-by-rule") == 0;
}

bool rejection_is_read_into_words(const char *code)
{
	static const char *const codes[] = {
		"auth.credentials-rejected", "auth.password-wrong", "auth.app-password-required",
		"auth.imap-disabled",
		"auth.pop-disabled", "auth.client-password-separate", "auth.oauth-only",
		"auth.smtp-separate-credentials",
	};
	size_t i;

	for (i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (strcmp(codes[i], code) == 0)
			return true;
	return false;
}

/* IMAP's tagged BAD; in other places it is a word like any other. */
static bool is_bad(const struct endpoint_fact *endpoint, const char *text)
{
	const char *last = strrchr(text, '\n'), *status;

	status = strchr(last != NULL ? last + 1 : text, ' ');
	return endpoint->service.protocol == MAIL_IMAP && status != NULL &&
		text_starts_nocase(status, " BAD") && (status[4] == ' ' || status[4] == '\0');
}

static const char *fallback_code(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *reply = endpoint->login.reply;

	if (reply->class == REPLY_TRANSIENT)
		return "auth.backend-unavailable";
	if (reply->class == REPLY_BYE || reply->class == REPLY_MALFORMED)
		return "protocol.temporary-failure";
	if (reply->code == 501 || is_bad(endpoint, reply->text))
		return "protocol.auth-exchange-error";
	return "auth.credentials-rejected";
}

struct rejection rejection_read(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct reply_fact *reply = endpoint->login.reply;
	enum mail_protocol protocol = endpoint->service.protocol;
	const struct reply_rule *row = endpoint_reply_rule(inquiry, endpoint, reply->text);
	struct rejection rejection = { .endpoint = endpoint, .text = reply->text };

	/* Whatever words the answer to "*" has, no password was judged; and a word of
	 * information before the refusal is no greeting. */
	if (row != NULL && (endpoint->login.cancelled ||
			strcmp(row->code, "protocol.mail-protocol-swapped") == 0))
		row = NULL;
	rejection.code = endpoint->login.cancelled ? "protocol.auth-exchange-error" :
		row != NULL ? endpoint_step_code(inquiry, endpoint, reply) : fallback_code(endpoint);
	rejection.by_provider = row != NULL &&
		strcmp(row->scope, endpoint_speaker(inquiry, endpoint)) == 0;
	rejection.vague = reply->class == REPLY_PERMANENT && rejection_is_read_into_words(rejection.code) &&
		words_are_vague(protocol, reply->text);
	rejection.accepted = inquiry_accepted_elsewhere(inquiry, endpoint);
	return rejection;
}

/* Causes that lie with one service; all others stop the whole account. */
static bool is_service_cause(const char *code)
{
	static const char *const codes[] = {
		"auth.imap-disabled", "auth.pop-disabled", "auth.smtp-disabled",
		"auth.smtp-auth-disabled-tenant", "auth.smtp-auth-disabled-mailbox",
		"auth.app-password-scope", "auth.username-form", "auth.smtp-separate-credentials",
		"auth.access-disabled-by-admin", "auth.authorization-failed",
	};
	size_t i;

	for (i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (strcmp(codes[i], code) == 0)
			return true;
	return strncmp(code, "auth.", 5) != 0;
}

void rejection_report(struct inquiry *inquiry, const struct rejection *rejection, const char *code,
	const char *because)
{
	const struct endpoint_fact *endpoint = rejection->endpoint, *other;
	struct verdict_case *found;

	found = verdict_add(inquiry, code, endpoint, _("%s refused the login of %s by %s%s."),
		endpoint_where(inquiry, endpoint),
		endpoint->service.username == NULL ? _("the user") : endpoint->service.username,
		endpoint->login.mechanism == NULL || endpoint->login.mechanism[0] == '\0' ?
		"password" : endpoint->login.mechanism, because);
	verdict_quote(inquiry, found, "server", rejection->text);
	if (rejection->accepted == NULL && !is_service_cause(code))
		verdict_account_wide(inquiry, found);
	/* Where the same secret was then held back, the cause is the same. */
	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other->login.bar == BAR_HOST_REJECTED)
			verdict_witness(inquiry, found, other);
}
