/* SPDX-License-Identifier: MIT
 *
 * The commands, as one table.  A command is a row and a file cmd_<name>.c.
 */
#ifndef MAILGUIDE_WIZARD_COMMANDS_H
#define MAILGUIDE_WIZARD_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/mem.h"
#include "options.h"

/* Bits for the options table: which commands know an option. */
enum command_bit {
	COMMAND_SETUP = 1,
	COMMAND_LOOKUP = 2,
	COMMAND_DIAGNOSE = 4,
	COMMAND_EXPLAIN = 8,
	COMMAND_PROVIDERS = 16,
	COMMAND_DEMO = 32,
	COMMAND_HELP = 64,
	COMMAND_EXPORT = 128,
	COMMAND_DIFF = 256
};

struct command {
	const char *name;
	const char *arguments; /* as --help shows them */
	const char *summary;   /* a few words for the list of commands */
	const char *about;     /* a paragraph for its own help */
	enum command_bit bit;
	size_t least, most;    /* how many arguments it takes */
	bool takes_text;       /* an argument may begin with one dash ("-ERR no") */
	/* ARGV are the ARGC arguments after the command's name, options taken out.
	 * The result is the exit status. */
	int (*run)(const struct options *options, int argc, char **argv);
};

extern const struct command commands[];
extern const size_t command_count;

const struct command *command_find(const char *name); /* NULL if there is none */
/* The end of a message about WORD, which is no command: what may be meant. */
const char *command_suggestion(struct arena *arena, const char *word);

int cmd_setup(const struct options *options, int argc, char **argv);
int cmd_lookup(const struct options *options, int argc, char **argv);
int cmd_diagnose(const struct options *options, int argc, char **argv);
int cmd_explain(const struct options *options, int argc, char **argv);
int cmd_providers(const struct options *options, int argc, char **argv);
int cmd_diff(const struct options *options, int argc, char **argv);
int cmd_demo(const struct options *options, int argc, char **argv);
int cmd_export(const struct options *options, int argc, char **argv);
int cmd_help(const struct options *options, int argc, char **argv);

#endif
