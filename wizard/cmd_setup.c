/* SPDX-License-Identifier: MIT
 *
 * The guided run: a conversation in which each question has a reason and can be
 * left at any time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "../providers/preset_table.h"
#include "ask.h"
#include "commands.h"
#include "diagnosis.h"
#include "language.h"
#include "message.h"
#include "progress.h"
#include "render.h"
#include "report.h"
#include "run.h"
#include "secret_source.h"
#include "settings.h"
#include "setup.h"
#include "words.h"

/* ---- the address ------------------------------------------------------------------------------- */

/* The @ as a keyboard for Chinese, Japanese or Korean types it. */
#define WIDE_AT "\uff20"

/* What people paste: "Alice <alice@example.org>", "mailto:alice@example.org?subject=x",
 * 'alice@example.org', "alice@example.org," from a list. */
static const char *bare_address(struct arena *arena, const char *text)
{
	static const char scheme[] = "mailto:";
	const char *open, *wide = strstr(text, WIDE_AT);
	size_t length;

	if (wide != NULL && strchr(text, '@') == NULL)
		text = arena_printf(arena, "%.*s@%s", (int)(wide - text), text, wide + strlen(WIDE_AT));
	length = strlen(text);
	if (length > 0 && strchr(",;", text[length - 1]) != NULL)
		length--;
	open = memrchr(text, '<', length);
	if (open != NULL && text[length - 1] == '>') {
		length -= (size_t)(open - text) + 2;
		text = open + 1;
	} else if (length > 2 && text[0] == text[length - 1] && strchr("'\"", text[0]) != NULL) {
		text++;
		length -= 2;
	}
	text = arena_strndup(arena, text, length);
	if (!text_starts_nocase(text, scheme))
		return text;
	text += strlen(scheme);
	return arena_strndup(arena, text, strcspn(text, "?"));
}

static int read_address(struct setup *setup, const char *text)
{
	const char *problem;

	if (address_parse(setup->arena, bare_address(setup->arena, text), false, &setup->address,
			&problem) == 0)
		return 0;
	message("%s", problem);
	return -1;
}

static enum next ask_address(struct setup *setup)
{
	const char *answer;
	enum next next;

	do {
		next = setup_ask(setup, _("Mail address: "), &answer);
		if (next == NEXT_STOP)
			return next;
	} while (next == NEXT_BACK || read_address(setup, answer) != 0);
	return NEXT_GO_ON;
}

/* A domain that is one slip away from a big provider's. */
static enum next ask_typo(struct setup *setup)
{
	const char *near = preset_near_domain(setup->address.domain);
	enum next next;
	bool yes;

	if (near == NULL || setup->options.yes)
		return NEXT_GO_ON;
	setup_tell(setup, arena_printf(setup->arena, _("'%s' looks like a slip of the hand for '%s'."),
		setup->address.domain_utf8, near));
	next = setup_ask_yes(setup,
		arena_printf(setup->arena, _("Use '%.80s' instead? [y/N] "), near), &yes);
	if (next == NEXT_GO_ON && yes && read_address(setup, arena_printf(setup->arena, "%s@%s",
			setup->address.localpart, near)) != 0)
		return NEXT_FAIL;
	return next;
}

/* ---- the settings --------------------------------------------------------------------------------- */

static enum next look_up(struct setup *setup)
{
	struct progress progress;
	char *error = NULL;

	progress_start(&progress, &setup->options, true);
	setup->evidence = run_lookup(&setup->options, &setup->address, &progress.watcher, &error);
	progress_end(&progress);
	if (setup->evidence != NULL)
		return NEXT_GO_ON;
	message("%s", error);
	free(error);
	return NEXT_FAIL;
}

static const struct preset *provider_of(const struct setup *setup)
{
	return setup->evidence->provider[0] == '\0' ? NULL : preset_by_id(setup->evidence->provider);
}

static void show_settings(const struct setup *setup)
{
	const struct preset *preset = provider_of(setup);
	struct page page;

	page_init(&page, &setup->term);
	if (!settings_known(setup->evidence))
		page_mark(&page, 0, MARK_WARNING, false, arena_printf(page.arena,
			_("No settings found for %s. The test will tell why."), setup->address.domain_utf8));
	else if (settings_guessed(setup->evidence))
		page_mark(&page, 0, MARK_WARNING, true, arena_printf(page.arena,
			_("No settings are published for %s. These are guesses:"),
			setup->address.domain_utf8));
	else if (preset != NULL)
		page_mark(&page, 0, MARK_FINE, true, arena_printf(page.arena, _("%s (facts checked %s)"),
			words_safe(page.arena, preset->name), preset->checked));
	else
		page_mark(&page, 0, MARK_FINE, true, _("These settings were found"));
	render_settings(&page, setup->evidence);
	if (preset != NULL)
		render_advice(&page, preset);
	setup_tell_page(&page);
}

/* ---- the password ------------------------------------------------------------------------------------ */

bool setup_no_password(const struct setup *setup)
{
	const struct preset *preset = provider_of(setup);

	return preset != NULL && preset_has_quirk(preset, "oauth2-only");
}

static enum next get_secret(struct setup *setup)
{
	if (setup->options.no_login)
		return NEXT_GO_ON;
	if (secret_source_given(&setup->options))
		return secret_source_read(&setup->options, &setup->secret) == 0 ?
			NEXT_GO_ON : NEXT_FAIL;
	if (setup->options.yes)
		return NEXT_GO_ON;
	if (setup_no_password(setup)) {
		setup_tell(setup, _("No password would be accepted, so none is asked for. An OAuth2 token can be "
			"given with --oauth-token-command."));
		return NEXT_GO_ON;
	}
	return setup_ask_password(setup);
}

static enum next prepare(struct setup *setup)
{
	enum next next = look_up(setup);

	if (next != NEXT_GO_ON)
		return next;
	show_settings(setup);
	next = setup->options.no_login || setup->options.yes ? NEXT_GO_ON : setup_confirm_hosts(setup);
	if (next == NEXT_GO_ON)
		next = get_secret(setup);
	evidence_free(setup->evidence);
	setup->evidence = NULL;
	return next;
}

/* ---- testing and going on --------------------------------------------------------------------------- */

static bool was_rejected(const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->login.outcome == LOGIN_REFUSED)
			return true;
	return false;
}

static enum next test(struct setup *setup)
{
	evidence_free(setup->evidence);
	setup->evidence = diagnosis_make(&setup->options, &setup->address, setup->secret);
	if (setup->evidence == NULL)
		return NEXT_FAIL;
	setup->verdict = verdict_reach(setup->evidence);
	setup->rejected += was_rejected(setup->evidence);
	fputc('\n', stderr);
	setup->status = report_diagnosis(&setup->options, setup->evidence, setup->verdict);
	return NEXT_GO_ON;
}

static enum next converse(struct setup *setup)
{
	bool over = false, again = true;
	enum next next = NEXT_GO_ON;

	while (next == NEXT_GO_ON && !over) {
		if (again)
			next = test(setup);
		again = false;
		over = setup->options.yes;
		if (next == NEXT_GO_ON && !over)
			next = setup_offer(setup, &again, &over);
	}
	return next;
}

/* Everything about one address; what another one left behind is forgotten. */
static enum next set_up(struct setup *setup, const char *given)
{
	enum next next = NEXT_GO_ON;

	setup->options = *setup->given;
	setup->options.guided = true;
	setup->rejected = 0;
	secret_free(setup->secret);
	setup->secret = NULL;
	evidence_free(setup->evidence);
	setup->evidence = NULL;
	if (given == NULL)
		next = ask_address(setup);
	else if (read_address(setup, given) != 0)
		next = NEXT_FAIL;
	if (next == NEXT_GO_ON)
		next = ask_typo(setup);
	if (next == NEXT_GO_ON)
		next = prepare(setup);
	return next == NEXT_GO_ON ? converse(setup) : next;
}

static int run_setup(struct setup *setup, const char *given)
{
	enum next next;

	if (!setup->given->yes)
		setup_tell(setup, _("At each question '<' goes back and Ctrl-C stops."));
	for (next = set_up(setup, given); next == NEXT_BACK; next = set_up(setup, NULL))
		;
	switch (next) {
	case NEXT_GO_ON:
		return setup->status;
	case NEXT_STOP:
		message("%s", setup->wrote ? _("stopped") : _("stopped; nothing was changed"));
		return EXIT_INCOMPLETE;
	case NEXT_BACK:
	case NEXT_FAIL:
		break;
	}
	return EXIT_USAGE;
}

int cmd_setup(const struct options *options, int argc, char **argv)
{
	struct setup setup = { .given = options, .status = EXIT_INCOMPLETE };
	int status;

	if (options->yes && argc == 0) {
		message(_("'--yes' asks nothing, so the address is needed: mailguide setup --yes ADDRESS"));
		return EXIT_USAGE;
	}
	if (!options->yes && !ask_possible()) {
		message(_("the guided run needs a terminal; 'mailguide diagnose ADDRESS' works without one"));
		return EXIT_USAGE;
	}
	if (!report_is_possible(options))
		return EXIT_USAGE;
	setup.arena = arena_new();
	term_init(&setup.term, stderr, options->color, options->ascii);
	setup.term.plain = options->plain;
	status = run_setup(&setup, argc > 0 ? argv[0] : NULL);
	secret_free(setup.secret);
	evidence_free(setup.evidence);
	arena_free(setup.arena);
	return status;
}
