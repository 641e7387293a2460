/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../probes/mem.h"
#include "message.h"

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		bytes += written;
		length -= (size_t)written;
	}
	return 0;
}

int output_print(const struct buf *text)
{
	return output_bytes(buf_text(text), text->length);
}

int output_bytes(const char *bytes, size_t length)
{
	if (fflush(stdout) == 0 && write_all(STDOUT_FILENO, bytes, length) == 0)
		return 0;
	if (errno == EPIPE)
		return 0;
	message("cannot write to standard output: %s", strerror(errno));
	return -1;
}

/* A device or pipe is written to as it is; there is nothing to replace. */
static int save_special(const char *path, const struct buf *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY), error = 0;

	if (fd < 0)
		return -1;
	if (write_all(fd, buf_text(text), text->length) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	errno = error;
	return error == 0 ? 0 : -1;
}

/* mkostemp() makes the file with mode 0600. */
static int save_file(const char *path, const struct buf *text)
{
	char *temporary = mem_printf("%s.XXXXXX", path);
	int fd = mkostemp(temporary, O_CLOEXEC), error = 0;

	if (fd < 0) {
		error = errno;
		goto out;
	}
	if (write_all(fd, buf_text(text), text->length) != 0 || fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0 && rename(temporary, path) != 0)
		error = errno;
	if (error != 0)
		unlink(temporary);
out:
	free(temporary);
	errno = error;
	return error == 0 ? 0 : -1;
}

static void complain(const char *path, int error)
{
	struct arena *arena = arena_new();

	message("cannot write %s: %s", message_subject(arena, path), strerror(error));
	arena_free(arena);
}

static bool is_special(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

int output_save(const char *path, const struct buf *text)
{
	if ((is_special(path) ? save_special : save_file)(path, text) == 0)
		return 0;
	complain(path, errno);
	return -1;
}

int output_possible(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct stat status;
	char *folder;
	int error = 0;

	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		error = EISDIR;
	else if (is_special(path))
		error = access(path, W_OK) != 0 ? errno : 0;
	else {
		/* A new file is made beside the old one. */
		folder = slash == NULL ? mem_strdup(".") :
			mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
		error = access(folder, W_OK | X_OK) != 0 ? errno : 0;
		free(folder);
	}
	if (error != 0)
		complain(path, error);
	return error == 0 ? 0 : -1;
}
