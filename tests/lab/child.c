/* SPDX-License-Identifier: MIT */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OUTPUT_MAX (8 << 20)
#define EXIT_NOT_STARTED 127
#define BURY_TURNS 100
#define BURY_PAUSE_US 10000

void child_adopt(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void child_bury(void)
{
	int turn;
	pid_t pid;

	for (turn = 0; turn < BURY_TURNS; turn++) {
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
			;
		if (pid < 0)
			return;
		usleep(BURY_PAUSE_US);
	}
}

pid_t child_fork(void)
{
	pid_t parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_NOT_STARTED);
	return 0;
}

static unsigned long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long)now.tv_sec * 1000 + (unsigned long)now.tv_nsec / 1000000;
}

/* What a program expects to find when it starts. */
static void restore_signals(void)
{
	sigset_t none;

	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void run_program(char *const *argv, int out, int err)
{
	int nothing = open("/dev/null", O_RDONLY);

	/* A group of its own, so that whatever it starts can be ended with it. */
	setpgid(0, 0);
	dup2(nothing, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	restore_signals();
	execvp(argv[0], argv);
	_exit(EXIT_NOT_STARTED);
}

/* -1 at the end of the pipe. */
static int take_in(int fd, struct buf *buf)
{
	char block[16384];
	ssize_t got = read(fd, block, sizeof block);

	if (got < 0 && errno == EINTR)
		return 0;
	if (got <= 0)
		return -1;
	/* More than the cap is kept out, and the missing end will be noticed. */
	(void)buf_add(buf, block, (size_t)got);
	return 0;
}

static void collect(int out, int err, unsigned long deadline, struct child_result *result)
{
	struct pollfd pipes[2] = { { .fd = out, .events = POLLIN }, { .fd = err, .events = POLLIN } };
	struct buf *bufs[2] = { &result->out, &result->err };
	unsigned long now;
	int i;

	while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
		now = now_ms();
		if (now >= deadline) {
			result->overdue = true;
			return;
		}
		if (poll(pipes, 2, (int)(deadline - now)) < 0 && errno != EINTR)
			return;
		for (i = 0; i < 2; i++)
			if (pipes[i].fd >= 0 && pipes[i].revents != 0 &&
			    take_in(pipes[i].fd, bufs[i]) < 0)
				pipes[i].fd = -1;
	}
}

static void reap(pid_t pid, struct child_result *result)
{
	struct rusage usage = { .ru_maxrss = 0 };
	int status = 0;

	while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	result->peak_mib = (unsigned)(usage.ru_maxrss / 1024);
	result->exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	result->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

int child_run(char *const *argv, unsigned deadline_ms, struct child_result *out)
{
	unsigned long deadline = now_ms() + deadline_ms;
	int out_pipe[2] = { -1, -1 }, err_pipe[2] = { -1, -1 };
	siginfo_t info;
	pid_t pid = -1;

	memset(out, 0, sizeof *out);
	buf_init(&out->out, OUTPUT_MAX);
	buf_init(&out->err, OUTPUT_MAX);
	if (pipe2(out_pipe, O_CLOEXEC) == 0 && pipe2(err_pipe, O_CLOEXEC) == 0)
		pid = child_fork();
	if (pid == 0)
		run_program(argv, out_pipe[1], err_pipe[1]);
	close(out_pipe[1]);
	close(err_pipe[1]);
	if (pid > 0) {
		setpgid(pid, pid);
		collect(out_pipe[0], err_pipe[0], deadline, out);
		if (out->overdue)
			kill(-pid, SIGKILL);
		/* Its group is ended while its number cannot belong to anybody else. */
		while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
			;
		kill(-pid, SIGKILL);
		reap(pid, out);
	}
	close(out_pipe[0]);
	close(err_pipe[0]);
	return pid > 0 ? 0 : -1;
}

void child_result_done(struct child_result *result)
{
	buf_done(&result->out);
	buf_done(&result->err);
}

int child_run_here(char *const *argv)
{
	struct child_result result = { .overdue = false };
	pid_t pid = child_fork();

	if (pid < 0)
		return -1;
	if (pid == 0) {
		restore_signals();
		execvp(argv[0], argv);
		_exit(EXIT_NOT_STARTED);
	}
	reap(pid, &result);
	return result.signal != 0 ? 128 + result.signal : result.exit;
}
