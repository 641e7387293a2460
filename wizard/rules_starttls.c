/* SPDX-License-Identifier: MIT
 *
 * Causes around STARTTLS and STLS: not offered, taken away, refused, or with
 * plain text slipped in behind the answer.
 */
#include <string.h>

#include "language.h"
#include "rules.h"

static const char *starttls_word(const struct endpoint_fact *endpoint)
{
	return endpoint->service.protocol == MAIL_POP3 ? "STLS" : "STARTTLS";
}

static void injected(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (!endpoint->injected || !inquiry_open(inquiry, endpoint))
			continue;
		found = verdict_add(inquiry, "tls.starttls-injection", endpoint,
			_("%zu bytes of plain text stood behind the answer to %s at %s; they were thrown "
			"away and no password was sent."), endpoint->injected_length,
			starttls_word(endpoint), endpoint_where(inquiry, endpoint));
		verdict_quote(inquiry, found, "server", endpoint->injected_bytes);
	}
}

/* What cannot be read offers nothing and withholds nothing. */
static bool offer_is_unreadable(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *hello = endpoint_reply(endpoint, STEP_HELLO);

	return hello != NULL && hello->class == REPLY_MALFORMED;
}

/* The next failed endpoint that should have been encrypted and was not. */
static const struct endpoint_fact *next_unencrypted(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if (endpoint->service.security == MAIL_STARTTLS && endpoint->greeted &&
		    endpoint->tls.outcome == TLS_NOT_TRIED && !offer_is_unreadable(endpoint) &&
		    (endpoint->end == END_REPLY || endpoint->end == END_REFUSED ||
		     endpoint->end == END_FINISHED))
			return endpoint;
	return NULL;
}

/* The provider is known to offer STARTTLS right here. */
static bool preset_promises(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct mail_service *service;
	size_t i;

	if (inquiry->preset == NULL)
		return false;
	for (i = 0; i < inquiry->preset->service_count; i++) {
		service = &inquiry->preset->services[i];
		if (service->security == MAIL_STARTTLS && service->port == endpoint->service.port &&
		    strcmp(service->host, endpoint->service.host) == 0)
			return true;
	}
	return false;
}

/* Every port of the host that was asked for TLS lacks it, and so does every other
 * server of the account: one port that merely misses STARTTLS is less than that. */
static bool account_has_no_tls(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;
	bool asked = false, others = false;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next) {
		if (!other->connected && other->service.security != MAIL_TLS)
			continue;
		if (other->tls.outcome == TLS_OK || endpoint_offers_plain(other, starttls_word(other)))
			return false;
		if (strcmp(other->service.host, endpoint->service.host) == 0)
			asked = asked || other->service.security == MAIL_TLS;
		others = others || other->service.protocol != endpoint->service.protocol;
	}
	return asked && others;
}

/* A server knows the word that it offers; what does not know it, or saw another
 * word, stands between. */
static bool word_was_changed(const struct inquiry *inquiry, const struct endpoint_fact *endpoint,
	const struct reply_fact *reply)
{
	const char *code = endpoint_reply_code(inquiry, endpoint, reply->text);

	return code != NULL && (strcmp(code, "tls.starttls-stripped") == 0 ||
		strcmp(code, "protocol.command-unknown") == 0);
}

static void refused(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *reply;
	struct verdict_case *found;

	while ((endpoint = next_unencrypted(inquiry, endpoint)) != NULL) {
		reply = endpoint_reply(endpoint, STEP_STARTTLS);
		if (!reply_is_negative(reply) ||
		    !endpoint_offers_plain(endpoint, starttls_word(endpoint)))
			continue;
		found = verdict_add(inquiry, word_was_changed(inquiry, endpoint, reply) ?
			"tls.starttls-stripped" : "tls.starttls-refused", endpoint,
			_("%s offers %s and then refuses it."), endpoint_where(inquiry, endpoint),
			starttls_word(endpoint));
		verdict_quote(inquiry, found, "server", reply->text);
	}
}

static void quote_offer(struct inquiry *inquiry, struct verdict_case *found,
	const struct endpoint_fact *endpoint)
{
	static const enum step steps[] = { STEP_HELLO, STEP_STARTTLS };
	const struct reply_fact *reply;
	size_t i;

	for (i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		reply = endpoint_reply(endpoint, steps[i]);
		if (reply != NULL)
			verdict_quote(inquiry, found, "server", reply->text);
	}
}

static void not_offered(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL, *sibling;
	struct verdict_case *found;
	const char *where, *word;

	while ((endpoint = next_unencrypted(inquiry, endpoint)) != NULL) {
		where = endpoint_where(inquiry, endpoint);
		word = starttls_word(endpoint);
		sibling = inquiry_sibling(inquiry, endpoint);
		if (preset_promises(inquiry, endpoint))
			found = verdict_add(inquiry, "tls.starttls-stripped", endpoint,
				_("%s is known to offer %s, but on this network the offer does not arrive."),
				where, word);
		else if (account_has_no_tls(inquiry, endpoint))
			found = verdict_add(inquiry, "tls.none-available", endpoint,
				_("%s offers no %s, and no server of this account speaks TLS."), where, word);
		else if (sibling != NULL && sibling->tls.outcome == TLS_OK)
			found = verdict_add(inquiry, "tls.starttls-not-offered", endpoint,
				_("%s offers no %s; port %u on the same host speaks TLS at once."), where, word,
				(unsigned)sibling->service.port);
		else
			found = verdict_add(inquiry, "tls.starttls-not-offered", endpoint,
				_("%s does not offer %s, so nothing secret can be sent there."), where, word);
		quote_offer(inquiry, found, endpoint);
	}
}

/* The offer was missing and the command worked all the same: something on the
 * way hides the word. */
static void hidden_yet_answered(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->service.security != MAIL_STARTTLS || endpoint->tls.outcome != TLS_OK ||
		    endpoint->capabilities_plain_count == 0 ||
		    endpoint_offers_plain(endpoint, starttls_word(endpoint)))
			continue;
		found = verdict_remark(inquiry, "tls.starttls-stripped", endpoint, WEIGHT_WARNING,
			_("%s did not list %s, yet the command worked: the offer was hidden on the way."),
			endpoint_where(inquiry, endpoint), starttls_word(endpoint));
		quote_offer(inquiry, found, endpoint);
	}
}

const struct rule rules_starttls[] = {
	{ "tls.starttls-injection", injected, EXPLAINS("tls.starttls-refused") },
	{ "tls.starttls-refused", refused, NULL },
	{ "tls.starttls-not-offered", not_offered, EXPLAINS("tls.required") },
	{ "tls.starttls-stripped", hidden_yet_answered, NULL },
	{ "tls.none-available", NULL, EXPLAINS("tls.starttls-not-offered", "config.connect-insecure",
		"net.connection-refused") },
	{ NULL, NULL, NULL }
};
