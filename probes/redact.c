/* SPDX-License-Identifier: MIT */
#include "redact.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define WORD_MAX 3    /* a secret up to this long would be found in any text */
#define BEGIN_MIN 12  /* bytes of its beginning that are no chance in a text … */
#define END_MIN 4     /* … at the end of what base64 makes … */
#define PART_MIN 6    /* … and of any part of it, inside that */
#define RUN_MIN 4     /* base64 characters: a group */

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* ---- the secret as itself ------------------------------------------------------- */

/* Bytes at TEXT that are the secret with a backslash before each quote and
 * backslash; 0 if they are not. */
static size_t match_quoted(const char *text, size_t length, const char *secret, size_t count)
{
	size_t at = 0, i;

	for (i = 0; i < count; i++) {
		if (secret[i] == '"' || secret[i] == '\\') {
			if (at >= length || text[at] != '\\')
				return 0;
			at++;
		}
		if (at >= length || text[at] != secret[i])
			return 0;
		at++;
	}
	return at;
}

static size_t common_length(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t common = 0;

	while (common < a_length && common < b_length && a[common] == b[common])
		common++;
	return common;
}

static size_t match_itself(const char *text, size_t length, const struct secret *secret)
{
	size_t count = secret_length(secret);
	size_t common = common_length(text, length, secret_bytes(secret), count);
	size_t quoted;

	if (common == count)
		return count;
	quoted = match_quoted(text, length, secret_bytes(secret), count);
	return quoted > 0 || common < BEGIN_MIN ? quoted : common;
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
static bool holds(const char *bytes, size_t length, const struct secret *secret)
{
	const char *whole = secret_bytes(secret);
	size_t count = secret_length(secret), at, from;

	for (at = 0; at < length; at++) {
		size_t left = length - at, common = common_length(bytes + at, left, whole, count);

		if (common == count || (common == left && common >= END_MIN))
			return true;
		for (from = 0; from + PART_MIN <= count; from++)
			if (bytes[at] == whole[from] &&
					common_length(bytes + at, left, whole + from, count - from) >= PART_MIN)
				return true;
	}
	return false;
}

static bool run_tells(const char *run, size_t length, const struct secret *secret)
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
		found = holds(decoded, made, secret);
	}
	secret_wipe(decoded, length);
	free(decoded);
	return found;
}

/* ---- both ----------------------------------------------------------------------------- */

/* How many bytes at BYTES + AT must not be shown; 0 if none. */
static size_t to_hide(const struct secret *secret, const char *bytes, size_t length, size_t at)
{
	bool is_word = secret_length(secret) <= WORD_MAX;
	size_t count = match_itself(bytes + at, length - at, secret);

	if (count > 0 && (!is_word || stands_alone(bytes, length, at, count)))
		return count;
	if (is_word || (at > 0 && digit(bytes[at - 1]) >= 0))
		return 0; /* not the beginning of a run */
	count = run_length(bytes + at, length - at);
	if (!run_tells(bytes + at, count, secret))
		return 0;
	while (at + count < length && bytes[at + count] == '=')
		count++;
	return count;
}

void redact_add(const struct secret *secret, const char *bytes, size_t length, struct buf *out)
{
	size_t at = 0, shown = 0;

	while (secret != NULL && secret_length(secret) > 0 && at < length) {
		size_t hidden = to_hide(secret, bytes, length, at);

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
}
