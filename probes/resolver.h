/* SPDX-License-Identifier: MIT
 *
 * DNS questions over the event loop.  The only file that knows c-ares.
 *
 * Each resolver is asked in turn until one gives an answer that settles the
 * question (data, NXDOMAIN, no data); what every one of them said is kept.  The
 * search list is never applied.  The same question asked twice in a run is sent
 * once, and every asker gets the one fact.
 */
#ifndef MAILGUIDE_PROBES_RESOLVER_H
#define MAILGUIDE_PROBES_RESOLVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"
#include "loop.h"

struct resolver;

struct resolver_options {
	const char *const *servers; /* "IP", "IP:PORT", "[IPv6]:PORT"; already
	                               checked.  COUNT 0: the system's own, and then
	                               the local hosts file answers first, as it
	                               does for any mail program */
	size_t count;
	uint64_t start;      /* loop time that AT_ms counts from */
	unsigned timeout_ms; /* for one question, all resolvers together */
};

/* Is TEXT "IP", "IP:PORT" or "[IPv6]:PORT" with a port of 1..65535? */
bool resolver_address_ok(const char *text);

/* Names the resolvers in EVIDENCE. */
struct resolver *resolver_new(struct loop *loop, struct evidence *evidence,
	const struct resolver_options *options);
/* Questions still open become DNS_CANCELLED; their callbacks are not called. */
void resolver_free(struct resolver *resolver);

/* Asks; ANSWERED gets the finished fact, perhaps before this returns (known
 * already, unusable name).  The fact is in the evidence. */
void resolver_ask(struct resolver *resolver, const char *name, enum dns_type type,
	void (*answered)(void *arg, const struct dns_fact *fact), void *arg);
/* The same for a counter-probe, which plain questions never see. */
void resolver_probe(struct resolver *resolver, enum dns_purpose purpose, const char *name,
	enum dns_type type, void (*answered)(void *arg, const struct dns_fact *fact), void *arg);
/* SETTLED gets every fact from now on, after those who asked for it; NULL: nobody. */
void resolver_observe(struct resolver *resolver,
	void (*settled)(void *arg, const struct dns_fact *fact), void *arg);
/* Nobody calls back with ARG any more; its questions go on for others. */
void resolver_forget(struct resolver *resolver, const void *arg);

#endif
