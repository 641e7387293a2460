/* SPDX-License-Identifier: MIT */
#include "snippet.h"

#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "language.h"
#include "snippet_values.h"

#define NESTING_MAX 8

struct fill {
	struct arena *arena;
	const struct target *target;
	const struct snippet_account *account;
	struct secret *out;
	struct buf *notes;
	/* One entry an open section: is its text wanted, was any branch taken? */
	struct { bool outer, wanted, taken; } open[NESTING_MAX];
	size_t depth;
};

static bool wanted(const struct fill *fill)
{
	return fill->depth == 0 || fill->open[fill->depth - 1].wanted;
}

/* ---- conditions ----------------------------------------------------------------------------------- */

int snippet_version_compare(const char *a, const char *b)
{
	unsigned long left, right;
	char *end;

	while (*a != '\0' || *b != '\0') {
		left = strtoul(a, &end, 10);
		a = end + (*end == '.');
		if (*end != '.')
			a = "";
		right = strtoul(b, &end, 10);
		b = end + (*end == '.');
		if (*end != '.')
			b = "";
		if (left != right)
			return left < right ? -1 : 1;
	}
	return 0;
}

/* An unknown version is taken for the newest. */
static bool version_holds(const struct fill *fill, const char *word)
{
	const char *version = fill->account->version;

	if (word[0] == '<')
		return version != NULL && snippet_version_compare(version, word + 1) < 0;
	return version == NULL || snippet_version_compare(version, word + 2) >= 0;
}

static bool word_holds(const struct fill *fill, const char *word)
{
	if (word[0] == '!')
		return !word_holds(fill, word + 1);
	if (strncmp(word, "version", 7) == 0 && word[7] != '\0')
		return version_holds(fill, word + 7);
	return snippet_flag(fill->account, word) == 1;
}

/* Every word of WORDS must hold. */
static bool holds(const struct fill *fill, const char *words)
{
	char *copy = arena_strdup(fill->arena, words), *word, *rest = copy;
	bool all = true;

	while (all && (word = strsep(&rest, " ")) != NULL)
		all = *word == '\0' || word_holds(fill, word);
	return all;
}

/* ---- values --------------------------------------------------------------------------------------- */

/* Cuts "name|rule|rule" of LENGTH bytes; *RULES is "" if none is named. */
static char *split_value(struct arena *arena, const char *text, size_t length, const char **rules)
{
	char *name = arena_strndup(arena, text, length), *bar = strchr(name, '|');

	*rules = "";
	if (bar != NULL) {
		*bar = '\0';
		*rules = bar + 1;
	}
	return name;
}

/* The next {{value}} in LINE; of three braces the first is text. */
static const char *find_value(const char *line, const char **close)
{
	const char *open = strstr(line, "{{");

	while (open != NULL && open[2] == '{')
		open++;
	*close = open == NULL ? NULL : strstr(open, "}}");
	return open;
}

static int refuse(struct fill *fill, const char *reason)
{
	buf_clear(fill->notes);
	buf_printf(fill->notes, "%s\n", reason);
	return 1;
}

static int add_value(struct fill *fill, const char *text, size_t length)
{
	const char *rules, *problem, *bytes;
	char *name = split_value(fill->arena, text, length, &rules);
	size_t bytes_length;

	if (rules[0] == '\0')
		rules = fill->target->escape;
	if (strcmp(name, "secret") == 0 && fill->account->secret != NULL) {
		bytes = secret_bytes(fill->account->secret);
		bytes_length = secret_length(fill->account->secret);
	} else {
		bytes = snippet_value(fill->arena, fill->account, name);
		bytes_length = strlen(bytes);
	}
	problem = escape_write(rules, fill->out, bytes, bytes_length);
	if (problem == NULL)
		return 0;
	return refuse(fill, arena_printf(fill->arena, _("%s cannot hold this %s: %s"),
		fill->target->name, snippet_value_title(name), problem));
}

/* ---- lines ---------------------------------------------------------------------------------------- */

static int add_text(struct fill *fill, const char *line)
{
	const char *open, *close;

	/* What a person reads is in his language, what a program reads is not. */
	if (fill->target->kind == TARGET_SHEET)
		line = language_of(line);
	while ((open = find_value(line, &close)) != NULL && close != NULL) {
		secret_add(fill->out, line, (size_t)(open - line));
		if (add_value(fill, open + 2, (size_t)(close - open) - 2) != 0)
			return 1;
		line = close + 2;
	}
	if (secret_add(fill->out, line, strlen(line)) != 0 || secret_add(fill->out, "\n", 1) != 0)
		return refuse(fill, _("the text becomes too long"));
	return 0;
}

static void open_section(struct fill *fill, const char *words)
{
	bool outer = wanted(fill), now = outer && holds(fill, words);

	fill->open[fill->depth].outer = outer;
	fill->open[fill->depth].wanted = now;
	fill->open[fill->depth].taken = now;
	fill->depth++;
}

static void turn_section(struct fill *fill)
{
	size_t top = fill->depth - 1;

	fill->open[top].wanted = fill->open[top].outer && !fill->open[top].taken;
	fill->open[top].taken = true;
}

static int obey(struct fill *fill, const char *order)
{
	if (strncmp(order, "if ", 3) == 0)
		open_section(fill, order + 3);
	else if (strcmp(order, "else") == 0)
		turn_section(fill);
	else if (strcmp(order, "end") == 0)
		fill->depth--;
	else if (!wanted(fill))
		return 0;
	else if (strncmp(order, "note ", 5) == 0)
		buf_printf(fill->notes, "%s\n", snippet_line(fill->arena, order + 5, fill->account));
	else
		return refuse(fill, snippet_line(fill->arena, order + strlen("refuse "),
			fill->account));
	return 0;
}

int snippet_fill(struct arena *arena, const struct target *target,
	const struct snippet_account *account, struct secret *out, struct buf *notes)
{
	struct fill fill = {
		.arena = arena, .target = target, .account = account, .out = out, .notes = notes,
	};
	char *copy = arena_strdup(arena, target->body), *line, *rest = copy;
	int status = 0;

	while (status == 0 && (line = strsep(&rest, "\n")) != NULL) {
		if (line[0] == '%' && line[1] != '%')
			status = obey(&fill, line + 1);
		else if (rest != NULL && wanted(&fill))
			status = add_text(&fill, line + (line[0] == '%'));
	}
	return status;
}

char *snippet_line(struct arena *arena, const char *line, const struct snippet_account *account)
{
	char *text = arena_strdup(arena, "");
	const char *open, *close, *rules;

	while ((open = find_value(line, &close)) != NULL && close != NULL) {
		const char *name = split_value(arena, open + 2, (size_t)(close - open) - 2, &rules);

		text = arena_printf(arena, "%s%.*s%s", text, (int)(open - line), line,
			snippet_value(arena, account, name));
		line = close + 2;
	}
	return arena_printf(arena, "%s%s", text, line);
}

/* ---- checking ------------------------------------------------------------------------------------- */

static void check_values(struct arena *arena, const char *where, const char *line,
	struct buf *problems)
{
	const char *open = line, *close, *rules, *name;
	size_t length;

	while ((open = find_value(open, &close)) != NULL) {
		if (close == NULL) {
			buf_printf(problems, "%s: '{{' without '}}'\n", where);
			return;
		}
		name = split_value(arena, open + 2, (size_t)(close - open) - 2, &rules);
		if (snippet_value_title(name) == NULL)
			buf_printf(problems, "%s: there is no value '%s'\n", where, name);
		for (; *rules != '\0'; rules += length + (rules[length] == '|')) {
			length = strcspn(rules, "|");
			if (escape_find(rules, length) == NULL)
				buf_printf(problems, "%s: there is no rule '%.*s'\n", where, (int)length, rules);
		}
		open = close;
	}
}

static bool is_version_word(const char *word)
{
	if (strncmp(word, "version<", 8) == 0)
		return word[8] >= '0' && word[8] <= '9';
	return strncmp(word, "version>=", 9) == 0 && word[9] >= '0' && word[9] <= '9';
}

static void check_words(const char *where, char *words, struct buf *problems)
{
	static const struct snippet_account nobody;
	char *word;

	while ((word = strsep(&words, " ")) != NULL) {
		word += *word == '!';
		if (*word != '\0' && !is_version_word(word) && snippet_flag(&nobody, word) < 0)
			buf_printf(problems, "%s: '%%if' does not know '%s'\n", where, word);
	}
}

void snippet_check(const char *name, const char *body, unsigned first_line, struct buf *problems)
{
	struct arena *arena = arena_new();
	char *line, *rest = arena_strdup(arena, body);
	unsigned number = first_line;
	size_t depth = 0;

	for (; (line = strsep(&rest, "\n")) != NULL; number++) {
		const char *where = arena_printf(arena, "%s:%u", name, number);

		check_values(arena, where, line, problems);
		if (line[0] != '%' || line[1] == '%')
			continue;
		if (strncmp(line, "%if ", 4) == 0) {
			check_words(where, line + 4, problems);
			if (++depth > NESTING_MAX)
				buf_printf(problems, "%s: sections are nested too deeply\n", where);
		} else if (strcmp(line, "%else") == 0 || strcmp(line, "%end") == 0) {
			if (depth == 0)
				buf_printf(problems, "%s: no section is open\n", where);
			else if (line[2] == 'n')
				depth--;
		} else if (strncmp(line, "%note ", 6) != 0 && strncmp(line, "%refuse ", 8) != 0)
			buf_printf(problems, "%s: there is no order '%s'\n", where, line);
	}
	if (depth > 0)
		buf_printf(problems, "%s: a section does not end\n", name);
	arena_free(arena);
}
