/* SPDX-License-Identifier: MIT
 *
 * What a person reads, to the letter: the cause first, wrapped at the width, the
 * same in ASCII.  The verdicts here are made by hand, so that only the renderer
 * is tested.
 */
#include <stdlib.h>
#include <string.h>

#include "probes/text.h"
#include "witness.h"
#include "wizard/render.h"
#include "wizard/words.h"

#define D "acme.example"

static const struct code app_password = {
	.code = "auth.app-password-required", .layer = "auth", .title = "App password needed",
	.who = { WHO_USER }, .who_count = 1,
};
static const struct code port_dead = {
	.code = "net.filtered", .layer = "net", .title = "Port does not answer",
	.who = { WHO_NETWORK }, .who_count = 1,
};

static const struct term wide = { .width = 80 };
static const struct term wide_ascii = { .width = 80, .ascii = true };
static const struct options plain;

static struct evidence *evidence;
static struct verdict verdict;
static struct finding cause, other;
static struct page page;

static void set_up(void)
{
	struct endpoint_fact *smtp;

	evidence = witness_run(D);
	witness_good_imap(evidence);
	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 465, MAIL_TLS);
	witness_refused(evidence, smtp, REPLY_PERMANENT, "534 5.7.9 no");
	cause = (struct finding){ .next = &other, .code = &app_password,
		.severity = SEVERITY_ERROR, .who = WHO_USER, .endpoint = smtp,
		.detail = "The server refuses the password of the account and asks for one that was made "
			"for a mail program.",
		.quotes = { { "server", "534 5.7.9 Application-specific\r\npassword \x1b[31mrequired" } },
		.quote_count = 1,
		.remedy = { "Turn on two-step sign-in.", "Create an app password for mail and give it to "
			"the mail program in place of the password." }, .remedy_count = 2,
		.links = { "https://acme.example/a/very/long/link/that/must/never/be/broken/in/two/parts" },
		.link_count = 1 };
	other = (struct finding){ .code = &port_dead, .severity = SEVERITY_WARNING,
		.who = WHO_NETWORK, .endpoint = smtp, .detail = "Port 587 is silent.",
		.remedy = { "Use port 465." }, .remedy_count = 1 };
	verdict = (struct verdict){ .arena = evidence->arena, .findings = &cause,
		.root_cause = app_password.code };
}

static void tear_down(void)
{
	page_done(&page);
	evidence_free(evidence);
}

static const char *render(const struct term *term, const struct options *options)
{
	page_init(&page, term);
	render_text(&page, options, evidence, &verdict);
	return buf_text(&page.text);
}

START_TEST(test_cause_first)
{
	ck_assert_str_eq(render(&wide, &plain),
		"✗ App password needed (SMTP at smtp.acme.example:465)\n"
		"  You can solve this yourself.\n"
		"  The server refuses the password of the account and asks for one that was made\n"
		"  for a mail program.\n"
		"\n"
		"  What to do\n"
		"  1. Turn on two-step sign-in.\n"
		"  2. Create an app password for mail and give it to the mail program in place of\n"
		"     the password.\n"
		"     https://acme.example/a/very/long/link/that/must/never/be/broken/in/two/parts\n"
		"\n"
		"  server said: \"534 5.7.9 Application-specific password \\x1B[31mrequired\"\n"
		"\n"
		"IMAP  your computer ─✓─ DNS ─✓─ port 993 ─✓─ TLS ─✓─ login ─✓─ mailbox\n"
		"SMTP  your computer ─✓─ DNS ─✓─ port 465 ─✓─ TLS ─✗─ login ··· sending\n"
		"\n"
		"! Port does not answer (SMTP at smtp.acme.example:465)\n"
		"  Port 587 is silent.\n"
		"  → Use port 465.\n"
		"\n"
		"What was tested\n"
		"✓ IMAP imap.acme.example:993 TLS: TLS 1.3, certificate good, login works\n"
		"✗ SMTP smtp.acme.example:465 TLS: TLS 1.3, certificate good, login refused\n");
}
END_TEST

START_TEST(test_ascii)
{
	const char *text = render(&wide_ascii, &plain), *at;

	for (at = text; *at != '\0'; at++)
		ck_assert_msg((unsigned char)*at < 0x80, "beyond ASCII: %s", at);
	ck_assert_ptr_eq(strstr(text, "PROBLEM: App password needed"), text);
	ck_assert_ptr_nonnull(strstr(text, "\nwarning: Port does not answer"));
	ck_assert_ptr_nonnull(strstr(text, "  -> Use port 465."));
	ck_assert_ptr_nonnull(strstr(text, "\nok: IMAP imap.acme.example:993"));
}
END_TEST

/* Letters of our languages are spelled out, others are named. */
START_TEST(test_ascii_letters)
{
	const char *text;

	cause.detail = "Größe ¿año? Žižka";
	text = render(&wide_ascii, &plain);
	ck_assert_ptr_nonnull(strstr(text, "Groesse ano? \\u{017D}i\\u{017E}ka"));
}
END_TEST

/* Screen readers get words: no sign, no picture, letters as they are. */
START_TEST(test_plain)
{
	static const struct term reader = { .width = 80, .plain = true };
	const char *text;

	cause.detail = "Grüße → weiter";
	text = render(&reader, &plain);
	ck_assert_ptr_eq(strstr(text, "PROBLEM: App password needed"), text);
	ck_assert_ptr_nonnull(strstr(text, "Grüße -> weiter"));
	ck_assert_ptr_nonnull(strstr(text, "\nSMTP at smtp.acme.example: DNS fine, port 465 fine, TLS "
		"fine, login broken\n(login refused), sending not reached.\n"));
	ck_assert_ptr_null(strstr(text, "─"));
	ck_assert_ptr_null(strstr(text, "✗"));
}
END_TEST

/* The broken link is marked whatever the room; what is wrong is added where it fits. */
START_TEST(test_path_widths)
{
	static const struct term narrow = { .width = 40 }, broad = { .width = 120 };
	const char *text = render(&narrow, &plain);

	ck_assert_ptr_nonnull(strstr(text, "\nSMTP  ✓ DNS  ✓ port 465  ✓ TLS  ✗ login\n"
		"      · sending\n"));
	page_done(&page);
	text = render(&broad, &plain);
	ck_assert_ptr_nonnull(strstr(text, "─✗─ login ··· sending  login refused\n"));
	page_done(&page);
	text = render(&wide_ascii, &plain);
	ck_assert_ptr_nonnull(strstr(text, "SMTP  your computer -ok- DNS -ok- port 465 -ok- TLS -X- "
		"login ... sending\n"));
}
END_TEST

START_TEST(test_quiet_is_one_line)
{
	struct options options = { .quiet = true };

	ck_assert_str_eq(render(&wide, &options),
		"✗ App password needed (SMTP at smtp.acme.example:465)\n");
}
END_TEST

START_TEST(test_quiet_and_healthy)
{
	struct options options = { .quiet = true };

	verdict = (struct verdict){ .ok = true };
	ck_assert_str_eq(render(&wide, &options), "✓ alice@acme.example: no problem found\n");
}
END_TEST

START_TEST(test_healthy)
{
	verdict = (struct verdict){ .ok = true };
	ck_assert_ptr_eq(strstr(render(&wide, &plain), "✓ alice@acme.example works\n"),
		buf_text(&page.text));
}
END_TEST

START_TEST(test_healthy_without_login)
{
	verdict = (struct verdict){ .ok = true };
	evidence->login_asked = false;
	ck_assert_ptr_nonnull(strstr(render(&wide, &plain), "No login was tried"));
}
END_TEST

START_TEST(test_verbose_has_the_chain)
{
	struct options options = { .verbose = true };
	const char *text = render(&wide, &options);

	ck_assert_ptr_nonnull(strstr(text, "certificate: CN=imap.acme.example, issued by"));
	ck_assert_ptr_nonnull(strstr(text, "time: DNS "));
	ck_assert_ptr_nonnull(strstr(text, "code: auth.app-password-required"));
}
END_TEST

/* Colour is only added: without the sequences the text is the same. */
START_TEST(test_color)
{
	static const struct term colored = { .width = 80, .color = true };
	char *without = mem_strdup(render(&wide, &plain)), *stripped, *to;
	const char *from;

	page_done(&page);
	from = render(&colored, &plain);
	ck_assert_ptr_nonnull(strstr(from, "\033[31m✗\033[0m"));
	stripped = to = mem_strdup(from);
	while (*from != '\0')
		if (*from == '\033')
			from += strcspn(from, "m") + 1;
		else
			*to++ = *from++;
	*to = '\0';
	ck_assert_str_eq(stripped, without);
	free(stripped);
	free(without);
}
END_TEST

/* Whatever the width, only links are longer than it. */
START_TEST(test_every_width)
{
	struct term term = { .width = (size_t)_i };
	char *lines, *line;

	cause.quotes[0].text = "Überlangeswortohnelücke日本語日本語日本語日本語日本語日本語 534-"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	lines = arena_strdup(evidence->arena, render(&term, &plain));
	while ((line = strsep(&lines, "\n")) != NULL)
		if (strstr(line, "://") == NULL)
			ck_assert_msg(text_columns(line) <= (size_t)_i, "too long at %d: %s", _i, line);
}
END_TEST

/* A server cannot write a line of its own into the result. */
START_TEST(test_hostile_words)
{
	const char *text;

	cause.quotes[0].text = "no\r\n✓ all is well\n\x1b[2J\xe2\x80\xae\xff\x9b";
	text = render(&wide, &plain);
	ck_assert_ptr_null(strstr(text, "\n✓ all is well"));
	ck_assert_ptr_null(strchr(text, '\x1b'));
	ck_assert_ptr_null(strstr(text, "\xe2\x80\xae"));
	ck_assert(text_is_utf8(text, strlen(text)));
}
END_TEST

START_TEST(test_transcript)
{
	struct endpoint_fact *smtp = evidence->endpoints->next;
	const char *text;

	endpoint_add_line(evidence, smtp, LINE_NOTE, "TLS established", 15);
	endpoint_add_line(evidence, smtp, LINE_SERVER, "220 \x1b[31mhi", 11);
	endpoint_add_line(evidence, smtp, LINE_CLIENT, "EHLO [127.0.0.1]", 16);
	endpoint_add_line(evidence, smtp, LINE_SECRET, "AUTH PLAIN <redacted>", 21);
	page_init(&page, &wide);
	render_transcript(&page, evidence);
	text = buf_text(&page.text);
	ck_assert_ptr_nonnull(strstr(text,
		"* smtp.acme.example:465 (SMTP, TLS)\n"
		"* TLS established\n"
		"S: 220 \\x1B[31mhi               → the greeting: the server is ready\n"
		"C: EHLO [127.0.0.1]\n     → says hello"));
	ck_assert_ptr_nonnull(strstr(text, "\nC: AUTH PLAIN <redacted>        → signs in: password "
		"(PLAIN)\n"));
}
END_TEST

START_TEST(test_lookup)
{
	struct mail_service moved = { .protocol = MAIL_IMAP, .security = MAIL_TLS, .port = 993,
		.host = "imap.old.example" };
	struct source_fact *source = evidence_add_source(evidence, "srv");
	const char *text;

	source->settings = &moved;
	source->count = 1;
	witness_source(evidence, "guess", SOURCE_NOT_PUBLISHED, "");
	evidence->endpoints->trusted_source = false;
	page_init(&page, &wide);
	render_lookup(&page, &plain, evidence, NULL);
	text = buf_text(&page.text);
	ck_assert_ptr_eq(strstr(text, "✓ Mail settings for acme.example\n"), text);
	ck_assert_ptr_nonnull(strstr(text, "  IMAP  imap.acme.example:993 TLS"));
	ck_assert_ptr_nonnull(strstr(text, "(given; a"));
	ck_assert_ptr_nonnull(strstr(text, "! srv: found\n    IMAP  imap.old.example:993 TLS << "
		"contradicts\n"));
	ck_assert_ptr_nonnull(strstr(text, "· nothing published: guess\n"));
	ck_assert_ptr_nonnull(strstr(text, "Contradictions\n! IMAP: srv names "
		"imap.old.example:993, but"));
	ck_assert_ptr_nonnull(strstr(text, "Outlook: nothing; every value"));
	ck_assert_ptr_nonnull(strstr(text, "programs that use SRV records: IMAP "
		"imap.old.example:993 TLS (srv)\n"));
}
END_TEST

START_TEST(test_sentences)
{
	struct arena *arena = arena_new();

	ck_assert_str_eq(words_sentence(arena, "app passwords are off"), "App passwords are off.");
	ck_assert_str_eq(words_sentence(arena, "smtp.example.org takes tokens"),
		"smtp.example.org takes tokens.");
	ck_assert_str_eq(words_sentence(arena, "no."), "No.");
	arena_free(arena);
}
END_TEST

START_TEST(test_nothing_found)
{
	evidence->endpoints = NULL;
	page_init(&page, &wide);
	render_lookup(&page, &plain, evidence, NULL);
	ck_assert_ptr_nonnull(strstr(buf_text(&page.text), "✗ No mail settings found for acme"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("render");
	TCase *tests = tcase_create("render");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, test_cause_first);
	tcase_add_test(tests, test_ascii);
	tcase_add_test(tests, test_ascii_letters);
	tcase_add_test(tests, test_plain);
	tcase_add_test(tests, test_path_widths);
	tcase_add_test(tests, test_quiet_is_one_line);
	tcase_add_test(tests, test_quiet_and_healthy);
	tcase_add_test(tests, test_healthy);
	tcase_add_test(tests, test_healthy_without_login);
	tcase_add_test(tests, test_verbose_has_the_chain);
	tcase_add_test(tests, test_color);
	tcase_add_loop_test(tests, test_every_width, 30, 101);
	tcase_add_test(tests, test_hostile_words);
	tcase_add_test(tests, test_transcript);
	tcase_add_test(tests, test_lookup);
	tcase_add_test(tests, test_nothing_found);
	tcase_add_test(tests, test_sentences);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
