/* SPDX-License-Identifier: MIT
 *
 * All endpoints of one account, at once: who may log in, which neighbours are
 * looked at when something fails, and when it is enough.
 *
 * One login is tried per protocol: at the best-ranked candidate that is ready
 * and may carry the secret.  A candidate that fails has its neighbours probed
 * (other TLS mode, other registered ports, older TLS, the names in a certificate that
 * is for other hosts) without login, so that
 * the verdict can compare.
 */
#ifndef MAILGUIDE_PROBES_PROBE_H
#define MAILGUIDE_PROBES_PROBE_H

#include <stdbool.h>

#include "endpoint.h"
#include "secret.h"

struct probe_options {
	const struct secret *secret;  /* NULL: no login */
	bool secret_is_token;
	const char *helo;             /* EHLO argument */
	const char *test_sender, *test_recipient; /* SMTP test message, or NULL */
	/* Hosts where a secret may go although TLS did not verify or is missing:
	 * the person's word for this run. */
	const char *const *insecure_hosts;
	size_t insecure_count;
};

struct probe_candidate {
	struct mail_service service; /* placeholders filled in */
	const char *source;
	unsigned rank;               /* in its protocol, 0 best */
	unsigned group;              /* candidates of one source; a lower one is better */
	bool wanted;                 /* log in, if a secret is given */
	bool trusted;                /* its host may get the secret without asking */
};

struct probe_handler {
	void (*changed)(void *arg);
	/* The candidates of PROTOCOL are final and none of them got as far as a login;
	 * more may be added now.  Never called from inside probe_add(). */
	void (*exhausted)(void *arg, enum mail_protocol protocol);
	/* A candidate fails, or seems about to; perhaps several times. */
	void (*troubled)(void *arg, const struct endpoint_fact *fact);
	/* No endpoint is under way. */
	void (*idle)(void *arg);
};

struct probe;
/* Borrows WORLD and OPTIONS.  Never calls back before it returns. */
struct probe *probe_new(const struct endpoint_world *world, const struct probe_options *options,
	const struct probe_handler *handler, void *arg);
/* Whatever is still going is stopped with END_CANCELLED. */
void probe_free(struct probe *probe);

/* Starts probing CANDIDATE; strings are borrowed for the run.  One that is known
 * already keeps the better rank of the two. */
void probe_add(struct probe *probe, const struct probe_candidate *candidate);
/* No better candidates will come for PROTOCOL, so one may log in. */
void probe_decide(struct probe *probe, enum mail_protocol protocol);
/* The run is out of time: what is still going ends as END_TIMEOUT. */
void probe_stop(struct probe *probe);

#endif
