/* SPDX-License-Identifier: MIT
 *
 * Causes at the question "what can you do": EHLO, CAPABILITY, CAPA.
 */
#include <string.h>

#include "banners.h"
#include "language.h"
#include "rules.h"

static void ehlo_unsupported(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *hello, *helo;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		hello = endpoint_reply(endpoint, STEP_HELLO);
		helo = endpoint_reply(endpoint, STEP_HELO);
		if (endpoint->service.protocol != MAIL_SMTP || !reply_is_negative(hello) ||
		    helo == NULL || helo->class != REPLY_OK)
			continue;
		found = verdict_add(inquiry, "protocol.ehlo-unsupported", endpoint,
			_("%s refuses EHLO and takes only the old HELO, so it can offer neither encryption "
			"nor a login."), endpoint_where(inquiry, endpoint));
		verdict_quote(inquiry, found, "server", hello->text);
	}
}

static const char *hello_code(const struct inquiry *inquiry, const struct endpoint_fact *endpoint,
	const struct reply_fact *reply)
{
	const char *code = endpoint_step_code(inquiry, endpoint, reply);

	/* The general rows would blame a parameter or the verb. */
	if (code != NULL && strcmp(code, "protocol.syntax-error") != 0 &&
	    strcmp(code, "policy.rejected-by-rule") != 0 &&
	    strcmp(code, "protocol.greeting-refused") != 0)
		return code;
	if (reply->class == REPLY_TRANSIENT || reply->class == REPLY_BYE)
		return "protocol.temporary-failure";
	return endpoint->service.protocol == MAIL_SMTP ? "protocol.ehlo-rejected" :
		"protocol.command-unknown";
}

/* A POP3 server may refuse CAPA and work all the same. */
static void hello_refused(struct inquiry *inquiry)
{
	static const enum step steps[] = { STEP_HELLO_SECURE, STEP_HELO, STEP_HELLO };
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *reply;
	struct verdict_case *found;
	size_t i;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		for (i = 0; i < sizeof steps / sizeof steps[0]; i++) {
			reply = endpoint_reply(endpoint, steps[i]);
			if (reply == NULL)
				continue;
			if (!reply_is_negative(reply) || endpoint->ready ||
			    (endpoint->service.protocol == MAIL_POP3 && endpoint->step != steps[i]))
				break;
			found = verdict_add(inquiry, hello_code(inquiry, endpoint, reply), endpoint,
				_("%s greeted, but refused to say what it can do."),
				endpoint_where(inquiry, endpoint));
			verdict_quote(inquiry, found, "server", reply->text);
			break;
		}
}

/* Words painted over with X, or a banner of asterisks. */
static const char *masked_words(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *greeting = endpoint_reply(endpoint, STEP_GREETING);
	size_t i, count;
	const char *const *words = endpoint_plain_words(endpoint, &count);

	for (i = 0; i < count; i++)
		if (banner_word_is_masked(words[i]))
			return words[i];
	if (greeting != NULL && banner_is_masked(greeting->text))
		return greeting->text;
	return NULL;
}

static void masked(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *reply;
	struct verdict_case *found;
	const char *words;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		words = masked_words(endpoint);
		if (words == NULL || endpoint->tls.outcome == TLS_OK)
			continue;
		found = verdict_add(inquiry, "tls.starttls-stripped", endpoint,
			_("The words of %s were painted over on the way (\"%s\"): a firewall keeps this "
			"connection from being encrypted."), endpoint_where(inquiry, endpoint), words);
		verdict_quote(inquiry, found, "server", words);
		reply = endpoint_reply(endpoint, STEP_STARTTLS);
		if (reply != NULL)
			verdict_quote(inquiry, found, "server", reply->text);
		reply = endpoint_reply(endpoint, STEP_HELLO);
		if (reply != NULL)
			verdict_quote(inquiry, found, "server", reply->text);
	}
}

const struct rule rules_hello[] = {
	{ "tls.starttls-stripped", masked, EXPLAINS("tls.starttls-not-offered",
		"tls.starttls-refused", "protocol.ehlo-unsupported", "protocol.command-unknown",
		"tls.none-available") },
	{ "protocol.ehlo-unsupported", ehlo_unsupported, EXPLAINS("tls.starttls-not-offered") },
	{ "protocol.ehlo-rejected", hello_refused, NULL },
	{ NULL, NULL, NULL }
};
