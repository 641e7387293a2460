/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "../probes/text.h"
#include "render.h"
#include "words.h"

/* A line of the dialogue may be long; all of it is shown. */
#define LINE_MAX 16384

static const char *who_speaks(enum transcript_kind kind)
{
	switch (kind) {
	case LINE_SERVER:
		return "S: ";
	case LINE_CLIENT:
	case LINE_SECRET:
		return "C: ";
	case LINE_NOTE:
		break;
	}
	return "* ";
}

static void add_endpoint(const struct endpoint_fact *endpoint, struct buf *out)
{
	struct arena *arena = arena_new();
	const struct transcript_line *line;

	buf_printf(out, "* %s (%s, %s)\n", words_where(arena, &endpoint->service),
		words_protocol(endpoint->service.protocol), words_security(endpoint->service.security));
	for (line = endpoint->transcript; line != NULL; line = line->next)
		buf_printf(out, "%s%s\n", who_speaks(line->kind),
			text_safe(arena, line->text, strlen(line->text), LINE_MAX));
	buf_printf(out, "* %s after %u ms\n\n", words_fate(arena, endpoint), endpoint->took_ms);
	arena_free(arena);
}

void render_transcript(const struct evidence *evidence, struct buf *out)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		add_endpoint(endpoint, out);
}
