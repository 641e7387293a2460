/* SPDX-License-Identifier: MIT
 *
 * SPF (RFC 7208): which servers may send for a domain.  Nothing is asked here:
 * the walk through a record and what it includes reads DNS facts that are there,
 * and names those that it misses.
 */
#ifndef MAILGUIDE_PROVIDERS_SPF_H
#define MAILGUIDE_PROVIDERS_SPF_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/evidence.h"

/* RFC 7208 4.6.4: a receiver gives up when more lookups are needed. */
#define SPF_LOOKUPS_MAX 10

enum spf_state {
	SPF_UNKNOWN,   /* DNS gave no answer about the domain's own record */
	SPF_NO_RECORD,
	SPF_INVALID,   /* receivers treat it as an error; see problem */
	SPF_VALID
};

struct spf_walk {
	enum spf_state state;
	const char *record;  /* the domain's own, raw; "" if none */
	const char *problem; /* of an invalid one */
	unsigned lookups;    /* that a receiver needs at most */
	bool covers;         /* one of ADDRESSES (numeric) may send */
	bool open_ended;     /* part of it depends on who sends what, or on another's
	                        record, or could not be read: it may cover others */
	bool refuses_all;    /* nobody at all may send */
};

/* Walks DOMAIN's record.  MISSING (may be NULL) gets each question that was never
 * asked; walk again when they are answered. */
struct spf_walk spf_walk(const struct evidence *evidence, const char *domain,
	const char *const *addresses, size_t count,
	void (*missing)(void *arg, const char *name, enum dns_type type), void *arg);
/* Is TEXT a TXT record of this kind ("v=spf1", "v=DMARC1")? */
bool spf_is_record(const char *text, const char *version);

#endif
