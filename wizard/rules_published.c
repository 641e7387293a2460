/* SPDX-License-Identifier: MIT
 *
 * What a domain publishes about its settings: whether it can be read, agrees with
 * itself and with what works.
 */
#include <string.h>

#include "../probes/text.h"
#include "contradictions.h"
#include "language.h"
#include "rules.h"

/* ---- documents that are no help ------------------------------------------------------------- */

/* Hosts that exist for nothing but this.  Any other web server may answer any path
 * with its home page, and nobody cares. */
static bool is_dedicated(const struct inquiry *inquiry, const char *where)
{
	static const char *const prefixes[] = { "autoconfig.", "autodiscover.", "ua-auto-config." };
	const struct dns_fact *random =
		evidence_dns_probe(inquiry->evidence, DNS_RANDOM_BELOW, NULL);
	const char *host = strstr(where, "://");
	size_t i;

	if (host == NULL)
		return true;
	if (random != NULL && random->count > 0) /* every name leads somewhere here */
		return false;
	for (i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
		if (text_starts_nocase(host + 3, prefixes[i]) &&
		    text_starts_nocase(host + 3 + strlen(prefixes[i]), inquiry->evidence->domain))
			return true;
	return false;
}

static void check_place(struct inquiry *inquiry, const struct source_fact *source,
	const char *where, enum source_outcome outcome, const char *detail)
{
	static const struct {
		enum source_outcome outcome;
		const char *source; /* only of this one, "" for any */
		const char *piece;  /* of the detail, "" for any */
		const char *code;
		const char *detail;
	} faults[] = {
		{ SOURCE_INVALID, "", "", "config.autoconfig-malformed", N_("cannot be read") },
		{ SOURCE_WRONG_TYPE, "", "", "config.autoconfig-malformed",
			N_("gave a web page instead of settings") },
		{ SOURCE_TLS, "", "", "config.autoconfig-cert-mismatch",
			N_("shows a certificate that does not verify, so nothing from it was used") },
		{ SOURCE_HTTP_STATUS, "autodiscover", "401", "config.autodiscover-auth",
			N_("asks for the password before it says anything; none was sent") },
		{ SOURCE_REDIRECTED, "autodiscover", "", "config.autodiscover-loop",
			N_("redirects to where it must not lead") },
	};
	struct verdict_case *found;
	size_t i;

	for (i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		if (outcome != faults[i].outcome || !text_starts_nocase(source->source, faults[i].source) ||
		    strstr(detail, faults[i].piece) == NULL)
			continue;
		found = verdict_add_run(inquiry, faults[i].code, 0, WEIGHT_NOTICE,
			_("The settings source \"%s\" %s."), source->source,
			language_of(faults[i].detail));
		verdict_quote(inquiry, found, "source", arena_printf(inquiry->arena, "%s%s%s: %s, %s",
			source->source, where[0] == '\0' ? "" : " at ", where,
			source_outcome_name(outcome), detail));
	}
}

static void source_faults(struct inquiry *inquiry)
{
	const struct source_attempt *attempt;
	const struct source_fact *source;

	for (source = inquiry->evidence->sources; source != NULL; source = source->next) {
		if (source->attempts == NULL)
			check_place(inquiry, source, "", source->outcome,
				source->detail != NULL ? source->detail : "");
		for (attempt = source->attempts; attempt != NULL; attempt = attempt->next)
			if (is_dedicated(inquiry, attempt->where))
				check_place(inquiry, source, attempt->where, attempt->outcome,
					attempt->detail);
	}
}

static bool has_found(const struct inquiry *inquiry, const char *name)
{
	const struct source_fact *source;

	for (source = inquiry->evidence->sources; source != NULL; source = source->next)
		if (strcmp(source->source, name) == 0 && source->outcome == SOURCE_FOUND)
			return true;
	return false;
}

static void http_only(struct inquiry *inquiry)
{
	struct verdict_case *found;

	if (!has_found(inquiry, "autoconfig-http") || has_found(inquiry, "autoconfig"))
		return;
	found = verdict_add_run(inquiry, "config.autoconfig-http-only", 0, WEIGHT_NOTICE,
		_("The settings of %s are published by plain http, where anybody on the way can change "
		"them."), inquiry->evidence->domain);
	verdict_quote(inquiry, found, "source", _("autoconfig-http: found; autoconfig by https: not"));
}

/* ---- against each other ------------------------------------------------------------------------ */

static void sources_conflict(struct inquiry *inquiry)
{
	static const char *const kinds[] = { "host", "port", "security", "mx-elsewhere" };
	const struct contradiction *entry;
	struct verdict_case *found;
	size_t i;

	for (entry = contradictions(inquiry->arena, inquiry->evidence); entry != NULL;
		entry = entry->next)
		for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
			if (strcmp(kinds[i], entry->kind) != 0)
				continue;
			found = verdict_add_run(inquiry, "config.sources-conflict", 0, WEIGHT_NOTICE, "%s",
				entry->text);
			verdict_quote(inquiry, found, "source", entry->text);
		}
}

/* The first setting of PROTOCOL that SOURCE names. */
static const struct mail_service *first_setting(const struct source_fact *source,
	enum mail_protocol protocol)
{
	size_t i;

	for (i = 0; source->outcome == SOURCE_FOUND && i < source->count; i++)
		if (source->settings[i].protocol == protocol)
			return &source->settings[i];
	return NULL;
}

static void autoconfig_insecure(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct source_fact *source;
	const struct mail_service *first;
	struct verdict_case *found;

	for (source = inquiry->evidence->sources; source != NULL; source = source->next)
		for (endpoint = inquiry->evidence->endpoints; endpoint != NULL;
			endpoint = endpoint->next) {
			first = first_setting(source, endpoint->service.protocol);
			if (first == NULL || first->security != MAIL_PLAIN ||
			    !tls_is_trusted(&endpoint->tls) || strcmp(source->source, "preset") == 0)
				continue;
			found = verdict_add_run(inquiry, "config.autoconfig-insecure", 0, WEIGHT_WARNING,
				_("The source \"%s\" publishes %s:%u without encryption, although %s has it."),
				source->source, first->host, (unsigned)first->port,
				endpoint_where(inquiry, endpoint));
			verdict_quote(inquiry, found, "source", arena_printf(inquiry->arena,
				_("%s: %s:%u plain"), source->source, first->host, (unsigned)first->port));
		}
}

/* A published endpoint is dead while another source's works. */
static void autoconfig_wrong(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint, *other;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE || endpoint_is_guess(endpoint) ||
		    strcmp(endpoint->source, "given") == 0 ||
		    endpoint->connected || service_state(endpoint) != STATE_FAILED)
			continue;
		for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
			if (inquiry_fine(inquiry, other) && strcmp(other->source, endpoint->source) != 0 &&
			    other->service.protocol == endpoint->service.protocol &&
			    !text_equal_nocase(other->service.host, endpoint->service.host))
				break;
		if (other == NULL)
			continue;
		found = verdict_remark(inquiry, "config.autoconfig-wrong", endpoint, WEIGHT_WARNING,
			_("%s, named by %s, cannot be reached; %s, named by %s, works."),
			endpoint_where(inquiry, endpoint), endpoint->source,
			endpoint_where(inquiry, other), other->source);
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

const struct rule rules_published[] = {
	{ "config.autoconfig-malformed", source_faults, NULL },
	{ "config.autoconfig-http-only", http_only, NULL },
	{ "config.sources-conflict", sources_conflict, NULL },
	{ "config.autoconfig-insecure", autoconfig_insecure, NULL },
	{ "config.autoconfig-wrong", autoconfig_wrong, EXPLAINS("net.connection-refused",
		"net.port-filtered", "net.host-down", "dns.host-nxdomain", "dns.host-no-address",
		"config.autoconfig-host-unresolvable") },
	{ NULL, NULL, NULL }
};
