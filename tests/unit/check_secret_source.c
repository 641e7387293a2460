/* SPDX-License-Identifier: MIT
 *
 * Where secrets come from: line ends, limits, failures, and that what is said
 * about them never holds them.
 */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wizard/secret_source.h"

static char path[] = "/tmp/mailguide-check-XXXXXX";
static char said[2048];
static struct options options;
static struct secret *secret;

static void set_up(void)
{
	int fd;

	strcpy(path + strlen(path) - 6, "XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
	memset(&options, 0, sizeof options);
	secret = NULL;
}

static void tear_down(void)
{
	unlink(path);
	secret_free(secret);
}

static void put(const void *bytes, size_t length)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

/* Reads as the options say, catching what is said. */
static int get(void)
{
	FILE *capture = tmpfile();
	int saved = dup(STDERR_FILENO), status;
	size_t length;

	ck_assert_ptr_nonnull(capture);
	dup2(fileno(capture), STDERR_FILENO);
	status = secret_source_read(&options, &secret);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(capture);
	length = fread(said, 1, sizeof said - 1, capture);
	said[length] = '\0';
	fclose(capture);
	return status;
}

/* What a file holds, and the secret that is made of it. */
static const struct {
	const char *bytes;
	size_t length;
	const char *secret;
	size_t secret_length;
	const char *said; /* a part of the warning, "" for none */
} files[] = {
	{ "sesame", 6, "sesame", 6, "" },
	{ "sesame\n", 7, "sesame", 6, "" },
	{ "sesame\r\n", 8, "sesame", 6, "" },
	{ "sesame\n\n", 8, "sesame\n", 7, "blank or line end" },
	{ "sesame\r", 7, "sesame\r", 7, "blank or line end" },
	{ " sesame \n", 9, " sesame ", 8, "blank or line end" },
	{ "ses\x01" "ame\n", 8, "ses\x01" "ame", 7, "control character" },
	{ "a\"b\\c%d{\xc3\xa9\n", 11, "a\"b\\c%d{\xc3\xa9", 10, "" },
	{ "nul\0byte\n", 9, "nul\0byte", 8, "control character" },
};

START_TEST(test_files)
{
	put(files[_i].bytes, files[_i].length);
	options.password_file = path;
	ck_assert_int_eq(get(), 0);
	ck_assert_ptr_nonnull(secret);
	ck_assert_uint_eq(secret_length(secret), files[_i].secret_length);
	ck_assert_mem_eq(secret_bytes(secret), files[_i].secret, files[_i].secret_length);
	if (files[_i].said[0] == '\0')
		ck_assert_str_eq(said, "");
	ck_assert_ptr_nonnull(strstr(said, files[_i].said));
	ck_assert(!secret_leaks_into(secret, said, strlen(said)));
}
END_TEST

static void refused(const char *reason)
{
	ck_assert_int_eq(get(), -1);
	ck_assert_ptr_null(secret);
	ck_assert_msg(strstr(said, reason) != NULL, "said %s", said);
	ck_assert_ptr_null(strstr(said, "sesame"));
}

START_TEST(test_no_source)
{
	ck_assert_int_eq(get(), 0);
	ck_assert_ptr_null(secret);
}
END_TEST

START_TEST(test_bad_files)
{
	char *large = malloc(SECRET_MAX + 1);

	options.password_file = path;
	refused("the password is empty");
	put("\r\n", 2);
	refused("the password is empty");
	memset(large, 'x', SECRET_MAX + 1);
	put(large, SECRET_MAX + 1);
	free(large);
	refused("longer than");
	options.password_file = "/nonexistent/secret";
	refused("cannot read the password file '/nonexistent/secret'");
	options.password_file = "/tmp";
	refused("cannot read the password file '/tmp'");
	options.password_file = NULL;
	options.oauth_token_file = "/nonexistent/token";
	refused("cannot read the token file");
}
END_TEST

START_TEST(test_longest)
{
	char *largest = malloc(SECRET_MAX);

	memset(largest, 'x', SECRET_MAX);
	put(largest, SECRET_MAX);
	free(largest);
	options.oauth_token_file = path;
	ck_assert_int_eq(get(), 0);
	ck_assert_uint_eq(secret_length(secret), SECRET_MAX);
}
END_TEST

START_TEST(test_open_file_is_warned_about)
{
	put("sesame\n", 7);
	ck_assert_int_eq(chmod(path, 0644), 0);
	options.password_file = path;
	ck_assert_int_eq(get(), 0);
	ck_assert_ptr_nonnull(strstr(said, "everybody on this computer can read"));
	ck_assert_ptr_null(strstr(said, "sesame"));
}
END_TEST

START_TEST(test_commands)
{
	options.password_command = "printf 'se%s\\r\\n' same";
	ck_assert_int_eq(get(), 0);
	ck_assert_str_eq(secret_bytes(secret), "sesame");
	ck_assert_str_eq(said, "");
	secret_free(secret);
	/* It gets nothing to read, and what it says on stderr comes through. */
	options.password_command = "cat; echo hint >&2; echo sesame";
	ck_assert_int_eq(get(), 0);
	ck_assert_str_eq(secret_bytes(secret), "sesame");
	ck_assert_str_eq(said, "hint\n");
}
END_TEST

START_TEST(test_bad_commands)
{
	options.password_command = "echo sesame; exit 3";
	refused("failed with exit status 3");
	options.password_command = "kill -9 $$";
	refused("failed with exit status 137");
	options.password_command = "true";
	refused("the password is empty");
	options.password_command = "yes sesame";
	refused("longer than");
	options.password_command = NULL;
	options.oauth_token_command = "/nonexistent/command";
	refused("failed with exit status 127");
}
END_TEST

START_TEST(test_stdin)
{
	int saved = dup(STDIN_FILENO), fd;

	put("sesame\r\n", 8);
	fd = open(path, O_RDONLY);
	ck_assert_int_ge(fd, 0);
	dup2(fd, STDIN_FILENO);
	close(fd);
	options.password_stdin = true;
	ck_assert_int_eq(get(), 0);
	dup2(saved, STDIN_FILENO);
	close(saved);
	ck_assert_str_eq(secret_bytes(secret), "sesame");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secret_source");
	TCase *tests = tcase_create("secret_source");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, test_no_source);
	tcase_add_loop_test(tests, test_files, 0, (int)(sizeof files / sizeof files[0]));
	tcase_add_test(tests, test_bad_files);
	tcase_add_test(tests, test_longest);
	tcase_add_test(tests, test_open_file_is_warned_about);
	tcase_add_test(tests, test_commands);
	tcase_add_test(tests, test_bad_commands);
	tcase_add_test(tests, test_stdin);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
