/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "../providers/preset_table.h"
#include "commands.h"
#include "dry_run.h"
#include "message.h"
#include "output.h"
#include "progress.h"
#include "render.h"
#include "run.h"
#include "settings.h"

static int show(const struct options *options, const struct evidence *evidence)
{
	const struct preset *preset = evidence->provider[0] != '\0' ?
		preset_by_id(evidence->provider) : NULL;
	struct term term;
	struct page page;
	int status = 0;

	term_init(&term, stdout, options->color, options->ascii);
	page_init(&page, &term);
	if (options->json)
		status = render_lookup_json(evidence, preset, &page.text);
	else
		render_lookup(&page, options, evidence, preset);
	if (status == 0)
		status = output_print(&page.text);
	page_done(&page);
	if (status != 0)
		return EXIT_INCOMPLETE;
	return settings_known(evidence) ? EXIT_HEALTHY : EXIT_PROBLEM;
}

int cmd_lookup(const struct options *options, int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct progress progress;
	struct evidence *evidence;
	struct address address;
	const char *problem;
	char *error = NULL;
	int status = EXIT_USAGE;

	(void)argc;
	if (address_parse(arena, argv[0], true, &address, &problem) != 0)
		message("%s", problem);
	else if (options->dry_run)
		status = dry_run(options, &address, false);
	else {
		progress_start(&progress, options, true);
		evidence = run_lookup(options, &address, &progress.watcher, &error);
		progress_end(&progress);
		if (evidence == NULL)
			message("%s", error);
		else
			status = show(options, evidence);
		evidence_free(evidence);
		free(error);
	}
	arena_free(arena);
	return status;
}
