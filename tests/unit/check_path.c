/* SPDX-License-Identifier: MIT
 *
 * Where the way to a mailbox breaks: one sign a link, "+" fine, "!" warning, "X"
 * broken, "." not reached, "?" not tried.
 */
#include <stdlib.h>

#include "witness.h"
#include "wizard/path.h"

#define D "acme.example"

static struct evidence *evidence;
static struct endpoint_fact *smtp;

static void set_up(void)
{
	evidence = witness_run(D);
	evidence->wanted[MAIL_IMAP] = false;
	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 587, MAIL_STARTTLS);
}

static void tear_down(void)
{
	evidence_free(evidence);
}

static const struct path *the_path(void)
{
	const struct path *path = path_find(evidence->arena, evidence);

	ck_assert_ptr_nonnull(path);
	return path;
}

static void expect(const char *signs, unsigned stop, const char *note)
{
	const struct path *path = the_path();
	char seen[PATH_STOPS + 1] = "";
	unsigned i;

	for (i = 0; i < PATH_STOPS; i++)
		seen[i] = "+!X.?"[path->links[i].state];
	ck_assert_str_eq(seen, signs);
	ck_assert_str_eq(path->links[stop].note, note);
}

START_TEST(test_works)
{
	witness_works(evidence, smtp);
	expect("+++++", STOP_MAILBOX, "");
	ck_assert_str_eq(the_path()->links[STOP_PORT].name, "port 587");
	ck_assert_str_eq(the_path()->links[STOP_MAILBOX].name, "sending");
	ck_assert_ptr_null(the_path()->next);
}
END_TEST

START_TEST(test_no_server_known)
{
	evidence->endpoints = NULL;
	expect("X....", STOP_DNS, "no server is known");
}
END_TEST

START_TEST(test_unresolved)
{
	witness_end(smtp, STEP_RESOLVE, END_UNRESOLVED);
	smtp->connected = false;
	smtp->login.bar = BAR_NOT_REACHED;
	expect("X....", STOP_DNS, "the host has no usable address");
}
END_TEST

START_TEST(test_unconnected)
{
	witness_unconnected(evidence, smtp, "192.0.2.1", CONNECT_REFUSED);
	smtp->login.bar = BAR_NOT_REACHED;
	expect("+X...", STOP_PORT, "no connection");
}
END_TEST

START_TEST(test_one_address_dead)
{
	witness_connect(evidence, smtp, "192.0.2.9", CONNECT_TIMEOUT);
	witness_works(evidence, smtp);
	expect("+!+++", STOP_PORT, "1 address does not answer");
}
END_TEST

/* Silence in front of STARTTLS is the port's, behind TLS it is not. */
START_TEST(test_silent_greeting)
{
	witness_end(smtp, STEP_GREETING, END_TIMEOUT);
	smtp->login.bar = BAR_NOT_REACHED;
	expect("+X...", STOP_PORT, "silent before the greeting");
	smtp->service.security = MAIL_TLS;
	witness_tls(evidence, smtp);
	expect("+++X.", STOP_LOGIN, "silent before the greeting");
}
END_TEST

START_TEST(test_starttls_refused)
{
	witness_connect(evidence, smtp, "192.0.2.1", CONNECT_OK);
	witness_end(smtp, STEP_STARTTLS, END_REPLY);
	smtp->greeted = true;
	smtp->login.bar = BAR_NOT_REACHED;
	expect("++X..", STOP_TLS, "refused after STARTTLS");
}
END_TEST

START_TEST(test_handshake_fails)
{
	witness_connect(evidence, smtp, "192.0.2.1", CONNECT_OK);
	witness_tls_broken(smtp, TLS_ALERT);
	smtp->login.bar = BAR_NOT_REACHED;
	expect("++X..", STOP_TLS, "TLS failed");
}
END_TEST

START_TEST(test_certificate_not_trusted)
{
	witness_ready(evidence, smtp);
	smtp->tls.chain_verified = false;
	smtp->login.bar = BAR_TLS_UNTRUSTED;
	expect("++X..", STOP_TLS, "certificate not trusted");
}
END_TEST

/* The person allowed it for this host. */
START_TEST(test_certificate_not_trusted_but_used)
{
	witness_works(evidence, smtp);
	smtp->tls.chain_verified = false;
	expect("++!++", STOP_TLS, "certificate not trusted");
}
END_TEST

START_TEST(test_not_encrypted)
{
	smtp->service.security = MAIL_PLAIN;
	witness_ready(evidence, smtp);
	smtp->tls.outcome = TLS_NOT_TRIED;
	smtp->login.bar = BAR_NO_TLS;
	expect("++X..", STOP_TLS, "not encrypted");
}
END_TEST

START_TEST(test_refused)
{
	witness_refused(evidence, smtp, REPLY_PERMANENT, "535 no");
	expect("+++X.", STOP_LOGIN, "login refused");
}
END_TEST

START_TEST(test_not_answered)
{
	witness_ready(evidence, smtp);
	smtp->login.outcome = LOGIN_INTERRUPTED;
	witness_end(smtp, STEP_LOGIN, END_TIMEOUT);
	expect("+++X.", STOP_LOGIN, "login not answered");
}
END_TEST

START_TEST(test_not_asked)
{
	witness_ready(evidence, smtp);
	smtp->login.bar = BAR_NOT_ASKED;
	expect("+++??", STOP_LOGIN, "");
}
END_TEST

START_TEST(test_no_mechanism)
{
	witness_ready(evidence, smtp);
	smtp->login.bar = BAR_NO_MECHANISM;
	expect("+++X.", STOP_LOGIN, "no way to log in that fits");
}
END_TEST

START_TEST(test_mailbox_not_opened)
{
	witness_works(evidence, smtp);
	smtp->proved = false;
	expect("++++X", STOP_MAILBOX, "login accepted, mailbox not opened");
}
END_TEST

START_TEST(test_message_refused)
{
	witness_works(evidence, smtp);
	witness_reply(evidence, smtp, STEP_RCPT, REPLY_PERMANENT, "550 no");
	expect("++++X", STOP_MAILBOX, "test message refused");
}
END_TEST

/* The port that logged in stands for the service, not the better ranked dead one. */
START_TEST(test_best_endpoint)
{
	struct endpoint_fact *other = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 465, MAIL_TLS);

	other->rank = 1;
	witness_unconnected(evidence, smtp, "192.0.2.1", CONNECT_TIMEOUT);
	witness_works(evidence, other);
	expect("+++++", STOP_MAILBOX, "");
	ck_assert_ptr_eq(the_path()->endpoint, other);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("path");
	TCase *tests = tcase_create("path");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, test_works);
	tcase_add_test(tests, test_no_server_known);
	tcase_add_test(tests, test_unresolved);
	tcase_add_test(tests, test_unconnected);
	tcase_add_test(tests, test_one_address_dead);
	tcase_add_test(tests, test_silent_greeting);
	tcase_add_test(tests, test_starttls_refused);
	tcase_add_test(tests, test_handshake_fails);
	tcase_add_test(tests, test_certificate_not_trusted);
	tcase_add_test(tests, test_certificate_not_trusted_but_used);
	tcase_add_test(tests, test_not_encrypted);
	tcase_add_test(tests, test_refused);
	tcase_add_test(tests, test_not_answered);
	tcase_add_test(tests, test_not_asked);
	tcase_add_test(tests, test_no_mechanism);
	tcase_add_test(tests, test_mailbox_not_opened);
	tcase_add_test(tests, test_message_refused);
	tcase_add_test(tests, test_best_endpoint);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
