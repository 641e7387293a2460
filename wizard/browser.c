/* SPDX-License-Identifier: MIT */
#include "browser.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "../probes/text.h"

#define OPENER "xdg-open" /* freedesktop.org's, in every desktop */

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

bool browser_possible(void)
{
	return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
}

int browser_open(const char *url)
{
	char opener[] = OPENER;
	char *const arguments[] = { opener, (char *)(uintptr_t)url, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error;
	pid_t pid;

	if (!text_starts_nocase(url, "https://") && !text_starts_nocase(url, "http://"))
		return -1;
	/* What it says would disturb the conversation. */
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	/* A session of its own: Ctrl-C here or a closed terminal must not end the browser. */
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
	error = posix_spawnp(&pid, OPENER, &actions, &attributes, arguments, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error == 0 ? 0 : -1;
}
