/* SPDX-License-Identifier: MIT
 *
 * Counter-probes of what lies around the servers: does the resolver invent
 * answers, does the domain answer for every name, would DNS answer without a
 * DNSSEC check.  Nobody logs in here.
 */
#ifndef MAILGUIDE_PROBES_SURROUNDINGS_H
#define MAILGUIDE_PROBES_SURROUNDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "evidence.h"
#include "loop.h"
#include "resolver.h"

struct surroundings_world {
	struct loop *loop;
	struct resolver *resolver; /* its observer is taken */
	struct evidence *evidence;
};

struct surroundings;

/* Asks the few questions that every run needs, beside everything else.  UNKNOWN:
 * nobody has named settings for the domain, so that its name servers and a made-up
 * name below it are asked about too.
 * IDLE is called when nothing is under way any more, perhaps several times, never
 * before this returns. */
struct surroundings *surroundings_new(const struct surroundings_world *world, bool unknown,
	void (*idle)(void *arg), void *arg);
void surroundings_free(struct surroundings *surroundings);
bool surroundings_idle(const struct surroundings *surroundings);

#endif
