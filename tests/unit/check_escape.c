/* SPDX-License-Identifier: MIT
 *
 * Every rule of escaping against a reader of its format, written from the
 * format's side: any bytes come back unchanged, or are refused with a reason.
 */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wizard/escape.h"

#define ROUNDS 4000
#define VALUE_MAX 40

/* ---- readers: TEXT, changed in place, into the value it stands for; false if it
 * is not well-formed, so that a file with it would be refused ---------------- */

static bool as_it_is(char *text, size_t *length)
{
	(void)text;
	(void)length;
	return true;
}

static bool trimmed(char *text, size_t *length)
{
	size_t start = 0;

	while (start < *length && strchr(" \t\v\f", text[start]) != NULL)
		start++;
	while (*length > start && strchr(" \t\v\f", text[*length - 1]) != NULL)
		(*length)--;
	*length -= start;
	memmove(text, text + start, *length);
	return true;
}

/* Between SIGNS bytes at each end, nothing is special. */
static bool stripped(char *text, size_t *length, char quote, size_t signs)
{
	size_t i;

	if (*length < 2 * signs)
		return false;
	for (i = 0; i < signs; i++)
		if (text[i] != quote || text[*length - 1 - i] != quote)
			return false;
	*length -= 2 * signs;
	memmove(text, text + signs, *length);
	return true;
}

static bool outer(char *text, size_t *length)
{
	return stripped(text, length, '"', 1);
}

static bool backticks(char *text, size_t *length)
{
	return stripped(text, length, '`', 1) && memchr(text, '`', *length) == NULL;
}

static bool triple(char *text, size_t *length)
{
	return stripped(text, length, '"', 3) && memchr(text, '"', *length) == NULL;
}

static int nibble(char digit)
{
	const char *digits = "0123456789abcdef", *at;

	if (digit >= 'A' && digit <= 'F')
		digit = (char)(digit - 'A' + 'a');
	at = digit == '\0' ? NULL : strchr(digits, digit);
	return at == NULL ? -1 : (int)(at - digits);
}

static int number(const char *text, int digits)
{
	int value = 0;

	for (; digits > 0; digits--, text++) {
		if (nibble(*text) < 0)
			return -1;
		value = value * 16 + nibble(*text);
	}
	return value;
}

/* Between quotes; MARK makes the next byte one of ALLOWED; a bare one of
 * FORBIDDEN would be read otherwise. */
static bool marked(char *text, size_t *length, char quote, char mark, const char *allowed,
	const char *forbidden)
{
	size_t from = 1, to = 0;

	if (*length < 2 || text[0] != quote || text[*length - 1] != quote)
		return false;
	for (; from < *length - 1; from++) {
		if (text[from] == mark) {
			from++;
			if (from == *length - 1 || strchr(allowed, text[from]) == NULL)
				return false;
		} else if (text[from] == quote || strchr(forbidden, text[from]) != NULL)
			return false;
		text[to++] = text[from];
	}
	*length = to;
	return true;
}

static bool double_quotes(char *text, size_t *length)
{
	return marked(text, length, '"', '\\', "\"\\", "");
}

static bool inner(char *text, size_t *length)
{
	memmove(text + 1, text, *length);
	text[0] = '"';
	text[*length + 1] = '"';
	*length += 2;
	return double_quotes(text, length);
}

static bool shell_like(char *text, size_t *length)
{
	return marked(text, length, '"', '\\', "\"\\$`", "$`");
}

static bool single_quotes(char *text, size_t *length)
{
	return marked(text, length, '\'', '\\', "'\\", "");
}

static bool yaml(char *text, size_t *length)
{
	return marked(text, length, '\'', '\'', "'", "");
}

static bool either(char *text, size_t *length)
{
	return text[0] == '\'' ? marked(text, length, '\'', '\0', "", "") :
		double_quotes(text, length);
}

/* SIGN and DIGITS hexadecimal digits are a byte; outside of quotes if QUOTE is 0. */
static bool coded(char *text, size_t *length, char quote, const char *sign, int digits)
{
	size_t from = quote != '\0', to = 0, end = *length - from, used = strlen(sign);
	int value;

	if (quote != '\0' && (*length < 2 || text[0] != quote || text[end] != quote))
		return false;
	while (from < end) {
		if (strncmp(text + from, sign, used) == 0) {
			value = number(text + from + used, digits);
			if (value < 0 || value > 255)
				return false;
			text[to++] = (char)value;
			from += used + (size_t)digits;
		} else if (quote != '\0' && text[from] == '\\' && digits == 4) {
			text[to++] = text[from + 1];
			from += 2;
		} else if (quote != '\0' && (text[from] == quote || text[from] == '\\'))
			return false;
		else
			text[to++] = text[from++];
	}
	*length = to;
	return true;
}

static bool hex(char *text, size_t *length)
{
	return coded(text, length, '"', "\\x", 2);
}

static bool url(char *text, size_t *length)
{
	size_t i;

	for (i = 0; i < *length; i++)
		if (strchr(" /:@?#[]+&;=,'\"<>\\^`{|}!$()*", text[i]) != NULL)
			return false;
	return coded(text, length, '\0', "%", 2);
}

static bool json(char *text, size_t *length)
{
	return coded(text, length, '"', "\\u", 4);
}

static bool xml(char *text, size_t *length)
{
	size_t from = 0, to = 0;
	char *end;

	while (from < *length)
		if (text[from] == '&') {
			text[to++] = (char)strtol(text + from + 2, &end, 10);
			from = (size_t)(end - text) + 1;
			if (*end != ';')
				return false;
		} else if (strchr("<>\"'", text[from]) != NULL)
			return false;
		else
			text[to++] = text[from++];
	*length = to;
	return true;
}

static bool shell(char *text, size_t *length)
{
	size_t from, to = 0;
	bool inside = false;

	for (from = 0; from < *length; from++)
		if (text[from] == '\'')
			inside = !inside;
		else if (inside)
			text[to++] = text[from];
		else if (text[from] == '\\')
			text[to++] = text[++from];
		else
			return false;
	*length = to;
	return !inside;
}

static bool percent(char *text, size_t *length)
{
	size_t from, to = 0;

	trimmed(text, length);
	for (from = 0; from < *length; from++) {
		if (text[from] == '%' && text[++from] != '%')
			return false;
		text[to++] = text[from];
	}
	*length = to;
	return true;
}

static bool glib(char *text, size_t *length)
{
	size_t from, to = 0;

	for (from = 0; from < *length; from++) {
		char byte = text[from];

		if (byte == '\\')
			byte = text[++from] == 's' ? ' ' : text[from] == 't' ? '\t' : text[from];
		else if (byte == ' ' || byte == '\t')
			return false;
		text[to++] = byte;
	}
	*length = to;
	return true;
}

/* Up to the first separator, which a backslash makes a sign like others. */
static bool glib_item(char *text, size_t *length)
{
	size_t from, to = 0;

	for (from = 0; from < *length; from++) {
		if (text[from] == ';')
			return false;
		if (text[from] == '\\' && text[from + 1] == ';')
			from++;
		text[to++] = text[from];
	}
	*length = to;
	return glib(text, length);
}

/* As gopkg.in/ini.v1 reads a line: quotes, the next line, comments, quotes again;
 * then %(name)s. */
static bool goini(char *text, size_t *length)
{
	if (!trimmed(text, length) || *length == 0 || memmem(text, *length, "%(", 2) != NULL)
		return false;
	if (*length > 1 && text[0] == '`')
		return stripped(text, length, '`', 1);
	return strchr("\"'`", text[0]) == NULL && text[*length - 1] != '\\' &&
		memchr(text, '#', *length) == NULL && memchr(text, ';', *length) == NULL;
}

static bool bracketed(char *text, size_t *length)
{
	if (*length > 0 && text[0] == '[') {
		(*length) -= 2;
		memmove(text, text + 1, *length);
	}
	return true;
}

/* FITS: takes every sign that ASCII can print, blanks at the edges too. */
static const struct {
	const char *rule;
	bool (*read)(char *text, size_t *length);
	bool fits;
} readers[] = {
	{ "ascii", as_it_is, true }, { "atom", as_it_is, false }, { "backtick", as_it_is, false },
	{ "double", double_quotes, true }, { "env", shell_like, false },
	{ "gitea", backticks, false }, { "glib", glib, true }, { "gliblist", glib_item, true },
	{ "goini", goini, false }, { "grafana", triple, false },
	{ "hex", hex, true }, { "inner", inner, true },
	{ "json", json, true }, { "line", as_it_is, true },
	{ "mutt", shell_like, true }, { "nobar", as_it_is, false }, { "nocolon", as_it_is, false },
	{ "nodash", as_it_is, true },
	{ "nullmailer", either, true }, { "outer", outer, true }, { "percent", percent, false },
	{ "shell", shell, true }, { "single", single_quotes, true }, { "trim", trimmed, false },
	{ "url", url, true }, { "urlhost", bracketed, false },
	{ "urlstart", as_it_is, false }, { "utf8", as_it_is, true },
	{ "word", as_it_is, false },
	{ "xml", xml, true }, { "yaml", yaml, true },
};
#define READERS (sizeof readers / sizeof readers[0])

/* ---- values -------------------------------------------------------------------------------- */

static uint64_t state;

static unsigned random_below(unsigned limit)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % limit;
}

/* Signs that formats mind, letters, UTF-8, and any byte at all. */
static size_t random_value(char *value)
{
	static const char signs[] = " \t\"'\\`$%#:;@/?&=+*!|{}[]()<>^~,.-_x20nu";
	size_t length = random_below(VALUE_MAX - 4), i;

	for (i = 0; i < length; i++)
		switch (random_below(8)) {
		case 0:
			value[i] = (char)random_below(256);
			break;
		case 1:
			memcpy(value + i, "\xc3\xa9", 2);
			i++;
			break;
		default:
			value[i] = signs[random_below(sizeof signs - 1)];
		}
	return i;
}

static void check_value(size_t which, const char *value, size_t length)
{
	struct secret *out = secret_new();
	const char *problem = escape_write(readers[which].rule, out, value, length);
	size_t back_length = secret_length(out);
	char *back;

	if (problem != NULL) {
		ck_assert_uint_gt(strlen(problem), 0);
		ck_assert_uint_eq(back_length, 0);
	} else {
		back = calloc(1, back_length + 8);
		memcpy(back, secret_bytes(out), back_length);
		ck_assert_msg(memchr(back, '\n', back_length) == NULL, "a line break got through");
		ck_assert_msg(readers[which].read(back, &back_length), "rule %s wrote %s",
			readers[which].rule, secret_bytes(out));
		ck_assert_msg(back_length == length && memcmp(back, value, length) == 0,
			"rule %s turned '%.*s' into %s", readers[which].rule, (int)length, value,
			secret_bytes(out));
		free(back);
	}
	secret_free(out);
}

START_TEST(any_bytes_come_back_or_are_refused)
{
	char value[VALUE_MAX + 1] = "";
	unsigned round;

	state = (uint64_t)_i + 1;
	for (round = 0; round < ROUNDS; round++)
		check_value((size_t)_i, value, random_value(value));
}
END_TEST

START_TEST(every_rule_has_a_reader)
{
	size_t i;

	ck_assert_uint_eq(escape_count, READERS);
	for (i = 0; i < READERS; i++)
		ck_assert_str_eq(escapes[i].name, readers[i].rule);
}
END_TEST

/* Refusing everything would be no art. */
START_TEST(printable_signs_fit)
{
	struct secret *out = secret_new();
	char value[98] = " ";
	const char *problem;
	size_t length = 1;
	char byte;

	ck_assert_ptr_null(escape_write(readers[_i].rule, out, "plain1", 6));
	for (byte = 0x20; byte < 0x7f; byte++)
		value[length++] = byte;
	value[length++] = ' ';
	secret_truncate(out, 0);
	problem = escape_write(readers[_i].rule, out, value, length);
	ck_assert_msg((problem == NULL) == readers[_i].fits, "rule %s: %s", readers[_i].rule,
		problem != NULL ? problem : "everything fits");
	secret_free(out);
}
END_TEST

START_TEST(what_no_program_can_send_is_refused)
{
	struct secret *out = secret_new();

	ck_assert_ptr_nonnull(escape_write(readers[_i].rule, out, "a\nb", 3));
	ck_assert_ptr_nonnull(escape_write(readers[_i].rule, out, "a\rb", 3));
	ck_assert_ptr_nonnull(escape_write(readers[_i].rule, out, "a\0b", 3));
	ck_assert_uint_eq(secret_length(out), 0);
	secret_free(out);
}
END_TEST

START_TEST(rules_follow_each_other)
{
	struct secret *out = secret_new();

	ck_assert_ptr_null(escape_write("url|mutt", out, "a$b c", 5));
	ck_assert_str_eq(secret_bytes(out), "\"a%24b%20c\"");
	ck_assert_ptr_nonnull(escape_write("nocolon|trim", out, "a:b", 3));
	ck_assert_ptr_null(escape_write("", out, "!", 1));
	ck_assert_str_eq(secret_bytes(out), "\"a%24b%20c\"!");
	secret_free(out);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("escape");
	TCase *group = tcase_create("escape");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(group, any_bytes_come_back_or_are_refused, 0, (int)READERS);
	tcase_add_test(group, every_rule_has_a_reader);
	tcase_add_loop_test(group, printable_signs_fit, 0, (int)READERS);
	tcase_add_loop_test(group, what_no_program_can_send_is_refused, 0, (int)READERS);
	tcase_add_test(group, rules_follow_each_other);
	tcase_set_timeout(group, 60);
	suite_add_tcase(suite, group);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
