/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "namespace.h"

#define ARGUMENTS_MAX 64
#define DNS_PORT 53

bool stage_is_private(void)
{
	const struct scenario empty = { .hosts = NULL };
	int status = 0;
	pid_t pid = fork();

	/* Some systems let one in and then forbid everything inside. */
	if (pid == 0)
		_exit(namespace_enter() == 0 && namespace_furnish(&empty) == 0 ? 0 : 1);
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
		WEXITSTATUS(status) == 0;
}

static const char *path_in(const struct scenario *scenario, const char *directory,
	const char *name)
{
	return arena_printf(scenario->arena, "%s/%s", directory, name);
}

static int write_secret(const char *path, const char *secret)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), status = -1;

	if (fd < 0)
		return -1;
	if (write(fd, secret, strlen(secret)) == (ssize_t)strlen(secret))
		status = 0;
	close(fd);
	return status;
}

static int write_files(struct stage *stage, const struct certs *certs, const char *directory)
{
	const struct scenario *scenario = stage->scenario;

	stage->ca_file = path_in(scenario, directory, "ca.pem");
	stage->transcript_file = path_in(scenario, directory, "transcript.txt");
	stage->saved_file = path_in(scenario, directory, "evidence.json");
	if (scenario->secret != NULL) {
		stage->secret_file = path_in(scenario, directory, "secret");
		if (write_secret(stage->secret_file, scenario->secret) < 0)
			return -1;
	}
	return certs_write_root(certs, stage->ca_file);
}

/* Without a network of our own, what fits on plain loopback can still be played. */
static enum stage_outcome choose_network(const struct scenario *scenario, bool *loopback_only,
	char **problem)
{
	*loopback_only = !stage_is_private();
	if (!*loopback_only) {
		if (namespace_enter() == 0 && namespace_furnish(scenario) == 0)
			return STAGE_READY;
		*problem = mem_printf("the network namespace cannot be set up: %s", strerror(errno));
		return STAGE_BROKEN;
	}
	if (!scenario->needs_namespace)
		return STAGE_READY;
	*problem = mem_strdup("it needs a network namespace, and this system refuses one; run it "
		"as root, or allow unprivileged user namespaces");
	return STAGE_FORBIDDEN;
}

enum stage_outcome stage_set(struct stage *stage, const struct scenario *scenario,
	const char *directory, char **problem)
{
	struct certs *certs = certs_new();
	enum stage_outcome outcome;
	bool loopback_only;

	memset(stage, 0, sizeof *stage);
	stage->scenario = scenario;
	outcome = choose_network(scenario, &loopback_only, problem);
	if (outcome == STAGE_READY && write_files(stage, certs, directory) < 0) {
		*problem = mem_printf("cannot write into %s: %s", directory, strerror(errno));
		outcome = STAGE_BROKEN;
	}
	if (outcome == STAGE_READY &&
	    (dns_start(scenario, loopback_only ? 0 : DNS_PORT, loopback_only, stage->resolvers,
		problem) < 0 ||
	     (stage->server = server_start(scenario, certs, loopback_only, problem)) == NULL))
		outcome = loopback_only ? STAGE_FORBIDDEN : STAGE_BROKEN;
	certs_free(certs);
	return outcome;
}

char **stage_arguments(const struct stage *stage, char *const *first, bool recorded)
{
	const struct scenario *scenario = stage->scenario;
	struct arena *arena = scenario->arena;
	char **argv = arena_alloc(arena, ARGUMENTS_MAX * sizeof *argv);
	size_t count = 0, i;

	for (i = 0; first[i] != NULL && count < ARGUMENTS_MAX / 2; i++)
		argv[count++] = first[i];
	for (i = 0; i < scenario->resolver_count; i++)
		argv[count++] = arena_printf(arena, "--resolver=%s", stage->resolvers[i]);
	argv[count++] = arena_printf(arena, "--ca-file=%s", stage->ca_file);
	argv[count++] = arena_printf(arena, "--timeout=%u", scenario->timeout);
	if (stage->secret_file != NULL)
		argv[count++] = arena_printf(arena, "--%s=%s", scenario->secret_is_token ?
			"oauth-token-file" : "password-file", stage->secret_file);
	if (recorded) {
		argv[count++] = arena_printf(arena, "--transcript=%s", stage->transcript_file);
		argv[count++] = arena_printf(arena, "--save=%s", stage->saved_file);
	}
	for (i = 0; scenario->args[i] != NULL && count < ARGUMENTS_MAX - 2; i++)
		argv[count++] = arena_strdup(arena, scenario->args[i]);
	argv[count] = arena_strdup(arena, scenario->address);
	return argv;
}
