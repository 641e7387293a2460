/* SPDX-License-Identifier: MIT
 *
 * What a stream can show.  Asked of the environment and the terminal only; no
 * locale is loaded, since that would open files in runs that need none.
 */
#ifndef MAILGUIDE_WIZARD_TERM_H
#define MAILGUIDE_WIZARD_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "../probes/mem.h"
#include "options.h"

enum mark { MARK_FINE, MARK_WARNING, MARK_PROBLEM, MARK_NOTE };

struct term {
	bool is_tty;
	bool color;
	bool ascii;   /* no character beyond ASCII */
	bool plain;   /* for a screen reader: words in the place of signs */
	size_t width; /* columns to fill */
};

void term_init(struct term *term, FILE *stream, enum color_mode color, bool ascii);
/* The width again, since a person may have changed the window. */
void term_measure(struct term *term, FILE *stream);
/* "✓", or "ok:" in ASCII. */
const char *term_mark(const struct term *term, enum mark mark);
/* The escape sequence that starts the colour of MARK, and the one that ends any;
 * "" without colour. */
const char *term_color(const struct term *term, enum mark mark);
const char *term_bold(const struct term *term);
const char *term_dim(const struct term *term);
const char *term_plain(const struct term *term);
/* TEXT, valid UTF-8, as the stream can show it: in ASCII mode our own signs get
 * a spelling and everything else becomes \u{NNNN}. */
const char *term_text(const struct term *term, struct arena *arena, const char *text);

#endif
