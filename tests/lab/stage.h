/* SPDX-License-Identifier: MIT
 *
 * A scenario brought to life in this process: its own network, its servers, and
 * the files that the program under test is given.
 */
#ifndef MAILGUIDE_LAB_STAGE_H
#define MAILGUIDE_LAB_STAGE_H

#include "certs.h"
#include "dns.h"
#include "scenario.h"
#include "server.h"

enum stage_outcome {
	STAGE_READY,
	STAGE_FORBIDDEN, /* this computer does not allow what the scenario needs */
	STAGE_BROKEN
};

struct stage {
	const struct scenario *scenario;
	struct server *server;
	char resolvers[SCENARIO_RESOLVERS][DNS_ADDRESS_MAX];
	const char *ca_file;
	const char *secret_file;     /* NULL without a secret */
	const char *transcript_file; /* for the program to write */
	const char *saved_file;
};

/* Sets it up; files go into DIRECTORY.  On anything but STAGE_READY *PROBLEM (to
 * be freed) says why.  Call it in a process of its own, before any thread. */
enum stage_outcome stage_set(struct stage *stage, const struct scenario *scenario,
	const char *directory, char **problem);
/* The arguments that point a program at this stage, ending in the address; in the
 * scenario's arena, NULL-terminated.  They follow FIRST (NULL-terminated).
 * RECORDED: have it write transcript and evidence too. */
char **stage_arguments(const struct stage *stage, char *const *first, bool recorded);

/* Does this computer let us have a network of our own? */
bool stage_is_private(void);

#endif
