/* SPDX-License-Identifier: MIT
 *
 * Whole documents in the style of those that are out there, and what is read from
 * them, as text.  And hostile ones that are made, not kept.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/buf.h"
#include "providers/autodiscover.h"
#include "providers/clientconfig.h"
#include "providers/pacc.h"

enum kind { CLIENTCONFIG, AUTODISCOVER, PACC };

static struct arena *arena;
static struct document document;

static void read_as(enum kind kind, const char *bytes, size_t length)
{
	struct address alice;
	const char *problem;

	ck_assert_int_eq(address_parse(arena, "alice@example.org", false, &alice, &problem), 0);
	switch (kind) {
	case CLIENTCONFIG:
		clientconfig_read(arena, &alice, bytes, length, &document);
		break;
	case AUTODISCOVER:
		autodiscover_read(arena, &alice, bytes, length, &document);
		break;
	case PACC:
		pacc_read(arena, bytes, length, &document);
		break;
	}
}

static void set_up(void)
{
	arena = arena_new();
}

static void tear_down(void)
{
	arena_free(arena);
}

static void tell(struct buf *out)
{
	size_t i, way;

	buf_printf(out, "%s \"%s\" %s\n", source_outcome_name(document.outcome),
		document.provider_name, document.problem);
	for (i = 0; i < document.count; i++) {
		const struct mail_service *service = &document.services[i];

		buf_printf(out, "%s %s %u %s %s", mail_protocol_name(service->protocol),
			service->host, (unsigned)service->port, mail_security_name(service->security),
			service->username != NULL ? service->username : "-");
		for (way = 0; way < MAIL_AUTH_MAX && service->auth[way] != MAIL_AUTH_UNSTATED; way++)
			buf_printf(out, " %s", mail_auth_name(service->auth[way]));
		buf_puts(out, "\n");
	}
	for (i = 0; i < document.slip_count; i++)
		buf_printf(out, "slip: %s\n", document.slips[i]);
	if (document.redirect_address != NULL)
		buf_printf(out, "to: %s\n", document.redirect_address);
}

static const struct {
	const char *file;
	enum kind kind;
	const char *told;
} files[] = {
	{ "hoster.xml", CLIENTCONFIG,
		"found \"B\xc3\xbcrohoster & S\xc3\xb6hne\" \n"
		"imap imap.hoster.example 993 tls alice@example.org oauth2 password-cleartext\n"
		"pop3 pop.example.org 110 plain alice password-encrypted\n"
		"smtp smtp.hoster.example 587 starttls - none\n"
		"slip: incomingServer in line 25: socketType 'TLSv1' is not known\n" },
	{ "panel.xml", AUTODISCOVER,
		"found \"\" \n"
		"imap mail.panel.example 993 tls alice@example.org\n"
		"smtp mail.panel.example 587 starttls -\n"
		"slip: Protocol in line 28: it names no host\n" },
	{ "moved.xml", AUTODISCOVER, "redirected \"\" \nto: alice@moved.example\n" },
	{ "refusal.xml", AUTODISCOVER,
		"not-published \"\" it says: Active directory <unavailable> again\n" },
	{ "pacc.json", PACC,
		"found \"Example \xc3\x9c""ber Mail\" \n"
		"imap imap.example.org 993 tls - oauth2 password-cleartext\n"
		"pop3 xn--bcher-kva.example 995 tls - oauth2 password-cleartext\n"
		"smtp smtp.example.org 465 tls - oauth2 password-cleartext\n" },
	/* Served under the wrong name. */
	{ "panel.xml", CLIENTCONFIG, "invalid \"\" the root element is not clientConfig\n" },
	{ "hoster.xml", PACC, "wrong-type \"\" no JSON but something else, such as a web page\n" },
	{ "pacc.json", CLIENTCONFIG, "wrong-type \"\" no XML but something else, such as a web page\n" },
};

START_TEST(one_file)
{
	const char *source = getenv("srcdir");
	char bytes[8192];
	struct buf told;
	size_t length;
	FILE *file = fopen(arena_printf(arena, "%s/tests/unit/data/published/%s",
		source != NULL ? source : ".", files[_i].file), "rb");

	ck_assert_ptr_nonnull(file);
	length = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	ck_assert_uint_gt(length, 0);
	ck_assert_uint_lt(length, sizeof bytes);
	read_as(files[_i].kind, bytes, length);
	buf_init(&told, 8192);
	tell(&told);
	ck_assert_str_eq(buf_text(&told), files[_i].told);
	buf_done(&told);
}
END_TEST

/* Cut off at any byte, none of them yields a server. */
START_TEST(a_torn_file_is_not_half_believed)
{
	static const char config[] = "<clientConfig><incomingServer type=\"imap\"><hostname>"
		"i.example.org</hostname></incomingServer></clientConfig>";
	static const char redirect[] = "<Autodiscover><Response><RedirectUrl>https://x.example/"
		"</RedirectUrl></Response>";
	static const char pacc[] = "{\"protocols\": {\"imap\": {\"host\": \"i.example.org\"}}}";
	size_t length;

	for (length = 0; length + 1 < sizeof config; length++) {
		read_as(CLIENTCONFIG, config, length);
		ck_assert_int_ne(document.outcome, SOURCE_FOUND);
		ck_assert_uint_eq(document.count, 0);
	}
	read_as(CLIENTCONFIG, config, length);
	ck_assert_uint_eq(document.count, 1);
	read_as(AUTODISCOVER, redirect, sizeof redirect - 1);
	ck_assert_int_eq(document.outcome, SOURCE_INVALID);
	ck_assert_ptr_null(document.redirect_url);
	for (length = 0; length + 1 < sizeof pacc; length++) {
		read_as(PACC, pacc, length);
		ck_assert_int_ne(document.outcome, SOURCE_FOUND);
		ck_assert_uint_eq(document.count, 0);
	}
	read_as(PACC, pacc, length);
	ck_assert_uint_eq(document.count, 1);
}
END_TEST

static const struct {
	enum kind kind;
	const char *start, *again, *problem;
	size_t times;
} floods[] = {
	{ CLIENTCONFIG, "<clientConfig>", "<a/>", "there are too many elements", 5000 },
	{ CLIENTCONFIG, "<clientConfig>", "<incomingServer>", "nested too deep", 4000 },
	{ AUTODISCOVER, "<Autodiscover>", "<Protocol>", "nested too deep", 4000 },
	{ AUTODISCOVER, "<Autodiscover>", "<!--x-->", "larger than 64 KiB", 9000 },
	{ PACC, "{\"protocols\":", "[", "nested too deep", 60000 },
	{ PACC, "", "{\"a\":", "nested too deep", 10000 },
	{ PACC, "{", "\"a\":1,", "larger than 64 KiB", 11000 },
};

START_TEST(one_flood)
{
	struct buf text;
	size_t i;

	buf_init(&text, (size_t)1 << 20);
	buf_puts(&text, floods[_i].start);
	for (i = 0; i < floods[_i].times; i++)
		ck_assert_int_eq(buf_puts(&text, floods[_i].again), 0);
	read_as(floods[_i].kind, buf_text(&text), text.length);
	ck_assert_int_eq(document.outcome, SOURCE_INVALID);
	ck_assert_msg(strstr(document.problem, floods[_i].problem) != NULL, "'%s' is said",
		document.problem);
	ck_assert_uint_eq(document.count, 0);
	buf_done(&text);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof(table)[0])

int main(void)
{
	Suite *suite = suite_create("published");
	TCase *tests = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, one_file, 0, COUNT(files));
	tcase_add_test(tests, a_torn_file_is_not_half_believed);
	tcase_add_loop_test(tests, one_flood, 0, COUNT(floods));
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
