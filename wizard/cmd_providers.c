/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "../providers/preset_lint.h"
#include "../providers/preset_table.h"
#include "commands.h"
#include "language.h"
#include "message.h"
#include "nearest.h"
#include "pager.h"
#include "render.h"
#include "words.h"

#define ID_COLUMN 24
#define HEAD_COLUMN 12

/* ---- list -------------------------------------------------------------------------------------- */

static void list_text(struct page *page)
{
	size_t i;

	for (i = 0; i < preset_count(); i++) {
		const struct preset *preset = preset_at(i);

		page_item(page, 0, ID_COLUMN, words_safe(page->arena, preset->id),
			words_safe(page->arena, preset->name));
	}
}

/* ---- show -------------------------------------------------------------------------------------- */

static void show_service(struct page *page, const struct mail_service *service)
{
	const char *auth = "";
	size_t i;

	for (i = 0; i < MAIL_AUTH_MAX && service->auth[i] != MAIL_AUTH_UNSTATED; i++)
		auth = arena_printf(page->arena, "%s, %s", auth, mail_auth_name(service->auth[i]));
	page_item(page, 0, HEAD_COLUMN, words_protocol(service->protocol), arena_printf(page->arena,
		_("%s %s, user %s%s"), words_where(page->arena, service),
		words_security(service->security), service->username == NULL ? "unstated" :
			text_quote(page->arena, service->username), auth));
}

static void show_text(struct page *page, const struct preset *preset)
{
	size_t i;

	page_wrap(page, 0, 0, arena_printf(page->arena, _("%s (%s), facts checked %s"),
		words_safe(page->arena, preset->name), words_safe(page->arena, preset->id),
		words_safe(page->arena, preset->checked)));
	if (preset->domain_count > 0)
		page_item(page, 0, HEAD_COLUMN, _("domains"),
			words_list(page->arena, preset->domains, preset->domain_count));
	if (preset->mx_count > 0)
		page_item(page, 0, HEAD_COLUMN, "MX", words_list(page->arena, preset->mx, preset->mx_count));
	for (i = 0; i < preset->service_count; i++)
		show_service(page, &preset->services[i]);
	for (i = 0; i < preset->quirk_count; i++)
		page_item(page, 0, HEAD_COLUMN, i == 0 ? _("to know") : "", arena_printf(page->arena,
			"%s%s%s", preset->quirks[i].kind, preset->quirks[i].note[0] != '\0' ? ": " : "",
			words_safe(page->arena, language_of(preset->quirks[i].note))));
	for (i = 0; i < preset->help_count; i++)
		page_item(page, 0, HEAD_COLUMN, i == 0 ? _("help") : "", arena_printf(page->arena,
			"%s: %s %s", preset->help[i].topic, words_safe(page->arena, language_of(preset->help[i].note)),
			words_safe(page->arena, preset->help[i].url)));
	if (preset->source_count > 0)
		page_item(page, 0, HEAD_COLUMN, _("sources"),
			words_list(page->arena, preset->sources, preset->source_count));
}

/* By id; people will type a domain just as well. */
static const struct preset *find(struct arena *arena, const char *word)
{
	const struct preset *preset = preset_by_id(word);
	struct nearest nearest = { .word = word };
	size_t i;

	if (preset == NULL)
		preset = preset_by_domain(word);
	if (preset != NULL)
		return preset;
	for (i = 0; i < preset_count(); i++)
		nearest_try(&nearest, preset_at(i)->id);
	if (nearest.best != NULL)
		message(_("no provider is called %s; did you mean '%s'?"), message_subject(arena, word),
			nearest.best);
	else
		message(_("no provider is called %s; 'mailguide providers list' lists them"),
			message_subject(arena, word));
	return NULL;
}

/* ---- lint -------------------------------------------------------------------------------------- */

static void print_lines(struct page *page, const char *text)
{
	const char *line;
	size_t length;

	for (line = text; *line != '\0'; line += length) {
		length = strcspn(line, "\n");
		page_line(page, text_safe(page->arena, line, length, length));
		length += line[length] == '\n';
	}
}

/* Without files it is the person's own presets. */
static int lint_own(struct page *page)
{
	const char *problems = preset_user_problems();

	print_lines(page, problems);
	if (problems[0] == '\0')
		page_line(page, _("no mistakes found"));
	return problems[0] == '\0' ? EXIT_HEALTHY : EXIT_PROBLEM;
}

static int lint(struct page *page, int argc, char **argv)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	unsigned problems;

	if (out == NULL) {
		message(_("cannot collect the result: %s"), strerror(errno));
		return EXIT_INCOMPLETE;
	}
	problems = preset_lint((const char *const *)argv, (size_t)argc, out);
	if (fclose(out) == 0)
		print_lines(page, text);
	free(text);
	if (problems == 0)
		page_line(page, _("no mistakes found"));
	return problems == 0 ? EXIT_HEALTHY : EXIT_PROBLEM;
}

/* ---- the whole --------------------------------------------------------------------------------- */

static int run(struct page *page, const struct options *options, int argc, char **argv)
{
	const char *verb = argc > 0 ? argv[0] : "list";
	const struct preset *preset;
	int status = 0;

	if (strcmp(verb, "list") == 0 && argc <= 1) {
		if (options->json)
			status = render_providers_json(&page->text);
		else
			list_text(page);
		return status == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
	}
	if (strcmp(verb, "show") == 0 && argc == 2) {
		preset = find(page->arena, argv[1]);
		if (preset == NULL)
			return EXIT_USAGE;
		if (options->json)
			status = render_provider_json(preset, &page->text);
		else
			show_text(page, preset);
		return status == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
	}
	if (strcmp(verb, "lint") == 0 && options->json)
		message(_("a list of mistakes has no JSON form"));
	else if (strcmp(verb, "lint") == 0)
		return argc == 1 ? lint_own(page) : lint(page, argc - 1, argv + 1);
	else
		message(_("%s is not understood: mailguide providers list, show ID or lint FILE..."),
			message_subject(page->arena, verb));
	return EXIT_USAGE;
}

int cmd_providers(const struct options *options, int argc, char **argv)
{
	struct term term;
	struct page page;
	int status;

	if (preset_user_problems()[0] != '\0' && (argc == 0 || strcmp(argv[0], "lint") != 0))
		message(_("warning: presets of your own were left out; 'mailguide providers lint' "
			"tells why"));
	term_init(&term, stdout, options->color, options->ascii);
	page_init(&page, &term);
	status = run(&page, options, argc, argv);
	if (pager_print(options, &page) != 0)
		status = EXIT_INCOMPLETE;
	page_done(&page);
	return status;
}
