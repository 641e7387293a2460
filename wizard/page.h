/* SPDX-License-Identifier: MIT
 *
 * A page of text being laid out for a stream of a certain width.  All text comes
 * in as safe UTF-8 (text_quote() for what is from outside) and is wrapped at
 * blanks; a link is never broken.
 */
#ifndef MAILGUIDE_WIZARD_PAGE_H
#define MAILGUIDE_WIZARD_PAGE_H

#include "../probes/buf.h"
#include "../probes/mem.h"
#include "term.h"

struct page {
	struct arena *arena;
	struct buf text; /* what is laid out so far */
	const struct term *term;
};

void page_init(struct page *page, const struct term *term);
void page_done(struct page *page);
/* One line as it is. */
void page_line(struct page *page, const char *text);
/* A paragraph: FIRST columns before its first line, REST before the others. */
void page_wrap(struct page *page, size_t first, size_t rest, const char *text);
/* The same, a remark that stands back. */
void page_remark(struct page *page, size_t first, size_t rest, const char *text);
/* HEAD at column INDENT, TEXT wrapped in a column of its own from COLUMN. */
void page_item(struct page *page, size_t indent, size_t column, const char *head,
	const char *text);
/* A paragraph at column INDENT that a mark leads; BOLD for what must be seen. */
void page_mark(struct page *page, size_t indent, enum mark mark, bool bold, const char *text);

#endif
