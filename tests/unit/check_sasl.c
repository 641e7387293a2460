/* SPDX-License-Identifier: MIT
 *
 * The mechanisms by their exact bytes, and the challenge-response ones against
 * the server side of the library that makes them.
 */
#include <check.h>
#include <gsasl.h>
#include <stdlib.h>
#include <string.h>

#include "probes/sasl.h"

#define PASSWORD "correct horse \"7\""

static struct secret *secret_of(const char *bytes, size_t length)
{
	struct secret *secret = secret_new();

	ck_assert_int_eq(secret_add(secret, bytes, length), 0);
	return secret;
}

/* ---- choosing ------------------------------------------------------------------------ */

/* ARG is a list of names with a space around each. */
static bool offers(const void *arg, const char *mechanism)
{
	char word[64];

	snprintf(word, sizeof word, " %s ", mechanism);
	return strstr(arg, word) != NULL;
}

static const struct choice {
	const char *offered;
	bool is_token;
	const char *chosen;
} choices[] = {
	{ " LOGIN PLAIN CRAM-MD5 ", false, "PLAIN" },
	{ " CRAM-MD5 LOGIN ", false, "LOGIN" },
	{ " CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 ", false, "SCRAM-SHA-256" },
	{ " CRAM-MD5 SCRAM-SHA-1 ", false, "SCRAM-SHA-1" },
	{ " SCRAM-SHA-1-PLUS CRAM-MD5 ", false, "CRAM-MD5" },
	{ " PLAIN-CLIENTTOKEN GSSAPI NTLM ", false, NULL },
	{ " XOAUTH2 OAUTHBEARER ", false, NULL },
	{ " PLAIN OAUTHBEARER XOAUTH2 ", true, "XOAUTH2" },
	{ " PLAIN OAUTHBEARER ", true, "OAUTHBEARER" },
	{ " PLAIN LOGIN ", true, NULL },
	{ " ", false, NULL },
};

START_TEST(the_first_that_fits_is_chosen)
{
	const struct choice *test = &choices[_i];
	const char *chosen = sasl_choose(test->is_token, offers, test->offered);

	ck_assert_pstr_eq(chosen, test->chosen);
}
END_TEST

/* ---- exact bytes ------------------------------------------------------------------------ */

#define BYTES(TEXT) TEXT, sizeof TEXT - 1

static const struct exchange {
	const char *mechanism, *user, *secret;
	bool client_first;
	struct {
		const char *challenge, *answer;
		size_t length; /* of the answer */
	} steps[3];
	int count; /* of steps; the next one must fail */
} exchanges[] = {
	{ "PLAIN", "alice", PASSWORD, true, { { "", BYTES("\0alice\0" PASSWORD) } }, 1 },
	{ "PLAIN", "j\xc3\xb6rg", "gr\xc3\xbc\xc3\x9f", true,
		{ { "", BYTES("\0j\xc3\xb6rg\0gr\xc3\xbc\xc3\x9f") } }, 1 },
	{ "LOGIN", "alice", PASSWORD, false,
		{ { "Username:", BYTES("alice") }, { "Password:", BYTES(PASSWORD) } }, 2 },
	{ "LOGIN", "alice", " edges ", false, { { "", BYTES("alice") }, { "", BYTES(" edges ") } }, 2 },
	/* RFC 2195 section 2 */
	{ "CRAM-MD5", "tim", "tanstaaftanstaaf", false,
		{ { "<1896.697170952@postoffice.reston.mci.net>",
			BYTES("tim b913a602c7eda7a495b4e6e7334d3890") } }, 1 },
	{ "XOAUTH2", "a@b.example", "ya29.x", true,
		{ { "", BYTES("user=a@b.example\1auth=Bearer ya29.x\1\1") }, { "{\"status\":\"401\"}", "", 0 } }, 2 },
	/* RFC 7628 section 4.1, with a comma and an equals sign in the name */
	{ "OAUTHBEARER", "a,b=c@d.example", "vF9dft4qmT", true,
		{ { "", BYTES("n,a=a=2Cb=3Dc@d.example,\1host=imap.example.org\1port=993\1"
			"auth=Bearer vF9dft4qmT\1\1") }, { "{\"status\":\"invalid_token\"}", BYTES("\1") } }, 2 },
};

START_TEST(bytes_are_exact)
{
	const struct exchange *test = &exchanges[_i];
	struct secret *secret = secret_of(test->secret, strlen(test->secret));
	struct sasl *sasl = sasl_new(test->mechanism, test->user, secret, "imap.example.org", 993);
	struct buf out;
	int i;

	ck_assert_ptr_nonnull(sasl);
	ck_assert_int_eq(sasl_client_first(sasl), test->client_first);
	buf_init(&out, 1000);
	for (i = 0; i < test->count; i++) {
		const char *challenge = test->steps[i].challenge;

		buf_clear(&out);
		ck_assert_int_eq(sasl_step(sasl, challenge, strlen(challenge), &out), 0);
		ck_assert_uint_eq(out.length, test->steps[i].length);
		ck_assert_mem_eq(buf_text(&out), test->steps[i].answer, out.length);
	}
	ck_assert_int_eq(sasl_step(sasl, "again", 5, &out), -1);
	buf_done(&out);
	sasl_free(sasl);
	secret_free(secret);
}
END_TEST

static const struct misfit {
	const char *mechanism, *user, *secret;
	size_t length;
} misfits[] = {
	{ "PLAIN", "alice", BYTES("a\0b") }, { "LOGIN", "alice", BYTES("a\0") },
	{ "SCRAM-SHA-256", "alice", BYTES("\0") }, { "CRAM-MD5", "alice", BYTES("a\0b") },
	{ "PLAIN", "alice", BYTES("") }, { "XOAUTH2", "alice", BYTES("to\1ken") },
	{ "XOAUTH2", "alice", BYTES("to ken") }, { "OAUTHBEARER", "alice", BYTES("token\n") },
	{ "OAUTHBEARER", "alice", BYTES("t\xc3\xb6ken") }, { "XOAUTH2", "al\1ice", BYTES("token") },
	{ "GSSAPI", "alice", BYTES("password") }, { "", "alice", BYTES("password") },
};

START_TEST(what_does_not_fit_is_refused)
{
	const struct misfit *test = &misfits[_i];
	struct secret *secret = secret_of(test->secret, test->length);

	ck_assert_ptr_null(sasl_new(test->mechanism, test->user, secret, "h", 1));
	secret_free(secret);
}
END_TEST

START_TEST(a_full_buffer_fails)
{
	struct secret *secret = secret_of(PASSWORD, strlen(PASSWORD));
	struct buf out;
	size_t i;

	for (i = 0; i < sizeof exchanges / sizeof exchanges[0]; i++) {
		struct sasl *sasl = sasl_new(exchanges[i].mechanism, "alice", secret, "h", 1);

		if (sasl == NULL)
			continue; /* a password is no token */
		buf_init(&out, 3);
		ck_assert_int_eq(sasl_step(sasl, "<1@h>", 5, &out), -1);
		buf_done(&out);
		sasl_free(sasl);
	}
	secret_free(secret);
}
END_TEST

/* ---- against the library's server ------------------------------------------------------------- */

static int server_knows(Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
	(void)library;
	if (property != GSASL_PASSWORD)
		return GSASL_NO_CALLBACK;
	return gsasl_property_set(session, property, "gr\xc3\xbc\xc3\x9f dich, 7\\\"");
}

/* Plays until one side is done; true if the server is content. */
static bool plays_well(const char *mechanism, const char *password)
{
	struct secret *secret = secret_of(password, strlen(password));
	struct sasl *sasl = sasl_new(mechanism, "alice@example.org", secret, "h", 1);
	Gsasl *library = NULL;
	Gsasl_session *session = NULL;
	struct buf out;
	char *said = NULL;
	size_t length = 0;
	int status = GSASL_NEEDS_MORE, turns;

	ck_assert_int_eq(gsasl_init(&library), GSASL_OK);
	gsasl_callback_set(library, server_knows);
	ck_assert_int_eq(gsasl_server_start(library, mechanism, &session), GSASL_OK);
	gsasl_property_set(session, GSASL_SERVICE, "imap");
	gsasl_property_set(session, GSASL_HOSTNAME, "h");
	buf_init(&out, 10000);
	if (!sasl_client_first(sasl))
		status = gsasl_step(session, NULL, 0, &said, &length);
	for (turns = 0; turns < 5 && status == GSASL_NEEDS_MORE; turns++) {
		buf_clear(&out);
		if (sasl_step(sasl, said, length, &out) < 0)
			break;
		ck_assert(!secret_leaks_into(secret, buf_text(&out), out.length));
		gsasl_free(said);
		status = gsasl_step(session, buf_text(&out), out.length, &said, &length);
	}
	/* The server's own proof comes with its consent; the client checks it. */
	if (status == GSASL_OK && length > 0) {
		buf_clear(&out);
		ck_assert_int_eq(sasl_step(sasl, said, length, &out), 0);
		ck_assert_uint_eq(out.length, 0);
	}
	gsasl_free(said);
	gsasl_finish(session);
	gsasl_done(library);
	buf_done(&out);
	sasl_free(sasl);
	secret_free(secret);
	return status == GSASL_OK;
}

static const char *const proofs[] = { "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5" };

START_TEST(a_server_is_content)
{
	ck_assert(plays_well(proofs[_i], "gr\xc3\xbc\xc3\x9f dich, 7\\\""));
	ck_assert(!plays_well(proofs[_i], "gruss dich, 7\\\""));
}
END_TEST

/* A server that cannot prove that it knows the password is not believed. */
START_TEST(a_false_server_is_noticed)
{
	struct secret *secret = secret_of(PASSWORD, strlen(PASSWORD));
	struct sasl *sasl = sasl_new("SCRAM-SHA-1", "alice", secret, "h", 1);
	struct buf out, first;

	buf_init(&out, 1000);
	buf_init(&first, 1000);
	ck_assert_int_eq(sasl_step(sasl, NULL, 0, &out), 0);
	ck_assert_int_eq(memcmp(buf_text(&out), "n,,n=alice,r=", 13), 0);
	buf_printf(&first, "r=%sXYZ,s=QSXCR+Q6sek8bf92,i=4096", buf_text(&out) + 13);
	buf_clear(&out);
	ck_assert_int_eq(sasl_step(sasl, buf_text(&first), first.length, &out), 0);
	ck_assert_int_eq(sasl_step(sasl, "v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=", 30, &out), -1);
	buf_done(&out);
	buf_done(&first);
	sasl_free(sasl);
	secret_free(secret);
}
END_TEST

/* PBKDF2 is computed in one go: a server must not say how long that takes. */
START_TEST(a_greedy_server_is_refused)
{
	static const char *const rounds[] = {
		"600001", "5000000", "4294967295", "99999999999999999999999", "00700000,x=y",
	};
	struct secret *secret = secret_of(PASSWORD, strlen(PASSWORD));
	struct sasl *sasl;
	struct buf out, first;
	size_t i;

	for (i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
		sasl = sasl_new("SCRAM-SHA-1", "alice", secret, "h", 1);
		buf_init(&out, 1000);
		buf_init(&first, 1000);
		ck_assert_int_eq(sasl_step(sasl, NULL, 0, &out), 0);
		buf_printf(&first, "r=%sXYZ,s=QSXCR+Q6sek8bf92,i=%s", buf_text(&out) + 13, rounds[i]);
		ck_assert_int_eq(sasl_step(sasl, buf_text(&first), first.length, &out), -1);
		ck_assert(!sasl_told_all(sasl));
		buf_done(&out);
		buf_done(&first);
		sasl_free(sasl);
	}
	secret_free(secret);
}
END_TEST

/* ---- base64 ------------------------------------------------------------------------------- */

/* RFC 4648 section 10 */
static const struct vector {
	const char *raw, *encoded;
} vectors[] = {
	{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" }, { "\xff\xfe\xfb", "//77" },
};

START_TEST(base64_goes_both_ways)
{
	const struct vector *test = &vectors[_i];
	struct buf out;

	buf_init(&out, 100);
	ck_assert_int_eq(sasl_base64(test->raw, strlen(test->raw), &out), 0);
	ck_assert_str_eq(buf_text(&out), test->encoded);
	buf_clear(&out);
	ck_assert_int_eq(sasl_unbase64(test->encoded, &out), 0);
	ck_assert_str_eq(buf_text(&out), test->raw);
	buf_done(&out);
}
END_TEST

START_TEST(what_is_no_base64_is_refused)
{
	static const char *const bad[] = {
		"Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm 9", "Zm9v!", "=Zg=", "Zg=a", "Zm9-",
		"Z\xc3\xa9==",
	};
	struct buf out;
	size_t i;

	buf_init(&out, 100);
	buf_puts(&out, "kept");
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_msg(sasl_unbase64(bad[i], &out) == -1, "taken: %s", bad[i]);
		ck_assert_str_eq(buf_text(&out), "kept");
	}
	buf_done(&out);
	buf_init(&out, 2);
	ck_assert_int_eq(sasl_base64("abc", 3, &out), -1);
	ck_assert_int_eq(sasl_unbase64("Zm9v", &out), -1);
	ck_assert_uint_eq(out.length, 0);
	buf_done(&out);
}
END_TEST

#define COUNT(TABLE) ((int)(sizeof TABLE / sizeof TABLE[0]))

int main(void)
{
	Suite *suite = suite_create("sasl");
	TCase *tcase = tcase_create("sasl");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, the_first_that_fits_is_chosen, 0, COUNT(choices));
	tcase_add_loop_test(tcase, bytes_are_exact, 0, COUNT(exchanges));
	tcase_add_loop_test(tcase, what_does_not_fit_is_refused, 0, COUNT(misfits));
	tcase_add_test(tcase, a_full_buffer_fails);
	tcase_add_loop_test(tcase, a_server_is_content, 0, COUNT(proofs));
	tcase_add_test(tcase, a_false_server_is_noticed);
	tcase_add_test(tcase, a_greedy_server_is_refused);
	tcase_add_loop_test(tcase, base64_goes_both_ways, 0, COUNT(vectors));
	tcase_add_test(tcase, what_is_no_base64_is_refused);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
