/* SPDX-License-Identifier: MIT
 *
 * Digests of what was published.
 */
#ifndef MAILGUIDE_PROBES_DIGEST_H
#define MAILGUIDE_PROBES_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

/* Is BASE64 (RFC 4648 section 4) the SHA-256 of BYTES? */
bool digest_is_sha256(const char *base64, const void *bytes, size_t length);

#endif
