/* SPDX-License-Identifier: MIT
 *
 * One account's run: discovery and probes, all at once, from an address to
 * evidence.
 */
#ifndef MAILGUIDE_WIZARD_RUN_H
#define MAILGUIDE_WIZARD_RUN_H

#include "../probes/evidence.h"
#include "../probes/secret.h"
#include "../providers/address.h"
#include "../providers/source.h"
#include "options.h"

/* What is going on, for a progress display.  All fields may be NULL. */
struct run_watcher {
	void *arg;
	/* Something changed in EVIDENCE: an endpoint took a step, a source
	 * answered.  At most a few dozen calls a second; draw and return. */
	void (*changed)(void *arg, const struct evidence *evidence);
};

/* Looks settings up only: no mail server is contacted, but where common host
 * names are all there is, what answers there is asked, without a login. */
struct evidence *run_lookup(const struct options *options, const struct address *address,
	const struct run_watcher *watcher, char **error);
/* What sources may do under OPTIONS, without a network yet. */
void run_describe_sources(const struct options *options, struct evidence *evidence,
	const struct address *address, struct source_world *out);
/* The whole diagnosis.  SECRET may be NULL: no login then.  Never fails: what
 * could not be done is evidence; NULL only with *ERROR (to be freed) set, when
 * the run could not even start (CA file unreadable …). */
struct evidence *run_diagnosis(const struct options *options, const struct address *address,
	const struct secret *secret, const struct run_watcher *watcher, char **error);

#endif
