/* SPDX-License-Identifier: MIT
 *
 * The engine that fills a target's template.
 *
 * A template is text.  {{value}} stands for a value, written by the target's
 * own rule of escaping or by those named: {{smtp.user|url|mutt}}.  A line that
 * begins with a percent sign is an order: %if WORD..., %else, %end, %note TEXT,
 * %refuse REASON.
 */
#ifndef MAILGUIDE_WIZARD_SNIPPET_H
#define MAILGUIDE_WIZARD_SNIPPET_H

#include <stdbool.h>

#include "../probes/buf.h"
#include "../probes/mailtypes.h"
#include "../probes/mem.h"
#include "../probes/secret.h"
#include "target.h"

/* What a template is filled with. */
struct snippet_account {
	const char *address, *localpart, *domain;
	const char *full_name; /* for From lines */
	const char *account;   /* a short name that is free in the program's file */
	const char *provider;  /* for people */
	const struct mail_service *services[MAIL_PROTOCOLS]; /* NULL: not used */
	const struct mail_service *receive; /* the one of IMAP and POP3 */
	bool oauth;            /* log in with access tokens */
	bool login_only[MAIL_PROTOCOLS]; /* the server was seen to offer LOGIN and no PLAIN */
	const char *command;   /* prints the password, or the token */
	bool command_given;    /* by the person; else it is our suggestion */
	const struct secret *secret; /* NULL: it is not to stand in the text */
	const char *version;   /* of the program; NULL if unknown */
	const char *file;      /* where the text is to stand; NULL if that is open */
	const char *provider_id; /* "" if unknown */
};

/* Fills TARGET's template.  0 with the text in OUT and remarks in NOTES, one a
 * line; 1 when the target cannot express it, with the reason in NOTES alone.
 * OUT is a secret since a password may be in it. */
int snippet_fill(struct arena *arena, const struct target *target,
	const struct snippet_account *account, struct secret *out, struct buf *notes);
/* The same for a line of its own, such as a file's name: no orders in it, the
 * values as they are.  Never with a secret. */
char *snippet_line(struct arena *arena, const char *line, const struct snippet_account *account);

/* Compares versions number by number: "0.9" is before "0.14". */
int snippet_version_compare(const char *a, const char *b);

/* Checks a template: values, rules and orders that do not exist, sections that
 * do not end.  Problems are appended, a line each, with the number of the line,
 * counted from FIRST_LINE. */
void snippet_check(const char *name, const char *body, unsigned first_line,
	struct buf *problems);

#endif
