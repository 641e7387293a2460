/* SPDX-License-Identifier: MIT */
#include "mask.h"

#include <assert.h>
#include <ctype.h>
#include <regex.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "../probes/buf.h"
#include "../probes/redact.h"

#define GROUPS 6

/* Base64 and no word of a language: capitals, digits or signs within. */
static bool is_encoded(const char *text, size_t length)
{
	static const char status[] = "eyJzdGF0dXMi"; /* {"status": an answer, no secret */
	bool lower = false, odd = false;
	size_t i;

	for (i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		lower = lower || islower(c);
		odd = odd || isdigit(c) || c == '=' || c == '+' || (i > 0 && isupper(c));
	}
	return lower && odd && strncmp(text, status, strlen(status)) != 0;
}

/* Not what a program prints for a key without a value. */
static bool is_value(const char *text, size_t length)
{
	static const char *const empty[] = { "null", "none", "undefined", "false", "true" };
	size_t i;

	for (i = 0; i < sizeof empty / sizeof empty[0]; i++)
		if (strlen(empty[i]) == length && strncmp(empty[i], text, length) == 0)
			return false;
	return text[0] != '<' && text[0] != '*';
}

#define KEYS "(pass(word|wd|phrase)?|pwd|secret|token|api[_-]?key|assertion|" \
	"code_verifier|device_code)"

static const struct rule {
	const char *pattern;
	int flags;
	size_t group; /* what is masked */
	bool (*applies)(const char *text, size_t length); /* NULL: always */
	bool by_look; /* nothing names it as a secret */
} rules[] = {
	/* password="open sesame", "access_token":"x", pass: 'x' */
	{ KEYS "[\"']?[ \t]*(=>|[=:])[ \t]*[\"']([^\"'\n]+)[\"']", REG_ICASE, 4, is_value, false },
	{ KEYS "[\"']?[ \t]*(=>|[=:])[ \t]*([^\"',;&<> \t\n]+)", REG_ICASE, 4, is_value, false },
	{ "(authorization: *[a-z]+|bearer) +([^ \t\n\"']{6,})", REG_ICASE, 2, NULL, false },
	{ "[?&]code=([^& \t\n]+)", REG_ICASE, 1, NULL, false },
	/* smtp://user:secret@host; curl -u user:secret; swaks --auth-password secret */
	{ "://[^/:@ \t\n]+:([^/ \t\n]+)@", 0, 1, NULL, false },
	{ "(^|[ \t])(-u|--user)[ =]+[\"']?[^: \t\n]+:([^\"' \t\n]+)", 0, 3, NULL, false },
	{ "(^|[ \t])--?[a-z-]*pass(word)?[ =]+[\"']?([^\"' \t\n]+)", 0, 3, NULL, false },
	/* The lines of a dialogue. */
	{ "(AUTH|auth)(ENTICATE|enticate)?[ \t]+[A-Z0-9-]+[ \t]+([A-Za-z0-9+/=]{8,})", 0, 3,
		is_encoded, false },
	{ "^([^A-Za-z0-9+/\n]*[A-Za-z]{1,6}:)?[^A-Za-z0-9+/\n]*([A-Za-z0-9+/]{6,}(={1,2}|[A-Za-z0-9+/]{2}))"
		"[^A-Za-z0-9+/\n]*$", 0, 2, is_encoded, true },
	{ "(^|[^A-Za-z])PASS[ \t]+([^ \t\n]+)", 0, 2, NULL, false },
	{ "(^|[ \t>:])([A-Za-z]*[0-9]+|[a-z.]) LOGIN (\"[^\"\n]*\"|[^ \n]+) ([^\n]+)", 0, 4, NULL, false },
	/* Tokens by their look, wherever they stand. */
	{ "eyJ[A-Za-z0-9_-]{17,}(\\.[A-Za-z0-9_-]+)*", 0, 0, is_encoded, true },
	{ "ya29\\.[A-Za-z0-9_-]+", 0, 0, NULL, true },
	{ "[A-Za-z0-9+/=_-]{48,}", 0, 0, is_encoded, true },
};

/* The expressions live as long as the program. */
static const regex_t *compiled(size_t index)
{
	static regex_t cache[sizeof rules / sizeof rules[0]];
	static bool ready[sizeof rules / sizeof rules[0]];

	if (!ready[index]) {
		int error = regcomp(&cache[index], rules[index].pattern,
			REG_EXTENDED | REG_NEWLINE | rules[index].flags);

		assert(error == 0);
		(void)error;
		ready[index] = true;
	}
	return &cache[index];
}

static const char *apply(struct arena *arena, size_t index, const char *text)
{
	const struct rule *rule = &rules[index];
	regmatch_t places[GROUPS];
	struct buf out;
	const char *at = text;

	buf_init(&out, SIZE_MAX / 4);
	while (*at != '\0') {
		const regmatch_t *place = &places[rule->group];
		bool inside = at > text && at[-1] != '\n';
		size_t from, length;

		if (regexec(compiled(index), at, GROUPS, places, inside ? REG_NOTBOL : 0) != 0)
			break;
		from = (size_t)place->rm_so;
		length = (size_t)(place->rm_eo - place->rm_so);
		buf_add(&out, at, from);
		if (rule->applies == NULL || rule->applies(at + from, length))
			buf_puts(&out, REDACTED);
		else
			buf_add(&out, at + from, length);
		at += from + length;
	}
	buf_puts(&out, at);
	text = arena_strndup(arena, buf_text(&out), out.length);
	buf_done(&out);
	return text;
}

static const char *mask(struct arena *arena, const char *text, bool by_look)
{
	size_t i;

	for (i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (by_look || !rules[i].by_look)
			text = apply(arena, i, text);
	return text;
}

const char *mask_secrets(struct arena *arena, const char *text)
{
	return mask(arena, text, true);
}

const char *mask_named_secrets(struct arena *arena, const char *text)
{
	return mask(arena, text, false);
}
