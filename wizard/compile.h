/* SPDX-License-Identifier: MIT
 *
 * What the parts of compile_catalog share: reading a source with its place for
 * complaints, and writing a C string.
 */
#ifndef MAILGUIDE_WIZARD_COMPILE_H
#define MAILGUIDE_WIZARD_COMPILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct source {
	const char *path;
	char *text; /* NUL-terminated; freed by whoever read it */
	size_t length;
};

extern unsigned problems; /* how often complain() was called */

void complain(const char *path, unsigned line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* 0, or -1 after a complaint. */
int source_read(struct source *source, const char *path);
void write_string(FILE *out, const char *text);
/* Is CODE one of the layers'? */
bool compile_knows_code(const char *code);

/* The tables of rows.  TABLE and COUNT name it ("replies", "reply"); CERTAIN: its
 * last column says how sure the words are. */
void compile_replies(FILE *out, const char *path, const char *table, const char *count,
	bool certain);
void compile_idioms(FILE *out, const char *path);

#endif
