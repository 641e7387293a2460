/* SPDX-License-Identifier: MIT
 *
 * A DNS answer (RFC 1035) as facts.  With resolver.c, the only file that knows
 * c-ares.
 */
#ifndef MAILGUIDE_PROBES_DNS_ANSWER_H
#define MAILGUIDE_PROBES_DNS_ANSWER_H

#include "evidence.h"

/* What a c-ares status means. */
enum dns_outcome dns_answer_outcome(int status);
/* The number of TYPE in a question. */
int dns_answer_type(enum dns_type type);
/* Reads the LENGTH bytes of ANSWER into FACT's records, in the order of use; its
 * response code comes first. */
enum dns_outcome dns_answer_read(struct dns_fact *fact, struct arena *arena,
	const unsigned char *answer, int length);
/* Adds a record; NULL when there are too many already. */
struct dns_record *dns_answer_add(struct dns_fact *fact, struct arena *arena, const char *text);

#endif
