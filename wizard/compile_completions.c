/* SPDX-License-Identifier: MIT
 *
 * Writes a shell's completion of the command line while building, out of the
 * tables that the parser reads:
 *
 *     compile_completions bash|zsh|fish
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "commands.h"
#include "options.h"
#include "target.h"

/* ---- what can stand where ----------------------------------------------------------- */

/* The values that an option's argument can have; "" where only the person knows. */
static const char *values_of(const struct option_row *row)
{
	if (strcmp(row->argument, "WHEN") == 0)
		return "auto always never";
	if (strcmp(row->argument, "LIST") == 0)
		return "imap pop3 smtp imap,smtp pop3,smtp imap,pop3,smtp";
	return "";
}

static bool takes_file(const struct option_row *row)
{
	return strcmp(row->argument, "FILE") == 0;
}

/* Words that may follow COMMAND, blanks between. */
static void put_words(const struct command *command)
{
	size_t i;

	switch (command->bit) {
	case COMMAND_EXPORT:
		for (i = 0; i < target_count; i++)
			printf(" %s", targets[i].name);
		break;
	case COMMAND_EXPLAIN:
		printf(" smtp imap pop3");
		for (i = 0; i < catalog_count(); i++)
			printf(" %s", catalog_at(i)->code);
		break;
	case COMMAND_PROVIDERS:
		printf(" list show lint");
		break;
	case COMMAND_HELP:
		for (i = 0; i < command_count; i++)
			printf(" %s", commands[i].name);
		break;
	case COMMAND_SETUP:
	case COMMAND_LOOKUP:
	case COMMAND_DIAGNOSE:
	case COMMAND_DEMO:
	case COMMAND_DIFF:
		break; /* an address or a file of the person's own */
	}
}

/* TEXT inside single quotes. */
static void put_quoted(const char *text)
{
	putchar('\'');
	for (; *text != '\0'; text++)
		if (*text == '\'')
			printf("'\\''");
		else
			putchar(*text);
	putchar('\'');
}

/* ---- bash -------------------------------------------------------------------------------- */

static void put_bash_values(void)
{
	size_t i;

	printf("\tcase $option in\n");
	for (i = 0; i < option_count; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->argument == NULL)
			continue;
		if (takes_file(row))
			printf("\t--%s) compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n",
				row->name);
		else
			printf("\t--%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n",
				row->name, values_of(row));
	}
	printf("\tesac\n");
}

static void put_bash_words(void)
{
	size_t i, j;

	printf("\tcase $command in\n");
	for (i = 0; i < command_count; i++) {
		printf("\t%s)\n\t\toptions='--help", commands[i].name);
		for (j = 0; j < option_count; j++)
			if ((option_rows[j].commands & commands[i].bit) != 0)
				printf(" --%s%s", option_rows[j].name,
					option_rows[j].argument != NULL ? "=" : "");
		printf("'\n\t\twords='");
		put_words(&commands[i]);
		printf("'\n\t\t;;\n");
	}
	printf("\t*)\n\t\toptions='--help --version'\n\t\twords='");
	for (i = 0; i < command_count; i++)
		printf(" %s", commands[i].name);
	printf("'\n\t\t;;\n\tesac\n");
}

static void write_bash(void)
{
	printf("# bash completion for mailguide, written while building\n"
		"_mailguide() {\n"
		"\tlocal word=${COMP_WORDS[COMP_CWORD]} option= command= options words one\n"
		"\tCOMPREPLY=()\n"
		"\t# '=' is a word of its own here.\n"
		"\tif [ \"$word\" = = ]; then\n"
		"\t\toption=${COMP_WORDS[COMP_CWORD-1]}\n\t\tword=\n"
		"\telif [ \"$COMP_CWORD\" -gt 2 ] && [ \"${COMP_WORDS[COMP_CWORD-1]}\" = = ]; then\n"
		"\t\toption=${COMP_WORDS[COMP_CWORD-2]}\n"
		"\telif [ \"$COMP_CWORD\" -gt 0 ]; then\n"
		"\t\toption=${COMP_WORDS[COMP_CWORD-1]}\n\tfi\n");
	put_bash_values();
	printf("\tfor one in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
		"\t\tcase $one in\n\t\t-*) ;;\n\t\t*) command=$one; break ;;\n\t\tesac\n\tdone\n");
	put_bash_words();
	printf("\tcase $word in\n"
		"\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
		"\t*) COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
		"\tesac\n"
		"\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace\n"
		"}\ncomplete -F _mailguide mailguide\n");
}

/* ---- zsh ----------------------------------------------------------------------------------- */

static void put_zsh_command(const struct command *command)
{
	size_t i;

	printf("\t%s)\n\t\t_arguments -S \\\n", command->name);
	for (i = 0; i < option_count; i++) {
		const struct option_row *row = &option_rows[i];

		if ((row->commands & command->bit) == 0)
			continue;
		printf("\t\t\t'*--%s%s[", row->name,
			row->argument == NULL ? "" : row->may_omit ? "=-" : "=");
		for (const char *c = row->help; *c != '\0'; c++) /* brackets and quotes would end it */
			if (strchr("[]':", *c) == NULL)
				putchar(*c);
		printf("]");
		if (row->argument != NULL && takes_file(row))
			printf(":file:_files");
		else if (row->argument != NULL)
			printf("%svalue:(%s)", row->may_omit ? "::" : ":", values_of(row));
		printf("' \\\n");
	}
	printf("\t\t\t'*:argument:(");
	put_words(command);
	printf(")'\n\t\t;;\n");
}

static void write_zsh(void)
{
	size_t i;

	printf("#compdef mailguide\n# zsh completion for mailguide, written while building\n"
		"local -a commands\ncommands=(\n");
	for (i = 0; i < command_count; i++) {
		printf("\t'%s:", commands[i].name);
		for (const char *c = commands[i].summary; *c != '\0'; c++)
			if (*c != '\'')
				putchar(*c);
		printf("'\n");
	}
	printf(")\nif (( CURRENT == 2 )); then\n\t_describe command commands\n\treturn\nfi\n"
		"shift words\n(( CURRENT-- ))\ncase $words[1] in\n");
	for (i = 0; i < command_count; i++)
		put_zsh_command(&commands[i]);
	printf("esac\n");
}

/* ---- fish ----------------------------------------------------------------------------------- */

static void put_fish_option(const struct option_row *row)
{
	size_t i;

	printf("complete -c mailguide -n '__fish_seen_subcommand_from");
	for (i = 0; i < command_count; i++)
		if ((row->commands & commands[i].bit) != 0)
			printf(" %s", commands[i].name);
	printf("' -l %s", row->name);
	if (row->argument != NULL && takes_file(row))
		printf(row->may_omit ? " -F" : " -r -F");
	else if (row->argument != NULL && !row->may_omit)
		printf(" -x -a '%s'", values_of(row));
	printf(" -d ");
	put_quoted(row->help);
	putchar('\n');
}

static void write_fish(void)
{
	size_t i;

	printf("# fish completion for mailguide, written while building\ncomplete -c mailguide -f\n");
	for (i = 0; i < command_count; i++) {
		printf("complete -c mailguide -n __fish_use_subcommand -a %s -d ", commands[i].name);
		put_quoted(commands[i].summary);
		printf("\ncomplete -c mailguide -n '__fish_seen_subcommand_from %s' -a '",
			commands[i].name);
		put_words(&commands[i]);
		printf("'\n");
	}
	for (i = 0; i < option_count; i++)
		put_fish_option(&option_rows[i]);
}

int main(int argc, char **argv)
{
	static const struct shell {
		const char *name;
		void (*write)(void);
	} shells[] = { { "bash", write_bash }, { "zsh", write_zsh }, { "fish", write_fish } };
	size_t i;

	for (i = 0; argc == 2 && i < sizeof shells / sizeof shells[0]; i++)
		if (strcmp(argv[1], shells[i].name) == 0) {
			shells[i].write();
			return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
		}
	fprintf(stderr, "usage: compile_completions bash|zsh|fish\n");
	return 2;
}
