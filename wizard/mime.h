/* SPDX-License-Identifier: MIT
 *
 * The source of a mail, as a bounce is often pasted: its parts may be encoded.
 */
#ifndef MAILGUIDE_WIZARD_MIME_H
#define MAILGUIDE_WIZARD_MIME_H

#include "../probes/buf.h"

/* Append TEXT with the lines of its base64 parts decoded, and with quoted-printable
 * undone where it looks as if there were any (RFC 2045 sections 6.8 and 6.7).  NUL
 * bytes are left out. */
void mime_unpack(const char *text, struct buf *out);
void mime_unquote(const char *text, struct buf *out);

#endif
