/* SPDX-License-Identifier: MIT
 *
 * explain CODE, explain TEXT, explain -: what a code or a pasted error means.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "json.h"
#include "message.h"
#include "nearest.h"
#include "output.h"
#include "paste.h"
#include "render.h"
#include "suspects.h"
#include "words.h"

#define HEAD_COLUMN 14

/* What was found and why it is believed. */
struct explanation {
	const struct code *code;
	size_t count;           /* of suspects; 0 when a code was asked for */
	struct suspect suspects[SUSPECTS_MAX]; /* the first is CODE's */
	const struct paste *paste;
	const char *next;       /* a command line, NULL if none helps */
};

/* ---- what to run next ----------------------------------------------------------------------- */

/* These say something about somebody else's mailbox; only its domain can be
 * looked at. */
static bool is_about_recipient(const char *code)
{
	return strcmp(code, "policy.recipient-unknown") == 0 ||
		strcmp(code, "policy.recipient-domain-no-mail") == 0 ||
		strcmp(code, "policy.recipient-full") == 0 || strcmp(code, "dns.null-mx") == 0;
}

static const char *next_command(struct arena *arena, const struct paste *paste, const char *code)
{
	const char *address = paste->address != NULL ? paste->address : "ADDRESS";
	const char *service = "";

	if (is_about_recipient(code))
		return paste->address == NULL ? NULL :
			arena_printf(arena, "mailguide lookup %s", strchr(paste->address, '@') + 1);
	if (paste->host != NULL && paste->port != 0)
		service = arena_printf(arena, " --%s=%s:%u", mail_protocol_name(paste->protocol),
			paste->host, paste->port);
	else if (paste->host != NULL)
		service = arena_printf(arena, " --%s=%s", mail_protocol_name(paste->protocol),
			paste->host);
	return arena_printf(arena, "mailguide diagnose %s%s", address, service);
}

/* ---- showing -------------------------------------------------------------------------------- */

static void show_list(struct page *page, const char *head, const char *const *items)
{
	for (; *items != NULL; items++, head = "")
		page_item(page, 0, HEAD_COLUMN, head, *items);
}

static void show_suspects(struct page *page, const struct explanation *found)
{
	const struct suspect *best = &found->suspects[0];
	const char *others = "";
	size_t i;

	page_item(page, 0, HEAD_COLUMN, "confidence", arena_printf(page->arena, "%s: %s",
		certainty_name(best->certainty), best->reason));
	for (i = 1; i < found->count; i++)
		others = arena_printf(page->arena, "%s%s%s (%s)", others, i > 1 ? "; " : "",
			found->suspects[i].code->title, found->suspects[i].code->code);
	if (others[0] != '\0')
		page_item(page, 0, HEAD_COLUMN, "or else", others);
}

static void show(struct page *page, const struct explanation *found)
{
	const struct code *code = found->code;

	page_mark(page, 0, MARK_NOTE, true, arena_printf(page->arena, "%s (%s)", code->title,
		code->code));
	if (found->count > 0)
		show_suspects(page, found);
	page_item(page, 0, HEAD_COLUMN, "meaning", code->meaning);
	page_item(page, 0, HEAD_COLUMN, "who acts", words_who(page->arena, code->who[0], NULL));
	show_list(page, "likely causes", code->causes);
	show_list(page, "what to do", code->remedy);
	if (code->proof[0] != '\0')
		page_item(page, 0, HEAD_COLUMN, "proved by", code->proof);
	if (code->not_if[0] != '\0')
		page_item(page, 0, HEAD_COLUMN, "ruled out by", code->not_if);
	show_list(page, "pages", code->links);
	if (found->next != NULL)
		page_item(page, 0, HEAD_COLUMN, "run next", found->next);
}

static size_t length_of(const char *const *list)
{
	size_t count = 0;

	while (list[count] != NULL)
		count++;
	return count;
}

static void add_code(cJSON *document, const struct code *code)
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
	json_add_text(document, "meaning", code->meaning);
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
	json_add_text(document, "next", found->next);
}

static int show_json(const struct explanation *found, struct buf *out)
{
	cJSON *document = json_object();
	int status;

	json_add_text(document, "schema", "mailguide.explanation/1");
	add_code(document, found->code);
	add_suspects(document, found);
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
	struct paste paste;

	if (found.code != NULL)
		return print(options, &found);
	if (looks_like_code(text)) {
		suggest(arena, text);
		return EXIT_USAGE;
	}
	paste = paste_read(arena, text);
	found.paste = &paste;
	found.count = suspects_find(arena, &paste, found.suspects);
	if (found.count == 0) {
		message("no known cause has words like %s; 'mailguide diagnose ADDRESS' can look for it",
			message_subject(arena, paste.text));
		return EXIT_PROBLEM;
	}
	found.code = found.suspects[0].code;
	found.next = next_command(arena, &paste, found.code->code);
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
