/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "../probes/text.h"
#include "language.h"
#include "render.h"
#include "words.h"

#define INDENT 2
#define WITNESSES_SHOWN 3 /* of other kinds than the server's own words */

enum mark render_severity_mark(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR:
		return MARK_PROBLEM;
	case SEVERITY_WARNING:
		return MARK_WARNING;
	case SEVERITY_NOTICE:
		break;
	}
	return MARK_NOTE;
}

/* ---- findings ------------------------------------------------------------------------------ */

static void add_detail(struct page *page, const struct finding *finding)
{
	if (finding->detail != NULL && finding->detail[0] != '\0')
		page_wrap(page, INDENT, INDENT, words_safe(page->arena, finding->detail));
}

static void add_steps(struct page *page, const struct finding *finding)
{
	size_t i;

	if (finding->remedy_count + finding->link_count == 0)
		return;
	page_line(page, "");
	page_line(page, _("  What to do"));
	for (i = 0; i < finding->remedy_count; i++)
		page_item(page, INDENT, INDENT + 3 + (finding->remedy_count > 9),
			arena_printf(page->arena, "%zu.", i + 1),
			words_safe(page->arena, finding->remedy[i]));
	for (i = 0; i < finding->link_count; i++)
		page_wrap(page, INDENT + 3, INDENT + 3, words_safe(page->arena, finding->links[i]));
}

static void add_quote(struct page *page, const struct quote *quote)
{
	const char *text = text_quote(page->arena, words_quote(page->arena, quote));

	if (strcmp(quote->kind, "server") == 0)
		text = arena_printf(page->arena, _("server said: \"%s\""), text);
	else
		text = arena_printf(page->arena, "%s: %s", words_kind(quote->kind), text);
	page_wrap(page, INDENT, INDENT + 2, text);
}

static void add_quotes(struct page *page, const struct finding *finding, bool all)
{
	size_t others = 0, i;

	if (finding->quote_count > 0)
		page_line(page, "");
	for (i = 0; i < finding->quote_count; i++)
		if (strcmp(finding->quotes[i].kind, "server") == 0 || all || others++ < WITNESSES_SHOWN)
			add_quote(page, &finding->quotes[i]);
}

static void add_cause(struct page *page, const struct finding *finding,
	const struct verdict *verdict, bool verbose)
{
	page_mark(page, 0, render_severity_mark(finding->severity), true, words_title(page->arena, finding));
	page_wrap(page, INDENT, INDENT, words_who(page->arena, finding->who, verdict->preset));
	add_detail(page, finding);
	add_steps(page, finding);
	add_quotes(page, finding, verbose);
	if (verbose)
		page_wrap(page, INDENT, INDENT, arena_printf(page->arena,
			_("code: %s ('mailguide explain %s' tells more)"), finding->code->code,
			finding->code->code));
}

static void add_shorter(struct page *page, const struct finding *finding, bool verbose)
{
	page_line(page, "");
	page_mark(page, 0, render_severity_mark(finding->severity), false, words_title(page->arena, finding));
	add_detail(page, finding);
	if (finding->severity != SEVERITY_NOTICE && finding->remedy_count > 0)
		page_wrap(page, INDENT, INDENT + 2, arena_printf(page->arena, "→ %s",
			words_safe(page->arena, finding->remedy[0])));
	if (verbose)
		add_quotes(page, finding, true);
}

/* ---- what was tested ------------------------------------------------------------------------- */

enum mark render_endpoint_mark(const struct evidence *evidence,
	const struct endpoint_fact *endpoint)
{
	switch (service_state(endpoint)) {
	case STATE_WORKS:
		return MARK_FINE;
	case STATE_REACHABLE:
		/* Another port of the service did the login, or none was asked for. */
		if (evidence->login_asked && endpoint->wanted &&
				endpoint->login.bar != BAR_OTHER_ENDPOINT)
			return MARK_WARNING;
		return MARK_FINE;
	case STATE_FAILED:
		return endpoint->wanted ? MARK_PROBLEM : MARK_WARNING;
	case STATE_UNTESTED:
		break;
	}
	return MARK_NOTE;
}

static void add_certificates(struct page *page, const struct tls_fact *tls)
{
	const struct certificate_fact *certificate;
	const struct verify_error *error;

	for (certificate = tls->chain; certificate != NULL; certificate = certificate->next) {
		page_wrap(page, 4, 8, arena_printf(page->arena, _("certificate: %s, issued by %s, %s to %s"),
			text_quote(page->arena, certificate->subject),
			text_quote(page->arena, certificate->issuer),
			words_date(page->arena, certificate->not_before),
			words_date(page->arena, certificate->not_after)));
		if (certificate == tls->chain && certificate->name_count > 0)
			page_wrap(page, 6, 8, arena_printf(page->arena, _("names: %s"),
				words_list(page->arena, certificate->names, certificate->name_count)));
	}
	for (error = tls->errors; error != NULL; error = error->next)
		page_wrap(page, 6, 8, arena_printf(page->arena, _("verification: %s at depth %d"),
			text_quote(page->arena, error->name), error->depth));
}

static void add_particulars(struct page *page, const struct endpoint_fact *endpoint)
{
	const struct connect_fact *connect;

	for (connect = endpoint->connects; connect != NULL; connect = connect->next)
		page_wrap(page, 4, 8, arena_printf(page->arena, _("address: %s, %s after %u ms"),
			text_quote(page->arena, connect->address), words_connect(connect->outcome),
			connect->took_ms));
	if (endpoint->tls.cipher[0] != '\0')
		page_wrap(page, 4, 8, arena_printf(page->arena, _("cipher: %s"),
			text_quote(page->arena, endpoint->tls.cipher)));
	add_certificates(page, &endpoint->tls);
	if (endpoint->capabilities_count > 0)
		page_wrap(page, 4, 8, arena_printf(page->arena, _("offers: %s"),
			words_list(page->arena, endpoint->capabilities, endpoint->capabilities_count)));
	if (endpoint->login.mechanism[0] != '\0')
		page_wrap(page, 4, 8, arena_printf(page->arena, _("login: %s as %s"),
			text_quote(page->arena, endpoint->login.mechanism),
			endpoint->service.username != NULL ?
				text_quote(page->arena, endpoint->service.username) : _("nobody")));
	page_wrap(page, 4, 8, arena_printf(page->arena,
		_("time: DNS %u, connect %u, TLS %u, greeting %u, login %u ms"), endpoint->timing.dns,
		endpoint->timing.connect, endpoint->timing.tls, endpoint->timing.greeting,
		endpoint->timing.login));
}

static void add_endpoint(struct page *page, const struct evidence *evidence,
	const struct endpoint_fact *endpoint, bool verbose)
{
	enum mark mark = endpoint->role == ROLE_COUNTER ? MARK_NOTE :
		render_endpoint_mark(evidence, endpoint);

	page_mark(page, 0, mark, false, arena_printf(page->arena, "%s %s %s%s: %s",
		words_protocol(endpoint->service.protocol),
		words_where(page->arena, &endpoint->service),
		words_security(endpoint->service.security),
		endpoint->role == ROLE_COUNTER ? _(" (for comparison)") : "",
		words_fate(page->arena, endpoint)));
	if (verbose)
		add_particulars(page, endpoint);
}

static void add_endpoints(struct page *page, const struct evidence *evidence, bool verbose)
{
	const struct endpoint_fact *endpoint;
	int protocol;

	if (evidence->endpoints == NULL)
		return;
	page_line(page, "");
	page_line(page, _("What was tested"));
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
			if ((int)endpoint->service.protocol == protocol &&
					(verbose || endpoint->role == ROLE_CANDIDATE))
				add_endpoint(page, evidence, endpoint, verbose);
	if (verbose)
		page_wrap(page, 0, 0, arena_printf(page->arena, _("Resolvers: %s. Whole run: %u ms."),
			evidence->resolver_count > 0 ?
				words_list(page->arena, evidence->resolvers, evidence->resolver_count) : _("none"),
			evidence->elapsed_ms));
}

/* ---- the whole --------------------------------------------------------------------------------- */

static const char *subject_of(struct page *page, const struct evidence *evidence)
{
	return text_quote(page->arena,
		evidence->address[0] != '\0' ? evidence->address : evidence->domain);
}

static void add_all_well(struct page *page, const struct options *options,
	const struct evidence *evidence)
{
	page_mark(page, 0, MARK_FINE, true, arena_printf(page->arena, evidence->login_asked ?
		_("%s works") : _("No problem found for %s"), subject_of(page, evidence)));
	if (!evidence->login_asked)
		page_wrap(page, INDENT, INDENT, options->guided ?
			_("No login was tried, so whether a password is accepted is not known.") :
			_("No login was tried, so whether a password is accepted is not known. "
			"--password-file, --password-command or the guided run test that."));
}

void render_text(struct page *page, const struct options *options,
	const struct evidence *evidence, const struct verdict *verdict)
{
	const struct finding *finding = verdict->findings;

	if (options->quiet) {
		if (verdict->ok)
			page_mark(page, 0, MARK_FINE, true, arena_printf(page->arena, _("%s: no problem found"),
				subject_of(page, evidence)));
		for (; finding != NULL; finding = finding->next)
			if (finding->severity == SEVERITY_ERROR)
				page_mark(page, 0, MARK_PROBLEM, true, words_title(page->arena, finding));
		return;
	}
	if (verdict->ok)
		add_all_well(page, options, evidence);
	else {
		add_cause(page, finding, verdict, options->verbose);
		finding = finding->next;
	}
	render_path(page, evidence);
	for (; finding != NULL; finding = finding->next)
		add_shorter(page, finding, options->verbose);
	add_endpoints(page, evidence, options->verbose);
}
