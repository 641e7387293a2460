/* SPDX-License-Identifier: MIT
 *
 * A growing byte buffer born with a maximum, for everything a network peer or
 * a file can fill.  Always NUL-terminated after the last byte.
 */
#ifndef MAILGUIDE_PROBES_BUF_H
#define MAILGUIDE_PROBES_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data; /* NULL until the first byte */
	size_t length;
	size_t size;
	size_t max; /* length never exceeds it */
};

void buf_init(struct buf *buf, size_t max);
void buf_done(struct buf *buf);
/* Appends; 0, or -1 and nothing appended when MAX would be exceeded. */
int buf_add(struct buf *buf, const void *bytes, size_t length);
int buf_puts(struct buf *buf, const char *text);
int buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Forgets the first LENGTH bytes. */
void buf_take(struct buf *buf, size_t length);
void buf_clear(struct buf *buf);
/* Never NULL. */
const char *buf_text(const struct buf *buf);

#endif
