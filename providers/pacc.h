/* SPDX-License-Identifier: MIT
 *
 * PACC (draft-ietf-mailmaint-pacc-02): a JSON document whose SHA-256 stands in a
 * TXT record.  The draft still moves; what it does not name is not guessed.
 */
#ifndef MAILGUIDE_PROVIDERS_PACC_H
#define MAILGUIDE_PROVIDERS_PACC_H

#include <stdbool.h>
#include <stddef.h>

#include "address.h"
#include "document.h"

/* The digest, in base64, of a record "v=UAAC1; a=sha256; d=…"; NULL if TEXT is
 * not one.  In ARENA. */
const char *pacc_digest(struct arena *arena, const char *text);
void pacc_read(struct arena *arena, const char *bytes, size_t length, struct document *out);

#endif
