/* SPDX-License-Identifier: MIT
 *
 * demo: the practice host plays a failure on this computer, and an ordinary
 * diagnosis is run against it.  The host is a program of its own; this file
 * finds it, shows what it can play and hands over.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../probes/text.h"
#include "commands.h"
#include "language.h"
#include "message.h"
#include "nearest.h"
#include "output.h"
#include "page.h"

#define LIST_MAX (1 << 20)
#define NAME_COLUMN 30
#define ARGUMENTS_MAX 24

struct practice {
	struct arena *arena;
	const char *self;      /* this program */
	const char *host;      /* mailguide-lab */
	const char *scenarios; /* the folder */
};

/* One line of the host's list. */
struct play {
	const char *name, *title, *story;
};

/* ---- finding things ------------------------------------------------------------------ */

static const char *own_path(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path);

	return length < 0 ? NULL : arena_strndup(arena, path, (size_t)length);
}

/* PATH if it can be used so, else NULL. */
static const char *usable(const char *path, int mode)
{
	return path != NULL && access(path, mode) == 0 ? path : NULL;
}

static int find_practice(struct practice *practice)
{
	const char *slash, *folder = "";

	practice->self = own_path(practice->arena);
	slash = practice->self == NULL ? NULL : strrchr(practice->self, '/');
	if (slash != NULL)
		folder = arena_strndup(practice->arena, practice->self,
			(size_t)(slash - practice->self));
	practice->host = getenv("MAILGUIDE_LAB");
	practice->scenarios = getenv("MAILGUIDE_SCENARIOS");
	/* A build tree is used as it stands; elsewhere these do not exist. */
	if (practice->host == NULL)
		practice->host = usable(arena_printf(practice->arena, "%s/mailguide-lab", folder),
			X_OK);
	if (practice->scenarios == NULL)
		practice->scenarios = usable(arena_printf(practice->arena,
			"%s/tests/lab/scenarios", folder), R_OK);
	if (practice->host == NULL)
		practice->host = MAILGUIDE_LIBEXECDIR "/mailguide-lab";
	if (practice->scenarios == NULL)
		practice->scenarios = MAILGUIDE_DATADIR "/scenarios";
	if (practice->self != NULL && usable(practice->host, X_OK) != NULL &&
	    usable(practice->scenarios, R_OK) != NULL)
		return 0;
	message(_("the practice host is not installed: %s and %s are needed"),
		message_subject(practice->arena, practice->host),
		message_subject(practice->arena, practice->scenarios));
	return -1;
}

/* ---- what can be played ------------------------------------------------------------------ */

/* Runs "mailguide-lab list" and takes its output.  0, or -1 after a message. */
static int read_list(const struct practice *practice, bool demo_only, struct buf *out)
{
	char block[4096];
	int pipes[2], status = 0;
	ssize_t got;
	pid_t pid;

	if (pipe(pipes) < 0 || (pid = fork()) < 0) {
		message(_("cannot start the practice host: %s"), strerror(errno));
		return -1;
	}
	if (pid == 0) {
		dup2(pipes[1], STDOUT_FILENO);
		close(pipes[0]);
		close(pipes[1]);
		if (demo_only)
			execl(practice->host, practice->host, "list", "--demo", practice->scenarios,
				(char *)NULL);
		else
			execl(practice->host, practice->host, "list", practice->scenarios,
				(char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	while ((got = read(pipes[0], block, sizeof block)) > 0)
		if (buf_add(out, block, (size_t)got) < 0)
			break;
	close(pipes[0]);
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	message(_("the practice host %s does not work"), message_subject(practice->arena,
		practice->host));
	return -1;
}

/* Cuts the next line off *REST; false at the end. */
static bool next_play(char **rest, struct play *out)
{
	char *line = strsep(rest, "\n");

	if (line == NULL || line[0] == '\0')
		return false;
	out->name = strsep(&line, "\t");
	out->title = line == NULL ? "" : strsep(&line, "\t");
	out->story = line == NULL ? "" : line;
	return true;
}

static int show_list(const struct practice *practice, const struct options *options)
{
	struct term term;
	struct page page;
	struct buf list;
	struct play play;
	char *rest;
	int status = EXIT_INCOMPLETE;

	buf_init(&list, LIST_MAX);
	term_init(&term, stdout, options->color, options->ascii);
	page_init(&page, &term);
	if (read_list(practice, true, &list) == 0) {
		page_line(&page, _("Failures to practise on; 'mailguide demo NAME' plays one:"));
		page_line(&page, "");
		rest = arena_strdup(practice->arena, buf_text(&list));
		while (next_play(&rest, &play))
			page_item(&page, 2, NAME_COLUMN, text_quote(practice->arena, play.name),
				text_quote(practice->arena, play.title));
		if (output_print(&page.text) == 0)
			status = EXIT_HEALTHY;
	}
	page_done(&page);
	buf_done(&list);
	return status;
}

/* ---- playing ------------------------------------------------------------------------------- */

/* 1 if NAME is there, 0 after a message if not, -1 after another one. */
static int find_play(const struct practice *practice, const char *name, struct play *out)
{
	struct nearest nearest = { .word = name };
	struct buf list;
	char *rest;
	int found = -1;

	buf_init(&list, LIST_MAX);
	if (read_list(practice, false, &list) == 0) {
		found = 0;
		rest = arena_strdup(practice->arena, buf_text(&list));
		while (found == 0 && next_play(&rest, out)) {
			nearest_try(&nearest, out->name);
			found = strcmp(out->name, name) == 0;
		}
	}
	buf_done(&list);
	if (found != 0)
		return found;
	if (nearest.best != NULL)
		message(_("no scenario is called %s; did you mean '%s'?"),
			message_subject(practice->arena, name), nearest.best);
	else
		message(_("no scenario is called %s; 'mailguide demo' lists them"),
			message_subject(practice->arena, name));
	return 0;
}

static const char *color_word(enum color_mode mode)
{
	switch (mode) {
	case COLOR_ALWAYS:
		return "--color=always";
	case COLOR_NEVER:
		return "--color=never";
	case COLOR_AUTO:
		break;
	}
	return "--color=auto";
}

/* Becomes the host, which runs this very program against the scenario; it brings
 * address, resolver and password along. */
static int hand_over(const struct practice *practice, const struct options *options,
	const char *name)
{
	struct arena *arena = practice->arena;
	const char *argv[ARGUMENTS_MAX] = { practice->host, "show",
		arena_printf(arena, "%s/%s.json", practice->scenarios, name), "--", practice->self,
		"diagnose", color_word(options->color) };
	size_t count = 7;

	if (options->json)
		argv[count++] = "--json";
	if (options->plain)
		argv[count++] = "--plain";
	if (options->ascii)
		argv[count++] = "--ascii";
	if (options->quiet)
		argv[count++] = "--quiet";
	if (options->verbose)
		argv[count++] = "--verbose";
	if (options->transcript)
		argv[count++] = options->transcript_file == NULL ? "--transcript" :
			arena_printf(arena, "--transcript=%s", options->transcript_file);
	if (options->save_file != NULL)
		argv[count++] = arena_printf(arena, "--save=%s", options->save_file);
	if (options->html_file != NULL)
		argv[count++] = arena_printf(arena, "--html=%s", options->html_file);
	if (options->text_file != NULL)
		argv[count++] = arena_printf(arena, "--text=%s", options->text_file);
	if (options->markdown_file != NULL)
		argv[count++] = arena_printf(arena, "--markdown=%s", options->markdown_file);
	if (options->with_address)
		argv[count++] = "--with-address";
	argv[count] = NULL;
	fflush(NULL);
	execv(practice->host, (char *const *)(uintptr_t)argv);
	message(_("cannot start %s: %s"), message_subject(arena, practice->host), strerror(errno));
	return EXIT_INCOMPLETE;
}

int cmd_demo(const struct options *options, int argc, char **argv)
{
	struct practice practice = { .arena = arena_new() };
	struct play play = { "", "", "" };
	int status = EXIT_INCOMPLETE, found;

	if (find_practice(&practice) < 0)
		goto out;
	if (argc == 0 && options->json) {
		message(_("the list of scenarios has no JSON form"));
		status = EXIT_USAGE;
		goto out;
	}
	if (argc == 0) {
		status = show_list(&practice, options);
		goto out;
	}
	found = find_play(&practice, argv[0], &play);
	if (found == 0)
		status = EXIT_USAGE;
	if (found <= 0)
		goto out;
	if (!options->quiet)
		fprintf(stderr, _("Practice host: %s. %s.\n\n"), text_quote(practice.arena, play.title),
			text_quote(practice.arena, play.story));
	status = hand_over(&practice, options, argv[0]);
out:
	arena_free(practice.arena);
	return status;
}
