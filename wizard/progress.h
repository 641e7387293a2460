/* SPDX-License-Identifier: MIT
 *
 * What is going on, on the terminal: a line for each step that has settled, and one
 * for what is being done.  All of it vanishes, since the result says it better.
 * Nothing is drawn where nobody watches: no terminal, --quiet, --json, a job in
 * the background.
 */
#ifndef MAILGUIDE_WIZARD_PROGRESS_H
#define MAILGUIDE_WIZARD_PROGRESS_H

#include <stdint.h>

#include "options.h"
#include "run.h"
#include "term.h"

struct progress {
	struct run_watcher watcher; /* for run_lookup() and run_diagnosis() */
	struct term term;
	bool lookup; /* no server is contacted */
	bool on, drawn;
	unsigned lines; /* drawn above the one that the cursor is on */
	uint64_t last_ms;
};

void progress_start(struct progress *progress, const struct options *options, bool lookup);
/* Clears the lines. */
void progress_end(struct progress *progress);

#endif
