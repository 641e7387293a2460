/* SPDX-License-Identifier: MIT
 *
 * Matching a reply against the patterns of the catalogue.  A reply is made
 * ready once; each pattern is compiled when it is first tried, so a run that
 * never meets a strange reply compiles none.
 */
#ifndef MAILGUIDE_WIZARD_PATTERNS_H
#define MAILGUIDE_WIZARD_PATTERNS_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/buf.h"
#include "../probes/mem.h"
#include "catalog.h"

/* More of a reply is not looked at: no server needs more words to refuse. */
#define PATTERNS_REPLY_MAX 4096

/* A reply in the form that patterns are written for. */
struct patterns_text {
	struct buf joined; /* one line; repeated codes of continuation lines gone */
	struct buf lines;  /* the lines as sent, NUL after each; empty if only one */
};

/* PROTOCOL as in struct reply_rule.  A status word that the caller has lost
 * ("NO", "-ERR") is put back, and any tag may stand before it. */
void patterns_text_init(struct patterns_text *ready, const char *protocol, const char *text);
void patterns_text_done(struct patterns_text *ready);

/* The words of TEXT, a reply as a server sent it, on one line: SMTP says its code on
 * every line, which is only in the reader's way.  Nothing else is changed. */
const char *patterns_said(struct arena *arena, const char *text);

/* Which bytes of the reply a pattern accounts for. */
struct patterns_span {
	size_t start, end;
};

/* Does the pattern of RULE match?  *SPAN (may be NULL) then says where.  RULE
 * must be a row of the compiled-in tables. */
bool patterns_match(const struct reply_rule *rule, const struct patterns_text *ready,
	struct patterns_span *span);

#endif
