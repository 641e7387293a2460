/* SPDX-License-Identifier: MIT
 *
 * The names by which presets are found, as a sorted list; and who claims a name
 * that another claims already.
 */
#ifndef MAILGUIDE_PROVIDERS_PRESET_KEYS_H
#define MAILGUIDE_PROVIDERS_PRESET_KEYS_H

#include <stddef.h>

#include "../probes/buf.h"
#include "../probes/mem.h"
#include "preset.h"
#include "preset_data.h"

enum preset_key_kind { PRESET_KEY_DOMAIN, PRESET_KEY_MX };

/* In ARENA, sorted by name as preset_data.h wants it; the numbers are indices
 * into PRESETS. */
struct preset_key *preset_keys(struct arena *arena, struct preset *const *presets, size_t count,
	enum preset_key_kind kind, size_t *key_count);

/* Appends a line to PROBLEMS for each name with more than one claimant, and for
 * each id that stands there twice; the number of lines. */
unsigned preset_keys_check(struct arena *arena, struct preset *const *presets, size_t count,
	struct buf *problems);

#endif
