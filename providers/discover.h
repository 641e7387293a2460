/* SPDX-License-Identifier: MIT
 *
 * Discovery: from an address to settings.  All sources are asked at once; the
 * best-ranked one that has an answer for a protocol wins.  What each source
 * said is evidence, the losers included.
 */
#ifndef MAILGUIDE_PROVIDERS_DISCOVER_H
#define MAILGUIDE_PROVIDERS_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/evidence.h"
#include "../probes/loop.h"
#include "../probes/resolver.h"
#include "address.h"

#define DISCOVER_SERVICES 24

/* One way that won, with the source's name and whether a secret may go there
 * without asking the person (DESIGN, "Trust of discovered settings"). */
struct discovered {
	struct mail_service service; /* placeholders filled in */
	const char *source;
	unsigned rank;               /* in its protocol */
	bool trusted;
};

struct discover_result {
	struct discovered services[DISCOVER_SERVICES];
	size_t count;
};

struct discover;
/* Asks.  RESOLVER NULL means offline: only the presets answer.  DONE is called
 * once, perhaps before this returns, as soon as the winners are known; sources
 * that are asked for comparison only may still answer later, and DONE_ALL, which
 * may be NULL, tells when the last one did. */
struct discover *discover_new(struct loop *loop, struct resolver *resolver,
	struct evidence *evidence, const struct address *address,
	void (*done)(void *arg, const struct discover_result *result),
	void (*done_all)(void *arg), void *arg);
void discover_free(struct discover *discover);

#endif
