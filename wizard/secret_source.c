/* SPDX-License-Identifier: MIT */
#include "secret_source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "message.h"

/* A command may ask for the key of a password store first. */
#define COMMAND_PATIENCE_MS 60000

extern char **environ;

bool secret_source_given(const struct options *options)
{
	return options->password_file != NULL || options->password_command != NULL ||
		options->password_stdin || options->oauth_token_file != NULL ||
		options->oauth_token_command != NULL;
}

/* ---- reading ----------------------------------------------------------------------------- */

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* 0 when there is something to read before DEADLINE (0: whenever). */
static int wait_readable(int fd, uint64_t deadline)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLIN };
	int ready;

	do {
		uint64_t now = now_ms();
		int patience = deadline == 0 ? -1 : deadline > now ? (int)(deadline - now) : 0;

		ready = poll(&pollfd, 1, patience);
	} while (ready < 0 && errno == EINTR);
	if (ready == 0)
		errno = ETIMEDOUT;
	return ready > 0 ? 0 : -1;
}

/* Everything up to the end of FD.  0 or -1 with errno; EFBIG past SECRET_MAX. */
static int read_all(int fd, uint64_t deadline, struct secret *secret)
{
	char chunk[1024];
	ssize_t length = -1;
	int error = 0;

	while (wait_readable(fd, deadline) == 0) {
		length = read(fd, chunk, sizeof chunk);
		if (length < 0 && errno == EINTR)
			continue;
		if (length <= 0)
			break;
		if (secret_add(secret, chunk, (size_t)length) != 0) {
			errno = EFBIG;
			length = -1;
			break;
		}
		length = -1;
	}
	error = errno;
	secret_wipe(chunk, sizeof chunk);
	errno = error;
	return length == 0 ? 0 : -1;
}

static const char *reason(struct arena *arena, int error)
{
	if (error == EFBIG)
		return arena_printf(arena, "it is longer than %d bytes", SECRET_MAX);
	return strerror(error);
}

static void strip_line_end(struct secret *secret)
{
	const char *bytes = secret_bytes(secret);
	size_t length = secret_length(secret);

	if (length == 0 || bytes[length - 1] != '\n')
		return;
	length--;
	if (length > 0 && bytes[length - 1] == '\r')
		length--;
	secret_truncate(secret, length);
}

/* ---- the three sources ----------------------------------------------------------------------- */

static int read_file(struct arena *arena, const char *path, const char *what,
	struct secret *secret)
{
	const char *shown = message_subject(arena, path);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), status = -1;
	struct stat info;

	if (fd < 0 || fstat(fd, &info) != 0 || read_all(fd, 0, secret) != 0) {
		message("cannot read the %s file %s: %s", what, shown, reason(arena, errno));
		goto out;
	}
	if (S_ISREG(info.st_mode) && (info.st_mode & S_IROTH) != 0)
		message("warning: everybody on this computer can read the %s file %s; chmod 600 "
			"changes that", what, shown);
	status = 0;
out:
	if (fd >= 0)
		close(fd);
	return status;
}

static int read_stdin(struct secret *secret)
{
	struct arena *arena;

	if (isatty(STDIN_FILENO) == 1) {
		message("the password would be shown while it is typed: '--password-stdin' reads from a "
			"file or pipe; 'mailguide setup' asks without showing it");
		return -1;
	}
	if (read_all(STDIN_FILENO, 0, secret) == 0)
		return 0;
	arena = arena_new();
	message("cannot read the password from standard input: %s", reason(arena, errno));
	arena_free(arena);
	return -1;
}

/* Starts /bin/sh -c COMMAND with nothing to read; its stderr is ours.  The
 * reading end of its output, or -1. */
static int start_command(const char *command, pid_t *child)
{
	char shell[] = "sh", dash_c[] = "-c";
	char *copy = mem_strdup(command);
	char *argv[] = { shell, dash_c, copy, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int ends[2], error;

	if (pipe2(ends, O_CLOEXEC) != 0) {
		free(copy);
		return -1;
	}
	/* SIGPIPE is ignored here, which a program would inherit. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	error = posix_spawn(child, "/bin/sh", &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	free(copy);
	close(ends[1]);
	if (error == 0)
		return ends[0];
	close(ends[0]);
	errno = error;
	return -1;
}

/* The exit status of CHILD once it ends, -1 if it has to be stopped. */
static int end_command(pid_t child, uint64_t deadline)
{
	static const struct timespec pause = { 0, 10 * 1000 * 1000 };
	int status = 0;
	pid_t ended;

	/* Its output is complete, so this is a matter of moments. */
	while ((ended = waitpid(child, &status, WNOHANG)) == 0 && now_ms() < deadline)
		nanosleep(&pause, NULL);
	if (ended == child)
		return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return -1;
}

static int read_command(struct arena *arena, const char *command, const char *what,
	struct secret *secret)
{
	uint64_t deadline = now_ms() + COMMAND_PATIENCE_MS;
	pid_t child;
	int fd = start_command(command, &child), error, status;

	if (fd < 0) {
		message("cannot run the %s command: %s", what, strerror(errno));
		return -1;
	}
	error = read_all(fd, deadline, secret) == 0 ? 0 : errno;
	close(fd);
	status = end_command(child, error == 0 ? deadline : 0);
	if (error == ETIMEDOUT || (error == 0 && status < 0))
		message("the %s command did not finish within %d seconds", what,
			COMMAND_PATIENCE_MS / 1000);
	else if (error != 0)
		message("cannot use the output of the %s command: %s", what, reason(arena, error));
	else if (status != 0)
		message("the %s command failed with exit status %d", what, status);
	else
		return 0;
	return -1;
}

/* ---- the whole ----------------------------------------------------------------------------- */

void secret_source_remark(const struct secret *secret, const char *what)
{
	const char *bytes = secret_bytes(secret);
	size_t length = secret_length(secret), i;
	bool control = false;

	if (length == 0)
		return;
	for (i = 0; i < length; i++)
		control |= (unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7f;
	if (strchr(" \t\r\n", bytes[0]) != NULL || strchr(" \t\r\n", bytes[length - 1]) != NULL)
		message("warning: the %s begins or ends with a blank or line end; it is used as it is",
			what);
	else if (control)
		message("warning: the %s holds a control character; it is used as it is", what);
}

int secret_source_read(const struct options *options, struct secret **out)
{
	bool is_token = options->oauth_token_file != NULL || options->oauth_token_command != NULL;
	const char *what = is_token ? "token" : "password";
	const char *file = is_token ? options->oauth_token_file : options->password_file;
	const char *command = is_token ? options->oauth_token_command : options->password_command;
	struct arena *arena;
	int status;

	*out = NULL;
	if (!secret_source_given(options))
		return 0;
	arena = arena_new();
	*out = secret_new();
	if (file != NULL)
		status = read_file(arena, file, what, *out);
	else if (command != NULL)
		status = read_command(arena, command, what, *out);
	else
		status = read_stdin(*out);
	if (status == 0) {
		strip_line_end(*out);
		if (secret_length(*out) == 0) {
			message("the %s is empty", what);
			status = -1;
		}
	}
	if (status == 0)
		secret_source_remark(*out, what);
	else {
		secret_free(*out);
		*out = NULL;
	}
	arena_free(arena);
	return status;
}
