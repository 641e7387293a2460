/* SPDX-License-Identifier: MIT
 *
 * explain CODE, explain TEXT, explain -: what a code or a pasted error means.
 */
#include <stdio.h>
#include <string.h>

#include "../probes/text.h"
#include "commands.h"
#include "json.h"
#include "message.h"
#include "nearest.h"
#include "output.h"
#include "render.h"
#include "words.h"

#define PASTE_MAX 16384
#define HEAD_COLUMN 14

/* What the text shows of its protocol, likeliest first. */
static const char *const protocols[] = { "smtp", "imap", "pop3", "oauth2" };

/* What was found and why it is believed. */
struct explanation {
	const struct code *code;
	const struct reply_rule *rule; /* NULL when a code was asked for */
	const char *pasted;
};

static const char *confidence(const struct reply_rule *rule)
{
	if (strcmp(rule->scope, "any") != 0)
		return strchr(rule->scope, '.') != NULL ? "high: these are the provider's own words" :
			"high: these are the words of one server software or program";
	return "fair: general words or a status code, which several causes can share";
}

static const struct reply_rule *match(const char *text)
{
	const struct reply_rule *general = NULL, *found = phrases_match(text);
	size_t i;

	if (found != NULL)
		return found;

	for (i = 0; i < sizeof protocols / sizeof protocols[0]; i++) {
		found = replies_guess(protocols[i], text);
		if (found != NULL && strcmp(found->scope, "any") != 0)
			return found;
		if (general == NULL)
			general = found;
	}
	return general;
}

/* ---- showing ------------------------------------------------------------------------ */

static void show_list(struct page *page, const char *head, const char *const *items)
{
	for (; *items != NULL; items++, head = "")
		page_item(page, 0, HEAD_COLUMN, head, *items);
}

static void show(struct page *page, const struct explanation *found)
{
	const struct code *code = found->code;

	page_mark(page, 0, MARK_NOTE, true, arena_printf(page->arena, "%s (%s)", code->title,
		code->code));
	if (found->rule != NULL)
		page_item(page, 0, HEAD_COLUMN, "confidence", confidence(found->rule));
	page_item(page, 0, HEAD_COLUMN, "meaning", code->meaning);
	page_item(page, 0, HEAD_COLUMN, "who acts", words_who(page->arena, code->who[0], NULL));
	show_list(page, "likely causes", code->causes);
	show_list(page, "what to do", code->remedy);
	if (code->proof[0] != '\0')
		page_item(page, 0, HEAD_COLUMN, "proved by", code->proof);
	if (code->not_if[0] != '\0')
		page_item(page, 0, HEAD_COLUMN, "ruled out by", code->not_if);
	show_list(page, "pages", code->links);
	if (found->rule != NULL)
		page_item(page, 0, HEAD_COLUMN, "next", "run 'mailguide diagnose ADDRESS' to see which "
			"cause it is here");
}

static size_t length_of(const char *const *list)
{
	size_t count = 0;

	while (list[count] != NULL)
		count++;
	return count;
}

static int show_json(const struct explanation *found, struct buf *out)
{
	const struct code *code = found->code;
	cJSON *document = json_object();
	int status;

	json_add_text(document, "schema", "mailguide.explanation/1");
	json_add_text(document, "code", code->code);
	json_add_text(document, "title", code->title);
	json_add_text(document, "who", who_name(code->who[0]));
	json_add_text(document, "meaning", code->meaning);
	json_add_text(document, "proof", code->proof);
	json_add_text(document, "not_if", code->not_if);
	json_add_texts(document, "causes", code->causes, length_of(code->causes));
	json_add_texts(document, "remedy", code->remedy, length_of(code->remedy));
	json_add_texts(document, "links", code->links, length_of(code->links));
	json_add_text(document, "text", found->pasted);
	json_add_text(document, "confidence", found->rule != NULL ? confidence(found->rule) : NULL);
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}

static int print(const struct options *options, const struct explanation *found)
{
	struct term term;
	struct page page;
	int status = 0;

	term_init(&term, stdout, options->color, options->ascii);
	page_init(&page, &term);
	if (options->json)
		status = show_json(found, &page.text);
	else
		show(&page, found);
	if (status == 0)
		status = output_print(&page.text);
	page_done(&page);
	return status == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
}

/* ---- finding ------------------------------------------------------------------------- */

/* A code is a layer, a dot and words with hyphens. */
static bool looks_like_code(const char *text)
{
	size_t layer = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789");

	return layer > 0 && text[layer] == '.' && text[layer + 1] != '\0' &&
		strspn(text + layer + 1, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		strlen(text + layer + 1);
}

static void suggest(struct arena *arena, const char *text)
{
	struct nearest nearest = { .word = text };
	size_t i;

	for (i = 0; i < catalog_count(); i++)
		nearest_try(&nearest, catalog_at(i)->code);
	if (nearest.best != NULL)
		message("there is no code %s; did you mean '%s'?", message_subject(arena, text),
			nearest.best);
	else
		message("there is no code %s", message_subject(arena, text));
}

static int explain(const struct options *options, struct arena *arena, const char *text)
{
	struct explanation found = { .code = catalog_find(text) };

	if (found.code != NULL)
		return print(options, &found);
	if (looks_like_code(text)) {
		suggest(arena, text);
		return EXIT_USAGE;
	}
	found.pasted = text;
	found.rule = match(text);
	if (found.rule == NULL) {
		message("no known cause has words like %s; 'mailguide diagnose ADDRESS' can look for it",
			message_subject(arena, text));
		return EXIT_PROBLEM;
	}
	found.code = catalog_find(found.rule->code);
	return print(options, &found);
}

/* Standard input up to PASTE_MAX bytes; NULL when there is nothing in it. */
static char *read_paste(struct arena *arena)
{
	char *text = arena_alloc(arena, PASTE_MAX + 1);
	size_t length = fread(text, 1, PASTE_MAX, stdin);

	while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
		text[--length] = '\0';
	return length > 0 ? text : NULL;
}

int cmd_explain(const struct options *options, int argc, char **argv)
{
	struct arena *arena = arena_new();
	const char *text = argv[0];
	int status = EXIT_USAGE;

	(void)argc;
	if (strcmp(text, "-") == 0)
		text = read_paste(arena);
	if (text == NULL || text[strspn(text, " \t\r\n")] == '\0')
		message("there is no text to explain");
	else
		status = explain(options, arena, text);
	arena_free(arena);
	return status;
}
