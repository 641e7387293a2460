/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <string.h>

#include "../probes/text.h"
#include "output.h"

void page_init(struct page *page, const struct term *term)
{
	page->arena = arena_new();
	buf_init(&page->text, OUTPUT_MAX);
	page->term = term;
}

void page_done(struct page *page)
{
	buf_done(&page->text);
	arena_free(page->arena);
}

void page_line(struct page *page, const char *text)
{
	buf_printf(&page->text, "%s\n", term_text(page->term, page->arena, text));
}

/* ---- wrapping ------------------------------------------------------------------------ */

struct wrap {
	struct page *page;
	size_t column;  /* where the next character goes */
	size_t rest;    /* indentation of the lines to come */
	bool fresh;     /* nothing but indentation on this line */
	const char *style;
};

static void start_line(struct wrap *wrap)
{
	buf_printf(&wrap->page->text, "%s\n%*s%s",
		wrap->style[0] != '\0' ? term_plain(wrap->page->term) : "", (int)wrap->rest, "",
		wrap->style);
	wrap->column = wrap->rest;
	wrap->fresh = true;
}

static size_t room(const struct wrap *wrap)
{
	size_t width = wrap->page->term->width;

	return width > wrap->column ? width - wrap->column : 0;
}

/* The length of WORD's beginning that fits into COLUMNS, at least one
 * character. */
static size_t fitting(struct arena *arena, const char *word, size_t columns)
{
	size_t length = strlen(word), end = 0, next;
	unsigned character;

	while (end < length) {
		next = text_utf8_decode(word + end, length - end, &character);
		next = end + (next > 0 ? next : 1);
		if (end > 0 && text_columns(arena_strndup(arena, word, next)) > columns)
			break;
		end = next;
	}
	return end;
}

static void put_word(struct wrap *wrap, const char *word)
{
	struct page *page = wrap->page;
	size_t columns = text_columns(word), part;

	if (!wrap->fresh && columns + 1 > room(wrap))
		start_line(wrap);
	else if (!wrap->fresh) {
		buf_puts(&page->text, " ");
		wrap->column++;
	}
	/* A link must stay whole to be clicked or copied. */
	while (columns > room(wrap) && strstr(word, "://") == NULL && page->term->width > wrap->rest) {
		part = fitting(page->arena, word, room(wrap));
		buf_add(&page->text, word, part);
		word += part;
		columns = text_columns(word);
		if (columns > 0)
			start_line(wrap);
	}
	buf_puts(&page->text, word);
	wrap->column += columns;
	wrap->fresh = false;
}

/* Goes on at wrap->column with TEXT and ends the line. */
static void put_words(struct wrap *wrap, const char *text)
{
	struct page *page = wrap->page;
	char *words = arena_strdup(page->arena, term_text(page->term, page->arena, text));
	char *word;

	buf_puts(&page->text, wrap->style);
	while ((word = strsep(&words, " ")) != NULL)
		if (word[0] != '\0')
			put_word(wrap, word);
	buf_printf(&page->text, "%s\n", wrap->style[0] != '\0' ? term_plain(page->term) : "");
}

void page_wrap(struct page *page, size_t first, size_t rest, const char *text)
{
	struct wrap wrap = { page, first, rest, true, "" };

	buf_printf(&page->text, "%*s", (int)first, "");
	put_words(&wrap, text);
}

void page_remark(struct page *page, size_t first, size_t rest, const char *text)
{
	struct wrap wrap = { page, first, rest, true, term_dim(page->term) };

	buf_printf(&page->text, "%*s", (int)first, "");
	put_words(&wrap, text);
}

void page_item(struct page *page, size_t indent, size_t column, const char *head,
	const char *text)
{
	const char *shown = term_text(page->term, page->arena, head);
	size_t width = text_columns(shown) + indent;
	struct wrap wrap = { page, column, column, true, "" };

	/* On a narrow screen the explanation goes below. */
	if (column + 20 > page->term->width)
		wrap.rest = wrap.column = indent + 4;
	buf_printf(&page->text, "%*s%s", (int)indent, "", shown);
	if (width + 1 > wrap.column)
		buf_printf(&page->text, "\n%*s", (int)wrap.column, "");
	else
		buf_printf(&page->text, "%*s", (int)(wrap.column - width), "");
	put_words(&wrap, text);
}

void page_mark(struct page *page, size_t indent, enum mark mark, bool bold, const char *text)
{
	const struct term *term = page->term;
	const char *sign = term_mark(term, mark);
	size_t column = indent + text_columns(sign) + 1;
	struct wrap wrap = { page, column, indent + 2, true, bold ? term_bold(term) : "" };

	buf_printf(&page->text, "%*s%s%s%s ", (int)indent, "", term_color(term, mark), sign,
		term_plain(term));
	put_words(&wrap, text);
}
