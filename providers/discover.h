/* SPDX-License-Identifier: MIT
 *
 * Discovery: from an address to settings.  All sources are asked at once, and
 * the most trusted one that has an answer for a protocol wins: a quicker answer
 * of a lesser source waits for the better ones until the deadline.  What each
 * source said is evidence, the losers included.
 */
#ifndef MAILGUIDE_PROVIDERS_DISCOVER_H
#define MAILGUIDE_PROVIDERS_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "source.h"

/* One way in, with its source's name and whether a secret may go there without
 * asking the person (DESIGN, "Trust of discovered settings"). */
struct discovered {
	struct mail_service service; /* placeholders filled in */
	const char *source;
	unsigned rank;               /* in its protocol, lower is better */
	unsigned group;              /* the same for all of one source */
	bool trusted;
	bool guess;
};

struct discover_handler {
	/* The best known for its protocol so far; a better one may still come. */
	void (*found)(void *arg, const struct discovered *found);
	/* Nothing better will come for PROTOCOL.  Told once for each. */
	void (*decided)(void *arg, enum mail_protocol protocol);
	/* Every source has answered, or its time is over. */
	void (*done)(void *arg);
};

struct discover;
/* Asks.  WORLD is borrowed.  Handlers may be called before this returns: a preset
 * is known at once. */
struct discover *discover_new(const struct source_world *world,
	const struct discover_handler *handler, void *arg);
/* What won for PROTOCOL does not work: the next best, if there is one, is told
 * by found(); false without one. */
bool discover_next(struct discover *discover, enum mail_protocol protocol);
/* Wait no longer than until DEADLINE, if that is sooner. */
void discover_hurry(struct discover *discover, uint64_t deadline);
void discover_free(struct discover *discover);

/* Tells PLAN every host that would be asked, as far as that is known beforehand. */
void discover_plan(const struct source_world *world, const struct source_plan *plan);

#endif
