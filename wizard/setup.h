/* SPDX-License-Identifier: MIT
 *
 * The guided run's state, shared by its beginning (cmd_setup.c), its questions
 * (setup_ask.c, setup_hosts.c), what is offered after a test (setup_offer.c,
 * setup_suggest.c) and the configuration of a program (setup_configure.c).
 */
#ifndef MAILGUIDE_WIZARD_SETUP_H
#define MAILGUIDE_WIZARD_SETUP_H

#include "../probes/secret.h"
#include "../providers/address.h"
#include "finding.h"
#include "options.h"
#include "page.h"
#include "term.h"

/* What comes after a question. */
enum next {
	NEXT_GO_ON,
	NEXT_BACK, /* to the question before, or to the choice that led here */
	NEXT_STOP, /* Ctrl-C or Ctrl-D */
	NEXT_FAIL  /* a message has been given */
};

struct setup {
	struct arena *arena;
	const struct options *given; /* the command line */
	struct options options; /* ours: answers are filled in as if given as options */
	struct address address;
	struct secret *secret;  /* NULL: no login */
	struct evidence *evidence;
	const struct verdict *verdict;
	struct term term;       /* the conversation is on stderr */
	bool wrote;             /* a configuration or report was written */
	unsigned rejected;      /* tests of this account in which a login was refused */
	int status;
};

/* Says what PAGE holds and ends it. */
void setup_tell_page(struct page *page);
/* Says a paragraph, TEXT being made safe. */
void setup_tell(const struct setup *setup, const char *text);
/* One edited line into *ANSWER, in the arena. */
enum next setup_ask(struct setup *setup, const char *prompt, const char **answer);
enum next setup_ask_yes(struct setup *setup, const char *prompt, bool *yes);
/* The password, without echo; what was typed before is forgotten. */
enum next setup_ask_password(struct setup *setup);
/* Asks for each server that settings name and nobody vouches for whether the password may
 * go there. */
enum next setup_confirm_hosts(struct setup *setup);
/* The configuration of a program that the person chooses. */
enum next setup_configure(struct setup *setup);
/* Is it known that no password whatever would be accepted? */
bool setup_no_password(const struct setup *setup);
/* The key of the likeliest next step. */
char setup_suggest(const struct setup *setup);
/* One round of what to do next; *AGAIN when a new test is wanted, *OVER when the
 * conversation is.  NEXT_BACK: another address. */
enum next setup_offer(struct setup *setup, bool *again, bool *over);

#endif
