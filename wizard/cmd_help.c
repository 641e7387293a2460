/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "language.h"
#include "message.h"
#include "output.h"
#include "page.h"

static const char *const group_titles[OPTION_GROUPS] = {
	N_("Output"), N_("Network"), N_("Services"), N_("Login"), N_("Evidence"), N_("Export"),
};

#define ROW_INDENT 2
#define ROW_TEXT 33 /* where the explanation of an option begins */
#define USUAL_TEXT 30
#define COMMAND_TEXT 13

/* What most people need of a command that knows more options than fit. */
static const struct {
	const char *name;
	unsigned commands;
} usual[] = {
	{ "html", COMMAND_SETUP | COMMAND_DIAGNOSE | COMMAND_DEMO },
	{ "imap", COMMAND_SETUP | COMMAND_DIAGNOSE },
	{ "json", COMMAND_LOOKUP | COMMAND_DIAGNOSE },
	{ "list", COMMAND_EXPORT },
	{ "offline", COMMAND_LOOKUP | COMMAND_EXPORT },
	{ "password-command", COMMAND_SETUP | COMMAND_DIAGNOSE | COMMAND_EXPORT },
	{ "save", COMMAND_SETUP | COMMAND_DIAGNOSE | COMMAND_DEMO },
	{ "smtp", COMMAND_SETUP | COMMAND_DIAGNOSE },
	{ "user", COMMAND_SETUP | COMMAND_DIAGNOSE },
	{ "write", COMMAND_EXPORT },
	{ "yes", COMMAND_SETUP },
};
#define USUAL (sizeof usual / sizeof usual[0])
#define SCREEN_LINES 23 /* of 24 the last one is the next prompt's */

static bool is_usual(const struct option_row *row, const struct command *command)
{
	size_t i;

	for (i = 0; i < USUAL; i++)
		if (strcmp(usual[i].name, row->name) == 0)
			return (usual[i].commands & (unsigned)command->bit) != 0;
	return false;
}

static const char *usage(struct arena *arena, const struct option_row *row)
{
	const char *value = "";

	if (row->argument != NULL)
		value = arena_printf(arena, row->may_omit ? "[=%s]" : "=%s", row->argument);
	return arena_printf(arena, "--%s%s", row->name, value);
}

static void add_option(struct page *page, size_t column, const struct option_row *row)
{
	page_item(page, ROW_INDENT, column, usage(page->arena, row), language_of(row->help));
}

static void add_options(struct page *page, unsigned bit)
{
	bool titled;
	size_t i;
	int group;

	for (group = 0; group < OPTION_GROUPS; group++) {
		titled = false;
		for (i = 0; i < option_count; i++) {
			if ((int)option_rows[i].group != group || (option_rows[i].commands & bit) == 0)
				continue;
			if (!titled)
				page_line(page, language_of(group_titles[group]));
			titled = true;
			add_option(page, ROW_TEXT, &option_rows[i]);
		}
	}
}

static void add_head(struct page *page, const struct command *command)
{
	page_wrap(page, 0, 4, arena_printf(page->arena, "mailguide %s %s", command->name,
		command->arguments));
	page_wrap(page, 0, 0, language_of(command->about));
	page_line(page, "");
}

/* The usual options, and of the others the names. */
static void add_usual_options(struct page *page, const struct command *command)
{
	const char *others = "";
	size_t i;

	for (i = 0; i < option_count; i++) {
		if ((option_rows[i].commands & (unsigned)command->bit) == 0)
			continue;
		if (is_usual(&option_rows[i], command))
			add_option(page, USUAL_TEXT, &option_rows[i]);
		else
			others = arena_printf(page->arena, "%s --%s", others, option_rows[i].name);
	}
	page_line(page, "");
	page_wrap(page, 0, 2, arena_printf(page->arena, _("More, which 'mailguide help %s --verbose' "
		"explains:%s"), command->name, others));
}

static size_t count_lines(const struct page *page)
{
	const char *text = buf_text(&page->text);
	size_t lines = 0;

	for (; *text != '\0'; text++)
		lines += *text == '\n';
	return lines;
}

static void help_command(struct page *page, const struct command *command, bool verbose)
{
	add_head(page, command);
	add_options(page, (unsigned)command->bit);
	if (verbose || count_lines(page) <= SCREEN_LINES)
		return;
	buf_clear(&page->text);
	add_head(page, command);
	add_usual_options(page, command);
}

static void help_all(struct page *page)
{
	size_t i;

	page_wrap(page, 0, 0, _("mailguide sets up mail accounts and says why they fail."));
	page_line(page, "");
	page_line(page, _("Commands"));
	for (i = 0; i < command_count; i++)
		page_item(page, ROW_INDENT, COMMAND_TEXT, commands[i].name, language_of(commands[i].summary));
	page_line(page, "");
	page_wrap(page, 0, 0, _("'mailguide' alone starts the guided run. 'mailguide help COMMAND' "
		"tells the options of a command; --help and --version work everywhere."));
	page_wrap(page, 0, 0, _("Exit status: 0 healthy, 1 a problem was found, 2 wrong usage, 3 the "
		"run could not be completed."));
}

int cmd_help(const struct options *options, int argc, char **argv)
{
	const struct command *command = argc > 0 ? command_find(argv[0]) : NULL;
	struct term term;
	struct page page;
	int status;

	term_init(&term, stdout, options->color, options->ascii);
	page_init(&page, &term);
	if (argc > 0 && command == NULL) {
		message(_("no command is called %s; %s"), message_subject(page.arena, argv[0]),
			command_suggestion(page.arena, argv[0]));
		status = EXIT_USAGE;
	} else {
		if (command != NULL)
			help_command(&page, command, options->verbose);
		else
			help_all(&page);
		status = output_print(&page.text) == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
	}
	page_done(&page);
	return status;
}
