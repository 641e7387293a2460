/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../probes/text.h"
#include "language.h"
#include "words.h"

#define REDRAW_MS 60
#define CLEAR "\r\033[K"

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static const char *describe(struct arena *arena, const struct evidence *evidence, bool lookup)
{
	const struct endpoint_fact *endpoint, *busy = NULL;
	unsigned count = 0, done = 0;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		count++;
		if (endpoint->end != END_NONE)
			done++;
		else if (busy == NULL)
			busy = endpoint;
	}
	if (count == 0 || lookup)
		return arena_printf(arena, _("looking for the settings of %s …"),
			text_quote(arena, evidence->domain));
	if (busy == NULL)
		return arena_printf(arena, _("%u services tested …"), count);
	return arena_printf(arena, _("%u of %u services tested; %s %s: %s …"), done, count,
		words_protocol(busy->service.protocol), words_where(arena, &busy->service),
		step_name(busy->step));
}

/* Cut so that it never wraps: a wrapped line would not vanish. */
static char *cut(struct arena *arena, const char *text, size_t width)
{
	size_t length = strlen(text), end = 0, next;
	unsigned character;

	while (end < length) {
		next = text_utf8_decode(text + end, length - end, &character);
		next = end + (next > 0 ? next : 1);
		if (text_columns(arena_strndup(arena, text, next)) >= width)
			break;
		end = next;
	}
	return arena_strndup(arena, text, end);
}

static void draw(void *arg, const struct evidence *evidence)
{
	struct progress *progress = arg;
	uint64_t now = now_ms();
	struct arena *arena;

	if (progress->drawn && now - progress->last_ms < REDRAW_MS)
		return;
	/* Started in the background, or put there since. */
	if (tcgetpgrp(STDERR_FILENO) != getpgrp())
		return;
	arena = arena_new();
	fprintf(stderr, CLEAR "%s", cut(arena, term_text(&progress->term, arena,
		describe(arena, evidence, progress->lookup)), progress->term.width));
	fflush(stderr);
	arena_free(arena);
	progress->drawn = true;
	progress->last_ms = now;
}

void progress_start(struct progress *progress, const struct options *options, bool lookup)
{
	const char *kind = getenv("TERM");

	memset(progress, 0, sizeof *progress);
	progress->lookup = lookup;
	term_init(&progress->term, stderr, options->color, options->ascii);
	progress->on = progress->term.is_tty && !options->quiet && !options->json &&
		kind != NULL && strcmp(kind, "dumb") != 0;
	progress->watcher.arg = progress;
	progress->watcher.changed = progress->on ? draw : NULL;
}

void progress_end(struct progress *progress)
{
	if (!progress->drawn)
		return;
	fputs(CLEAR, stderr);
	fflush(stderr);
	progress->drawn = false;
}
