/* SPDX-License-Identifier: MIT
 *
 * What lines of a dialogue mean: every row of the table finds itself, and the
 * registered capabilities are all known.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "probes/text.h"
#include "wizard/gloss.h"

static struct arena *arena;

static void setup(void)
{
	arena = arena_new();
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct gloss *last_of(const struct gloss *gloss)
{
	while (gloss != NULL && gloss->next != NULL)
		gloss = gloss->next;
	return gloss;
}

/* How the thing stands in a line. */
static const struct gloss *said(const struct idiom *idiom)
{
	enum mail_protocol protocol = MAIL_SMTP;
	const char *line = idiom->sample;
	bool server = idiom->kind != IDIOM_VERB;

	ck_assert_int_eq(mail_protocol_parse(idiom->protocol, &protocol), 0);
	if (idiom->kind == IDIOM_CAPABILITY && protocol == MAIL_SMTP)
		line = arena_printf(arena, "250-%s", line);
	if (idiom->kind == IDIOM_CAPABILITY && protocol == MAIL_IMAP)
		line = arena_printf(arena, "* CAPABILITY %s", line);
	if (idiom->kind == IDIOM_VERB && protocol == MAIL_IMAP && line[0] != '<')
		line = arena_printf(arena, "a1 %s", line);
	return idiom->kind == IDIOM_CAPABILITY ? last_of(gloss_line(arena, protocol, server, line)) :
		gloss_line(arena, protocol, server, line);
}

START_TEST(rows_find_themselves)
{
	size_t i, tried = 0;

	for (i = 0; i < idiom_count(); i++) {
		const struct idiom *idiom = idiom_at(i);
		const struct gloss *gloss;

		if (idiom->kind != IDIOM_VERB && idiom->kind != IDIOM_CAPABILITY &&
			idiom->kind != IDIOM_REPLY)
			continue;
		gloss = said(idiom);
		ck_assert_msg(gloss != NULL, "%s %s means nothing", idiom->protocol, idiom->sample);
		/* A refusal may be told by the catalogue of causes instead. */
		if (idiom->kind != IDIOM_REPLY || (strchr("45-", idiom->sample[0]) == NULL &&
				strstr(idiom->sample, " NO ") == NULL))
			ck_assert_msg(strcmp(gloss->words, gloss_idiom(arena, idiom)->words) == 0,
				"%s %s means \"%s\"", idiom->protocol, idiom->sample, gloss->words);
		tried++;
	}
	ck_assert_uint_ge(tried, 250);
}
END_TEST

START_TEST(sample_sessions_are_glossed)
{
	size_t i;

	for (i = 0; i < idiom_count(); i++) {
		const struct idiom *idiom = idiom_at(i);
		enum mail_protocol protocol;

		if (idiom->kind != IDIOM_SERVER && idiom->kind != IDIOM_CLIENT)
			continue;
		ck_assert_int_eq(mail_protocol_parse(idiom->protocol, &protocol), 0);
		ck_assert_msg(gloss_line(arena, protocol, idiom->kind == IDIOM_SERVER, idiom->sample) !=
			NULL, "%s: %s", idiom->protocol, idiom->sample);
	}
}
END_TEST

/* The registries of IANA, without what is a command only. */
static const struct registry {
	enum mail_protocol protocol;
	const char *names;
} registries[] = {
	{ MAIL_SMTP, "SEND SOML SAML EXPN HELP TURN 8BITMIME SIZE VERB ONEX CHUNKING BINARYMIME "
		"CHECKPOINT DELIVERBY PIPELINING DSN ETRN ENHANCEDSTATUSCODES STARTTLS NO-SOLICITING "
		"MTRK SUBMITTER ATRN BURL FUTURERELEASE CONPERM CONNEG SMTPUTF8 MT-PRIORITY RRVS "
		"REQUIRETLS" },
	{ MAIL_IMAP, "ACL ANNOTATE-EXPERIMENT-1 APPENDLIMIT BINARY CATENATE CHILDREN "
		"COMPRESS=DEFLATE CONDSTORE CONTEXT=SEARCH CONTEXT=SORT CONVERT CREATE-SPECIAL-USE "
		"ENABLE ESEARCH ESORT FILTERS I18NLEVEL=1 I18NLEVEL=2 ID IDLE IMAP4rev1 IMAP4rev2 "
		"INPROGRESS JMAPACCESS LANGUAGE LIST-EXTENDED LIST-METADATA LIST-MYRIGHTS LIST-STATUS "
		"LITERAL+ LITERAL- LOGIN-REFERRALS LOGINDISABLED MAILBOX-REFERRALS METADATA "
		"METADATA-SERVER MOVE MULTIAPPEND MULTISEARCH NAMESPACE NOTIFY OBJECTID PARTIAL PREVIEW "
		"QRESYNC QUOTA QUOTASET REPLACE SASL-IR SAVEDATE SEARCH=FUZZY SEARCHRES SORT "
		"SORT=DISPLAY SPECIAL-USE STARTTLS STATUS=SIZE UIDBATCHES UIDONLY UIDPLUS UNAUTHENTICATE "
		"UNSELECT URL-PARTIAL URLAUTH URLAUTH=BINARY UTF8=ACCEPT UTF8=ONLY WITHIN "
		"THREAD=REFERENCES AUTH=PLAIN RIGHTS=kxte QUOTA=RES-STORAGE MESSAGELIMIT=1 SAVELIMIT=1" },
	{ MAIL_POP3, "TOP USER RESP-CODES PIPELINING UIDL STLS UTF8 LANG AUTH-RESP-CODE" },
};

START_TEST(registered_capabilities_are_known)
{
	const struct registry *registry = &registries[_i];
	char *names = arena_strdup(arena, registry->names), *name;

	while ((name = strsep(&names, " ")) != NULL) {
		const char *line = registry->protocol == MAIL_SMTP ? arena_printf(arena, "250 %s", name) :
			registry->protocol == MAIL_IMAP ? arena_printf(arena, "* CAPABILITY %s", name) : name;
		const struct gloss *gloss = last_of(gloss_line(arena, registry->protocol, true, line));

		ck_assert_msg(gloss != NULL, "%s", name);
		if (registry->protocol == MAIL_IMAP)
			ck_assert_msg(gloss->term != NULL && strcmp(gloss->term, name) == 0, "%s", name);
	}
}
END_TEST

static const struct wording {
	enum mail_protocol protocol;
	bool server;
	const char *line, *words;
} wordings[] = {
	{ MAIL_SMTP, true, "250-SIZE 36700160", "mails up to 35 MB" },
	{ MAIL_SMTP, true, "250 size 10485760", "mails up to 10 MB" },
	{ MAIL_SMTP, true, "250-SIZE 35882577", "mails up to 34.2 MB" },
	{ MAIL_SMTP, true, "250-SIZE 1000", "mails up to 1000 bytes" },
	{ MAIL_SMTP, true, "250-SIZE 0", "mails of any size, or it does not say how big" },
	{ MAIL_SMTP, true, "250-SIZE 99999999999999999999999", "mails up to more than any mail" },
	{ MAIL_SMTP, true, "250-AUTH PLAIN LOGIN XOAUTH2 FOO",
		"sign-in offered: password (PLAIN, LOGIN), OAuth2 token (XOAUTH2), another way (FOO)" },
	{ MAIL_SMTP, true, "250-AUTH=LOGIN", "sign-in offered: password (LOGIN)" },
	{ MAIL_SMTP, true, "535 5.7.8 Error", "sign-in refused" },
	{ MAIL_SMTP, true, "534-5.7.9 Application-specific password required.", "app password needed" },
	{ MAIL_SMTP, false, "MAIL FROM:<a@b.example> SIZE=3",
		"begins a message: this is its sender, where bounces go" },
	{ MAIL_IMAP, true, "* 3 EXISTS", "the folder holds 3 messages" },
	{ MAIL_IMAP, false, "b7 AUTHENTICATE SCRAM-SHA-256",
		"signs in: password, hidden by a modern method (SCRAM-SHA-256)" },
	{ MAIL_POP3, true, "EXPIRE 30", "messages may be removed after 30 days" },
	{ MAIL_POP3, true, "SASL PLAIN", "sign-in offered: password (PLAIN)" },
};

START_TEST(lines_are_worded)
{
	const struct wording *test = &wordings[_i];
	const struct gloss *gloss = gloss_line(arena, test->protocol, test->server, test->line);

	ck_assert_ptr_nonnull(gloss);
	ck_assert_str_eq(gloss->words, test->words);
}
END_TEST

START_TEST(words_from_outside_are_safe)
{
	const struct gloss *gloss = gloss_line(arena, MAIL_SMTP, true, "250-AUTH PL\x1b[2JAIN \xff");

	ck_assert_ptr_nonnull(gloss);
	ck_assert_ptr_null(strchr(gloss->words, '\x1b'));
	ck_assert(text_is_utf8(gloss->words, strlen(gloss->words)));
	ck_assert_ptr_null(gloss_line(arena, MAIL_SMTP, true, ""));
	ck_assert_ptr_null(gloss_line(arena, MAIL_IMAP, false, ""));
	ck_assert_ptr_null(gloss_line(arena, MAIL_POP3, true, "\xff"));
}
END_TEST

static size_t meanings_of(const char *word)
{
	const struct gloss *gloss = gloss_word(arena, word);
	size_t count = 0;

	for (; gloss != NULL; gloss = gloss->next)
		count++;
	return count;
}

START_TEST(single_words_are_known)
{
	ck_assert_uint_eq(meanings_of("LOGINDISABLED"), 1);
	ck_assert_uint_eq(meanings_of("starttls"), 4); /* command and capability, SMTP and IMAP */
	ck_assert_uint_eq(meanings_of("250-SIZE 1000"), 1);
	ck_assert_uint_eq(meanings_of("SIZE 1000"), 1);
	ck_assert_uint_eq(meanings_of("MAIL FROM:<a@b.example>"), 1);
	ck_assert_uint_eq(meanings_of("MAIL FROM"), 1);
	ck_assert_uint_eq(meanings_of("5.7.139"), 2);
	ck_assert_uint_eq(meanings_of("192.168.0.1"), 0);
	ck_assert_uint_eq(meanings_of("5.7.1."), 0);
	ck_assert_uint_eq(meanings_of("Login failed"), 0);
	ck_assert_uint_eq(meanings_of("535 5.7.8 no"), 0);
	ck_assert_uint_eq(meanings_of("xyzzy"), 0);
	ck_assert_uint_eq(meanings_of(""), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("gloss");
	TCase *tests = tcase_create("gloss");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, rows_find_themselves);
	tcase_add_test(tests, sample_sessions_are_glossed);
	tcase_add_loop_test(tests, registered_capabilities_are_known, 0, MAIL_PROTOCOLS);
	tcase_add_loop_test(tests, lines_are_worded, 0, sizeof wordings / sizeof wordings[0]);
	tcase_add_test(tests, words_from_outside_are_safe);
	tcase_add_test(tests, single_words_are_known);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
