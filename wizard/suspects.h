/* SPDX-License-Identifier: MIT
 *
 * Which causes does a pasted error message point at?  A server's own words tell
 * more than what a client makes of them, and words more than a code.
 */
#ifndef MAILGUIDE_WIZARD_SUSPECTS_H
#define MAILGUIDE_WIZARD_SUSPECTS_H

#include "catalog.h"
#include "paste.h"

#define SUSPECTS_MAX 4

struct suspect {
	const struct code *code;
	const struct reply_rule *rule; /* NULL: known of the provider */
	enum certainty certainty;
	const char *reason; /* why that sure, as the end of a sentence */
	unsigned rank;      /* the higher the more telling */
};

/* The causes in question, likeliest first, each once; how many there are. */
size_t suspects_find(struct arena *arena, const struct paste *paste,
	struct suspect suspects[SUSPECTS_MAX]);
/* The first reply in the paste that is a refusal, NULL if none stands in it. */
const char *suspects_reply(struct arena *arena, const struct paste *paste);

#endif
