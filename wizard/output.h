/* SPDX-License-Identifier: MIT
 *
 * Results leave the program here, whole or with a message.
 */
#ifndef MAILGUIDE_WIZARD_OUTPUT_H
#define MAILGUIDE_WIZARD_OUTPUT_H

#include "../probes/buf.h"
#include "../probes/mem.h"

/* The longest text or document that is built before it is printed. */
#define OUTPUT_MAX (64UL << 20)

/* Writes TEXT to stdout.  0, or -1 after a message (disk full …); a reader that
 * went away is no trouble of ours. */
int output_print(const struct buf *text);
/* The same for bytes that must not be copied, since a password is in them. */
int output_bytes(const char *bytes, size_t length);
/* Writes TEXT to the file PATH, readable by its owner only: a new file takes the
 * place of an old one once it is complete.  0, or -1 after a message. */
int output_save(const char *path, const struct buf *text);
/* Puts a file with these PARTS and MODE in the place of PATH once it is complete
 * and on the disk.  0, or -1 with errno. */
struct output_part {
	const char *bytes;
	size_t length;
};
int output_replace(const char *path, const struct output_part *parts, size_t count,
	unsigned mode);
/* PATH with "~/" at its beginning replaced by this person's folder; NULL when that is not
 * known. */
const char *output_from_home(struct arena *arena, const char *path);
/* Could output_save() write to PATH?  0, or -1 after a message. */
int output_possible(const char *path);

#endif
