/* SPDX-License-Identifier: MIT */
#include "discover.h"

#include <stdlib.h>

#include "../probes/mem.h"
#include "../probes/text.h"
#include "source_kinds.h"
#include "suffix.h"

struct discover {
	const struct source_world *world;
	struct discover_handler handler;
	void *arg;
	struct source sources[SOURCE_KINDS]; /* in the order of source_kinds */
	/* Per protocol: whose settings were told last, and is that final? */
	const struct source *told[MAIL_PROTOCOLS];
	bool decided[MAIL_PROTOCOLS];
	unsigned hosts_owed; /* addresses of hosts that sources named */
	struct loop_timer *deadline;
	bool over;           /* the deadline struck */
	bool done;
};

/* ---- what a source says --------------------------------------------------------------- */

static bool has_protocol(const struct source *source, enum mail_protocol protocol)
{
	const struct source_fact *fact = source->fact;
	size_t i;

	for (i = 0; i < fact->count; i++)
		if (fact->settings[i].protocol == protocol)
			return true;
	return false;
}

static bool has_found(const struct source *source)
{
	return source->settled && source->fact->outcome == SOURCE_FOUND;
}

/* May a secret go to HOST, named by SOURCE, without asking? */
static bool is_trusted(const struct source *source, const char *host)
{
	if (source->kind->needs_yes)
		return false;
	if (source->kind->speaks_for_domain && source->fact->secure)
		return true;
	return suffix_same_owner(host, source->world->address->domain);
}

static void tell(struct discover *discover, const struct source *source,
	enum mail_protocol protocol)
{
	const struct source_fact *fact = source->fact;
	struct discovered found = { .source = source->kind->name, .group = source->rank,
		.rank = source->rank * SOURCE_SERVICES, .guess = source->kind->guess };
	size_t i;

	discover->told[protocol] = source;
	for (i = 0; i < fact->count; i++) {
		if (fact->settings[i].protocol != protocol)
			continue;
		found.service = fact->settings[i];
		found.trusted = is_trusted(source, found.service.host);
		if (found.service.username == NULL)
			found.service.username = source_username(discover->world, NULL);
		discover->handler.found(discover->arg, &found);
		found.rank++;
	}
}

/* ---- choosing ---------------------------------------------------------------------------- */

/* The most trusted source so far that settles PROTOCOL; ABOVE is the rank it must
 * be worse than. */
static const struct source *best_source(const struct discover *discover,
	enum mail_protocol protocol, unsigned above)
{
	const struct source *best = NULL;
	size_t i;

	for (i = 0; i < SOURCE_KINDS; i++) {
		const struct source *source = &discover->sources[i];

		if (has_found(source) && source->rank > above &&
				(source->complete || has_protocol(source, protocol)) &&
				(best == NULL || source->rank < best->rank))
			best = source;
	}
	return best;
}

static bool better_may_come(const struct discover *discover, const struct source *best)
{
	size_t i;

	for (i = 0; i < SOURCE_KINDS; i++) {
		const struct source *source = &discover->sources[i];
		unsigned rank = source->kind->rank_best != 0 ? source->kind->rank_best :
			source->kind->rank;

		if (!source->settled && (best == NULL || rank < best->rank))
			return true;
	}
	return false;
}

/* Does a source that is no guess know another way to read mail than PROTOCOL?  It
 * would have named PROTOCOL too. */
static bool is_read_otherwise(const struct discover *discover, enum mail_protocol protocol)
{
	enum mail_protocol other = protocol == MAIL_IMAP ? MAIL_POP3 : MAIL_IMAP;
	const struct source *best;

	if (protocol == MAIL_SMTP)
		return false;
	best = best_source(discover, other, 0);
	return best != NULL && !best->kind->guess;
}

static void choose(struct discover *discover, enum mail_protocol protocol)
{
	const struct source *best = best_source(discover, protocol, 0);
	bool final = !better_may_come(discover, best), worth = best != NULL;

	if (discover->decided[protocol])
		return;
	discover->decided[protocol] = final;
	/* Guesses are worth a conversation only when there is nothing else. */
	if (worth && best->kind->guess)
		worth = final && !is_read_otherwise(discover, protocol);
	if (worth && best != discover->told[protocol])
		tell(discover, best, protocol);
	if (final)
		discover->handler.decided(discover->arg, protocol);
}

static void finish_if_done(struct discover *discover)
{
	size_t i;

	if (discover->done || (discover->hosts_owed > 0 && !discover->over))
		return;
	for (i = 0; i < SOURCE_KINDS; i++)
		if (!discover->sources[i].settled)
			return;
	discover->done = true;
	loop_timer_stop(discover->deadline);
	discover->handler.done(discover->arg);
}

bool discover_next(struct discover *discover, enum mail_protocol protocol)
{
	const struct source *told = discover->told[protocol], *next;

	if (told == NULL)
		return false;
	next = best_source(discover, protocol, told->rank);
	if (next == NULL || next->kind->guess)
		return false;
	tell(discover, next, protocol);
	return true;
}

/* ---- the sources ---------------------------------------------------------------------------- */

static void host_answered(void *arg, const struct dns_fact *fact)
{
	struct discover *discover = arg;

	(void)fact;
	discover->hosts_owed--;
	finish_if_done(discover);
}

/* Is there such a host at all?  Stale records are known by that. */
static void resolve_hosts(struct discover *discover, const struct source_fact *fact)
{
	size_t i;

	for (i = 0; !discover->world->offline && !discover->over && i < fact->count; i++) {
		discover->hosts_owed += 2;
		resolver_ask(discover->world->resolver, fact->settings[i].host, DNS_A,
			host_answered, discover);
		resolver_ask(discover->world->resolver, fact->settings[i].host, DNS_AAAA,
			host_answered, discover);
	}
}

static void concluded(void *arg, struct source *source)
{
	struct discover *discover = arg;
	int protocol;

	resolve_hosts(discover, source->fact);
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		choose(discover, (enum mail_protocol)protocol);
	finish_if_done(discover);
}

/* Why KIND is not asked; NULL if it is. */
static const char *skipped(const struct source_world *world, const struct source_kind *kind)
{
	if (world->offline && !kind->offline)
		return "--offline";
	return world->no_third_party && kind->third_party ? "--no-third-party" : NULL;
}

static void start(struct discover *discover, struct source *source)
{
	const char *why = skipped(discover->world, source->kind);

	/* The preset answered at once, if there is one. */
	if (why == NULL && source->kind->guess && discover->sources[0].complete)
		why = "not needed";
	if (why == NULL) {
		source_start(source);
		return;
	}
	source->settled = true;
	source_conclude(source, SOURCE_SKIPPED, why);
	concluded(discover, source);
}

static void deadline_struck(void *arg)
{
	struct discover *discover = arg;
	size_t i;

	discover->over = true;
	for (i = 0; i < SOURCE_KINDS; i++)
		source_cut(&discover->sources[i]);
	finish_if_done(discover);
}

/* ---- the whole -------------------------------------------------------------------------------- */

struct discover *discover_new(const struct source_world *world,
	const struct discover_handler *handler, void *arg)
{
	struct discover *discover = mem_alloc(sizeof *discover);
	size_t i;

	discover->world = world;
	discover->handler = *handler;
	discover->arg = arg;
	discover->deadline = loop_timer_new(world->loop, deadline_struck, discover);
	loop_timer_set(discover->deadline, world->deadline);
	for (i = 0; i < SOURCE_KINDS; i++) {
		struct source *source = &discover->sources[i];

		source->kind = source_kinds[i];
		source->world = world;
		source->at = loop_now(world->loop);
		source->concluded = concluded;
		source->arg = discover;
		source->fact = evidence_add_source(world->evidence, source->kind->name);
		source_conclude(source, SOURCE_SKIPPED, "");
	}
	for (i = 0; i < SOURCE_KINDS; i++)
		start(discover, &discover->sources[i]);
	return discover;
}

void discover_hurry(struct discover *discover, uint64_t deadline)
{
	if (!discover->done && deadline < discover->world->deadline)
		loop_timer_set(discover->deadline, deadline);
}

void discover_free(struct discover *discover)
{
	size_t i;

	if (discover == NULL)
		return;
	for (i = 0; i < SOURCE_KINDS; i++)
		source_stop(&discover->sources[i]);
	if (discover->world->resolver != NULL)
		resolver_forget(discover->world->resolver, discover);
	loop_timer_free(discover->deadline);
	free(discover);
}

void discover_plan(const struct source_world *world, const struct source_plan *plan)
{
	size_t i;

	for (i = 0; i < SOURCE_KINDS; i++)
		if (source_kinds[i]->plan != NULL && skipped(world, source_kinds[i]) == NULL)
			source_kinds[i]->plan(world, plan);
}
