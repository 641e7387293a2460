/* SPDX-License-Identifier: MIT
 *
 * What people paste, written as the programs print it and not from the
 * patterns: which cause must come out, what must never be shown.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "probes/mem.h"
#include "probes/redact.h"
#include "wizard/mask.h"
#include "wizard/suspects.h"

static struct arena *arena;

static void setup(void)
{
	arena = arena_new();
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct pasted {
	const char *text, *code;
} pastes[] = {
#include "pastes.inc"
#include "pastes_threads.inc"
};

START_TEST(pastes_name_their_cause)
{
	const struct pasted *pasted = &pastes[_i];
	struct paste paste = paste_read(arena, pasted->text);
	struct suspect suspects[SUSPECTS_MAX];
	size_t count = suspects_find(arena, &paste, suspects);

	ck_assert_msg(count > 0, "nothing known about: %s", pasted->text);
	ck_assert_msg(strcmp(suspects[0].code->code, pasted->code) == 0, "%s (%s) for: %s",
		suspects[0].code->code, suspects[0].reason, pasted->text);
}
END_TEST

/* Suspects are distinct and sorted, whatever comes in. */
START_TEST(suspects_are_in_order)
{
	struct paste paste = paste_read(arena, pastes[_i].text);
	struct suspect suspects[SUSPECTS_MAX];
	size_t count = suspects_find(arena, &paste, suspects), i, j;

	ck_assert_uint_le(count, SUSPECTS_MAX);
	for (i = 1; i < count; i++) {
		ck_assert_uint_ge(suspects[i - 1].rank, suspects[i].rank);
		for (j = 0; j < i; j++)
			ck_assert_ptr_ne(suspects[i].code, suspects[j].code);
	}
}
END_TEST

/* ---- how sure ------------------------------------------------------------------------------ */

static struct suspect best(const char *text)
{
	struct paste paste = paste_read(arena, text);
	struct suspect suspects[SUSPECTS_MAX];

	ck_assert_uint_gt(suspects_find(arena, &paste, suspects), 0);
	return suspects[0];
}

static struct suspect second(const char *text)
{
	struct paste paste = paste_read(arena, text);
	struct suspect suspects[SUSPECTS_MAX];

	ck_assert_uint_gt(suspects_find(arena, &paste, suspects), 1);
	return suspects[1];
}

START_TEST(confidence_follows_the_words)
{
	ck_assert_int_eq(best("534-5.7.9 Application-specific password required. Learn more at").certainty,
		CERTAINTY_HIGH);
	ck_assert_int_eq(best("x509: certificate signed by unknown authority").certainty, CERTAINTY_FAIR);
	ck_assert_int_eq(best("SMTP Error: Could not authenticate.").certainty, CERTAINTY_LOW);
	ck_assert_int_eq(best("503 what?").certainty, CERTAINTY_LOW);
}
END_TEST

/* What has nothing to do with mail, and what went well. */
static const char *const harmless[] = {
	"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
	"I am 45 years old and have 500 sheep. In 1999 there were 550 of them.",
	"Total: 550 items, 421 shipped, 535 open.",
	"Your invoice 550 dated 2024-01-02 over 535 EUR is attached. Please pay until Friday.",
	"bash: foo: command not found",
	"ls: cannot open directory '/root': Permission denied",
	"Segmentation fault (core dumped)",
	"To whom it may concern: the deadline timed out; the connection of the two events was lost on us.",
	"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>",
	"502 Bad Gateway",
	"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html></html>",
	"220 mail.example.org ESMTP\nEHLO pc\n250-mail.example.org\n250 AUTH PLAIN\nMAIL FROM:<a@b.example>\n"
	"250 2.1.0 Ok\nQUIT\n221 2.0.0 Bye",
	"* OK [CAPABILITY IMAP4rev1] ready.\na1 LOGIN bob x\na1 OK Logged in\na2 LOGOUT\n* BYE Logging out\n"
	"a2 OK Logout completed.",
	"a1 SELECT INBOX\n* OK [UNSEEN 3] first unseen\na1 OK done\na2 LOGOUT\n* BYE Logging out",
	"+OK ready.\nUSER bob\n+OK\nPASS x\n+OK Logged in.\nQUIT\n+OK Logging out.",
	"postfix/smtp[1]: 4A: to=<a@b.example>, relay=mx.b.example[192.0.2.9]:25, dsn=2.0.0, status=sent "
	"(250 2.0.0 Ok: queued as 7D)",
	" -> QUIT\n<-  221 2.0.0 Bye\n=== Connection closed with remote host.",
};

START_TEST(other_text_has_no_cause)
{
	struct paste paste = paste_read(arena, harmless[_i]);
	struct suspect suspects[SUSPECTS_MAX];

	if (suspects_find(arena, &paste, suspects) > 0)
		ck_abort_msg("%s (%s) for: %s", suspects[0].code->code, suspects[0].reason, harmless[_i]);
	ck_assert_ptr_null(suspects_reply(arena, &paste));
}
END_TEST

START_TEST(a_reply_is_found_whatever_it_says)
{
	struct paste paste = paste_read(arena, "Error: 559 5.7.999 no\nmore");

	ck_assert_str_eq(suspects_reply(arena, &paste), "559 5.7.999 no");
	paste = paste_read(arena, "hello\na7 NO no");
	ck_assert_str_eq(suspects_reply(arena, &paste), "a7 NO no");
	paste = paste_read(arena, "-ERR no");
	ck_assert_str_eq(suspects_reply(arena, &paste), "-ERR no");
}
END_TEST

/* The same bare failure at a provider that wants something special. */
START_TEST(a_known_provider_says_more)
{
	ck_assert_str_eq(best("Login failed.").code->code, "auth.credentials-rejected");
	ck_assert_str_eq(best("Login failed. (user bob@gmail.com)").code->code,
		"auth.app-password-required");
	ck_assert_str_eq(second("535-5.7.8 Username and Password not accepted. gsmtp").code->code,
		"auth.app-password-required");
	ck_assert_str_eq(best("imap.mail.me.com: a2 NO [AUTHENTICATIONFAILED] Authentication Failed").code->code,
		"auth.app-password-required");
}
END_TEST

/* ---- who and where ------------------------------------------------------------------------- */

START_TEST(address_and_host_are_found)
{
	struct paste paste = paste_read(arena,
		"Message-ID: <20260101.abc@mx.example.net>\nFrom: MAILER-DAEMON@example.net\n"
		"msmtp: cannot connect to smtp.example.org, port 587: Connection refused\n"
		"could not send mail (account bob@example.org from .msmtprc)\n");

	ck_assert_str_eq(paste.address, "bob@example.org");
	ck_assert_str_eq(paste.host, "smtp.example.org");
	ck_assert_uint_eq(paste.port, 587);
	ck_assert_int_eq(paste.protocol, MAIL_SMTP);

	paste = paste_read(arena, "dial tcp: lookup imap.example.org: no such host");
	ck_assert_str_eq(paste.host, "imap.example.org");
	ck_assert_uint_eq(paste.port, 0);
	ck_assert_int_eq(paste.protocol, MAIL_IMAP);
	ck_assert_ptr_null(paste.address);

	paste = paste_read(arena, "connect to mx.example.org[192.0.2.1]:465: No route to host");
	ck_assert_str_eq(paste.host, "mx.example.org");
	ck_assert_uint_eq(paste.port, 465);

	paste = paste_read(arena, "<-- outlook.office365.com:993");
	ck_assert_str_eq(paste.provider, "office365.com");

	paste = paste_read(arena, "version 1.2.3 of x, port 4711 [ a@b, @example.org, bob@ ");
	ck_assert_ptr_null(paste.host);
	ck_assert_ptr_null(paste.address);
}
END_TEST

/* ---- secrets ------------------------------------------------------------------------------- */

static const char *const secrets[] = {
	"C: AUTH PLAIN AGJvYgBTZXNhbWUx",
	"send: 'AUTH PLAIN AGJvYgBTZXNhbWUx\\r\\n'",
	"a1 AUTHENTICATE PLAIN AGJvYgBTZXNhbWUx",
	"S: 334 UGFzc3dvcmQ6\nC: U2VzYW1lMTIz\nS: 535 5.7.8 no",
	"U2VzYW1lMTIz",
	" ~> U2VzYW1lMTIz",
	"> Authorization: Bearer U2VzYW1lMTIz",
	"Authorization: Basic U2VzYW1lMTIz",
	"password=U2VzYW1lMTIz",
	"password = \"open U2VzYW1lMTIz\"",
	"'pass' => 'U2VzYW1lMTIz',",
	"auth: { user: 'bob', pass: 'U2VzYW1lMTIz' }",
	"{\"access_token\":\"U2VzYW1lMTIz\",\"expires_in\":3599}",
	"refresh_token=U2VzYW1lMTIz&client_secret=U2VzYW1lMTIz",
	"http://localhost:8080/?code=U2VzYW1lMTIz&scope=x",
	"smtp://bob:U2VzYW1lMTIz@smtp.example.org:587",
	"smtps://bob%40example.org:U2VzYW1lMTIz@smtp.example.org",
	"curl -v -u bob:U2VzYW1lMTIz imaps://imap.example.org",
	"swaks --auth-user bob --auth-password U2VzYW1lMTIz",
	"C: PASS U2VzYW1lMTIz",
	"a1 LOGIN bob U2VzYW1lMTIz",
	"C: a LOGIN \"bob\" \"open U2VzYW1lMTIz\"",
	"token eyJhbGciOiJSUzI1NiJ9eyJU2VzYW1lMTIz.U2VzYW1lMTIz.abc",
	"ya29.a0U2VzYW1lMTIz-x_y",
	"user=bob\001auth=Bearer U2VzYW1lMTIz\001\001",
	"<p>Password: U2VzYW1lMTIz</p>",
	"url?a=3Db password=41AGJvYgBTZXNhbWUx",
	"quoted-printable\npassword=3DU2VzYW1l=\nMTIz",
	"Content-Transfer-Encoding: base64\n\ncGFzc3dvcmQ9VTJWellXMWxNVEl6Cg==\n",
	"a=3Db\nC: U2VzYW1lMTIzNA==\nS: 535 5.7.8 no",
	"&quot;password&quot;: &quot;U2VzYW1lMTIz&quot;",
};

START_TEST(secrets_are_masked)
{
	struct paste paste = paste_read(arena, secrets[_i]);

	ck_assert_msg(strstr(paste.text, "U2VzYW1lMTIz") == NULL, "%s", paste.text);
	ck_assert_msg(strstr(paste.text, "AGJvYgBTZXNhbWUx") == NULL, "%s", paste.text);
	ck_assert_msg(strstr(paste.text, REDACTED) != NULL, "%s", paste.text);
}
END_TEST

/* Words that must stay, or the cause would be lost. */
static const char *const plain[] = {
	"A2 NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials (Failure)",
	"250-AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER",
	"* CAPABILITY IMAP4rev1 AUTH=PLAIN LOGINDISABLED",
	"535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
	"334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiYmVhcmVyIn0=",
	"User name and password not accepted",
	"435 Unable to authenticate at smtp2Example1234",
	"Unable to verify account name or password.",
	"SEC_ERROR_UNKNOWN_ISSUER",
	"write:errno=104",
};

START_TEST(plain_words_stay)
{
	ck_assert_str_eq(mask_secrets(arena, plain[_i]), plain[_i]);
}
END_TEST

START_TEST(hostile_pastes_do_no_harm)
{
	static const char *const pieces[] = { "535 ", "[", "<a", "&amp;", "=3D", "> ", "@a.bc",
		"x.example:993", "(550, b'", "5.7.8:", "\xff\xfe", "NO [ALERT] " };
	char *text = mem_alloc(PASTE_MAX + 1);
	struct suspect suspects[SUSPECTS_MAX];
	struct paste paste;
	size_t i, at;

	for (i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		for (at = 0; at + strlen(pieces[i]) <= 8192; at += strlen(pieces[i]))
			memcpy(text + at, pieces[i], strlen(pieces[i]));
		text[at] = '\0';
		paste = paste_read(arena, text);
		ck_assert_uint_le(suspects_find(arena, &paste, suspects), SUSPECTS_MAX);
	}
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("explain");
	TCase *tests = tcase_create("pastes");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, pastes_name_their_cause, 0, sizeof pastes / sizeof pastes[0]);
	tcase_add_loop_test(tests, suspects_are_in_order, 0, sizeof pastes / sizeof pastes[0]);
	tcase_add_test(tests, confidence_follows_the_words);
	tcase_add_loop_test(tests, other_text_has_no_cause, 0, sizeof harmless / sizeof harmless[0]);
	tcase_add_test(tests, a_reply_is_found_whatever_it_says);
	tcase_add_test(tests, a_known_provider_says_more);
	tcase_add_test(tests, address_and_host_are_found);
	tcase_add_loop_test(tests, secrets_are_masked, 0, sizeof secrets / sizeof secrets[0]);
	tcase_add_loop_test(tests, plain_words_stay, 0, sizeof plain / sizeof plain[0]);
	tcase_add_test(tests, hostile_pastes_do_no_harm);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
