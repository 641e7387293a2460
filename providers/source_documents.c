/* SPDX-License-Identifier: MIT */
#include "source_documents.h"

#include <assert.h>

#include "clientconfig.h"

struct source_document {
	struct source_document *next;
	const struct source_attempt *attempt;
	struct document document;
	bool secure;
	bool discreet; /* its user names are still templates */
};

static struct source_document *keep(struct source *source, struct source_attempt *attempt,
	const struct document *document, bool secure)
{
	struct source_document *kept =
		arena_alloc(source->world->evidence->arena, sizeof *kept);

	kept->next = source->documents;
	kept->attempt = attempt;
	kept->document = *document;
	kept->secure = secure;
	source->documents = kept;
	attempt->outcome = document->outcome;
	attempt->detail = document->problem;
	return kept;
}

void source_documents_keep(struct source *source, struct source_attempt *attempt,
	const struct document *document, bool secure)
{
	keep(source, attempt, document, secure);
}

/* Placeholders in host names would carry the local part into the DNS.  Whoever wrote
 * the document gets it that way only if they could have had it by https. */
void source_documents_read_config(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure)
{
	const struct source_world *world = source->world;
	bool discreet = world->no_address || !secure;
	struct address address = *world->address;
	struct document document;

	if (discreet)
		address.localpart = arena_strdup(world->evidence->arena, "");
	clientconfig_read(world->evidence->arena, &address, bytes, length, &document);
	keep(source, attempt, &document, secure)->discreet = discreet;
}

static const struct source_document *document_of(const struct source *source,
	const struct source_attempt *attempt)
{
	const struct source_document *kept = source->documents;

	while (kept != NULL && kept->attempt != attempt)
		kept = kept->next;
	assert(kept != NULL); /* no attempt is found without its document */
	return kept;
}

static void take(struct source *source, const struct source_document *kept)
{
	size_t i;

	assert(kept != NULL && "what is taken was kept");
	for (i = 0; i < kept->document.count; i++) {
		struct mail_service *setting = source_add_setting(source);

		if (setting == NULL)
			break;
		*setting = kept->document.services[i];
		if (setting->username != NULL && kept->discreet)
			setting->username = source_username(source->world, setting->username);
	}
	source->fact->slips = kept->document.slips;
	source->fact->slip_count = kept->document.slip_count;
	source->fact->secure = kept->secure;
}

void source_documents_conclude(struct source *source)
{
	const struct source_attempt *attempt;

	for (attempt = source->fact->attempts; attempt != NULL; attempt = attempt->next)
		if (attempt->outcome == SOURCE_FOUND) {
			take(source, document_of(source, attempt));
			source_conclude(source, SOURCE_FOUND, attempt->where);
			return;
		}
	source_conclude_attempts(source);
}
