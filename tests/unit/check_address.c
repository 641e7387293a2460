/* SPDX-License-Identifier: MIT
 *
 * Addresses as people type them, and who owns a host name.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "providers/address.h"
#include "providers/suffix.h"

static const struct {
	const char *typed, *localpart, *domain;
} good[] = {
	{ "alice@example.org", "alice", "example.org" },
	{ "  alice@Example.ORG \n", "alice", "example.org" },
	{ "alice@example.org.", "alice", "example.org" },
	{ "alice@b\xc3\xbc""cher.example", "alice", "xn--bcher-kva.example" },
	{ "\"a b@c\"@example.org", "\"a b@c\"", "example.org" },
	{ "first.last+tag@example.org", "first.last+tag", "example.org" },
	{ "alice@163.com", "alice", "163.com" },
	{ "alice@mail.0xg", "alice", "mail.0xg" },
};

START_TEST(good_addresses_are_read)
{
	struct arena *arena = arena_new();
	struct address address = { 0 };
	const char *problem = NULL;

	ck_assert_int_eq(address_parse(arena, good[_i].typed, false, &address, &problem), 0);
	ck_assert_str_eq(address.localpart, good[_i].localpart);
	ck_assert_str_eq(address.domain, good[_i].domain);
	arena_free(arena);
}
END_TEST

static const struct {
	const char *typed, *problem; /* a part of what is said */
} bad[] = {
	{ "", "empty" },
	{ "   ", "empty" },
	{ "alice", "no @" },
	{ "alice@example@org", "two @" },
	{ "@example.org", "before the @" },
	{ "alice@", "after the @" },
	{ "ali ce@example.org", "space" },
	{ "alice@exa mple.org", "not a domain name" },
	{ "ali\ace@example.org", "control character" },
	{ "\"alice@example.org", "not closed" },
	{ "a..b@example.org", "dot" },
	{ "a,b@example.org", "quotes" },
	{ "alice@example..org", "empty part" },
	{ "alice@[192.0.2.1]", "address literal" },
	{ "alice@192.0.2.1", "address literal" },
	{ "alice@10.1", "address literal" },
	{ "alice@mail.0x7f", "address literal" },
	{ "alice@-example.org", "not a domain name" },
	{ "alice@\xff.org", "UTF-8" },
};

START_TEST(bad_addresses_are_refused_with_the_reason)
{
	struct arena *arena = arena_new();
	struct address address = { 0 };
	const char *problem = "";

	ck_assert_int_eq(address_parse(arena, bad[_i].typed, false, &address, &problem), -1);
	ck_assert_msg(strstr(problem, bad[_i].problem) != NULL, "'%s' gave: %s", bad[_i].typed, problem);
	arena_free(arena);
}
END_TEST

START_TEST(a_huge_address_is_refused_in_few_words)
{
	static char huge[65536];
	struct arena *arena = arena_new();
	struct address address = { 0 };
	const char *problem = "";

	memset(huge, 'a', sizeof huge - 1);
	ck_assert_int_eq(address_parse(arena, huge, false, &address, &problem), -1);
	ck_assert_uint_lt(strlen(problem), 200);
	arena_free(arena);
}
END_TEST

START_TEST(a_bare_domain_only_where_it_is_allowed)
{
	struct arena *arena = arena_new();
	struct address address = { 0 };
	const char *problem = "";

	ck_assert_int_eq(address_parse(arena, "example.org", true, &address, &problem), 0);
	ck_assert_str_eq(address.localpart, "");
	ck_assert_str_eq(address.domain, "example.org");
	ck_assert_int_eq(address_parse(arena, "example.org", false, &address, &problem), -1);
	arena_free(arena);
}
END_TEST

START_TEST(owners_by_public_suffix)
{
	ck_assert_str_eq(suffix_registrable("imap.mail.example.co.uk"), "example.co.uk");
	ck_assert_ptr_null(suffix_registrable("co.uk"));
	ck_assert_ptr_null(suffix_registrable("localhost"));
	ck_assert_str_eq(suffix_registrable("MX.Example.CO.UK"), "Example.CO.UK");
	ck_assert_ptr_null(suffix_registrable("CO.UK"));
	ck_assert_ptr_null(suffix_registrable("GitHub.IO"));
	ck_assert_ptr_null(suffix_registrable("xn--55qx5d.cn"));
	ck_assert_ptr_null(suffix_registrable("192.0.2.1"));
	ck_assert_ptr_null(suffix_registrable("0.2.1"));
	ck_assert_ptr_null(suffix_registrable("mx.0x7f"));
	ck_assert_ptr_null(suffix_registrable("::ffff:192.0.2.1"));
	ck_assert(suffix_same_owner("imap.example.org", "example.org"));
	ck_assert(suffix_same_owner("IMAP.Example.CO.UK", "example.co.uk"));
	ck_assert(!suffix_same_owner("IMAP.Elsewhere.CO.UK", "example.co.uk"));
	ck_assert(!suffix_same_owner("imap.elsewhere.org", "example.org"));
	ck_assert(!suffix_same_owner("192.0.2.1", "192.0.2.1"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("address");
	TCase *cases = tcase_create("address");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(cases, good_addresses_are_read, 0, sizeof good / sizeof good[0]);
	tcase_add_loop_test(cases, bad_addresses_are_refused_with_the_reason, 0,
		sizeof bad / sizeof bad[0]);
	tcase_add_test(cases, a_huge_address_is_refused_in_few_words);
	tcase_add_test(cases, a_bare_domain_only_where_it_is_allowed);
	tcase_add_test(cases, owners_by_public_suffix);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
