/* SPDX-License-Identifier: MIT */
#include "secret_source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "language.h"
#include "message.h"
#include "shell.h"

/* A command may ask for the key of a password store first. */
#define COMMAND_PATIENCE_MS 60000

bool secret_source_given(const struct options *options)
{
	return options->password_file != NULL || options->password_command != NULL ||
		options->password_stdin || options->oauth_token_file != NULL ||
		options->oauth_token_command != NULL;
}

/* ---- reading ----------------------------------------------------------------------------- */

static const char *reason(struct arena *arena, int error)
{
	if (error == EFBIG)
		return arena_printf(arena, _("it is longer than %d bytes"), SECRET_MAX);
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

	if (fd < 0 || fstat(fd, &info) != 0 || shell_read_all(fd, secret) != 0) {
		message(_("cannot read the %s file %s: %s"), what, shown, reason(arena, errno));
		goto out;
	}
	if (S_ISREG(info.st_mode) && (info.st_mode & S_IROTH) != 0)
		message(_("warning: everybody on this computer can read the %s file %s; chmod 600 "
			"changes that"), what, shown);
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
		message(_("the password would be shown while it is typed: '--password-stdin' reads from a "
			"file or pipe; 'mailguide setup' asks without showing it"));
		return -1;
	}
	if (shell_read_all(STDIN_FILENO, secret) == 0)
		return 0;
	arena = arena_new();
	message(_("cannot read the password from standard input: %s"), reason(arena, errno));
	arena_free(arena);
	return -1;
}

static int read_command(struct arena *arena, const char *command, const char *what,
	struct secret *secret)
{
	int status, error;

	if (shell_read(command, COMMAND_PATIENCE_MS, secret, &status) != 0) {
		error = errno;
		if (error == ETIMEDOUT)
			message(_("the %s command did not finish within %d seconds"), what,
				COMMAND_PATIENCE_MS / 1000);
		else
			message(_("cannot use the output of the %s command: %s"), what,
				reason(arena, error));
	}
	else if (status != 0)
		message(_("the %s command failed with exit status %d"), what, status);
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
		message(_("warning: the %s begins or ends with a blank or line end; it is used as it is"),
			what);
	else if (control)
		message(_("warning: the %s holds a control character; it is used as it is"), what);
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
			message(_("the %s is empty"), what);
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
