/* SPDX-License-Identifier: MIT
 *
 * The head of a template: lines "key: value" up to a line of three dashes.
 */
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "snippet.h"
#include "target.h"

static const char *const kinds[TARGET_KINDS] = { "mail", "relay", "application", "sheet" };
static const char *const secrets[TARGET_SECRETS] = { "asks", "command", "placeholder", "never" };
static const char *const writes[TARGET_WRITES] = { "no", "new", "append" };

const char *target_kind_name(enum target_kind kind)
{
	return kinds[kind];
}

const char *target_secret_name(enum target_secret how)
{
	return secrets[how];
}

const char *target_write_name(enum target_write how)
{
	return writes[how];
}

static int index_of(const char *const *words, int count, const char *word)
{
	int i;

	for (i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* "imap:tls smtp:tls,starttls"; a protocol alone may use both. */
static bool parse_speaks(struct target *out, char *value)
{
	char *word, *mode;
	enum mail_protocol protocol;
	enum mail_security security;

	while ((word = strsep(&value, " ")) != NULL) {
		char *modes = word;

		word = strsep(&modes, ":");
		if (mail_protocol_parse(word, &protocol) != 0)
			return false;
		out->speaks[protocol] = true;
		if (modes == NULL)
			out->security[protocol][MAIL_TLS] = out->security[protocol][MAIL_STARTTLS] = true;
		while (modes != NULL && (mode = strsep(&modes, ",")) != NULL) {
			if (mail_security_parse(mode, &security) != 0)
				return false;
			out->security[protocol][security] = true;
		}
	}
	return true;
}

static bool parse_needs(struct target *out, char *value)
{
	char *word;

	while ((word = strsep(&value, " ")) != NULL) {
		if (strcmp(word, "receive") == 0)
			out->receives = true;
		else if (strcmp(word, "smtp") == 0)
			out->sends = true;
		else
			return false;
	}
	return true;
}

static bool parse_escape(struct target *out, const char *value)
{
	size_t length;

	out->escape = value;
	for (; *value != '\0'; value += length + (value[length] == '|')) {
		length = strcspn(value, "|");
		if (escape_find(value, length) == NULL)
			return false;
	}
	return true;
}

static bool parse_word(const char *const *words, int count, const char *value, int *out)
{
	*out = index_of(words, count, value);
	return *out >= 0;
}

static bool parse_key(struct target *out, const char *key, char *value)
{
	int which;

	if (strcmp(key, "title") == 0)
		out->title = value;
	else if (strcmp(key, "also") == 0)
		out->also = value;
	else if (strcmp(key, "file") == 0)
		out->file = value;
	else if (strcmp(key, "looks") == 0)
		out->looks = value;
	else if (strcmp(key, "claim") == 0)
		out->claim = value;
	else if (strcmp(key, "detect") == 0)
		out->detect = value;
	else if (strcmp(key, "escape") == 0)
		return parse_escape(out, value);
	else if (strcmp(key, "speaks") == 0)
		return parse_speaks(out, value);
	else if (strcmp(key, "needs") == 0)
		return parse_needs(out, value);
	else if (strcmp(key, "mode") == 0)
		out->mode = (unsigned)strtoul(value, NULL, 8);
	else if (strcmp(key, "oauth") == 0) {
		out->oauth = strcmp(value, "yes") == 0;
		out->no_oauth = out->oauth ? "" : value;
	} else if (strcmp(key, "oauth-at") == 0)
		out->oauth_at = value;
	else if (strcmp(key, "kind") == 0) {
		if (!parse_word(kinds, TARGET_KINDS, value, &which))
			return false;
		out->kind = (enum target_kind)which;
	} else if (strcmp(key, "secret") == 0) {
		if (!parse_word(secrets, TARGET_SECRETS, value, &which))
			return false;
		out->secret = (enum target_secret)which;
	} else if (strcmp(key, "write") == 0) {
		if (!parse_word(writes, TARGET_WRITES, value, &which))
			return false;
		out->write = (enum target_write)which;
	} else
		return false;
	return true;
}

int target_parse(struct arena *arena, const char *name, char *text, struct target *out,
	struct buf *problems)
{
	char *line, *value, *rest = text;
	size_t before = problems->length;
	unsigned number = 0;

	memset(out, 0, sizeof *out);
	out->name = arena_strdup(arena, name);
	out->no_oauth = out->oauth_at = "";
	out->also = out->file = out->looks = out->claim = out->detect = out->escape = "";
	out->mode = 0600;
	while ((line = strsep(&rest, "\n")) != NULL && strcmp(line, "---") != 0) {
		number++;
		if (line[0] == '#' || line[0] == '\0')
			continue;
		value = strstr(line, ": ");
		if (value != NULL) {
			*value = '\0';
			value += 2;
		}
		if (value == NULL || !parse_key(out, line, value))
			buf_printf(problems, "%s:%u: the line '%s' is not understood\n", name, number, line);
	}
	out->body = rest != NULL ? rest : "";
	if (out->title == NULL || rest == NULL)
		buf_printf(problems, "%s: title or body is missing\n", name);
	if (out->write != WRITE_NOT && out->file[0] == '\0')
		buf_printf(problems, "%s: a file to write needs a name\n", name);
	snippet_check(name, out->file, number, problems);
	snippet_check(name, out->looks, number, problems);
	snippet_check(name, out->claim, number, problems);
	snippet_check(name, out->body, number + 2, problems);
	return problems->length == before ? 0 : -1;
}
