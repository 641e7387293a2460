/* SPDX-License-Identifier: MIT */
#include "dmarc.h"

#include <string.h>

#include "../probes/text.h"
#include "spf.h"
#include "suffix.h"

const char *dmarc_name(struct arena *arena, const char *domain)
{
	return arena_printf(arena, "_dmarc.%s", domain);
}

/* The value of TAG in "v=DMARC1; p=reject; …", NULL if it is not there. */
static const char *value_of(struct arena *arena, const char *record, const char *tag)
{
	const char *at = record;
	size_t length = strlen(tag);

	while (at != NULL) {
		at += strspn(at, "; \t");
		if (text_starts_nocase(at, tag)) {
			const char *value = at + length + strspn(at + length, " \t");

			if (*value == '=') {
				value += 1 + strspn(value + 1, " \t");
				return text_lower(arena_strndup(arena, value, strcspn(value, "; \t")));
			}
		}
		at = strchr(at, ';');
	}
	return NULL;
}

static enum dmarc_state policy_of(const char *word)
{
	if (word == NULL)
		return DMARC_INVALID;
	if (strcmp(word, "none") == 0)
		return DMARC_NONE;
	if (strcmp(word, "quarantine") == 0)
		return DMARC_QUARANTINE;
	return strcmp(word, "reject") == 0 ? DMARC_REJECT : DMARC_INVALID;
}

static struct dmarc read_at(const struct evidence *evidence, const char *domain, bool above)
{
	struct dmarc found = { .state = DMARC_UNKNOWN, .record = "", .problem = "" };
	const char *word;
	size_t i, records = 0;

	found.fact = evidence_dns(evidence, dmarc_name(evidence->arena, domain), DNS_TXT);
	if (found.fact == NULL || (found.fact->outcome != DNS_OK &&
	    found.fact->outcome != DNS_NODATA && found.fact->outcome != DNS_NXDOMAIN))
		return found;
	for (i = 0; i < found.fact->count; i++)
		if (spf_is_record(found.fact->records[i].text, "v=DMARC1")) {
			found.record = found.fact->records[i].text;
			records++;
		}
	if (records == 0) {
		found.state = DMARC_NO_RECORD;
		return found;
	}
	word = above ? value_of(evidence->arena, found.record, "sp") : NULL;
	if (word == NULL)
		word = value_of(evidence->arena, found.record, "p");
	found.state = records > 1 ? DMARC_INVALID : policy_of(word);
	if (records > 1)
		found.problem = "there are several records";
	else if (found.state == DMARC_INVALID)
		found.problem = word == NULL ? "it names no policy (p=)" : arena_printf(evidence->arena,
			"\"%s\" is no policy", word);
	return found;
}

struct dmarc dmarc_read(const struct evidence *evidence, const char *domain)
{
	struct dmarc found = read_at(evidence, domain, false);
	const char *owner = suffix_registrable(domain);

	if (found.state == DMARC_NO_RECORD && owner != NULL && strcmp(owner, domain) != 0)
		return read_at(evidence, owner, true);
	return found;
}
