/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../probes/text.h"
#include "language.h"
#include "render.h"
#include "words.h"

#define REDRAW_MS 60
#define LINES_MOST 16 /* fewer than any terminal has, or old ones would stay */

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* What is being done in a step, for a person who waits. */
static const char *step_words(enum step step)
{
	static const char *const words[] = {
		N_("asking DNS"), N_("connecting"), N_("starting TLS"), N_("waiting for the greeting"),
		N_("asking what it offers"), N_("asking what it offers"), N_("starting TLS"),
		N_("asking what it offers"), N_("logging in"), N_("trying the session"),
		N_("sending the test message"), N_("sending the test message"),
		N_("sending the test message"), N_("saying goodbye"), N_("saying goodbye"),
		N_("saying goodbye"),
	};

	return language_of(words[step]);
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
		step_words(busy->step));
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

/* Back to the first of our lines, and nothing from there on. */
static void clear(struct progress *progress)
{
	if (progress->lines > 0)
		fprintf(stderr, "\033[%uA", progress->lines);
	fputs("\r\033[J", stderr);
	progress->lines = 0;
}

static void draw_line(struct progress *progress, struct arena *arena, enum mark mark,
	const char *text)
{
	const struct term *term = &progress->term;
	const char *sign = term_mark(term, mark);

	if (progress->lines >= LINES_MOST)
		return;
	fprintf(stderr, "%s%s%s %s\n", term_color(term, mark), sign, term_plain(term),
		cut(arena, term_text(term, arena, text), term->width - text_columns(sign) - 1));
	progress->lines++;
}

/* The steps that are over. */
static void draw_settled(struct progress *progress, struct arena *arena,
	const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;
	const struct source_fact *source;

	for (source = evidence->sources; progress->lookup && source != NULL; source = source->next)
		if (source->outcome == SOURCE_FOUND && strcmp(source->source, "guess") != 0)
			draw_line(progress, arena, MARK_FINE, arena_printf(arena, "%s: %s", source->source,
				words_outcome(source->outcome)));
	for (endpoint = evidence->endpoints; !progress->lookup && endpoint != NULL;
			endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && endpoint->end != END_NONE)
			draw_line(progress, arena, render_endpoint_mark(evidence, endpoint),
				arena_printf(arena, "%s %s: %s", words_protocol(endpoint->service.protocol),
				words_where(arena, &endpoint->service), words_fate(arena, endpoint)));
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
	/* The window may have become narrower, and a line that wraps does not vanish. */
	term_measure(&progress->term, stderr);
	arena = arena_new();
	clear(progress);
	draw_settled(progress, arena, evidence);
	fputs(cut(arena, term_text(&progress->term, arena, describe(arena, evidence,
		progress->lookup)), progress->term.width), stderr);
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
	/* What is drawn over and over is a torment to hear. */
	progress->on = progress->term.is_tty && !options->quiet && !options->json && !options->plain &&
		kind != NULL && strcmp(kind, "dumb") != 0;
	progress->watcher.arg = progress;
	progress->watcher.changed = progress->on ? draw : NULL;
}

void progress_end(struct progress *progress)
{
	if (!progress->drawn)
		return;
	clear(progress);
	fflush(stderr);
	progress->drawn = false;
}
