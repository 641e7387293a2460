/* SPDX-License-Identifier: MIT
 *
 * A server may repeat what it was sent, and a user name may equal a password.
 * Text passes through here before it enters the evidence, so that no secret
 * does.
 */
#ifndef MAILGUIDE_PROBES_REDACT_H
#define MAILGUIDE_PROBES_REDACT_H

#include <stddef.h>

#include "buf.h"
#include "secret.h"

/* Stands where a secret stood. */
#define REDACTED "<redacted>"

/* Appends LENGTH bytes to OUT.  Where they hold SECRET as itself, the beginning
 * of a long one, IMAP's quoted form of it, or a telling part of it inside a run
 * of base64, REDACTED stands instead; the words around stay.  A secret of up to
 * three bytes counts only as a word of its own.  SECRET may be NULL.  What goes
 * over OUT's cap is dropped. */
void redact_add(const struct secret *secret, const char *bytes, size_t length, struct buf *out);

#endif
