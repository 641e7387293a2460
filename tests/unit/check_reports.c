/* SPDX-License-Identifier: MIT
 *
 * Reports with hostile words in every field: nothing of them becomes markup.
 */
#include <stdlib.h>
#include <string.h>

#include "probes/text.h"
#include "witness.h"
#include "wizard/evidence_fields.h"
#include "wizard/html.h"
#include "wizard/render.h"
#include "wizard/render_html.h"

#define D "acme.example"
#define HOSTILE "\"'><script src=//evil.example>alert(1)</script><img onerror=x>\x1b[31m&lt;\xe2\x80\xae``` `"

static struct evidence *evidence;
static struct buf out;

/* Every text of a struct, and of those that hang on it, becomes hostile. */
static void poison(const struct shape *shape, char *at)
{
	static const char *const hostile = HOSTILE;
	const struct field *field;
	size_t count, i;
	char *items;

	for (field = shape->fields; field->key != NULL; field++) {
		memcpy(&items, at + field->offset, sizeof items);
		if (field->kind == FIELD_TEXT)
			memcpy(at + field->offset, &hostile, sizeof hostile);
		else if (field->kind == FIELD_OPTIONAL && items != NULL)
			memcpy(at + field->offset, &hostile, sizeof hostile);
		else if (field->kind == FIELD_STRUCT)
			poison(field->shape, at + field->offset);
		else if (field->kind == FIELD_LIST)
			for (; items != NULL; memcpy(&items, items, sizeof items))
				poison(field->shape, items);
		else if (field->kind == FIELD_ARRAY || field->kind == FIELD_TEXTS) {
			memcpy(&count, at + field->count, sizeof count);
			for (i = 0; i < count; i++)
				if (field->kind == FIELD_ARRAY)
					poison(field->shape, items + i * field->shape->size);
				else
					memcpy(items + i * sizeof hostile, &hostile, sizeof hostile);
		}
	}
}

static void set_up(void)
{
	struct endpoint_fact *smtp;
	struct source_fact *source;
	struct mail_service *settings;

	evidence = witness_run(D);
	witness_good_imap(evidence);
	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 465, MAIL_TLS);
	witness_refused(evidence, smtp, REPLY_PERMANENT, "535 5.7.8 no");
	witness_capability(evidence, smtp, "SIZE 1000");
	witness_verify_error(evidence, smtp, 0, 10, "CERT_HAS_EXPIRED");
	endpoint_add_line(evidence, smtp, LINE_SERVER, "220 hi", 6);
	endpoint_add_line(evidence, smtp, LINE_SECRET, "AUTH PLAIN <redacted>", 21);
	witness_dns(evidence, D, DNS_TXT, DNS_OK, "text");
	witness_web(evidence, WEB_SETTINGS, "autoconfig." D, 200, 0, "https://x.example/");
	source = evidence_add_source(evidence, "autoconfig");
	settings = arena_alloc(evidence->arena, sizeof *settings);
	settings->host = "imap.other.example";
	settings->port = 993;
	source->settings = settings;
	source->count = 1;
	buf_init(&out, 1 << 24);
}

static void tear_down(void)
{
	buf_done(&out);
	evidence_free(evidence);
}

static struct verdict *hostile_verdict(void)
{
	struct verdict *verdict = verdict_reach(evidence);
	struct finding *finding;
	size_t i;

	poison(&evidence_shape, (char *)evidence);
	for (finding = verdict->findings; finding != NULL; finding = finding->next) {
		finding->detail = HOSTILE;
		finding->remedy[0] = HOSTILE;
		finding->remedy_count = 1;
		finding->links[0] = "javascript:alert(1)";
		finding->links[1] = "https://x.example/\"><b>";
		finding->link_count = 2;
		for (i = 0; i < finding->quote_count; i++)
			finding->quotes[i] = (struct quote){ HOSTILE, HOSTILE };
	}
	ck_assert_ptr_nonnull(verdict->findings);
	return verdict;
}

static bool is_known_tag(const char *at)
{
	static const char *const known[] = { "!DOCTYPE", "html", "head", "meta", "title", "style",
		"body", "main", "div", "section", "h1", "h2", "h3", "h4", "p", "ol", "ul", "li", "a",
		"span", "blockquote", "svg", "rect", "table", "thead", "tbody", "tr", "th", "td", "dl",
		"dt", "dd", "details", "summary", "footer" };
	size_t length, i;

	at += *at == '/';
	length = strcspn(at, " >/");
	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strlen(known[i]) == length && strncmp(at, known[i], length) == 0)
			return true;
	return false;
}

/* Is the '<' at AT the start of one of our own tags, without a handler or a load? */
static void check_tag(const char *at)
{
	char *tag = mem_strndup(at, strcspn(at, ">"));

	ck_assert_msg(is_known_tag(at + 1), "not ours: %s", tag);
	ck_assert_msg(strstr(tag, " on") == NULL && strstr(tag, " src") == NULL, "bad: %s", tag);
	if (strstr(tag, "href=") != NULL)
		ck_assert_msg(strstr(tag, "href=\"http") != NULL &&
			strstr(tag, "rel=\"noreferrer") != NULL, "bad link: %s", tag);
	free(tag);
}

START_TEST(test_html)
{
	struct privacy_view *view = privacy_view(evidence, hostile_verdict(), _i == 0);
	const char *at;

	ck_assert_int_eq(render_html(view, &out), 0);
	at = strstr(buf_text(&out), "</style>");
	ck_assert_ptr_nonnull(at);
	ck_assert_ptr_nonnull(strstr(at, "&lt;script"));
	for (; (at = strchr(at, '<')) != NULL; at++)
		check_tag(at);
	ck_assert_ptr_null(strchr(buf_text(&out), '\x1b'));
	ck_assert_ptr_null(strstr(buf_text(&out), "\xe2\x80\xae"));
	ck_assert(text_is_utf8(out.data, out.length));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "default-src 'none'"));
	privacy_free(view);
}
END_TEST

START_TEST(test_html_escapes)
{
	struct html html = { evidence->arena, &out, false };

	html_text(&html, "a<b>&\"'\x01");
	ck_assert_str_eq(buf_text(&out), "a&lt;b&gt;&amp;&quot;&#39;\\x01");
	buf_clear(&out);
	html_link(&html, "https://a.example/?x=1&y=\"2\"");
	ck_assert_str_eq(buf_text(&out), "<a rel=\"noreferrer noopener\" "
		"href=\"https://a.example/?x=1&amp;y=&quot;2&quot;\">"
		"https://a.example/?x=1&amp;y=&quot;2&quot;</a>");
	buf_clear(&out);
	html_link(&html, "https://a.example/ b");
	ck_assert_str_eq(buf_text(&out), "https://a.example/ b");
}
END_TEST

START_TEST(test_html_full)
{
	struct privacy_view *view = privacy_view(evidence, verdict_reach(evidence), true);
	struct buf small;

	buf_init(&small, 9000);
	ck_assert_int_eq(render_html(view, &small), -1);
	buf_done(&small);
	privacy_free(view);
}
END_TEST

/* Outside of code spans every sign of Markdown is escaped. */
START_TEST(test_markdown)
{
	struct privacy_view *view = privacy_view(evidence, hostile_verdict(), true);
	const char *text;

	ck_assert_int_eq(render_markdown(view, &out), 0);
	text = buf_text(&out);
	ck_assert_ptr_nonnull(strstr(text, "\n1. \"'\\>\\<script src=//evil.example\\>"));
	/* Three backticks inside need a fence of four. */
	ck_assert_ptr_nonnull(strstr(text, ": ```` \"'><script"));
	ck_assert_ptr_nonnull(strstr(text, "``` ` ````\n"));
	ck_assert_ptr_null(strchr(text, '\x1b'));
	privacy_free(view);
}
END_TEST

/* A report that holds nothing hostile says the whole of it. */
START_TEST(test_content)
{
	static const char *const expected[] = { "<h1>", "The way to the mailbox", "broken: login refused",
		"What was tested", "<rect class=\"tls\"", "Certificates",
		"CERT_HAS_EXPIRED", "Where settings come from", "imap.other.example:993",
		"Contradictions", "What was said", "AUTH PLAIN &lt;redacted&gt;", "Surroundings",
		"&lt;IP address&gt;:53" };
	struct privacy_view *view = privacy_view(evidence, verdict_reach(evidence), false);
	size_t i;

	ck_assert_int_eq(render_html(view, &out), 0);
	for (i = 0; i < sizeof expected / sizeof expected[0]; i++)
		ck_assert_msg(strstr(buf_text(&out), expected[i]) != NULL, "missing: %s", expected[i]);
	ck_assert_ptr_null(strstr(buf_text(&out), "alice"));
	privacy_free(view);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reports");
	TCase *tests = tcase_create("reports");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, test_html, 0, 2);
	tcase_add_test(tests, test_html_escapes);
	tcase_add_test(tests, test_html_full);
	tcase_add_test(tests, test_markdown);
	tcase_add_test(tests, test_content);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
