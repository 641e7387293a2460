/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "probes/redact.h"
#include "probes/sasl.h"

#define LONG_SECRET "ya29.a0AfH6SMBx-0123456789abcdefghijklmnopqrstuvwxyz"

static const struct redaction {
	const char *secret, *text, *shown;
} redactions[] = {
	{ "hunter22", "535 hunter22 is wrong", "535 <redacted> is wrong" },
	{ "hunter22", "hunter22", "<redacted>" },
	{ "hunter22", "xhunter22hunter22y", "x<redacted><redacted>y" },
	{ "hunter22", "hunter2 it is not", "hunter2 it is not" },
	{ "hunter22", "", "" },
	{ "hunter22", "Hunter22", "Hunter22" },
	/* IMAP's quoted form */
	{ "a\"b\\c", "BAD LOGIN alice \"a\\\"b\\\\c\"", "BAD LOGIN alice \"<redacted>\"" },
	{ "a\"b\\c", "BAD a\"b\\c", "BAD <redacted>" },
	/* as other formats write it */
	{ "s3cr et+\"x\"", "see /?p=s3cr%20et%2B%22x%22&q", "see /?p=<redacted>&q" },
	{ "s3cr et+\"x\"", "see /?p=s3cr+et%2b%22x%22", "see /?p=<redacted>" },
	{ "s3cr et+\"x\"", "see /?p=s3cr%21et", "see /?p=s3cr%21et" },
	{ "a<b>&'c\"d", "bad a&lt;b&gt;&amp;&#39;c&quot;d!", "bad <redacted>!" },
	{ "a<b>&'c\"d", "bad a&lt", "bad a&lt" },
	{ "p\xc3\xa4ss\xe2\x82\xacw/", "{\"p\":\"p\\u00e4ss\\u20acw\\/\"}", "{\"p\":\"<redacted>\"}" },
	{ "p\xc3\xa4sswort", "p=C3=A4sswort", "<redacted>" },
	{ "p\xc3\xa4sswort", "p\\xc3\\xa4sswort", "<redacted>" },
	{ "hunter22", "auth line 68756e7465723232.", "auth line <redacted>." },
	{ "hunter22", "auth line 68756E7465723232.", "auth line <redacted>." },
	{ "hunter22", "auth line 68756e74.", "auth line 68756e74." },
	/* in capitals, as some servers repeat a whole command */
	{ "hunter22", "500 PASS HUNTER22 UNKNOWN", "500 PASS <redacted> UNKNOWN" },
	{ "Hunter22", "500 pass hunter22 unknown", "500 pass <redacted> unknown" },
	{ "word", "THE WORD", "THE WORD" },
	{ LONG_SECRET, "500 ...SMBx-0123456789abc...", "500 ...<redacted>..." },
	{ LONG_SECRET, "500 0123456789", "500 0123456789" },
	/* base64: alone, in PLAIN's frame, in the middle of words, with padding */
	{ "hunter22", "500 aHVudGVyMjI= what", "500 <redacted> what" },
	{ "hunter22", "500 AGFsaWNlAGh1bnRlcjIy", "500 <redacted>" },
	{ "hunter22", "500 'AGFsaWNlAGh1bnRlcjIy'!", "500 '<redacted>'!" },
	{ "hunter22", "xyzaHVudGVyMjI=", "<redacted>" },
	/* cut off, or without its beginning */
	{ "hunter22", "500 aHVudGVy...", "500 <redacted>..." },
	{ "hunter22", "500 dW50ZXIyMg==", "500 <redacted>" },
	{ LONG_SECRET, "500 ya29.a0AfH6SMBx-01...", "500 <redacted>..." },
	{ LONG_SECRET, "500 ya29 is how tokens begin", "500 ya29 is how tokens begin" },
	/* base64 that is something else */
	{ "hunter22", "334 VXNlcm5hbWU6", "334 VXNlcm5hbWU6" },
	{ "hunter22", "eyJzdGF0dXMiOiI0MDAifQ==", "eyJzdGF0dXMiOiI0MDAifQ==" },
	/* short secrets: words of their own */
	{ "a", "authentication failed for a", "authentication failed for <redacted>" },
	{ "ab1", "ab1, cab1 ab12 (ab1)", "<redacted>, cab1 ab12 (<redacted>)" },
	{ "", "nothing to hide", "nothing to hide" },
	{ NULL, "nothing to hide", "nothing to hide" },
};

START_TEST(text_comes_out_clean)
{
	const struct redaction *test = &redactions[_i];
	struct secret *secret = test->secret != NULL ? secret_new() : NULL;
	struct buf out;

	buf_init(&out, 1000);
	if (secret != NULL)
		secret_add(secret, test->secret, strlen(test->secret));
	redact_add(secret, test->text, strlen(test->text), &out);
	ck_assert_str_eq(buf_text(&out), test->shown);
	buf_done(&out);
	secret_free(secret);
}
END_TEST

/* Whatever frame of base64 the secret stands in, secret_leaks_into() agrees. */
START_TEST(every_frame_is_found)
{
	struct secret *secret = secret_new();
	struct buf raw, text, out;
	int before, after;

	secret_add(secret, "s3cr\xc3\xa9t w0rd", 12);
	for (before = 0; before < 7; before++)
		for (after = 0; after < 7; after++) {
			buf_init(&raw, 100);
			buf_init(&text, 1000);
			buf_init(&out, 1000);
			buf_add(&raw, "user=xx", (size_t)before);
			buf_add(&raw, secret_bytes(secret), secret_length(secret));
			buf_add(&raw, "\1\1\1\1\1\1\1", (size_t)after);
			buf_puts(&text, "-ERR ");
			sasl_base64(buf_text(&raw), raw.length, &text);
			ck_assert(secret_leaks_into(secret, buf_text(&text), text.length));
			redact_add(secret, buf_text(&text), text.length, &out);
			ck_assert_str_eq(buf_text(&out), "-ERR <redacted>");
			buf_done(&raw);
			buf_done(&text);
			buf_done(&out);
		}
	secret_free(secret);
}
END_TEST

START_TEST(any_long_part_is_found)
{
	struct secret *secret = secret_new();
	size_t length = strlen(LONG_SECRET), from, part;
	struct buf text, out;

	secret_add(secret, LONG_SECRET, length);
	for (part = 12; part < length; part++)
		for (from = 0; from + part <= length; from++) {
			buf_init(&text, 1000);
			buf_init(&out, 1000);
			buf_puts(&text, "<!");
			buf_add(&text, LONG_SECRET + from, part);
			buf_puts(&text, "!>");
			redact_add(secret, buf_text(&text), text.length, &out);
			ck_assert_str_eq(buf_text(&out), "<!<redacted>!>");
			buf_done(&text);
			buf_done(&out);
		}
	secret_free(secret);
}
END_TEST

/* A server may break the line that repeats it. */
START_TEST(a_line_end_hides_nothing)
{
	static const char *const lines[] = {
		"535-bad hunter", "535-22-correct", "535 -horse!", "535 horse", "535 bad hunt", "535 22",
	};
	static const char *const shown[] = {
		"535-bad <redacted>", "535-<redacted>", "535 <redacted>!", "535 horse",
		"535 bad <redacted>", "535 22",
	};
	struct secret *secret = secret_new();
	size_t upto = 0, i;
	struct buf out;

	secret_add(secret, "hunter22-correct-horse", 22);
	for (i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		buf_init(&out, 1000);
		redact_line(secret, lines[i], strlen(lines[i]), &upto, &out);
		ck_assert_str_eq(buf_text(&out), shown[i]);
		buf_done(&out);
	}
	secret_free(secret);
}
END_TEST

START_TEST(bytes_of_any_kind_pass)
{
	struct secret *secret = secret_new();
	struct buf out;

	secret_add(secret, "\0\xff pass", 7);
	buf_init(&out, 1000);
	redact_add(secret, "x\0\xff pass\0y", 10, &out);
	ck_assert_uint_eq(out.length, strlen("x<redacted>") + 2);
	ck_assert_mem_eq(out.data, "x<redacted>\0y", out.length);
	buf_done(&out);
	secret_free(secret);
}
END_TEST

START_TEST(a_full_buffer_is_no_harm)
{
	struct secret *secret = secret_new();
	struct buf out;

	secret_add(secret, "hunter22", 8);
	buf_init(&out, 4);
	redact_add(secret, "hunter22 hunter22", 17, &out);
	ck_assert_uint_le(out.length, 4);
	ck_assert(!secret_leaks_into(secret, buf_text(&out), out.length));
	buf_done(&out);
	secret_free(secret);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("redact");
	TCase *tcase = tcase_create("redact");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, text_comes_out_clean, 0,
		(int)(sizeof redactions / sizeof redactions[0]));
	tcase_add_test(tcase, every_frame_is_found);
	tcase_add_test(tcase, any_long_part_is_found);
	tcase_add_test(tcase, a_line_end_hides_nothing);
	tcase_add_test(tcase, bytes_of_any_kind_pass);
	tcase_add_test(tcase, a_full_buffer_is_no_harm);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
