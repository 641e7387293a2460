/* SPDX-License-Identifier: MIT
 *
 * The guided run's state, shared by its beginning (cmd_setup.c) and by what is
 * offered after a test (setup_offer.c).
 */
#ifndef MAILGUIDE_WIZARD_SETUP_H
#define MAILGUIDE_WIZARD_SETUP_H

#include "../probes/secret.h"
#include "../providers/address.h"
#include "options.h"
#include "term.h"
#include "finding.h"

/* What comes after a question. */
enum next { NEXT_GO_ON, NEXT_STOP, NEXT_FAIL };

struct setup {
	struct arena *arena;
	struct options options; /* ours: answers are filled in as if given as options */
	struct address address;
	struct secret *secret;  /* NULL: no login */
	struct evidence *evidence;
	const struct verdict *verdict;
	struct term term;       /* the conversation is on stderr */
	int status;
};

/* Says a paragraph, TEXT being made safe. */
void setup_tell(const struct setup *setup, const char *text);
enum next setup_ask_password(struct setup *setup);
/* One round of what to do next; *AGAIN when a new test is wanted, *OVER when the
 * conversation is. */
enum next setup_offer(struct setup *setup, bool *again, bool *over);

#endif
