/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "../probes/text.h"
#include "client_picks.h"
#include "contradictions.h"
#include "language.h"
#include "render.h"
#include "settings.h"
#include "words.h"

/* ---- advice ---------------------------------------------------------------------------------- */

/* What a person must know before a password is asked for, in this order; the
 * other quirks are background. */
static const struct quirk_words {
	const char *kind, *topic, *words;
} quirk_words[] = {
	{ "oauth2-only", "oauth2",
		N_("No password is accepted from mail programs: the program must sign in with OAuth2.") },
	{ "basic-auth-disabled", "", N_("The password used on the web is refused here.") },
	{ "needs-bridge", "setup",
		N_("It works only through the provider's own bridge program on this computer.") },
	{ "needs-app-password", "app-password",
		N_("An app password is needed, not the password that is used on the web.") },
	{ "auth-code-instead-of-password", "app-password",
		N_("An authorisation code made in the web mail is needed instead of the password.") },
	{ "separate-mail-password", "app-password",
		N_("Mail programs have a password of their own, set in the provider's settings.") },
	{ "smtp-token", "app-password", N_("Sending needs a token of its own as password.") },
	{ "oauth2-preferred", "oauth2", N_("The provider prefers signing in with OAuth2.") },
	{ "third-party-access-switch", "enable-imap",
		N_("Access by mail programs must be switched on first.") },
	{ "imap-must-be-enabled", "enable-imap", N_("IMAP must be switched on in the web mail first.") },
	{ "pop-must-be-enabled", "enable-pop", N_("POP3 must be switched on in the web mail first.") },
	{ "smtp-must-be-enabled", "smtp-auth-enable", N_("Sending by SMTP must be switched on first.") },
	{ "smtp-auth-admin-switch", "smtp-auth-enable",
		N_("Sending by SMTP may be switched off by the administrator.") },
	{ "admin-can-block", "", N_("An administrator may have switched mail programs off.") },
	{ "paid-plan-only", "", N_("Mail programs work with a paid plan only.") },
	{ "imap-plan-dependent", "", N_("IMAP depends on the plan.") },
	{ "imap-unsupported", "", N_("There is no IMAP here.") },
	{ "no-imap", "", N_("There is no IMAP here.") },
	{ "no-pop", "", N_("There is no POP3 here.") },
	{ "no-tls", "", N_("The known settings are not encrypted.") },
	{ "username-not-alias", "", N_("The user name is the main address, not an alias.") },
	{ "username-localpart", "", N_("The user name is the part before the @.") },
	{ "per-customer-host", "", N_("The host names differ from customer to customer.") },
	{ "tor-only", "", N_("The servers are reached through Tor only.") },
};
#define QUIRKS (sizeof quirk_words / sizeof quirk_words[0])

/* What the preset says of it, else our general words; pages are shown once. */
static void add_quirk(struct page *page, const struct preset *preset,
	const struct quirk_words *known, const char *note, const struct preset_help **shown)
{
	const struct preset_help *help = known->topic[0] != '\0' ?
		preset_find_help(preset, known->topic) : NULL;

	page_mark(page, 0, MARK_WARNING, false,
		note[0] != '\0' ? words_sentence(page->arena, note) :
			language_of(known->words));
	if (help == NULL || help == *shown)
		return;
	*shown = help;
	if (help->note[0] != '\0' && strcmp(help->note, note) != 0)
		page_wrap(page, 2, 2, words_sentence(page->arena, help->note));
	page_wrap(page, 2, 2, words_safe(page->arena, help->url));
}

void render_advice(struct page *page, const struct preset *preset)
{
	const struct preset_help *shown = NULL;
	size_t i, j;

	for (i = 0; i < QUIRKS; i++)
		for (j = 0; j < preset->quirk_count; j++)
			if (strcmp(quirk_words[i].kind, preset->quirks[j].kind) == 0)
				add_quirk(page, preset, &quirk_words[i], preset->quirks[j].note, &shown);
}

/* ---- settings ---------------------------------------------------------------------------------- */

static const char *service_line(struct page *page, const struct mail_service *service)
{
	return arena_printf(page->arena, "%s %s", words_where(page->arena, service),
		words_security(service->security));
}

/* A template is what a bare domain leaves. */
static const char *user_words(struct page *page, const char *username)
{
	if (strcmp(username, "%EMAILADDRESS%") == 0)
		return _("the whole address");
	if (strcmp(username, "%EMAILLOCALPART%") == 0)
		return _("the part before the @");
	return text_quote(page->arena, username);
}

static void add_winner(struct page *page, const struct endpoint_fact *winner)
{
	const struct mail_service *service = &winner->service;
	const char *text = service_line(page, service);

	if (service->username != NULL && service->username[0] != '\0')
		text = arena_printf(page->arena, _("%s, user %s"), text,
			user_words(page, service->username));
	text = arena_printf(page->arena, "%s (%s%s)", text, text_quote(page->arena, winner->source),
		winner->trusted_source ? "" : _("; a password goes there only with your yes"));
	page_item(page, 2, 8, words_protocol(service->protocol), text);
}

void render_settings(struct page *page, const struct evidence *evidence)
{
	const struct endpoint_fact *winner;
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		for (winner = evidence->endpoints; winner != NULL; winner = winner->next)
			if (winner->role == ROLE_CANDIDATE &&
					(int)winner->service.protocol == protocol)
				add_winner(page, winner);
}

/* ---- sources ------------------------------------------------------------------------------------- */

static enum mark outcome_mark(const struct evidence *evidence, const struct source_fact *source)
{
	size_t i;

	for (i = 0; i < source->count; i++)
		if (settings_contradict(evidence, source, &source->settings[i]))
			return MARK_WARNING;
	switch (source->outcome) {
	case SOURCE_FOUND:
		return MARK_FINE;
	case SOURCE_NOT_PUBLISHED:
	case SOURCE_NXDOMAIN:
	case SOURCE_DECLINED:
	case SOURCE_SKIPPED:
		return MARK_NOTE;
	case SOURCE_DNS_FAILED:
	case SOURCE_HTTP_STATUS:
	case SOURCE_WRONG_TYPE:
	case SOURCE_INVALID:
	case SOURCE_REDIRECTED:
	case SOURCE_TIMEOUT:
	case SOURCE_UNREACHABLE:
	case SOURCE_TLS:
		break;
	}
	return MARK_WARNING;
}

/* Where it looked, when that says more than the outcome alone. */
static void add_attempts(struct page *page, const struct source_fact *source)
{
	const struct source_attempt *attempt;

	for (attempt = source->attempts; attempt != NULL; attempt = attempt->next)
		page_wrap(page, 4, 6, arena_printf(page->arena, "%s: %s%s%s, %u ms",
			text_quote(page->arena, attempt->where),
			words_outcome(attempt->outcome),
			attempt->detail[0] != '\0' ? ", " : "",
			text_quote(page->arena, attempt->detail), attempt->took_ms));
}

static void add_source(struct page *page, const struct evidence *evidence,
	const struct source_fact *source, bool verbose)
{
	const char *text = arena_printf(page->arena, "%s: %s", text_quote(page->arena, source->source),
		words_outcome(source->outcome));
	const struct mail_service *setting;
	size_t i;

	if (source->detail[0] != '\0')
		text = arena_printf(page->arena, "%s (%s)", text,
			text_quote(page->arena, source->detail));
	if (verbose)
		text = arena_printf(page->arena, "%s, %u ms", text, source->took_ms);
	if (settings_agree(evidence, source) && !verbose)
		text = arena_printf(page->arena, _("%s: the settings above"), text);
	page_mark(page, 0, outcome_mark(evidence, source), false, text);
	if (verbose)
		add_attempts(page, source);
	if (settings_agree(evidence, source) && !verbose)
		return;
	for (i = 0; i < source->count; i++) {
		setting = &source->settings[i];
		page_item(page, 4, 10, words_protocol(setting->protocol), arena_printf(page->arena,
			"%s%s", service_line(page, setting),
			settings_contradict(evidence, source, setting) ? _("  << contradicts") : ""));
	}
}

/* Sources that have nothing need no line each. */
static bool is_silent(const struct evidence *evidence, const struct source_fact *source)
{
	const struct endpoint_fact *endpoint = evidence->endpoints;

	if (strcmp(source->source, "guess") != 0)
		return source->count == 0 && (source->outcome == SOURCE_NOT_PUBLISHED ||
			source->outcome == SOURCE_NXDOMAIN || source->outcome == SOURCE_SKIPPED);
	/* Guesses count where they were needed. */
	while (endpoint != NULL && strcmp(endpoint->source, source->source) != 0)
		endpoint = endpoint->next;
	return endpoint == NULL;
}

static void add_silent_sources(struct page *page, const struct evidence *evidence)
{
	const struct source_fact *source;
	const char *list = "";

	for (source = evidence->sources; source != NULL; source = source->next)
		if (is_silent(evidence, source))
			list = arena_printf(page->arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ",
				source->source);
	if (list[0] != '\0')
		page_mark(page, 0, MARK_NOTE, false, arena_printf(page->arena,
			_("nothing published: %s"), list));
}

static void add_sources(struct page *page, const struct evidence *evidence, bool verbose)
{
	const struct source_fact *source;

	page_line(page, "");
	page_line(page, _("Sources, the most trusted first"));
	for (source = evidence->sources; source != NULL; source = source->next)
		if (verbose || !is_silent(evidence, source))
			add_source(page, evidence, source, verbose);
	if (!verbose)
		add_silent_sources(page, evidence);
}

/* ---- contradictions, and what programs make of it ------------------------------------------------- */

static void add_contradictions(struct page *page, const struct evidence *evidence)
{
	const struct contradiction *entry = contradictions(page->arena, evidence);

	if (entry == NULL)
		return;
	page_line(page, "");
	page_line(page, _("Contradictions"));
	for (; entry != NULL; entry = entry->next)
		page_mark(page, 0, MARK_WARNING, false, entry->text);
}

static const char *pick_words(struct page *page, const struct client_pick *pick)
{
	const char *list = "";
	int protocol;

	if (pick->asks_first)
		return _("what Autodiscover says, which asks for the password first");
	if (pick->source == NULL)
		return _("nothing; every value has to be typed");
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (pick->settings[protocol] != NULL)
			list = arena_printf(page->arena, "%s%s%s %s", list, list[0] == '\0' ? "" : ", ",
				words_protocol((enum mail_protocol)protocol),
				service_line(page, pick->settings[protocol]));
	return arena_printf(page->arena, "%s (%s)", list, pick->source);
}

static void add_clients(struct page *page, const struct evidence *evidence)
{
	struct client_pick pick;
	size_t i;

	if (evidence->offline)
		return;
	page_line(page, "");
	page_line(page, _("What mail programs would pick by themselves"));
	for (i = 0; client_pick(evidence, i, &pick); i++)
		page_wrap(page, 0, 4, arena_printf(page->arena, "%s: %s", pick.client,
			pick_words(page, &pick)));
}

static void add_headline(struct page *page, const struct evidence *evidence,
	const struct preset *preset)
{
	const char *domain = text_quote(page->arena, evidence->domain);

	if (!settings_known(evidence))
		page_mark(page, 0, MARK_PROBLEM, true, arena_printf(page->arena,
			_("No mail settings found for %s"), domain));
	else if (preset != NULL)
		page_mark(page, 0, MARK_FINE, true, arena_printf(page->arena,
			_("Mail for %s is at %s (facts checked %s)"), domain,
			words_safe(page->arena, preset->name), preset->checked));
	else
		page_mark(page, 0, MARK_FINE, true, arena_printf(page->arena, _("Mail settings for %s"),
			domain));
}

void render_lookup(struct page *page, const struct options *options,
	const struct evidence *evidence, const struct preset *preset)
{
	add_headline(page, evidence, preset);
	render_settings(page, evidence);
	if (options->quiet)
		return;
	if (preset != NULL && preset->quirk_count > 0) {
		page_line(page, "");
		render_advice(page, preset);
	}
	add_sources(page, evidence, options->verbose);
	add_contradictions(page, evidence);
	add_clients(page, evidence);
}
