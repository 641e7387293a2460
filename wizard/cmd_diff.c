/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "compare.h"
#include "language.h"
#include "message.h"
#include "output.h"
#include "render_diff.h"

static struct snapshot *load(struct arena *arena, const char *file)
{
	const char *problem = NULL;
	struct snapshot *snapshot = snapshot_load(arena, file, &problem);

	if (snapshot == NULL)
		message(_("cannot compare %s: %s"), message_subject(arena, file), problem);
	return snapshot;
}

static int show(const struct options *options, const struct comparison *comparison)
{
	struct term term;
	struct page page;
	int status = 0;

	term_init(&term, stdout, options->color, options->ascii);
	term.plain = options->plain;
	page_init(&page, &term);
	if (options->json)
		status = render_diff_json(comparison, &page.text);
	else
		render_diff(&page, options, comparison);
	if (status != 0)
		message(_("the result is too long to be printed"));
	else
		status = output_print(&page.text);
	page_done(&page);
	return status;
}

int cmd_diff(const struct options *options, int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct comparison *comparison;
	struct snapshot *a, *b;
	int status = EXIT_USAGE;

	(void)argc; /* the table of commands says two */
	a = load(arena, argv[0]);
	b = a == NULL ? NULL : load(arena, argv[1]);
	if (b != NULL) {
		comparison = compare(arena, a, b);
		status = comparison->matters ? EXIT_PROBLEM : EXIT_HEALTHY;
		if (show(options, comparison) != 0)
			status = EXIT_INCOMPLETE;
	}
	arena_free(arena);
	return status;
}
