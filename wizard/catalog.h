/* SPDX-License-Identifier: MIT
 *
 * The catalogue of causes.  Prose lives in catalog/<layer>.json, one object a
 * code, and the replies that point at a code in catalog/replies.tsv; both are
 * compiled into read-only tables at build time.  The same rows feed diagnose,
 * explain and the manual.
 */
#ifndef MAILGUIDE_WIZARD_CATALOG_H
#define MAILGUIDE_WIZARD_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/mailtypes.h"

/* Who can act.  The first is the one the finding names. */
enum who { WHO_USER, WHO_ADMIN, WHO_PROVIDER, WHO_NETWORK };
#define WHO_MAX 4

struct code {
	const char *code;    /* "auth.app-password-required": stable, kebab-case */
	const char *layer;   /* "auth" */
	const char *title;   /* a few words, sentence case, no full stop */
	enum who who[WHO_MAX];
	size_t who_count;    /* at least 1 */
	const char *meaning; /* two or three sentences for the person */
	const char *proof;   /* what must have been observed */
	const char *not_if;  /* what rules its look-alikes out */
	const char *const *causes;  /* likely ones, commonest first; NULL-terminated */
	const char *const *remedy;  /* steps for the first of WHO; NULL-terminated */
	const char *const *links;   /* general pages; NULL-terminated, may be empty */
	const char *topic;   /* provider help topic that wins over links, "" if none */
};

/* NULL if there is no such code. */
const struct code *catalog_find(const char *code);
size_t catalog_count(void);
const struct code *catalog_at(size_t index); /* sorted by code */
const char *who_name(enum who who);          /* "user", "admin"… */

/* How surely words name their cause: HIGH, this one; FAIR, several causes share
 * them; LOW, they say little more than that something failed. */
enum certainty { CERTAINTY_HIGH, CERTAINTY_FAIR, CERTAINTY_LOW };
#define CERTAINTIES 3
const char *certainty_name(enum certainty certainty); /* "high", "fair", "low" */

/* A row of replies.tsv or phrases.tsv. */
struct reply_rule {
	const char *scope;    /* provider id, server software, or "any" */
	const char *protocol; /* "smtp", "imap", "pop3", "oauth2"; "any" in phrases.tsv */
	const char *reply;    /* as servers send it, {variable} parts in braces */
	const char *pattern;  /* POSIX extended regular expression, case ignored */
	const char *code;
	const char *source;   /* where the wording was seen */
	enum certainty certainty; /* stated in phrases.tsv, else told by scope and pattern */
};

/* Which row matches TEXT (a reply of PROTOCOL: multi-line SMTP replies joined
 * by '\n' as the server sent them)?  Tried in this order: rows of PROVIDER
 * (NULL or "" if unknown), rows of SOFTWARE seen in the greeting, rows of all
 * software, rows of "any", each in file order.  NULL if none matches. */
const struct reply_rule *replies_match(const char *protocol, const char *provider,
	const char *software, const char *text);
/* The software that a greeting or capability text names ("dovecot", "postfix",
 * "exim", "exchange"…), "" if it names none we have rows for. */
const char *replies_software(const char *protocol, const char *greeting);
size_t replies_count(void);
const struct reply_rule *replies_at(size_t index);

/* The same for words whose server is not known (pasted from some program): the
 * rows of providers count too where they are more telling than the general
 * ones and all agree.  NULL if none matches. */
const struct reply_rule *replies_guess(const char *protocol, const char *text);
/* Which wording of a client or library (catalog/phrases.tsv) stands in TEXT?  Only
 * rows of that CERTAINTY are tried, in file order. */
const struct reply_rule *phrases_match(enum certainty certainty, const char *text);
size_t phrases_count(void);
const struct reply_rule *phrases_at(size_t index);
/* Is SCOPE a provider, and not a server software or "any"? */
bool reply_scope_is_provider(const char *scope);

#endif
