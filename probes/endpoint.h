/* SPDX-License-Identifier: MIT
 *
 * One endpoint probed from its name to its last word: resolve, connect, TLS,
 * dialogue.  Drives dial, stream and dialogue; decides nothing about other
 * endpoints.
 */
#ifndef MAILGUIDE_PROBES_ENDPOINT_H
#define MAILGUIDE_PROBES_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "dialogue.h"
#include "evidence.h"
#include "handshake.h"
#include "loop.h"
#include "resolver.h"

/* How long each step may take, in ms; each is also bounded by the run. */
struct endpoint_patience {
	unsigned connect, tls, greeting, reply, quit;
};

/* What every endpoint of a run shares. */
struct endpoint_world {
	struct loop *loop;
	struct resolver *resolver;
	struct handshake_roots *roots;
	struct evidence *evidence;
	uint64_t start, deadline; /* of the run */
	struct endpoint_patience patience;
	bool ipv4, ipv6;
};

/* In what an endpoint is probed otherwise than usual. */
struct endpoint_manner {
	bool legacy;           /* see handshake_new() */
	bool no_ipv4, no_ipv6; /* without this family */
};

struct endpoint;

struct endpoint_handler {
	/* At the gate: call endpoint_login() or endpoint_pass(), now or later. */
	void (*gate)(void *arg, struct endpoint *endpoint);
	/* A step was taken, or none for a while (STALLED). */
	void (*moved)(void *arg, struct endpoint *endpoint, bool stalled);
	/* The dialogue is over; fact->end says how.  The other address family may
	 * still be tried. */
	void (*ended)(void *arg, struct endpoint *endpoint);
	/* Nothing is under way any more.  Comes last, once. */
	void (*settled)(void *arg, struct endpoint *endpoint);
};

/* Starts at once.  FACT says what to probe.  Never calls back before it returns. */
struct endpoint *endpoint_new(const struct endpoint_world *world, struct endpoint_fact *fact,
	const struct dialogue_options *options, const struct endpoint_manner *manner,
	const struct endpoint_handler *handler, void *arg);
void endpoint_free(struct endpoint *endpoint);
struct endpoint_fact *endpoint_fact(struct endpoint *endpoint);

/* Another user name (borrowed), before the login. */
void endpoint_set_username(struct endpoint *endpoint, const char *username);
void endpoint_login(struct endpoint *endpoint);
void endpoint_pass(struct endpoint *endpoint);
/* Is there a way to log in that the server offers and the secret fits? */
bool endpoint_can_login(const struct endpoint *endpoint);
/* Ends it now: END_CANCELLED, or END_TIMEOUT when the run is out of time.  No
 * more callbacks. */
void endpoint_stop(struct endpoint *endpoint, enum session_end end);

#endif
