/* SPDX-License-Identifier: MIT
 *
 * Two runs side by side: what counts as a difference, and what follows from it.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "wizard/compare.h"

#define LABEL "imap.acme.example:993/imap/tls"

static struct arena *arena;
static const char *offers[] = { "IMAP4rev1", "STARTTLS", "IDLE" };
static const char *public_address[] = { "198.51.100.7" };
static const char *other_address[] = { "198.51.100.8" };
static const char *inside_address[] = { "10.1.2.3" };
static const char *office_resolver[] = { "192.0.2.1:53" };
static const char *home_resolver[] = { "192.0.2.2:53" };
static const char *settings[] = { LABEL };
static struct snapshot_service services[2];
static struct snapshot_name names[2];
static struct snapshot_finding findings[2];
static struct snapshot_source sources[2];
static struct snapshot office, home;

/* A run in which all is well. */
static void fill(struct snapshot *snapshot, size_t slot, const char *file)
{
	services[slot] = (struct snapshot_service){ .label = LABEL, .state = "works",
		.host = "imap.acme.example", .username = "a@acme.example", .source = "srv",
		.version = "TLSv1.3", .issuer = "CN=Good", .sha256 = "aa", .not_after = "2027-01-01",
		.trusted = true, .capabilities = { offers, 3 }, .took_ms = 100 };
	names[slot] = (struct snapshot_name){ "A imap.acme.example", "ok", { public_address, 1 } };
	sources[slot] = (struct snapshot_source){ "srv", "found", { settings, 1 } };
	*snapshot = (struct snapshot){ .file = file, .address = "a@acme.example", .started = "",
		.ok = true, .root_cause = "", .services = &services[slot], .service_count = 1,
		.names = &names[slot], .name_count = 1, .sources = &sources[slot], .source_count = 1,
		.resolvers = { slot == 0 ? office_resolver : home_resolver, 1 },
		.told_surroundings = true, .have_ipv4 = true, .tunnel = "" };
}

static void spoil(struct snapshot *snapshot, size_t slot, const char *code, const char *layer)
{
	findings[slot] = (struct snapshot_finding){ code, "A title", "error", layer, LABEL };
	snapshot->ok = false;
	snapshot->root_cause = code;
	snapshot->findings = &findings[slot];
	snapshot->finding_count = 1;
	snapshot->services->state = "failed";
}

static void set_up(void)
{
	arena = arena_new();
	fill(&office, 0, "office.json");
	fill(&home, 1, "home.json");
}

static void tear_down(void)
{
	arena_free(arena);
}

static const struct change *find(const struct comparison *comparison, enum change_kind kind)
{
	const struct change *change = comparison->changes;

	while (change != NULL && change->kind != kind)
		change = change->next;
	return change;
}

static void says(const struct comparison *comparison, const char *words)
{
	size_t i;

	for (i = 0; i < comparison->conclusion_count; i++)
		if (strstr(comparison->conclusions[i], words) != NULL)
			return;
	ck_abort_msg("nothing says \"%s\"; first: %s", words, comparison->conclusion_count > 0 ?
		comparison->conclusions[0] : "nothing");
}

START_TEST(test_same)
{
	const struct comparison *comparison = compare(arena, &office, &home);

	ck_assert(!comparison->matters);
	ck_assert_uint_eq(comparison->conclusion_count, 0);
	/* The resolver is another one, which is background. */
	ck_assert_ptr_nonnull(find(comparison, CHANGE_SURROUNDINGS));
	ck_assert(!find(comparison, CHANGE_SURROUNDINGS)->matters);
	ck_assert_ptr_null(comparison->changes->next);
}
END_TEST

START_TEST(test_network)
{
	const struct comparison *comparison;

	spoil(&office, 0, "net.port-filtered", "net");
	comparison = compare(arena, &office, &home);
	ck_assert(comparison->matters);
	says(comparison, "works in home.json, so the cause lies in the computer or network where "
		"office.json was made");
	ck_assert_str_eq(find(comparison, CHANGE_SERVICE)->a, "failed");
	ck_assert_str_eq(find(comparison, CHANGE_SERVICE)->b, "works");
	ck_assert_str_eq(find(comparison, CHANGE_FINDING)->b, "");
}
END_TEST

/* The same said of the second file. */
START_TEST(test_network_of_b)
{
	spoil(&home, 1, "net.port-filtered", "net");
	says(compare(arena, &office, &home), "works in office.json");
}
END_TEST

START_TEST(test_password)
{
	spoil(&office, 0, "auth.password-wrong", "auth");
	says(compare(arena, &office, &home), "the network is not the cause");
}
END_TEST

START_TEST(test_intercepted)
{
	const struct comparison *comparison;

	spoil(&office, 0, "tls.intercepted-gateway", "tls");
	services[0].issuer = "CN=Gateway";
	services[0].sha256 = "bb";
	services[0].trusted = false;
	comparison = compare(arena, &office, &home);
	says(comparison, "Only where office.json was made does imap.acme.example show a "
		"certificate issued by CN=Gateway");
	ck_assert(find(comparison, CHANGE_CERTIFICATE)->matters);
}
END_TEST

START_TEST(test_renewed)
{
	const struct comparison *comparison;

	services[1].sha256 = "cc";
	services[1].not_after = "2027-04-01";
	comparison = compare(arena, &office, &home);
	ck_assert_ptr_nonnull(find(comparison, CHANGE_CERTIFICATE));
	ck_assert(!comparison->matters);
}
END_TEST

START_TEST(test_offer)
{
	const struct comparison *comparison;

	spoil(&office, 0, "tls.starttls-stripped", "tls");
	services[0].capabilities.count = 1;
	comparison = compare(arena, &office, &home);
	ck_assert_str_eq(find(comparison, CHANGE_OFFER)->a, "");
	ck_assert_str_eq(find(comparison, CHANGE_OFFER)->b, "STARTTLS, IDLE");
	says(comparison, "Only where office.json was made is this missing");
	/* Who got no list at all says nothing about it. */
	services[0].capabilities.count = 0;
	ck_assert_ptr_null(find(compare(arena, &office, &home), CHANGE_OFFER));
}
END_TEST

START_TEST(test_addresses)
{
	const struct comparison *comparison;

	names[0].answers.items = other_address;
	comparison = compare(arena, &office, &home);
	ck_assert_ptr_nonnull(find(comparison, CHANGE_ADDRESS));
	ck_assert(!comparison->matters);
	names[0].answers.items = inside_address;
	spoil(&office, 0, "net.connection-refused", "net");
	comparison = compare(arena, &office, &home);
	ck_assert(find(comparison, CHANGE_ADDRESS)->matters);
	says(comparison, "A imap.acme.example is 10.1.2.3 in office.json and 198.51.100.7 in "
		"home.json");
}
END_TEST

START_TEST(test_no_answer)
{
	names[0].outcome = "nxdomain";
	names[0].answers.count = 0;
	ck_assert_str_eq(find(compare(arena, &office, &home), CHANGE_ADDRESS)->a, "nxdomain");
}
END_TEST

START_TEST(test_other_servers)
{
	const struct comparison *comparison;

	spoil(&office, 0, "net.connection-refused", "net");
	services[0].label = "mail.acme.example:143/imap/starttls";
	comparison = compare(arena, &office, &home);
	says(comparison, "different servers; those of home.json work");
	ck_assert_str_eq(find(comparison, CHANGE_SETTINGS)->subject, services[0].label);
}
END_TEST

START_TEST(test_tunnel)
{
	spoil(&office, 0, "net.port-filtered", "net");
	office.tunnel = "tun0";
	says(compare(arena, &office, &home), "Only office.json went through a tunnel (tun0)");
}
END_TEST

START_TEST(test_both_fail)
{
	spoil(&office, 0, "auth.password-wrong", "auth");
	spoil(&home, 1, "auth.password-wrong", "auth");
	says(compare(arena, &office, &home), "neither network is the cause");
	ck_assert(!compare(arena, &office, &home)->matters);
	/* In one and the same network it proves nothing. */
	home.resolvers = office.resolvers;
	ck_assert_uint_eq(compare(arena, &office, &home)->conclusion_count, 0);
}
END_TEST

START_TEST(test_other_account)
{
	spoil(&office, 0, "net.port-filtered", "net");
	home.address = "b@acme.example";
	says(compare(arena, &office, &home), "different accounts: a@acme.example and b@acme.example");
	ck_assert_uint_eq(compare(arena, &office, &home)->conclusion_count, 1);
}
END_TEST

START_TEST(test_times)
{
	const struct comparison *comparison;

	services[0].took_ms = 900;
	ck_assert_ptr_null(find(compare(arena, &office, &home), CHANGE_TIME));
	services[0].took_ms = 5000;
	comparison = compare(arena, &office, &home);
	ck_assert_str_eq(find(comparison, CHANGE_TIME)->a, "5000 ms");
	ck_assert(!comparison->matters);
}
END_TEST

START_TEST(test_source)
{
	sources[0].outcome = "timeout";
	sources[0].settings.count = 0;
	ck_assert_str_eq(find(compare(arena, &office, &home), CHANGE_SETTINGS)->a, "timeout");
}
END_TEST

/* What comes from a file is shown as data. */
START_TEST(test_hostile_text)
{
	const struct comparison *comparison;

	spoil(&office, 0, "net.port-filtered", "net");
	office.tunnel = "tun\033[31m0";
	comparison = compare(arena, &office, &home);
	says(comparison, "tunnel (tun\\x1B[31m0)");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compare");
	TCase *tests = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, test_same);
	tcase_add_test(tests, test_network);
	tcase_add_test(tests, test_network_of_b);
	tcase_add_test(tests, test_password);
	tcase_add_test(tests, test_intercepted);
	tcase_add_test(tests, test_renewed);
	tcase_add_test(tests, test_offer);
	tcase_add_test(tests, test_addresses);
	tcase_add_test(tests, test_no_answer);
	tcase_add_test(tests, test_other_servers);
	tcase_add_test(tests, test_tunnel);
	tcase_add_test(tests, test_both_fail);
	tcase_add_test(tests, test_other_account);
	tcase_add_test(tests, test_times);
	tcase_add_test(tests, test_source);
	tcase_add_test(tests, test_hostile_text);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
