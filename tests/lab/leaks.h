/* SPDX-License-Identifier: MIT
 *
 * Looking for a secret where none may be: as it is, and in base64 at each of the
 * three places where it can stand in an encoded string.
 */
#ifndef MAILGUIDE_LAB_LEAKS_H
#define MAILGUIDE_LAB_LEAKS_H

#include <stdbool.h>
#include <stddef.h>

/* Shorter secrets would turn up by chance. */
#define LEAKS_SECRET_MIN 8

struct leaks;

struct leaks *leaks_new(const char *secret);
void leaks_free(struct leaks *leaks); /* NULL is fine */
bool leaks_into(const struct leaks *leaks, const char *bytes, size_t length);

#endif
