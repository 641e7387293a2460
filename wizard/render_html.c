/* SPDX-License-Identifier: MIT */
#include "render_html.h"

#include <string.h>
#include <time.h>

#include "config.h"
#include "language.h"
#include "render.h"
#include "words.h"

const char *html_class_of(enum mark mark)
{
	static const char *const classes[] = { "fine", "warning", "problem", "note" };

	return classes[mark];
}

void html_sign(struct html *html, enum mark mark)
{
	static const char *const signs[] = { "✓", "!", "✗", "·" };

	html_markup(html, "<span");
	html_attribute(html, "class", arena_printf(html->arena, "sign %s", html_class_of(mark)));
	html_markup(html, " aria-hidden=\"true\">");
	html_markup(html, signs[mark]);
	html_markup(html, "</span> ");
}

/* ---- findings ------------------------------------------------------------------------------ */

static void add_steps(struct html *html, const struct finding *finding, const char *level)
{
	size_t i;

	if (finding->remedy_count > 0) {
		html_element(html, level, NULL, _("What to do"));
		html_markup(html, "<ol>\n");
		for (i = 0; i < finding->remedy_count; i++)
			html_element(html, "li", NULL, finding->remedy[i]);
		html_markup(html, "</ol>\n");
	}
	if (finding->link_count == 0)
		return;
	html_markup(html, "<ul class=\"links\">\n");
	for (i = 0; i < finding->link_count; i++) {
		html_markup(html, "<li>");
		html_link(html, finding->links[i]);
		html_markup(html, "</li>\n");
	}
	html_markup(html, "</ul>\n");
}

/* Neighbours of one kind share a block, in which each is a paragraph. */
static void add_quotes(struct html *html, const struct finding *finding)
{
	const char *kind = NULL;
	size_t i;

	for (i = 0; i < finding->quote_count; i++) {
		const struct quote *quote = &finding->quotes[i];

		if (kind == NULL || strcmp(kind, quote->kind) != 0) {
			html_markup(html, kind == NULL ? "<blockquote>" : "</blockquote>\n<blockquote>");
			kind = quote->kind;
			html_element(html, "span", "kind",
				arena_printf(html->arena, "%s:", words_kind(kind)));
		}
		html_element(html, "p", NULL, words_quote(html->arena, quote));
	}
	if (kind != NULL)
		html_markup(html, "</blockquote>\n");
}

/* LEVEL is the heading below the finding's own. */
static void add_body(struct html *html, const struct finding *finding,
	const struct verdict *verdict, const char *level)
{
	html_element(html, "p", "who", words_who(html->arena, finding->who, verdict->preset));
	if (finding->detail != NULL && finding->detail[0] != '\0')
		html_element(html, "p", NULL, finding->detail);
	add_steps(html, finding, level);
	add_quotes(html, finding);
	html_element(html, "p", "code", arena_printf(html->arena, _("Code: %s"), finding->code->code));
}

static void add_heading(struct html *html, const char *tag, enum mark mark, const char *text)
{
	buf_printf(html->out, "<%s>", tag);
	html_sign(html, mark);
	html_text(html, text);
	buf_printf(html->out, "</%s>\n", tag);
}

static const char *subject_of(const struct evidence *evidence)
{
	return evidence->address[0] != '\0' ? evidence->address : evidence->domain;
}

static const char *headline(struct arena *arena, const struct privacy_view *view)
{
	if (!view->verdict->ok)
		return words_title(arena, view->verdict->findings);
	return arena_printf(arena, view->evidence->login_asked ? _("%s works") :
		_("No problem found for %s"), subject_of(view->evidence));
}

static const char *moment(struct arena *arena, time_t when)
{
	char text[64];
	struct tm parts;

	if (gmtime_r(&when, &parts) == NULL ||
			strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts) == 0)
		return _("at an unknown time");
	return arena_strdup(arena, text);
}

static void add_verdict(struct html *html, const struct privacy_view *view)
{
	const struct finding *first = view->verdict->findings;
	enum mark mark = view->verdict->ok ? MARK_FINE : render_severity_mark(first->severity);

	html_markup(html, "<div");
	html_attribute(html, "class",
		arena_printf(html->arena, "verdict %s", html_class_of(mark)));
	html_markup(html, ">\n");
	add_heading(html, "h1", mark, headline(html->arena, view));
	html_element(html, "p", "soft", arena_printf(html->arena, _("%s, tested %s"),
		subject_of(view->evidence), moment(html->arena, view->evidence->started)));
	if (!view->verdict->ok)
		add_body(html, first, view->verdict, "h2");
	else if (!view->evidence->login_asked)
		html_element(html, "p", NULL,
			_("No login was tried, so whether a password is accepted is not known."));
	html_markup(html, "</div>\n");
}

static void add_others(struct html *html, const struct verdict *verdict)
{
	const struct finding *finding = verdict->findings;

	if (!verdict->ok)
		finding = finding->next;
	if (finding == NULL)
		return;
	html_markup(html, "<section>\n");
	html_element(html, "h2", NULL, _("Also noticed"));
	for (; finding != NULL; finding = finding->next) {
		enum mark mark = render_severity_mark(finding->severity);

		html_markup(html, "<div");
		html_attribute(html, "class",
			arena_printf(html->arena, "finding %s", html_class_of(mark)));
		html_markup(html, ">");
		add_heading(html, "h3", mark, words_title(html->arena, finding));
		add_body(html, finding, verdict, "h4");
		html_markup(html, "</div>\n");
	}
	html_markup(html, "</section>\n");
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void add_head(struct html *html, const struct privacy_view *view)
{
	html_markup(html, "<!DOCTYPE html>\n<html");
	html_attribute(html, "lang", language_tag());
	html_markup(html, ">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n");
	html_element(html, "title", NULL, arena_printf(html->arena, "%s: %s",
		view->evidence->domain, headline(html->arena, view)));
	html_markup(html, "\n<style>\n");
	html_markup(html, render_html_style);
	html_markup(html, "</style>\n</head>\n<body>\n<main>\n");
}

int render_html(const struct privacy_view *view, struct buf *out)
{
	struct html html = { arena_new(), out, false };

	add_head(&html, view);
	add_verdict(&html, view);
	html_path(&html, view->evidence);
	add_others(&html, view->verdict);
	html_services(&html, view->evidence);
	html_times(&html, view->evidence);
	html_certificates(&html, view->evidence);
	html_sources(&html, view->evidence);
	html_transcript(&html, view->evidence);
	html_environment(&html, view->evidence);
	html_markup(&html, "</main>\n<footer>");
	html_element(&html, "p", NULL, arena_printf(html.arena, _("Made by mailguide %s. %s: %s."),
		PACKAGE_VERSION, _("What it tells of the person"),
		privacy_remains(html.arena, view)));
	html_markup(&html, "</footer>\n</body>\n</html>\n");
	arena_free(html.arena);
	return html.full ? -1 : 0;
}
