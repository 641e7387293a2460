/* SPDX-License-Identifier: MIT
 *
 * What every source of settings is made of: questions to DNS, documents from
 * the web, settings, and one outcome.  A kind of source is a file that fills in
 * a struct source_kind; discover.c asks them all at once and chooses.
 *
 * A source starts its questions; whenever nothing of what it asked is owed any
 * more, finish() is called once and concludes it.
 */
#ifndef MAILGUIDE_PROVIDERS_SOURCE_H
#define MAILGUIDE_PROVIDERS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../probes/evidence.h"
#include "../probes/fetch.h"
#include "../probes/loop.h"
#include "../probes/resolver.h"
#include "address.h"

#define SOURCE_SERVICES 24

/* What sources may do and with what.  Borrowed for the run. */
struct source_world {
	struct loop *loop;
	struct resolver *resolver; /* not used when offline, nor is the fetcher */
	struct fetcher *fetcher;
	struct evidence *evidence;
	const struct address *address;
	uint64_t deadline;         /* loop time; what has not answered then is left */
	bool offline, https_only, no_address, no_third_party;
};

/* What a host learns by being asked. */
enum source_learns { LEARNS_DOMAIN, LEARNS_ADDRESS };

/* Takes one host that a source would ask, for --dry-run. */
struct source_plan {
	void (*add)(void *arg, const char *host, enum source_learns learns, bool encrypted);
	void *arg;
};

struct source;
struct source_kind {
	const char *name; /* as the evidence calls it */
	/* How much it is trusted: lower is better.  RANK_BEST is what it may rise to
	 * when its answer turns out to be signed; 0 where it never does. */
	unsigned rank, rank_best;
	/* May its settings get the secret without asking although they name a host
	 * of somebody else?  Only when the source is secure. */
	bool speaks_for_domain;
	bool needs_yes;   /* never gets a secret without asking */
	bool offline;     /* needs no network */
	bool third_party; /* asks somebody other than the domain or its mail host */
	bool guess;       /* only worth trying when nothing else is known */
	void (*start)(struct source *source);
	void (*finish)(struct source *source);
	/* Hosts beside the DNS that it would ask; NULL if none. */
	void (*plan)(const struct source_world *world, const struct source_plan *plan);
};

struct retrieval;
struct source_question;
struct source_document;
struct source {
	const struct source_kind *kind;
	const struct source_world *world;
	struct source_fact *fact;
	void *own;             /* the kind's, on the evidence's arena */
	unsigned owed;         /* answers that will come */
	unsigned rank;
	bool started, settled;
	bool complete;         /* speaks for all protocols: one it leaves out is not offered */
	uint64_t at;
	struct source_question *questions;
	struct retrieval *retrievals;
	struct source_document *documents;
	void (*concluded)(void *arg, struct source *source);
	void *arg;
};

/* Begins; CONCLUDED is called once, perhaps before this returns. */
void source_start(struct source *source);
/* Its time is over: what is still owed counts as timed out. */
void source_cut(struct source *source);
/* Nothing calls back any more. */
void source_stop(struct source *source);

/* ---- for the kinds ----------------------------------------------------------------- */

/* Asks DNS.  ANSWERED may ask for more; NULL when finish() reads the evidence. */
void source_ask(struct source *source, const char *name, enum dns_type type,
	void (*answered)(struct source *source, const struct dns_fact *fact));

/* A new setting to fill in, NULL when there are too many.  Its user name stays NULL
 * where the source says nothing of it; who logs in then uses the whole address. */
struct mail_service *source_add_setting(struct source *source);
void source_add_plain(struct source *source, enum mail_protocol protocol, const char *host,
	uint16_t port, enum mail_security security);
/* The user name that TEMPLATE (NULL: the address) means; for a bare domain the
 * template itself says what it looks like. */
const char *source_username(const struct source_world *world, const char *template_text);

void source_conclude(struct source *source, enum source_outcome outcome, const char *detail);
/* The outcome of the most telling attempt, or NOT_PUBLISHED without any. */
void source_conclude_attempts(struct source *source);
/* What a DNS answer without records means. */
enum source_outcome source_dns_outcome(const struct dns_fact *fact);
/* What was asked for is owed, and has come. */
void source_expect(struct source *source);
void source_received(struct source *source);

#endif
