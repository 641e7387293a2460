/* SPDX-License-Identifier: MIT
 *
 * Registrable domains by the Public Suffix List (libpsl's built-in copy).
 */
#ifndef MAILGUIDE_PROVIDERS_SUFFIX_H
#define MAILGUIDE_PROVIDERS_SUFFIX_H

#include <stdbool.h>

/* Does HOST end in a number?  Such a name is no name: what reads URLs takes it for
 * an IPv4 address, even "10.1" and "0x7f.1" (the URL standard, "ends in a number"). */
bool suffix_is_number(const char *host);
/* The registrable part of HOST (ASCII, any case), a pointer into HOST; NULL if
 * HOST is itself a public suffix, an address or a single label. */
const char *suffix_registrable(const char *host);
/* Do both have the same registrable domain? */
bool suffix_same_owner(const char *a, const char *b);

#endif
