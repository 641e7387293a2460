/* SPDX-License-Identifier: MIT
 *
 * How findings are put together: tables without dangling codes, one finding for
 * several witnesses, the provider's help first, states of services.
 */
#include <stdlib.h>
#include <string.h>

#include "wizard/rules.h"
#include "witness.h"

#define D "acme.example"

START_TEST(test_tables_name_known_codes)
{
	const struct rule *const *table, *rule;
	const char *const *code;
	size_t rows = 0;

	for (table = rules_tables; *table != NULL; table++)
		for (rule = *table; rule->code != NULL; rule++, rows++) {
			ck_assert_msg(catalog_find(rule->code) != NULL, "%s is in no catalogue",
				rule->code);
			for (code = rule->explains; code != NULL && *code != NULL; code++) {
				ck_assert_msg(catalog_find(*code) != NULL, "%s, explained by %s, is in no "
					"catalogue", *code, rule->code);
				ck_assert_str_ne(*code, rule->code);
			}
		}
	ck_assert_uint_gt(rows, 60);
}
END_TEST

static struct evidence *two_refused(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint;

	endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	witness_unconnected(evidence, endpoint, "192.0.2.10", CONNECT_REFUSED);
	endpoint = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 465, MAIL_TLS);
	witness_unconnected(evidence, endpoint, "192.0.2.11", CONNECT_REFUSED);
	return evidence;
}

START_TEST(test_one_cause_is_one_finding)
{
	struct evidence *evidence = two_refused();
	struct verdict *verdict = verdict_reach(evidence);
	const struct finding *finding = verdict->findings;

	ck_assert_ptr_nonnull(finding);
	ck_assert_ptr_null(finding->next);
	ck_assert_str_eq(finding->service, "imap." D ":993/imap/tls");
	ck_assert_ptr_nonnull(strstr(finding->detail, "imap." D ":993"));
	ck_assert_ptr_nonnull(strstr(finding->detail, "smtp." D ":465"));
	ck_assert_uint_eq(finding->quote_count, 2);
	ck_assert_str_eq(finding->quotes[0].kind, "network");
	ck_assert_ptr_nonnull(strstr(finding->quotes[0].text, "192.0.2.10"));
	ck_assert_ptr_nonnull(strstr(finding->quotes[1].text, "192.0.2.11"));
	ck_assert_int_eq(finding->who, finding->code->who[0]);
	evidence_free(evidence);
}
END_TEST

/* The earlier link of the chain is the root when each breaks one service. */
START_TEST(test_earlier_link_first)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint;
	struct verdict *verdict;

	endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	witness_connect(evidence, endpoint, "192.0.2.10", CONNECT_OK);
	witness_tls_broken(endpoint, TLS_CLOSED);
	endpoint = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 465, MAIL_TLS);
	witness_unconnected(evidence, endpoint, "192.0.2.11", CONNECT_REFUSED);
	verdict = verdict_reach(evidence);
	ck_assert_str_eq(verdict->root_cause, "net.connection-refused");
	ck_assert_str_eq(verdict->findings->next->code->code, "tls.closed-in-handshake");
	ck_assert_int_eq(verdict->findings->next->severity, SEVERITY_ERROR);
	evidence_free(evidence);
}
END_TEST

START_TEST(test_same_evidence_same_findings)
{
	struct evidence *evidence = two_refused();
	struct verdict *one = verdict_reach(evidence), *two = verdict_reach(evidence);

	ck_assert_str_eq(one->root_cause, two->root_cause);
	ck_assert_str_eq(one->findings->detail, two->findings->detail);
	evidence_free(evidence);
}
END_TEST

/* Many endpoints fail alike: nothing overflows, the witnesses are capped. */
START_TEST(test_many_witnesses)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint;
	struct verdict *verdict;
	int i;

	for (i = 0; i < 3 * CASE_WITNESSES; i++) {
		const char *host = arena_printf(evidence->arena, "host%d." D, i);

		endpoint = witness_endpoint(evidence, MAIL_IMAP, host, 993, MAIL_TLS);
		witness_unconnected(evidence, endpoint,
			arena_printf(evidence->arena, "192.0.2.%d", i % 250), CONNECT_REFUSED);
	}
	witness_good_smtp(evidence);
	verdict = verdict_reach(evidence);
	ck_assert_str_eq(verdict->root_cause, "net.connection-refused");
	ck_assert_uint_eq(verdict->findings->quote_count, FINDING_QUOTES);
	evidence_free(evidence);
}
END_TEST

/* A dead resolver answers nothing; what a person would ask is the better witness. */
START_TEST(test_made_up_names_are_not_quoted)
{
	struct evidence *evidence = witness_run(D);
	struct verdict *verdict;

	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, "dszgwouymymefdveju.com", DNS_A, DNS_TIMEOUT,
		NULL);
	witness_dns(evidence, D, DNS_MX, DNS_TIMEOUT, NULL);
	verdict = verdict_reach(evidence);
	ck_assert_str_eq(verdict->root_cause, "dns.resolver-timeout");
	ck_assert_uint_eq(verdict->findings->quote_count, 1);
	ck_assert_ptr_nonnull(strstr(verdict->findings->quotes[0].text, "MX " D));
	evidence_free(evidence);
}
END_TEST

/* A domain that is known to have mail is denied: the resolver is doubted first. */
START_TEST(test_denied_domain_of_a_provider)
{
	struct evidence *evidence = witness_provider("gmail.com", "gmail.com");
	struct verdict *verdict;

	witness_dns(evidence, "gmail.com", DNS_MX, DNS_NXDOMAIN, NULL);
	verdict = verdict_reach(evidence);
	ck_assert_str_eq(verdict->root_cause, "dns.nxdomain");
	ck_assert_ptr_nonnull(strstr(verdict->findings->detail, "known as one of Gmail"));
	evidence_free(evidence);
}
END_TEST

START_TEST(test_provider_help_first)
{
	struct evidence *evidence = witness_provider("gmail.com", "gmail.com");
	struct endpoint_fact *imap;
	const struct preset_help *help;
	const char *step;
	struct verdict *verdict;

	witness_good_smtp(evidence);
	imap = witness_endpoint(evidence, MAIL_IMAP, "imap.gmail.com", 993, MAIL_TLS);
	witness_refused(evidence, imap, REPLY_PERMANENT,
		"a NO [ALERT] Application-specific password required: https://support.google.com/x");
	verdict = verdict_reach(evidence);
	ck_assert_ptr_nonnull(verdict->preset);
	ck_assert_str_eq(verdict->root_cause, "auth.app-password-required");
	ck_assert_str_eq(verdict->findings->code->topic, "app-password");
	help = preset_find_help(verdict->preset, "app-password");
	ck_assert_ptr_nonnull(help);
	ck_assert_str_eq(verdict->findings->links[0], help->url);
	ck_assert_uint_gt(verdict->findings->remedy_count, 0);
	/* Notes of presets are no sentences, steps are. */
	ck_assert_str_ne(help->note, "");
	step = verdict->findings->remedy[0];
	ck_assert_int_eq(step[strlen(step) - 1], '.');
	evidence_free(evidence);
}
END_TEST

START_TEST(test_service_states)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint;

	endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	ck_assert_int_eq(service_state(endpoint), STATE_UNTESTED);
	endpoint->end = END_CANCELLED;
	ck_assert_int_eq(service_state(endpoint), STATE_UNTESTED);
	endpoint->end = END_UNCONNECTED;
	ck_assert_int_eq(service_state(endpoint), STATE_FAILED);
	witness_ready(evidence, endpoint);
	ck_assert_int_eq(service_state(endpoint), STATE_REACHABLE);
	endpoint->tls.name_matches = false;
	ck_assert_int_eq(service_state(endpoint), STATE_FAILED);
	endpoint->tls.name_matches = true;
	endpoint->login.bar = BAR_OTHER_ENDPOINT;
	ck_assert_int_eq(service_state(endpoint), STATE_REACHABLE);
	endpoint->login.bar = BAR_NO_MECHANISM;
	ck_assert_int_eq(service_state(endpoint), STATE_FAILED);
	endpoint->login.bar = BAR_NONE;
	endpoint->login.outcome = LOGIN_OK;
	ck_assert_int_eq(service_state(endpoint), STATE_FAILED);
	endpoint->proved = true;
	ck_assert_int_eq(service_state(endpoint), STATE_WORKS);
	endpoint->login.outcome = LOGIN_REFUSED;
	ck_assert_int_eq(service_state(endpoint), STATE_FAILED);
	evidence_free(evidence);
}
END_TEST

START_TEST(test_names)
{
	ck_assert_str_eq(severity_name(SEVERITY_ERROR), "error");
	ck_assert_str_eq(severity_name(SEVERITY_NOTICE), "notice");
	ck_assert_str_eq(service_state_name(STATE_WORKS), "works");
	ck_assert_str_eq(service_state_name(STATE_UNTESTED), "untested");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("finding");
	TCase *tests = tcase_create("findings");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, test_tables_name_known_codes);
	tcase_add_test(tests, test_one_cause_is_one_finding);
	tcase_add_test(tests, test_earlier_link_first);
	tcase_add_test(tests, test_same_evidence_same_findings);
	tcase_add_test(tests, test_many_witnesses);
	tcase_add_test(tests, test_made_up_names_are_not_quoted);
	tcase_add_test(tests, test_denied_domain_of_a_provider);
	tcase_add_test(tests, test_provider_help_first);
	tcase_add_test(tests, test_service_states);
	tcase_add_test(tests, test_names);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
