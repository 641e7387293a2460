/* SPDX-License-Identifier: MIT
 *
 * Writing HTML.  Text and attributes from anywhere go in through html_text() and
 * html_attribute() alone, which make them safe; html_markup() is for our own
 * literals.
 */
#ifndef MAILGUIDE_WIZARD_HTML_H
#define MAILGUIDE_WIZARD_HTML_H

#include <stdbool.h>

#include "../probes/buf.h"
#include "../probes/mem.h"

struct html {
	struct arena *arena;
	struct buf *out;
	bool full; /* something did not fit into OUT */
};

/* Our own markup, never anything that came from outside. */
void html_markup(struct html *html, const char *markup);
/* TEXT, escaped; control and format characters made visible; capped. */
void html_text(struct html *html, const char *text);
/* ` NAME="VALUE"`, escaped likewise. */
void html_attribute(struct html *html, const char *name, const char *value);
/* <TAG class="CLASS">TEXT</TAG>; CLASS may be NULL. */
void html_element(struct html *html, const char *tag, const char *class, const char *text);
/* A link, or plain text where URL is neither http nor https. */
void html_link(struct html *html, const char *url);

#endif
