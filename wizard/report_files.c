/* SPDX-License-Identifier: MIT
 *
 * The reports that leave the house, all made of one view without personal data.
 */
#include <stdio.h>

#include "language.h"
#include "message.h"
#include "output.h"
#include "render.h"
#include "render_html.h"
#include "report.h"
#include "words.h"

#define TEXT_WIDTH 79

struct format {
	const char *path;
	int (*write)(const struct options *options, const struct privacy_view *view,
		struct buf *out);
};

static int write_html(const struct options *options, const struct privacy_view *view,
	struct buf *out)
{
	(void)options;
	return render_html(view, out);
}

static int write_markdown(const struct options *options, const struct privacy_view *view,
	struct buf *out)
{
	(void)options;
	return render_markdown(view, out);
}

static int write_text(const struct options *options, const struct privacy_view *view,
	struct buf *out)
{
	struct term term = { .ascii = options->ascii, .plain = options->plain,
		.width = TEXT_WIDTH };
	struct options all = { .verbose = true };
	struct page page;
	int status;

	page_init(&page, &term);
	page_line(&page, arena_printf(page.arena, _("Mail diagnosis for %s, %s"),
		words_safe(page.arena, view->evidence->domain),
		words_date(page.arena, view->evidence->started)));
	page_line(&page, "");
	render_text(&page, &all, view->evidence, view->verdict);
	status = buf_add(out, buf_text(&page.text), page.text.length);
	page_done(&page);
	return status;
}

/* Before it is written, so that nobody passes it on unaware. */
static void tell_what_remains(const struct options *options, const struct privacy_view *view,
	const char *path)
{
	struct term term;
	struct page page;

	term_init(&term, stderr, options->color, options->ascii);
	term.plain = options->plain;
	page_init(&page, &term);
	page_wrap(&page, 0, 2, arena_printf(page.arena, _("writing %s: %s"),
		message_subject(page.arena, path), privacy_remains(page.arena, view)));
	fputs(buf_text(&page.text), stderr);
	page_done(&page);
}

static int write_file(const struct options *options, const struct privacy_view *view,
	const struct format *format)
{
	struct buf text;
	int status;

	buf_init(&text, OUTPUT_MAX);
	status = format->write(options, view, &text);
	if (status != 0)
		message(_("the report is too long to be saved"));
	else {
		tell_what_remains(options, view, format->path);
		status = output_save(format->path, &text);
	}
	buf_done(&text);
	return status;
}

int report_write_files(const struct options *options, const struct evidence *evidence,
	const struct verdict *verdict)
{
	const struct format formats[] = { { options->html_file, write_html },
		{ options->text_file, write_text }, { options->markdown_file, write_markdown } };
	struct privacy_view *view = NULL;
	int status = 0;
	size_t i;

	for (i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		if (formats[i].path == NULL)
			continue;
		if (view == NULL)
			view = privacy_view(evidence, verdict, options->with_address);
		if (write_file(options, view, &formats[i]) != 0)
			status = -1;
	}
	privacy_free(view);
	return status;
}
