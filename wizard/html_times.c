/* SPDX-License-Identifier: MIT
 *
 * When each step began and how long it took, on one scale.
 */
#include <string.h>

#include "language.h"
#include "render_html.h"
#include "words.h"

#define SCALE 1000
#define ROWS_MOST 200

struct times {
	struct html *html;
	unsigned from, whole; /* where the scale begins and what it spans, in ms */
	unsigned rows;
};

/* IS_SHORT: what is said about it fits beside the bar. */
static void begin_row(struct times *times, const char *label, bool is_short)
{
	struct html *html = times->html;

	html_markup(html, is_short ? "<li class=\"short\">" : "<li>");
	html_element(html, "span", NULL, label);
	buf_printf(html->out, "<svg viewBox=\"0 0 %d 10\" preserveAspectRatio=\"none\" "
		"aria-hidden=\"true\">", SCALE);
}

/* CLASS is one of report.css. */
static void add_bar(struct times *times, const char *class, unsigned at, unsigned took)
{
	unsigned long whole = times->whole, begin, width;

	at = at > times->from ? at - times->from : 0;
	if (at > times->whole)
		at = times->whole;
	if (took > times->whole - at)
		took = times->whole - at;
	begin = at * (unsigned long)SCALE / whole;
	width = took * (unsigned long)SCALE / whole;
	/* Short steps are still seen. */
	if (width < 3)
		width = 3;
	if (begin + width > SCALE)
		begin = SCALE - width;
	buf_printf(times->html->out, "<rect class=\"%s\" x=\"%lu\" y=\"0\" width=\"%lu\" "
		"height=\"10\"/>", class, begin, width);
}

static void end_row(struct times *times, const char *words)
{
	struct html *html = times->html;

	html_markup(html, "</svg>");
	html_element(html, "span", "steps", words);
	html_markup(html, "</li>\n");
	times->rows++;
}

static const char *reply_class(enum step step)
{
	return step == STEP_LOGIN || step == STEP_PROOF ? "login" : "talk";
}

static void add_endpoint(struct times *times, const struct endpoint_fact *endpoint)
{
	struct arena *arena = times->html->arena;
	const struct connect_fact *connect;
	const struct reply_fact *reply;

	begin_row(times, arena_printf(arena, "%s %s", words_protocol(endpoint->service.protocol),
		words_where(arena, &endpoint->service)), false);
	if (endpoint->timing.dns > 0)
		add_bar(times, "dns", endpoint->at_ms, endpoint->timing.dns);
	for (connect = endpoint->connects; connect != NULL; connect = connect->next)
		add_bar(times, "connect", connect->at_ms, connect->took_ms);
	if (endpoint->tls.outcome != TLS_NOT_TRIED)
		add_bar(times, "tls", endpoint->tls.at_ms, endpoint->tls.took_ms);
	for (reply = endpoint->replies; reply != NULL; reply = reply->next)
		add_bar(times, reply_class(reply->step), reply->at_ms - (reply->took_ms < reply->at_ms ?
			reply->took_ms : reply->at_ms), reply->took_ms);
	end_row(times, arena_printf(arena, _("name %u, connect %u, TLS %u, greeting %u, login %u; "
		"%u ms in all"), endpoint->timing.dns, endpoint->timing.connect, endpoint->timing.tls,
		endpoint->timing.greeting, endpoint->timing.login, endpoint->took_ms));
}

static void add_question(struct times *times, const struct dns_fact *dns)
{
	struct arena *arena = times->html->arena;

	begin_row(times, arena_printf(arena, "DNS %s %s", dns->name, dns_type_name(dns->type)), true);
	add_bar(times, "dns", dns->at_ms, dns->took_ms);
	end_row(times, arena_printf(arena, "%u ms", dns->took_ms));
}

static void add_document(struct times *times, const struct web_fact *web)
{
	struct arena *arena = times->html->arena;

	begin_row(times, arena_printf(arena, _("web %s"), web->host), true);
	add_bar(times, "web", web->at_ms, web->took_ms);
	end_row(times, web->status == 0 ? arena_printf(arena, "%u ms", web->took_ms) :
		arena_printf(arena, _("%u ms, status %d"), web->took_ms, web->status));
}

static void add_legend(struct html *html)
{
	static const struct {
		const char *class, *words;
	} entries[] = { { "dns", "DNS" }, { "connect", N_("connect") }, { "tls", "TLS" },
		{ "talk", N_("dialogue") }, { "login", N_("login") }, { "web", N_("web") } };
	size_t i;

	html_markup(html, "<ul class=\"legend\">");
	for (i = 0; i < sizeof entries / sizeof entries[0]; i++) {
		buf_printf(html->out, "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect "
			"class=\"%s\" width=\"10\" height=\"10\"/></svg>", entries[i].class);
		html_text(html, language_of(entries[i].words));
		html_markup(html, "</li>");
	}
	html_markup(html, "</ul>\n");
}

/* The scale of the sessions begins where they do: that settings were looked for during
 * seconds must not press them together. */
static void set_scale(struct times *times, const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;
	unsigned from = evidence->elapsed_ms;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->at_ms < from)
			from = endpoint->at_ms;
	times->from = from;
	times->whole = evidence->elapsed_ms > from ? evidence->elapsed_ms - from : 1;
}

static void add_remark(struct html *html, const char *text)
{
	html_markup(html, "\n");
	html_element(html, "p", "soft", text);
	html_markup(html, "\n");
}

static void add_sessions(struct times *times, const struct evidence *evidence)
{
	struct html *html = times->html;
	const struct endpoint_fact *endpoint;

	set_scale(times, evidence);
	add_remark(html, arena_printf(html->arena, _("Each bar lies where its step lay between %u ms "
		"and %u ms of the run."), times->from, evidence->elapsed_ms));
	add_legend(html);
	html_markup(html, "<ul class=\"bars\">\n");
	for (endpoint = evidence->endpoints; endpoint != NULL && times->rows < ROWS_MOST;
			endpoint = endpoint->next)
		add_endpoint(times, endpoint);
	html_markup(html, "</ul>\n");
}

static void add_questions(struct times *times, const struct evidence *evidence)
{
	struct html *html = times->html;
	const struct dns_fact *dns;
	const struct web_fact *web;

	times->from = 0;
	times->whole = evidence->elapsed_ms > 0 ? evidence->elapsed_ms : 1;
	html_markup(html, "<details>");
	html_element(html, "summary", NULL, _("Names and documents asked for"));
	add_remark(html, arena_printf(html->arena, _("Each bar lies where its step lay in the run of %u "
		"ms."), evidence->elapsed_ms));
	html_markup(html, "<ul class=\"bars\">\n");
	for (dns = evidence->dns; dns != NULL && times->rows < ROWS_MOST; dns = dns->next)
		add_question(times, dns);
	for (web = evidence->web; web != NULL && times->rows < ROWS_MOST; web = web->next)
		add_document(times, web);
	html_markup(html, "</ul></details>\n");
}

void html_times(struct html *html, const struct evidence *evidence)
{
	struct times times = { .html = html };

	html_markup(html, "<section>\n");
	html_element(html, "h2", NULL, _("Times"));
	if (evidence->endpoints != NULL)
		add_sessions(&times, evidence);
	add_questions(&times, evidence);
	html_markup(html, "</section>\n");
}
