/* SPDX-License-Identifier: MIT
 *
 * PACC: the document counts only when DNS holds its digest.  Both are asked for
 * at once.
 */
#include "../probes/digest.h"
#include "pacc.h"
#include "retrieval.h"
#include "source_documents.h"
#include "source_kinds.h"

/* The document, until the digest is known too. */
struct pacc_own {
	struct source_attempt *attempt;
	struct document document;
	const char *bytes;
	size_t length;
	bool secure;
};

static const char *record_name(const struct source *source)
{
	return arena_printf(source->world->evidence->arena, "_ua-auto-config.%s",
		source->world->address->domain);
}

static void read_document(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure)
{
	struct arena *arena = source->world->evidence->arena;
	struct pacc_own *own = source->own;

	pacc_read(arena, bytes, length, &own->document);
	own->attempt = attempt;
	own->secure = secure;
	own->bytes = arena_strndup(arena, bytes, length);
	own->length = length;
	attempt->outcome = own->document.outcome;
	attempt->detail = own->document.problem;
}

static void start(struct source *source)
{
	struct arena *arena = source->world->evidence->arena;

	source->own = arena_alloc(arena, sizeof(struct pacc_own));
	source_ask(source, record_name(source), DNS_TXT, NULL);
	retrieval_start(source, arena_printf(arena,
		"https://ua-auto-config.%s/.well-known/user-agent-configuration.json",
		source->world->address->domain), NULL, read_document);
}

static bool digest_matches(const struct source *source, const struct pacc_own *own,
	bool *published)
{
	const struct dns_fact *txt = evidence_dns(source->world->evidence, record_name(source),
		DNS_TXT);
	bool matches = false;
	size_t i;

	*published = false;
	for (i = 0; txt != NULL && i < txt->count; i++) {
		const char *digest = pacc_digest(source->world->evidence->arena,
			txt->records[i].text);

		*published |= digest != NULL;
		matches |= digest != NULL && digest_is_sha256(digest, own->bytes, own->length);
	}
	return matches;
}

static void finish(struct source *source)
{
	struct pacc_own *own = source->own;
	bool published;

	if (own->attempt != NULL && own->document.outcome == SOURCE_FOUND) {
		if (digest_matches(source, own, &published))
			source_documents_keep(source, own->attempt, &own->document, own->secure);
		else {
			own->attempt->outcome = SOURCE_INVALID;
			own->attempt->detail = published ? "its digest is not the one in DNS" :
				"DNS holds no digest for it";
		}
	}
	source_documents_conclude(source);
}

static void plan(const struct source_world *world, const struct source_plan *plan)
{
	plan->add(plan->arg, arena_printf(world->evidence->arena, "ua-auto-config.%s",
		world->address->domain), LEARNS_DOMAIN, true);
}

const struct source_kind source_pacc = {
	.name = "pacc", .rank = 30, .speaks_for_domain = true,
	.start = start, .finish = finish, .plan = plan,
};
