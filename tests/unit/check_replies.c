/* SPDX-License-Identifier: MIT
 *
 * Every row of the reply table against the words it was written for.
 */
#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/mem.h"
#include "wizard/catalog.h"
#include "wizard/suspects.h"

static const char *filling(const char *name, size_t length)
{
	static const struct {
		const char *name, *text;
	} fillings[] = {
		{ "tag", "a7" },
		{ "ip", "192.0.2.7" },
		{ "host", "mx1.example.net" },
		{ "url", "https://help.example.net/a?b=1" },
		{ "addr", "bob@example.org" },
		{ "user", "alice" },
		{ "domain", "example.org" },
		{ "n", "42" },
		{ "time", "2026-03-01T10:00:00Z" },
		{ "text", "sorry" },
	};

	for (size_t i = 0; i < sizeof(fillings) / sizeof(fillings[0]); i++)
		if (strlen(fillings[i].name) == length && !strncmp(fillings[i].name, name, length))
			return fillings[i].text;
	return "xk20si1234567edb.9";
}

/* The row's reply with its {variable} parts filled in. */
static char *example(const struct reply_rule *rule)
{
	char *text = mem_strdup("");

	for (const char *c = rule->reply; *c;) {
		size_t length = 0;
		char *longer;

		if (*c == '{')
			while (isalpha((unsigned char)c[1 + length]))
				length++;
		if (length && c[1 + length] == '}') {
			longer = mem_printf("%s%s", text, filling(c + 1, length));
			c += length + 2;
		} else {
			longer = mem_printf("%s%c", text, *c);
			c++;
		}
		free(text);
		text = longer;
	}
	return text;
}

/* The lines as the server sent them: "550-A 550 B" is two. */
static void split_lines(char *text)
{
	char again[5] = { ' ', text[0], text[1], text[2], '\0' };

	if (!isdigit((unsigned char)text[0]) || strlen(text) < 4 || text[3] != '-')
		return;
	for (char *c = strstr(text, again); c; c = strstr(c + 1, again))
		if (c[4] == ' ' || c[4] == '-')
			*c = '\n';
}

static bool is_software(const char *scope)
{
	return !reply_scope_is_provider(scope) && strcmp(scope, "any") != 0;
}

static const struct reply_rule *match_known(const struct reply_rule *rule, const char *text)
{
	return replies_match(rule->protocol, reply_scope_is_provider(rule->scope) ? rule->scope : NULL,
		is_software(rule->scope) ? rule->scope : NULL, text);
}

static void report(const struct reply_rule *rule, size_t index, const struct reply_rule *found,
	const char *how)
{
	printf("# %s: line %zu (%s %s, %s) \"%.60s\" gives %s of %s\n", how, index + 2, rule->scope,
		rule->protocol, rule->code, rule->reply, found ? found->code : "nothing",
		found ? found->scope : "no row");
}

START_TEST(known_scope_gives_the_code_of_the_row)
{
	size_t right = 0;

	for (size_t i = 0; i < replies_count(); i++) {
		const struct reply_rule *rule = replies_at(i);
		char *text = example(rule);
		const struct reply_rule *found = match_known(rule, text);

		if (found && !strcmp(found->code, rule->code))
			right++;
		else
			report(rule, i, found, "scope known");
		free(text);
	}
	printf("# scope known: %zu of %zu replies right\n", right, replies_count());
	ck_assert_uint_eq(right, replies_count());
}
END_TEST

START_TEST(lines_as_sent_give_the_same_code)
{
	size_t several = 0;

	for (size_t i = 0; i < replies_count(); i++) {
		const struct reply_rule *rule = replies_at(i);
		char *text = example(rule);
		const struct reply_rule *found;

		split_lines(text);
		several += strchr(text, '\n') != NULL;
		found = match_known(rule, text);
		if (!found || strcmp(found->code, rule->code) != 0)
			report(rule, i, found, "split");
		ck_assert_ptr_nonnull(found);
		ck_assert_str_eq(found->code, rule->code);
		free(text);
	}
	ck_assert_uint_gt(several, 5);
}
END_TEST

/* Somebody pastes the words and the server is not known. */
START_TEST(hidden_scope_mostly_gives_the_code)
{
	size_t right = 0;

	for (size_t i = 0; i < replies_count(); i++) {
		const struct reply_rule *rule = replies_at(i);
		char *text = example(rule);
		const struct reply_rule *found = replies_guess(rule->protocol, text);

		if (found && !strcmp(found->code, rule->code))
			right++;
		else
			report(rule, i, found, "scope hidden");
		ck_assert_ptr_nonnull(found);
		free(text);
	}
	printf("# scope hidden: %zu of %zu replies right\n", right, replies_count());
	ck_assert_uint_ge(right * 100, replies_count() * 97);
}
END_TEST

/* The same through the whole of explain: nothing but the words is given. */
START_TEST(a_pasted_reply_gives_the_code)
{
	size_t right = 0;

	for (size_t i = 0; i < replies_count(); i++) {
		const struct reply_rule *rule = replies_at(i);
		struct arena *arena = arena_new();
		char *text = example(rule);
		struct paste paste = paste_read(arena, text);
		struct suspect suspects[SUSPECTS_MAX];
		size_t count = suspects_find(arena, &paste, suspects);

		if (count > 0 && !strcmp(suspects[0].code->code, rule->code))
			right++;
		else
			report(rule, i, count > 0 ? suspects[0].rule : NULL, "pasted");
		arena_free(arena);
		free(text);
	}
	printf("# pasted: %zu of %zu replies right\n", right, replies_count());
	ck_assert_uint_ge(right * 100, replies_count() * 97);
}
END_TEST

static void check_code(const char *protocol, const char *provider, const char *software,
	const char *text, const char *code)
{
	const struct reply_rule *found = replies_match(protocol, provider, software, text);

	ck_assert_msg(found != NULL, "nothing matches: %s", text);
	ck_assert_msg(!strcmp(found->code, code), "%s gives %s", text, found->code);
}

START_TEST(continuation_codes_are_dropped)
{
	check_code("smtp", "gmail.com", "",
		"550-5.7.1 Our system has detected an unusual rate of\r\n"
		"550-5.7.1 unsolicited mail originating from your IP address.\r\n"
		"550 5.7.1 xk20si1234567edb.9 - gsmtp",
		"policy.ip-blocklisted");
	check_code("smtp", NULL, "", "250-mail.example.org\n250-SIZE 100\n250 XXXXXXXA",
		"tls.starttls-stripped");
}
END_TEST

START_TEST(tag_and_status_word_may_be_missing)
{
	check_code("imap", "gmail.com", "", "[ALERT] Application-specific password required: x (Failure)",
		"auth.app-password-required");
	check_code("imap", NULL, "dovecot", "[EXPIRED] Password expired", "auth.password-expired");
	check_code("imap", NULL, "dovecot", "A0001 no [EXPIRED] Password expired",
		"auth.password-expired");
	check_code("pop3", "zoho.com", "", "You are yet to enable POP for your account.",
		"auth.pop-disabled");
	check_code("pop3", NULL, "", "[IN-USE] locked", "protocol.pop-locked");
}
END_TEST

START_TEST(relatives_speak_the_family_words)
{
	check_code("smtp", "aol.com", "", "535 5.7.0 (#MBR1212) Incorrect username or password.",
		"auth.app-password-required");
	check_code("imap", "gmx.com", "", "a NO [AUTHENTICATIONFAILED] Authentication failed.",
		"auth.imap-disabled");
	/* A row of one's own comes first. */
	check_code("imap", "att.net", "", "a NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials",
		"auth.client-password-separate");
}
END_TEST

/* Postfix hands on what its SASL backend said, Dovecot what its database said. */
START_TEST(a_reason_behind_the_words_of_software_is_read)
{
	check_code("smtp", NULL, "postfix", "535 5.7.8 Error: authentication failed: "
		"Password expired", "auth.password-expired");
	check_code("smtp", NULL, "postfix", "535 5.7.8 Error: authentication failed: "
		"account is disabled", "auth.account-suspended");
	check_code("smtp", NULL, "postfix", "535 5.7.8 Error: authentication failed: "
		"UGFzc3dvcmQ6", "auth.credentials-rejected");
	check_code("imap", NULL, "dovecot", "a NO [AUTHENTICATIONFAILED] Authentication failed.",
		"auth.credentials-rejected");
}
END_TEST

/* What one protocol may say another may say too. */
START_TEST(general_words_mean_the_same_in_each_protocol)
{
	static const struct {
		const char *words, *code;
	} cases[] = {
		{ "Your account has been suspended", "auth.account-suspended" },
		{ "Account temporarily locked after too many failed logins", "auth.account-locked" },
		{ "Your password has expired, change it on our web site", "auth.password-expired" },
		{ "Please use your full email address as username", "auth.username-form" },
		{ "Two-step verification is on: use an app password", "auth.app-password-required" },
		{ "Please enter the verification code", "auth.mfa-required" },
		{ "Login from your country is not allowed", "auth.region-or-ip-refused" },
		{ "Too many login attempts from your IP address", "auth.too-many-attempts" },
		{ "You must accept the new terms of use", "auth.terms-not-accepted" },
		{ "Please log in via your web browser", "auth.web-login-needed" },
		{ "This account is inactive", "auth.account-dormant" },
		{ "Temporary authentication failure", "auth.backend-unavailable" },
		{ "No such user", "auth.username-unknown" },
		{ "Wrong password", "auth.password-wrong" },
		{ "Password incorrect", "auth.password-wrong" },
		{ "Unknown user name or bad password", "auth.credentials-rejected" },
		{ "User name or password is incorrect", "auth.credentials-rejected" },
		{ "Login and password wrong", "auth.credentials-rejected" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *smtp = mem_printf("535 5.7.8 %s", cases[i].words);
		char *imap = mem_printf("a NO [AUTHENTICATIONFAILED] %s", cases[i].words);
		char *pop3 = mem_printf("-ERR [AUTH] %s", cases[i].words);

		check_code("smtp", NULL, "", smtp, cases[i].code);
		check_code("imap", NULL, "", imap, cases[i].code);
		check_code("pop3", NULL, "", pop3, cases[i].code);
		free(smtp);
		free(imap);
		free(pop3);
	}
}
END_TEST

START_TEST(a_reply_without_row_matches_nothing)
{
	ck_assert_ptr_null(replies_match("smtp", NULL, NULL, "250 2.0.0 Ok: queued"));
	ck_assert_ptr_null(replies_match("smtp", "gmail.com", "postfix", ""));
	ck_assert_ptr_null(replies_match("imap", NULL, NULL, ""));
	ck_assert_ptr_null(phrases_match(CERTAINTY_LOW, "all is well"));
}
END_TEST

/* Each wording of a client program finds its own row, and no surer row. */
START_TEST(phrases_find_themselves)
{
	size_t wrong = 0;

	for (size_t i = 0; i < phrases_count(); i++) {
		const struct reply_rule *rule = phrases_at(i), *found = NULL;
		char *text = example(rule);

		for (size_t sure = 0; sure < CERTAINTIES && !found; sure++)
			found = phrases_match((enum certainty)sure, text);
		if (found != rule) {
			report(rule, i, found, "phrase");
			wrong++;
		}
		free(text);
	}
	ck_assert_uint_ge(phrases_count(), 200);
	ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(hostile_bytes_do_no_harm)
{
	char *text = mem_alloc(100001);

	memset(text, 'A', 100000);
	memcpy(text, "535 5.7.8 ", 10);
	check_code("smtp", NULL, NULL, text, "auth.credentials-rejected");
	memset(text, '\n', 100000);
	ck_assert_ptr_null(replies_match("smtp", NULL, NULL, text));
	memset(text, 0xff, 100000);
	ck_assert_ptr_null(replies_match("smtp", NULL, NULL, text));
	check_code("smtp", NULL, NULL, "535 5.7.8 \x1b[2J\xc3\x28 go away", "auth.credentials-rejected");
	free(text);
}
END_TEST

START_TEST(software_is_read_from_the_greeting)
{
	ck_assert_str_eq(replies_software("imap", "* OK [CAPABILITY IMAP4rev1] Dovecot (Debian) ready."),
		"dovecot");
	ck_assert_str_eq(replies_software("smtp", "220 mail.example.org ESMTP Postfix (Debian/GNU)"),
		"postfix");
	ck_assert_str_eq(replies_software("smtp", "220 a.example.org ESMTP Exim 4.96 Mon"), "exim");
	ck_assert_str_eq(replies_software("imap", "* OK The Microsoft Exchange IMAP4 service is ready."),
		"exchange");
	ck_assert_str_eq(replies_software("pop3", "+OK Hello there."), "courier");
	ck_assert_str_eq(replies_software("smtp", "220 Hello there."), "");
	ck_assert_str_eq(replies_software("smtp", "220 exim.example.org ESMTP"), "");
	ck_assert_str_eq(replies_software("smtp", ""), "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("replies");
	TCase *rows = tcase_create("rows");
	TCase *texts = tcase_create("texts");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(rows, 60);
	tcase_add_test(rows, known_scope_gives_the_code_of_the_row);
	tcase_add_test(rows, lines_as_sent_give_the_same_code);
	tcase_add_test(rows, hidden_scope_mostly_gives_the_code);
	tcase_add_test(rows, a_pasted_reply_gives_the_code);
	tcase_add_test(rows, phrases_find_themselves);
	tcase_add_test(texts, continuation_codes_are_dropped);
	tcase_add_test(texts, tag_and_status_word_may_be_missing);
	tcase_add_test(texts, relatives_speak_the_family_words);
	tcase_add_test(texts, a_reason_behind_the_words_of_software_is_read);
	tcase_add_test(texts, general_words_mean_the_same_in_each_protocol);
	tcase_add_test(texts, a_reply_without_row_matches_nothing);
	tcase_add_test(texts, hostile_bytes_do_no_harm);
	tcase_add_test(texts, software_is_read_from_the_greeting);
	suite_add_tcase(suite, rows);
	suite_add_tcase(suite, texts);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
