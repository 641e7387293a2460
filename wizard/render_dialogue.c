/* SPDX-License-Identifier: MIT
 *
 * Lines of a mail dialogue with what they mean: of a real one, and of the sample
 * session that explain walks through.
 */
#include <string.h>

#include "../probes/text.h"
#include "language.h"
#include "render.h"
#include "words.h"

#define GLOSS_COLUMN 32 /* where remarks begin beside short lines */
#define BELOW_COLUMN 5  /* and below long ones */
#define TERM_COLUMN 24

void render_said(struct page *page, const char *who, const char *line, const struct gloss *gloss)
{
	const char *shown = term_text(page->term, page->arena, arena_printf(page->arena, "%s%s", who,
		line));
	size_t width = text_columns(shown), column, words;

	buf_puts(&page->text, shown);
	if (gloss != NULL && gloss->term == NULL) {
		column = width + 2 > GLOSS_COLUMN ? width + 2 : GLOSS_COLUMN;
		words = text_columns(gloss->words) + 3;
		if (gloss->next == NULL && column + words <= page->term->width) {
			buf_printf(&page->text, "%*s", (int)(column - width), "");
			page_remark(page, 0, 0, arena_printf(page->arena, "→ %s", gloss->words));
			return;
		}
	}
	buf_puts(&page->text, "\n");
	for (; gloss != NULL; gloss = gloss->next)
		page_remark(page, BELOW_COLUMN, BELOW_COLUMN + 2, arena_printf(page->arena, "%s%s→ %s",
			gloss->term != NULL ? gloss->term : "", gloss->term != NULL ? " " : "",
			gloss->words));
}

/* ---- a pasted dialogue --------------------------------------------------------------------- */

/* Past "S: ", "<- ", " ~> " and the like, but not past the star of IMAP.  What the
 * mark says of the speaker is kept. */
static const char *past_mark(const char *line, bool *server, bool *client)
{
	size_t mark = strspn(line, "<>-~=|*");

	*server = *client = true;
	if (strncmp(line, "S: ", 3) == 0 || strncmp(line, "C: ", 3) == 0) {
		*server = line[0] == 'S';
		*client = line[0] == 'C';
		return line + 3;
	}
	if (mark > 0 && line[mark] == ' ' && strncmp(line, "* ", 2) != 0) {
		*client = memchr(line, '<', mark) == NULL;
		*server = memchr(line, '>', mark) == NULL;
		line += mark;
	}
	return line + strspn(line, " \t");
}

static const struct gloss *meaning(struct arena *arena, enum mail_protocol protocol,
	const char *line)
{
	const struct gloss *gloss = NULL;
	bool server, client;

	line = past_mark(line + strspn(line, " \t"), &server, &client);
	if (server)
		gloss = gloss_line(arena, protocol, true, line);
	return gloss == NULL && client ? gloss_line(arena, protocol, false, line) : gloss;
}

size_t render_dialogue(struct page *page, enum mail_protocol protocol, const char *text)
{
	size_t known = 0, length;

	for (; *text != '\0'; text += length + (text[length] == '\n')) {
		const struct gloss *gloss;
		const char *line;

		length = strcspn(text, "\n");
		line = arena_strndup(page->arena, text, length);
		gloss = meaning(page->arena, protocol, line);
		known += gloss != NULL;
		render_said(page, "", text_quote(page->arena, line), gloss);
	}
	return known;
}

/* ---- explain smtp -------------------------------------------------------------------------- */

static void render_sample(struct page *page, enum mail_protocol protocol)
{
	size_t i;

	for (i = 0; i < idiom_count(); i++) {
		const struct idiom *idiom = idiom_at(i);
		bool server = idiom->kind == IDIOM_SERVER;

		if ((server || idiom->kind == IDIOM_CLIENT) &&
			strcmp(idiom->protocol, mail_protocol_name(protocol)) == 0)
			render_said(page, server ? "S: " : "C: ", idiom->sample,
				gloss_line(page->arena, protocol, server, idiom->sample));
	}
}

static void render_kind(struct page *page, const char *protocol, enum idiom_kind kind,
	const char *title)
{
	size_t i;

	page_line(page, "");
	page_mark(page, 0, MARK_NOTE, true, title);
	for (i = 0; i < idiom_count(); i++) {
		const struct idiom *idiom = idiom_at(i);
		const struct gloss *gloss;

		if (idiom->kind != kind || strcmp(idiom->protocol, protocol) != 0)
			continue;
		gloss = gloss_idiom(page->arena, idiom);
		page_item(page, 2, TERM_COLUMN, idiom->sample, gloss->words);
	}
}

void render_session(struct page *page, enum mail_protocol protocol)
{
	const char *name = mail_protocol_name(protocol);

	page_mark(page, 0, MARK_NOTE, true, arena_printf(page->arena,
		_("A session of %s: C is the client, S the server"), words_protocol(protocol)));
	render_sample(page, protocol);
	render_kind(page, name, IDIOM_VERB, _("What the client can say"));
	render_kind(page, name, IDIOM_CAPABILITY, _("What a server may offer"));
	render_kind(page, name, IDIOM_CLASS, _("What the replies mean"));
	render_kind(page, "any", IDIOM_MECHANISM, _("Ways to sign in"));
}
