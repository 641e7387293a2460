/* SPDX-License-Identifier: MIT
 *
 * Why a login that was asked for was not even tried: the channel, the methods
 * offered, or who named the host.
 */
#include <string.h>

#include "../probes/text.h"
#include "language.h"
#include "rules.h"
#include "words.h"

/* ---- methods ------------------------------------------------------------------------------ */

/* Names that a server offers for logging in, as one list. */
struct offer {
	bool any, oauth, password; /* password: PLAIN, LOGIN, CRAM, SCRAM … */
	bool login_disabled;
	const char *words;         /* the capability lines about login */
};

static const char *const password_methods[] = {
	"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256",
};
static const char *const oauth_methods[] = { "XOAUTH2", "OAUTHBEARER" };

static bool offers_method(const struct inquiry *inquiry, const struct endpoint_fact *endpoint,
	const char *method)
{
	const char *format = NULL;

	switch (endpoint->service.protocol) {
	case MAIL_IMAP:
		format = "AUTH=";
		break;
	case MAIL_SMTP:
		format = "AUTH ";
		break;
	case MAIL_POP3:
		format = "SASL ";
		break;
	}
	return endpoint_offers(endpoint, arena_printf(inquiry->arena, "%s%s", format, method));
}

static struct offer read_offer(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	struct offer offer = { .words = "" };
	size_t i;

	for (i = 0; i < sizeof password_methods / sizeof password_methods[0]; i++)
		offer.password = offer.password ||
			offers_method(inquiry, endpoint, password_methods[i]);
	for (i = 0; i < sizeof oauth_methods / sizeof oauth_methods[0]; i++)
		offer.oauth = offer.oauth || offers_method(inquiry, endpoint, oauth_methods[i]);
	offer.login_disabled = endpoint_offers(endpoint, "LOGINDISABLED");
	for (i = 0; i < endpoint->capabilities_count; i++) {
		const char *entry = endpoint->capabilities[i];

		if (!text_starts_nocase(entry, "AUTH") && !text_starts_nocase(entry, "SASL") &&
		    !text_equal_nocase(entry, "LOGINDISABLED"))
			continue;
		offer.any = offer.any || !text_equal_nocase(entry, "LOGINDISABLED");
		offer.words = arena_printf(inquiry->arena, "%s%s%s", offer.words,
			offer.words[0] == '\0' ? "" : ", ", entry);
	}
	return offer;
}

static bool host_is_mx(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct dns_fact *mx = evidence_dns(inquiry->evidence, inquiry->evidence->domain, DNS_MX);
	size_t i;

	for (i = 0; mx != NULL && mx->outcome == DNS_OK && i < mx->count; i++)
		if (text_equal_nocase(mx->records[i].text, endpoint->service.host))
			return true;
	return false;
}

static bool says_preauth(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *greeting = endpoint_reply(endpoint, STEP_GREETING);

	return greeting != NULL && text_starts_nocase(greeting->text, "* PREAUTH");
}

static struct verdict_case *judge_offer(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const struct offer *offer)
{
	const char *where = endpoint_where(inquiry, endpoint);

	if (inquiry->evidence->secret.is_token)
		return verdict_add(inquiry, "oauth2.mechanism-not-offered", endpoint,
			_("%s offers no login by OAuth2 token, only: %s."), where,
			offer->words[0] == '\0' ? "none" : offer->words);
	if (says_preauth(endpoint))
		return verdict_add(inquiry, "protocol.auth-not-offered", endpoint,
			_("%s takes everybody who connects for logged in (PREAUTH), so no login is possible."),
			where);
	if (offer->oauth && !offer->password)
		return verdict_add(inquiry, "auth.oauth-only", endpoint,
			_("%s takes no passwords: over a secure connection it offers only %s."), where,
			offer->words);
	if (!offer->any && endpoint->service.protocol == MAIL_SMTP && host_is_mx(inquiry, endpoint))
		return verdict_add(inquiry, "config.host-is-mx", endpoint,
			_("%s receives mail for %s (it is the domain's MX) and offers no login."), where,
			inquiry->evidence->domain);
	if (!offer->any)
		return verdict_add(inquiry, "protocol.auth-not-offered", endpoint,
			_("%s is encrypted and ready, but offers no login at all%s."), where,
			offer->login_disabled ? " (LOGINDISABLED)" : "");
	return verdict_add(inquiry, "protocol.mechanism-mismatch", endpoint,
		_("%s offers only ways to log in that do not fit a password: %s."), where, offer->words);
}

static void no_method(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *reply;
	struct verdict_case *found;
	struct offer offer;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->login.bar != BAR_NO_MECHANISM)
			continue;
		offer = read_offer(inquiry, endpoint);
		found = judge_offer(inquiry, endpoint, &offer);
		reply = endpoint_reply(endpoint, STEP_HELLO_SECURE);
		if (reply == NULL)
			reply = endpoint_reply(endpoint, STEP_HELLO);
		verdict_quote(inquiry, found, "server", reply == NULL ? offer.words : reply->text);
	}
}

static void secret_unfit(struct inquiry *inquiry)
{
	const struct secret_shape *shape = &inquiry->evidence->secret;
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->login.bar != BAR_SECRET_UNFIT)
			continue;
		found = verdict_add(inquiry, shape->control ? "auth.password-hidden-chars" :
			shape->non_ascii ? "auth.password-charset" : "auth.password-quoting", endpoint,
			_("The password holds characters that the login method of %s cannot carry, so it was "
			"not sent."), endpoint_where(inquiry, endpoint));
		verdict_quote(inquiry, found, "local", endpoint->login.mechanism);
	}
}

/* ---- the channel ----------------------------------------------------------------------------- */

static bool tls_is_to_be_had(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	if (endpoint_offers_plain(endpoint, "STARTTLS") || endpoint_offers_plain(endpoint, "STLS"))
		return true;
	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other->tls.outcome == TLS_OK && other->service.protocol == endpoint->service.protocol)
			return true;
	return false;
}

static void not_encrypted(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *hello;
	struct verdict_case *found;
	const char *where;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->login.bar != BAR_NO_TLS)
			continue;
		where = endpoint_where(inquiry, endpoint);
		if (endpoint_offers(endpoint, "LOGINDISABLED"))
			found = verdict_add(inquiry, "tls.required", endpoint,
				_("%s forbids logging in before the connection is encrypted, and it was set up "
				"without encryption."), where);
		else if (tls_is_to_be_had(inquiry, endpoint))
			found = verdict_add(inquiry, "config.connect-insecure", endpoint,
				_("%s is set up without encryption although the server has it, so no password was "
				"sent."), where);
		else
			found = verdict_add(inquiry, "tls.none-available", endpoint,
				_("%s has no encryption, so no password was sent."), where);
		hello = endpoint_reply(endpoint, STEP_HELLO);
		if (hello != NULL)
			verdict_quote(inquiry, found, "server", hello->text);
	}
}

/* Without a login in question plain text is still worth a word. */
static void plain_candidate(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE || endpoint->service.security != MAIL_PLAIN ||
		    !endpoint->ready || endpoint->login.bar == BAR_NO_TLS || endpoint_is_local(endpoint))
			continue;
		found = verdict_remark(inquiry, tls_is_to_be_had(inquiry, endpoint) ?
			"config.connect-insecure" : "tls.none-available", endpoint, WEIGHT_WARNING,
			_("%s is set up without encryption; a password would travel in clear text."),
			endpoint_where(inquiry, endpoint));
		if (endpoint_reply(endpoint, STEP_HELLO) != NULL)
			verdict_quote(inquiry, found, "server",
				endpoint_reply(endpoint, STEP_HELLO)->text);
	}
}

/* ---- who named the host ------------------------------------------------------------------------ */

static void source_unconfirmed(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->login.bar != BAR_SOURCE || endpoint->role != ROLE_CANDIDATE ||
		    !inquiry->broken[endpoint->service.protocol])
			continue;
		found = verdict_add(inquiry, "config.source-unconfirmed", endpoint,
			_("The server name %s comes from %s. That is not enough to send a password there; "
			"--confirm-host=%s says that it is right."), endpoint->service.host,
			words_source(endpoint->source), endpoint->service.host);
		verdict_quote(inquiry, found, "local", arena_printf(inquiry->arena,
			_("%s named by %s"), endpoint_where(inquiry, endpoint), endpoint->source));
	}
}

const struct rule rules_access[] = {
	{ "protocol.auth-not-offered", no_method, NULL },
	{ "auth.password-quoting", secret_unfit, NULL },
	{ "tls.required", not_encrypted, EXPLAINS("config.connect-insecure") },
	{ "config.connect-insecure", plain_candidate, NULL },
	{ "config.source-unconfirmed", source_unconfirmed, NULL },
	{ "config.host-is-mx", NULL, EXPLAINS("protocol.auth-not-offered", "policy.relay-denied") },
	{ NULL, NULL, NULL }
};
