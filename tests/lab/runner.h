/* SPDX-License-Identifier: MIT
 *
 * Plays many scenarios, several at a time, each in a process and a network of
 * its own, and says how they went.
 */
#ifndef MAILGUIDE_LAB_RUNNER_H
#define MAILGUIDE_LAB_RUNNER_H

#include <stdbool.h>

#include "shelf.h"

struct runner_options {
	char *program;
	unsigned jobs;
	bool keep_going; /* do not stop at the first failure */
};

/* One line a scenario and the sum on standard output.  The exit status. */
int runner_run(const struct shelf *shelf, const struct runner_options *options);
/* Plays one scenario around PROGRAM (argv, NULL-terminated) on this terminal. */
int runner_show(const char *path, char *const *program);

#endif
