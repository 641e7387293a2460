/* SPDX-License-Identifier: MIT
 *
 * Text from outside is shown, never acted on; and where a secret hides in it.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "probes/secret.h"
#include "probes/text.h"

static const struct {
	const char *bytes;
	size_t length;
	const char *safe;
} shown[] = {
	{ "plain words", 11, "plain words" },
	{ "gr\xc3\xbc\xc3\x9f", 6, "gr\xc3\xbc\xc3\x9f" },
	{ "a\r\nb\nc", 6, "a b c" },
	{ "\x1b[31mred", 8, "\\x1B[31mred" },
	{ "bell\a", 5, "bell\\x07" },
	{ "nul\0end", 7, "nul\\x00end" },
	{ "del\x7f", 4, "del\\x7F" },
	{ "c1 \xc2\x9b""31m", 8, "c1 \\u{009B}31m" },
	{ "\xe2\x80\xae""evil", 7, "\\u{202E}evil" },
	{ "\xe2\x81\xa6x", 4, "\\u{2066}x" },
	{ "\xe2\x80\x8b", 3, "\\u{200B}" },
	{ "\xef\xbb\xbf", 3, "\\u{FEFF}" },
	{ "\xe2\x80\xa8", 3, "\\u{2028}" },
	{ "\xc2\xad", 2, "\\u{00AD}" },
	{ "\xf3\xa0\x81\x81", 4, "\\u{E0041}" },
	{ "\xc0\xaf", 2, "\\xC0\\xAF" },         /* overlong */
	{ "\xed\xa0\x80", 3, "\\xED\\xA0\\x80" }, /* a surrogate */
	{ "\xff", 1, "\\xFF" },
	{ "cut \xc3", 5, "cut \\xC3" },
	{ "C:\\dir", 6, "C:\\dir" },
};

START_TEST(outside_text_is_made_safe)
{
	struct arena *arena = arena_new();

	ck_assert_str_eq(text_safe(arena, shown[_i].bytes, shown[_i].length, 100), shown[_i].safe);
	arena_free(arena);
}
END_TEST

START_TEST(long_text_is_cut_at_a_character)
{
	struct arena *arena = arena_new();

	ck_assert_str_eq(text_safe(arena, "abcdef", 6, 6), "abcdef");
	ck_assert_str_eq(text_safe(arena, "abcdef", 6, 3), "abc\xe2\x80\xa6");
	ck_assert_str_eq(text_safe(arena, "ab\xc3\xbc""c", 5, 3), "ab\xe2\x80\xa6");
	arena_free(arena);
}
END_TEST

START_TEST(numbers_have_bounds)
{
	unsigned long number = 0;

	ck_assert_int_eq(text_parse_number("65535", 1, 65535, &number), 0);
	ck_assert_uint_eq(number, 65535);
	ck_assert_int_eq(text_parse_number("65536", 1, 65535, &number), -1);
	ck_assert_int_eq(text_parse_number("0", 1, 65535, &number), -1);
	ck_assert_int_eq(text_parse_number("", 0, 9, &number), -1);
	ck_assert_int_eq(text_parse_number("-1", 0, 9, &number), -1);
	ck_assert_int_eq(text_parse_number("1 ", 0, 9, &number), -1);
	ck_assert_int_eq(text_parse_number("99999999999999999999999", 0, 9, &number), -1);
}
END_TEST

START_TEST(subdomains_end_at_a_dot)
{
	ck_assert(text_is_subdomain("mail.example.org", "example.org"));
	ck_assert(text_is_subdomain("Example.ORG", "example.org"));
	ck_assert(!text_is_subdomain("badexample.org", "example.org"));
	ck_assert(!text_is_subdomain("example.org.evil.test", "example.org"));
	ck_assert(!text_is_subdomain("example.org", ""));
}
END_TEST

START_TEST(a_secret_is_found_in_every_disguise)
{
	static const char password[] = "corr\"ect\\horse";
	static const char *const leaks[] = {
		"PASS corr\"ect\\horse",
		"a1 LOGIN alice \"corr\\\"ect\\\\horse\"",
		"AGFsaWNlAGNvcnIiZWN0XGhvcnNl",     /* \0alice\0... */
		"AGFsaWNlcwBjb3JyImVjdFxob3JzZQ==", /* \0alices\0... */
		"Y29yciJlY3RcaG9yc2U=",             /* alone */
	};
	struct secret *secret = secret_new();
	size_t i;

	ck_assert_int_eq(secret_add(secret, password, strlen(password)), 0);
	for (i = 0; i < sizeof leaks / sizeof leaks[0]; i++)
		ck_assert_msg(secret_leaks_into(secret, leaks[i], strlen(leaks[i])), "%s", leaks[i]);
	ck_assert(!secret_leaks_into(secret, "correct horse", 13));
	secret_truncate(secret, 4);
	ck_assert_str_eq(secret_bytes(secret), "corr");
	ck_assert_uint_eq(secret_length(secret), 4);
	secret_free(secret);
}
END_TEST

START_TEST(a_secret_has_a_limit)
{
	static char bytes[SECRET_MAX + 1];
	struct secret *secret = secret_new();

	memset(bytes, 'x', sizeof bytes);
	ck_assert_int_eq(secret_add(secret, bytes, sizeof bytes), -1);
	ck_assert_uint_eq(secret_length(secret), 0);
	ck_assert_int_eq(secret_add(secret, bytes, SECRET_MAX), 0);
	ck_assert_int_eq(secret_add(secret, "y", 1), -1);
	secret_free(secret);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("text");
	TCase *cases = tcase_create("text");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(cases, outside_text_is_made_safe, 0, sizeof shown / sizeof shown[0]);
	tcase_add_test(cases, long_text_is_cut_at_a_character);
	tcase_add_test(cases, numbers_have_bounds);
	tcase_add_test(cases, subdomains_end_at_a_dot);
	tcase_add_test(cases, a_secret_is_found_in_every_disguise);
	tcase_add_test(cases, a_secret_has_a_limit);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
