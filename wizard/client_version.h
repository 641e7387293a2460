/* SPDX-License-Identifier: MIT
 *
 * Which version of a mail program is installed here.
 */
#ifndef MAILGUIDE_WIZARD_CLIENT_VERSION_H
#define MAILGUIDE_WIZARD_CLIENT_VERSION_H

#include <stddef.h>

#include "../probes/mem.h"

/* Runs COMMAND ("mbsync --version") and reads the version from what it prints;
 * NULL if there is no such program or nothing in it looks like one. */
const char *client_version(struct arena *arena, const char *command);
/* The first number with a dot in TEXT: "1.4.4" of "isync 1.4.4"; NULL if none. */
const char *client_version_read(struct arena *arena, const char *text, size_t length);

#endif
