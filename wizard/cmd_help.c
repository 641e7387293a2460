/* SPDX-License-Identifier: MIT */
#include <stdio.h>

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
#define COMMAND_TEXT 13

static void add_option(struct page *page, const struct option_row *row)
{
	const char *value = "";

	if (row->argument != NULL)
		value = arena_printf(page->arena, row->may_omit ? "[=%s]" : "=%s", row->argument);
	page_item(page, ROW_INDENT, ROW_TEXT, arena_printf(page->arena, "--%s%s", row->name, value),
		language_of(row->help));
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
			add_option(page, &option_rows[i]);
		}
	}
}

static void help_command(struct page *page, const struct command *command)
{
	page_wrap(page, 0, 4, arena_printf(page->arena, "mailguide %s %s", command->name,
		command->arguments));
	page_wrap(page, 0, 0, language_of(command->about));
	page_line(page, "");
	add_options(page, (unsigned)command->bit);
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
			help_command(&page, command);
		else
			help_all(&page);
		status = output_print(&page.text) == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
	}
	page_done(&page);
	return status;
}
