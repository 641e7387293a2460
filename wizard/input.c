/* SPDX-License-Identifier: MIT */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int input_read(const char *path, struct buf *out)
{
	char chunk[16384];
	ssize_t length = 1;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), error = 0;

	if (fd < 0)
		return errno;
	while (error == 0 && (length = read(fd, chunk, sizeof chunk)) != 0) {
		if (length < 0)
			error = errno == EINTR ? 0 : errno;
		else if (buf_add(out, chunk, (size_t)length) != 0)
			error = EFBIG;
	}
	close(fd);
	return error;
}
