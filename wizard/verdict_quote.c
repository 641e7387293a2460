/* SPDX-License-Identifier: MIT
 *
 * Witnesses of a case that are not a server's words: certificates, DNS answers
 * and connection attempts, put as short lines.
 */
#include "language.h"
#include "rules.h"
#include "words.h"

#define NAMES_SHOWN 6
#define CERTIFICATES_SHOWN 3

static const char *names_of(const struct inquiry *inquiry,
	const struct certificate_fact *certificate)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < certificate->name_count && i < NAMES_SHOWN; i++)
		list = arena_printf(inquiry->arena, "%s%s%s", list, i == 0 ? "" : ", ",
			certificate->names[i]);
	if (certificate->name_count > NAMES_SHOWN)
		list = arena_printf(inquiry->arena, _("%s and %zu more"), list,
			certificate->name_count - NAMES_SHOWN);
	return list;
}

void verdict_quote_chain(struct inquiry *inquiry, struct verdict_case *verdict_case,
	const struct endpoint_fact *endpoint)
{
	const struct certificate_fact *certificate = endpoint->tls.chain;
	const struct verify_error *error = endpoint->tls.errors;
	int shown;

	for (shown = 0; certificate != NULL && shown < CERTIFICATES_SHOWN; shown++) {
		const char *names = names_of(inquiry, certificate);

		verdict_quote(inquiry, verdict_case, "certificate",
			arena_printf(inquiry->arena, _("subject %s; issuer %s; valid %s to %s%s%s"),
				certificate->subject, certificate->issuer,
				inquiry_date(inquiry, certificate->not_before),
				inquiry_date(inquiry, certificate->not_after),
				names[0] == '\0' ? "" : _("; names "), names));
		certificate = certificate->next;
	}
	for (; error != NULL; error = error->next)
		verdict_quote(inquiry, verdict_case, "certificate",
			arena_printf(inquiry->arena, _("verification at depth %d: %s (%d)"), error->depth,
				error->name, error->code));
}

static const char *const purpose_words[] = {
	"", N_(" (asked without a DNSSEC check)"), N_(" (a made-up name)"), N_(" (a made-up domain)")
};
static const char *const outcome_names[] = {
	N_("answered"), "NXDOMAIN", N_("no record of this type"), "SERVFAIL", "REFUSED", N_("no answer"),
	N_("nobody listens there"), N_("an answer that cannot be read"), N_("not a name that can be asked for"),
	N_("no resolver configured"), N_("not finished")
};

static const char *records_of(const struct inquiry *inquiry, const struct dns_fact *fact)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < fact->count && i < NAMES_SHOWN; i++) {
		const struct dns_record *record = &fact->records[i];
		const char *item = record->text;

		if (fact->type == DNS_MX)
			item = arena_printf(inquiry->arena, "%u %s", (unsigned)record->priority, item);
		else if (fact->type == DNS_SRV)
			item = arena_printf(inquiry->arena, "%u %u %u %s", (unsigned)record->priority,
				(unsigned)record->weight, (unsigned)record->port, item);
		list = arena_printf(inquiry->arena, "%s%s%s", list, i == 0 ? "" : ", ", item);
	}
	return list;
}

void verdict_quote_dns(struct inquiry *inquiry, struct verdict_case *verdict_case,
	const struct dns_fact *fact)
{
	const struct dns_attempt *attempt = fact->attempts;
	const char *answer = fact->outcome == DNS_OK ? records_of(inquiry, fact) :
		language_of(outcome_names[fact->outcome]);

	if (attempt == NULL || fact->outcome == DNS_OK) {
		verdict_quote(inquiry, verdict_case, "dns", arena_printf(inquiry->arena, "%s %s%s: %s%s",
			dns_type_name(fact->type), fact->name, language_of(purpose_words[fact->purpose]), answer,
			fact->from_hosts_file ? _(" (hosts file)") : ""));
		return;
	}
	for (; attempt != NULL; attempt = attempt->next)
		verdict_quote(inquiry, verdict_case, "dns",
			arena_printf(inquiry->arena, _("%s %s%s at %s: %s (%u ms)"),
				dns_type_name(fact->type), fact->name, language_of(purpose_words[fact->purpose]),
				attempt->server, language_of(outcome_names[attempt->outcome]), attempt->took_ms));
}

void verdict_quote_connects(struct inquiry *inquiry, struct verdict_case *verdict_case,
	const struct endpoint_fact *endpoint)
{
	const struct connect_fact *attempt;

	for (attempt = endpoint->connects; attempt != NULL; attempt = attempt->next)
		verdict_quote(inquiry, verdict_case, "network",
			arena_printf(inquiry->arena, _("%s port %u: %s after %u ms"), attempt->address,
				(unsigned)endpoint->service.port, words_connect(attempt->outcome),
				attempt->took_ms));
}
