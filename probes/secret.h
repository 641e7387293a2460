/* SPDX-License-Identifier: MIT
 *
 * A buffer for a password or a token.  It lives in locked memory that is kept
 * out of core files where the kernel allows that, and is cleansed when freed.
 * Nothing else in the program may hold a secret's bytes longer than one call.
 */
#ifndef MAILGUIDE_PROBES_SECRET_H
#define MAILGUIDE_PROBES_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#define SECRET_MAX 16384 /* bytes; OAuth2 tokens are the longest */

struct secret;

/* Empty secret.  */
struct secret *secret_new(void);
void secret_free(struct secret *secret); /* NULL is fine */
/* Appends; 0, or -1 when SECRET_MAX would be exceeded (nothing appended). */
int secret_add(struct secret *secret, const void *bytes, size_t length);
/* Cuts to LENGTH bytes, cleansing the rest. */
void secret_truncate(struct secret *secret, size_t length);
const char *secret_bytes(const struct secret *secret); /* NUL follows the last byte */
size_t secret_length(const struct secret *secret);

/* Cleanses LENGTH bytes in a way the compiler keeps. */
void secret_wipe(void *bytes, size_t length);
/* Does TEXT hold the secret, as itself or in base64 with or without the SASL
 * framing?  For tests and assertions that prove a text is clean. */
bool secret_leaks_into(const struct secret *secret, const char *text, size_t length);

/* Turns core dumps of this process off. */
void secret_forbid_core_files(void);

#endif
