/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdio.h>

#include "evidence_json.h"
#include "language.h"
#include "message.h"
#include "output.h"
#include "render.h"

static int print_result(const struct options *options, const struct evidence *evidence,
	const struct verdict *verdict)
{
	struct term term;
	struct page page;
	int status = 0;

	term_init(&term, stdout, options->color, options->ascii);
	term.plain = options->plain;
	page_init(&page, &term);
	if (options->json)
		status = render_json(evidence, verdict, &page.text);
	else
		render_text(&page, options, evidence, verdict);
	if (status != 0)
		message(_("the result is too long to be printed"));
	else
		status = output_print(&page.text);
	page_done(&page);
	return status;
}

static int print_transcript(const struct options *options, const struct evidence *evidence)
{
	bool to_file = options->transcript_file != NULL;
	struct term term;
	struct page page;
	int status = 0;

	term_init(&term, stderr, to_file ? COLOR_NEVER : options->color, options->ascii);
	page_init(&page, &term);
	render_transcript(&page, evidence);
	if (to_file)
		status = output_save(options->transcript_file, &page.text);
	else
		fputs(buf_text(&page.text), stderr);
	page_done(&page);
	return status;
}

/* WRITTEN: what making TEXT gave. */
static int save(const char *path, struct buf *text, int written)
{
	if (written != 0)
		message(_("the report is too long to be saved"));
	else
		written = output_save(path, text);
	buf_done(text);
	return written;
}

int report_save_evidence(const char *path, const struct evidence *evidence)
{
	struct buf text;
	int written;

	buf_init(&text, OUTPUT_MAX);
	written = evidence_write(evidence, &text);
	return save(path, &text, written);
}

int report_save_json(const char *path, struct evidence *evidence)
{
	struct buf text;
	int written;

	buf_init(&text, OUTPUT_MAX);
	language_suspend();
	written = render_json(evidence, verdict_reach(evidence), &text);
	language_resume();
	return save(path, &text, written);
}

bool report_is_possible(const struct options *options)
{
	const char *const files[] = { options->save_file, options->transcript_file,
		options->html_file, options->text_file, options->markdown_file };
	size_t i;

	for (i = 0; i < sizeof files / sizeof files[0]; i++)
		if (files[i] != NULL && output_possible(files[i]) != 0)
			return false;
	return true;
}

int report_diagnosis(const struct options *options, const struct evidence *evidence,
	const struct verdict *verdict)
{
	int status = print_result(options, evidence, verdict);

	if (options->transcript && print_transcript(options, evidence) != 0)
		status = -1;
	if (options->save_file != NULL && report_save_evidence(options->save_file, evidence) != 0)
		status = -1;
	if (report_write_files(options, evidence, verdict) != 0)
		status = -1;
	if (status != 0)
		return EXIT_INCOMPLETE;
	return verdict->ok ? EXIT_HEALTHY : EXIT_PROBLEM;
}
