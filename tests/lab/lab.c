/* SPDX-License-Identifier: MIT
 *
 * mailguide-lab: a practice host that plays mail servers and their failures.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/text.h"
#include "runner.h"
#include "scenario.h"

#define JOBS_USUAL 6

static const char usage_text[] =
	"usage: mailguide-lab run [--program=PATH] [--keep-going] [-j N] FILE|FOLDER...\n"
	"       mailguide-lab show FILE -- PROGRAM [ARGUMENT...]\n"
	"       mailguide-lab list [--demo] FOLDER\n";

static int wrong_usage(const char *problem)
{
	fprintf(stderr, "mailguide-lab: %s\n%s", problem, usage_text);
	return 2;
}

static int fill_shelf(struct shelf *shelf, char *const *paths)
{
	for (; *paths != NULL; paths++)
		if (shelf_add(shelf, *paths) < 0) {
			fprintf(stderr, "mailguide-lab: cannot read '%s': %s\n", *paths,
				strerror(errno));
			return -1;
		}
	return 0;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "program", required_argument, NULL, 'p' },
		{ "keep-going", no_argument, NULL, 'k' },
		{ "jobs", required_argument, NULL, 'j' },
		{ NULL, 0, NULL, 0 }
	};
	static char usual_program[] = "./mailguide";
	struct runner_options runner = { .program = usual_program, .jobs = JOBS_USUAL };
	struct shelf shelf = { NULL, 0 };
	unsigned long jobs;
	int letter, status;

	while ((letter = getopt_long(argc, argv, "j:kp:", options, NULL)) >= 0)
		switch (letter) {
		case 'p':
			runner.program = optarg;
			break;
		case 'k':
			runner.keep_going = true;
			break;
		case 'j':
			if (text_parse_number(optarg, 1, 64, &jobs) < 0)
				return wrong_usage("-j takes a number of 1 to 64");
			runner.jobs = (unsigned)jobs;
			break;
		default:
			return wrong_usage("see above");
		}
	if (optind == argc)
		return wrong_usage("no scenario was named");
	status = fill_shelf(&shelf, argv + optind) < 0 ? 2 : runner_run(&shelf, &runner);
	shelf_done(&shelf);
	return status;
}

static int show(int argc, char **argv)
{
	if (argc < 4 || strcmp(argv[2], "--") != 0)
		return wrong_usage("show needs a file, '--' and a program");
	return runner_show(argv[1], argv + 3);
}

/* NAME, a tab, TITLE, a tab, STORY. */
static int list(int argc, char **argv)
{
	bool demo_only = argc > 2 && strcmp(argv[1], "--demo") == 0;
	struct shelf shelf = { NULL, 0 };
	struct scenario *scenario;
	char *problem;
	size_t i;
	int status = 0;

	if (argc != (demo_only ? 3 : 2))
		return wrong_usage("list needs a folder");
	if (fill_shelf(&shelf, argv + argc - 1) < 0)
		status = 2;
	for (i = 0; i < shelf.count; i++) {
		scenario = scenario_read(shelf.paths[i], &problem);
		if (scenario == NULL) {
			fprintf(stderr, "mailguide-lab: %s\n", problem);
			free(problem);
			status = 1;
		} else if (!demo_only || scenario->demo)
			printf("%s\t%s\t%s\n", scenario->name, scenario->title, scenario->story);
		scenario_free(scenario);
	}
	shelf_done(&shelf);
	return status;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "run") == 0)
		return run(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "show") == 0)
		return show(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "list") == 0)
		return list(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		fputs(usage_text, stdout);
		return 0;
	}
	return wrong_usage(argc > 1 ? "unknown command" : "no command was named");
}
