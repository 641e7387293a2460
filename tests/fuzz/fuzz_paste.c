/* SPDX-License-Identifier: MIT
 *
 * A pasted message: what was taken out of it is safe as an argument, the causes
 * are sorted, and a password in it does not come through.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probes/mem.h"
#include "wizard/gloss.h"
#include "wizard/suspects.h"

#define SECRET "Xq7sesame9Zw"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_words(const char *words)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+@";

	if (words != NULL && (words[0] == '-' || words[strspn(words, plain)] != '\0'))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	const char *text = arena_strndup(arena, (const char *)bytes, length < 4096 ? length : 4096);
	struct suspect suspects[SUSPECTS_MAX];
	struct paste paste;
	size_t count, i;

	paste = paste_read(arena, arena_printf(arena, "%s\npassword=%s\n", text, SECRET));
	/* The fuzzer may have learned the password and put it where nothing tells. */
	if (strstr(text, SECRET) == NULL && strstr(paste.text, SECRET) != NULL)
		abort();
	check_words(paste.address);
	check_words(paste.host);
	count = suspects_find(arena, &paste, suspects);
	for (i = 1; i < count; i++)
		if (suspects[i - 1].rank < suspects[i].rank || suspects[i - 1].code == suspects[i].code)
			abort();
	gloss_word(arena, text);
	for (i = 0; i < MAIL_PROTOCOLS; i++) {
		gloss_line(arena, (enum mail_protocol)i, true, text);
		gloss_line(arena, (enum mail_protocol)i, false, text);
	}
	arena_free(arena);
	return 0;
}
