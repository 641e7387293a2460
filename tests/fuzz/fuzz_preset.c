/* SPDX-License-Identifier: MIT
 *
 * Any file that somebody drops into the presets folder.
 */
#include <stdint.h>

#include "providers/preset.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	struct buf problems;

	buf_init(&problems, 65536);
	preset_parse(arena, "fuzz.json", (const char *)bytes, length, &problems);
	buf_done(&problems);
	arena_free(arena);
	return 0;
}
