/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "commands.h"
#include "language.h"
#include "message.h"
#include "nearest.h"

#define TIMEOUT_DEFAULT_MS 20000

struct parse {
	struct arena *arena;
	struct options *options;
	struct invocation *out;
	unsigned *seen; /* commands of each option that was given, by row */
	bool dashes_over;
};

void options_init(struct options *options)
{
	memset(options, 0, sizeof *options);
	options->timeout_ms = TIMEOUT_DEFAULT_MS;
	options->wanted[MAIL_IMAP] = options->wanted[MAIL_SMTP] = true;
}

static int compare_row(const void *name, const void *row)
{
	return strcmp(name, ((const struct option_row *)row)->name);
}

static const struct option_row *find_row(const char *name)
{
	return bsearch(name, option_rows, option_count, sizeof option_rows[0], compare_row);
}

const char *options_set(struct arena *arena, struct options *options, const char *name,
	const char *value)
{
	const struct option_row *row = find_row(name);

	assert(row != NULL && "the names are our own");
	return row->set(arena, (char *)options + row->field, value);
}

/* The value is never repeated: it may be a secret that went astray. */
static int unknown_option(const struct parse *parse, const char *name)
{
	struct nearest nearest = { .word = name };
	const char *shown = message_subject(parse->arena, arena_printf(parse->arena, "--%s", name));
	size_t i;

	if (strcmp(name, "password") == 0 || strcmp(name, "token") == 0) {
		message(_("unknown option %s; a secret is never given on the command line, use "
			"--password-file, --password-command or --password-stdin"), shown);
		return -1;
	}
	for (i = 0; i < option_count; i++)
		nearest_try(&nearest, option_rows[i].name);
	nearest_try(&nearest, "help");
	nearest_try(&nearest, "version");
	if (nearest.best != NULL)
		message(_("unknown option %s; did you mean '--%s'?"), shown, nearest.best);
	else
		message(_("unknown option %s; 'mailguide --help' lists them"), shown);
	return -1;
}

static int apply(struct parse *parse, const struct option_row *row, const char *value)
{
	const char *problem = row->set(parse->arena, (char *)parse->options + row->field, value);

	parse->seen[row - option_rows] = row->commands;
	if (problem == NULL)
		return 0;
	message(_("bad value %s for '--%s': %s"), message_subject(parse->arena, value), row->name,
		problem);
	return -1;
}

/* TEXT is an argument without its two dashes; NEXT the argument behind it.
 * The number of arguments used, or -1 after a message. */
static int read_option(struct parse *parse, const char *text, const char *next)
{
	size_t length = strcspn(text, "=");
	const char *value = text[length] == '=' ? text + length + 1 : NULL;
	const char *name = arena_strndup(parse->arena, text, length);
	const struct option_row *row = find_row(name);
	bool of_program = strcmp(name, "help") == 0 || strcmp(name, "version") == 0;
	int used = 1;

	if (row == NULL && !of_program)
		return unknown_option(parse, name);
	if (value != NULL && (of_program || row->argument == NULL)) {
		message(_("option '--%s' takes no value"), name);
		return -1;
	}
	if (of_program) {
		*(name[0] == 'h' ? &parse->out->help : &parse->out->version) = true;
		return 1;
	}
	if (row->argument != NULL && !row->may_omit && value == NULL) {
		value = next;
		used = 2;
	}
	if (row->argument != NULL && (value == NULL ? !row->may_omit : value[0] == '\0')) {
		message(_("option '--%s' needs a value: --%s=%s"), row->name, row->name, row->argument);
		return -1;
	}
	return apply(parse, row, value) == 0 ? used : -1;
}

static bool is_option(const struct parse *parse, const char *text)
{
	const struct command *command = parse->out->command;

	if (parse->dashes_over || text[0] != '-' || text[1] == '\0')
		return false;
	return text[1] == '-' || command == NULL || !command->takes_text;
}

/* The first argument names the command, unless it is an address. */
static int read_argument(struct parse *parse, char *text)
{
	struct invocation *out = parse->out;

	if (out->command == NULL) {
		out->command = command_find(text);
		if (out->command != NULL)
			return 0;
		if (strchr(text, '@') == NULL) {
			message(_("unknown command %s; %s"), message_subject(parse->arena, text),
				command_suggestion(parse->arena, text));
			return -1;
		}
		out->command = command_find("setup");
	}
	out->argv[out->argc++] = text;
	return 0;
}

/* ---- what does not go together ------------------------------------------------------------ */

static int check_known(const struct parse *parse)
{
	const struct command *command = parse->out->command;
	size_t i;

	for (i = 0; i < option_count; i++)
		if (parse->seen[i] != 0 && (parse->seen[i] & (unsigned)command->bit) == 0) {
			message(_("option '--%s' does not belong to 'mailguide %s'"), option_rows[i].name,
				command->name);
			return -1;
		}
	return 0;
}

static int check_count(const struct parse *parse)
{
	const struct command *command = parse->out->command;
	size_t count = (size_t)parse->out->argc;

	if (count < command->least)
		message(_("something is missing: mailguide %s %s"), command->name, command->arguments);
	else if (count > command->most)
		message(_("unexpected argument %s: mailguide %s %s"),
			message_subject(parse->arena, parse->out->argv[command->most]), command->name,
			command->arguments);
	else
		return 0;
	return -1;
}

static int check_pairs(const struct options *options, const struct command *command)
{
	int secrets = (options->password_file != NULL) + (options->password_command != NULL) +
		options->password_stdin + (options->oauth_token_file != NULL) +
		(options->oauth_token_command != NULL);

	if (secrets > 1)
		message(_("a password or token is given more than once; one source is enough"));
	else if (options->ipv4 && options->ipv6)
		message(_("'--ipv4' and '--ipv6' exclude each other; without both, both are used"));
	else if (options->json && options->dry_run)
		message(_("'--dry-run' is for reading; it has no JSON form"));
	else if (options->quiet && options->verbose)
		message(_("'--quiet' and '--verbose' exclude each other"));
	else if (options->from_file != NULL && command->bit == COMMAND_DIAGNOSE &&
			(secrets > 0 || options->send_test))
		message(_("'--from' reads saved evidence, so no password and no test message can be used"));
	else if (options->send_test && (options->no_login || !options->wanted[MAIL_SMTP]))
		message(_("'--send-test' sends after a login, which '%s' rules out"),
			options->no_login ? "--no-login" : "--protocols");
	else if (options->send_test && secrets == 0 && command->bit == COMMAND_DIAGNOSE &&
			!options->dry_run)
		message(_("'--send-test' sends after a login; give a password or token"));
	else
		return 0;
	return -1;
}

int options_parse(struct arena *arena, int argc, char **argv, struct options *options,
	struct invocation *out)
{
	struct parse parse = { .arena = arena, .options = options, .out = out };
	int i, used;

	options_init(options);
	memset(out, 0, sizeof *out);
	out->argv = arena_alloc(arena, ((size_t)argc + 1) * sizeof *out->argv);
	parse.seen = arena_alloc(arena, option_count * sizeof *parse.seen);
	for (i = 1; i < argc; i += used) {
		used = 1;
		if (!parse.dashes_over && strcmp(argv[i], "--") == 0)
			parse.dashes_over = true;
		else if (!is_option(&parse, argv[i])) {
			if (read_argument(&parse, argv[i]) != 0)
				return -1;
		} else if (strcmp(argv[i], "-h") == 0)
			out->help = true;
		else if (argv[i][1] != '-') {
			message(_("unknown option %s; options have two dashes, an address that begins "
				"with one stands after '--'"), message_subject(arena, argv[i]));
			return -1;
		} else if ((used = read_option(&parse, argv[i] + 2, argv[i + 1])) < 0)
			return -1;
	}
	if (out->help || out->version)
		return 0;
	if (out->command == NULL)
		out->command = command_find("setup");
	if (check_known(&parse) != 0 || check_count(&parse) != 0)
		return -1;
	return check_pairs(options, out->command);
}

bool options_confirm(const struct options *options, const char *host)
{
	size_t i;

	for (i = 0; i < options->confirm_host_count; i++)
		if (text_equal_nocase(options->confirm_host[i], host))
			return true;
	return false;
}
