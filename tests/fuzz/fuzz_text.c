/* SPDX-License-Identifier: MIT
 *
 * Text from outside becomes valid UTF-8 without control characters.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probes/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	const char *safe = text_safe(arena, (const char *)bytes, length, 300), *c;

	if (!text_is_utf8(safe, strlen(safe)))
		abort();
	for (c = safe; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			abort();
	arena_free(arena);
	return 0;
}
