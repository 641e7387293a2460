/* SPDX-License-Identifier: MIT
 *
 * The command line: the table is in order, every bad value is refused with its
 * reason, and nothing of a refused value's neighbours is taken over.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wizard/commands.h"
#include "wizard/nearest.h"
#include "wizard/options.h"

#define WORDS_MAX 12

static struct arena *arena;
static struct options options;
static struct invocation invocation;
static char said[2048]; /* on stderr */

/* Parses LINE, words separated by blanks, as the arguments of mailguide. */
static int parse(const char *line)
{
	char *words[WORDS_MAX], *rest = arena_strdup(arena, line), *word;
	FILE *capture = tmpfile();
	int count = 0, saved = dup(STDERR_FILENO), status;
	size_t length;

	ck_assert_ptr_nonnull(capture);
	words[count++] = arena_strdup(arena, "mailguide");
	while ((word = strsep(&rest, " ")) != NULL && count < WORDS_MAX - 1)
		if (word[0] != '\0')
			words[count++] = word;
	words[count] = NULL;
	dup2(fileno(capture), STDERR_FILENO);
	status = options_parse(arena, count, words, &options, &invocation);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(capture);
	length = fread(said, 1, sizeof said - 1, capture);
	said[length] = '\0';
	fclose(capture);
	return status;
}

static void set_up(void)
{
	arena = arena_new();
}

static void tear_down(void)
{
	arena_free(arena);
}

START_TEST(test_table_is_sorted_and_complete)
{
	size_t i;

	for (i = 0; i < option_count; i++) {
		if (i > 0)
			ck_assert_str_lt(option_rows[i - 1].name, option_rows[i].name);
		ck_assert_uint_ne(option_rows[i].commands, 0);
		ck_assert_str_ne(option_rows[i].help, "");
		ck_assert_msg(option_rows[i].argument != NULL || !option_rows[i].may_omit,
			"--%s takes no value that could be left out", option_rows[i].name);
	}
}
END_TEST

START_TEST(test_defaults)
{
	ck_assert_int_eq(parse("diagnose a@example.org"), 0);
	ck_assert_str_eq(invocation.command->name, "diagnose");
	ck_assert_int_eq(invocation.argc, 1);
	ck_assert_str_eq(invocation.argv[0], "a@example.org");
	ck_assert_uint_eq(options.timeout_ms, 20000);
	ck_assert(options.wanted[MAIL_IMAP] && options.wanted[MAIL_SMTP]);
	ck_assert(!options.wanted[MAIL_POP3]);
}
END_TEST

START_TEST(test_both_forms_of_values)
{
	ck_assert_int_eq(parse("diagnose --timeout=7 a@b.example --user bob"), 0);
	ck_assert_uint_eq(options.timeout_ms, 7000);
	ck_assert_str_eq(options.user, "bob");
	ck_assert_int_eq(parse("--json diagnose a@b.example --send-test --password-stdin "
		"--transcript=t.txt"), 0);
	ck_assert(options.json && options.send_test && options.transcript);
	ck_assert_ptr_null(options.send_test_to);
	ck_assert_str_eq(options.transcript_file, "t.txt");
	ck_assert_int_eq(parse("diagnose --transcript a@b.example"), 0);
	ck_assert_ptr_null(options.transcript_file);
	ck_assert_int_eq(invocation.argc, 1);
}
END_TEST

START_TEST(test_services)
{
	const struct given_service *given = options.given;

	ck_assert_int_eq(parse("diagnose a@b.example --imap=IMAP.Example.ORG.:143,starttls "
		"--smtp=[2001:db8::1]:465 --pop3=192.0.2.1"), 0);
	ck_assert_str_eq(given[MAIL_IMAP].host, "imap.example.org");
	ck_assert_uint_eq(given[MAIL_IMAP].port, 143);
	ck_assert(given[MAIL_IMAP].port_given && given[MAIL_IMAP].security_given);
	ck_assert_int_eq((int)given[MAIL_IMAP].security, MAIL_STARTTLS);
	ck_assert_str_eq(given[MAIL_SMTP].host, "2001:db8::1");
	ck_assert_uint_eq(given[MAIL_SMTP].port, 465);
	ck_assert(!given[MAIL_SMTP].security_given);
	ck_assert_str_eq(given[MAIL_POP3].host, "192.0.2.1");
	ck_assert(given[MAIL_POP3].given && !given[MAIL_POP3].port_given);
	ck_assert_int_eq(parse("diagnose a@b.example --imap=b\xc3\xbc" "cher.example"), 0);
	ck_assert_str_eq(given[MAIL_IMAP].host, "xn--bcher-kva.example");
}
END_TEST

START_TEST(test_lists)
{
	ck_assert_int_eq(parse("diagnose a@b.example --resolver=192.0.2.53 "
		"--resolver [2001:db8::53]:5353 --confirm-host=MX.example.net --protocols=pop3"), 0);
	ck_assert_uint_eq(options.resolver_count, 2);
	ck_assert_str_eq(options.resolvers[1], "[2001:db8::53]:5353");
	ck_assert_uint_eq(options.confirm_host_count, 1);
	ck_assert_str_eq(options.confirm_host[0], "mx.example.net");
	ck_assert(options.wanted[MAIL_POP3] && !options.wanted[MAIL_IMAP]);
}
END_TEST

START_TEST(test_address_without_command_and_dashes)
{
	ck_assert_int_eq(parse("alice@example.org"), 0);
	ck_assert_str_eq(invocation.command->name, "setup");
	ck_assert_int_eq(parse(""), 0);
	ck_assert_str_eq(invocation.command->name, "setup");
	ck_assert_int_eq(parse("diagnose -- -x@example.org"), 0);
	ck_assert_str_eq(invocation.argv[0], "-x@example.org");
	ck_assert_int_eq(parse("explain -ERR"), 0);
	ck_assert_str_eq(invocation.argv[0], "-ERR");
	ck_assert_int_eq(parse("explain -"), 0);
	ck_assert_int_eq(parse("diagnose --help"), 0);
	ck_assert(invocation.help);
	ck_assert_str_eq(invocation.command->name, "diagnose");
}
END_TEST

/* What is refused, and a part of what is said. */
static const struct {
	const char *line, *message;
} refused[] = {
	{ "diagnose a@b.example --jsn", "unknown option '--jsn'; did you mean '--json'?" },
	{ "diagnose a@b.example --password=hunter2", "a secret is never given on the command line" },
	{ "diagnose a@b.example --zzzzzzzz=1", "unknown option '--zzzzzzzz'" },
	{ "lokup a.example", "did you mean 'lookup'?" },
	{ "diagnose -x@y.example", "stands after '--'" },
	{ "lookup", "something is missing" },
	{ "lookup a.example b.example", "unexpected argument 'b.example'" },
	{ "lookup a.example --password-file=x", "does not belong to 'mailguide lookup'" },
	{ "diagnose a@b.example --json=yes", "takes no value" },
	{ "diagnose a@b.example --timeout", "needs a value" },
	{ "diagnose a@b.example --user=", "needs a value" },
	{ "diagnose a@b.example --timeout=0", "whole number of seconds" },
	{ "diagnose a@b.example --timeout=5s", "whole number of seconds" },
	{ "diagnose a@b.example --timeout=-1", "whole number of seconds" },
	{ "diagnose a@b.example --timeout=99999999999999999999", "whole number of seconds" },
	{ "diagnose a@b.example --resolver=dns.example", "bad value 'dns.example'" },
	{ "diagnose a@b.example --resolver=192.0.2.1:0", "port from 1 to 65535" },
	{ "diagnose a@b.example --imap=h.example:0", "the port is a number from 1 to 65535" },
	{ "diagnose a@b.example --imap=h.example:70000", "the port is a number from 1 to 65535" },
	{ "diagnose a@b.example --imap=h.example:99,ssl", "tls, starttls or plain" },
	{ "diagnose a@b.example --imap=[::1", "[IPV6]:PORT" },
	{ "diagnose a@b.example --imap=h..example", "not a host name" },
	{ "diagnose a@b.example --imap=a/b", "not a host name" },
	{ "diagnose a@b.example --imap=:993", "not a host name" },
	{ "diagnose a@b.example --confirm-host=h.example:1", "without a port" },
	{ "diagnose a@b.example --protocols=imap,nntp", "imap, pop3 and smtp" },
	{ "diagnose a@b.example --send-test=nobody", "no @" },
	{ "diagnose a@b.example --send-test", "password" },
	{ "diagnose a@b.example --send-test --password-stdin --no-login", "--no-login" },
	{ "setup a@b.example --send-test --no-login", "--no-login" },
	{ "diagnose a@b.example --send-test --password-stdin --protocols=imap", "--protocols" },
	{ "diagnose a@b.example --ca-file=/nonexistent/ca.pem", "cannot be read" },
	{ "diagnose a@b.example --color=pink", "auto, always or never" },
	{ "diagnose a@b.example --user=a\x01" "b", "control character" },
	{ "diagnose a@b.example --password-file=a --password-stdin", "more than once" },
	{ "diagnose a@b.example --ipv4 --ipv6", "exclude each other" },
	{ "diagnose a@b.example --quiet --verbose", "exclude each other" },
	{ "diagnose --from=x --password-stdin", "saved evidence" },
	{ "diagnose --from=x --send-test", "saved evidence" },
};

START_TEST(test_refusals)
{
	ck_assert_int_eq(parse(refused[_i].line), -1);
	ck_assert_msg(strstr(said, refused[_i].message) != NULL, "%s: said %s", refused[_i].line,
		said);
	ck_assert_msg(strncmp(said, "mailguide: ", 11) == 0, "%s", said);
	ck_assert_ptr_null(strstr(said, "hunter2"));
	/* One line, and nothing that a terminal would obey. */
	ck_assert_uint_eq(strcspn(said, "\n") + 1, strlen(said));
	ck_assert_ptr_null(strchr(said, '\x01'));
}
END_TEST

START_TEST(test_nearest)
{
	ck_assert_uint_eq(nearest_distance("lookup", "lookup"), 0);
	ck_assert_uint_eq(nearest_distance("lokoup", "lookup"), 1);
	ck_assert_uint_eq(nearest_distance("", "abc"), 3);
	ck_assert_uint_eq(nearest_distance("kitten", "sitting"), 3);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("options");
	TCase *tests = tcase_create("options");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, test_table_is_sorted_and_complete);
	tcase_add_test(tests, test_defaults);
	tcase_add_test(tests, test_both_forms_of_values);
	tcase_add_test(tests, test_services);
	tcase_add_test(tests, test_lists);
	tcase_add_test(tests, test_address_without_command_and_dashes);
	tcase_add_loop_test(tests, test_refusals, 0, (int)(sizeof refused / sizeof refused[0]));
	tcase_add_test(tests, test_nearest);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
