/* SPDX-License-Identifier: MIT
 *
 * What differs between two runs, and what that says about where the cause lies.
 * Pure: no I/O, no clock.
 */
#ifndef MAILGUIDE_WIZARD_COMPARE_H
#define MAILGUIDE_WIZARD_COMPARE_H

#include <stdbool.h>

#include "snapshot.h"

enum change_kind {
	CHANGE_FINDING,     /* a finding came or went */
	CHANGE_SERVICE,     /* how a service fared */
	CHANGE_CERTIFICATE,
	CHANGE_OFFER,       /* a capability */
	CHANGE_ADDRESS,     /* an answer of DNS */
	CHANGE_SETTINGS,    /* what a source said, or which server was used */
	CHANGE_SURROUNDINGS,
	CHANGE_TIME
};
#define CHANGE_KINDS 8
const char *change_kind_name(enum change_kind kind); /* "finding", "service"… */

struct change {
	struct change *next;
	enum change_kind kind;
	bool matters;        /* it can make mail work or fail; the rest is background */
	const char *subject; /* "imap.example.org:993/imap/tls", "A imap.example.org" */
	const char *a, *b;   /* how it is in either, "" where it is not there at all */
};

struct comparison {
	const struct snapshot *a, *b;
	bool same_account;
	bool matters;        /* one of the changes does, or the outcome differs */
	struct change *changes; /* by kind, in the order of enum change_kind */
	const char *conclusions[8]; /* sentences in the person's language */
	size_t conclusion_count;
};

/* Everything lives in ARENA, as long as A and B do. */
struct comparison *compare(struct arena *arena, const struct snapshot *a,
	const struct snapshot *b);

#endif
