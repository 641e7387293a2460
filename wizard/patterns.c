/* SPDX-License-Identifier: MIT
 *
 * How a reply is joined and cleaned before patterns see it:
 *   - control characters and runs of blanks become one blank, bytes outside
 *     ASCII become '?', so the locale has no say in what matches;
 *   - "535-5.7.8 Bad" + "535 5.7.8 luck" becomes "535-5.7.8 Bad luck".
 */
#include "patterns.h"

#include <assert.h>
#include <regex.h>
#include <string.h>
#include <strings.h>

#include "../probes/mem.h"
#include "catalog_data.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The length of "535-" or "535 " (or a bare "535" at the end), 0 if none. */
static size_t code_length(const char *text)
{
	if (!is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[2]))
		return 0;
	if (text[3] == '-' || text[3] == ' ')
		return 4;
	return text[3] ? 0 : 3;
}

/* The length of an enhanced status code such as "5.7.8 ", 0 if none. */
static size_t enhanced_length(const char *text)
{
	size_t length = 0;

	for (int part = 0; part < 3; part++) {
		size_t digits = 0;

		while (is_digit(text[length + digits]))
			digits++;
		if (!digits || digits > 3)
			return 0;
		length += digits;
		if (text[length] != (part < 2 ? '.' : ' '))
			return 0;
		length++;
	}
	return length;
}

/* How much of TEXT repeats the code (and enhanced code) that FIRST begins with. */
static size_t repeated_length(const char *first, const char *text)
{
	size_t code = code_length(text);
	size_t enhanced = 0;

	if (!code || !code_length(first) || strncmp(first, text, 3) != 0)
		return 0;
	if (code == 4 && code_length(first) == 4)
		enhanced = enhanced_length(first + 4);
	if (enhanced && !strncmp(first + 4, text + 4, enhanced))
		return code + enhanced;
	return code;
}

static char cleaned(char c)
{
	unsigned char byte = (unsigned char)c;

	if (byte < 0x20 || byte == 0x7f)
		return ' ';
	return byte < 0x80 ? c : '?';
}

/* Appends one line with its blanks folded. */
static void add_cleaned(struct buf *out, const char *line, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = cleaned(line[i]);

		if (c == ' ' && (!out->length || out->data[out->length - 1] == ' '))
			continue;
		if (buf_add(out, &c, 1))
			return;
	}
}

static void trim_end(struct buf *out)
{
	while (out->length && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
}

/* A reply that was joined by somebody else still holds the codes of its lines:
 * "554-Transaction failed 554 Reject due to policy". */
static void drop_inner_codes(struct buf *joined)
{
	char *text = joined->data;
	size_t kept, from;

	if (code_length(text) != 4 || text[3] != '-')
		return;
	kept = from = 4 + enhanced_length(text + 4);
	while (from < joined->length) {
		size_t skip = text[kept - 1] == ' ' ? repeated_length(text, text + from) : 0;

		from += skip;
		if (!skip)
			text[kept++] = text[from++];
	}
	joined->length = kept;
	text[kept] = '\0';
}

/* Where an IMAP reply's status word stands: after a tag or at the start. */
static bool imap_has_status(const char *text)
{
	static const char *const words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };
	const char *after = text + strcspn(text, " ");

	if (!strncmp(text, "* ", 2) || !strncmp(text, "+", 1))
		return true;
	after += *after == ' ';
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);

		if (!strncasecmp(text, words[i], length) && (text[length] == ' ' || !text[length]))
			return true;
		if (!strncasecmp(after, words[i], length) && (after[length] == ' ' || !after[length]))
			return true;
	}
	return false;
}

static const char *lost_status(const char *protocol, const char *text)
{
	if (!strcmp(protocol, "imap") && !imap_has_status(text))
		return "NO ";
	if (!strcmp(protocol, "pop3") && text[0] != '+' && text[0] != '-')
		return "-ERR ";
	return "";
}

const char *patterns_said(struct arena *arena, const char *text)
{
	char *said = arena_alloc(arena, strlen(text) + 1), *to = said;
	const char *line = text;
	size_t length, skip;

	while (*line != '\0') {
		length = strcspn(line, "\r\n");
		skip = line == text ? 0 : repeated_length(text, line);
		if (skip < length) {
			if (to != said)
				*to++ = ' ';
			memcpy(to, line + skip, length - skip);
			to += length - skip;
		}
		line += length;
		line += strspn(line, "\r\n");
	}
	return said;
}

void patterns_text_init(struct patterns_text *ready, const char *protocol, const char *text)
{
	const char *first = text;
	bool smtp = !strcmp(protocol, "smtp");

	buf_init(&ready->joined, PATTERNS_REPLY_MAX);
	buf_init(&ready->lines, PATTERNS_REPLY_MAX);
	buf_puts(&ready->joined, lost_status(protocol, text));
	for (const char *line = text; *line;) {
		size_t length = strcspn(line, "\n");
		size_t skip = smtp && line != first ? repeated_length(first, line) : 0;

		if (skip > length)
			skip = length;
		add_cleaned(&ready->joined, line + skip, length - skip);
		add_cleaned(&ready->joined, " ", 1);
		add_cleaned(&ready->lines, line, length);
		buf_add(&ready->lines, "", 1);
		line += length + (line[length] == '\n');
	}
	trim_end(&ready->joined);
	if (ready->lines.length && strlen(ready->lines.data) + 1 == ready->lines.length)
		buf_clear(&ready->lines);
	if (smtp && ready->joined.length)
		drop_inner_codes(&ready->joined);
}

void patterns_text_done(struct patterns_text *ready)
{
	buf_done(&ready->joined);
	buf_done(&ready->lines);
}

/* A slot per row of both tables; they live as long as the program. */
static const regex_t *compiled(const struct reply_rule *rule)
{
	static regex_t **cache;
	size_t slot;

	if (!cache)
		cache = mem_alloc((catalog_reply_count + catalog_phrase_count) * sizeof(regex_t *));
	if (rule >= catalog_replies && rule < catalog_replies + catalog_reply_count)
		slot = (size_t)(rule - catalog_replies);
	else
		slot = catalog_reply_count + (size_t)(rule - catalog_phrases);
	if (!cache[slot]) {
		int error;

		cache[slot] = mem_alloc(sizeof(regex_t));
		error = regcomp(cache[slot], rule->pattern, REG_EXTENDED | REG_ICASE);
		assert(!error); /* the compiler of the tables has tried it */
		(void)error;
	}
	return cache[slot];
}

static bool matches(const regex_t *regex, const char *text, struct patterns_span *span)
{
	regmatch_t place;

	if (regexec(regex, text, 1, &place, 0))
		return false;
	if (span) {
		span->start = (size_t)place.rm_so;
		span->end = (size_t)place.rm_eo;
	}
	return true;
}

bool patterns_match(const struct reply_rule *rule, const struct patterns_text *ready,
	struct patterns_span *span)
{
	const regex_t *regex = compiled(rule);
	bool found = matches(regex, buf_text(&ready->joined), span);

	for (size_t at = 0; !found && at < ready->lines.length;) {
		const char *line = ready->lines.data + at;

		found = matches(regex, line, span);
		at += strlen(line) + 1;
	}
	return found;
}
