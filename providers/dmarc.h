/* SPDX-License-Identifier: MIT
 *
 * DMARC (RFC 7489): what receivers are told to do with mail that only pretends to
 * come from a domain.  Reads DNS facts, asks nothing.
 */
#ifndef MAILGUIDE_PROVIDERS_DMARC_H
#define MAILGUIDE_PROVIDERS_DMARC_H

#include "../probes/evidence.h"

enum dmarc_state {
	DMARC_UNKNOWN, /* never asked, or DNS gave no answer */
	DMARC_NO_RECORD,
	DMARC_INVALID, /* receivers take no notice of it; see problem */
	DMARC_NONE,    /* only reports are wanted */
	DMARC_QUARANTINE,
	DMARC_REJECT
};

struct dmarc {
	enum dmarc_state state;
	const struct dns_fact *fact; /* where the record stands, NULL if unknown */
	const char *record;  /* raw, "" if none */
	const char *problem; /* of an invalid one */
};

/* Where DOMAIN's record would stand. */
const char *dmarc_name(struct arena *arena, const char *domain);
/* The record that holds for DOMAIN: its own, else that of its registrable domain. */
struct dmarc dmarc_read(const struct evidence *evidence, const char *domain);

#endif
