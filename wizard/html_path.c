/* SPDX-License-Identifier: MIT */
#include "language.h"
#include "path.h"
#include "render_html.h"
#include "words.h"

static enum mark mark_of(enum link_state state)
{
	switch (state) {
	case LINK_FINE:
		return MARK_FINE;
	case LINK_WARNING:
		return MARK_WARNING;
	case LINK_BROKEN:
		return MARK_PROBLEM;
	case LINK_NOT_REACHED:
	case LINK_NOT_TRIED:
		break;
	}
	return MARK_NOTE;
}

static void add_link(struct html *html, const struct path_link *link)
{
	enum mark mark = mark_of(link->state);

	html_markup(html, "<li");
	html_attribute(html, "class", html_class_of(mark));
	html_markup(html, ">");
	html_element(html, "span", "name", link->name);
	html_markup(html, "<span class=\"state\">");
	html_sign(html, mark);
	html_text(html, link_state_words(link->state));
	if (link->note[0] != '\0' && link->state != LINK_FINE) {
		html_markup(html, ": ");
		html_text(html, link->note);
	}
	html_markup(html, "</span></li>");
}

static void add_path(struct html *html, const struct path *path)
{
	size_t i;

	html_markup(html, "<h3 class=\"service\">");
	html_text(html, words_protocol(path->protocol));
	if (path->endpoint != NULL) {
		html_markup(html, " <span>");
		html_text(html, words_where(html->arena, &path->endpoint->service));
		html_markup(html, ", ");
		html_text(html, words_security(path->endpoint->service.security));
		html_markup(html, "</span>");
	}
	html_markup(html, "</h3>\n<ol class=\"path\">"
		"<li class=\"start\">");
	html_element(html, "span", "name", _("your computer"));
	html_markup(html, "</li>");
	for (i = 0; i < PATH_STOPS; i++)
		add_link(html, &path->links[i]);
	html_markup(html, "</ol>\n");
}

void html_path(struct html *html, const struct evidence *evidence)
{
	const struct path *path = path_find(html->arena, evidence);

	if (path == NULL)
		return;
	html_markup(html, "<section>\n");
	html_element(html, "h2", NULL, _("The way to the mailbox"));
	for (; path != NULL; path = path->next)
		add_path(html, path);
	html_markup(html, "</section>\n");
}
