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
#include "language.h"
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
	message(_("cannot write to standard output: %s"), strerror(errno));
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

const char *output_from_home(struct arena *arena, const char *path)
{
	const char *home = getenv("HOME");

	if (strncmp(path, "~/", 2) != 0)
		return path;
	return home != NULL && home[0] == '/' ? arena_printf(arena, "%s%s", home, path + 1) : NULL;
}

/* The folder of PATH, to be freed. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_strdup(".");
	return mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* The name itself is on the disk once its folder is. */
static void sync_folder(const char *path)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

/* mkostemp() makes the file with mode 0600. */
int output_replace(const char *path, const struct output_part *parts, size_t count,
	unsigned mode)
{
	char *temporary = mem_printf("%s.XXXXXX", path);
	int fd = mkostemp(temporary, O_CLOEXEC), error = fd < 0 ? errno : 0;
	struct stat before;
	size_t i;

	/* Root may write somebody else's file, which stays theirs; nobody else can. */
	if (error == 0 && stat(path, &before) == 0 && geteuid() == 0 &&
			fchown(fd, before.st_uid, before.st_gid) != 0)
		error = errno;

	for (i = 0; i < count && error == 0; i++)
		if (write_all(fd, parts[i].bytes, parts[i].length) != 0)
			error = errno;
	if (error == 0 && (fchmod(fd, mode) != 0 || fsync(fd) != 0))
		error = errno;
	if (fd >= 0 && close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0 && rename(temporary, path) != 0)
		error = errno;
	if (error == 0)
		sync_folder(path);
	else if (fd >= 0)
		unlink(temporary);
	free(temporary);
	errno = error;
	return error == 0 ? 0 : -1;
}

static int save_file(const char *path, const struct buf *text)
{
	struct output_part part = { buf_text(text), text->length };

	return output_replace(path, &part, 1, 0600);
}

static void complain(const char *path, int error)
{
	struct arena *arena = arena_new();

	message(_("cannot write %s: %s"), message_subject(arena, path), strerror(error));
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
	struct stat status;
	char *folder;
	int error = 0;

	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		error = EISDIR;
	else if (is_special(path))
		error = access(path, W_OK) != 0 ? errno : 0;
	else {
		/* A new file is made beside the old one. */
		folder = folder_of(path);
		error = access(folder, W_OK | X_OK) != 0 ? errno : 0;
		free(folder);
	}
	if (error != 0)
		complain(path, error);
	return error == 0 ? 0 : -1;
}
