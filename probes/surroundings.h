/* SPDX-License-Identifier: MIT
 *
 * Counter-probes of what lies around the servers: does the resolver invent
 * answers, does the domain answer for every name, would DNS answer without a
 * DNSSEC check; and once something failed: does a login page hold the network, is
 * the host alive at all, what time is it elsewhere.  Nobody logs in here.
 */
#ifndef MAILGUIDE_PROBES_SURROUNDINGS_H
#define MAILGUIDE_PROBES_SURROUNDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "evidence.h"
#include "fetch.h"
#include "loop.h"
#include "resolver.h"

struct surroundings_world {
	struct loop *loop;
	struct resolver *resolver; /* its observer is taken */
	struct fetcher *fetcher;
	struct evidence *evidence;
	uint64_t deadline;  /* of the run, loop time */
	unsigned web_patience_ms; /* a web server answers within this or not at all */
	bool third_parties; /* may be asked */
};

/* Answers 204 to everybody who is really out on the internet. */
#define SURROUNDINGS_CHECK_URL "http://connectivity-check.ubuntu.com/"

struct surroundings;

/* Asks the few questions that every run needs, beside everything else.  UNKNOWN:
 * nobody has named settings for the domain, so that its name servers and a made-up
 * name below it are asked about too.
 * IDLE is called when nothing is under way any more, perhaps several times, never
 * before this returns. */
struct surroundings *surroundings_new(const struct surroundings_world *world, bool unknown,
	void (*idle)(void *arg), void *arg);
/* ENDPOINT fails, or seems about to: looks at what may explain it.  The same
 * thing is looked at once. */
void surroundings_trouble(struct surroundings *surroundings, const struct endpoint_fact *endpoint);
void surroundings_free(struct surroundings *surroundings);
bool surroundings_idle(const struct surroundings *surroundings);

#endif
