/* SPDX-License-Identifier: MIT
 *
 * A document on the web that a source looks for, redirects included: they lead
 * to https only, and not far (DESIGN, "Trust of discovered settings").
 */
#ifndef MAILGUIDE_PROVIDERS_RETRIEVAL_H
#define MAILGUIDE_PROVIDERS_RETRIEVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "source.h"

/* Most redirects that are followed. */
#define RETRIEVAL_HOPS 3

/* Gets a document that came with status 200 and sets ATTEMPT's outcome and
 * detail.  SECURE: it came by https all the way, and not from a host that anybody
 * may have. */
typedef void retrieval_read_fn(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure);

struct retrieval;
/* Gets URL, or sends POST there as XML unless that is NULL.  The source owes an
 * answer until READ was called or the attempt failed. */
void retrieval_start(struct source *source, const char *url, const char *post,
	retrieval_read_fn *read);
/* The same, but URL is only asked, with a GET, where it redirects to; POST goes
 * there, and never to URL itself. */
void retrieval_start_redirected(struct source *source, const char *url, const char *post,
	retrieval_read_fn *read);
void retrieval_cancel(struct retrieval *retrieval);

#endif
