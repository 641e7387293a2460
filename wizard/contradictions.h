/* SPDX-License-Identifier: MIT
 *
 * Where the sources of settings contradict each other or themselves.  Records
 * that were forgotten after a move are among the commonest causes of trouble.
 */
#ifndef MAILGUIDE_WIZARD_CONTRADICTIONS_H
#define MAILGUIDE_WIZARD_CONTRADICTIONS_H

#include "../probes/evidence.h"

struct contradiction {
	struct contradiction *next;
	/* "host", "port", "security", "username": another than what won;
	 * "mx-elsewhere", "host-unresolved", "srv-port", "srv-certificate",
	 * "wildcard-dns", "plain-only", "section-ignored" */
	const char *kind;
	const char *source;
	const char *text; /* a sentence, safe to show */
};

/* All of them, sources in their order; NULL if there are none.  In ARENA. */
const struct contradiction *contradictions(struct arena *arena, const struct evidence *evidence);

#endif
