/* SPDX-License-Identifier: MIT
 *
 * Evidence as a file, so that a report can be judged again elsewhere.  A secret
 * is never in it, since evidence holds none.
 */
#ifndef MAILGUIDE_WIZARD_EVIDENCE_JSON_H
#define MAILGUIDE_WIZARD_EVIDENCE_JSON_H

#include "../probes/buf.h"
#include "../probes/evidence.h"

#define EVIDENCE_SCHEMA "mailguide.evidence/1"
#define EVIDENCE_FILE_MAX (8UL << 20)

/* The document; 0, or -1 when OUT is full. */
int evidence_write(const struct evidence *evidence, struct buf *out);
/* Reads what evidence_write() made.  A key that is missing has its neutral
 * value, so that reports of an older version can be read; an unknown key is left
 * alone; a value of the wrong kind or out of range is refused.  NULL with *ERROR
 * (to be freed) set. */
struct evidence *evidence_read(const char *text, size_t length, char **error);
/* The same from a file of at most EVIDENCE_FILE_MAX bytes. */
struct evidence *evidence_load(const char *path, char **error);

#endif
