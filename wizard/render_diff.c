/* SPDX-License-Identifier: MIT */
#include "render_diff.h"

#include <string.h>

#include "config.h"
#include "json.h"
#include "language.h"
#include "words.h"

#define MINUTE 16 /* as far as "2026-03-01T12:00" */

/* ---- for a person ------------------------------------------------------------------------------ */

static const struct snapshot_finding *cause_of(const struct snapshot *snapshot)
{
	return !snapshot->ok && snapshot->finding_count > 0 ? &snapshot->findings[0] : NULL;
}

/* "2026-03-01T12:00:30Z" as "2026-03-01 12:00 UTC". */
static const char *moment(struct page *page, const char *started)
{
	char *text = arena_strndup(page->arena, started,
		strlen(started) < MINUTE ? strlen(started) : MINUTE);
	char *t = strchr(text, 'T');

	if (t != NULL)
		*t = ' ';
	return arena_printf(page->arena, "%s UTC", words_safe(page->arena, text));
}

static void add_outcome(struct page *page, const struct snapshot *snapshot)
{
	const struct snapshot_finding *cause = cause_of(snapshot);
	const char *words = cause == NULL ? _("no problem found") :
		arena_printf(page->arena, cause->service[0] == '\0' ? "%s" : "%s (%s)",
			language_of(words_safe(page->arena, cause->title)),
			words_safe(page->arena, cause->service));

	if (snapshot->started[0] != '\0')
		words = arena_printf(page->arena, "%s, %s", words, moment(page, snapshot->started));
	page_mark(page, 0, snapshot->ok ? MARK_FINE : MARK_PROBLEM, true,
		arena_printf(page->arena, "%s: %s", words_safe(page->arena, snapshot->file), words));
}

static const char *kind_title(enum change_kind kind)
{
	static const char *const titles[] = { N_("Findings"), N_("Services"), N_("Certificates"),
		N_("What servers offer"), N_("Answers of DNS"), N_("Settings and their sources"),
		N_("Surroundings"), N_("Times") };

	return language_of(titles[kind]);
}

static const char *change_words(struct page *page, const struct change *change)
{
	const char *subject = words_safe(page->arena, change->subject);
	const char *a = language_of(words_safe(page->arena, change->a));
	const char *b = language_of(words_safe(page->arena, change->b));

	if (change->b[0] == '\0')
		return arena_printf(page->arena, _("%s, only in A: %s"), subject, a);
	if (change->a[0] == '\0')
		return arena_printf(page->arena, _("%s, only in B: %s"), subject, b);
	return arena_printf(page->arena, "%s: %s → %s", subject, a, b);
}

static void add_changes(struct page *page, const struct comparison *comparison, bool verbose)
{
	const struct change *change;
	int titled = -1;

	for (change = comparison->changes; change != NULL; change = change->next) {
		if (!change->matters && !verbose)
			continue;
		if (titled != (int)change->kind) {
			page_line(page, "");
			page_line(page, kind_title(change->kind));
		}
		titled = (int)change->kind;
		page_mark(page, 0, change->matters ? MARK_WARNING : MARK_NOTE, false,
			change_words(page, change));
	}
}

/* What is different without making a difference. */
static unsigned hidden(const struct comparison *comparison)
{
	const struct change *change;
	unsigned count = 0;

	for (change = comparison->changes; change != NULL; change = change->next)
		count += !change->matters;
	return count;
}

void render_diff(struct page *page, const struct options *options,
	const struct comparison *comparison)
{
	unsigned rest = hidden(comparison);
	size_t i;

	add_outcome(page, comparison->a);
	add_outcome(page, comparison->b);
	for (i = 0; i < comparison->conclusion_count; i++)
		page_wrap(page, 2, 2, comparison->conclusions[i]);
	if (options->quiet)
		return;
	if (!comparison->matters) {
		page_line(page, "");
		page_wrap(page, 0, 0, _("Nothing differs that matters."));
	} else {
		page_line(page, "");
		page_wrap(page, 0, 0, arena_printf(page->arena, _("A is %s, B is %s."),
			words_safe(page->arena, comparison->a->file),
			words_safe(page->arena, comparison->b->file)));
	}
	add_changes(page, comparison, options->verbose);
	if (rest > 0 && !options->verbose) {
		page_line(page, "");
		page_wrap(page, 0, 0, arena_printf(page->arena, ngettext("%u more difference changes "
			"nothing; --verbose shows it.", "%u more differences change nothing; --verbose "
			"shows them.", rest), rest));
	}
}

/* ---- for programs -------------------------------------------------------------------------------- */

static void add_run(cJSON *document, const char *key, const struct snapshot *snapshot)
{
	cJSON *run = cJSON_AddObjectToObject(document, key);

	json_add_text(run, "file", snapshot->file);
	json_add_text(run, "address", snapshot->address);
	json_add_text(run, "started", snapshot->started);
	cJSON_AddBoolToObject(run, "ok", snapshot->ok);
	json_add_text(run, "root_cause", snapshot->root_cause[0] != '\0' ? snapshot->root_cause :
		NULL);
}

int render_diff_json(const struct comparison *comparison, struct buf *out)
{
	cJSON *document = json_object(), *changes, *item;
	const struct change *change;
	int status;

	cJSON_AddStringToObject(document, "schema", "mailguide.diff/1");
	cJSON_AddStringToObject(document, "version", PACKAGE_VERSION);
	add_run(document, "a", comparison->a);
	add_run(document, "b", comparison->b);
	cJSON_AddBoolToObject(document, "same", !comparison->matters);
	json_add_texts(document, "conclusions", comparison->conclusions,
		comparison->conclusion_count);
	changes = cJSON_AddArrayToObject(document, "changes");
	for (change = comparison->changes; change != NULL; change = change->next) {
		item = cJSON_CreateObject();
		cJSON_AddItemToArray(changes, item);
		json_add_text(item, "kind", change_kind_name(change->kind));
		json_add_text(item, "subject", change->subject);
		json_add_text(item, "a", change->a[0] != '\0' ? change->a : NULL);
		json_add_text(item, "b", change->b[0] != '\0' ? change->b : NULL);
		cJSON_AddBoolToObject(item, "matters", change->matters);
	}
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}
