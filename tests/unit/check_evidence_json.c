/* SPDX-License-Identifier: MIT
 *
 * Saved evidence comes back as it was, weird bytes included, and a file that is
 * not such evidence is refused with the place.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "witness.h"
#include "wizard/evidence_json.h"

#define D "acme.example"

static char *written(const struct evidence *evidence)
{
	struct buf out;
	char *text;

	buf_init(&out, EVIDENCE_FILE_MAX);
	ck_assert_int_eq(evidence_write(evidence, &out), 0);
	text = mem_strdup(buf_text(&out));
	buf_done(&out);
	return text;
}

static struct evidence *back(const char *text)
{
	char *error = NULL;
	struct evidence *evidence = evidence_read(text, strlen(text), &error);

	ck_assert_msg(evidence != NULL, "%s", error);
	return evidence;
}

/* One fact of every kind. */
static struct evidence *everything(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint;
	struct source_fact *source;

	witness_dns(evidence, D, DNS_MX, DNS_OK, "mx." D);
	witness_attempt(evidence, "www." D, DNS_AAAA, "[2001:db8::53]:53", DNS_SERVFAIL);
	witness_source(evidence, "srv", SOURCE_DECLINED, "host\twith tab");
	endpoint = witness_good_imap(evidence);
	endpoint->tls.alert = 42;
	endpoint->service.auth[0] = MAIL_AUTH_OAUTH2;
	endpoint->service.auth[1] = MAIL_AUTH_CLEARTEXT;
	source = evidence_add_source(evidence, "preset");
	source->settings = &endpoint->service;
	source->count = 1;
	witness_verify_error(evidence, endpoint, 1, 10, "CERT_HAS_EXPIRED");
	endpoint = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 587, MAIL_STARTTLS);
	witness_greeting(evidence, endpoint, "220 \xff\xfe \x1b[31m \xe2\x80\xae" "evil \xc2\x9b");
	witness_refused(evidence, endpoint, REPLY_PERMANENT, "535-no\n535 \xc3\xa9t\xc3\xa9");
	witness_reply(evidence, endpoint, STEP_QUIT, REPLY_OK, "221 bye");
	endpoint->tls.first_bytes = "\x00\x15\x03\x01\xff";
	endpoint->tls.first_length = 5;
	endpoint->injected = true;
	endpoint->injected_bytes = "a\0b";
	endpoint->injected_length = 3;
	endpoint->partial = "22";
	endpoint->login.challenge = "{\"status\":\"400\"}";
	endpoint_add_line(evidence, endpoint, LINE_SECRET, "AUTH PLAIN <redacted>", 21);
	endpoint->timing.login = 77;
	endpoint->error = 104;
	evidence->secret.sixteen_lower = true;
	evidence->timed_out = true;
	return evidence;
}

START_TEST(test_round_trip)
{
	struct evidence *evidence = everything(), *again;
	char *first = written(evidence), *second;

	again = back(first);
	second = written(again);
	ck_assert_str_eq(first, second);
	free(second);
	free(first);
	evidence_free(again);
	evidence_free(evidence);
}
END_TEST

START_TEST(test_values_survive)
{
	struct evidence *evidence = everything(), *again;
	const struct endpoint_fact *imap, *smtp;
	char *text = written(evidence);

	again = back(text);
	imap = again->endpoints;
	smtp = imap->next;
	ck_assert_str_eq(again->address, "alice@" D);
	ck_assert(again->timed_out && again->secret.sixteen_lower);
	ck_assert_int_eq((int)again->dns->outcome, DNS_OK);
	ck_assert_str_eq(again->dns->records[0].text, "mx." D);
	ck_assert_int_eq((int)again->dns->next->attempts->outcome, DNS_SERVFAIL);
	ck_assert_str_eq(again->sources->detail, "host\twith tab");
	ck_assert_int_eq((int)again->sources->outcome, SOURCE_DECLINED);
	ck_assert_str_eq(again->sources->next->settings[0].host, "imap." D);
	ck_assert_int_eq((int)imap->service.auth[1], MAIL_AUTH_CLEARTEXT);
	ck_assert_int_eq(imap->tls.alert, 42);
	ck_assert_str_eq(imap->tls.errors->name, "CERT_HAS_EXPIRED");
	ck_assert_uint_ge(imap->tls.chain_length, 1);
	ck_assert_str_eq(smtp->replies->text, "220 \xff\xfe \x1b[31m \xe2\x80\xae" "evil \xc2\x9b");
	ck_assert_uint_eq(smtp->tls.first_length, 5);
	ck_assert_mem_eq(smtp->tls.first_bytes, "\x00\x15\x03\x01\xff", 5);
	ck_assert_mem_eq(smtp->injected_bytes, "a\0b", 3);
	ck_assert_str_eq(smtp->partial, "22");
	ck_assert_ptr_null(imap->partial);
	ck_assert_ptr_nonnull(smtp->login.reply);
	ck_assert_str_eq(smtp->login.reply->text, "535-no\n535 \xc3\xa9t\xc3\xa9");
	ck_assert_uint_eq(smtp->timing.login, 77);
	free(text);
	evidence_free(again);
	evidence_free(evidence);
}
END_TEST

START_TEST(test_same_verdict)
{
	struct evidence *evidence = everything(), *again;
	char *text = written(evidence);
	struct verdict *verdict = verdict_reach(evidence), *other;

	again = back(text);
	other = verdict_reach(again);
	ck_assert_ptr_nonnull(verdict->root_cause);
	ck_assert_str_eq(verdict->root_cause, other->root_cause);
	free(text);
	evidence_free(again);
	evidence_free(evidence);
}
END_TEST

/* No byte in the file acts on a terminal that shows it. */
START_TEST(test_file_is_plain)
{
	struct evidence *evidence = everything();
	char *text = written(evidence);

	ck_assert_ptr_null(strstr(text, "\x1b"));
	ck_assert_ptr_null(strstr(text, "\xc2\x9b"));
	ck_assert_ptr_null(strstr(text, "\xe2\x80\xae"));
	ck_assert_ptr_null(strstr(text, "\xff"));
	free(text);
	evidence_free(evidence);
}
END_TEST

#define DOCUMENT(body) "{\"schema\":\"mailguide.evidence/1\",\"evidence\":" body "}"
#define ENDPOINT(body) DOCUMENT("{\"endpoints\":[{\"service\":{\"host\":\"h\"}," body "}]}")

static const struct {
	const char *text, *error;
} refused[] = {
	{ "", "not JSON" },
	{ "[1,2", "not JSON" },
	{ "[]", "not evidence that mailguide saved" },
	{ "{\"schema\":\"mailguide.diagnosis/1\"}", "not evidence that mailguide saved" },
	{ "{\"schema\":\"mailguide.evidence/1\"}", "it is not an object" },
	{ DOCUMENT("[]"), "it is not an object" },
	{ DOCUMENT("{\"address\":7}"), "address: it is neither text nor bytes" },
	{ DOCUMENT("{\"address\":{\"hex\":\"6\"}}"), "address: it is neither text nor bytes" },
	{ DOCUMENT("{\"address\":{\"hex\":\"6g\"}}"), "address: it is not hexadecimal" },
	{ DOCUMENT("{\"address\":{\"hex\":\"6100\"}}"), "address: it holds a NUL byte" },
	{ DOCUMENT("{\"elapsed_ms\":-1}"), "elapsed_ms: it is not a number in range" },
	{ DOCUMENT("{\"elapsed_ms\":1e99}"), "elapsed_ms: it is not a number in range" },
	{ DOCUMENT("{\"elapsed_ms\":0.5}"), "elapsed_ms: it is not a whole number" },
	{ DOCUMENT("{\"started\":\"now\"}"), "started: it is not a number in range" },
	{ DOCUMENT("{\"timed_out\":1}"), "timed_out: it is not true or false" },
	{ DOCUMENT("{\"wanted\":[true,true,true,true]}"), "wanted: it has too many items" },
	{ DOCUMENT("{\"dns\":{}}"), "dns: it is not a list" },
	{ DOCUMENT("{\"dns\":[{\"type\":\"PTR\"}]}"), "dns.type: it is not one of the known" },
	{ DOCUMENT("{\"dns\":[{\"records\":[{\"port\":65536}]}]}"), "records.port: it is not a" },
	{ DOCUMENT("{\"endpoints\":[{}]}"), "an endpoint has no host" },
	{ ENDPOINT("\"step\":\"dance\""), "endpoints.step: it is not one of the known words" },
	{ ENDPOINT("\"tls\":{\"chain\":[7]}"), "endpoints.tls.chain: it is not an object" },
	{ ENDPOINT("\"login_reply\":0"), "a reply that is not there" },
};

START_TEST(test_refusals)
{
	char *error = NULL;

	ck_assert_ptr_null(evidence_read(refused[_i].text, strlen(refused[_i].text), &error));
	ck_assert_ptr_nonnull(error);
	ck_assert_msg(strstr(error, refused[_i].error) != NULL, "%s: said %s", refused[_i].text,
		error);
	free(error);
}
END_TEST

/* An older file lacks keys; nothing that is read of it may be NULL then. */
START_TEST(test_missing_keys)
{
	struct evidence *evidence = back(ENDPOINT("\"future\":{\"key\":1}"));
	struct verdict *verdict;

	ck_assert_str_eq(evidence->endpoints->tls.version, "");
	ck_assert_int_eq(evidence->endpoints->tls.alert, -1);
	ck_assert_str_eq(evidence->domain, "");
	verdict = verdict_reach(evidence);
	ck_assert_ptr_nonnull(verdict);
	evidence_free(evidence);
}
END_TEST

START_TEST(test_files)
{
	char path[] = "/tmp/mailguide-check-XXXXXX";
	char *error = NULL;
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_ptr_null(evidence_load("/nonexistent/evidence.json", &error));
	ck_assert_str_eq(error, "No such file or directory");
	free(error);
	ck_assert_int_eq(ftruncate(fd, (off_t)EVIDENCE_FILE_MAX + 1), 0);
	ck_assert_ptr_null(evidence_load(path, &error));
	ck_assert_str_eq(error, "File too large");
	free(error);
	close(fd);
	unlink(path);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("evidence_json");
	TCase *tests = tcase_create("evidence_json");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, test_round_trip);
	tcase_add_test(tests, test_values_survive);
	tcase_add_test(tests, test_same_verdict);
	tcase_add_test(tests, test_file_is_plain);
	tcase_add_loop_test(tests, test_refusals, 0, (int)(sizeof refused / sizeof refused[0]));
	tcase_add_test(tests, test_missing_keys);
	tcase_add_test(tests, test_files);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
