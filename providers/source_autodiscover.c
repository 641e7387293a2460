/* SPDX-License-Identifier: MIT
 *
 * Exchange's Autodiscover with plain XML (MS-OXDSCLI): on the domain, where its
 * SRV record points, and where plain http redirects to.  The address is part of
 * the question; no credential ever is.
 */
#include <string.h>

#include "autodiscover.h"
#include "retrieval.h"
#include "source_documents.h"
#include "source_kinds.h"

#define SRV_LABEL "_autodiscover._tcp"
#define PATH "/autodiscover/autodiscover.xml"
#define REDIRECTS_MAX 3
#define TARGETS_MAX 3

struct autodiscover_own {
	const char *question;
	unsigned redirects;
};

static const char *first_skip(const struct source_world *world)
{
	if (world->no_address)
		return "it would learn the address, and --no-address was given";
	return world->address->localpart[0] == '\0' ? "it needs a whole address" : NULL;
}

static void read_document(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure);
static void read_unsure(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure);

static void ask(struct source *source, const char *url, retrieval_read_fn *read)
{
	const struct autodiscover_own *own = source->own;

	retrieval_start(source, url, own->question, read);
}

/* ---- answers -------------------------------------------------------------------------- */

static void follow(struct source *source, struct source_attempt *attempt,
	const struct document *document, retrieval_read_fn *read)
{
	struct autodiscover_own *own = source->own;
	struct arena *arena = source->world->evidence->arena;

	attempt->outcome = SOURCE_REDIRECTED;
	if (document->redirect_url == NULL) {
		attempt->detail = arena_printf(arena, "to the address %s",
			document->redirect_address);
		return;
	}
	attempt->detail = arena_printf(arena, "to %s", document->redirect_url);
	if (strncmp(document->redirect_url, "https://", 8) == 0 && own->redirects < REDIRECTS_MAX) {
		own->redirects++;
		ask(source, document->redirect_url, read);
	}
}

static void take(struct source *source, struct source_attempt *attempt, const char *bytes,
	size_t length, bool secure, retrieval_read_fn *read)
{
	struct document document;

	autodiscover_read(source->world->evidence->arena, source->world->address, bytes, length,
		&document);
	if (document.outcome == SOURCE_REDIRECTED)
		follow(source, attempt, &document, secure ? read : read_unsure);
	else
		source_documents_keep(source, attempt, &document, secure);
}

static void read_document(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure)
{
	take(source, attempt, bytes, length, secure, read_document);
}

/* What DNS, plain http or a stranger named is not the domain's own word. */
static void read_unsure(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure)
{
	(void)secure;
	take(source, attempt, bytes, length, false, read_unsure);
}

/* ---- questions -------------------------------------------------------------------------- */

static void srv_answered(struct source *source, const struct dns_fact *fact)
{
	const struct dns_record *record;
	size_t i;

	/* All at once: the first that has something counts, in their order. */
	for (i = 0; i < fact->count && i < TARGETS_MAX; i++) {
		record = &fact->records[i];
		if (strcmp(record->text, ".") != 0 && record->port != 0)
			ask(source, arena_printf(source->world->evidence->arena, "https://%s:%u" PATH,
				record->text, (unsigned)record->port),
				fact->authentic ? read_document : read_unsure);
	}
}

/* Exchange hosters answer a GET by plain http with a redirect to their https
 * address; only that is wanted, and it tells nothing but the domain. */
static void start_http(struct source *source)
{
	const struct autodiscover_own *own = source->own;

	retrieval_start_redirected(source, arena_printf(source->world->evidence->arena,
		"http://autodiscover.%s" PATH, source->world->address->domain), own->question,
		read_unsure);
}

static void start(struct source *source)
{
	const struct source_world *world = source->world;
	struct arena *arena = world->evidence->arena;
	struct autodiscover_own *own = arena_alloc(arena, sizeof *own);
	const char *domain = world->address->domain;

	source->own = own;
	if (first_skip(world) != NULL)
		return;
	own->question = autodiscover_request(arena, world->address);
	ask(source, arena_printf(arena, "https://autodiscover.%s" PATH, domain), read_document);
	ask(source, arena_printf(arena, "https://%s" PATH, domain), read_document);
	source_ask(source, arena_printf(arena, SRV_LABEL ".%s", domain), DNS_SRV, srv_answered);
	if (!world->https_only)
		start_http(source);
}

static void finish(struct source *source)
{
	const char *skipped = first_skip(source->world);

	if (skipped != NULL)
		source_conclude(source, SOURCE_SKIPPED, skipped);
	else
		source_documents_conclude(source);
}

static void plan(const struct source_world *world, const struct source_plan *plan)
{
	const char *domain = world->address->domain;
	const char *host = arena_printf(world->evidence->arena, "autodiscover.%s", domain);

	if (first_skip(world) != NULL)
		return;
	plan->add(plan->arg, host, LEARNS_ADDRESS, true);
	plan->add(plan->arg, domain, LEARNS_ADDRESS, true);
	if (!world->https_only)
		plan->add(plan->arg, host, LEARNS_DOMAIN, false);
}

const struct source_kind source_autodiscover = {
	.name = "autodiscover", .rank = 100, .speaks_for_domain = true,
	.start = start, .finish = finish, .plan = plan,
};
