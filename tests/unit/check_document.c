/* SPDX-License-Identifier: MIT
 *
 * What domains publish, as it is found in the wild and as it should not be.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "probes/buf.h"
#include "probes/digest.h"
#include "providers/autodiscover.h"
#include "providers/clientconfig.h"
#include "providers/pacc.h"

#define HEAD "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"x\">"
#define TAIL "</emailProvider></clientConfig>"
#define IMAP(inside) "<incomingServer type=\"imap\">" inside "</incomingServer>"
#define GOOD_IMAP IMAP("<hostname>imap.example.org</hostname><port>993</port>" \
	"<socketType>SSL</socketType>")

static struct arena *arena;
static struct address alice, domain_only;
static struct document document;

static void set_up(void)
{
	const char *problem;

	arena = arena_new();
	ck_assert_int_eq(address_parse(arena, "alice@example.org", false, &alice, &problem), 0);
	ck_assert_int_eq(address_parse(arena, "example.org", true, &domain_only, &problem), 0);
}

static void tear_down(void)
{
	arena_free(arena);
}

static void read_config(const char *text)
{
	clientconfig_read(arena, &alice, text, strlen(text), &document);
}

/* ---- autoconfig --------------------------------------------------------------------- */

/* One server each, and what becomes of it: "protocol host port security user". */
static const struct {
	const char *text, *service;
} servers[] = {
	{ IMAP("<hostname>imap.example.org</hostname><port>993</port><socketType>SSL</socketType>"
		"<username>%EMAILLOCALPART%</username>"), "imap imap.example.org 993 tls alice" },
	{ IMAP("<hostname> IMAP.Example.ORG. </hostname>\n<port> 143 </port>"
		"<socketType>starttls</socketType><username>%EMAILADDRESS%</username>"),
		"imap imap.example.org 143 starttls alice@example.org" },
	{ IMAP("<hostname>mail.%EMAILDOMAIN%</hostname><port>143</port>"
		"<socketType>plain</socketType>"), "imap mail.example.org 143 plain -" },
	{ IMAP("<hostname>imap.example.org</hostname>"), "imap imap.example.org 993 tls -" },
	{ IMAP("<hostname>imap.example.org</hostname><socketType>STARTTLS</socketType>"),
		"imap imap.example.org 143 starttls -" },
	{ IMAP("<hostname>imap.example.org</hostname><port>143</port>"),
		"imap imap.example.org 143 starttls -" },
	{ IMAP("<hostname>b\xc3\xbc""cher.example</hostname>"),
		"imap xn--bcher-kva.example 993 tls -" },
	{ IMAP("<hostname>192.0.2.1</hostname>"), "imap 192.0.2.1 993 tls -" },
	{ IMAP("<hostname>imap.example.org</hostname><socketType>quantum</socketType>"
		"<socketType>STARTTLS</socketType><socketType>plain</socketType>"),
		"imap imap.example.org 143 starttls -" },
	{ IMAP("<hostname>first.example.org</hostname><hostname>second.example.org</hostname>"),
		"imap first.example.org 993 tls -" },
	{ "<outgoingServer><hostname>smtp.example.org</hostname><port>587</port>"
		"<socketType>STARTTLS</socketType></outgoingServer>",
		"smtp smtp.example.org 587 starttls -" },
	{ "<x:incomingServer xmlns:x=\"urn:x\" x:type=\"POP3\"><x:hostname>pop.example.org</x:hostname>"
		"</x:incomingServer>", "pop3 pop.example.org 995 tls -" },
	{ "<incomingServer type=\"exchange\"><owaURL>https://x</owaURL></incomingServer>" GOOD_IMAP,
		"imap imap.example.org 993 tls -" },
	{ "<webMail><loginPage url=\"https://x\"/><incomingServer type=\"imap\"><hostname>"
		"web.example.org</hostname></incomingServer></webMail>" GOOD_IMAP,
		"imap imap.example.org 993 tls -" },
};

START_TEST(one_server)
{
	char *text = mem_printf(HEAD "%s" TAIL, servers[_i].text), *found;

	read_config(text);
	ck_assert_str_eq(document.problem, "");
	ck_assert_int_eq(document.outcome, SOURCE_FOUND);
	ck_assert_uint_eq(document.count, 1);
	found = mem_printf("%s %s %u %s %s", mail_protocol_name(document.services[0].protocol),
		document.services[0].host, (unsigned)document.services[0].port,
		mail_security_name(document.services[0].security),
		document.services[0].username == NULL ? "-" : document.services[0].username);
	ck_assert_str_eq(found, servers[_i].service);
	ck_assert_uint_eq(document.slip_count, 0);
	free(found);
	free(text);
}
END_TEST

/* A part that cannot be used, told in these words, while the rest can. */
static const struct {
	const char *text, *slip;
} parts[] = {
	{ IMAP("<hostname>i.example.org</hostname><socketType>TLS</socketType>"),
		"socketType 'TLS' is not known" },
	{ IMAP("<hostname>i.example.org</hostname><port>0</port>"), "'0' is not a port" },
	{ IMAP("<hostname>i.example.org</hostname><port>65536</port>"), "'65536' is not a port" },
	{ IMAP("<hostname>i.example.org</hostname><port>1993</port>"), "there is no socketType" },
	{ IMAP("<port>993</port>"), "it names no host" },
	{ IMAP("<hostname>imap.example.org%00.evil.example</hostname>"), "is not a host name" },
	{ IMAP("<hostname>imap.example.org/x</hostname>"), "is not a host name" },
	{ IMAP("<hostname>imap example.org</hostname>"), "is not a host name" },
	{ IMAP("<hostname>imap.example.org&#10;x</hostname>"), "is not a host name" },
	{ IMAP("<hostname>imap..example.org</hostname>"), "is not a host name" },
	{ IMAP("<hostname>%EMAILADDRESS%</hostname>"), "is not a host name" },
	{ IMAP("<hostname>10.0.1</hostname>"), "is not a host name" },
	{ IMAP("<hostname>imap.example.org</hostname><username>alice&#13;&#10;LOGOUT</username>"),
		"user name has a control character" },
	{ "<incomingServer><hostname>imap.example.org</hostname></incomingServer>", "it has no type" },
	{ "<incomingServer type=\"SMTP\"><hostname>smtp.example.org</hostname></incomingServer>",
		"its type cannot be 'smtp'" },
};

START_TEST(one_bad_part)
{
	char *text = mem_printf(HEAD "%s" GOOD_IMAP TAIL, parts[_i].text);

	read_config(text);
	ck_assert_int_eq(document.outcome, SOURCE_FOUND);
	ck_assert_uint_eq(document.count, 1);
	ck_assert_str_eq(document.services[0].host, "imap.example.org");
	ck_assert_uint_eq(document.slip_count, 1);
	ck_assert_ptr_nonnull(strstr(document.slips[0], "incomingServer in line 1: "));
	ck_assert_ptr_nonnull(strstr(document.slips[0], parts[_i].slip));
	free(text);
}
END_TEST

static const struct {
	const char *text;
	enum source_outcome outcome;
	const char *problem;
} wholes[] = {
	{ "", SOURCE_WRONG_TYPE, "an empty document" },
	{ " \n<!DOCTYPE html><html></html>", SOURCE_WRONG_TYPE, "web page" },
	{ "\xef\xbb\xbf<HTML>", SOURCE_WRONG_TYPE, "web page" },
	{ "{\"a\": 1}", SOURCE_WRONG_TYPE, "web page" },
	{ "<clientConfig>\n<emailProvider>\n</clientConfig>", SOURCE_INVALID, "line 3: " },
	{ "<clientConfig>", SOURCE_INVALID, "line 1: " },
	{ "<Autodiscover/>", SOURCE_INVALID, "the root element is not clientConfig" },
	{ "<!DOCTYPE c [<!ENTITY a \"x\">]>\n<clientConfig>&a;</clientConfig>", SOURCE_INVALID,
		"a document type declaration is not allowed" },
	{ "<!DOCTYPE c SYSTEM \"file:///etc/passwd\"><clientConfig/>", SOURCE_INVALID,
		"a document type declaration is not allowed" },
	{ "<clientConfig>&a;</clientConfig>", SOURCE_INVALID, "line 1: " },
	{ "<clientConfig>\xff\xfe</clientConfig>", SOURCE_INVALID, "line 1: " },
	{ "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>", SOURCE_INVALID, "nested too deep" },
	{ HEAD TAIL, SOURCE_NOT_PUBLISHED, "it names no IMAP, POP3 or SMTP server" },
	{ HEAD IMAP("<port>x</port>") TAIL, SOURCE_INVALID, "'x' is not a port" },
	/* The retry has not lost what is forbidden. */
	{ "<?xml version=\"1.0\" encoding=\"utf8\"?><!DOCTYPE c><clientConfig/>", SOURCE_INVALID,
		"line 1: a document type declaration is not allowed" },
};

START_TEST(nothing_to_use)
{
	read_config(wholes[_i].text);
	ck_assert_int_eq(document.outcome, wholes[_i].outcome);
	ck_assert_uint_eq(document.count, 0);
	ck_assert_msg(strstr(document.problem, wholes[_i].problem) != NULL, "'%s' is said",
		document.problem);
}
END_TEST

START_TEST(an_endless_user_name_is_not_cut_into_another_one)
{
	char *text = mem_printf(HEAD GOOD_IMAP IMAP("<hostname>i.example.org</hostname>"
		"<username>%05000d</username>") TAIL, 1);

	read_config(text);
	ck_assert_uint_eq(document.count, 1);
	ck_assert_uint_eq(document.slip_count, 1);
	ck_assert_str_eq(document.slips[0], "incomingServer in line 1: its user name is too long");
	free(text);
}
END_TEST

START_TEST(a_server_for_sending_does_not_receive)
{
	read_config(HEAD "<outgoingServer type=\"imap\"><hostname>i.example.org</hostname>"
		"</outgoingServer>" TAIL);
	ck_assert_int_eq(document.outcome, SOURCE_INVALID);
	ck_assert_str_eq(document.problem, "outgoingServer in line 1: its type cannot be 'imap'");
}
END_TEST

/* What it says its letters are, and the bytes of an e with an accent. */
static const struct {
	const char *encoding, *e, *name;
} encodings[] = {
	{ "utf8", "\xc3\xa9", "Caf\xc3\xa9" },
	{ "utf8mb4", "\xc3\xa9", "Caf\xc3\xa9" },
	{ "UTF-16", "\xc3\xa9", "Caf\xc3\xa9" },
	{ "ISO-8859-1", "\xe9", "Caf\xc3\xa9" },
	{ "windows-1252", "\xe9", "Caf\xc3\xa9" },
	{ "latin1", "\xe9", "Caf\xc3\xa9" },
};

START_TEST(encodings_of_the_wild)
{
	char *text = mem_printf("<?xml version=\"1.0\" encoding=\"%s\"?><clientConfig>"
		"<emailProvider><displayName>Caf%s</displayName>" GOOD_IMAP TAIL,
		encodings[_i].encoding, encodings[_i].e);

	read_config(text);
	ck_assert_str_eq(document.problem, "");
	ck_assert_uint_eq(document.count, 1);
	ck_assert_str_eq(document.provider_name, encodings[_i].name);
	free(text);
}
END_TEST

START_TEST(order_of_authentication_is_kept)
{
	read_config(HEAD IMAP("<hostname>i.example.org</hostname><authentication>OAuth2"
		"</authentication><authentication>NTLM</authentication><authentication>plain"
		"</authentication><authentication>password-cleartext</authentication>") TAIL);
	ck_assert_uint_eq(document.count, 1);
	ck_assert_int_eq(document.services[0].auth[0], MAIL_AUTH_OAUTH2);
	ck_assert_int_eq(document.services[0].auth[1], MAIL_AUTH_CLEARTEXT);
	ck_assert_int_eq(document.services[0].auth[2], MAIL_AUTH_UNSTATED);
}
END_TEST

START_TEST(a_bare_domain_keeps_templates)
{
	static const char text[] = HEAD IMAP("<hostname>mail.%EMAILDOMAIN%</hostname>"
		"<username>%EMAILLOCALPART%</username>") TAIL;

	clientconfig_read(arena, &domain_only, text, strlen(text), &document);
	ck_assert_str_eq(document.services[0].host, "mail.example.org");
	ck_assert_str_eq(document.services[0].username, "%EMAILLOCALPART%");
}
END_TEST

START_TEST(too_large_is_refused)
{
	size_t length = DOCUMENT_MAX + 1;
	char *text = mem_alloc(length);

	memset(text, ' ', length);
	clientconfig_read(arena, &alice, text, length, &document);
	ck_assert_int_eq(document.outcome, SOURCE_INVALID);
	ck_assert_str_eq(document.problem, "larger than 64 KiB");
	free(text);
}
END_TEST

START_TEST(more_servers_than_room)
{
	struct buf text;
	size_t i;

	buf_init(&text, DOCUMENT_MAX);
	buf_puts(&text, HEAD);
	for (i = 0; i < DOCUMENT_SERVICES_EACH + 2; i++)
		buf_puts(&text, GOOD_IMAP);
	buf_puts(&text, "<outgoingServer><hostname>smtp.example.org</hostname></outgoingServer>");
	buf_puts(&text, TAIL);
	clientconfig_read(arena, &alice, buf_text(&text), text.length, &document);
	ck_assert_uint_eq(document.count, DOCUMENT_SERVICES_EACH + 1);
	ck_assert_int_eq(document.services[document.count - 1].protocol, MAIL_SMTP);
	ck_assert_uint_eq(document.slip_count, 2);
	buf_done(&text);
}
END_TEST

/* ---- Autodiscover --------------------------------------------------------------------- */

#define ACCOUNT(inside) "<?xml version=\"1.0\"?><Autodiscover xmlns=\"urn:a\"><Response>" \
	"<Account>" inside "</Account></Response></Autodiscover>"
#define PROTOCOL(type, inside) "<Protocol><Type>" type "</Type><Server>m.example.org</Server>" \
	inside "</Protocol>"

static const struct {
	const char *text;
	unsigned port;
	enum mail_security security;
} protocols[] = {
	{ PROTOCOL("IMAP", "<Port>993</Port><SSL>on</SSL>"), 993, MAIL_TLS },
	{ PROTOCOL("IMAP", "<Port>143</Port><SSL>on</SSL>"), 143, MAIL_STARTTLS },
	{ PROTOCOL("SMTP", "<Port>587</Port><Encryption>TLS</Encryption>"), 587, MAIL_STARTTLS },
	{ PROTOCOL("SMTP", "<Port>2525</Port><Encryption>TLS</Encryption>"), 2525, MAIL_STARTTLS },
	{ PROTOCOL("SMTP", "<Port>2465</Port><Encryption>SSL</Encryption>"), 2465, MAIL_TLS },
	{ PROTOCOL("POP3", "<Port>110</Port><SSL>off</SSL>"), 110, MAIL_PLAIN },
	{ PROTOCOL("POP3", "<Port>110</Port><SSL>on</SSL><Encryption>None</Encryption>"), 110,
		MAIL_PLAIN },
	{ PROTOCOL("imap", ""), 993, MAIL_TLS },
	{ PROTOCOL("IMAP", "<SSL>off</SSL>"), 143, MAIL_PLAIN },
	{ "<Protocol Type=\"imap\"><Server>m.example.org</Server></Protocol>", 993, MAIL_TLS },
};

START_TEST(one_protocol)
{
	char *text = mem_printf(ACCOUNT("%s" PROTOCOL("EXCH", "")), protocols[_i].text);

	autodiscover_read(arena, &alice, text, strlen(text), &document);
	ck_assert_str_eq(document.problem, "");
	ck_assert_uint_eq(document.count, 1);
	ck_assert_str_eq(document.services[0].host, "m.example.org");
	ck_assert_uint_eq(document.services[0].port, protocols[_i].port);
	ck_assert_int_eq(document.services[0].security, protocols[_i].security);
	free(text);
}
END_TEST

START_TEST(a_redirect_is_told)
{
	static const char to_url[] = ACCOUNT("<Action>redirectUrl</Action>"
		"<RedirectUrl>https://x.example/a</RedirectUrl>");
	static const char to_address[] = ACCOUNT("<Action>redirectAddr</Action>"
		"<RedirectAddr>a@x.example</RedirectAddr>");

	autodiscover_read(arena, &alice, to_url, strlen(to_url), &document);
	ck_assert_int_eq(document.outcome, SOURCE_REDIRECTED);
	ck_assert_str_eq(document.redirect_url, "https://x.example/a");
	autodiscover_read(arena, &alice, to_address, strlen(to_address), &document);
	ck_assert_int_eq(document.outcome, SOURCE_REDIRECTED);
	ck_assert_str_eq(document.redirect_address, "a@x.example");
}
END_TEST

START_TEST(an_error_is_quoted)
{
	static const char text[] = "<Autodiscover><Response><Error><ErrorCode>600</ErrorCode>"
		"<Message>Invalid Request</Message></Error></Response></Autodiscover>";

	autodiscover_read(arena, &alice, text, strlen(text), &document);
	ck_assert_int_eq(document.outcome, SOURCE_NOT_PUBLISHED);
	ck_assert_str_eq(document.problem, "it says: Invalid Request");
}
END_TEST

START_TEST(the_question_is_escaped)
{
	struct address odd;
	const char *problem, *text;

	ck_assert_int_eq(address_parse(arena, "\"a<b>&'\"@example.org", false, &odd, &problem), 0);
	text = autodiscover_request(arena, &odd);
	ck_assert_ptr_nonnull(strstr(text,
		"<EMailAddress>&#34;a&#60;b&#62;&#38;&#39;&#34;@example.org</EMailAddress>"));
}
END_TEST

/* ---- PACC -------------------------------------------------------------------------------- */

static const struct {
	const char *record, *digest;
} records[] = {
	{ "v=UAAC1; a=sha256; d=AAAA=", "AAAA=" },
	{ "a=SHA256 ;v=UAAC1;d=AAAA ", "AAAA" },
	{ "v=UAAC2; a=sha256; d=AAAA", NULL },
	{ "v=UAAC1; a=md5; d=AAAA", NULL },
	{ "v=UAAC1; a=sha256; d=", NULL },
	{ "v=spf1 -all", NULL },
	{ "", NULL },
};

START_TEST(one_record)
{
	const char *digest = pacc_digest(arena, records[_i].record);

	if (records[_i].digest == NULL)
		ck_assert_ptr_null(digest);
	else
		ck_assert_str_eq(digest, records[_i].digest);
}
END_TEST

START_TEST(the_digest_is_compared)
{
	static const char empty[] = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

	ck_assert(digest_is_sha256(empty, "", 0));
	ck_assert(!digest_is_sha256(empty, "x", 1));
	ck_assert(!digest_is_sha256("", "", 0));
}
END_TEST

START_TEST(pacc_documents)
{
	static const char good[] = "\xef\xbb\xbf{\"protocols\": {\"imap\": {\"host\": \"IMAP.example.org\"}, "
		"\"smtp\": {\"host\": 7}, \"jmap\": {\"url\": \"https://x\"}}, "
		"\"info\": {\"provider\": {\"name\": \"Example\"}}}\n";

	pacc_read(arena, good, strlen(good), &document);
	ck_assert_int_eq(document.outcome, SOURCE_FOUND);
	ck_assert_uint_eq(document.count, 1);
	ck_assert_str_eq(document.services[0].host, "imap.example.org");
	ck_assert_uint_eq(document.services[0].port, 993);
	ck_assert_int_eq(document.services[0].security, MAIL_TLS);
	ck_assert_int_eq(document.services[0].auth[0], MAIL_AUTH_UNSTATED);
	ck_assert_str_eq(document.provider_name, "Example");
	ck_assert_uint_eq(document.slip_count, 1);
	ck_assert_str_eq(document.slips[0], "smtp: it names no host");
}
END_TEST

#define PACC(inside) "{\"protocols\": {\"imap\": {\"host\": \"i.example.org\"}}" inside "}"

static const struct {
	const char *text;
	enum mail_auth first, second;
} pacc_auth[] = {
	{ PACC(", \"authentication\": {\"password\": true, \"oauth-public\": {\"issuer\": \"https://x\"}}"),
		MAIL_AUTH_OAUTH2, MAIL_AUTH_CLEARTEXT },
	{ PACC(", \"authentication\": {\"password\": true}"), MAIL_AUTH_CLEARTEXT, MAIL_AUTH_UNSTATED },
	{ PACC(", \"authentication\": {\"oauth-public\": {}, \"password\": false}"), MAIL_AUTH_OAUTH2,
		MAIL_AUTH_UNSTATED },
	{ PACC(", \"authentication\": {\"password\": null, \"other\": true}"), MAIL_AUTH_UNSTATED,
		MAIL_AUTH_UNSTATED },
	{ PACC(", \"authentication\": \"password\""), MAIL_AUTH_UNSTATED, MAIL_AUTH_UNSTATED },
	{ PACC(""), MAIL_AUTH_UNSTATED, MAIL_AUTH_UNSTATED },
};

START_TEST(pacc_ways_to_log_in)
{
	pacc_read(arena, pacc_auth[_i].text, strlen(pacc_auth[_i].text), &document);
	ck_assert_str_eq(document.problem, "");
	ck_assert_uint_eq(document.count, 1);
	ck_assert_int_eq(document.services[0].auth[0], pacc_auth[_i].first);
	ck_assert_int_eq(document.services[0].auth[1], pacc_auth[_i].second);
}
END_TEST

#define BYTES(text) text, sizeof text - 1
#define DEEP "[[[[[[[[[[[[[[[[["

static const struct {
	const char *text;
	size_t length;
	enum source_outcome outcome;
	const char *problem;
} pacc_bad[] = {
	{ BYTES(""), SOURCE_WRONG_TYPE, "an empty document" },
	{ BYTES("\n <!doctype html>"), SOURCE_WRONG_TYPE, "web page" },
	{ BYTES("[]"), SOURCE_INVALID, "not a JSON object" },
	{ BYTES("\"protocols\""), SOURCE_INVALID, "not a JSON object" },
	{ BYTES("{}"), SOURCE_INVALID, "it has no \"protocols\"" },
	{ BYTES("{\"protocols\": 1}"), SOURCE_INVALID, "it has no \"protocols\"" },
	{ BYTES("{\"protocols\": {}}"), SOURCE_NOT_PUBLISHED, "it names no IMAP" },
	{ BYTES("{\n\"a\":"), SOURCE_INVALID, "line 2: not JSON from here on" },
	{ BYTES(PACC("") "\n{}"), SOURCE_INVALID, "line 2: not JSON from here on" },
	{ BYTES(PACC("") "\0"), SOURCE_INVALID, "line 1: control character" },
	{ BYTES("{\"protocols\": {\"imap\": {\"host\": \"i.example.org\\u0000.evil.example\"}}}"),
		SOURCE_INVALID, "line 1: \\u0000 in a text" },
	{ BYTES("{\"protocols\": {\"imap\": {\"host\": \"i.example.org\n\"}}}"), SOURCE_INVALID,
		"line 1: control character" },
	{ BYTES("{\"protocols\": {\"imap\": {\"host\": \"\xff\"}}}"), SOURCE_INVALID,
		"not valid UTF-8" },
	{ BYTES("{\"protocols\": {\"imap\": {\"host\": \"i example\"}}}"), SOURCE_INVALID,
		"imap: 'i example' is not a host name" },
	{ BYTES("{\"a\": " DEEP), SOURCE_INVALID, "line 1: nested too deep" },
};

START_TEST(pacc_nothing_to_use)
{
	pacc_read(arena, pacc_bad[_i].text, pacc_bad[_i].length, &document);
	ck_assert_int_eq(document.outcome, pacc_bad[_i].outcome);
	ck_assert_uint_eq(document.count, 0);
	ck_assert_msg(strstr(document.problem, pacc_bad[_i].problem) != NULL, "'%s' is said",
		document.problem);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof(table)[0])

int main(void)
{
	Suite *suite = suite_create("document");
	TCase *tests = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, one_server, 0, COUNT(servers));
	tcase_add_loop_test(tests, one_bad_part, 0, COUNT(parts));
	tcase_add_loop_test(tests, nothing_to_use, 0, COUNT(wholes));
	tcase_add_test(tests, an_endless_user_name_is_not_cut_into_another_one);
	tcase_add_test(tests, a_server_for_sending_does_not_receive);
	tcase_add_loop_test(tests, encodings_of_the_wild, 0, sizeof encodings / sizeof encodings[0]);
	tcase_add_test(tests, order_of_authentication_is_kept);
	tcase_add_test(tests, a_bare_domain_keeps_templates);
	tcase_add_test(tests, too_large_is_refused);
	tcase_add_test(tests, more_servers_than_room);
	tcase_add_loop_test(tests, one_protocol, 0, COUNT(protocols));
	tcase_add_test(tests, a_redirect_is_told);
	tcase_add_test(tests, an_error_is_quoted);
	tcase_add_test(tests, the_question_is_escaped);
	tcase_add_loop_test(tests, one_record, 0, COUNT(records));
	tcase_add_test(tests, the_digest_is_compared);
	tcase_add_test(tests, pacc_documents);
	tcase_add_loop_test(tests, pacc_ways_to_log_in, 0, COUNT(pacc_auth));
	tcase_add_loop_test(tests, pacc_nothing_to_use, 0, COUNT(pacc_bad));
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
