/* SPDX-License-Identifier: MIT
 *
 * Causes in the TLS handshake itself, once it is clear that both sides meant TLS.
 */
#include <string.h>

#include "../probes/text.h"
#include "language.h"
#include "rules.h"

/* AlertDescription, RFC 8446 section 6. */
enum {
	ALERT_HANDSHAKE_FAILURE = 40,
	ALERT_PROTOCOL_VERSION = 70,
	ALERT_INSUFFICIENT_SECURITY = 71,
	ALERT_UNRECOGNIZED_NAME = 112
};

/* The counter-probe of the same port that allowed old TLS and weak ciphers. */
static const struct endpoint_fact *legacy_twin(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other != endpoint && other->tls.legacy && other->tls.outcome == TLS_OK &&
		    other->service.port == endpoint->service.port &&
		    strcmp(other->service.host, endpoint->service.host) == 0)
			return other;
	return NULL;
}

static bool is_old_version(const char *version)
{
	return strcmp(version, "TLSv1") == 0 || strcmp(version, "TLSv1.1") == 0 ||
		strcmp(version, "SSLv3") == 0;
}

/* The next failed endpoint whose handshake broke off. */
static const struct endpoint_fact *next_broken(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if (endpoint->tls.outcome != TLS_OK && endpoint->tls.outcome != TLS_NOT_TRIED &&
		    endpoint->tls.outcome != TLS_CANCELLED)
			return endpoint;
	return NULL;
}

static const char *handshake_words(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct tls_fact *tls = &endpoint->tls;

	switch (tls->outcome) {
	case TLS_ALERT:
		return arena_printf(inquiry->arena, _("the server sent TLS alert %d%s%s"), tls->alert,
			tls->error[0] == '\0' ? "" : ": ", tls->error);
	case TLS_CLOSED:
		return _("the server closed the connection in the handshake, without an alert");
	case TLS_RESET:
		return _("the connection was reset in the handshake");
	case TLS_TIMEOUT:
		return arena_printf(inquiry->arena, _("no answer in the handshake for %u ms"),
			tls->took_ms);
	case TLS_LOCAL_REFUSAL:
		return arena_printf(inquiry->arena, _("our TLS library: %s"), tls->error);
	case TLS_NOT_TLS:
		return tls->first_bytes;
	case TLS_NOT_TRIED:
	case TLS_OK:
	case TLS_CANCELLED:
		break;
	}
	return "";
}

static void quote_handshake(struct inquiry *inquiry, struct verdict_case *found,
	const struct endpoint_fact *endpoint)
{
	verdict_quote(inquiry, found,
		endpoint->tls.outcome == TLS_NOT_TLS ? "server" : "network",
		handshake_words(inquiry, endpoint));
}

/* ---- an outdated side -------------------------------------------------------------------- */

static bool refusal_says(const struct endpoint_fact *endpoint, const char *piece)
{
	return endpoint->tls.outcome == TLS_LOCAL_REFUSAL &&
		text_find_nocase(endpoint->tls.error, piece) != NULL;
}

static void server_too_old(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL, *twin;
	struct verdict_case *found;

	while ((endpoint = next_broken(inquiry, endpoint)) != NULL) {
		twin = legacy_twin(inquiry, endpoint);
		if (twin != NULL && is_old_version(twin->tls.version))
			found = verdict_add(inquiry, "tls.server-too-old", endpoint,
				_("%s speaks no TLS newer than %s; at least TLS 1.2 is needed."),
				endpoint_where(inquiry, endpoint), twin->tls.version);
		else if (endpoint->tls.alert == ALERT_PROTOCOL_VERSION ||
			refusal_says(endpoint, "unsupported protocol") ||
			refusal_says(endpoint, "version too low") ||
			refusal_says(endpoint, "wrong ssl version"))
			found = verdict_add(inquiry, "tls.server-too-old", endpoint,
				_("%s cannot agree on TLS 1.2 or newer."), endpoint_where(inquiry, endpoint));
		else
			continue;
		quote_handshake(inquiry, found, endpoint);
		if (twin != NULL)
			verdict_quote(inquiry, found, "network", arena_printf(inquiry->arena,
				_("with old versions allowed the handshake completes: %s %s"),
				twin->tls.version, twin->tls.cipher));
	}
}

/* ---- what our library would not take ------------------------------------------------------- */

static const struct {
	const char *piece; /* of the library's reason */
	const char *code;
	const char *detail;
} refusals[] = {
	{ "dh key too small", "tls.weak-dh", N_("offers a Diffie-Hellman key that is too short") },
	{ "legacy renegotiation", "tls.legacy-renegotiation",
		N_("lacks secure renegotiation (RFC 5746)") },
	{ "ee key too small", "tls.weak-certificate", N_("has a certificate with too short a key") },
	{ "ca key too small", "tls.weak-certificate", N_("has an issuer with too short a key") },
	{ "md too weak", "tls.weak-certificate", N_("has a certificate signed with a broken digest") },
	{ "no shared cipher", "tls.handshake-no-common-cipher", N_("shares no cipher with us") },
	{ "wrong cipher", "tls.handshake-no-common-cipher", N_("shares no cipher with us") },
	{ "no suitable", "tls.handshake-no-common-cipher", N_("shares no algorithm with us") },
	{ "no protocols available", "local.tls-library-old",
		N_("could not be asked, because this computer's TLS has no usable version") },
	{ "not allowed", "local.crypto-policy",
		N_("offers something that this computer's security policy forbids") },
};

static void refused_by_us(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;
	size_t i;

	while ((endpoint = next_broken(inquiry, endpoint)) != NULL)
		for (i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
			if (!refusal_says(endpoint, refusals[i].piece))
				continue;
			found = verdict_add(inquiry, refusals[i].code, endpoint, "%s %s.",
				endpoint_where(inquiry, endpoint), language_of(refusals[i].detail));
			quote_handshake(inquiry, found, endpoint);
			break;
		}
}

/* ---- what the server would not take ----------------------------------------------------------- */

static struct verdict_case *judge_alert(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const char *where = endpoint_where(inquiry, endpoint);
	const struct endpoint_fact *twin = legacy_twin(inquiry, endpoint);

	switch (endpoint->tls.alert) {
	case ALERT_HANDSHAKE_FAILURE:
	case ALERT_INSUFFICIENT_SECURITY:
		return verdict_add(inquiry, "tls.handshake-no-common-cipher", endpoint,
			_("%s found none of our encryption methods acceptable%s%s."), where,
			twin == NULL ? "" : _("; with weak ones allowed it takes "),
			twin == NULL ? "" : twin->tls.cipher);
	case ALERT_UNRECOGNIZED_NAME:
		if (endpoint->host_is_address)
			return verdict_add(inquiry, "tls.sni-required", endpoint,
				_("%s wants to hear a server name, and an address was set instead."), where);
		return verdict_add(inquiry, "tls.hostname-mismatch", endpoint,
			_("The server behind %s says that it does not know this name."), where);
	default:
		return verdict_add(inquiry, "tls.closed-in-handshake", endpoint,
			_("%s broke the TLS handshake off with alert %d."), where, endpoint->tls.alert);
	}
}

/* Small packets pass, the first full-sized ones do not: the stall comes when the
 * certificate should. */
static bool is_mtu_pattern(const struct endpoint_fact *endpoint)
{
	return endpoint->tls.outcome == TLS_TIMEOUT &&
		(endpoint->greeted || endpoint->tls.version[0] != '\0');
}

static bool is_cut_in_silence(const struct endpoint_fact *endpoint)
{
	const struct connect_fact *connect;

	/* A reset may overtake the news that the connection stands. */
	for (connect = endpoint->connects; connect != NULL; connect = connect->next)
		if (connect->outcome == CONNECT_RESET)
			return true;
	return endpoint->connected && !endpoint->greeted && endpoint->replies == NULL &&
		!endpoint->silent_bytes &&
		(endpoint->end == END_RESET || endpoint->end == END_CLOSED);
}

/* The same port cut a connection that sent nothing, so TLS is not what it minds. */
static bool is_dropped_anyway(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	if (endpoint->service.security != MAIL_TLS)
		return false;
	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other->service.port == endpoint->service.port &&
		    other->service.security != MAIL_TLS && is_cut_in_silence(other) &&
		    text_equal_nocase(other->service.host, endpoint->service.host))
			return true;
	return false;
}

static struct verdict_case *dropped(struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	return verdict_add(inquiry, "net.reset-after-connect", endpoint,
		_("The connection to %s was accepted and cut off at once, with TLS and without."),
		endpoint_where(inquiry, endpoint));
}

static struct verdict_case *judge_broken(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const char *where = endpoint_where(inquiry, endpoint);

	switch (endpoint->tls.outcome) {
	case TLS_ALERT:
		return judge_alert(inquiry, endpoint);
	case TLS_RESET:
		if (is_dropped_anyway(inquiry, endpoint))
			return dropped(inquiry, endpoint);
		return verdict_add(inquiry, "net.reset-on-clienthello", endpoint,
			_("The connection to %s was reset as soon as TLS started."), where);
	case TLS_TIMEOUT:
		if (!is_mtu_pattern(endpoint))
			return NULL;
		return verdict_add(inquiry, "net.mtu-blackhole", endpoint,
			_("%s talks in plain text, but falls silent when the large packets of TLS should "
			"pass."), where);
	case TLS_NOT_TLS:
		if (endpoint->service.security == MAIL_TLS)
			return NULL;
		return verdict_add(inquiry, "tls.starttls-refused", endpoint,
			_("%s agreed to start TLS and then went on in plain text."), where);
	case TLS_CLOSED:
		if (is_dropped_anyway(inquiry, endpoint))
			return dropped(inquiry, endpoint);
		return verdict_add(inquiry, "tls.closed-in-handshake", endpoint,
			_("%s hung up during the TLS handshake without giving a reason."), where);
	case TLS_LOCAL_REFUSAL:
		return verdict_add(inquiry, "tls.closed-in-handshake", endpoint,
			_("The TLS handshake with %s broke down."), where);
	case TLS_NOT_TRIED:
	case TLS_OK:
	case TLS_CANCELLED:
		break;
	}
	return NULL;
}

static void broken_handshake(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = next_broken(inquiry, endpoint)) != NULL) {
		found = judge_broken(inquiry, endpoint);
		if (found != NULL)
			quote_handshake(inquiry, found, endpoint);
	}
}

const struct rule rules_tls[] = {
	{ "tls.server-too-old", server_too_old, EXPLAINS("tls.handshake-no-common-cipher",
		"tls.closed-in-handshake") },
	{ "tls.weak-dh", refused_by_us, NULL },
	{ "tls.closed-in-handshake", broken_handshake, NULL },
	{ NULL, NULL, NULL }
};
