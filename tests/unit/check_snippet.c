/* SPDX-License-Identifier: MIT
 *
 * The engine behind `export`: sections, values, versions, mistakes in templates,
 * and which services a program gets.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "wizard/client_version.h"
#include "wizard/export_account.h"
#include "wizard/snippet.h"
#include "wizard/target.h"

static struct arena *arena;
static struct evidence *evidence;
static struct options options;

static void setup(void)
{
	arena = arena_new();
	evidence = evidence_new();
	evidence->address = "alice@example.org";
	evidence->localpart = "alice";
	evidence->domain = "example.org";
	evidence->provider = "";
	options_init(&options);
}

static void teardown(void)
{
	evidence_free(evidence);
	arena_free(arena);
}

static struct endpoint_fact *offer(enum mail_protocol protocol, const char *host, uint16_t port,
	enum mail_security security)
{
	struct mail_service service = {
		.protocol = protocol, .host = host, .port = port, .security = security,
	};
	struct endpoint_fact *endpoint = evidence_add_endpoint(evidence, &service);
	struct endpoint_fact *other;

	endpoint->source = "srv";
	for (other = evidence->endpoints; other != endpoint; other = other->next)
		endpoint->rank += other->service.protocol == protocol;
	return endpoint;
}

static void offer_all(void)
{
	offer(MAIL_IMAP, "imap.example.org", 993, MAIL_TLS);
	offer(MAIL_POP3, "pop.example.org", 995, MAIL_TLS);
	offer(MAIL_SMTP, "smtp.example.org", 465, MAIL_TLS);
}

/* What TARGET becomes; the reason if it cannot have the account. */
static const char *made_with(const char *name, const char *version, const struct secret *secret)
{
	struct snippet_account account;
	struct secret *out = secret_new();
	struct buf notes;
	const char *text = export_account(target_find(name), evidence, &options, &account);

	buf_init(&notes, 4096);
	if (text == NULL) {
		account.version = version;
		account.secret = secret;
		text = snippet_fill(arena, target_find(name), &account, out, &notes) == 0 ?
			arena_strdup(arena, secret_bytes(out)) : arena_strdup(arena, buf_text(&notes));
	}
	buf_done(&notes);
	secret_free(out);
	return text;
}

static const char *made(const char *name)
{
	return made_with(name, NULL, NULL);
}

static void has(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "no '%s' in:\n%s", part, text);
}

static void lacks(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) == NULL, "'%s' in:\n%s", part, text);
}

START_TEST(sections_appear_for_their_mode)
{
	const char *text;

	offer_all();
	text = made("msmtp");
	has(text, "tls_starttls off\n");
	lacks(text, "tls_starttls on\n");
	lacks(text, "{{");
	lacks(text, "%if");
	evidence->endpoints = NULL;
	offer(MAIL_SMTP, "smtp.example.org", 587, MAIL_STARTTLS);
	text = made("msmtp");
	has(text, "tls_starttls on\n");
	has(text, "port 587\n");
}
END_TEST

START_TEST(a_secret_stands_only_where_it_was_asked_for)
{
	struct secret *secret = secret_new();
	const char *text;

	offer_all();
	secret_add(secret, "a\"b\\c", 5);
	text = made("mbsync");
	has(text, "PassCmd \"secret-tool lookup service mail user alice@example.org\"");
	lacks(text, "Pass \"");
	has(made_with("mbsync", NULL, secret), "Pass \"a\\\"b\\\\c\"\n");
	has(made_with("msmtp", NULL, secret), "password \"a\"b\\c\"\n");
	secret_add(secret, "\n", 1);
	has(made_with("msmtp", NULL, secret), "msmtp cannot hold this password: it holds a line break");
	secret_free(secret);
}
END_TEST

START_TEST(the_version_decides)
{
	offer_all();
	has(made_with("mbsync", "1.4.4", NULL), "SSLType IMAPS");
	has(made_with("mbsync", "1.5.0", NULL), "TLSType IMAPS");
	has(made_with("mbsync", "1.10", NULL), "TLSType IMAPS");
	/* unknown: the spelling that every version takes */
	has(made_with("mbsync", NULL, NULL), "SSLType IMAPS");
	ck_assert_int_lt(snippet_version_compare("0.9.1", "0.14"), 0);
	ck_assert_int_eq(snippet_version_compare("1.4", "1.4"), 0);
	ck_assert_int_gt(snippet_version_compare("1.4.1", "1.4"), 0);
	ck_assert_str_eq(client_version_read(arena, "isync 1.4.4\n", 12), "1.4.4");
	ck_assert_str_eq(client_version_read(arena, "v2 himalaya v1.0.0-x", 20), "1.0.0");
	ck_assert_ptr_null(client_version_read(arena, "no number", 9));
}
END_TEST

START_TEST(what_works_is_preferred)
{
	struct endpoint_fact *first, *second;

	first = offer(MAIL_SMTP, "first.example.org", 465, MAIL_TLS);
	second = offer(MAIL_SMTP, "second.example.org", 465, MAIL_TLS);
	has(made("msmtp"), "first.example.org");
	second->login.outcome = LOGIN_OK;
	second->proved = true;
	has(made("msmtp"), "second.example.org");
	second->login.outcome = LOGIN_REFUSED;
	first->end = END_UNCONNECTED;
	second->ready = false;
	has(made("msmtp"), "first.example.org");
}
END_TEST

START_TEST(what_a_program_cannot_do_is_said)
{
	struct mail_service *service;

	offer(MAIL_POP3, "pop.example.org", 995, MAIL_TLS);
	has(made("mbsync"), "mbsync reads mail by IMAP only, and example.org offers POP3 only");
	has(made("msmtp"), "no server for sending mail is known");
	service = &offer(MAIL_IMAP, "imap.example.org", 993, MAIL_TLS)->service;
	service->auth[0] = MAIL_AUTH_OAUTH2;
	has(made("fetchmail"), "fetchmail cannot log in with OAuth2, and example.org takes nothing else");
	service->auth[1] = MAIL_AUTH_CLEARTEXT;
	has(made("mbsync"), "IMAPAccount example");
}
END_TEST

/* What one program cannot do, others are named for, those that do the same first. */
START_TEST(refusals_name_who_can)
{
	struct endpoint_fact *endpoint;
	int protocol;

	offer_all();
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		endpoint->service.auth[0] = MAIL_AUTH_OAUTH2;
	has(made("fetchmail"), "these can: getmail, mbsync, mpop");
	has(made("alpine"), "alpine logs in with OAuth2 only after a sign-in of its own");
	has(made("alpine"), "; these can: thunderbird-android, thunderbird-userjs");
	has(made("postfix"), "by msmtp: mailguide export msmtp alice@example.org");
	has(made("evolution"), "only at Google, Microsoft and Yahoo");
	evidence->provider = "outlook.com";
	has(made("evolution"), "Method=Outlook\n");
	lacks(made("evolution"), "Method=PLAIN");
	/* Microsoft's servers know no OAUTHBEARER. */
	has(made("msmtp"), "auth xoauth2\npasswordeval \"PRINT-ACCESS-TOKEN\"");
	has(made("aerc"), "smtps+xoauth2://");
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		options.wanted[protocol] = protocol != MAIL_IMAP;
	options.wanted_given = true;
	has(made("getmail"), "getmail logs in with access tokens by IMAP only");
}
END_TEST

START_TEST(ports_and_users_that_differ)
{
	struct endpoint_fact *smtp;

	offer(MAIL_IMAP, "imap.example.org", 993, MAIL_TLS)->service.username = "alice";
	smtp = offer(MAIL_SMTP, "smtp.example.org", 8465, MAIL_TLS);
	has(made("grafana"), "at port 465 only, and this is port 8465");
	has(made("alertmanager"), "at port 465 only, and this is port 8465");
	has(made("outlook"), "log on using\n    User name          alice@example.org\n");
	has(made("outlook-autodiscover"), "<UsePOPAuth>off<");
	smtp->service.port = 465;
	smtp->service.username = "alice";
	has(made("grafana"), "host = smtp.example.org:465\n");
	has(made("outlook"), "yes, same settings");
	options.user = "al ice";
	has(made("curl"), "user = \"al ice\"\nnext\n");
}
END_TEST

/* Exchange offers no PLAIN for sending. */
START_TEST(what_the_server_offers_decides)
{
	struct endpoint_fact *smtp;
	static const char *offers[] = { "SIZE 1000", "AUTH LOGIN NTLM" };

	offer(MAIL_IMAP, "imap.example.org", 993, MAIL_TLS);
	smtp = offer(MAIL_SMTP, "smtp.example.org", 587, MAIL_STARTTLS);
	has(made("aerc"), "smtp+plain://");
	has(made("claws-mail"), "smtp_auth_method=16\n");
	smtp->capabilities = offers;
	smtp->capabilities_count = 2;
	has(made("aerc"), "smtp+login://");
	has(made("claws-mail"), "smtp_auth_method=1\n");
	has(made("rails"), "authentication: :login");
	has(made("s-nail"), "set smtp-auth=login\n");
	has(made("evolution"), "Method=LOGIN\n");
	has(made("kmail"), "Authentication         LOGIN\n");
}
END_TEST

START_TEST(names_of_people)
{
	offer_all();
	options.full_name = "A; B";
	has(made("geary"), "sender_mailboxes=\"A\\;\\sB\"\\s<alice@example.org>;\n");
	has(made("aerc"), "from = `\"A; B\" <alice@example.org>`\n");
	options.full_name = "say \"hi\"";
	has(made("mutt"), "set realname=\"say \\\"hi\\\"\"\n");
	has(made("msmtp"), "from \"alice@example.org\"\n");
}
END_TEST

START_TEST(no_encryption_is_never_written)
{
	offer(MAIL_SMTP, "smtp.example.org", 587, MAIL_PLAIN);
	has(made("msmtp"), "msmtp cannot use the encryption that example.org offers");
	has(made("human"), "none: the password can be read on the way");
}
END_TEST

START_TEST(given_settings_win)
{
	offer_all();
	options.given[MAIL_SMTP].given = true;
	options.given[MAIL_SMTP].host = arena_strdup(arena, "given.example.org");
	options.given[MAIL_SMTP].port = 587;
	options.given[MAIL_SMTP].port_given = true;
	options.user = "somebody";
	export_add_given(evidence, &options);
	has(made("msmtp"), "host \"given.example.org\"\nport 587\ntls on\ntls_starttls on\n");
	has(made("msmtp"), "user \"somebody\"\n");
	options.user = NULL;
	options.given[MAIL_SMTP].host = arena_strdup(arena, "smtp.sendgrid.net");
	evidence->endpoints = NULL;
	export_add_given(evidence, &options);
	has(made("msmtp"), "user \"apikey\"\n");
}
END_TEST

static const struct {
	const char *template_text, *problem;
} mistakes[] = {
	{ "title: x\nkind: mail\n---\n{{smtp.hots}}\n", "there is no value 'smtp.hots'" },
	{ "title: x\nkind: mail\n---\n{{address|shout}}\n", "there is no rule 'shout'" },
	{ "title: x\nkind: mail\n---\n%if moon\n%end\n", "does not know 'moon'" },
	{ "title: x\nkind: mail\n---\n%if smtp\n", "a section does not end" },
	{ "title: x\nkind: mail\n---\n%end\n", "no section is open" },
	{ "title: x\nkind: mail\n---\n%dance\n", "there is no order" },
	{ "title: x\nkind: mail\n---\n{{address\n", "'{{' without '}}'" },
	{ "title: x\nkind: toy\n---\nx\n", "'kind' is not understood" },
	{ "title: x\nspeaks: smtp:ssl\n---\nx\n", "'speaks' is not understood" },
	{ "title: x\nwrite: new\n---\nx\n", "a file to write needs a name" },
	{ "title: x\n", "title or body is missing" },
};

START_TEST(mistakes_stop_the_build)
{
	struct target target;
	struct buf problems;

	buf_init(&problems, 4096);
	ck_assert_int_eq(target_parse(arena, "x", arena_strdup(arena, mistakes[_i].template_text),
		&target, &problems), -1);
	has(buf_text(&problems), mistakes[_i].problem);
	buf_done(&problems);
}
END_TEST

START_TEST(every_target_can_be_filled)
{
	const struct target *target = &targets[_i];
	const char *text;

	offer_all();
	text = made(target->name);
	ck_assert_uint_gt(strlen(text), 20);
	lacks(text, "{{");
	lacks(text, "}}}");
	if (target->speaks[MAIL_SMTP])
		has(text, "smtp.example.org");
	else
		ck_assert(strstr(text, "imap.example.org") != NULL ||
			strstr(text, "pop.example.org") != NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("snippet");
	TCase *group = tcase_create("snippet");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(group, setup, teardown);
	tcase_add_test(group, sections_appear_for_their_mode);
	tcase_add_test(group, a_secret_stands_only_where_it_was_asked_for);
	tcase_add_test(group, the_version_decides);
	tcase_add_test(group, what_works_is_preferred);
	tcase_add_test(group, what_a_program_cannot_do_is_said);
	tcase_add_test(group, refusals_name_who_can);
	tcase_add_test(group, ports_and_users_that_differ);
	tcase_add_test(group, what_the_server_offers_decides);
	tcase_add_test(group, names_of_people);
	tcase_add_test(group, no_encryption_is_never_written);
	tcase_add_test(group, given_settings_win);
	tcase_add_loop_test(group, mistakes_stop_the_build, 0,
		(int)(sizeof mistakes / sizeof mistakes[0]));
	tcase_add_loop_test(group, every_target_can_be_filled, 0, (int)target_count);
	suite_add_tcase(suite, group);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
