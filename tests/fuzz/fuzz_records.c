/* SPDX-License-Identifier: MIT
 *
 * TXT records of a hostile zone, one a line: SPF and DMARC.  A line that begins
 * with a name and a tab belongs to that name, others to the domain itself.
 */
#include <stdlib.h>
#include <string.h>

#include "providers/dmarc.h"
#include "providers/spf.h"

#define DOMAIN "example.org"
#define RECORDS_MAX 64

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static struct dns_fact *fact_for(struct evidence *evidence, const char *name)
{
	struct dns_fact *fact;

	for (fact = evidence->dns; fact != NULL; fact = fact->next)
		if (strcmp(fact->name, name) == 0)
			return fact;
	fact = evidence_add_dns(evidence, name, DNS_TXT);
	fact->records = arena_alloc(evidence->arena, RECORDS_MAX * sizeof *fact->records);
	return fact;
}

static void add_line(struct evidence *evidence, const char *line, size_t length)
{
	const char *text = arena_strndup(evidence->arena, line, length), *name = DOMAIN;
	const char *tab = strchr(text, '\t');
	struct dns_fact *fact;

	if (tab != NULL) {
		name = arena_strndup(evidence->arena, text, (size_t)(tab - text));
		text = tab + 1;
	}
	fact = fact_for(evidence, name);
	if (fact->count < RECORDS_MAX)
		fact->records[fact->count++].text = text;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const char *const addresses[] = { "203.0.113.21", "2001:db8::21" };
	struct evidence *evidence = evidence_new();
	const char *at = (const char *)data, *end = at + size;
	struct spf_walk walk;
	struct dmarc dmarc;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		size_t length = line_end == NULL ? (size_t)(end - at) : (size_t)(line_end - at);

		add_line(evidence, at, length);
		at += length + 1;
	}
	walk = spf_walk(evidence, DOMAIN, addresses, 2, NULL, NULL);
	if ((walk.state == SPF_INVALID) != (walk.problem[0] != '\0'))
		abort();
	dmarc = dmarc_read(evidence, DOMAIN);
	if ((dmarc.state == DMARC_INVALID) != (dmarc.problem[0] != '\0'))
		abort();
	evidence_free(evidence);
	return 0;
}
