/* SPDX-License-Identifier: MIT
 *
 * Connecting to a host: addresses of both families, raced as RFC 8305 (Happy
 * Eyeballs version 2) says, with the result of each family kept.
 *
 * When one address has answered, the other family is still tried once on the
 * side, so that a broken IPv6 path is seen even though IPv4 carries the run.
 */
#ifndef MAILGUIDE_PROBES_DIAL_H
#define MAILGUIDE_PROBES_DIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "evidence.h"
#include "loop.h"
#include "resolver.h"

struct dial;

struct dial_options {
	bool ipv4, ipv6;   /* families that may be used */
	uint64_t start;    /* loop time that AT_ms counts from */
	uint64_t deadline; /* for the first address that answers */
};

struct dial_handler {
	/* Connected: FD is the receiver's from now on; non-blocking.  Or not:
	 * FD is -1 and END says END_UNRESOLVED, END_UNCONNECTED or END_LOCAL. */
	void (*connected)(void *arg, int fd, enum session_end end);
	/* Nothing is under way any more, the side attempt included.  Comes after
	 * connected(), once; the dial may be freed in it. */
	void (*settled)(void *arg);
};

/* Resolves ENDPOINT's host and connects.  Never calls back before it returns. */
struct dial *dial_new(struct loop *loop, struct resolver *resolver, struct evidence *evidence,
	struct endpoint_fact *endpoint, const struct dial_options *options,
	const struct dial_handler *handler, void *arg);
/* Attempts under way are closed and marked abandoned. */
void dial_free(struct dial *dial);

/* Does this machine have a route for FAMILY to the outside?  Sends nothing. */
bool dial_has_route(enum net_family family);

#endif
