/* SPDX-License-Identifier: MIT
 *
 * explain CODE, explain TEXT, explain -, explain smtp: what a code, a pasted error
 * or a word of a mail dialogue means.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../probes/text.h"
#include "../providers/preset_table.h"
#include "commands.h"
#include "language.h"
#include "message.h"
#include "nearest.h"
#include "pager.h"
#include "paste.h"
#include "render.h"
#include "render_explain.h"
#include "suspects.h"

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
		message(_("there is no code %s; did you mean '%s'?"), message_subject(arena, text),
			nearest.best);
	else
		message(_("there is no code %s"), message_subject(arena, text));
}

/* ---- showing -------------------------------------------------------------------------------- */

/* Prints PAGE, or OUT of a JSON writer with its STATUS. */
static int print(const struct options *options, struct page *page, int status)
{
	if (status != 0)
		message(_("the result is too long to be printed"));
	else
		status = pager_print(options, page);
	page_done(page);
	return status == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
}

static void open_page(const struct options *options, struct term *term, struct page *page)
{
	term_init(term, stdout, options->color, options->ascii);
	page_init(page, term);
}

static int print_explanation(const struct options *options, const struct explanation *found)
{
	struct term term;
	struct page page;
	int status = 0;

	open_page(options, &term, &page);
	if (options->json)
		status = render_explanation_json(page.arena, found, &page.text);
	else if (options->quiet)
		page_line(&page, arena_printf(page.arena, "%s (%s)",
			language_of(found->code->title), found->code->code));
	else
		render_explanation(&page, found);
	return print(options, &page, status);
}

static int print_codes(const struct options *options)
{
	struct term term;
	struct page page;
	int status = 0;

	open_page(options, &term, &page);
	if (options->json)
		status = render_codes_json(&page.text);
	else
		render_codes(&page);
	return print(options, &page, status);
}

static int print_meanings(const struct options *options, const char *word,
	const struct gloss *gloss)
{
	struct term term;
	struct page page;
	int status = 0;

	open_page(options, &term, &page);
	if (options->json)
		status = render_meanings_json(word, gloss, &page.text);
	else
		render_meanings(&page, text_quote(page.arena, word), gloss);
	return print(options, &page, status);
}

/* A dialogue in which nothing known failed: each line with what it means.  False, and
 * nothing printed, when TEXT is no dialogue. */
static bool print_dialogue(const struct options *options, const char *text, int *status)
{
	static const enum mail_protocol protocols[] = { MAIL_SMTP, MAIL_IMAP, MAIL_POP3 };
	enum mail_protocol best = MAIL_SMTP;
	struct term term;
	struct page page;
	size_t known, most = 0, i;

	open_page(options, &term, &page);
	for (i = 0; i < MAIL_PROTOCOLS; i++) {
		known = render_dialogue(&page, protocols[i], text);
		buf_clear(&page.text);
		if (known > most) {
			most = known;
			best = protocols[i];
		}
	}
	if (most < 2) {
		page_done(&page);
		return false;
	}
	render_dialogue(&page, best, text);
	*status = print(options, &page, 0);
	return true;
}

static int print_session(const struct options *options, enum mail_protocol protocol)
{
	struct term term;
	struct page page;

	if (options->json) {
		message(_("a session is for reading; --json explains a code, a message or a single word"));
		return EXIT_USAGE;
	}
	open_page(options, &term, &page);
	render_session(&page, protocol);
	return print(options, &page, 0);
}

/* The provider's page about CODE, NULL if it is not known whose words these are. */
static const struct preset_help *provider_page(const struct explanation *found,
	const struct code *code)
{
	const struct reply_rule *rule = found->suspects[0].rule;
	const char *id = found->paste->provider;
	const struct preset *preset;

	if (id == NULL && rule != NULL && reply_scope_is_provider(rule->scope))
		id = rule->scope;
	preset = id != NULL ? preset_by_id(id) : NULL;
	return preset != NULL && code->topic[0] != '\0' ? preset_find_help(preset, code->topic) : NULL;
}

/* The page about the cause, or about what the provider is known to want. */
static const struct preset_help *find_page(const struct explanation *found)
{
	const struct preset_help *page = provider_page(found, found->code);
	size_t i;

	for (i = 1; i < found->count && page == NULL; i++)
		if (found->suspects[i].rule == NULL)
			page = provider_page(found, found->suspects[i].code);
	return page;
}

/* "LOGIN FAILED" may be shouted; "250-SIZE 1000" is a line of a dialogue. */
static bool has_arguments(const char *text)
{
	return strchr(text, ' ') != NULL && strchr("23+*", text[0]) == NULL;
}

/* Nobody has written these words down.  What kind of refusal they are can be told
 * all the same. */
static int explain_unknown(const struct options *options, struct arena *arena,
	const struct paste *paste)
{
	const char *reply = suspects_reply(arena, paste);
	const struct gloss *gloss = reply != NULL ? gloss_refusal(arena, reply) : NULL;
	const char *next = next_command(arena, paste, "");
	struct term term;
	struct page page;
	int status;

	if (!options->json && strchr(paste->text, '\n') != NULL &&
		print_dialogue(options, paste->text, &status)) {
		if (gloss == NULL)
			return status;
	} else if (options->json || gloss != NULL) {
		open_page(options, &term, &page);
		if (!options->json)
			render_meanings(&page, text_quote(page.arena, reply), gloss);
		print(options, &page, options->json ?
			render_unknown_json(paste->text, gloss, next, &page.text) : 0);
	}
	message(_("no known cause has words like %s; '%s' can look for it"),
		message_subject(arena, gloss != NULL ? reply : paste->text), next);
	return EXIT_PROBLEM;
}

static int explain_message(const struct options *options, struct arena *arena, const char *text)
{
	struct paste paste = paste_read(arena, text);
	struct explanation found = { .paste = &paste };
	const struct gloss *gloss = NULL;
	size_t length = strcspn(paste.text, "\n");

	/* "IDLE" or "250-SIZE 1000" is a question about the dialogue. */
	if (paste.text[length] == '\0')
		gloss = gloss_word(arena, paste.text);
	found.count = suspects_find(arena, &paste, found.suspects);
	if (gloss != NULL && (found.count == 0 || (found.suspects[0].certainty != CERTAINTY_HIGH &&
			!has_arguments(paste.text))))
		return print_meanings(options, paste.text, gloss);
	if (found.count == 0)
		return explain_unknown(options, arena, &paste);
	found.code = found.suspects[0].code;
	found.next = next_command(arena, &paste, found.code->code);
	found.help = find_page(&found);
	return print_explanation(options, &found);
}

static int explain(const struct options *options, struct arena *arena, const char *text)
{
	struct explanation found = { .code = catalog_find(text) };
	enum mail_protocol protocol;

	if (found.code != NULL)
		return print_explanation(options, &found);
	if (mail_protocol_parse(text, &protocol) == 0)
		return print_session(options, protocol);
	if (looks_like_code(text)) {
		suggest(arena, text);
		return EXIT_USAGE;
	}
	return explain_message(options, arena, text);
}

/* What is read at most; nobody pastes as much. */
#define INPUT_MAX (64u << 20)

/* Standard input, whose length comes back.  Of more than PASTE_MAX bytes the
 * beginning and the end stay, since a bounce tells its reason at the top and a log
 * at the bottom. */
static size_t read_ends(char *text, bool *cut)
{
	const size_t half = PASTE_MAX / 2;
	char block[8192];
	size_t length = fread(text, 1, PASTE_MAX, stdin), more, total = length;

	while (total < INPUT_MAX && (more = fread(block, 1, sizeof block, stdin)) > 0) {
		memmove(text + half, text + half + more, PASTE_MAX - half - more);
		memcpy(text + PASTE_MAX - more, block, more);
		total += more;
	}
	*cut = total > PASTE_MAX;
	if (*cut)
		text[half] = '\n';
	return length;
}

/* A picture or an archive, and no text: control characters that no log has. */
static bool is_binary(const char *text, size_t length)
{
	size_t strange = 0, i;

	for (i = 0; i < length; i++)
		strange += (unsigned char)text[i] < 0x20 && strchr("\t\n\r\f\b\x1b", text[i]) == NULL;
	return strange > length / 20;
}

/* Standard input as text; NULL, with a message, when there is none in it.  NUL
 * bytes are dropped, which leaves the letters of a UTF-16 file from Windows. */
static char *read_paste(struct arena *arena)
{
	char *text = arena_alloc(arena, PASTE_MAX + 1);
	size_t read, length = 0, i;
	bool cut;

	if (isatty(STDIN_FILENO) == 1)
		message(_("paste the message, then press Enter and Ctrl-D"));
	read = read_ends(text, &cut);
	for (i = 0; i < read; i++)
		if (text[i] != '\0')
			text[length++] = text[i];
	text[length] = '\0';
	if (is_binary(text, length)) {
		message(_("standard input is not text; paste the words of the message"));
		return NULL;
	}
	if (cut)
		message(_("that is much text; only its beginning and its end are looked at"));
	while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
		text[--length] = '\0';
	if (length == 0)
		message(_("there is no text to explain"));
	return length > 0 ? text : NULL;
}

int cmd_explain(const struct options *options, int argc, char **argv)
{
	struct arena *arena = arena_new();
	const char *text = argc > 0 ? argv[0] : NULL;
	int status = EXIT_USAGE;

	if (text != NULL && strcmp(text, "-") == 0)
		text = read_paste(arena);
	if (options->list && argc > 0)
		message(_("--list takes no argument"));
	else if (options->list)
		status = print_codes(options);
	else if (argc == 0)
		message(_("there is nothing to explain; give a code, a message, '-', smtp, imap or pop3, "
			"or --list"));
	else if (text != NULL && text[strspn(text, " \t\r\n")] == '\0')
		message(_("there is no text to explain"));
	else if (text != NULL)
		status = explain(options, arena, text);
	arena_free(arena);
	return status;
}
