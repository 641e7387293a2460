/* SPDX-License-Identifier: MIT
 *
 * A code of the catalogue, and why a pasted message is believed to mean it.
 */
#include "render_explain.h"

#include "json.h"
#include "language.h"
#include "words.h"

#include <string.h>

#define HEAD_COLUMN 14
#define CODE_COLUMN 36

/* What is true of this program's own test and may not be of the program that was pasted. */
#define OWN_CLAIM " No password was sent."

/* The claim is the last sentence, in every language. */
static const char *meaning_of(struct arena *arena, const struct explanation *found,
	const char *meaning, const char *shown)
{
	size_t length = strlen(meaning);
	size_t claim = strlen(OWN_CLAIM);
	size_t kept;

	if (found->count == 0 || length <= claim || strcmp(meaning + length - claim, OWN_CLAIM) != 0)
		return shown;
	for (kept = strlen(shown); kept > 0; kept--) {
		if (strncmp(shown + kept, ". ", 2) == 0)
			return arena_printf(arena, "%.*s", (int)kept + 1, shown);
	}
	return shown;
}

/* ---- showing -------------------------------------------------------------------------------- */

static void show_list(struct page *page, const char *head, const char *const *items)
{
	for (; *items != NULL; items++, head = "")
		page_item(page, 0, HEAD_COLUMN, head, language_of(*items));
}

static void show_suspects(struct page *page, const struct explanation *found)
{
	const struct suspect *best = &found->suspects[0];
	const char *others = "";
	size_t i;

	page_item(page, 0, HEAD_COLUMN, _("confidence"), arena_printf(page->arena, "%s: %s",
		certainty_name(best->certainty), best->reason));
	for (i = 1; i < found->count; i++)
		others = arena_printf(page->arena, "%s%s%s (%s)%s%s", others, i > 1 ? "; " : "",
			language_of(found->suspects[i].code->title), found->suspects[i].code->code,
			found->suspects[i].rule == NULL ? ": " : "",
			found->suspects[i].rule == NULL ? found->suspects[i].reason : "");
	if (others[0] != '\0')
		page_item(page, 0, HEAD_COLUMN, _("or else"), others);
}

void render_explanation(struct page *page, const struct explanation *found)
{
	const struct code *code = found->code;

	page_mark(page, 0, MARK_NOTE, true, arena_printf(page->arena, "%s (%s)",
		language_of(code->title), code->code));
	if (found->count > 0)
		show_suspects(page, found);
	page_item(page, 0, HEAD_COLUMN, _("meaning"),
		meaning_of(page->arena, found, code->meaning, language_of(code->meaning)));
	page_item(page, 0, HEAD_COLUMN, _("who acts"), words_who(page->arena, code->who[0], NULL));
	show_list(page, _("likely causes"), code->causes);
	show_list(page, _("what to do"), code->remedy);
	if (code->proof[0] != '\0')
		page_item(page, 0, HEAD_COLUMN, _("proved by"), language_of(code->proof));
	if (code->not_if[0] != '\0')
		page_item(page, 0, HEAD_COLUMN, _("ruled out by"), language_of(code->not_if));
	if (found->help != NULL)
		page_item(page, 0, HEAD_COLUMN, _("provider"), arena_printf(page->arena, "%s%s%s",
			words_safe(page->arena, found->help->url), found->help->note[0] != '\0' ? " " : "",
			words_safe(page->arena, language_of(found->help->note))));
	show_list(page, _("pages"), code->links);
	if (found->next != NULL)
		page_item(page, 0, HEAD_COLUMN, _("run next"), found->next);
}

static size_t length_of(const char *const *list)
{
	size_t count = 0;

	while (list[count] != NULL)
		count++;
	return count;
}

static void add_code(cJSON *document, const struct code *code, const char *meaning)
{
	const char *actors[WHO_MAX];
	size_t i;

	for (i = 0; i < code->who_count; i++)
		actors[i] = who_name(code->who[i]);
	json_add_text(document, "code", code->code);
	json_add_text(document, "layer", code->layer);
	json_add_text(document, "title", code->title);
	json_add_text(document, "who", who_name(code->who[0]));
	json_add_texts(document, "actors", actors, code->who_count);
	json_add_text(document, "meaning", meaning);
	json_add_text(document, "proof", code->proof);
	json_add_text(document, "not_if", code->not_if);
	json_add_texts(document, "causes", code->causes, length_of(code->causes));
	json_add_texts(document, "remedy", code->remedy, length_of(code->remedy));
	json_add_texts(document, "links", code->links, length_of(code->links));
	json_add_text(document, "topic", code->topic);
}

static void add_suspects(cJSON *document, const struct explanation *found)
{
	const struct suspect *best = found->count > 0 ? &found->suspects[0] : NULL;
	cJSON *others;
	size_t i;

	json_add_text(document, "text", found->paste != NULL ? found->paste->text : NULL);
	json_add_text(document, "confidence", best != NULL ? certainty_name(best->certainty) : NULL);
	json_add_text(document, "confidence_reason", best != NULL ? best->reason : NULL);
	json_add_text(document, "words_of", best != NULL && best->rule != NULL ?
		best->rule->scope : NULL);
	others = cJSON_AddArrayToObject(document, "alternatives");
	for (i = 1; i < found->count; i++) {
		cJSON *other = cJSON_CreateObject();

		cJSON_AddItemToArray(others, other);
		json_add_text(other, "code", found->suspects[i].code->code);
		json_add_text(other, "title", found->suspects[i].code->title);
		json_add_text(other, "confidence", certainty_name(found->suspects[i].certainty));
	}
	json_add_text(document, "provider", found->paste != NULL ? found->paste->provider : NULL);
	json_add_text(document, "provider_page", found->help != NULL ? found->help->url : NULL);
	json_add_text(document, "next", found->next);
}

int render_explanation_json(struct arena *arena, const struct explanation *found,
	struct buf *out)
{
	cJSON *document = json_object();
	int status;

	json_add_text(document, "schema", "mailguide.explanation/1");
	add_code(document, found->code,
		meaning_of(arena, found, found->code->meaning, found->code->meaning));
	add_suspects(document, found);
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}

/* ---- the list -------------------------------------------------------------------------------- */

void render_codes(struct page *page)
{
	size_t i;

	for (i = 0; i < catalog_count(); i++)
		page_item(page, 0, CODE_COLUMN, catalog_at(i)->code,
			language_of(catalog_at(i)->title));
}

int render_codes_json(struct buf *out)
{
	cJSON *document = json_object(), *codes, *code;
	size_t i;
	int status;

	json_add_text(document, "schema", "mailguide.codes/1");
	codes = cJSON_AddArrayToObject(document, "codes");
	for (i = 0; i < catalog_count(); i++) {
		code = cJSON_CreateObject();
		cJSON_AddItemToArray(codes, code);
		add_code(code, catalog_at(i), catalog_at(i)->meaning);
	}
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}

/* ---- words of a dialogue --------------------------------------------------------------------- */

void render_meanings(struct page *page, const char *word, const struct gloss *gloss)
{
	page_mark(page, 0, MARK_NOTE, true, word);
	for (; gloss != NULL; gloss = gloss->next)
		page_item(page, 0, HEAD_COLUMN + 4, gloss->term, gloss->words);
}

static void add_meanings(cJSON *document, const struct gloss *gloss)
{
	cJSON *meanings = cJSON_AddArrayToObject(document, "meanings"), *meaning;

	for (; gloss != NULL; gloss = gloss->next) {
		meaning = cJSON_CreateObject();
		cJSON_AddItemToArray(meanings, meaning);
		json_add_text(meaning, "term", gloss->term);
		json_add_text(meaning, "words", gloss->words);
	}
}

int render_meanings_json(const char *word, const struct gloss *gloss, struct buf *out)
{
	cJSON *document = json_object();
	int status;

	json_add_text(document, "schema", "mailguide.meaning/1");
	json_add_text(document, "text", word);
	add_meanings(document, gloss);
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}

int render_unknown_json(const char *text, const struct gloss *gloss, const char *next,
	struct buf *out)
{
	cJSON *document = json_object();
	int status;

	json_add_text(document, "schema", "mailguide.explanation/1");
	json_add_text(document, "code", NULL);
	json_add_text(document, "text", text);
	json_add_text(document, "confidence", NULL);
	add_meanings(document, gloss);
	json_add_text(document, "next", next);
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}
