/* SPDX-License-Identifier: MIT
 *
 * How formats write a value down, as one table of named rules.  A rule turns
 * bytes into text that the format's reader turns back into the same bytes, or
 * says why the format cannot express them.
 */
#ifndef MAILGUIDE_WIZARD_ESCAPE_H
#define MAILGUIDE_WIZARD_ESCAPE_H

#include <stddef.h>

#include "../probes/secret.h"

struct escape {
	const char *name; /* as templates call it */
	/* Appends LENGTH bytes in their written form to OUT.  NULL, or why that is
	 * impossible, as a clause about the value: "it holds a line break". */
	const char *(*write)(struct secret *out, const char *bytes, size_t length);
};

extern const struct escape escapes[];
extern const size_t escape_count;

const struct escape *escape_find(const char *name, size_t length); /* NULL if none */
/* Applies the rules named in CHAIN, "url|mutt", from left to right; "" is the
 * bytes as they are.  Values of no format: a line break, a zero byte, or a
 * value that is too long.  Nothing is appended to OUT on failure. */
const char *escape_write(const char *chain, struct secret *out, const char *bytes, size_t length);

#endif
