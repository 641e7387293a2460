/* SPDX-License-Identifier: MIT
 *
 * The particulars of a report: services, certificates, sources, the dialogue, the
 * surroundings.
 */
#include <string.h>

#include "../probes/text.h"
#include "contradictions.h"
#include "language.h"
#include "render.h"
#include "render_html.h"
#include "words.h"

static void begin_section(struct html *html, const char *title)
{
	html_markup(html, "<section>\n");
	html_element(html, "h2", NULL, title);
}

static void end_section(struct html *html)
{
	html_markup(html, "</section>\n");
}

/* A cell that says what it is when the table is taken apart on a phone. */
static void add_cell(struct html *html, const char *label, const char *text)
{
	html_markup(html, "<td");
	html_attribute(html, "data-label", label);
	html_markup(html, ">");
	html_text(html, text);
	html_markup(html, "</td>");
}

static void add_fact(struct html *html, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	html_element(html, "dt", NULL, name);
	html_element(html, "dd", NULL, text);
	html_markup(html, "\n");
}

/* ---- services ---------------------------------------------------------------------------------- */

/* HEADS: what stands above each column, NULL-terminated. */
static void begin_table(struct html *html, const char *class, const char *const *heads)
{
	html_markup(html, "<table");
	html_attribute(html, "class", arena_printf(html->arena, "wide %s", class));
	html_markup(html, "><thead><tr>");
	for (; *heads != NULL; heads++) {
		html_markup(html, "<th scope=\"col\">");
		html_text(html, *heads);
		html_markup(html, "</th>");
	}
	html_markup(html, "</tr></thead>\n<tbody>\n");
}

static void add_service(struct html *html, const struct evidence *evidence,
	const struct endpoint_fact *endpoint)
{
	enum mark mark = endpoint->role == ROLE_COUNTER ? MARK_NOTE :
		render_endpoint_mark(evidence, endpoint);
	const struct connect_fact *connect;
	const char *addresses = "";

	for (connect = endpoint->connects; connect != NULL; connect = connect->next)
		addresses = arena_printf(html->arena, "%s%s%s", addresses,
			addresses[0] == '\0' ? "" : ", ", connect->address);
	html_markup(html, "<tr><th scope=\"row\">");
	html_text(html, arena_printf(html->arena, "%s %s", words_protocol(endpoint->service.protocol),
		words_where(html->arena, &endpoint->service)));
	html_markup(html, "</th>");
	add_cell(html, _("Encryption"), words_security(endpoint->service.security));
	html_markup(html, "<td");
	html_attribute(html, "class", html_class_of(mark));
	html_markup(html, ">");
	html_sign(html, mark);
	html_text(html, words_fate(html->arena, endpoint));
	html_markup(html, "</td>");
	add_cell(html, _("Addresses"), addresses);
	add_cell(html, _("Settings from"), endpoint->role == ROLE_COUNTER ? _("for comparison") :
		endpoint->source);
	html_markup(html, "</tr>\n");
}

void html_services(struct html *html, const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;

	if (evidence->endpoints == NULL)
		return;
	begin_section(html, _("What was tested"));
	begin_table(html, "services", (const char *const[]){ _("Server"), _("Encryption"), _("Result"),
		_("Addresses"), _("Settings from"), NULL });
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		add_service(html, evidence, endpoint);
	html_markup(html, "</tbody></table>\n");
	end_section(html);
}

/* ---- certificates ------------------------------------------------------------------------------- */

/* Was the chain of ENDPOINT shown with an earlier one? */
static bool shown_before(const struct evidence *evidence, const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *earlier;

	for (earlier = evidence->endpoints; earlier != endpoint; earlier = earlier->next)
		if (earlier->tls.chain != NULL &&
				strcmp(earlier->service.host, endpoint->service.host) == 0 &&
				strcmp(earlier->tls.chain->sha256, endpoint->tls.chain->sha256) == 0)
			return true;
	return false;
}

static void add_certificate(struct html *html, const struct certificate_fact *certificate)
{
	html_markup(html, "<dl>\n");
	add_fact(html, _("Certificate of"), certificate->subject);
	add_fact(html, _("Names"), text_join(html->arena, certificate->names, certificate->name_count));
	add_fact(html, _("Issued by"), certificate->issuer);
	add_fact(html, _("Valid"), arena_printf(html->arena, _("%s to %s"),
		words_date(html->arena, certificate->not_before),
		words_date(html->arena, certificate->not_after)));
	add_fact(html, _("Key"), certificate->key);
	add_fact(html, "SHA-256", certificate->sha256);
	html_markup(html, "</dl>\n");
}

static void add_chain(struct html *html, const struct endpoint_fact *endpoint)
{
	const struct tls_fact *tls = &endpoint->tls;
	const struct certificate_fact *certificate;
	const struct verify_error *error;
	bool good = tls_is_trusted(tls);

	html_markup(html, good ? "<details><summary>" : "<details open><summary>");
	html_sign(html, good ? MARK_FINE : MARK_PROBLEM);
	html_text(html, arena_printf(html->arena, "%s: %s",
		words_where(html->arena, &endpoint->service),
		good ? _("good") : !tls->chain_verified ? _("not trusted") : !tls->name_matches ?
		_("for another name") : _("not usable")));
	html_markup(html, "</summary>\n");
	for (error = tls->errors; error != NULL; error = error->next)
		html_element(html, "p", NULL, arena_printf(html->arena, _("Verification: %s at depth %d"),
			error->name, error->depth));
	for (certificate = tls->chain; certificate != NULL; certificate = certificate->next)
		add_certificate(html, certificate);
	html_markup(html, "</details>\n");
}

void html_certificates(struct html *html, const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;
	bool begun = false;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->tls.chain == NULL || shown_before(evidence, endpoint))
			continue;
		if (!begun)
			begin_section(html, _("Certificates"));
		begun = true;
		add_chain(html, endpoint);
	}
	if (begun)
		end_section(html);
}

/* ---- sources --------------------------------------------------------------------------------------- */

static void add_source(struct html *html, const struct source_fact *source)
{
	const char *settings = "";
	size_t i;

	for (i = 0; i < source->count; i++)
		settings = arena_printf(html->arena, "%s%s%s %s %s", settings, i == 0 ? "" : "; ",
			words_protocol(source->settings[i].protocol),
			words_where(html->arena, &source->settings[i]),
			words_security(source->settings[i].security));
	html_markup(html, "<tr>");
	html_markup(html, "<th scope=\"row\">");
	html_text(html, source->source);
	html_markup(html, "</th>");
	add_cell(html, _("Answer"), words_outcome(source->outcome));
	add_cell(html, _("Detail"), source->detail);
	add_cell(html, _("Settings"), settings);
	html_markup(html, "</tr>\n");
}

void html_sources(struct html *html, const struct evidence *evidence)
{
	const struct contradiction *entry = contradictions(html->arena, evidence);
	const struct source_fact *source;

	if (evidence->sources == NULL)
		return;
	begin_section(html, _("Where settings come from"));
	if (entry != NULL) {
		html_element(html, "h3", NULL, _("Contradictions"));
		html_markup(html, "\n<ul>\n");
	}
	for (; entry != NULL; entry = entry->next) {
		html_element(html, "li", NULL, entry->text);
		if (entry->next == NULL)
			html_markup(html, "</ul>\n");
	}
	begin_table(html, "sources", (const char *const[]){ _("Source"), _("Answer"), _("Detail"),
		_("Settings"), NULL });
	for (source = evidence->sources; source != NULL; source = source->next)
		add_source(html, source);
	html_markup(html, "</tbody></table>\n");
	end_section(html);
}

/* ---- the dialogue ------------------------------------------------------------------------------------- */

static const char *speaker(enum transcript_kind kind)
{
	switch (kind) {
	case LINE_SERVER:
		return _("server");
	case LINE_CLIENT:
	case LINE_SECRET:
		return _("client");
	case LINE_NOTE:
		break;
	}
	return _("note");
}

static void add_line(struct html *html, const struct endpoint_fact *endpoint,
	const struct transcript_line *line)
{
	const struct gloss *gloss = render_meaning(html->arena, endpoint, line);

	html_markup(html, "<li><span class=\"line\">");
	html_element(html, "span", "who", speaker(line->kind));
	html_markup(html, " ");
	html_text(html, line->text);
	html_markup(html, "</span>");
	for (; gloss != NULL; gloss = gloss->next)
		html_element(html, "span", "gloss", gloss->term == NULL ? gloss->words :
			arena_printf(html->arena, "%s: %s", gloss->term, gloss->words));
	html_markup(html, "</li>\n");
}

void html_transcript(struct html *html, const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;
	const struct transcript_line *line;

	if (evidence->endpoints == NULL)
		return;
	begin_section(html, _("What was said"));
	html_element(html, "p", "soft",
		_("Passwords are not in it; they never were recorded."));
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->transcript == NULL)
			continue;
		/* Where it went wrong somebody will want to read. */
		html_markup(html, endpoint->role == ROLE_CANDIDATE && render_endpoint_mark(evidence,
			endpoint) == MARK_PROBLEM ? "<details open><summary>" : "<details><summary>");
		html_text(html, arena_printf(html->arena, "%s %s, %s: %s",
			words_protocol(endpoint->service.protocol),
			words_where(html->arena, &endpoint->service),
			words_security(endpoint->service.security), words_stop(html->arena, endpoint)));
		html_markup(html, "</summary>\n<ol class=\"talk-lines\">\n");
		for (line = endpoint->transcript; line != NULL; line = line->next)
			add_line(html, endpoint, line);
		html_markup(html, "</ol></details>\n");
	}
	end_section(html);
}

/* ---- surroundings --------------------------------------------------------------------------------------- */

void html_environment(struct html *html, const struct evidence *evidence)
{
	begin_section(html, _("Surroundings"));
	html_markup(html, "<dl>\n");
	add_fact(html, _("Program"), evidence->program);
	add_fact(html, _("TLS library"), evidence->tls_library);
	add_fact(html, _("Resolvers"), evidence->resolver_count == 0 ? _("none") :
		text_join(html->arena, evidence->resolvers, evidence->resolver_count));
	add_fact(html, _("Network"), evidence->have_ipv4 && evidence->have_ipv6 ? _("IPv4 and IPv6") :
		evidence->have_ipv4 ? _("IPv4 only") : evidence->have_ipv6 ? _("IPv6 only") : _("none"));
	add_fact(html, _("Login"), evidence->login_asked ? _("tried") : _("not asked for"));
	add_fact(html, _("Whole run"), arena_printf(html->arena, "%u ms%s", evidence->elapsed_ms,
		evidence->timed_out ? _(", ended by its time limit") : ""));
	html_markup(html, "</dl>\n");
	end_section(html);
}
