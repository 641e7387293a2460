/* SPDX-License-Identifier: MIT
 *
 * The documents that programs read: every field of the contract with its type,
 * the order of findings, and valid UTF-8 whatever a server sent.
 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "probes/text.h"
#include "witness.h"
#include "wizard/render.h"

#define D "acme.example"

static cJSON *document;
static struct evidence *evidence;

static void parse(const struct buf *text)
{
	ck_assert(text_is_utf8(buf_text(text), text->length));
	ck_assert_ptr_null(strchr(buf_text(text), '\x1b'));
	document = cJSON_Parse(buf_text(text));
	ck_assert_ptr_nonnull(document);
}

static void render(void)
{
	struct buf text;

	buf_init(&text, 1 << 20);
	ck_assert_int_eq(render_json(evidence, verdict_reach(evidence), &text), 0);
	parse(&text);
	buf_done(&text);
}

static void tear_down(void)
{
	cJSON_Delete(document);
	evidence_free(evidence);
	document = NULL;
	evidence = NULL;
}

/* "s" text, "n" number, "b" bool, "a" list, "o" object; "0" after it: or null. */
static void check_type(const cJSON *object, const char *key, const char *type)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	bool fits = item != NULL && ((type[0] == 's' && cJSON_IsString(item)) ||
		(type[0] == 'n' && cJSON_IsNumber(item)) || (type[0] == 'b' && cJSON_IsBool(item)) ||
		(type[0] == 'a' && cJSON_IsArray(item)) || (type[0] == 'o' && cJSON_IsObject(item)) ||
		(type[1] == '0' && cJSON_IsNull(item)));

	ck_assert_msg(fits, "%s is not of type %s", key, type);
}

struct member {
	const char *key, *type;
};

static void check_object(const cJSON *object, const struct member *members)
{
	ck_assert(cJSON_IsObject(object));
	for (; members->key != NULL; members++)
		check_type(object, members->key, members->type);
}

static const cJSON *get(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *text_of(const cJSON *object, const char *key)
{
	const cJSON *item = get(object, key);

	ck_assert_msg(cJSON_IsString(item), "%s is no text", key);
	return item->valuestring;
}

static const struct member diagnosis[] = {
	{ "schema", "s" }, { "version", "s" }, { "address", "s" }, { "domain", "s" },
	{ "provider", "o0" }, { "ok", "b" }, { "root_cause", "s0" }, { "findings", "a" },
	{ "services", "a" }, { "sources", "a" }, { "elapsed_ms", "n" }, { NULL, NULL }
};
static const struct member finding_members[] = {
	{ "code", "s" }, { "severity", "s" }, { "layer", "s" }, { "who", "s" }, { "title", "s" },
	{ "detail", "s" }, { "service", "s0" }, { "evidence", "a" }, { "remedy", "a" },
	{ "links", "a" }, { "explains", "a" }, { NULL, NULL }
};
static const struct member service_members[] = {
	{ "protocol", "s" }, { "host", "s" }, { "port", "n" }, { "security", "s" },
	{ "username", "s0" }, { "auth", "a" }, { "source", "s" }, { "state", "s" },
	{ "addresses", "a" }, { "tls", "o0" }, { "capabilities", "a" }, { "timing_ms", "o" },
	{ NULL, NULL }
};
static const struct member tls_members[] = {
	{ "version", "s" }, { "cipher", "s" }, { "subject", "s0" }, { "issuer", "s0" },
	{ "not_after", "s0" }, { "names", "a" }, { NULL, NULL }
};
static const struct member timing_members[] = {
	{ "dns", "n" }, { "connect", "n" }, { "tls", "n" }, { "greeting", "n" }, { "login", "n" },
	{ NULL, NULL }
};
static const struct member source_members[] = {
	{ "source", "s" }, { "outcome", "s" }, { "elapsed_ms", "n" }, { "settings", "a" },
	{ NULL, NULL }
};

static void observe_refusal(const char *reply)
{
	struct source_fact *source;
	struct endpoint_fact *smtp;

	evidence = witness_run(D);
	witness_good_imap(evidence);
	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 465, MAIL_TLS);
	witness_refused(evidence, smtp, REPLY_PERMANENT, reply);
	witness_counter(evidence, MAIL_SMTP, "smtp." D, 587, MAIL_STARTTLS);
	witness_source(evidence, "srv", SOURCE_NXDOMAIN, "");
	source = evidence_add_source(evidence, "given");
	source->settings = &smtp->service;
	source->count = 1;
}

START_TEST(test_every_field)
{
	const cJSON *item;

	observe_refusal("535 5.7.8 Error: authentication failed");
	render();
	check_object(document, diagnosis);
	ck_assert_str_eq(text_of(document, "schema"), "mailguide.diagnosis/1");
	ck_assert_str_eq(text_of(document, "address"), "alice@" D);
	ck_assert_uint_gt((unsigned)cJSON_GetArraySize(get(document, "findings")), 0);
	cJSON_ArrayForEach(item, get(document, "findings"))
		check_object(item, finding_members);
	ck_assert_int_eq(cJSON_GetArraySize(get(document, "services")), 2);
	cJSON_ArrayForEach(item, get(document, "services")) {
		check_object(item, service_members);
		check_object(get(item, "tls"), tls_members);
		check_object(get(item, "timing_ms"), timing_members);
	}
	ck_assert_int_eq(cJSON_GetArraySize(get(document, "sources")), 2);
	cJSON_ArrayForEach(item, get(document, "sources"))
		check_object(item, source_members);
}
END_TEST

START_TEST(test_root_cause_comes_first)
{
	const cJSON *first, *services;

	observe_refusal("535 5.7.8 Error: authentication failed");
	render();
	first = cJSON_GetArrayItem(get(document, "findings"), 0);
	ck_assert(cJSON_IsFalse(get(document, "ok")));
	ck_assert_str_eq(text_of(document, "root_cause"), text_of(first, "code"));
	ck_assert_str_eq(text_of(first, "severity"), "error");
	ck_assert_str_eq(text_of(first, "service"), "smtp." D ":465/smtp/tls");
	ck_assert_str_eq(text_of(cJSON_GetArrayItem(get(first, "evidence"), 0), "kind"), "server");
	services = get(document, "services");
	ck_assert_str_eq(text_of(cJSON_GetArrayItem(services, 0), "state"), "works");
	ck_assert_str_eq(text_of(cJSON_GetArrayItem(services, 1), "state"), "failed");
}
END_TEST

START_TEST(test_healthy)
{
	evidence = witness_run(D);
	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	render();
	ck_assert(cJSON_IsTrue(get(document, "ok")));
	ck_assert(cJSON_IsNull(get(document, "root_cause")));
	ck_assert(cJSON_IsNull(get(document, "provider")));
}
END_TEST

START_TEST(test_hostile_bytes)
{
	struct buf text;

	observe_refusal("535 \xff\xc0\x80 \x1b]0;x\x07 \xe2\x80\xae \"\\ no");
	evidence->endpoints->capabilities = arena_alloc(evidence->arena, sizeof(char *));
	evidence->endpoints->capabilities[0] = "X-\x9b\xf4\x90\x80\x80";
	evidence->endpoints->capabilities_count = 1;
	evidence->endpoints->tls.chain->subject = "CN=\xed\xa0\x80";
	buf_init(&text, 1 << 20);
	ck_assert_int_eq(render_json(evidence, verdict_reach(evidence), &text), 0);
	parse(&text);
	ck_assert_ptr_nonnull(strstr(buf_text(&text), "\\\\xFF"));
	ck_assert_ptr_nonnull(strstr(buf_text(&text), "\\\\u{202E}"));
	buf_done(&text);
}
END_TEST

START_TEST(test_full_buffer)
{
	struct buf text;

	observe_refusal("535 no");
	buf_init(&text, 100);
	ck_assert_int_eq(render_json(evidence, verdict_reach(evidence), &text), -1);
	buf_done(&text);
}
END_TEST

START_TEST(test_lookup)
{
	const cJSON *settings;
	struct source_fact *source;
	struct mail_service moved = { .protocol = MAIL_IMAP, .security = MAIL_TLS, .port = 993,
		.host = "imap.old.example" };
	struct buf text;

	evidence = witness_run(D);
	witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	source = evidence_add_source(evidence, "srv");
	source->settings = &moved;
	source->count = 1;
	buf_init(&text, 1 << 20);
	ck_assert_int_eq(render_lookup_json(evidence, NULL, &text), 0);
	parse(&text);
	buf_done(&text);
	ck_assert_str_eq(text_of(document, "schema"), "mailguide.lookup/1");
	check_type(document, "provider", "o0");
	ck_assert_int_eq(cJSON_GetArraySize(get(document, "services")), 1);
	settings = get(cJSON_GetArrayItem(get(document, "sources"), 0), "settings");
	ck_assert(cJSON_IsTrue(get(cJSON_GetArrayItem(settings, 0), "contradicts")));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *tests = tcase_create("json");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, test_every_field);
	tcase_add_test(tests, test_root_cause_comes_first);
	tcase_add_test(tests, test_healthy);
	tcase_add_test(tests, test_hostile_bytes);
	tcase_add_test(tests, test_full_buffer);
	tcase_add_test(tests, test_lookup);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
