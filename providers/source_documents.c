/* SPDX-License-Identifier: MIT */
#include "source_documents.h"

struct source_document {
	struct source_document *next;
	const struct source_attempt *attempt;
	struct document document;
	bool secure;
};

void source_documents_keep(struct source *source, struct source_attempt *attempt,
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
}

static const struct source_document *document_of(const struct source *source,
	const struct source_attempt *attempt)
{
	const struct source_document *kept = source->documents;

	while (kept != NULL && kept->attempt != attempt)
		kept = kept->next;
	return kept;
}

static void take(struct source *source, const struct source_document *kept)
{
	size_t i;

	for (i = 0; i < kept->document.count; i++) {
		struct mail_service *setting = source_add_setting(source);

		if (setting == NULL)
			break;
		*setting = kept->document.services[i];
		if (setting->username == NULL)
			setting->username = source_username(source->world, NULL);
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
