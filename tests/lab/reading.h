/* SPDX-License-Identifier: MIT
 *
 * Strict reading of a JSON file: every value is checked, an unknown key is a
 * mistake, and the first mistake is told with file, place and reason.
 *
 * The readers of single values leave OUT alone when the key is missing.  All
 * functions give 0, or -1 once something was wrong.
 */
#ifndef MAILGUIDE_LAB_READING_H
#define MAILGUIDE_LAB_READING_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "probes/mem.h"

struct reading {
	struct arena *arena; /* strings that are read live here */
	const char *file;
	char *problem;       /* the first one, to be freed */
};

int reading_fail(struct reading *reading, const char *where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The whole file as JSON, NULL on failure. */
cJSON *reading_file(struct reading *reading);

/* OBJECT is an object whose keys are all in KNOWN (NULL-terminated), none twice. */
int reading_keys(struct reading *reading, const char *where, const cJSON *object,
	const char *const *known);

int reading_string(struct reading *reading, const char *where, const cJSON *object,
	const char *key, const char **out);
int reading_bool(struct reading *reading, const char *where, const cJSON *object,
	const char *key, bool *out);
int reading_number(struct reading *reading, const char *where, const cJSON *object,
	const char *key, int min, int max, int *out);
/* One string or an array of them, NULL-terminated. */
int reading_strings(struct reading *reading, const char *where, const cJSON *object,
	const char *key, const char ***out);
/* Bytes written as pairs of 0-9 and a-f. */
int reading_hex(struct reading *reading, const char *where, const cJSON *object,
	const char *key, const char **out, size_t *length);
/* A word of WORDS (NULL-terminated); its index. */
int reading_word(struct reading *reading, const char *where, const cJSON *object,
	const char *key, const char *const *words, int *out);
/* The index of WORD in WORDS, -1 if it is none of them. */
int reading_index(const char *word, const char *const *words);

#endif
