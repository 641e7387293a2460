/* SPDX-License-Identifier: MIT
 *
 * A report for a ticket.  What others said stands in code spans, which nothing
 * inside can end; the rest is escaped.
 */
#include <string.h>

#include "config.h"
#include "contradictions.h"
#include "language.h"
#include "render.h"
#include "words.h"

#define PICTURE_WIDTH 80

struct markdown {
	struct arena *arena;
	struct buf *out;
};

/* TEXT as text, whatever signs are in it. */
static const char *escaped(const struct markdown *markdown, const char *text)
{
	const char *safe = words_safe(markdown->arena, text);
	char *to, *copy = to = arena_alloc(markdown->arena, strlen(safe) * 2 + 1);

	for (; *safe != '\0'; safe++) {
		if (strchr("\\`*_[]<>#|~&!$", *safe) != NULL)
			*to++ = '\\';
		*to++ = *safe;
	}
	return copy;
}

/* TEXT as a code span: its fence is longer than any run of backticks inside. */
static const char *coded(const struct markdown *markdown, const char *text)
{
	const char *safe = words_safe(markdown->arena, text), *at;
	size_t longest = 0, run = 0;
	char *fence;

	for (at = safe; *at != '\0'; at++) {
		run = *at == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	fence = arena_alloc(markdown->arena, longest + 2);
	memset(fence, '`', longest + 1);
	return arena_printf(markdown->arena, "%s %s %s", fence, safe, fence);
}

static const char *link_or_code(const struct markdown *markdown, const char *url)
{
	return strpbrk(url, "<> \t\r\n") != NULL ? coded(markdown, url) :
		arena_printf(markdown->arena, "<%s>", words_safe(markdown->arena, url));
}

static void add_finding(const struct markdown *markdown, const struct finding *finding,
	const struct verdict *verdict)
{
	size_t i;

	buf_printf(markdown->out, "%s", escaped(markdown, words_title(markdown->arena, finding)));
	buf_printf(markdown->out, "\n\n%s", escaped(markdown,
		words_who(markdown->arena, finding->who, verdict->preset)));
	if (finding->detail != NULL && finding->detail[0] != '\0')
		buf_printf(markdown->out, " %s", escaped(markdown, finding->detail));
	buf_puts(markdown->out, "\n\n");
	for (i = 0; i < finding->remedy_count; i++)
		buf_printf(markdown->out, "%zu. %s\n", i + 1, escaped(markdown, finding->remedy[i]));
	for (i = 0; i < finding->link_count; i++)
		buf_printf(markdown->out, "%s- %s\n", i == 0 ? "\n" : "",
			link_or_code(markdown, finding->links[i]));
	buf_puts(markdown->out, "\n");
	for (i = 0; i < finding->quote_count; i++)
		buf_printf(markdown->out, "- %s: %s\n",
			escaped(markdown, words_kind(finding->quotes[i].kind)),
			coded(markdown, words_quote(markdown->arena, &finding->quotes[i])));
	buf_printf(markdown->out, "\n%s\n\n",
		arena_printf(markdown->arena, _("Code: %s"), coded(markdown, finding->code->code)));
}

static void add_findings(const struct markdown *markdown, const struct privacy_view *view)
{
	const struct finding *finding = view->verdict->findings;

	if (view->verdict->ok)
		buf_printf(markdown->out, "# %s\n\n", view->evidence->login_asked ? _("It works") :
			_("No problem found; no login was tried"));
	for (; finding != NULL; finding = finding->next) {
		buf_puts(markdown->out, !view->verdict->ok && finding == view->verdict->findings ?
			"# " : "## ");
		add_finding(markdown, finding, view->verdict);
	}
}

static void add_picture(const struct markdown *markdown, const struct evidence *evidence)
{
	static const struct term term = { .width = PICTURE_WIDTH };
	struct page page;

	page_init(&page, &term);
	render_path(&page, evidence);
	if (page.text.length > 0)
		buf_printf(markdown->out, "## %s\n\n```%s```\n\n", _("The way to the mailbox"),
			buf_text(&page.text));
	page_done(&page);
}

static void add_endpoints(const struct markdown *markdown, const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;

	if (evidence->endpoints == NULL)
		return;
	buf_printf(markdown->out, "## %s\n\n| %s | %s | %s | ms |\n|---|---|---|---|\n",
		_("What was tested"), _("Server"), _("Encryption"), _("Result"));
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		buf_printf(markdown->out, "| %s %s | %s | %s | %u |\n",
			words_protocol(endpoint->service.protocol),
			escaped(markdown, words_where(markdown->arena, &endpoint->service)),
			words_security(endpoint->service.security),
			escaped(markdown, words_fate(markdown->arena, endpoint)), endpoint->took_ms);
	buf_puts(markdown->out, "\n");
}

static void add_sources(const struct markdown *markdown, const struct evidence *evidence)
{
	const struct contradiction *entry = contradictions(markdown->arena, evidence);
	const struct source_fact *source;

	if (evidence->sources == NULL)
		return;
	buf_printf(markdown->out, "## %s\n\n", _("Where settings come from"));
	for (source = evidence->sources; source != NULL; source = source->next)
		buf_printf(markdown->out, "- %s: %s\n", escaped(markdown, source->source),
			words_outcome(source->outcome));
	for (; entry != NULL; entry = entry->next)
		buf_printf(markdown->out, "- %s\n", escaped(markdown,
			arena_printf(markdown->arena, _("contradiction: %s"), entry->text)));
	buf_puts(markdown->out, "\n");
}

int render_markdown(const struct privacy_view *view, struct buf *out)
{
	struct markdown markdown = { arena_new(), out };
	const struct evidence *evidence = view->evidence;
	int status;

	add_findings(&markdown, view);
	add_picture(&markdown, evidence);
	add_endpoints(&markdown, evidence);
	add_sources(&markdown, evidence);
	status = buf_printf(out, _("%s tested on %s by %s; %s\n"), escaped(&markdown, evidence->domain),
		words_date(markdown.arena, evidence->started), escaped(&markdown,
			evidence->program[0] != '\0' ? evidence->program : PACKAGE_NAME),
		escaped(&markdown, evidence->tls_library));
	arena_free(markdown.arena);
	return status;
}
