/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "../probes/secret.h"
#include "commands.h"
#include "language.h"
#include "message.h"
#include "output.h"

static int print_version(void)
{
	struct buf text;
	int status;

	buf_init(&text, 256);
	buf_puts(&text, PACKAGE_STRING "\n");
	status = output_print(&text) == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
	buf_done(&text);
	return status;
}

static int print_help(const struct options *options, const struct command *command)
{
	char name[32];
	char *topic = name;

	if (command == NULL)
		return cmd_help(options, 0, NULL);
	snprintf(name, sizeof name, "%s", command->name);
	return cmd_help(options, 1, &topic);
}

/* A caller may have closed what every program has open.  The next socket or file
 * would get its number, and our output with it.  Reading and writing of the usual
 * kind go on to fail there. */
static void hold_closed_streams(void)
{
	static const int modes[] = {
		[STDIN_FILENO] = O_WRONLY, [STDOUT_FILENO] = O_RDONLY, [STDERR_FILENO] = O_RDONLY,
	};
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", modes[fd]) != fd)
			_exit(EXIT_INCOMPLETE);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct invocation invocation;
	struct options options;
	int status = EXIT_USAGE;

	hold_closed_streams();
	secret_forbid_core_files();
	/* A peer or a pager that goes away is an error of that write, no more. */
	signal(SIGPIPE, SIG_IGN);
	language_start();
	if (options_parse(arena, argc, argv, &options, &invocation) == 0) {
		if (options.json)
			language_suspend(); /* JSON is for programs, and they read English */
		if (invocation.version)
			status = print_version();
		else if (invocation.help)
			status = print_help(&options, invocation.command);
		else
			status = invocation.command->run(&options, invocation.argc, invocation.argv);
	}
	arena_free(arena);
	return status;
}
