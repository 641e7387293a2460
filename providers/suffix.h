/* SPDX-License-Identifier: MIT
 *
 * Registrable domains by the Public Suffix List (libpsl's built-in copy).
 */
#ifndef MAILGUIDE_PROVIDERS_SUFFIX_H
#define MAILGUIDE_PROVIDERS_SUFFIX_H

#include <stdbool.h>

/* The registrable part of HOST (lower-case ASCII), a pointer into HOST; NULL if
 * HOST is itself a public suffix, an address or a single label. */
const char *suffix_registrable(const char *host);
/* Do both have the same registrable domain? */
bool suffix_same_owner(const char *a, const char *b);

#endif
