/* SPDX-License-Identifier: MIT
 *
 * Gathers what DNS says about who may send for a domain: SPF with all that it
 * includes, DMARC, DKIM where the provider's usual selectors are known.  What to make of it is the verdict's.
 */
#ifndef MAILGUIDE_PROVIDERS_SENDER_H
#define MAILGUIDE_PROVIDERS_SENDER_H

#include <stdbool.h>

#include "../probes/loop.h"
#include "../probes/resolver.h"

struct sender;

/* The DKIM selectors that the provider behind DOMAIN's MX records usually gives;
 * their number. */
size_t sender_selectors(const struct evidence *evidence, const char *domain,
	const char *const **out);
/* Where SELECTOR's key stands. */
const char *sender_key_name(struct arena *arena, const char *selector, const char *domain);

/* Starts at once.  DONE is called once, never before this returns. */
struct sender *sender_new(struct loop *loop, struct resolver *resolver,
	struct evidence *evidence, const char *domain, void (*done)(void *arg), void *arg);
void sender_free(struct sender *sender);
bool sender_idle(const struct sender *sender);

#endif
