/* SPDX-License-Identifier: MIT
 *
 * Reading presets: what is taken, and what is said about what is not.
 */
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "providers/preset.h"
#include "providers/preset_lint.h"
#include "providers/slip.h"

static const char good[] =
	"{ \"id\": \"x.example\", \"name\": \"X Mail\", \"checked\": \"2026-02-28\",\n"
	"  \"domains\": [\"x.example\", \"xn--mller-kva.example\"],\n"
	"  \"mx\": [\"mx.x.example\"],\n"
	"  \"services\": [\n"
	"    { \"protocol\": \"imap\", \"host\": \"imap.%EMAILDOMAIN%\", \"port\": 993,\n"
	"      \"security\": \"tls\", \"username\": \"%EMAILLOCALPART%\",\n"
	"      \"auth\": [\"oauth2\", \"password-cleartext\"] },\n"
	"    { \"protocol\": \"smtp\", \"host\": \"127.0.0.1\", \"port\": 587, \"security\": \"starttls\" }\n"
	"  ],\n"
	"  \"quirks\": [ { \"kind\": \"no-idle\", \"note\": \"ask again\" }, { \"kind\": \"no-pop\" } ],\n"
	"  \"help\": [ { \"topic\": \"setup\", \"url\": \"https://x.example/help\" },\n"
	"    { \"topic\": \"setup\", \"url\": \"https://x.example/second\", \"note\": \"More\" } ],\n"
	"  \"sources\": [\"curated\"] }\n";

static struct arena *arena;
static struct buf problems;

static void setup(void)
{
	arena = arena_new();
	buf_init(&problems, 1 << 20);
}

static void teardown(void)
{
	buf_done(&problems);
	arena_free(arena);
}

static struct preset *parse(const char *text)
{
	buf_clear(&problems);
	return preset_parse(arena, "folder/x.example.json", text, strlen(text), &problems);
}

/* The good preset with the first OLD put as NEW. */
static const char *with(const char *old, const char *new)
{
	const char *at = strstr(good, old);

	ck_assert_msg(at != NULL, "the preset has no '%s'", old);
	return arena_printf(arena, "%.*s%s%s", (int)(at - good), good, new, at + strlen(old));
}

START_TEST(a_good_one_is_taken_whole)
{
	struct preset *preset = parse(good);

	ck_assert_str_eq(buf_text(&problems), "");
	ck_assert_ptr_nonnull(preset);
	ck_assert_str_eq(preset->id, "x.example");
	ck_assert_str_eq(preset->name, "X Mail");
	ck_assert_str_eq(preset->checked, "2026-02-28");
	ck_assert_uint_eq(preset->domain_count, 2);
	ck_assert_str_eq(preset->domains[1], "xn--mller-kva.example");
	ck_assert_uint_eq(preset->mx_count, 1);
	ck_assert_uint_eq(preset->service_count, 2);
	ck_assert_int_eq(preset->services[0].protocol, MAIL_IMAP);
	ck_assert_int_eq(preset->services[0].security, MAIL_TLS);
	ck_assert_uint_eq(preset->services[0].port, 993);
	ck_assert_str_eq(preset->services[0].username, "%EMAILLOCALPART%");
	ck_assert_int_eq(preset->services[0].auth[0], MAIL_AUTH_OAUTH2);
	ck_assert_int_eq(preset->services[0].auth[1], MAIL_AUTH_CLEARTEXT);
	ck_assert_int_eq(preset->services[0].auth[2], MAIL_AUTH_UNSTATED);
	ck_assert_ptr_null(preset->services[1].username);
	ck_assert_int_eq(preset->services[1].security, MAIL_STARTTLS);
	ck_assert(preset_has_quirk(preset, "no-pop"));
	ck_assert(!preset_has_quirk(preset, "no-imap"));
	ck_assert_str_eq(preset->quirks[1].note, "");
	ck_assert_str_eq(preset_find_help(preset, "setup")->url, "https://x.example/help");
	ck_assert_ptr_null(preset_find_help(preset, "oauth2"));
	ck_assert_str_eq(preset->sources[0], "curated");
}
END_TEST

static const struct {
	const char *old, *new, *problem;
} broken[] = {
	{ "\"port\": 587", "\"port\": 70000", "x.example.json: services[1].port: not a port (70000)\n" },
	{ "587", "0", "x.example.json: services[1].port: not a port (0)\n" },
	{ "587", "-1", "x.example.json: services[1].port: not a port (-1)\n" },
	{ "587", "587.5", "x.example.json: services[1].port: not a port (587.5)\n" },
	{ "587", "1e99", "x.example.json: services[1].port: not a port (1e+99)\n" },
	{ "587", "\"587\"", "x.example.json: services[1].port: is not a number\n" },
	{ "\"port\": 587, ", "", "x.example.json: services[1].port: is missing\n" },
	{ "\"username\"", "\"usrname\"",
		"x.example.json: services[0].usrname: unknown key; did you mean 'username'?\n" },
	{ "\"username\"", "\"user\"",
		"x.example.json: services[0].user: unknown key; did you mean 'username'?\n" },
	{ "\"sources\"", "\"Sources\"",
		"x.example.json: Sources: unknown key; did you mean 'sources'?\n" },
	{ "\"sources\"", "\"colour\"", "x.example.json: colour: unknown key\n" },
	{ "\"mx\"", "\"name\"", "x.example.json: name: stands there twice\n" },
	{ "imap\"", "imaps\"",
		"x.example.json: services[0].protocol: not a known protocol ('imaps'); "
		"did you mean 'imap'?\n" },
	{ "\"starttls\"", "\"ssl\"",
		"x.example.json: services[1].security: not a known security ('ssl')\n" },
	{ "password-cleartext", "password",
		"x.example.json: services[0].auth[1]: not a known way to log in ('password'); "
		"did you mean 'password-cleartext'?\n" },
	{ "[\"oauth2\", ", "[\"oauth2\", \"oauth2\", \"oauth2\", \"oauth2\", ",
		"x.example.json: services[0].auth: more than 4 ways to log in\n" },
	{ "%EMAILLOCALPART%", "%USER%",
		"x.example.json: services[0].username: has an unknown placeholder ('%USER%')\n" },
	{ "imap.%EMAILDOMAIN%", "imap.%EMAILDOMAIN",
		"x.example.json: services[0].host: has an unknown placeholder ('imap.%EMAILDOMAIN')\n" },
	{ "127.0.0.1", "Mail.x.example",
		"x.example.json: services[1].host: not a host name in lower-case ASCII "
		"('Mail.x.example')\n" },
	{ "127.0.0.1", "mail..example",
		"x.example.json: services[1].host: not a host name in lower-case ASCII "
		"('mail..example')\n" },
	{ "x.example\", \"xn", "x.example\", \"x.example\", \"xn",
		"x.example.json: domains[1]: 'x.example' stands there twice\n" },
	{ "xn--mller-kva.example", "müller.example",
		"x.example.json: domains[1]: not a domain in lower-case ASCII ('müller.example')\n" },
	{ "xn--mller-kva.example", "-x.example",
		"x.example.json: domains[1]: not a domain in lower-case ASCII ('-x.example')\n" },
	{ "\"mx.x.example\"", "\"com\"",
		"x.example.json: mx[0]: 'com' would match a whole top-level domain\n" },
	{ "\"mx.x.example\"", "7", "x.example.json: mx[0]: is not a text\n" },
	{ "\"mx\": [\"mx.x.example\"]", "\"dkim\": [\"Key 1\"]",
		"x.example.json: dkim[0]: not a domain in lower-case ASCII ('Key 1')\n" },
	{ "[\"mx.x.example\"]", "\"mx.x.example\"", "x.example.json: mx: is not a list\n" },
	{ "2026-02-28", "2026-02-29",
		"x.example.json: checked: not a date as YYYY-MM-DD ('2026-02-29')\n" },
	{ "2026-02-28", "2026-2-8",
		"x.example.json: checked: not a date as YYYY-MM-DD ('2026-2-8')\n" },
	{ "\"x.example\",", "\"y.example\",",
		"x.example.json: id: 'y.example' is not the file's name without .json\n" },
	{ "\"x.example\",", "\"../x\",",
		"x.example.json: id: has a character other than a-z 0-9 . - _ ('../x')\n" },
	{ "\"X Mail\"", "\"\"", "x.example.json: name: is empty\n" },
	{ "X Mail", "X\\u202eliaM",
		"x.example.json: name: has a control or format character ('X\\u{202E}liaM')\n" },
	{ "X Mail", "X\\u001b[2J",
		"x.example.json: name: has a control or format character ('X\\x1B[2J')\n" },
	{ "\"X Mail\"", "null", "x.example.json: name: is not a text\n" },
	{ "no-idle", "no-idel",
		"x.example.json: quirks[0].kind: not a known kind of quirk ('no-idel'); "
		"did you mean 'no-idle'?\n" },
	{ "{ \"kind\": \"no-pop\" }", "[\"no-pop\"]", "x.example.json: quirks[1]: is not an object\n" },
	{ "{ \"kind\": \"no-pop\" }", "{}", "x.example.json: quirks[1].kind: is missing\n" },
	{ "\"setup\"", "\"help\"", "x.example.json: help[0].topic: not a known topic ('help')\n" },
	{ "https://x.example/help", "javascript:alert(1)",
		"x.example.json: help[0].url: not an http or https address ('javascript:alert(1)')\n" },
	{ "https://x.example/help", "https://x.example@evil.example/",
		"x.example.json: help[0].url: not an http or https address "
		"('https://x.example@evil.example/')\n" },
	{ "https://x.example/help", "https://x.example/<b>",
		"x.example.json: help[0].url: not an http or https address ('https://x.example/<b>')\n" },
	{ ", \"url\": \"https://x.example/help\"", "", "x.example.json: help[0].url: is missing\n" },
	{ "\"curated\"] }", "\"curated\"]", "x.example.json: 13:25: not JSON from here on\n" },
	{ "\"curated\"] }", "\"curated\"] } }", "x.example.json: 13:28: not JSON from here on\n" },
	{ "X Mail", "X\tMail", "x.example.json: 1:32: control character\n" },
	{ "X Mail", "X\\u0000Mail", "x.example.json: 1:32: \\u0000 in a text\n" },
	{ "X Mail", "X \xff", "x.example.json: not valid UTF-8\n" },
};

START_TEST(a_problem_is_named_with_its_place)
{
	ck_assert_ptr_null(parse(with(broken[_i].old, broken[_i].new)));
	ck_assert_str_eq(buf_text(&problems), broken[_i].problem);
}
END_TEST

START_TEST(all_problems_are_named_at_once)
{
	ck_assert_ptr_null(parse("{ \"id\": \"x.example\", \"domains\": [\"A\"], \"services\": [{}] }"));
	ck_assert_str_eq(buf_text(&problems),
		"x.example.json: name: is missing\n"
		"x.example.json: checked: is missing\n"
		"x.example.json: domains[0]: not a domain in lower-case ASCII ('A')\n"
		"x.example.json: services[0].protocol: is missing\n"
		"x.example.json: services[0].host: is missing\n"
		"x.example.json: services[0].port: is missing\n"
		"x.example.json: services[0].security: is missing\n");
}
END_TEST

START_TEST(other_json_is_refused)
{
	static const char *const texts[] = { "", " ", "[]", "7", "\"x\"", "{", "null", "\xef\xbb\xbf{}" };
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		ck_assert_ptr_null(parse(texts[i]));
		ck_assert_str_ne(buf_text(&problems), "");
	}
}
END_TEST

/* Nothing that deep may reach the recursive parser behind. */
START_TEST(deep_nesting_is_refused_before_parsing)
{
	char *text = arena_alloc(arena, PRESET_FILE_MAX + 1);

	memset(text, '[', PRESET_FILE_MAX);
	ck_assert_ptr_null(parse(text));
	ck_assert_str_eq(buf_text(&problems), "x.example.json: 1:9: nested too deep\n");
}
END_TEST

START_TEST(brackets_in_texts_are_no_nesting)
{
	ck_assert_ptr_nonnull(parse(with("X Mail", "[[[[[[[[[[\\\"[[[[[[")));
	ck_assert_str_eq(buf_text(&problems), "");
}
END_TEST

START_TEST(size_is_capped)
{
	char *text = arena_alloc(arena, PRESET_FILE_MAX + 2);

	memset(text, ' ', PRESET_FILE_MAX + 1);
	memcpy(text, good, strlen(good));
	ck_assert_ptr_null(preset_parse(arena, "x.example.json", text, PRESET_FILE_MAX + 1, &problems));
	ck_assert_str_eq(buf_text(&problems), "x.example.json: larger than 65536 bytes\n");
	buf_clear(&problems);
	ck_assert_ptr_nonnull(preset_parse(arena, "x.example.json", text, PRESET_FILE_MAX, &problems));
}
END_TEST

/* Each beginning of a file, as after a full disk. */
START_TEST(a_cut_file_is_refused)
{
	size_t length;

	for (length = 0; length < strlen(good) - 2; length++) {
		buf_clear(&problems);
		ck_assert_ptr_null(preset_parse(arena, "x.example.json", good, length, &problems));
		ck_assert_uint_gt(problems.length, 0);
	}
}
END_TEST

START_TEST(what_is_filled_in_is_not_filled_in_again)
{
	ck_assert_str_eq(preset_expand(arena, NULL, "a", "b.example"), "a@b.example");
	ck_assert_str_eq(preset_expand(arena, "%EMAILLOCALPART%.%EMAILDOMAIN%", "a", "b.example"),
		"a.b.example");
	ck_assert_str_eq(preset_expand(arena, "%EMAILADDRESS%", "%EMAILDOMAIN%", "b.example"),
		"%EMAILDOMAIN%@b.example");
	ck_assert_str_eq(preset_expand(arena, "%EMAILADDRESS", "a", "b.example"), "%EMAILADDRESS");
	ck_assert_str_eq(preset_expand(arena, "100%", "a", "b.example"), "100%");
}
END_TEST

static const struct {
	const char *typed, *meant;
	enum slip slip;
	size_t at;
} slips[] = {
	{ "gmail", "gmail", SLIP_SAME, 5 }, { "", "", SLIP_SAME, 0 },
	{ "gmial", "gmail", SLIP_SWAPPED, 2 }, { "gmali", "gmail", SLIP_SWAPPED, 3 },
	{ "gmal", "gmail", SLIP_MISSING, 3 }, { "mail", "gmail", SLIP_MISSING, 0 },
	{ "gmai", "gmail", SLIP_MISSING, 4 }, { "", "g", SLIP_MISSING, 0 },
	{ "ggmail", "gmail", SLIP_EXTRA, 1 }, { "gmaill", "gmail", SLIP_EXTRA, 5 },
	{ "g", "", SLIP_EXTRA, 0 }, { "gnail", "gmail", SLIP_WRONG, 1 },
	{ "gmaik", "gmail", SLIP_WRONG, 4 }, { "gmxil", "gmail", SLIP_WRONG, 2 },
	{ "gamli", "gmail", SLIP_NONE, 1 }, { "gm", "gmail", SLIP_NONE, 2 },
	{ "yahoo", "gmail", SLIP_NONE, 0 },
};

START_TEST(slips_are_told_apart)
{
	size_t at;

	ck_assert_int_eq(slip_between(slips[_i].typed, slips[_i].meant, &at), slips[_i].slip);
	ck_assert_uint_eq(at, slips[_i].at);
}
END_TEST

/* ---- files ------------------------------------------------------------------------- */

static char folder[] = "/tmp/check_preset.XXXXXX";

static const char *write_file(const char *name, const char *text)
{
	const char *path = arena_printf(arena, "%s/%s", folder, name);
	FILE *out = fopen(path, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_ge(fputs(text, out), 0);
	ck_assert_int_eq(fclose(out), 0);
	return path;
}

static char *lint(const char *const *files, size_t count, unsigned *found)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	*found = preset_lint(files, count, out);
	fclose(out);
	return text;
}

START_TEST(lint_sees_what_two_files_claim)
{
	const char *files[4];
	unsigned found;
	char *text;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	files[0] = write_file("x.example.json", good);
	files[1] = write_file("y.example.json",
		"{ \"id\": \"y.example\", \"name\": \"Y\", \"checked\": \"2026-01-01\","
		"  \"domains\": [\"x.example\"], \"mx\": [\"mx.x.example\"], \"services\": ["
		"  { \"protocol\": \"pop3\", \"host\": \"y.example\", \"port\": 110, \"security\": \"plain\" },"
		"  { \"protocol\": \"smtp\", \"host\": \"y.example\", \"port\": 465, \"security\": \"starttls\" },"
		"  { \"protocol\": \"smtp\", \"host\": \"y.example\", \"port\": 465, \"security\": \"tls\" } ] }");
	files[2] = write_file("z.example.json", "{ \"id\": 1 }");
	files[3] = arena_printf(arena, "%s/missing.json", folder);
	text = lint(files, 4, &found);
	ck_assert_uint_eq(found, 8);
	ck_assert_str_eq(text, arena_printf(arena,
		"z.example.json: id: is not a text\n"
		"z.example.json: name: is missing\n"
		"z.example.json: checked: is missing\n"
		"z.example.json: domains: is missing\n"
		"z.example.json: services: is missing\n"
		"%s/missing.json: cannot be read: No such file or directory\n"
		"y.example.json: domains: 'x.example' is claimed by x.example.json too\n"
		"y.example.json: mx: 'mx.x.example' is claimed by x.example.json too\n"
		"y.example.json: services[0].security: warning: plain sends passwords in clear; "
		"say so with the quirk no-tls if there is nothing else\n"
		"y.example.json: services[1].security: warning: the other kind of TLS is usual on this "
		"port\n"
		"y.example.json: services[2]: warning: the same host and port stand above\n", folder));
	free(text);
	unlink(files[0]);
	unlink(files[1]);
	unlink(files[2]);
	rmdir(folder);
}
END_TEST

START_TEST(a_pipe_is_no_preset)
{
	const char *path;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	path = arena_printf(arena, "%s/x.example.json", folder);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_ptr_null(preset_read(arena, path, &problems));
	ck_assert_ptr_nonnull(strstr(buf_text(&problems), "not a regular file"));
	unlink(path);
	rmdir(folder);
}
END_TEST

START_TEST(the_shipped_ones_have_no_problem)
{
	const char *source = getenv("srcdir");
	glob_t files;
	unsigned found;
	char *text;

	ck_assert_int_eq(glob(arena_printf(arena, "%s/providers/presets/*.json",
		source != NULL ? source : "."), 0, NULL, &files), 0);
	text = lint((const char *const *)files.gl_pathv, files.gl_pathc, &found);
	ck_assert_msg(found == 0, "%s", text);
	ck_assert_uint_gt(files.gl_pathc, 250);
	free(text);
	globfree(&files);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("preset");
	TCase *parsing = tcase_create("parsing"), *filing = tcase_create("files");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(parsing, setup, teardown);
	tcase_add_test(parsing, a_good_one_is_taken_whole);
	tcase_add_loop_test(parsing, a_problem_is_named_with_its_place, 0,
		(int)(sizeof broken / sizeof broken[0]));
	tcase_add_test(parsing, all_problems_are_named_at_once);
	tcase_add_test(parsing, other_json_is_refused);
	tcase_add_test(parsing, deep_nesting_is_refused_before_parsing);
	tcase_add_test(parsing, brackets_in_texts_are_no_nesting);
	tcase_add_test(parsing, size_is_capped);
	tcase_add_test(parsing, a_cut_file_is_refused);
	tcase_add_test(parsing, what_is_filled_in_is_not_filled_in_again);
	tcase_add_loop_test(parsing, slips_are_told_apart, 0, (int)(sizeof slips / sizeof slips[0]));
	suite_add_tcase(suite, parsing);
	tcase_add_checked_fixture(filing, setup, teardown);
	tcase_add_test(filing, lint_sees_what_two_files_claim);
	tcase_add_test(filing, a_pipe_is_no_preset);
	tcase_add_test(filing, the_shipped_ones_have_no_problem);
	suite_add_tcase(suite, filing);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
