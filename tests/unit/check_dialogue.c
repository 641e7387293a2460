/* SPDX-License-Identifier: MIT
 *
 * The dialogue engine: whole conversations from text (script_*.c), what it
 * does at its limits, and any bytes at all.
 */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "script.h"

START_TEST(smtp)
{
	script_check(&script_smtp[_i]);
}
END_TEST

START_TEST(imap)
{
	script_check(&script_imap[_i]);
}
END_TEST

START_TEST(pop3)
{
	script_check(&script_pop3[_i]);
}
END_TEST

/* ---- a closer look -------------------------------------------------------------------- */

static const struct script_case *find(const struct script_case *cases, int count, const char *name)
{
	int i;

	for (i = 0; i < count; i++)
		if (strcmp(cases[i].name, name) == 0)
			return &cases[i];
	ck_abort_msg("no case %s", name);
	return NULL;
}

static const struct transcript {
	enum mail_protocol protocol;
	const char *name;
	enum transcript_kind kind;
	const char *line;
} transcripts[] = {
	{ MAIL_SMTP, "postfix, STARTTLS", LINE_SECRET, "AUTH PLAIN <redacted>" },
	{ MAIL_SMTP, "postfix, STARTTLS", LINE_CLIENT, "STARTTLS" },
	{ MAIL_SMTP, "LOGIN with prompts", LINE_CLIENT, "AUTH LOGIN" },
	{ MAIL_SMTP, "gmail, token refused", LINE_SECRET, "AUTH XOAUTH2 <redacted>" },
	{ MAIL_SMTP, "the line comes back", LINE_SERVER,
		"500 5.5.1 unknown command: AUTH PLAIN <redacted> (5)" },
	{ MAIL_SMTP, "421 at login", LINE_SERVER, "421 4.7.0 mail Error: too many errors" },
	{ MAIL_IMAP, "quoted strings", LINE_SECRET, "a002 LOGIN \"o\\\"hara\\\\\" <redacted>" },
	{ MAIL_IMAP, "a literal that waits for the password only", LINE_SECRET,
		"a002 LOGIN \"joerg\" <redacted>" },
	{ MAIL_IMAP, "literals that wait", LINE_CLIENT, "a002 LOGIN {5}" },
	{ MAIL_IMAP, "literals that wait", LINE_SECRET, "<redacted>" },
	{ MAIL_IMAP, "literals that wait", LINE_SECRET, "j\xc3\xb6rg <redacted>" },
	{ MAIL_POP3, "APOP banner is ignored", LINE_CLIENT, "USER alice@example.org" },
	{ MAIL_POP3, "APOP banner is ignored", LINE_SECRET, "PASS <redacted>" },
	{ MAIL_POP3, "the name is the password", LINE_CLIENT, "USER <redacted>" },
};

START_TEST(transcript_shows_no_secret)
{
	const struct transcript *test = &transcripts[_i];
	const struct script_case *played_case =
		test->protocol == MAIL_SMTP ? find(script_smtp, script_smtp_count, test->name) :
		test->protocol == MAIL_IMAP ? find(script_imap, script_imap_count, test->name) :
		find(script_pop3, script_pop3_count, test->name);
	struct played played = script_play(played_case);

	ck_assert_msg(played_lines(&played, test->kind, test->line) == 1, "%s: not once: %s",
		test->name, test->line);
	played_done(&played);
}
END_TEST

/* A goodbye from the server is the end: nothing more is said to it. */
START_TEST(nothing_is_said_after_a_goodbye)
{
	struct played played = script_play(find(script_smtp, script_smtp_count, "421 at login"));

	ck_assert_int_eq(played_lines(&played, LINE_CLIENT, "QUIT"), 0);
	played_done(&played);
}
END_TEST

START_TEST(replies_after_login_are_kept)
{
	struct played played = script_play(find(script_imap, script_imap_count,
		"outlook, authenticated but not connected"));
	const struct reply_fact *reply = endpoint_reply(played.endpoint, STEP_PROOF);

	ck_assert_ptr_nonnull(reply);
	ck_assert_str_eq(reply->text, "a004 BAD User is authenticated but not connected.");
	ck_assert_int_eq(reply->class, REPLY_PERMANENT);
	ck_assert_ptr_nonnull(endpoint_reply(played.endpoint, STEP_HELLO));
	played_done(&played);
}
END_TEST

START_TEST(times_are_counted_from_the_question)
{
	struct played played = script_play(find(script_smtp, script_smtp_count, "silence"));
	struct dialogue_options options = { .helo = "x.example" };
	struct dialogue *dialogue = dialogue_new(played.evidence, played.endpoint, &options);
	const struct reply_fact *hello;

	dialogue_start(dialogue, 100);
	dialogue_line(dialogue, "220 hi", 6, 150);
	dialogue_line(dialogue, "250-x", 5, 170);
	dialogue_line(dialogue, "250 y", 5, 180);
	hello = endpoint_reply(played.endpoint, STEP_HELLO);
	ck_assert_uint_eq(endpoint_reply(played.endpoint, STEP_GREETING)->took_ms, 50);
	ck_assert_uint_eq(hello->at_ms, 180);
	ck_assert_uint_eq(hello->took_ms, 30);
	dialogue_free(dialogue);
	played_done(&played);
}
END_TEST

/* ---- limits ------------------------------------------------------------------------------ */

struct bench {
	struct evidence *evidence;
	struct endpoint_fact *endpoint;
	struct secret *secret;
	struct dialogue *dialogue;
};

static struct bench bench_new(enum mail_protocol protocol, enum mail_security security)
{
	struct mail_service service = {
		.protocol = protocol, .security = security, .port = 1, .host = "mail.example.org",
	};
	struct dialogue_options options = {
		.helo = "[192.0.2.1]", .username = "alice@example.org",
		.test_sender = "alice@example.org", .test_recipient = "alice@example.org", .test_send = true,
	};
	struct bench bench = { .evidence = evidence_new(), .secret = secret_new() };

	secret_add(bench.secret, "tr0ub4dor & \"3\"", 15);
	options.secret = bench.secret;
	bench.endpoint = evidence_add_endpoint(bench.evidence, &service);
	bench.dialogue = dialogue_new(bench.evidence, bench.endpoint, &options);
	ck_assert_int_eq(dialogue_start(bench.dialogue, 0), DIALOGUE_READ);
	return bench;
}

static void bench_done(struct bench *bench)
{
	struct played played = { bench->evidence, bench->endpoint, bench->secret };

	dialogue_free(bench->dialogue);
	played_is_clean(&played);
	played_done(&played);
}

static enum dialogue_action say(struct bench *bench, const char *line)
{
	return dialogue_line(bench->dialogue, line, strlen(line), 1);
}

START_TEST(a_line_over_the_cap_is_a_flood)
{
	struct bench bench = bench_new(MAIL_SMTP, MAIL_TLS);
	static char line[DIALOGUE_LINE_MAX + 2];

	memset(line, 'x', sizeof line - 1);
	memcpy(line, "220-", 4);
	ck_assert_int_eq(dialogue_line(bench.dialogue, line, DIALOGUE_LINE_MAX, 1), DIALOGUE_READ);
	ck_assert_int_eq(dialogue_line(bench.dialogue, line, DIALOGUE_LINE_MAX + 1, 1), DIALOGUE_END);
	ck_assert_int_eq(bench.endpoint->end, END_FLOOD);
	bench_done(&bench);
}
END_TEST

START_TEST(a_reply_over_the_cap_is_a_flood)
{
	struct bench bench = bench_new(MAIL_IMAP, MAIL_TLS);
	enum dialogue_action action;
	unsigned lines = 0;
	size_t transcript = 0;
	const struct transcript_line *line;

	ck_assert_int_eq(say(&bench, "* OK hi"), DIALOGUE_SEND);
	do {
		action = say(&bench, "* 12345 EXISTS");
	} while (action == DIALOGUE_READ && ++lines < DIALOGUE_REPLY_MAX);
	ck_assert_int_eq(action, DIALOGUE_END);
	ck_assert_int_eq(bench.endpoint->end, END_FLOOD);
	ck_assert_int_eq(bench.endpoint->step, STEP_HELLO);
	ck_assert_int_eq(endpoint_reply(bench.endpoint, STEP_HELLO)->class, REPLY_MALFORMED);
	for (line = bench.endpoint->transcript; line != NULL; line = line->next)
		transcript++;
	ck_assert_uint_eq(transcript, 2001); /* the last one says that it is full */
	bench_done(&bench);
}
END_TEST

START_TEST(capabilities_are_capped)
{
	struct bench bench = bench_new(MAIL_SMTP, MAIL_TLS);
	int i;

	say(&bench, "220 hi");
	for (i = 0; i < 1000; i++)
		ck_assert_int_eq(say(&bench, "250-X-NOISE"), DIALOGUE_READ);
	ck_assert_int_eq(say(&bench, "250 AUTH PLAIN"), DIALOGUE_GATE);
	ck_assert_uint_eq(bench.endpoint->capabilities_count, 512);
	bench_done(&bench);
}
END_TEST

START_TEST(nul_does_not_cut_a_line)
{
	struct bench bench = bench_new(MAIL_SMTP, MAIL_TLS);

	ck_assert_int_eq(dialogue_line(bench.dialogue, "220 a\0b", 7, 1), DIALOGUE_SEND);
	ck_assert_str_eq(bench.endpoint->replies->text, "220 a\xff" "b");
	bench_done(&bench);
}
END_TEST

START_TEST(a_line_at_the_gate_is_only_noted)
{
	struct bench bench = bench_new(MAIL_SMTP, MAIL_TLS);
	struct played played = { bench.evidence, bench.endpoint, bench.secret };

	say(&bench, "220 hi");
	ck_assert_int_eq(say(&bench, "250 AUTH PLAIN"), DIALOGUE_GATE);
	ck_assert_ptr_null(dialogue_mechanism(bench.dialogue)); /* the first line is no offer */
	bench_done(&bench);
	bench = bench_new(MAIL_SMTP, MAIL_TLS);
	played.endpoint = bench.endpoint;
	say(&bench, "220 hi");
	say(&bench, "250-x");
	ck_assert_int_eq(say(&bench, "250 AUTH PLAIN"), DIALOGUE_GATE);
	ck_assert_int_eq(say(&bench, "250 x"), DIALOGUE_GATE);
	ck_assert_str_eq(dialogue_mechanism(bench.dialogue), "PLAIN");
	ck_assert_int_eq(played_lines(&played, LINE_NOTE, "unasked"), 1);
	ck_assert_int_eq(dialogue_login(bench.dialogue, 2), DIALOGUE_SEND);
	ck_assert(dialogue_output_is_secret(bench.dialogue));
	bench_done(&bench);
}
END_TEST

START_TEST(what_stands_behind_starttls_is_injected)
{
	struct bench bench = bench_new(MAIL_SMTP, MAIL_STARTTLS);

	say(&bench, "220 hi");
	ck_assert_int_eq(say(&bench, "250 STARTTLS"), DIALOGUE_SEND);
	ck_assert_int_eq(say(&bench, "220 go"), DIALOGUE_START_TLS);
	ck_assert_int_eq(dialogue_line(bench.dialogue, "250 AUTH\0PLAIN", 14, 2), DIALOGUE_START_TLS);
	ck_assert(bench.endpoint->injected);
	ck_assert_str_eq(bench.endpoint->injected_bytes, "250 AUTH\xffPLAIN");
	ck_assert_uint_eq(bench.endpoint->injected_length, 14);
	ck_assert_int_eq(dialogue_secured(bench.dialogue, 3), DIALOGUE_SEND);
	ck_assert_uint_eq(bench.endpoint->capabilities_count, 0);
	bench_done(&bench);
}
END_TEST

START_TEST(after_the_end_nothing_happens)
{
	struct bench bench = bench_new(MAIL_POP3, MAIL_TLS);

	dialogue_broken(bench.dialogue, END_RESET, 1);
	ck_assert_int_eq(say(&bench, "+OK hi"), DIALOGUE_END);
	ck_assert_int_eq(dialogue_login(bench.dialogue, 2), DIALOGUE_END);
	ck_assert_int_eq(dialogue_pass(bench.dialogue, 2), DIALOGUE_END);
	ck_assert_int_eq(dialogue_secured(bench.dialogue, 2), DIALOGUE_END);
	dialogue_broken(bench.dialogue, END_TIMEOUT, 3);
	ck_assert_int_eq(bench.endpoint->end, END_RESET);
	ck_assert_ptr_null(bench.endpoint->replies);
	bench_done(&bench);
}
END_TEST

/* Two replies in one read, one command: the second counts for the next one. */
START_TEST(an_early_reply_is_taken_as_it_comes)
{
	struct bench bench = bench_new(MAIL_POP3, MAIL_PLAIN);

	ck_assert_int_eq(say(&bench, "+OK hi"), DIALOGUE_SEND);
	ck_assert_int_eq(say(&bench, "-ERR early"), DIALOGUE_GATE);
	ck_assert_str_eq(endpoint_reply(bench.endpoint, STEP_HELLO)->text, "-ERR early");
	bench_done(&bench);
}
END_TEST

/* ---- any bytes ------------------------------------------------------------------------------ */

static uint32_t draw(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static const char *const phrases[] = {
	"220 hi", "220-hi", "250-x", "250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1", "250-STARTTLS",
	"250-AUTH SCRAM-SHA-256", "250 CRAM-MD5", "334 ", "334 PDEuMkBhPg==", "334 !", "235 ok", "354 go",
	"421 bye", "500 what", "502-", "535 5.7.8 no", "535-5.", "2", "25", "250", "999 x",
	"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR ID] hi", "* PREAUTH", "* BYE", "* NO [A", "+", "+ ",
	"+ PDEuMkBhPg==", "* CAPABILITY LITERAL+ AUTH=CRAM-MD5", "* X {3}", "* X {70000}", "* X {3+}", "{",
	"a001 OK", "a001 OK [CAPABILITY x]", "a002 OK", "a002 NO [ALERT] x", "a003 OK", "a004 OK x",
	"a003 BAD", "a001", "a001 ", "+OK", "+OK x", "-ERR", "-ERR [AUTH] x", "-ERR [", ".", "..", "SASL PLAIN",
	"SASL SCRAM-SHA-1 CRAM-MD5", "USER", "STLS", "tr0ub4dor & \"3\"", "535 tr0ub4dor & \"3\"",
	"500 AGFsaWNlQGV4YW1wbGUub3JnAHRyMHViNGRvciAmICIzIg==", "* NO dHIwdWI0ZG9yICYgIjMi", "",
	"-ERR \"tr0ub4dor & \\\"3\\\"\"",
};

/* A line on the heap, as long as it is, so that reading past it shows. */
static enum dialogue_action say_anything(struct bench *bench, uint32_t *state)
{
	const char *phrase = phrases[draw(state) % (sizeof phrases / sizeof phrases[0])];
	size_t length = strlen(phrase), more = draw(state) % 8 == 0 ? draw(state) % 40 : 0, i;
	char *line = malloc(length + more + 1), *exact;
	enum dialogue_action action;

	memcpy(line, phrase, length);
	for (i = 0; i < more; i++)
		line[length + i] = (char)(draw(state) & 0xff);
	if (length > 0 && draw(state) % 16 == 0)
		line[draw(state) % length] = (char)(draw(state) & 0xff);
	exact = malloc(length + more > 0 ? length + more : 1);
	memcpy(exact, line, length + more);
	action = dialogue_line(bench->dialogue, exact, length + more, 1);
	free(line);
	free(exact);
	return action;
}

static void torture(uint32_t seed)
{
	uint32_t state = seed * 2654435761u + 1;
	struct bench bench = bench_new((enum mail_protocol)(seed % MAIL_PROTOCOLS),
		(enum mail_security)(seed / MAIL_PROTOCOLS % MAIL_SECURITIES));
	enum dialogue_action action = DIALOGUE_READ;
	int turns;

	for (turns = 0; turns < 400 && action != DIALOGUE_END; turns++)
		switch (action) {
		case DIALOGUE_READ:
		case DIALOGUE_SEND:
			action = say_anything(&bench, &state);
			break;
		case DIALOGUE_START_TLS:
			action = draw(&state) % 8 == 0 ? say_anything(&bench, &state) :
				dialogue_secured(bench.dialogue, 1);
			break;
		case DIALOGUE_GATE:
			action = draw(&state) % 8 == 0 ? say_anything(&bench, &state) :
				draw(&state) % 8 == 0 ? dialogue_pass(bench.dialogue, 1) :
				dialogue_login(bench.dialogue, 1);
			break;
		case DIALOGUE_END:
			break;
		}
	if (action != DIALOGUE_END)
		dialogue_broken(bench.dialogue, END_TIMEOUT, 2);
	ck_assert_int_ne(bench.endpoint->end, END_NONE);
	bench_done(&bench);
}

START_TEST(any_bytes_are_survived)
{
	uint32_t seed;

	for (seed = 0; seed < 4000; seed++)
		torture((uint32_t)_i * 4000 + seed);
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	tcase_set_timeout(tcase, 120); /* sanitizers and slow machines */
	suite_add_tcase(suite, tcase);
	return tcase;
}

int main(void)
{
	Suite *suite = suite_create("dialogue");
	TCase *scripts = add_case(suite, "scripts"), *closer = add_case(suite, "closer");
	TCase *limits = add_case(suite, "limits"), *bytes = add_case(suite, "bytes");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(scripts, smtp, 0, script_smtp_count);
	tcase_add_loop_test(scripts, imap, 0, script_imap_count);
	tcase_add_loop_test(scripts, pop3, 0, script_pop3_count);
	tcase_add_loop_test(closer, transcript_shows_no_secret, 0,
		(int)(sizeof transcripts / sizeof transcripts[0]));
	tcase_add_test(closer, nothing_is_said_after_a_goodbye);
	tcase_add_test(closer, replies_after_login_are_kept);
	tcase_add_test(closer, times_are_counted_from_the_question);
	tcase_add_test(limits, a_line_over_the_cap_is_a_flood);
	tcase_add_test(limits, a_reply_over_the_cap_is_a_flood);
	tcase_add_test(limits, capabilities_are_capped);
	tcase_add_test(limits, nul_does_not_cut_a_line);
	tcase_add_test(limits, a_line_at_the_gate_is_only_noted);
	tcase_add_test(limits, what_stands_behind_starttls_is_injected);
	tcase_add_test(limits, after_the_end_nothing_happens);
	tcase_add_test(limits, an_early_reply_is_taken_as_it_comes);
	tcase_add_loop_test(bytes, any_bytes_are_survived, 0, 3);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
