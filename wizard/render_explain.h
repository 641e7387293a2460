/* SPDX-License-Identifier: MIT
 *
 * The faces of explain.
 */
#ifndef MAILGUIDE_WIZARD_RENDER_EXPLAIN_H
#define MAILGUIDE_WIZARD_RENDER_EXPLAIN_H

#include "../providers/preset.h"
#include "gloss.h"
#include "page.h"
#include "suspects.h"

/* What was found and why it is believed. */
struct explanation {
	const struct code *code;
	size_t count;           /* of suspects; 0 when a code was asked for */
	struct suspect suspects[SUSPECTS_MAX]; /* the first is CODE's */
	const struct paste *paste;
	const char *next;       /* a command line, NULL if none helps */
	const struct preset_help *help; /* the provider's own page, NULL if none */
};

/* For a person, and as "mailguide.explanation/1".  The JSON ones give 0, or -1 when
 * OUT is full. */
void render_explanation(struct page *page, const struct explanation *found);
int render_explanation_json(struct arena *arena, const struct explanation *found,
	struct buf *out);
/* All codes with their titles, and "mailguide.codes/1" with all there is to them. */
void render_codes(struct page *page);
int render_codes_json(struct buf *out);
/* What WORD of a dialogue means, and as "mailguide.meaning/1". */
void render_meanings(struct page *page, const char *word, const struct gloss *gloss);
int render_meanings_json(const char *word, const struct gloss *gloss, struct buf *out);

/* An explanation without a code: no known cause has such words.  GLOSS says what kind
 * of refusal they are, or is NULL. */
int render_unknown_json(const char *text, const struct gloss *gloss, const char *next,
	struct buf *out);

#endif
