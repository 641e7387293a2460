/* SPDX-License-Identifier: MIT
 *
 * Text from outside is data.  Evidence keeps raw bytes; whoever shows them
 * passes them through text_safe() as the last step.
 */
#ifndef MAILGUIDE_PROBES_TEXT_H
#define MAILGUIDE_PROBES_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "mem.h"

/* Longest quote of a peer's words that is shown, in bytes of input. */
#define TEXT_QUOTE_MAX 512

/* LENGTH raw bytes as valid UTF-8 that cannot act on a terminal, a page or a
 * log: C0, DEL, C1, bidi and other format characters (Unicode Cf), line and
 * paragraph separators and invalid UTF-8 become \xNN or \u{NNNN}; a line break
 * becomes one space; a backslash stays.  Input past MAX bytes is cut at a
 * character and "…" added ("..." is the renderer's business in ASCII mode). */
char *text_safe(struct arena *arena, const char *bytes, size_t length, size_t max);
/* The same for a C string and TEXT_QUOTE_MAX. */
char *text_quote(struct arena *arena, const char *text);

/* Decodes one character of well-formed UTF-8 (RFC 3629: no overlong forms, no
 * surrogates).  Bytes used, or 0 if what stands there is not valid. */
size_t text_utf8_decode(const char *bytes, size_t length, unsigned *out);
bool text_is_utf8(const char *bytes, size_t length);
/* C0 or DEL anywhere. */
bool text_has_control(const char *bytes, size_t length);
/* Display columns of valid UTF-8 (combining 0, East Asian wide 2). */
size_t text_columns(const char *text);

/* ASCII-only case folding, whatever the locale. */
bool text_equal_nocase(const char *a, const char *b);
bool text_starts_nocase(const char *text, const char *prefix);
/* First place of NEEDLE in HAYSTACK, ASCII case ignored; NULL if none. */
const char *text_find_nocase(const char *haystack, const char *needle);
/* Lower-cases A-Z in place and returns TEXT. */
char *text_lower(char *text);
/* Upper-cases a-z in place and returns TEXT. */
char *text_upper(char *text);
/* "one, two, three"; "" for none.  The items stand there as they are. */
const char *text_join(struct arena *arena, const char *const *items, size_t count);
/* HOST is NAME or ends in "." NAME; ASCII case ignored. */
bool text_is_subdomain(const char *host, const char *name);

/* A decimal number without sign, in MIN..MAX.  0 or -1. */
int text_parse_number(const char *text, unsigned long min, unsigned long max, unsigned long *out);

#endif
