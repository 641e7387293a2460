/* SPDX-License-Identifier: MIT
 *
 * The picture of the path in characters, and the same in words.
 */
#include <string.h>

#include "../probes/text.h"
#include "language.h"
#include "path.h"
#include "render.h"
#include "words.h"

/* A link as the terminal draws it: before its stop in the long form, and alone. */
struct drawing {
	const char *line, *ascii_line;
	const char *sign, *ascii_sign;
	bool colored;
	enum mark color;
};

static const struct drawing *drawing_of(enum link_state state)
{
	static const struct drawing drawings[] = {
		{ "─✓─", "-ok-", "✓", "ok", true, MARK_FINE },
		{ "─!─", "-!-", "!", "!", true, MARK_WARNING },
		{ "─✗─", "-X-", "✗", "X", true, MARK_PROBLEM },
		{ "···", "...", "·", "-", false, MARK_NOTE },
		{ "─?─", "-?-", "?", "?", false, MARK_NOTE },
	};

	return &drawings[state];
}

/* TEXT in the colour of DRAWING; returns its columns. */
static size_t put_sign(struct page *page, const struct drawing *drawing, const char *text)
{
	const struct term *term = page->term;

	buf_printf(&page->text, "%s%s%s",
		drawing->colored ? term_color(term, drawing->color) : term_dim(term), text,
		term_plain(term));
	return text_columns(text);
}

static size_t put(struct page *page, const char *text)
{
	buf_puts(&page->text, text);
	return text_columns(text);
}

static const char *line_of(const struct term *term, const struct path_link *link)
{
	const struct drawing *drawing = drawing_of(link->state);

	return term->ascii ? drawing->ascii_line : drawing->line;
}

/* ---- the long form: stops on a line -------------------------------------------------------------- */

static size_t long_width(const struct term *term, const struct path *path)
{
	size_t width = strlen("IMAP  ") + text_columns(_("your computer")), i;

	for (i = 0; i < PATH_STOPS; i++)
		width += 2 + text_columns(line_of(term, &path->links[i])) +
			text_columns(path->links[i].name);
	return width;
}

/* What is wrong, behind the picture where there is room. */
static void put_note(struct page *page, const struct path *path, size_t used)
{
	const char *note;
	size_t i;

	for (i = 0; i < PATH_STOPS; i++) {
		note = term_text(page->term, page->arena, path->links[i].note);
		if (note[0] == '\0' || path->links[i].state == LINK_FINE)
			continue;
		if (used + 2 + text_columns(note) <= page->term->width)
			buf_printf(&page->text, "  %s%s%s", term_dim(page->term), note,
				term_plain(page->term));
		return;
	}
}

static void draw_long(struct page *page, const struct path *path)
{
	size_t i, used = put(page, arena_printf(page->arena, "%s  %s",
		words_protocol(path->protocol), _("your computer")));

	for (i = 0; i < PATH_STOPS; i++) {
		const struct path_link *link = &path->links[i];

		used += put(page, " ");
		used += put_sign(page, drawing_of(link->state), line_of(page->term, link));
		used += put(page, arena_printf(page->arena, " %s", link->name));
	}
	put_note(page, path, used);
	buf_puts(&page->text, "\n");
}

/* ---- the short form: a sign before each stop, as many as fit on a line ---------------------------- */

static void draw_short(struct page *page, const struct path *path)
{
	size_t i, used = put(page, words_protocol(path->protocol)), indent = used;

	for (i = 0; i < PATH_STOPS; i++) {
		const struct path_link *link = &path->links[i];
		const struct drawing *drawing = drawing_of(link->state);
		const char *sign = page->term->ascii ? drawing->ascii_sign : drawing->sign;
		size_t width = 2 + text_columns(sign) + 1 + text_columns(link->name);

		if (used + width > page->term->width && used > indent) {
			buf_printf(&page->text, "\n%*s", (int)indent, "");
			used = indent;
		}
		used += put(page, "  ");
		used += put_sign(page, drawing, sign);
		used += put(page, arena_printf(page->arena, " %s", link->name));
	}
	buf_puts(&page->text, "\n");
}

/* ---- in words ------------------------------------------------------------------------------------------ */

static void say(struct page *page, const struct path *path)
{
	const char *text = path->endpoint == NULL ?
		arena_printf(page->arena, "%s:", words_protocol(path->protocol)) :
		arena_printf(page->arena, _("%s at %s:"), words_protocol(path->protocol),
			text_quote(page->arena, path->endpoint->service.host));
	size_t i;

	for (i = 0; i < PATH_STOPS; i++) {
		const struct path_link *link = &path->links[i];

		text = arena_printf(page->arena, "%s%s %s %s", text, i == 0 ? "" : ",", link->name,
			link_state_words(link->state));
		if (link->note[0] != '\0' && link->state != LINK_FINE)
			text = arena_printf(page->arena, "%s (%s)", text, link->note);
	}
	page_wrap(page, 0, 0, arena_printf(page->arena, "%s.", text));
}

/* ---- the whole ------------------------------------------------------------------------------------------ */

void render_path(struct page *page, const struct evidence *evidence)
{
	const struct path *paths = path_find(page->arena, evidence), *path;
	bool fits = true;

	if (paths == NULL)
		return;
	page_line(page, "");
	if (page->term->plain)
		page_line(page, _("The way to the mailbox, from your computer on"));
	for (path = paths; path != NULL; path = path->next)
		fits = fits && long_width(page->term, path) <= page->term->width;
	for (path = paths; path != NULL; path = path->next) {
		if (page->term->plain)
			say(page, path);
		else if (fits)
			draw_long(page, path);
		else
			draw_short(page, path);
	}
}
