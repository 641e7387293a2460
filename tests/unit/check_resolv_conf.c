/* SPDX-License-Identifier: MIT
 *
 * Whether the system vouches for what its resolvers say of DNSSEC.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "probes/resolv_conf.h"

static const struct {
	const char *text, *environment;
	bool trusts;
} files[] = {
	{ "nameserver 127.0.0.53\noptions edns0 trust-ad\n", NULL, true },
	{ "options\ttrust-ad", NULL, true },
	{ "options ndots:2\noptions trust-ad\n", NULL, true },
	{ "nameserver 127.0.0.1\n", "edns0 trust-ad", true },
	{ "nameserver 127.0.0.11\noptions ndots:0\n", NULL, false },
	{ "nameserver 127.0.0.1\n#options trust-ad\n; options trust-ad\n", NULL, false },
	{ "options trust-adder no-trust-ad\noptionstrust-ad\nsearch trust-ad\n", NULL, false },
	{ "", "", false },
};

START_TEST(the_system_vouches_or_not)
{
	char name[] = "/tmp/check_resolv_conf.XXXXXX";
	int fd = mkstemp(name);
	FILE *file = fdopen(fd, "w");

	ck_assert_ptr_nonnull(file);
	fputs(files[_i].text, file);
	fclose(file);
	if (files[_i].environment != NULL)
		setenv("RES_OPTIONS", files[_i].environment, 1);
	else
		unsetenv("RES_OPTIONS");
	ck_assert_int_eq(resolv_conf_trusts_ad(name), files[_i].trusts);
	unlink(name);
}
END_TEST

START_TEST(without_a_file_nobody_does)
{
	unsetenv("RES_OPTIONS");
	ck_assert(!resolv_conf_trusts_ad("/nonexistent/resolv.conf"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("resolv_conf");
	TCase *tests = tcase_create("resolv_conf");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tests, the_system_vouches_or_not, 0, sizeof files / sizeof files[0]);
	tcase_add_test(tests, without_a_file_nobody_does);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
