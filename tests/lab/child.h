/* SPDX-License-Identifier: MIT
 *
 * Child processes that never outlive us: each dies with its parent, and a
 * program that is run under a deadline is ended by it.
 */
#ifndef MAILGUIDE_LAB_CHILD_H
#define MAILGUIDE_LAB_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "probes/buf.h"

struct child_result {
	bool overdue;  /* ended by the deadline */
	int signal;    /* that ended it, 0 if none */
	int exit;      /* -1 when ended by a signal */
	unsigned peak_mib; /* of its memory, at the most */
	struct buf out, err;
};

/* From now on descendants whose parent dies become children of this process. */
void child_adopt(void);
/* Buries what was adopted and is dead or dying; waits a second at most. */
void child_bury(void);

/* fork(), and in the child a promise to die with the parent. */
pid_t child_fork(void);
/* Runs ARGV with its output taken in; DEADLINE_MS from now it is killed together
 * with everything it started.  0, or -1 with errno when it could not start. */
int child_run(char *const *argv, unsigned deadline_ms, struct child_result *out);
void child_result_done(struct child_result *result);
/* Runs ARGV on our own terminal; its exit status, 128 + signal if that ended it, or
 * -1 with errno. */
int child_run_here(char *const *argv);

#endif
