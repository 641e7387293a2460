/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "../probes/text.h"
#include "language.h"
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

/* A note and a half-way line that carries a secret have no meaning of their own. */
const struct gloss *render_meaning(struct arena *arena, const struct endpoint_fact *endpoint,
	const struct transcript_line *line)
{
	if (line->kind == LINE_NOTE)
		return NULL;
	return gloss_line(arena, endpoint->service.protocol, line->kind == LINE_SERVER, line->text);
}

static void add_endpoint(struct page *page, const struct endpoint_fact *endpoint)
{
	struct arena *arena = arena_new();
	const struct transcript_line *line;

	page_line(page, arena_printf(arena, "* %s (%s, %s)", words_where(arena, &endpoint->service),
		words_protocol(endpoint->service.protocol), words_security(endpoint->service.security)));
	for (line = endpoint->transcript; line != NULL; line = line->next)
		render_said(page, who_speaks(line->kind), text_safe(arena, line->text,
			strlen(line->text), LINE_MAX), render_meaning(arena, endpoint, line));
	page_line(page, arena_printf(arena, _("* %s after %u ms\n"), words_fate(arena, endpoint),
		endpoint->took_ms));
	arena_free(arena);
}

void render_transcript(struct page *page, const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		add_endpoint(page, endpoint);
}
