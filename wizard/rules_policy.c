/* SPDX-License-Identifier: MIT
 *
 * Refusals after everything worked: the test message's sender, recipient or
 * content.
 */
#include <string.h>

#include "../probes/text.h"
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

/* Is the box that is full the account's own?  Nobody else's is known at MAIL. */
static bool is_own_box(const struct inquiry *inquiry, enum step step)
{
	return step == STEP_MAIL || text_equal_nocase(inquiry->evidence->test_recipient,
		inquiry->evidence->address);
}

static const char *refusal_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const struct reply_fact *reply)
{
	const char *code = endpoint_step_code(inquiry, endpoint, reply);

	if (code == NULL || (is_bare(code) && reply->step == STEP_MAIL))
		return fallback_code(reply);
	if (strcmp(code, "policy.recipient-full") == 0 && is_own_box(inquiry, reply->step))
		return "policy.quota-full";
	return code;
}

static void sending_refused(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct reply_fact *reply;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		reply = endpoint_sending_refusal(endpoint);
		if (endpoint->role != ROLE_CANDIDATE || reply == NULL || !inquiry_open(inquiry, endpoint))
			continue;
		found = verdict_add(inquiry, refusal_code(inquiry, endpoint, reply), endpoint,
			_("%s took the login, but refused %s."), endpoint_where(inquiry, endpoint),
			step_sentence(reply->step));
		verdict_quote(inquiry, found, "server", reply->text);
	}
}

const struct rule rules_policy[] = {
	{ "policy.rejected-by-rule", sending_refused, NULL },
	{ NULL, NULL, NULL }
};
