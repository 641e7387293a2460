/* SPDX-License-Identifier: MIT
 *
 * HTTP and HTTPS over the event loop.  The only file that knows libcurl.
 *
 * Names are resolved by our own resolver, so that what DNS said is evidence and
 * --resolver holds.  Over https the certificate must be good for the host.
 * Nothing is followed, no proxy is used, no cookie or credential is ever sent.
 */
#ifndef MAILGUIDE_PROBES_FETCH_H
#define MAILGUIDE_PROBES_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"
#include "handshake.h"
#include "loop.h"
#include "resolver.h"

/* Most bytes of a body, and of all headers of one response. */
#define FETCH_BODY_MAX 65536
#define FETCH_HEADERS_MAX 65536

struct fetcher_world {
	struct loop *loop;
	struct resolver *resolver;
	struct evidence *evidence;
	struct handshake_roots *roots;
	uint64_t start;  /* loop time that AT_ms counts from */
	bool ipv4, ipv6; /* families that may be used */
};

struct fetch_request {
	const char *url;       /* http or https, ASCII */
	const char *post;      /* body; NULL makes it a GET */
	const char *post_type; /* its Content-Type */
	enum web_purpose purpose;
	uint64_t deadline;     /* loop time */
};

struct fetcher;
struct fetch;

/* Borrows WORLD. */
struct fetcher *fetcher_new(const struct fetcher_world *world);
/* What is still going ends as WEB_CANCELLED, without a call. */
void fetcher_free(struct fetcher *fetcher);

/* Starts REQUEST, whose strings are copied.  DONE is called once, never before
 * this returns; FACT is in the evidence, BODY is LENGTH bytes (and a NUL) that
 * live until DONE returns.  What came of a body that was too large is not given. */
struct fetch *fetch_start(struct fetcher *fetcher, const struct fetch_request *request,
	void (*done)(void *arg, const struct web_fact *fact, const char *body, size_t length),
	void *arg);
/* No longer needed; DONE is not called.  Not from inside its own DONE. */
void fetch_cancel(struct fetch *fetch);

/* TEXT for a query, percent-encoded (RFC 3986 section 2.1). */
const char *fetch_escape(struct arena *arena, const char *text);

#endif
