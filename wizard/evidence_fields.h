/* SPDX-License-Identifier: MIT
 *
 * The structs of probes/evidence.h as tables, which writing and reading share.
 */
#ifndef MAILGUIDE_WIZARD_EVIDENCE_FIELDS_H
#define MAILGUIDE_WIZARD_EVIDENCE_FIELDS_H

#include <stddef.h>

enum field_kind {
	FIELD_BOOL,
	FIELD_BOOLS,    /* bool[MAX] */
	FIELD_UNSIGNED, /* 0..MAX */
	FIELD_U16,
	FIELD_INT,
	FIELD_TIME,
	FIELD_WORD,     /* an enum, written by name */
	FIELD_WORDS,    /* enum[MAX], the neutral ones at the end left out */
	FIELD_TEXT,     /* const char *, never NULL once read */
	FIELD_OPTIONAL, /* const char *, may be NULL */
	FIELD_BYTES,    /* const char * and a size_t at COUNT */
	FIELD_TEXTS,    /* const char ** and a size_t at COUNT */
	FIELD_STRUCT,   /* embedded, described by SHAPE */
	FIELD_ARRAY,    /* pointer to structs and a size_t at COUNT */
	FIELD_LIST      /* linked by a `next` that comes first */
};

struct words {
	size_t count;
	const char *(*name)(unsigned value);
};

struct shape;
struct field {
	const char *key;
	enum field_kind kind;
	size_t offset;
	size_t count; /* offset of the number of elements */
	size_t max;
	const struct words *words;
	const struct shape *shape;
};

struct shape {
	size_t size;
	const struct field *fields; /* ends with a NULL key */
};

extern const struct shape evidence_shape;

#endif
