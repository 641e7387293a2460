/* SPDX-License-Identifier: MIT
 *
 * Gathers what DNS says about who may send for a domain: SPF with all that it
 * includes, DMARC.  What to make of it is the verdict's.
 */
#ifndef MAILGUIDE_PROVIDERS_SENDER_H
#define MAILGUIDE_PROVIDERS_SENDER_H

#include <stdbool.h>

#include "../probes/loop.h"
#include "../probes/resolver.h"

struct sender;

/* Starts at once.  DONE is called once, never before this returns. */
struct sender *sender_new(struct loop *loop, struct resolver *resolver,
	struct evidence *evidence, const char *domain, void (*done)(void *arg), void *arg);
void sender_free(struct sender *sender);
bool sender_idle(const struct sender *sender);

#endif
