/* SPDX-License-Identifier: MIT
 *
 * What else is looked at when an endpoint fails.
 */
#include <stdlib.h>
#include <string.h>

#include "probes/neighbours.h"
#include "witness.h"

#define HOST "mail.acme.example"

static const char *const probing_names[] = { "usual", "legacy", "ipv4", "ipv6", "anonymous" };

/* "HOST:993/imap/tls usual; …" */
static const char *listed(struct evidence *evidence, const struct neighbour *neighbours,
	size_t count)
{
	struct endpoint_fact shown;
	const char *list = "";
	size_t i;

	ck_assert_uint_le(count, NEIGHBOURS_MAX);
	for (i = 0; i < count; i++) {
		memset(&shown, 0, sizeof shown);
		shown.service = neighbours[i].service;
		list = arena_printf(evidence->arena, "%s%s %s;", list,
			endpoint_label(evidence->arena, &shown), probing_names[neighbours[i].probing]);
	}
	return list;
}

static void expect(struct evidence *evidence, const struct endpoint_fact *fact, bool has_ended,
	const char *list)
{
	struct neighbour neighbours[NEIGHBOURS_MAX];

	ck_assert_str_eq(listed(evidence, neighbours, neighbours_of(evidence, fact, has_ended,
		neighbours)), list);
	evidence_free(evidence);
}

#define SIBLINGS HOST ":993/imap/tls usual;" HOST ":143/imap/starttls usual;"

START_TEST(test_unconnected)
{
	struct evidence *evidence = witness_run("acme.example");
	struct endpoint_fact *fact = witness_endpoint(evidence, MAIL_IMAP, HOST, 993, MAIL_TLS);

	witness_unconnected(evidence, fact, "192.0.2.1", CONNECT_TIMEOUT);
	expect(evidence, fact, true, SIBLINGS);
}
END_TEST

START_TEST(test_silent)
{
	struct evidence *evidence = witness_run("acme.example");
	struct endpoint_fact *fact = witness_endpoint(evidence, MAIL_IMAP, HOST, 993, MAIL_TLS);

	witness_connect(evidence, fact, "2001:db8::1", CONNECT_OK);
	witness_dns(evidence, HOST, DNS_A, DNS_OK, "192.0.2.1");
	expect(evidence, fact, false, HOST ":993/imap/starttls usual;" HOST ":993/imap/tls ipv4;" SIBLINGS);
}
END_TEST

START_TEST(test_one_family)
{
	struct evidence *evidence = witness_run("acme.example");
	struct endpoint_fact *fact = witness_endpoint(evidence, MAIL_IMAP, HOST, 1143, MAIL_STARTTLS);

	witness_connect(evidence, fact, "192.0.2.1", CONNECT_OK);
	witness_dns(evidence, HOST, DNS_AAAA, DNS_NODATA, NULL);
	witness_greeting(evidence, fact, "* OK hi");
	expect(evidence, fact, true, SIBLINGS);
}
END_TEST

START_TEST(test_refused_handshake)
{
	struct evidence *evidence = witness_run("acme.example");
	struct endpoint_fact *fact = witness_endpoint(evidence, MAIL_IMAP, HOST, 993, MAIL_TLS);

	witness_connect(evidence, fact, "192.0.2.1", CONNECT_OK);
	witness_dns(evidence, HOST, DNS_AAAA, DNS_OK, "2001:db8::1");
	witness_tls_broken(fact, TLS_ALERT);
	witness_end(fact, STEP_TLS, END_TLS);
	expect(evidence, fact, true, HOST ":993/imap/starttls usual;" HOST ":993/imap/tls ipv6;"
		HOST ":993/imap/tls legacy;" SIBLINGS);
}
END_TEST

static const struct certificate_row {
	const char *names[6];
	bool chain_verified, name_matches;
	const char *hosts; /* that are tried */
} certificate_rows[] = {
	{ { "srv7.hoster.example" }, true, false, "srv7.hoster.example" },
	{ { "srv7.hoster.example" }, false, false, "" },
	{ { "srv7.hoster.example" }, true, true, "" },
	{ { "*.hoster.example", "hoster.example" }, true, false, "hoster.example" },
	{ { "192.0.2.9", "2001:db8::9", "localhost", ".example" }, true, false, "" },
	{ { "a b.example", "a\033.example", "x/y.example", "b\xc3\xbc.example" }, true, false, "" },
	{ { "a.example", "b.example", "c.example", "d.example" }, true, false,
		"a.example b.example c.example" },
};

START_TEST(test_certificate)
{
	const struct certificate_row *row = &certificate_rows[_i];
	struct evidence *evidence = witness_run("acme.example");
	struct endpoint_fact *fact = witness_endpoint(evidence, MAIL_IMAP, HOST, 993, MAIL_TLS);
	struct neighbour neighbours[NEIGHBOURS_MAX];
	struct certificate_fact *leaf;
	const char *hosts = "";
	size_t count, i;

	leaf = witness_certificate(evidence, fact, "CN=x", "CN=y", NULL);
	leaf->names = arena_alloc(evidence->arena, sizeof row->names);
	while (leaf->name_count < 6 && row->names[leaf->name_count] != NULL) {
		leaf->names[leaf->name_count] = row->names[leaf->name_count];
		leaf->name_count++;
	}
	fact->tls.outcome = TLS_OK;
	fact->tls.chain_verified = row->chain_verified;
	fact->tls.name_matches = row->name_matches;
	count = neighbours_by_certificate(fact, neighbours);
	for (i = 0; i < count; i++) {
		ck_assert_uint_eq(neighbours[i].service.port, 993);
		hosts = arena_printf(evidence->arena, "%s%s%s", hosts, i == 0 ? "" : " ",
			neighbours[i].service.host);
	}
	ck_assert_str_eq(hosts, row->hosts);
	evidence_free(evidence);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("neighbours");
	TCase *tests = tcase_create("neighbours");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, test_unconnected);
	tcase_add_test(tests, test_silent);
	tcase_add_test(tests, test_one_family);
	tcase_add_test(tests, test_refused_handshake);
	tcase_add_loop_test(tests, test_certificate, 0,
		sizeof certificate_rows / sizeof certificate_rows[0]);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
