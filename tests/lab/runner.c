/* SPDX-License-Identifier: MIT */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "judge.h"
#include "stage.h"

#define JOBS_MAX 64
#define REPORT_MAX (1 << 20)
#define GRACE_S 15   /* past --timeout, for a slow machine */
#define BACKSTOP_S 60 /* past that, the worker itself is stuck */

enum { WORKER_PASSED = 0, WORKER_FAILED = 1, WORKER_SKIPPED = 77 };

struct worker {
	pid_t pid; /* 0: free */
	int report;
	struct buf text;
	char *folder;
	const char *path;
};

struct runner {
	const struct runner_options *options;
	struct worker workers[JOBS_MAX];
	unsigned passed, failed, skipped;
	bool stopping;
};

static volatile sig_atomic_t interrupted;

static void note_interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

/* ---- the worker: one scenario --------------------------------------------------------- */

static void quiet_environment(const char *folder)
{
	static const char *const unwanted[] = { "NO_COLOR", "http_proxy", "https_proxy", "HTTP_PROXY",
		"HTTPS_PROXY", "ALL_PROXY", "all_proxy", "XDG_CONFIG_HOME", "SSL_CERT_FILE",
		"SSL_CERT_DIR" };
	size_t i;

	for (i = 0; i < sizeof unwanted / sizeof unwanted[0]; i++)
		unsetenv(unwanted[i]);
	setenv("HOME", folder, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
}

static int play(const struct scenario *scenario, const char *program, const char *folder,
	struct buf *complaints)
{
	char *first[] = { mem_strdup(program), mem_strdup(scenario->lookup ? "lookup" : "diagnose"), mem_strdup("--json"), NULL };
	struct child_result result;
	struct stage stage;
	char *problem = NULL;

	switch (stage_set(&stage, scenario, folder, &problem)) {
	case STAGE_FORBIDDEN:
		buf_printf(complaints, "    %s\n", problem);
		return WORKER_SKIPPED;
	case STAGE_BROKEN:
		buf_printf(complaints, "    %s\n", problem);
		return WORKER_FAILED;
	case STAGE_READY:
		break;
	}
	quiet_environment(folder);
	if (child_run(stage_arguments(&stage, first, !scenario->lookup),
		(scenario->timeout + GRACE_S) * 1000, &result) < 0) {
		buf_printf(complaints, "    cannot run %s: %s\n", program, strerror(errno));
		return WORKER_FAILED;
	}
	server_settle(stage.server);
	judge(&stage, &result, complaints);
	child_result_done(&result);
	return complaints->length == 0 ? WORKER_PASSED : WORKER_FAILED;
}

/* Ends the process: threads of the servers still run, and there is nothing to wait for. */
static void work(const char *path, const char *program, const char *folder, int report)
{
	struct scenario *scenario;
	struct buf complaints;
	int status = WORKER_FAILED;
	char *problem;

	buf_init(&complaints, REPORT_MAX);
	signal(SIGPIPE, SIG_IGN);
	scenario = scenario_read(path, &problem);
	if (scenario == NULL)
		buf_printf(&complaints, "    %s\n", problem);
	else {
		alarm(scenario->timeout + GRACE_S + BACKSTOP_S);
		status = play(scenario, program, folder, &complaints);
	}
	if (complaints.length > 0 &&
	    write(report, complaints.data, complaints.length) != (ssize_t)complaints.length)
		status = WORKER_FAILED;
	_exit(status);
}

/* ---- the runner: all of them -------------------------------------------------------------- */

static int start_worker(struct runner *runner, struct worker *worker, const char *path)
{
	int report[2];

	worker->folder = shelf_make_folder();
	if (worker->folder == NULL || pipe2(report, O_CLOEXEC) < 0)
		return -1;
	worker->path = path;
	buf_init(&worker->text, REPORT_MAX);
	fflush(stdout);
	worker->pid = child_fork();
	if (worker->pid == 0)
		work(path, runner->options->program, worker->folder, report[1]);
	close(report[1]);
	worker->report = report[0];
	return worker->pid < 0 ? -1 : 0;
}

static void count(struct runner *runner, int status, const struct worker *worker)
{
	const char *word = "FAIL";

	if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_PASSED) {
		runner->passed++;
		word = "pass";
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_SKIPPED) {
		runner->skipped++;
		word = "SKIP";
	} else {
		runner->failed++;
		runner->stopping = runner->stopping || !runner->options->keep_going;
	}
	printf("%s %s\n%s", word, worker->path, buf_text(&worker->text));
	if (WIFSIGNALED(status))
		printf("    the scenario's own process died of signal %d\n", WTERMSIG(status));
	fflush(stdout);
}

static void finish_worker(struct runner *runner, struct worker *worker)
{
	int status = 0;

	while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!interrupted)
		count(runner, status, worker);
	close(worker->report);
	shelf_remove_folder(worker->folder);
	free(worker->folder);
	buf_done(&worker->text);
	worker->pid = 0;
}

static void read_report(struct runner *runner, struct worker *worker)
{
	char block[4096];
	ssize_t got = read(worker->report, block, sizeof block);

	if (got > 0)
		(void)buf_add(&worker->text, block, (size_t)got);
	else if (got == 0 || errno != EINTR)
		finish_worker(runner, worker);
}

/* Waits for one event; false when no worker is left. */
static bool turn(struct runner *runner)
{
	struct pollfd polls[JOBS_MAX];
	struct worker *owners[JOBS_MAX];
	nfds_t used = 0, i;

	for (i = 0; i < JOBS_MAX; i++)
		if (runner->workers[i].pid != 0) {
			polls[used].fd = runner->workers[i].report;
			polls[used].events = POLLIN;
			owners[used++] = &runner->workers[i];
		}
	if (used == 0)
		return false;
	if (poll(polls, used, -1) < 0) {
		for (i = 0; i < used && interrupted; i++)
			kill(owners[i]->pid, SIGKILL);
		return true;
	}
	for (i = 0; i < used; i++)
		if (polls[i].revents != 0)
			read_report(runner, owners[i]);
	return true;
}

static struct worker *free_worker(struct runner *runner, unsigned jobs)
{
	unsigned i;

	for (i = 0; i < jobs; i++)
		if (runner->workers[i].pid == 0)
			return &runner->workers[i];
	return NULL;
}

/* Being ended, we still take the workers and their folders along. */
static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = note_interrupt };

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

int runner_run(const struct shelf *shelf, const struct runner_options *options)
{
	struct runner runner = { .options = options };
	unsigned jobs = options->jobs > JOBS_MAX ? JOBS_MAX : options->jobs;
	struct worker *worker;
	size_t next = 0;

	child_adopt();
	catch_signals();
	signal(SIGINT, note_interrupt);
	/* Without networks of their own they would sit on each other's ports. */
	if (!stage_is_private())
		jobs = 1;
	do {
		while (next < shelf->count && !runner.stopping && !interrupted &&
			(worker = free_worker(&runner, jobs)) != NULL)
			if (start_worker(&runner, worker, shelf->paths[next++]) < 0) {
				fprintf(stderr, "mailguide-lab: cannot start: %s\n", strerror(errno));
				return 3;
			}
	} while (turn(&runner));
	child_bury();
	printf("%u passed, %u failed, %u skipped\n", runner.passed, runner.failed, runner.skipped);
	return runner.failed > 0 || interrupted ? 1 : 0;
}

/* ---- for a person ------------------------------------------------------------------------------ */

static int show(const struct scenario *scenario, char *const *program, const char *folder)
{
	struct stage stage;
	char *problem = NULL;
	int status;

	signal(SIGPIPE, SIG_IGN);
	if (stage_set(&stage, scenario, folder, &problem) != STAGE_READY) {
		fprintf(stderr, "mailguide-lab: %s cannot be played here: %s\n", scenario->name,
			problem);
		return 3;
	}
	setenv("LAB_RESOLVER", stage.resolvers[0], 1);
	setenv("LAB_CA", stage.ca_file, 1);
	status = child_run_here(stage_arguments(&stage, program, false));
	if (status == 127)
		fprintf(stderr, "mailguide-lab: cannot run %s\n", program[0]);
	return status < 0 ? 3 : status;
}

int runner_show(const char *path, char *const *program)
{
	struct scenario *scenario;
	char *problem = NULL, *folder;
	int status = 0;
	pid_t pid;

	scenario = scenario_read(path, &problem);
	if (scenario == NULL) {
		fprintf(stderr, "mailguide-lab: %s\n", problem);
		free(problem);
		return 2;
	}
	folder = shelf_make_folder();
	if (folder == NULL) {
		fprintf(stderr, "mailguide-lab: cannot make a temporary folder: %s\n",
			strerror(errno));
		scenario_free(scenario);
		return 3;
	}
	/* Ctrl-C is for the program; what is left behind is for us. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	child_adopt();
	pid = child_fork();
	if (pid == 0)
		_exit(show(scenario, program, folder));
	catch_signals();
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		if (interrupted)
			kill(pid, SIGKILL);
	child_bury();
	shelf_remove_folder(folder);
	free(folder);
	scenario_free(scenario);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}
