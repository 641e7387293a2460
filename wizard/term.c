/* SPDX-License-Identifier: MIT */
#include "term.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../probes/buf.h"
#include "../probes/text.h"

#include "language.h"

#define WIDTH_DEFAULT 79
#define WIDTH_LEAST 30
#define WIDTH_MOST 100 /* longer lines are hard to read */

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL ? value : "";
}

/* The first that is set decides (POSIX, "Environment Variables"). */
static bool locale_is_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *value = environment(names[i]);

		if (value[0] != '\0')
			return text_find_nocase(value, "utf-8") != NULL ||
				text_find_nocase(value, "utf8") != NULL;
	}
	return false;
}

static size_t width_of(int fd)
{
	unsigned long columns;
	struct winsize size;

	if (text_parse_number(environment("COLUMNS"), 1, 10000, &columns) != 0) {
		if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
			return WIDTH_DEFAULT;
		columns = size.ws_col;
	}
	if (columns < WIDTH_LEAST)
		return WIDTH_LEAST;
	return columns < WIDTH_MOST ? (size_t)columns : WIDTH_MOST;
}

static bool wants_color(bool is_tty, enum color_mode mode)
{
	switch (mode) {
	case COLOR_ALWAYS:
		return true;
	case COLOR_NEVER:
		return false;
	case COLOR_AUTO:
		break;
	}
	return is_tty && environment("NO_COLOR")[0] == '\0' &&
		strcmp(environment("TERM"), "dumb") != 0 && environment("TERM")[0] != '\0';
}

void term_init(struct term *term, FILE *stream, enum color_mode color, bool ascii)
{
	int fd = fileno(stream);

	term->is_tty = isatty(fd) == 1;
	term->color = wants_color(term->is_tty, color);
	term->ascii = ascii || !locale_is_utf8();
	term->plain = false;
	term_measure(term, stream);
}

void term_measure(struct term *term, FILE *stream)
{
	term->width = width_of(fileno(stream));
}

const char *term_mark(const struct term *term, enum mark mark)
{
	static const char *const marks[] = { "✓", "!", "✗", "·" };
	static const char *const words[] = { N_("ok:"), N_("warning:"), N_("PROBLEM:"),
		N_("note:") };

	return term->ascii || term->plain ? language_of(words[mark]) : marks[mark];
}

const char *term_color(const struct term *term, enum mark mark)
{
	static const char *const codes[] = { "\033[32m", "\033[33m", "\033[31m", "\033[36m" };

	return term->color ? codes[mark] : "";
}

const char *term_bold(const struct term *term)
{
	return term->color ? "\033[1m" : "";
}

const char *term_dim(const struct term *term)
{
	return term->color ? "\033[2m" : "";
}

const char *term_plain(const struct term *term)
{
	return term->color ? "\033[0m" : "";
}

struct spelling {
	unsigned character;
	const char *spelling;
};

/* Our own signs. */
static const struct spelling signs[] = {
	{ 0x2026, "..." }, { 0x2192, "->" }, { 0x2013, "-" }, { 0x2014, "-" },
	{ 0x2018, "'" }, { 0x2019, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" }, { 0x201e, "\"" },
	{ 0xab, "\"" }, { 0xbb, "\"" }, { 0x00b7, "-" }, { 0x2022, "-" }, { 0, NULL }
};

/* The letters of the languages that we speak. */
static const struct spelling letters[] = {
	{ 0xc4, "Ae" }, { 0xd6, "Oe" }, { 0xdc, "Ue" }, { 0xe4, "ae" }, { 0xf6, "oe" },
	{ 0xfc, "ue" }, { 0xdf, "ss" }, { 0xc1, "A" }, { 0xc9, "E" }, { 0xcd, "I" }, { 0xd3, "O" },
	{ 0xda, "U" }, { 0xd1, "N" }, { 0xe1, "a" }, { 0xe9, "e" }, { 0xed, "i" }, { 0xf3, "o" },
	{ 0xfa, "u" }, { 0xf1, "n" }, { 0xbf, "" }, { 0xa1, "" }, { 0, NULL }
};

/* CHARACTER as TABLE spells it, NULL if it does not. */
static const char *spelled(const struct spelling *table, unsigned character)
{
	while (table->spelling != NULL && table->character != character)
		table++;
	return table->spelling;
}

const char *term_text(const struct term *term, struct arena *arena, const char *text)
{
	size_t length = strlen(text), used;
	const char *shown;
	unsigned character;
	struct buf out;

	if (!term->ascii && !term->plain)
		return text;
	buf_init(&out, SIZE_MAX / 4);
	for (; length > 0; text += used, length -= used) {
		used = text_utf8_decode(text, length, &character);
		if (used == 0) { /* our own texts are UTF-8; this is only to go on */
			used = 1;
			character = '?';
		}
		shown = spelled(signs, character);
		if (shown == NULL && term->ascii)
			shown = spelled(letters, character);
		if (shown != NULL)
			buf_puts(&out, shown);
		else if (character < 0x80 || !term->ascii)
			buf_add(&out, text, used);
		else
			buf_printf(&out, "\\u{%04X}", character);
	}
	text = arena_strndup(arena, buf_text(&out), out.length);
	buf_done(&out);
	return text;
}
