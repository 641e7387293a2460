/* SPDX-License-Identifier: MIT
 *
 * Causes at the first words: another kind of server answers, TLS and plain text
 * are mixed up, the server refuses or says nothing.
 */
#include <string.h>

#include "../probes/text.h"
#include "banners.h"
#include "language.h"
#include "rules.h"

#define LATE_GREETING_MS 5000
#define QUICK_CONNECT_MS 1000

/* The first thing heard, whatever it was; NULL if there was silence. */
static const char *first_words(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *greeting = endpoint_reply(endpoint, STEP_GREETING);

	if (endpoint->tls.outcome == TLS_NOT_TLS && endpoint->tls.first_bytes != NULL)
		return endpoint->tls.first_bytes;
	if (greeting != NULL && greeting->text[0] != '\0')
		return greeting->text;
	return endpoint->partial;
}

/* What a silent port answered when it was addressed with TLS instead: a web server
 * waits for its client, and objects to a handshake in its own words. */
static const char *words_to_handshake(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *twin = inquiry_twin(inquiry, endpoint, MAIL_TLS);

	return twin != NULL && twin->tls.outcome == TLS_NOT_TLS ? twin->tls.first_bytes : NULL;
}

/* The next failed endpoint that was reached but never greeted us. */
static const struct endpoint_fact *next_ungreeted(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if (endpoint->connected && !endpoint->greeted)
			return endpoint;
	return NULL;
}

/* ---- who answers ------------------------------------------------------------------------- */

static void wrong_service(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const char *words, *service;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		words = first_words(endpoint);
		if (words == NULL)
			words = words_to_handshake(inquiry, endpoint);
		service = words == NULL || text_find_nocase(words, "SMTP") != NULL ? NULL :
			banner_other_service(words);
		if (service == NULL)
			continue;
		found = verdict_add(inquiry, "protocol.wrong-service", endpoint,
			_("Not a mail server but %s answers at %s."), service,
			endpoint_where(inquiry, endpoint));
		verdict_quote(inquiry, found, "server", words);
	}
}

static void protocol_swapped(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;
	const char *words;
	int other;

	while ((endpoint = next_ungreeted(inquiry, endpoint)) != NULL) {
		words = first_words(endpoint);
		if (words == NULL || banner_is_mail(words, endpoint->service.protocol))
			continue;
		for (other = 0; other < MAIL_PROTOCOLS; other++) {
			if (!banner_is_mail(words, (enum mail_protocol)other))
				continue;
			found = verdict_add(inquiry, "protocol.mail-protocol-swapped", endpoint,
				_("%s is set up for %s, but an %s server answers there."),
				endpoint_where(inquiry, endpoint),
				protocol_title(endpoint->service.protocol),
				protocol_title((enum mail_protocol)other));
			verdict_quote(inquiry, found, "server", words);
			break;
		}
	}
}

/* Several unrelated servers do not share one greeting: something answers for
 * them all. */
static void transparent_proxy(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL, *other;
	const struct reply_fact *mine, *theirs;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		mine = endpoint_reply(endpoint, STEP_GREETING);
		if (mine == NULL || endpoint->tls.outcome == TLS_OK || mine->class != REPLY_OK)
			continue;
		for (other = inquiry->evidence->endpoints; other != NULL; other = other->next) {
			theirs = endpoint_reply(other, STEP_GREETING);
			if (theirs == NULL || strlen(mine->text) < 8 ||
			    strcmp(mine->text, theirs->text) != 0 ||
			    !inquiry_unrelated(endpoint->service.host, other->service.host) ||
			    strstr(mine->text, endpoint->service.host) != NULL)
				continue;
			found = verdict_add(inquiry, "net.transparent-proxy", endpoint,
				_("%s and %s belong to different owners, yet both greet with the same words, "
				"which name neither."), endpoint->service.host, other->service.host);
			verdict_quote(inquiry, found, "server", mine->text);
			break;
		}
	}
}

/* ---- TLS and plain text mixed up ------------------------------------------------------------ */

static void tls_on_starttls_port(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL, *twin;
	struct verdict_case *found;
	const char *words;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->service.security != MAIL_TLS || !endpoint->connected ||
		    endpoint->tls.outcome == TLS_OK || endpoint->tls.outcome == TLS_NOT_TRIED)
			continue;
		words = first_words(endpoint);
		twin = inquiry_port_greets(inquiry, endpoint);
		if (words != NULL && !banner_is_mail(words, endpoint->service.protocol))
			words = NULL;
		if (words == NULL && twin == NULL)
			continue;
		if (words == NULL && endpoint_reply(twin, STEP_GREETING) != NULL)
			words = endpoint_reply(twin, STEP_GREETING)->text;
		found = verdict_add(inquiry, "tls.implicit-on-starttls-port", endpoint,
			_("%s starts in plain text and was addressed with TLS from the first byte."),
			endpoint_where(inquiry, endpoint));
		verdict_quote(inquiry, found, "server", words);
	}
}

static void plain_on_tls_port(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;
	const char *words;
	bool record;

	while ((endpoint = next_ungreeted(inquiry, endpoint)) != NULL) {
		if (endpoint->service.security == MAIL_TLS)
			continue;
		words = first_words(endpoint);
		record = words != NULL && banner_is_tls(words);
		if (!record && (words != NULL || !inquiry_port_speaks_tls(inquiry, endpoint)))
			continue;
		found = verdict_add(inquiry, "tls.plain-on-implicit-port", endpoint, record ?
			_("%s answers plain text with a TLS record: it expects TLS from the first byte.") :
			_("%s says nothing in plain text, but a TLS handshake on the same port succeeds at "
			"once."), endpoint_where(inquiry, endpoint));
		verdict_quote(inquiry, found, "network", record ? _("TLS record instead of a greeting") :
			_("TLS handshake on the same port: completed"));
	}
}

/* ---- refusals --------------------------------------------------------------------------------- */

/* Rows for a bare class say less than "refused at the greeting". */
static const char *refusal_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const struct reply_fact *greeting)
{
	const char *code = endpoint_reply_code(inquiry, endpoint, greeting->text);

	if (code != NULL && (strcmp(code, "policy.rejected-by-rule") == 0 ||
		strcmp(code, "auth.credentials-rejected") == 0 ||
		strcmp(code, "protocol.mail-protocol-swapped") == 0))
		code = NULL;
	if (code != NULL && strcmp(code, "protocol.server-shutdown") == 0 &&
	    text_find_nocase(greeting->text, "shut") == NULL &&
	    text_find_nocase(greeting->text, "restart") == NULL &&
	    text_find_nocase(greeting->text, "maintenance") == NULL)
		code = NULL;
	return code != NULL ? code : "protocol.greeting-refused";
}

static void greeting_refused(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *greeting;
	struct verdict_case *found;

	while ((endpoint = next_ungreeted(inquiry, endpoint)) != NULL) {
		greeting = endpoint_reply(endpoint, STEP_GREETING);
		if (greeting == NULL || greeting->class == REPLY_OK ||
		    greeting->class == REPLY_MALFORMED || greeting->class == REPLY_CONTINUE)
			continue;
		found = verdict_add(inquiry, refusal_code(inquiry, endpoint, greeting), endpoint,
			_("%s accepts the connection, but its first words turn us away%s."),
			endpoint_where(inquiry, endpoint), greeting->class == REPLY_TRANSIENT ?
			_(" for now") : "");
		verdict_quote(inquiry, found, "server", greeting->text);
	}
}

/* ---- nonsense and silence ------------------------------------------------------------------------ */

static void garbage(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *greeting;
	struct verdict_case *found;
	const char *words;

	while ((endpoint = next_ungreeted(inquiry, endpoint)) != NULL) {
		words = first_words(endpoint);
		if (words == NULL || endpoint->end == END_FLOOD ||
		    (banner_is_mail(words, endpoint->service.protocol) && banner_is_text(words)))
			continue;
		greeting = endpoint_reply(endpoint, STEP_GREETING);
		found = verdict_add(inquiry, "protocol.banner-garbage", endpoint,
			greeting != NULL || endpoint->tls.outcome == TLS_NOT_TLS ?
			_("The first words of %s belong to no mail protocol.") :
			_("%s sent a few bytes that are not a greeting, and then nothing more."),
			endpoint_where(inquiry, endpoint));
		verdict_quote(inquiry, found, "server", words);
	}
}

static void no_greeting(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;
	bool in_handshake;

	while ((endpoint = next_ungreeted(inquiry, endpoint)) != NULL) {
		in_handshake = endpoint->service.security == MAIL_TLS &&
			endpoint->tls.outcome == TLS_TIMEOUT && endpoint->tls.version[0] == '\0';
		if (first_words(endpoint) != NULL ||
		    (!in_handshake && (endpoint->end != END_TIMEOUT || endpoint->step != STEP_GREETING)))
			continue;
		found = verdict_add(inquiry, "protocol.no-greeting", endpoint, in_handshake ?
			_("%s accepts connections, but answered nothing to the start of TLS within %u s.") :
			_("%s accepts connections, but did not greet within %u s."),
			endpoint_where(inquiry, endpoint), (in_handshake ? endpoint->tls.took_ms :
			endpoint->took_ms - endpoint->timing.connect) / 1000);
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

/* Accepted, then dropped without a byte. */
static void dropped_before_greeting(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = next_ungreeted(inquiry, endpoint)) != NULL) {
		if (first_words(endpoint) != NULL || endpoint->step != STEP_GREETING ||
		    (endpoint->end != END_CLOSED && endpoint->end != END_RESET))
			continue;
		found = verdict_add(inquiry, "net.reset-after-connect", endpoint,
			_("%s accepted the connection and %s it before a single byte came%s."),
			endpoint_where(inquiry, endpoint),
			endpoint->end == END_RESET ? "reset" : "closed",
			endpoint->tls.outcome == TLS_OK ? _(" over TLS") : "");
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

static void greeting_delayed(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct reply_fact *greeting;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		greeting = endpoint_reply(endpoint, STEP_GREETING);
		if (!endpoint->greeted || greeting == NULL || greeting->took_ms < LATE_GREETING_MS ||
		    endpoint->timing.connect > QUICK_CONNECT_MS || endpoint->role != ROLE_CANDIDATE)
			continue;
		found = verdict_remark(inquiry, "protocol.greeting-delayed", endpoint, WEIGHT_WARNING,
			_("%s let us wait %u s for its greeting, although connecting took only %u ms."),
			endpoint_where(inquiry, endpoint), greeting->took_ms / 1000,
			endpoint->timing.connect);
		verdict_quote(inquiry, found, "server", greeting->text);
	}
}

const struct rule rules_greeting[] = {
	{ "net.transparent-proxy", transparent_proxy, EXPLAINS("tls.starttls-not-offered",
		"tls.none-available", "protocol.auth-not-offered") },
	{ "protocol.wrong-service", wrong_service, NULL },
	{ "protocol.mail-protocol-swapped", protocol_swapped, NULL },
	{ "tls.implicit-on-starttls-port", tls_on_starttls_port,
		EXPLAINS("tls.closed-in-handshake", "net.reset-on-clienthello") },
	{ "tls.plain-on-implicit-port", plain_on_tls_port, EXPLAINS("protocol.no-greeting",
		"net.reset-after-connect", "protocol.banner-garbage") },
	{ "protocol.greeting-refused", greeting_refused, NULL },
	{ "protocol.banner-garbage", garbage, NULL },
	{ "protocol.no-greeting", no_greeting, NULL },
	{ "net.reset-after-connect", dropped_before_greeting, NULL },
	{ "protocol.greeting-delayed", greeting_delayed, NULL },
	{ NULL, NULL, NULL }
};
