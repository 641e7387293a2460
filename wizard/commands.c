/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include <string.h>

#include "language.h"
#include "nearest.h"

/* In the order that help shows them. */
const struct command commands[] = {
	{ "setup", "[ADDRESS]", N_("ask, check and explain, step by step"),
		N_("The guided run, also started by 'mailguide' alone or 'mailguide ADDRESS'. It asks "
		"for what it needs, shows the settings it found, says what kind of password the "
		"provider accepts, tries everything and explains what is wrong. It needs a terminal."),
		COMMAND_SETUP, 0, 1, false, cmd_setup },
	{ "lookup", "ADDRESS|DOMAIN", N_("show the settings and where they come from"),
		N_("Shows the mail settings of an address, each source beside the others with what it "
		"answered, what contradicts and what mail programs would pick. No password is "
		"needed. Only when nothing is published are hosts with common names tried. With "
		"--offline only the built-in presets are read."),
		COMMAND_LOOKUP, 1, 1, false, cmd_lookup },
	{ "diagnose", "ADDRESS", N_("test everything and name the cause of a failure"),
		N_("Tests DNS, network, TLS, the mail dialogue and, if a password or token is given, the "
		"login of every service, and names one cause, who must act and the next step. It "
		"never prompts."),
		COMMAND_DIAGNOSE, 0, 1, false, cmd_diagnose },
	{ "export", "CLIENT [ADDRESS]", N_("write the configuration of a mail program"),
		N_("Prints the configuration of CLIENT for the account: a mail program, a relay, or an "
		"application that sends mail. --list names them all. The settings are those that "
		"'lookup' finds, those of evidence that 'diagnose --save' wrote (--from), or given "
		"ones. The password is not written into it unless --inline-secret asks for that; a "
		"command that prints it is, and --password-command says which."),
		COMMAND_EXPORT, 0, 2, false, cmd_export },
	{ "explain", "CODE|TEXT|-|smtp|imap|pop3", N_("explain a code or a pasted error message"),
		N_("Explains a code of mailguide, or an error message from any mail program. With '-' the "
		"message is read from standard input. 'smtp', 'imap' and 'pop3' walk through a session; "
		"a word or line of a dialogue (STARTTLS, '250-SIZE 1000') is explained too. --list shows "
		"all codes. Works without a network."),
		COMMAND_EXPLAIN, 0, 1, true, cmd_explain },
	{ "providers", "[list | show ID | lint [FILE...]]", N_("the providers that mailguide knows"),
		N_("Lists the known providers, shows one of them with all its settings, or checks preset "
		"files (without FILE your own) and names each mistake with file, key and reason."),
		COMMAND_PROVIDERS, 0, 4096, false, cmd_providers },
	{ "diff", "A B", N_("what changed between two runs"),
		N_("Compares two files that 'diagnose --json' or 'diagnose --save' wrote, such as one "
		"from the office and one from home: what differs, and what that says about where the "
		"cause lies. Exit status: 0 nothing differs that matters, 1 something does, 2 a file "
		"cannot be used."),
		COMMAND_DIFF, 2, 2, false, cmd_diff },
	{ "demo", "[SCENARIO]", N_("watch a failure being diagnosed, without a network"),
		N_("Starts a practice mail host on this computer that plays a failure, and diagnoses it. "
		"Without a SCENARIO it lists what it can play."),
		COMMAND_DEMO, 0, 1, false, cmd_demo },
	{ "help", "[COMMAND]", N_("this list, or all about one command"),
		N_("Shows the commands, or the arguments and options of one of them."),
		COMMAND_HELP, 0, 1, false, cmd_help },
};
const size_t command_count = sizeof commands / sizeof commands[0];

const struct command *command_find(const char *name)
{
	size_t i;

	for (i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

const char *command_suggestion(struct arena *arena, const char *word)
{
	struct nearest nearest = { .word = word };
	size_t i;

	for (i = 0; i < command_count; i++)
		nearest_try(&nearest, commands[i].name);
	if (nearest.best == NULL)
		return _("'mailguide help' lists them");
	return arena_printf(arena, _("did you mean '%s'?"), nearest.best);
}
