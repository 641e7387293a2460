/* SPDX-License-Identifier: MIT
 *
 * What the lines of a mail dialogue mean, in a few words.  The rows of
 * catalog/dialogue.tsv annotate transcripts and make the walk through a session
 * that explain shows.
 */
#ifndef MAILGUIDE_WIZARD_GLOSS_H
#define MAILGUIDE_WIZARD_GLOSS_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/mailtypes.h"
#include "../probes/mem.h"

/* A row of dialogue.tsv. */
enum idiom_kind {
	IDIOM_VERB,       /* a command of the client */
	IDIOM_CAPABILITY, /* what a server may offer */
	IDIOM_MECHANISM,  /* a way to sign in */
	IDIOM_REPLY,      /* a reply that is no capability */
	IDIOM_CLASS,      /* a class of replies, for explain only */
	IDIOM_SERVER,     /* a line of the sample session, in order */
	IDIOM_CLIENT
};
#define IDIOM_KINDS 7

struct idiom {
	enum idiom_kind kind;
	const char *protocol; /* "smtp", "imap", "pop3", "any" */
	const char *sample;
	const char *pattern;  /* POSIX extended; "": the first word of the sample */
	const char *words;    /* {size}, {n}, {text}, {mechanisms} of its first group */
};

size_t idiom_count(void);
const struct idiom *idiom_at(size_t index);
const char *idiom_kind_name(enum idiom_kind kind); /* "command", "capability" … */

/* What a line, or one thing in it, means. */
struct gloss {
	struct gloss *next;
	const char *term;  /* of a list of capabilities, else NULL; safe to show */
	const char *words; /* safe to show */
};

/* What the sample of IDIOM means; never NULL. */
const struct gloss *gloss_idiom(struct arena *arena, const struct idiom *idiom);
/* LINE, as it was said; NULL when nothing is known. */
const struct gloss *gloss_line(struct arena *arena, enum mail_protocol protocol, bool from_server,
	const char *line);
/* The same for a single WORD out of a dialogue ("IDLE", "250-SIZE 1000") whose
 * protocol is not known: each meaning it has, with its protocol as the term. */
const struct gloss *gloss_word(struct arena *arena, const char *word);
/* What kind of refusal REPLY is: its class, and the subject of a detailed code. */
const struct gloss *gloss_refusal(struct arena *arena, const char *reply);

#endif
