/* SPDX-License-Identifier: MIT
 *
 * The built-in table, written by compile_presets at build time.  Only
 * preset_table.c and preset_near.c look at it.
 */
#ifndef MAILGUIDE_PROVIDERS_PRESET_DATA_H
#define MAILGUIDE_PROVIDERS_PRESET_DATA_H

#include <stddef.h>

#include "preset.h"

/* A mail domain or an MX suffix, sorted by name (strcmp). */
struct preset_key {
	const char *name;
	unsigned preset; /* index into preset_data */
};

extern const struct preset preset_data[]; /* sorted by id */
extern const size_t preset_data_count;
extern const struct preset_key preset_domain_keys[];
extern const size_t preset_domain_key_count;
extern const struct preset_key preset_mx_keys[];
extern const size_t preset_mx_key_count;
/* The mail domains that most people have, the most used first; NULL-terminated. */
extern const char *const preset_popular[];

#endif
