/* SPDX-License-Identifier: MIT
 *
 * Refusals after everything worked: the test message's sender, recipient or
 * content.
 */
#include <string.h>

#include "language.h"
#include "rules.h"

static const char *fallback_code(const struct reply_fact *reply)
{
	if (reply->class != REPLY_PERMANENT)
		return reply->step == STEP_RCPT ? "policy.greylisted" : "protocol.temporary-failure";
	if (reply->step == STEP_MAIL)
		return "policy.sender-rejected";
	if (reply->step == STEP_RCPT)
		return "policy.recipient-unknown";
	return "policy.rejected-by-rule";
}

static const char *step_sentence(enum step step)
{
	if (step == STEP_MAIL)
		return _("the sender address of the test message");
	if (step == STEP_RCPT)
		return _("the recipient of the test message");
	return _("the content of the test message");
}

/* Rows for a bare class say less than the step at which it came. */
static bool is_bare(const char *code)
{
	return strcmp(code, "policy.rejected-by-rule") == 0 ||
		strcmp(code, "protocol.syntax-error") == 0 ||
		strcmp(code, "protocol.bad-sequence") == 0;
}

static void sending_refused(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct reply_fact *reply;
	struct verdict_case *found;
	const char *code;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		reply = endpoint_sending_refusal(endpoint);
		if (endpoint->role != ROLE_CANDIDATE || reply == NULL || !inquiry_open(inquiry, endpoint))
			continue;
		code = endpoint_reply_code(inquiry, endpoint, reply->text);
		if (code == NULL || (is_bare(code) && reply->step == STEP_MAIL))
			code = fallback_code(reply);
		found = verdict_add(inquiry, code, endpoint, _("%s took the login, but refused %s."),
			endpoint_where(inquiry, endpoint), step_sentence(reply->step));
		verdict_quote(inquiry, found, "server", reply->text);
	}
}

const struct rule rules_policy[] = {
	{ "policy.rejected-by-rule", sending_refused, NULL },
	{ NULL, NULL, NULL }
};
