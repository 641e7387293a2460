/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof (list)[0])

struct range {
	unsigned first, last;
};

static bool in_ranges(const struct range *ranges, size_t count, unsigned character)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (character > ranges[middle].last)
			low = middle + 1;
		else if (character < ranges[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

/* ---- UTF-8 ----------------------------------------------------------------------- */

size_t text_utf8_decode(const char *bytes, size_t length, unsigned *out)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *in = (const unsigned char *)bytes;
	unsigned character;
	size_t need, i;

	if (length == 0)
		return 0;
	if (in[0] < 0x80) {
		*out = in[0];
		return 1;
	}
	if (in[0] >= 0xc2 && in[0] <= 0xdf)
		need = 2;
	else if (in[0] >= 0xe0 && in[0] <= 0xef)
		need = 3;
	else if (in[0] >= 0xf0 && in[0] <= 0xf4)
		need = 4;
	else
		return 0;
	if (need > length)
		return 0;
	character = in[0] & (0xffu >> (need + 1));
	for (i = 1; i < need; i++) {
		if ((in[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (in[i] & 0x3fu);
	}
	if (character < least[need] || character > 0x10ffff ||
			(character >= 0xd800 && character <= 0xdfff))
		return 0;
	*out = character;
	return need;
}

bool text_has_control(const char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7f)
			return true;
	return false;
}

bool text_is_utf8(const char *bytes, size_t length)
{
	unsigned character;
	size_t used;

	while (length > 0) {
		used = text_utf8_decode(bytes, length, &character);
		if (used == 0)
			return false;
		bytes += used;
		length -= used;
	}
	return true;
}

/* What must never reach a terminal or a page as itself: C0, DEL, C1, format
 * characters (Unicode category Cf), separators of lines and paragraphs, blank
 * fillers and private or unassigned tag characters. */
static bool is_unsafe(unsigned character)
{
	static const struct range unsafe[] = {
		{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x00ad, 0x00ad }, { 0x034f, 0x034f },
		{ 0x0600, 0x0605 }, { 0x061c, 0x061c }, { 0x06dd, 0x06dd }, { 0x070f, 0x070f },
		{ 0x0890, 0x0891 }, { 0x08e2, 0x08e2 }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
		{ 0x3164, 0x3164 }, { 0xfdd0, 0xfdef }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0xfffe, 0xffff }, { 0x110bd, 0x110bd },
		{ 0x110cd, 0x110cd }, { 0x13430, 0x1343f }, { 0x1bca0, 0x1bca3 },
		{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff }, { 0xf0000, 0x10ffff },
	};

	return in_ranges(unsafe, COUNT(unsafe), character);
}

/* ---- making text safe ------------------------------------------------------------------ */

/* A place to cut at or before MAX that splits no character. */
static size_t cut_at(const char *bytes, size_t max)
{
	size_t at = max;

	while (at > 0 && max - at < 3 && ((unsigned char)bytes[at] & 0xc0) == 0x80)
		at--;
	return at;
}

char *text_safe(struct arena *arena, const char *bytes, size_t length, size_t max)
{
	bool cut = length > max;
	struct buf out;
	char *text;
	size_t i = 0;

	if (cut)
		length = cut_at(bytes, max);
	buf_init(&out, SIZE_MAX / 4);
	while (i < length) {
		unsigned character;
		size_t used = text_utf8_decode(bytes + i, length - i, &character);

		if (used == 0) {
			buf_printf(&out, "\\x%02X", (unsigned)(unsigned char)bytes[i]);
			used = 1;
		} else if (character == '\n' || (character == '\r' && i + 1 < length && bytes[i + 1] == '\n')) {
			if (character == '\n')
				buf_puts(&out, " ");
		} else if (character < 0x80 && is_unsafe(character))
			buf_printf(&out, "\\x%02X", character);
		else if (is_unsafe(character))
			buf_printf(&out, "\\u{%04X}", character);
		else
			buf_add(&out, bytes + i, used);
		i += used;
	}
	if (cut)
		buf_puts(&out, "…");
	text = arena_strndup(arena, buf_text(&out), out.length);
	buf_done(&out);
	return text;
}

char *text_quote(struct arena *arena, const char *text)
{
	return text_safe(arena, text, strlen(text), TEXT_QUOTE_MAX);
}

static bool is_combining(unsigned character)
{
	static const struct range combining[] = {
		{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x0610, 0x061a },
		{ 0x064b, 0x065f }, { 0x0e31, 0x0e31 }, { 0x0e34, 0x0e3a }, { 0x0e47, 0x0e4e },
		{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff }, { 0x3099, 0x309a },
		{ 0xfe20, 0xfe2f },
	};

	return in_ranges(combining, COUNT(combining), character);
}

static bool is_wide(unsigned character)
{
	static const struct range wide[] = {
		{ 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0x33ff }, { 0x3400, 0x4dbf },
		{ 0x4e00, 0x9fff }, { 0xa000, 0xa4cf }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff },
		{ 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f },
		{ 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
	};

	return in_ranges(wide, COUNT(wide), character);
}

size_t text_columns(const char *text)
{
	size_t length = strlen(text), columns = 0, used;
	unsigned character;

	while (length > 0) {
		used = text_utf8_decode(text, length, &character);
		if (used == 0) {
			used = 1;
			character = '?';
		}
		columns += is_combining(character) ? 0 : is_wide(character) ? 2 : 1;
		text += used;
		length -= used;
	}
	return columns;
}

/* ---- ASCII case --------------------------------------------------------------------------- */

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_equal_nocase(const char *a, const char *b)
{
	while (*a != '\0' && folded(*a) == folded(*b)) {
		a++;
		b++;
	}
	return folded(*a) == folded(*b);
}

bool text_starts_nocase(const char *text, const char *prefix)
{
	while (*prefix != '\0' && folded(*text) == folded(*prefix)) {
		text++;
		prefix++;
	}
	return *prefix == '\0';
}

const char *text_find_nocase(const char *haystack, const char *needle)
{
	for (;; haystack++) {
		if (text_starts_nocase(haystack, needle))
			return haystack;
		if (*haystack == '\0')
			return NULL;
	}
}

char *text_lower(char *text)
{
	char *at;

	for (at = text; *at != '\0'; at++)
		*at = folded(*at);
	return text;
}

char *text_upper(char *text)
{
	char *at;

	for (at = text; *at != '\0'; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
	return text;
}

const char *text_join(struct arena *arena, const char *const *items, size_t count)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < count; i++)
		list = arena_printf(arena, "%s%s%s", list, i == 0 ? "" : ", ", items[i]);
	return list;
}

bool text_is_subdomain(const char *host, const char *name)
{
	size_t host_length = strlen(host), name_length = strlen(name);

	if (name_length == 0 || host_length < name_length ||
			!text_equal_nocase(host + host_length - name_length, name))
		return false;
	return host_length == name_length || host[host_length - name_length - 1] == '.';
}

int text_parse_number(const char *text, unsigned long min, unsigned long max, unsigned long *out)
{
	unsigned long value = 0;

	if (*text == '\0')
		return -1;
	for (; *text != '\0'; text++) {
		unsigned long digit = (unsigned long)(*text - '0');

		if (*text < '0' || *text > '9' || value > (ULONG_MAX - digit) / 10)
			return -1;
		value = value * 10 + digit;
	}
	if (value < min || value > max)
		return -1;
	*out = value;
	return 0;
}
