/* SPDX-License-Identifier: MIT */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../probes/text.h"

#define MESSAGE_MAX 4096
#define SUBJECT_MAX 80

void message(const char *format, ...)
{
	struct arena *arena = arena_new();
	const char *text;
	va_list args;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	fprintf(stderr, "mailguide: %s\n", text_safe(arena, text, strlen(text), MESSAGE_MAX));
	arena_free(arena);
}

const char *message_subject(struct arena *arena, const char *text)
{
	return arena_printf(arena, "'%s'", text_safe(arena, text, strlen(text), SUBJECT_MAX));
}
