/* SPDX-License-Identifier: MIT
 *
 * Causes in the settings themselves: none found, published ones that are wrong,
 * a provider that does not offer what was asked for.
 */
#include <string.h>

#include "../probes/text.h"
#include "../providers/preset_table.h"
#include "language.h"
#include "mx_services.h"
#include "rules.h"

static const struct dns_fact *domain_mx(const struct inquiry *inquiry)
{
	const struct dns_fact *mx = evidence_dns(inquiry->evidence, inquiry->evidence->domain, DNS_MX);

	return mx != NULL && mx->outcome == DNS_OK && mx->count > 0 ? mx : NULL;
}

/* It was asked and might know something, but the answer is owed. */
static bool is_silent(const struct source_fact *source)
{
	return source->outcome == SOURCE_TIMEOUT || source->outcome == SOURCE_DNS_FAILED;
}

/* Few quotes are shown, so the sources that stayed silent come first, and those that
 * answered by having nothing last. */
static void quote_sources_if(struct inquiry *inquiry, struct verdict_case *found, bool silent)
{
	const struct source_fact *source;

	for (source = inquiry->evidence->sources; source != NULL; source = source->next)
		if (is_silent(source) == silent)
			verdict_quote(inquiry, found, "source", arena_printf(inquiry->arena, "%s: %s%s%s",
				source->source, source_outcome_name(source->outcome),
				source->detail == NULL || source->detail[0] == '\0' ? "" : ", ",
				source->detail == NULL ? "" : source->detail));
}

static void quote_sources(struct inquiry *inquiry, struct verdict_case *found)
{
	quote_sources_if(inquiry, found, true);
	quote_sources_if(inquiry, found, false);
}

/* "; autoconfig, ispdb gave no answer and may know more", "" when all did. */
static const char *silent_sources(struct inquiry *inquiry)
{
	const struct source_fact *source;
	const char *names = "";

	for (source = inquiry->evidence->sources; source != NULL; source = source->next)
		if (is_silent(source))
			names = arena_printf(inquiry->arena, "%s%s%s", names,
				names[0] == '\0' ? "" : ", ", source->source);
	return names[0] == '\0' ? "" : arena_printf(inquiry->arena,
		_("; %s gave no answer and may know more"), names);
}

/* ---- what the provider does not offer ------------------------------------------------------ */

static bool preset_offers(const struct inquiry *inquiry, enum mail_protocol protocol)
{
	size_t i;

	for (i = 0; i < inquiry->preset->service_count; i++)
		if (inquiry->preset->services[i].protocol == protocol)
			return true;
	return false;
}

static void bridge_needed(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	if (!inquiry_quirk(inquiry, "needs-bridge"))
		return;
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint_is_local(endpoint))
			return;
	found = verdict_add_run(inquiry, "config.bridge-needed", 0, WEIGHT_FAULT,
		_("%s can be reached by mail programs only through its bridge on your own computer, and "
		"none was found."), inquiry->preset->name);
	quote_sources(inquiry, found);
}

static void no_standard_access(struct inquiry *inquiry)
{
	struct verdict_case *found;

	if (inquiry->preset == NULL || inquiry->preset->service_count > 0 ||
	    inquiry_quirk(inquiry, "needs-bridge") || inquiry->evidence->settings_given)
		return;
	if (!inquiry_quirk(inquiry, "no-imap"))
		return;
	found = verdict_add_run(inquiry, "config.no-standard-access", 0, WEIGHT_FAULT,
		_("%s offers neither IMAP nor POP3 nor SMTP to mail programs."), inquiry->preset->name);
	quote_sources(inquiry, found);
}

/* No settings but guesses, and no guess greeted. */
static bool nothing_found(const struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct source_fact *source;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE &&
		    (!endpoint_is_guess(endpoint) || endpoint->greeted || endpoint->tls.outcome == TLS_OK))
			return false;
	for (source = inquiry->evidence->sources; source != NULL; source = source->next)
		if (source->outcome == SOURCE_FOUND && source->count > 0 &&
		    strcmp(source->source, "guess") != 0)
			return false;
	return true;
}

/* Something was found, but not for this protocol. */
static void protocol_missing(struct inquiry *inquiry)
{
	bool imap = inquiry_has_candidates(inquiry, MAIL_IMAP);
	bool pop3 = inquiry_has_candidates(inquiry, MAIL_POP3);
	bool smtp = inquiry_has_candidates(inquiry, MAIL_SMTP);
	const char *who = inquiry->preset != NULL ? inquiry->preset->name : inquiry->evidence->domain;
	struct verdict_case *found;

	if ((!imap && !pop3 && !smtp) || nothing_found(inquiry))
		return;
	if (inquiry->broken[MAIL_SMTP] && !smtp) {
		found = verdict_add_run(inquiry, "config.no-submission", inquiry_bit(MAIL_SMTP),
			WEIGHT_FAULT, _("Nothing names a server for sending the mail of %s."), who);
		quote_sources(inquiry, found);
	}
	if (inquiry->broken[MAIL_IMAP] && !imap) {
		found = !pop3 && inquiry->preset != NULL && !preset_offers(inquiry, MAIL_POP3) ?
			verdict_add_run(inquiry, "config.send-only-service", inquiry_bit(MAIL_IMAP),
				WEIGHT_FAULT, _("%s is a service for sending; it keeps no mailbox to read."),
				who) :
			verdict_add_run(inquiry, "config.protocol-not-offered", inquiry_bit(MAIL_IMAP),
				pop3 ? WEIGHT_WARNING : WEIGHT_FAULT,
				_("No IMAP server of %s is known%s."), who, pop3 ? _(", only POP3") : "");
		quote_sources(inquiry, found);
	}
	/* Unlike IMAP, nobody wants POP3 without having said so. */
	if (inquiry->broken[MAIL_POP3] && !pop3) {
		found = verdict_add_run(inquiry, "config.protocol-not-offered", inquiry_bit(MAIL_POP3),
			WEIGHT_FAULT, _("No POP3 server of %s is known%s."), who, imap ? _(", only IMAP") : "");
		quote_sources(inquiry, found);
	}
}

/* ---- nothing found ---------------------------------------------------------------------------- */

static struct verdict_case *judge_mx(struct inquiry *inquiry, const struct dns_fact *mx)
{
	const char *domain = inquiry->evidence->domain, *name = "";

	switch (mx_service_of(mx->records[0].text, &name)) {
	case MX_FILTER:
		return verdict_add_run(inquiry, "config.mx-is-filter", 0, WEIGHT_FAULT,
			_("The mail of %s first passes the filter %s; which server keeps the mailboxes "
			"behind it is not published."), domain, name);
	case MX_FORWARDER:
		return verdict_add_run(inquiry, "config.forward-only", 0, WEIGHT_FAULT,
			_("The mail of %s is only passed on by %s; there is no mailbox to read."), domain,
			name);
	case MX_RELAY:
		return verdict_add_run(inquiry, "config.send-only-service", 0, WEIGHT_FAULT,
			_("The mail of %s goes to %s, a service for programs that keeps no mailbox."), domain,
			name);
	case MX_MAILBOX:
		break;
	}
	return NULL;
}

/* The hosts in use answered, but only because their names were guessed. */
static void guessed_settings(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint, *first = NULL;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE)
			continue;
		if (!endpoint_is_guess(endpoint))
			return;
		if (first == NULL && endpoint->connected)
			first = endpoint;
	}
	if (first == NULL || nothing_found(inquiry))
		return;
	found = verdict_add_run(inquiry, "config.autoconfig-missing", 0, WEIGHT_NOTICE,
		_("No published mail settings for %s were found; %s was guessed, and answers%s."),
		inquiry->evidence->domain, first->service.host, silent_sources(inquiry));
	quote_sources(inquiry, found);
}

static void no_settings(struct inquiry *inquiry)
{
	const struct dns_fact *mx = domain_mx(inquiry);
	const struct endpoint_fact *endpoint;
	struct verdict_case *found = NULL;

	if (!nothing_found(inquiry) || inquiry->evidence->settings_given ||
	    (inquiry->preset != NULL && inquiry->preset->service_count == 0))
		return;
	if (mx != NULL)
		found = judge_mx(inquiry, mx);
	if (found == NULL)
		found = verdict_add_run(inquiry, "config.autoconfig-missing", 0, WEIGHT_FAULT,
			_("No mail settings for %s were found, and no likely host name answered%s."),
			inquiry->evidence->domain, silent_sources(inquiry));
	if (mx != NULL)
		verdict_quote_dns(inquiry, found, mx);
	quote_sources(inquiry, found);
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint_is_guess(endpoint))
			verdict_witness(inquiry, found, endpoint);
}

/* ---- a move, and old habits ---------------------------------------------------------------------- */

static bool preset_has_host(const struct preset *preset, const char *host)
{
	size_t i;

	for (i = 0; i < preset->service_count; i++)
		if (!inquiry_unrelated(preset->services[i].host, host))
			return true;
	return false;
}

/* The domain's mail goes to one provider, its settings name another: published
 * before a move and forgotten. */
static void domain_migrated(struct inquiry *inquiry)
{
	const struct dns_fact *mx = domain_mx(inquiry);
	const struct endpoint_fact *endpoint;
	const struct preset *now;
	struct verdict_case *found;

	if (mx == NULL || preset_by_domain(inquiry->evidence->domain) != NULL)
		return;
	now = preset_by_mx(mx->records[0].text);
	if (now == NULL || now->service_count == 0)
		return;
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		bool failed = service_state(endpoint) == STATE_FAILED &&
			(endpoint->login.outcome == LOGIN_REFUSED || !endpoint->connected);

		if (endpoint->role != ROLE_CANDIDATE || !endpoint->wanted ||
		    endpoint_is_guess(endpoint) || preset_has_host(now, endpoint->service.host) ||
		    text_is_subdomain(endpoint->service.host, inquiry->evidence->domain))
			continue;
		found = verdict_remark(inquiry, "config.domain-migrated", endpoint,
			failed ? WEIGHT_FAULT : WEIGHT_WARNING,
			_("Mail for %s goes to %s, but the settings in use (from %s) name %s."),
			inquiry->evidence->domain, now->name, endpoint->source, endpoint->service.host);
		if (failed)
			verdict_account_wide(inquiry, found);
		verdict_quote_dns(inquiry, found, mx);
	}
}

static void port25_for_submission(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE || endpoint->service.protocol != MAIL_SMTP ||
		    endpoint->service.port != 25 || !endpoint->wanted)
			continue;
		found = verdict_remark(inquiry, "config.port25-for-submission", endpoint,
			WEIGHT_WARNING, _("Sending is set up on port 25 of %s, the port between servers."),
			endpoint->service.host);
		verdict_quote(inquiry, found, "local", arena_printf(inquiry->arena, _("%s from %s"),
			endpoint_where(inquiry, endpoint), endpoint->source));
	}
}

#define NO_ACCESS "config.autoconfig-missing", "config.no-submission", \
	"config.protocol-not-offered", "config.send-only-service", "dns.no-mx", "dns.null-mx"

const struct rule rules_config[] = {
	{ "config.bridge-needed", bridge_needed, EXPLAINS(NO_ACCESS) },
	{ "config.no-standard-access", no_standard_access, EXPLAINS(NO_ACCESS) },
	{ "config.domain-migrated", domain_migrated, NULL },
	{ "config.autoconfig-missing", no_settings, NULL },
	{ "config.protocol-not-offered", protocol_missing, NULL },
	{ "config.autoconfig-missing", guessed_settings, NULL },
	{ "config.port25-for-submission", port25_for_submission, NULL },
	{ NULL, NULL, NULL }
};
