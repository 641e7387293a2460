/* SPDX-License-Identifier: MIT
 *
 * A TXT record "mailconf=URL" on the domain names an autoconfig document.  DNS
 * alone vouches for it.
 */
#include <string.h>

#include "../probes/text.h"
#include "retrieval.h"
#include "source_documents.h"
#include "source_kinds.h"

#define MARK "mailconf="

static void read_unsigned(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure)
{
	(void)secure;
	source_documents_read_config(source, attempt, bytes, length, false);
}

static void answered(struct source *source, const struct dns_fact *fact)
{
	struct source_attempt *attempt;
	const char *url;
	size_t i;

	for (i = 0; i < fact->count; i++) {
		if (!text_starts_nocase(fact->records[i].text, MARK))
			continue;
		url = fact->records[i].text + strlen(MARK);
		if (text_starts_nocase(url, "https://")) {
			retrieval_start(source, url, NULL,
				fact->authentic ? source_documents_read_config : read_unsigned);
			return;
		}
		attempt = source_add_attempt(source->world->evidence, source->fact,
			fact->records[i].text);
		attempt->outcome = SOURCE_INVALID;
		attempt->detail = "the URL is not https";
	}
}

static void start(struct source *source)
{
	source_ask(source, source->world->address->domain, DNS_TXT, answered);
}

static void finish(struct source *source)
{
	const struct dns_fact *txt = evidence_dns(source->world->evidence,
		source->world->address->domain, DNS_TXT);

	if (source->fact->attempts == NULL && txt != NULL)
		source_conclude(source, source_dns_outcome(txt), "");
	else
		source_documents_conclude(source);
}

const struct source_kind source_mailconf = {
	.name = "mailconf", .rank = 70, .speaks_for_domain = true,
	.start = start, .finish = finish,
};
