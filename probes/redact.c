/* SPDX-License-Identifier: MIT */
#include "redact.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define WORD_MAX 3    /* a secret up to this long would be found in any text */
#define BEGIN_MIN 12  /* bytes of its beginning that are no chance in a text … */
#define END_MIN 4     /* … at the end of what base64 makes … */
#define PART_MIN 6    /* … and of any part of it, inside that */
#define RUN_MIN 4     /* base64 characters: a group */
#define TURNED_MIN 8  /* all in capitals, or broken by a line end, a shorter one may be a word */
#define REST_MIN 3    /* bytes on the next line that are the rest of it */

#define GRAM 4         /* bytes */
#define GRAMS 65536

/* The secret, and which runs of four bytes it may hold: a server must not make
 * looking for parts of a long token in long lines take seconds. */
struct sought {
	const char *whole;
	size_t count;
	unsigned char grams[GRAMS / 8];
};

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* ---- the secret as itself, or as some format writes it ----------------------------- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* COUNT hexadecimal digits; -1 if they are not all there. */
static long hex_number(const char *text, size_t length, size_t count)
{
	long number = 0;
	size_t i;

	if (length < count)
		return -1;
	for (i = 0; i < count; i++) {
		if (hex_digit(text[i]) < 0)
			return -1;
		number = number * 16 + hex_digit(text[i]);
	}
	return number;
}

/* One escape of a URL, of quoted-printable, of JSON or C, of IMAP's quoted
 * strings, or of HTML: bytes used, with what it stands for in *CHARACTER; 0 if
 * TEXT begins with none. */
static size_t read_escape(const char *text, size_t length, long *character)
{
	static const struct {
		const char *name;
		char stands_for;
	} entities[] = {
		{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
		{ "&#34;", '"' }, { "&#38;", '&' }, { "&#39;", '\'' }, { "&#60;", '<' }, { "&#62;", '>' },
		{ "&#x27;", '\'' },
	};
	size_t i;

	if (length < 2)
		return 0;
	if ((text[0] == '%' || text[0] == '=') &&
			(*character = hex_number(text + 1, length - 1, 2)) >= 0)
		return 3;
	if (text[0] == '\\' && text[1] == 'u' &&
			(*character = hex_number(text + 2, length - 2, 4)) >= 0)
		return 6;
	if (text[0] == '\\' && text[1] == 'x' &&
			(*character = hex_number(text + 2, length - 2, 2)) >= 0)
		return 4;
	if (text[0] == '\\') {
		*character = (unsigned char)text[1];
		return 2;
	}
	for (i = 0; text[0] == '&' && i < sizeof entities / sizeof entities[0]; i++) {
		size_t used = strlen(entities[i].name);

		if (length >= used && memcmp(text, entities[i].name, used) == 0) {
			*character = entities[i].stands_for;
			return used;
		}
	}
	return 0;
}

/* How many bytes of WHOLE the CHARACTER of an escape of USED bytes is; 0 if it is
 * another one.  Only \u names characters, the others name bytes. */
static size_t stands_for(long character, size_t used, const char *whole, size_t count)
{
	char bytes[3];
	size_t made = 0;

	if (used != 6 || character < 0x80)
		bytes[made++] = (char)character;
	else if (character < 0x800) {
		bytes[made++] = (char)(0xc0 | character >> 6);
		bytes[made++] = (char)(0x80 | (character & 0x3f));
	} else {
		bytes[made++] = (char)(0xe0 | character >> 12);
		bytes[made++] = (char)(0x80 | (character >> 6 & 0x3f));
		bytes[made++] = (char)(0x80 | (character & 0x3f));
	}
	return made <= count && memcmp(bytes, whole, made) == 0 ? made : 0;
}

/* What a command is turned to before some servers repeat it. */
enum letters { LETTERS_KEPT, LETTERS_UPPER, LETTERS_LOWER };

static char turned(char c, enum letters letters)
{
	if (letters == LETTERS_UPPER && c >= 'a' && c <= 'z')
		return (char)(c - 'a' + 'A');
	return letters == LETTERS_LOWER && c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Bytes at TEXT that are the secret, or the beginning of a long one, with
 * escapes where some format has them; 0 if they are not. */
static size_t match_written(const char *text, size_t length, const char *whole, size_t count,
	enum letters letters)
{
	size_t at = 0, i = 0, used, made;
	long character;

	while (i < count && at < length) {
		used = read_escape(text + at, length - at, &character);
		made = used > 0 ? stands_for(character, used, whole + i, count - i) : 0;
		if (made == 0 && (text[at] == turned(whole[i], letters) ||
				(text[at] == '+' && whole[i] == ' ')))
			used = made = 1;
		if (made == 0)
			break;
		at += used;
		i += made;
	}
	return i == count || i >= BEGIN_MIN ? at : 0;
}

/* The same for a dump of its bytes. */
static size_t match_hex(const char *text, size_t length, const char *whole, size_t count)
{
	size_t i = 0;

	while (i < count && length - 2 * i >= 2 &&
			hex_number(text + 2 * i, 2, 2) == (unsigned char)whole[i])
		i++;
	return i == count || i >= BEGIN_MIN ? 2 * i : 0;
}

static size_t common_length(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t common = 0;

	while (common < a_length && common < b_length && a[common] == b[common])
		common++;
	return common;
}

static unsigned gram_at(const char *bytes)
{
	uint32_t gram;

	memcpy(&gram, bytes, sizeof gram);
	return gram * 2654435761u >> 16;
}

static void seek(struct sought *sought, const struct secret *secret)
{
	size_t i;

	memset(sought, 0, sizeof *sought);
	sought->whole = secret_bytes(secret);
	sought->count = secret_length(secret);
	for (i = 0; i + GRAM <= sought->count; i++)
		sought->grams[gram_at(sought->whole + i) / 8] |=
			(unsigned char)(1 << gram_at(sought->whole + i) % 8);
}

static bool may_hold(const struct sought *sought, const char *bytes)
{
	return (sought->grams[gram_at(bytes) / 8] >> gram_at(bytes) % 8 & 1) != 0;
}

/* Bytes at TEXT that stand somewhere in the secret too; 0 if they are not LEAST,
 * which is four or more, so that they could be chance. */
static size_t match_part(const char *text, size_t length, const struct sought *sought,
	size_t least)
{
	const char *part;
	size_t i;

	if (length < least || sought->count < least)
		return 0;
	for (i = least - GRAM; i > 0; i = i > GRAM ? i - GRAM : 0)
		if (!may_hold(sought, text + i))
			return 0;
	if (!may_hold(sought, text))
		return 0;
	part = memmem(sought->whole, sought->count, text, least);
	return part == NULL ? 0 : common_length(text, length, part,
		sought->count - (size_t)(part - sought->whole));
}

static size_t match_itself(const char *text, size_t length, const struct sought *sought)
{
	const char *whole = sought->whole;
	size_t count = sought->count, matched;

	if (length >= count && memcmp(text, whole, count) == 0)
		return count;
	matched = match_written(text, length, whole, count, LETTERS_KEPT);
	if (matched == 0 && count >= TURNED_MIN)
		matched = match_written(text, length, whole, count, LETTERS_UPPER);
	if (matched == 0 && count >= TURNED_MIN)
		matched = match_written(text, length, whole, count, LETTERS_LOWER);
	if (matched == 0 && count > WORD_MAX)
		matched = match_hex(text, length, whole, count);
	return matched > 0 ? matched : match_part(text, length, sought, BEGIN_MIN);
}

/* ---- the secret over several lines --------------------------------------------------- */

/* The line ends here, after LENGTH bytes, in the middle of the secret, of which
 * the lines before held the first FROM: then LENGTH, else 0.  *UPTO is how much of
 * it they hold with this one. */
static size_t match_line_end(const char *text, size_t length, const struct sought *sought,
	size_t from, size_t *upto)
{
	const char *whole = sought->whole;
	size_t count = sought->count;

	if (count < TURNED_MIN || length < END_MIN)
		return 0;
	if (length >= count - from || memcmp(text, whole + from, length) != 0)
		from = 0; /* or it begins anew */
	if (length >= count - from || memcmp(text, whole + from, length) != 0)
		return 0;
	*upto = from + length;
	return length;
}

/* What is left of it when the lines before held the first FROM bytes. */
static size_t match_rest(const char *text, size_t length, const struct sought *sought,
	size_t from)
{
	size_t rest = sought->count - from;

	return from > 0 && rest >= REST_MIN && length >= rest &&
		memcmp(text, sought->whole + from, rest) == 0 ? rest : 0;
}

static bool stands_alone(const char *bytes, size_t length, size_t at, size_t count)
{
	return (at == 0 || !is_alphanumeric(bytes[at - 1])) &&
		(at + count >= length || !is_alphanumeric(bytes[at + count]));
}

/* ---- the secret in base64 --------------------------------------------------------- */

static int digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static size_t run_length(const char *text, size_t length)
{
	size_t run = 0;

	while (run < length && digit(text[run]) >= 0)
		run++;
	return run;
}

/* Whole bytes that the digits make; room for LENGTH bytes is enough. */
static size_t decode(const char *run, size_t length, char *out)
{
	unsigned bits = 0, have = 0;
	size_t made = 0, i;

	for (i = 0; i < length; i++) {
		bits = (bits << 6 | (unsigned)digit(run[i])) & 0xffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[made++] = (char)(bits >> have & 0xff);
		}
	}
	return made;
}

/* Do BYTES hold a telling part of the secret?  The run may have been cut at
 * either end, or have been broken in the middle. */
static bool holds(const char *bytes, size_t length, const struct sought *sought)
{
	size_t at;

	for (at = 0; at < length; at++) {
		size_t left = length - at;
		size_t common = common_length(bytes + at, left, sought->whole, sought->count);

		if (common == sought->count || (common == left && common >= END_MIN) ||
				match_part(bytes + at, left, sought, PART_MIN) > 0)
			return true;
	}
	return false;
}

static bool run_tells(const char *run, size_t length, const struct sought *sought)
{
	char *decoded;
	bool found = false;
	size_t skip, made;

	if (length < RUN_MIN)
		return false;
	decoded = mem_alloc(length);
	/* Letters before it may have shifted the groups. */
	for (skip = 0; skip < 4 && skip < length && !found; skip++) {
		made = decode(run + skip, length - skip, decoded);
		found = holds(decoded, made, sought);
	}
	secret_wipe(decoded, length);
	free(decoded);
	return found;
}

/* ---- all of it -------------------------------------------------------------------------- */

/* How many bytes at BYTES + AT must not be shown; 0 if none.  FROM and UPTO are
 * those of match_line_end(). */
static size_t to_hide(const struct sought *sought, const char *bytes, size_t length, size_t at,
	size_t from, size_t *upto)
{
	size_t left = length - at, count = match_itself(bytes + at, left, sought);

	if (sought->count <= WORD_MAX)
		return count > 0 && stands_alone(bytes, length, at, count) ? count : 0;
	if (count == 0)
		count = match_rest(bytes + at, left, sought, from);
	if (count == 0)
		count = match_line_end(bytes + at, left, sought, from, upto);
	if (count > 0 || (at > 0 && digit(bytes[at - 1]) >= 0))
		return count; /* or not the beginning of a run */
	count = run_length(bytes + at, left);
	if (!run_tells(bytes + at, count, sought))
		return 0;
	while (at + count < length && bytes[at + count] == '=')
		count++;
	return count;
}

void redact_line(const struct secret *secret, const char *bytes, size_t length,
	size_t *broken_at, struct buf *out)
{
	size_t at = 0, shown = 0, upto = 0;
	struct sought sought = { .count = 0 };

	if (secret != NULL)
		seek(&sought, secret);
	while (sought.count > 0 && at < length) {
		size_t hidden = to_hide(&sought, bytes, length, at, *broken_at, &upto);

		if (hidden == 0) {
			at++;
			continue;
		}
		buf_add(out, bytes + shown, at - shown);
		buf_puts(out, REDACTED);
		at += hidden;
		shown = at;
	}
	buf_add(out, bytes + shown, length - shown);
	*broken_at = upto;
	secret_wipe(&sought, sizeof sought);
}

void redact_add(const struct secret *secret, const char *bytes, size_t length, struct buf *out)
{
	size_t broken_at = 0;

	redact_line(secret, bytes, length, &broken_at, out);
}
