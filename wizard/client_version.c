/* SPDX-License-Identifier: MIT */
#include "client_version.h"

#include <stdbool.h>
#include <string.h>

#include "../probes/secret.h"
#include "shell.h"

#define PATIENCE_MS 3000

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

const char *client_version_read(struct arena *arena, const char *text, size_t length)
{
	size_t i, end;

	for (i = 0; i < length; i = end + 1) {
		for (end = i; end < length && (is_digit(text[end]) || text[end] == '.'); end++)
			;
		if (is_digit(text[i]) && memchr(text + i, '.', end - i) != NULL)
			return arena_strndup(arena, text + i, end - i);
	}
	return NULL;
}

const char *client_version(struct arena *arena, const char *command)
{
	/* What it prints is no secret; the type is the one that shell_read() fills. */
	struct secret *output = secret_new();
	const char *version = NULL;
	int status;

	if (shell_read(arena_printf(arena, "exec 2>&1; command -v %.*s >/dev/null && %s",
			(int)strcspn(command, " "), command, command), PATIENCE_MS, output, &status) == 0)
		version = client_version_read(arena, secret_bytes(output), secret_length(output));
	secret_free(output);
	return version;
}
