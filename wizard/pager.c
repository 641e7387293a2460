/* SPDX-License-Identifier: MIT */
#include "pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../probes/text.h"
#include "output.h"

extern char **environ;

static size_t screen_rows(void)
{
	const char *lines = getenv("LINES");
	struct winsize size;
	unsigned long rows;

	if (lines != NULL && text_parse_number(lines, 1, 10000, &rows) == 0)
		return rows;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0)
		return size.ws_row;
	return 24;
}

static bool fits(const struct buf *text)
{
	size_t rows = screen_rows(), lines = 0, i;

	for (i = 0; i < text->length; i++)
		lines += text->data[i] == '\n';
	return lines < rows;
}

static bool in_path(const char *program)
{
	const char *path = getenv("PATH");
	bool found = false;

	while (path != NULL && *path != '\0' && !found) {
		size_t length = strcspn(path, ":");
		char *file = mem_printf("%.*s/%s", (int)length, path, program);

		found = length > 0 && access(file, X_OK) == 0;
		free(file);
		path += length + (path[length] == ':');
	}
	return found;
}

/* The shell command to pipe into, NULL for none. */
static const char *pager_command(void)
{
	const char *command = getenv("PAGER");

	if (command == NULL)
		return in_path("less") ? "less -FRX" : NULL;
	return command[0] == '\0' || strcmp(command, "cat") == 0 ? NULL : command;
}

/* We ignore SIGPIPE; the pager must not inherit that. */
static int spawn(const char *command, int input, pid_t *child)
{
	const char *const arguments[] = { "sh", "-c", command, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	char *const *argv;
	int error;

	/* posix_spawn() takes them as not const for history's sake. */
	memcpy(&argv, &(const char *const *){ arguments }, sizeof argv);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGINT);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	error = posix_spawn(child, "/bin/sh", &actions, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error == 0 ? 0 : -1;
}

/* Whoever leaves the pager early has seen enough: a closed pipe is no trouble. */
static void feed(int fd, const struct buf *text)
{
	size_t done = 0;

	while (done < text->length) {
		ssize_t written = write(fd, text->data + done, text->length - done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			break;
		done += (size_t)written;
	}
}

static int wait_for(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

/* 0 when the pager has shown the text, -1 when it could not be started. */
static int page_through(const char *command, const struct buf *text)
{
	void (*interrupt)(int);
	int ends[2], status;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	/* Ctrl-C is for the pager while it runs. */
	interrupt = signal(SIGINT, SIG_IGN);
	status = spawn(command, ends[0], &child);
	close(ends[0]);
	if (status == 0)
		feed(ends[1], text);
	close(ends[1]);
	if (status == 0)
		status = wait_for(child);
	signal(SIGINT, interrupt);
	/* What the shell says when there is no such program. */
	return status == 126 || status == 127 ? -1 : status < 0 ? -1 : 0;
}

int pager_print(const struct options *options, const struct page *page)
{
	const char *command = pager_command();

	if (options->json || options->quiet || !page->term->is_tty || command == NULL || fits(&page->text))
		return output_print(&page->text);
	/* less wants to be told that colours are meant, and to leave the text there. */
	setenv("LESS", "FRX", 0);
	return page_through(command, &page->text) == 0 ? 0 : output_print(&page->text);
}
