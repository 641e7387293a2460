/* SPDX-License-Identifier: MIT
 *
 * The verdict: findings derived from evidence by a table of rules.  Pure: no
 * I/O, no clock, so saved evidence gives the same findings again.
 */
#ifndef MAILGUIDE_WIZARD_FINDING_H
#define MAILGUIDE_WIZARD_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/evidence.h"
#include "../providers/preset.h"
#include "catalog.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTICE };
const char *severity_name(enum severity severity); /* "error", "warning", "notice" */

/* A witness: KIND is "server" (the server's own words), "certificate",
 * "dns", "network", "local"…; TEXT is raw and shown through text_quote(). */
struct quote {
	const char *kind;
	const char *text;
};

#define FINDING_QUOTES 8
#define FINDING_STEPS 12
#define FINDING_LINKS 6
#define FINDING_EXPLAINS 16

struct finding {
	struct finding *next;
	const struct code *code;
	enum severity severity;
	enum who who;
	const char *detail;   /* what happened here, with names and numbers */
	const struct endpoint_fact *endpoint; /* NULL when not about one service */
	const char *service;  /* its label, NULL likewise */
	struct quote quotes[FINDING_QUOTES];
	size_t quote_count;
	const char *remedy[FINDING_STEPS];
	size_t remedy_count;
	const char *links[FINDING_LINKS];
	size_t link_count;
	const char *explains[FINDING_EXPLAINS]; /* codes it explains away */
	size_t explain_count;
};

enum service_state { STATE_WORKS, STATE_REACHABLE, STATE_FAILED, STATE_UNTESTED };
const char *service_state_name(enum service_state state);
/* WORKS only after a login that succeeded and its light proof. */
enum service_state service_state(const struct endpoint_fact *endpoint);

struct verdict {
	struct arena *arena;      /* the evidence's */
	const struct preset *preset; /* of evidence->provider, NULL if none */
	struct finding *findings; /* root cause first, then by severity and rule */
	bool ok;                  /* no finding of severity error */
	const char *root_cause;   /* first error's code, NULL if none */
};

/* Derives the findings; the verdict lives in the evidence's arena. */
struct verdict *verdict_reach(struct evidence *evidence);

#endif
