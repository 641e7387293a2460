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

/* Appends LENGTH bytes to OUT.  REDACTED stands instead where they hold SECRET:
 * as itself, in capitals or small letters throughout, with the escapes of URLs,
 * JSON, HTML or IMAP, in hexadecimal, a long part of it, or a telling part inside a
 * run of base64.  The words around stay.  A secret of up to three bytes counts only
 * as a word of its own.  SECRET may be NULL.  What goes over OUT's cap is dropped. */
void redact_add(const struct secret *secret, const char *bytes, size_t length, struct buf *out);

/* The same for the lines of one text in their order: *BROKEN_AT, 0 at first, is
 * how much of the secret the line before ended with. */
void redact_line(const struct secret *secret, const char *bytes, size_t length,
	size_t *broken_at, struct buf *out);

#endif
