/* SPDX-License-Identifier: MIT
 *
 * What names the person is replaced wherever it stands, and nothing else is.
 */
#include <stdlib.h>
#include <string.h>

#include "witness.h"
#include "wizard/evidence_json.h"
#include "wizard/privacy.h"
#include "wizard/scrub.h"

#define D "acme.example"

static struct arena *arena;

static void set_up(void)
{
	arena = arena_new();
}

static void tear_down(void)
{
	arena_free(arena);
}

static const struct row {
	const char *from, *to;
} rows[] = {
	{ "login of alice@acme.example by PLAIN", "login of <user>@acme.example by PLAIN" },
	{ "Alice@ACME.example", "<user>@acme.example" },
	{ "C: USER alice", "C: USER <user>" },
	{ "no such user: alice.", "no such user: <user>." },
	{ "alice's", "<user>'s" },
	{ "malice, alices, alice7", "malice, alices, alice7" },
	{ "alice.acme.example", "alice.acme.example" },
	{ "bounce-alice=acme.example@x.example", "bounce-<user>=acme.example@x.example" },
	{ "?emailaddress=alice%40acme.example", "?emailaddress=<user>%40acme.example" },
	{ "customer u1234!", "customer <user>!" },
	{ "334 YWxpY2U=", "334 <user in base64>" },
	{ "AUTH PLAIN AGFsaWNlAHB3", "AUTH PLAIN <user in base64>" },
	{ "+ QWxpY2VAYWNtZS5leGFtcGxl", "+ <user in base64>" },
	{ "VXNlcm5hbWU6", "VXNlcm5hbWU6" },
	{ "EHLO [192.168.7.9]", "EHLO [<IP address>]" },
	{ "at your service, [203.0.113.7]", "at your service, [<IP address>]" },
	{ "Hello dsl-7.isp.example [203.0.113.7]", "Hello <computer> [<IP address>]" },
	{ "Hello mail.acme.example [203.0.113.7]", "Hello mail.acme.example [<IP address>]" },
	{ "192.0.2.53:53 said", "<IP address>:53 said" },
	{ "from 2001:db8:0:0::7.", "from <IP address>." },
	{ "from [2001:DB8::99]", "from [2001:DB8::99]" },
	{ "192.0.2.10:993 and 127.0.0.1", "192.0.2.10:993 and 127.0.0.1" },
	{ "at 12:34:56, 5.7.8, TLS 1.3", "at 12:34:56, 5.7.8, TLS 1.3" },
	{ "", "" },
};

START_TEST(test_rows)
{
	const struct row *row = &rows[_i];
	struct scrub *scrub = scrub_new(arena, D);

	scrub_hide_address(scrub, "alice@acme.example");
	scrub_hide_name(scrub, "u1234");
	scrub_keep(scrub, "192.0.2.10");
	scrub_keep(scrub, "2001:db8::99");
	ck_assert_str_eq(scrub_text(scrub, row->from), row->to);
}
END_TEST

/* A line as long as a server may send costs no more than its length. */
START_TEST(test_long_line)
{
	struct scrub *scrub = scrub_new(arena, D);
	size_t length = 1 << 20;
	char *line = arena_alloc(arena, length + 1);

	scrub_hide_address(scrub, "alice@acme.example");
	memset(line, '/', length);
	ck_assert_str_eq(scrub_text(scrub, line), line);
}
END_TEST

/* One string in every field that may name the person: none is left. */
START_TEST(test_whole_evidence)
{
	static const char said[] = "alice@acme.example u1234 YWxpY2U= 192.0.2.53 [10.9.8.7]";
	static const char *const personal[] = { "alice", "u1234", "YWxpY2U", "192.0.2.53", "10.9.8.7" };
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *imap = witness_good_imap(evidence);
	struct dns_fact *dns = evidence_add_dns(evidence, D, DNS_TXT);
	struct source_fact *source = evidence_add_source(evidence, "autoconfig");
	struct verdict *verdict;
	struct privacy_view *view;
	struct buf text;
	size_t i;

	imap->service.username = "u1234";
	witness_refused(evidence, imap, REPLY_PERMANENT, said);
	imap->injected_bytes = said;
	imap->injected_length = strlen(said);
	imap->login.challenge = said;
	endpoint_add_line(evidence, imap, LINE_CLIENT, said, strlen(said));
	witness_capability(evidence, imap, said);
	dns->records = arena_alloc(evidence->arena, sizeof *dns->records);
	dns->records[0].text = said;
	dns->count = 1;
	source->detail = said;
	source_add_attempt(evidence, source, said)->detail = said;
	evidence_add_web(evidence, said);
	verdict = verdict_reach(evidence);
	view = privacy_view(evidence, verdict, false);
	buf_init(&text, 1 << 24);
	ck_assert_int_eq(evidence_write(view->evidence, &text), 0);
	for (i = 0; i < sizeof personal / sizeof personal[0]; i++)
		ck_assert_msg(strstr(buf_text(&text), personal[i]) == NULL, "%s in %s", personal[i],
			buf_text(&text));
	ck_assert_ptr_nonnull(strstr(buf_text(&text), "<user>@acme.example"));
	ck_assert_ptr_nonnull(view->verdict->findings);
	ck_assert_str_eq(view->verdict->root_cause, verdict->root_cause);
	ck_assert_ptr_null(strstr(view->verdict->findings->detail, "alice"));
	ck_assert_ptr_null(strstr(view->verdict->findings->quotes[0].text, "alice"));
	ck_assert_ptr_eq(view->verdict->findings->endpoint, view->evidence->endpoints);
	ck_assert_ptr_null(strstr(privacy_remains(arena, view), "alice"));
	privacy_free(view);
	buf_done(&text);
	/* The run itself is as it was. */
	ck_assert_str_eq(evidence->address, "alice@acme.example");
	ck_assert_str_eq(imap->service.username, "u1234");
	evidence_free(evidence);
}
END_TEST

START_TEST(test_with_address)
{
	struct evidence *evidence = witness_run(D);
	struct verdict *verdict = verdict_reach(evidence);
	struct privacy_view *view = privacy_view(evidence, verdict, true);

	ck_assert_ptr_eq(view->evidence, evidence);
	ck_assert_ptr_eq(view->verdict, verdict);
	ck_assert_ptr_nonnull(strstr(privacy_remains(arena, view), "alice@acme.example"));
	privacy_free(view);
	evidence_free(evidence);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("privacy");
	TCase *tests = tcase_create("privacy");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, test_rows, 0, sizeof rows / sizeof rows[0]);
	tcase_add_test(tests, test_long_line);
	tcase_add_test(tests, test_whole_evidence);
	tcase_add_test(tests, test_with_address);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
