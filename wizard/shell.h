/* SPDX-License-Identifier: MIT
 *
 * Running a command of the person's and reading what it prints.
 */
#ifndef MAILGUIDE_WIZARD_SHELL_H
#define MAILGUIDE_WIZARD_SHELL_H

#include "../probes/secret.h"

/* Everything up to the end of FD.  0, or -1 with errno; EFBIG past SECRET_MAX. */
int shell_read_all(int fd, struct secret *out);
/* Runs /bin/sh -c COMMAND with nothing to read and our stderr, and reads all it
 * prints within PATIENCE_MS.  0 with its exit *STATUS, or -1 with errno: EFBIG,
 * ETIMEDOUT (it was killed), or why it could not be run. */
int shell_read(const char *command, unsigned patience_ms, struct secret *out, int *status);

#endif
