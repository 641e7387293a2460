/* SPDX-License-Identifier: MIT
 *
 * The report as one file of HTML: no script, nothing loaded, readable on a phone,
 * on paper and by a screen reader.  Its parts are files of their own, html_*.c.
 */
#ifndef MAILGUIDE_WIZARD_RENDER_HTML_H
#define MAILGUIDE_WIZARD_RENDER_HTML_H

#include "html.h"
#include "privacy.h"
#include "term.h"

/* The whole document; 0, or -1 when OUT is full. */
int render_html(const struct privacy_view *view, struct buf *out);

/* ---- between its parts ------------------------------------------------------------ */

extern const char render_html_style[]; /* out of report.css */

const char *html_class_of(enum mark mark); /* "fine", "warning", "problem", "note" */
/* The sign of MARK, which screen readers pass over. */
void html_sign(struct html *html, enum mark mark);

void html_path(struct html *html, const struct evidence *evidence);
void html_times(struct html *html, const struct evidence *evidence);
void html_services(struct html *html, const struct evidence *evidence);
void html_certificates(struct html *html, const struct evidence *evidence);
void html_sources(struct html *html, const struct evidence *evidence);
void html_transcript(struct html *html, const struct evidence *evidence);
void html_environment(struct html *html, const struct evidence *evidence);

#endif
