/* SPDX-License-Identifier: MIT */
#include "shell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../probes/mem.h"

extern char **environ;

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
static int read_until(int fd, uint64_t deadline, struct secret *secret)
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

int shell_read_all(int fd, struct secret *out)
{
	return read_until(fd, 0, out);
}

/* ---- running ----------------------------------------------------------------------------- */

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

int shell_read(const char *command, unsigned patience_ms, struct secret *out, int *status)
{
	uint64_t deadline = now_ms() + patience_ms;
	pid_t child;
	int fd = start_command(command, &child), error;

	if (fd < 0)
		return -1;
	error = read_until(fd, deadline, out) == 0 ? 0 : errno;
	close(fd);
	*status = end_command(child, error == 0 ? deadline : 0);
	if (error == 0 && *status < 0)
		error = ETIMEDOUT;
	errno = error;
	return error == 0 ? 0 : -1;
}
