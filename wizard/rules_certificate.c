/* SPDX-License-Identifier: MIT
 *
 * Causes in the certificate that a server showed: its issuer, its dates, its
 * names.  A chain that is not trusted is judged before its name, since whoever
 * stands in between chooses the names.
 */
#include <string.h>

#include "../probes/text.h"
#include "issuers.h"
#include "language.h"
#include "rules.h"

/* X509_V_ERR_ numbers, which the evidence keeps. */
enum {
	VERIFY_NO_ISSUER = 2,
	VERIFY_NOT_YET_VALID = 9,
	VERIFY_EXPIRED = 10,
	VERIFY_SELF_SIGNED_LEAF = 18,
	VERIFY_SELF_SIGNED_IN_CHAIN = 19,
	VERIFY_NO_LOCAL_ISSUER = 20,
	VERIFY_LEAF_UNVERIFIED = 21,
	VERIFY_REVOKED = 23,
	VERIFY_WRONG_PURPOSE = 26,
	VERIFY_LEAF_KEY_SMALL = 66,
	VERIFY_CA_KEY_SMALL = 67,
	VERIFY_DIGEST_WEAK = 68
};

static const struct verify_error *find_error(const struct endpoint_fact *endpoint, int code)
{
	const struct verify_error *error;

	for (error = endpoint->tls.errors; error != NULL; error = error->next)
		if (error->code == code)
			return error;
	return NULL;
}

static bool lacks_issuer(const struct endpoint_fact *endpoint)
{
	return find_error(endpoint, VERIFY_NO_ISSUER) != NULL ||
		find_error(endpoint, VERIFY_NO_LOCAL_ISSUER) != NULL ||
		find_error(endpoint, VERIFY_LEAF_UNVERIFIED) != NULL;
}

/* The next failed endpoint whose chain did not verify. */
static const struct endpoint_fact *next_untrusted(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if (endpoint_has_certificate(endpoint) && !endpoint->tls.chain_verified &&
		    endpoint->login.outcome != LOGIN_OK)
			return endpoint;
	return NULL;
}

/* ---- somebody in between ---------------------------------------------------------------- */

/* The same certificate for hosts of different owners: a login page of the network
 * answers for everybody. */
static void captive_portal(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL, *other;
	struct verdict_case *found;

	if (inquiry_out_on_the_internet(inquiry))
		return;
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (!endpoint_has_certificate(endpoint) || tls_is_trusted(&endpoint->tls))
			continue;
		for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
			if (endpoint_has_certificate(other) && !other->tls.name_matches &&
			    inquiry_unrelated(endpoint->service.host, other->service.host) &&
			    strcmp(endpoint->tls.chain->sha256, other->tls.chain->sha256) == 0)
				break;
		if (other == NULL || endpoint->tls.name_matches)
			continue;
		found = verdict_add(inquiry, "net.captive-portal", endpoint,
			_("%s and %s belong to different owners, yet both showed one and the same "
			"certificate, for neither of them."), endpoint->service.host, other->service.host);
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

static void intercepted(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;
	const char *product = "";
	enum interceptor kind;

	while ((endpoint = next_untrusted(inquiry, endpoint)) != NULL) {
		kind = issuer_interceptor(endpoint->tls.chain, &product);
		if (kind == INTERCEPTOR_NONE)
			continue;
		found = verdict_add(inquiry, kind == INTERCEPTOR_ANTIVIRUS ?
			"tls.intercepted-antivirus" : "tls.intercepted-gateway", endpoint,
			_("The certificate for %s was not issued to the provider: %s made it, so that the "
			"connection is opened and read on the way."), endpoint->service.host, product);
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

/* Trusted here because its root was installed: worth knowing, no fault. */
static void intercepted_with_consent(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;
	const char *product = "";
	enum interceptor kind;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (!endpoint->tls.chain_verified || !endpoint_has_certificate(endpoint))
			continue;
		kind = issuer_interceptor(endpoint->tls.chain, &product);
		if (kind == INTERCEPTOR_NONE)
			continue;
		found = verdict_remark(inquiry, kind == INTERCEPTOR_ANTIVIRUS ?
			"tls.intercepted-antivirus" : "tls.intercepted-gateway", endpoint, WEIGHT_NOTICE,
			_("%s opens the encryption to %s; its root is installed here, so this works."),
			product, endpoint->service.host);
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

/* A known provider never shows an issuer that nobody knows. */
static void intercepted_unknown(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = next_untrusted(inquiry, endpoint)) != NULL) {
		if (!inquiry_known_host(inquiry, endpoint->service.host) ||
		    endpoint_is_local(endpoint) || issuer_is_public(endpoint->tls.chain))
			continue;
		if (find_error(endpoint, VERIFY_SELF_SIGNED_LEAF) == NULL &&
		    find_error(endpoint, VERIFY_SELF_SIGNED_IN_CHAIN) == NULL &&
		    !lacks_issuer(endpoint))
			continue;
		found = verdict_add(inquiry, "tls.intercepted-unknown", endpoint,
			_("%s is a server of %s, but its certificate was issued by \"%s\", which no "
			"computer trusts."), endpoint->service.host, inquiry->preset->name,
			endpoint->tls.chain->issuer);
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

/* ---- dates -------------------------------------------------------------------------------- */

static void dates(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct verify_error *error;
	struct verdict_case *found;
	const char *where, *today = inquiry_date(inquiry, inquiry->evidence->started);

	while ((endpoint = next_untrusted(inquiry, endpoint)) != NULL) {
		/* A certificate that nobody vouches for is not cured by fresh dates. */
		if (find_error(endpoint, VERIFY_SELF_SIGNED_LEAF) != NULL || lacks_issuer(endpoint))
			continue;
		where = endpoint_where(inquiry, endpoint);
		error = find_error(endpoint, VERIFY_EXPIRED);
		if (error != NULL && error->depth == 0)
			found = verdict_add(inquiry, "tls.cert-expired", endpoint,
				_("The certificate of %s was valid until %s; today is %s."), where,
				inquiry_date(inquiry, endpoint->tls.chain->not_after), today);
		else if (error != NULL)
			found = verdict_add(inquiry, "tls.chain-expired", endpoint,
				_("The certificate of %s itself is current, but one of its issuers (level %d of "
				"the chain) has expired."), where, error->depth);
		else if (find_error(endpoint, VERIFY_NOT_YET_VALID) != NULL)
			found = verdict_add(inquiry, "tls.cert-not-yet-valid", endpoint,
				_("The certificate of %s becomes valid on %s; this computer's clock says %s."),
				where, inquiry_date(inquiry, endpoint->tls.chain->not_before), today);
		else
			continue;
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

/* ---- issuers --------------------------------------------------------------------------------- */

/* Another server of this run sent the very issuer that is missing here. */
static bool issuer_seen_elsewhere(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;
	const struct certificate_fact *certificate;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next) {
		if (!other->tls.chain_verified || other->tls.chain == NULL)
			continue;
		for (certificate = other->tls.chain->next; certificate != NULL;
			certificate = certificate->next)
			if (strcmp(certificate->subject, endpoint->tls.chain->issuer) == 0)
				return true;
	}
	return false;
}

static struct verdict_case *judge_missing_issuer(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct certificate_fact *leaf = endpoint->tls.chain;
	const char *where = endpoint_where(inquiry, endpoint);

	if (endpoint->tls.chain_length > 1)
		return verdict_add(inquiry, "tls.private-ca", endpoint,
			_("%s sends a chain that ends at \"%s\", an authority this computer does not know."),
			where, leaf->issuer);
	if (issuer_is_public(leaf) || issuer_is_intermediate(leaf) ||
	    issuer_seen_elsewhere(inquiry, endpoint))
		return verdict_add(inquiry, "tls.missing-intermediate", endpoint,
			_("%s sends only its own certificate and not that of its issuer \"%s\", so nothing "
			"links it to a trusted root."), where, leaf->issuer);
	return verdict_add(inquiry, "tls.untrusted-unknown", endpoint,
		_("%s sends one certificate, issued by \"%s\", which this computer does not know."), where,
		leaf->issuer);
}

static void untrusted_issuer(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;
	const char *where;

	while ((endpoint = next_untrusted(inquiry, endpoint)) != NULL) {
		where = endpoint_where(inquiry, endpoint);
		if (find_error(endpoint, VERIFY_SELF_SIGNED_LEAF) != NULL)
			found = verdict_add(inquiry, "tls.self-signed", endpoint,
				_("%s shows a certificate that it signed itself (\"%s\", valid until %s); nobody "
				"vouches for it."), where, endpoint->tls.chain->subject,
				inquiry_date(inquiry, endpoint->tls.chain->not_after));
		else if (find_error(endpoint, VERIFY_SELF_SIGNED_IN_CHAIN) != NULL)
			found = verdict_add(inquiry, "tls.private-ca", endpoint,
				_("The certificate of %s comes from \"%s\", an authority of its own that this "
				"computer does not know."), where, endpoint->tls.chain->issuer);
		else if (lacks_issuer(endpoint))
			found = judge_missing_issuer(inquiry, endpoint);
		else
			continue;
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

/* ---- other defects ------------------------------------------------------------------------------ */

static const struct {
	int code;
	const char *finding;
	const char *says; /* after the server's name */
} defects[] = {
	{ VERIFY_REVOKED, "tls.cert-revoked", N_("was revoked by its issuer") },
	{ VERIFY_WRONG_PURPOSE, "tls.wrong-purpose", N_("was not issued for servers") },
	{ VERIFY_LEAF_KEY_SMALL, "tls.weak-certificate", N_("has too short a key") },
	{ VERIFY_CA_KEY_SMALL, "tls.weak-certificate", N_("has an issuer with too short a key") },
	{ VERIFY_DIGEST_WEAK, "tls.weak-certificate", N_("is signed with a broken digest") },
};

static void defective(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;
	size_t i;

	while ((endpoint = next_untrusted(inquiry, endpoint)) != NULL)
		for (i = 0; i < sizeof defects / sizeof defects[0]; i++) {
			if (find_error(endpoint, defects[i].code) == NULL)
				continue;
			found = verdict_add(inquiry, defects[i].finding, endpoint,
				_("The certificate of %s %s."), endpoint_where(inquiry, endpoint),
				language_of(defects[i].says));
			verdict_quote_chain(inquiry, found, endpoint);
			break;
		}
}

/* Whatever else verification dislikes. */
static void untrusted_otherwise(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = next_untrusted(inquiry, endpoint)) != NULL) {
		if (endpoint->tls.outcome != TLS_OK)
			continue;
		found = verdict_add(inquiry, "tls.untrusted-unknown", endpoint,
			_("The certificate chain of %s does not verify%s%s."),
			endpoint_where(inquiry, endpoint), endpoint->tls.errors == NULL ? "" : ": ",
			endpoint->tls.errors == NULL ? "" : endpoint->tls.errors->name);
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

/* ---- names ------------------------------------------------------------------------------------------ */

/* "*.example.net" covers one label; is HOST one label too deep, or too bare? */
static bool wildcard_is_too_shallow(const struct certificate_fact *leaf, const char *host)
{
	size_t i;

	for (i = 0; i < leaf->name_count; i++)
		if (strncmp(leaf->names[i], "*.", 2) == 0 && text_is_subdomain(host, leaf->names[i] + 2))
			return true;
	return false;
}

static bool has_address(const struct inquiry *inquiry, const char *name, const char *address)
{
	static const enum dns_type types[] = { DNS_A, DNS_AAAA };
	const struct dns_fact *fact;
	size_t i, j;

	for (i = 0; i < sizeof types / sizeof types[0]; i++) {
		fact = evidence_dns(inquiry->evidence, name, types[i]);
		for (j = 0; fact != NULL && fact->outcome == DNS_OK && j < fact->count; j++)
			if (strcmp(fact->records[j].text, address) == 0)
				return true;
	}
	return false;
}

static bool name_covers(const char *name, const char *host)
{
	const char *dot = strchr(host, '.');

	if (strncmp(name, "*.", 2) == 0)
		return dot != NULL && text_equal_nocase(name + 2, dot + 1);
	return text_equal_nocase(name, host);
}

/* What DNS has HOST as an alias of, if the certificate is good for that. */
static const char *covered_alias(const struct inquiry *inquiry, const char *host,
	const struct certificate_fact *leaf)
{
	static const enum dns_type types[] = { DNS_A, DNS_AAAA };
	const struct dns_fact *fact;
	size_t i, j;

	for (i = 0; i < sizeof types / sizeof types[0]; i++) {
		fact = evidence_dns(inquiry->evidence, host, types[i]);
		for (j = 0; fact != NULL && fact->alias_of[0] != '\0' && j < leaf->name_count; j++)
			if (name_covers(leaf->names[j], fact->alias_of))
				return fact->alias_of;
	}
	return NULL;
}

/* The certificate's name that leads to the same address: the hoster's own name of
 * this server.  NULL if none is known to. */
static const char *hosters_name(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct certificate_fact *leaf = endpoint->tls.chain;
	size_t i;

	for (i = 0; endpoint->address != NULL && i < leaf->name_count; i++)
		if (has_address(inquiry, leaf->names[i], endpoint->address))
			return leaf->names[i];
	return covered_alias(inquiry, endpoint->service.host, leaf);
}

/* A name of the certificate that was tried and works; NULL if none. */
static const struct endpoint_fact *working_name(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct certificate_fact *leaf = endpoint->tls.chain;
	const struct endpoint_fact *other;
	size_t i;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		for (i = 0; i < leaf->name_count; i++)
			if (other->service.protocol == endpoint->service.protocol && other->ready &&
			    tls_is_trusted(&other->tls) &&
			    text_equal_nocase(other->service.host, leaf->names[i]))
				return other;
	return NULL;
}

static const char *advised_name(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *works = working_name(inquiry, endpoint);

	return works == NULL ? "" : arena_printf(inquiry->arena,
		_(" The server name %s works with it."), works->service.host);
}

static const char *first_name(const struct certificate_fact *leaf)
{
	if (leaf->name_count > 0)
		return leaf->names[0];
	return leaf->subject_cn[0] != '\0' ? leaf->subject_cn : _("no name at all");
}

static struct verdict_case *judge_name(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct certificate_fact *leaf = endpoint->tls.chain;
	const char *host = endpoint->service.host, *alias = hosters_name(inquiry, endpoint);
	const char *works = advised_name(inquiry, endpoint);

	if (endpoint->host_is_address)
		return verdict_add(inquiry, "tls.host-is-ip", endpoint,
			_("The server is set as the address %s, and its certificate names %s instead.%s"), host,
			first_name(leaf), works);
	if (leaf->name_count == 0 && text_equal_nocase(leaf->subject_cn, host))
		return verdict_add(inquiry, "tls.no-san", endpoint,
			_("The certificate of %s carries its name only in the old place (common name), "
			"which programs no longer read."), host);
	if (wildcard_is_too_shallow(leaf, host))
		return verdict_add(inquiry, "tls.wildcard-too-shallow", endpoint,
			_("The certificate's wildcard %s does not reach %s.%s"), first_name(leaf), host, works);
	if (alias != NULL)
		return verdict_add(inquiry, "tls.shared-host-certificate", endpoint,
			_("%s is another name for %s: both lead to %s, and the certificate is for %s.%s"), host,
			alias, endpoint->address, alias, works);
	return verdict_add(inquiry, "tls.hostname-mismatch", endpoint,
		_("The certificate shown for %s is valid, but for %s.%s"), host, first_name(leaf), works);
}

static void wrong_name(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL, *works;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (!endpoint_has_certificate(endpoint) || endpoint->tls.outcome != TLS_OK ||
		    endpoint->tls.name_matches)
			continue;
		found = judge_name(inquiry, endpoint);
		works = working_name(inquiry, endpoint);
		if (works != NULL)
			verdict_quote(inquiry, found, "network", arena_printf(inquiry->arena,
				_("%s: reached, and its certificate is good"), endpoint_where(inquiry, works)));
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

/* ---- a certificate asked of us -------------------------------------------------------------------- */

/* AlertDescription, RFC 8446 section 6. */
enum {
	ALERT_HANDSHAKE_FAILURE = 40,
	ALERT_BAD_CERTIFICATE = 42,
	ALERT_CERTIFICATE_UNKNOWN = 46,
	ALERT_UNKNOWN_CA = 48,
	ALERT_CERTIFICATE_REQUIRED = 116
};

/* In TLS 1.3 the refusal comes when our side of the handshake is already done. */
static void client_certificate(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		int alert = endpoint->tls.alert;
		bool about_it = alert == ALERT_HANDSHAKE_FAILURE || alert == ALERT_UNKNOWN_CA ||
			(alert >= ALERT_BAD_CERTIFICATE && alert <= ALERT_CERTIFICATE_UNKNOWN);

		if (alert != ALERT_CERTIFICATE_REQUIRED &&
		    (!endpoint->tls.client_certificate_requested || !about_it))
			continue;
		found = verdict_add(inquiry, "tls.client-cert-required", endpoint,
			_("%s asks for a certificate of the mail program and goes no further without one."),
			endpoint_where(inquiry, endpoint));
		verdict_quote(inquiry, found, "network", arena_printf(inquiry->arena,
			_("the server asked for a client certificate, then sent TLS alert %d"), alert));
	}
}

#define UNTRUSTED "tls.self-signed", "tls.private-ca", "tls.untrusted-unknown", \
	"tls.hostname-mismatch", "tls.cert-expired", "config.autoconfig-cert-mismatch"

const struct rule rules_certificate[] = {
	{ "net.captive-portal", captive_portal, NULL },
	{ "tls.intercepted-antivirus", intercepted, EXPLAINS(UNTRUSTED, "tls.intercepted-unknown") },
	{ "tls.intercepted-gateway", intercepted_with_consent,
		EXPLAINS(UNTRUSTED, "tls.intercepted-unknown") },
	{ "tls.intercepted-unknown", intercepted_unknown, EXPLAINS(UNTRUSTED) },
	{ "tls.client-cert-required", client_certificate, NULL },
	{ "tls.cert-expired", dates, NULL },
	{ "tls.weak-certificate", defective, NULL },
	{ "tls.self-signed", untrusted_issuer, NULL },
	{ "tls.untrusted-unknown", untrusted_otherwise, NULL },
	{ "tls.hostname-mismatch", wrong_name, EXPLAINS("tls.sni-required") },
	{ NULL, NULL, NULL }
};
