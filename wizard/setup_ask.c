/* SPDX-License-Identifier: MIT
 *
 * The questions of the guided run.  At each of them a lone "<" goes back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "ask.h"
#include "language.h"
#include "page.h"
#include "secret_source.h"
#include "setup.h"
#include "words.h"

#define BACK "<"

void setup_tell_page(struct page *page)
{
	fputs(buf_text(&page->text), stderr);
	page_done(page);
}

void setup_tell(const struct setup *setup, const char *text)
{
	struct page page;

	page_init(&page, &setup->term);
	page_wrap(&page, 0, 0, words_safe(page.arena, text));
	setup_tell_page(&page);
}

/* The last line of PROMPT, after the others if the terminal is too narrow for all. */
static const char *fitted(struct setup *setup, const char *prompt)
{
	const char *text, *last;
	struct page page;

	term_measure(&setup->term, stderr);
	prompt = term_text(&setup->term, setup->arena, prompt);
	if (text_columns(prompt) < setup->term.width)
		return prompt;
	page_init(&page, &setup->term);
	page_wrap(&page, 0, 0, prompt);
	text = arena_strndup(setup->arena, buf_text(&page.text), page.text.length - 1);
	page_done(&page);
	last = strrchr(text, '\n');
	last = last == NULL ? text : last + 1;
	fprintf(stderr, "%.*s", (int)(last - text), text);
	return arena_printf(setup->arena, "%s ", last);
}

enum next setup_ask(struct setup *setup, const char *prompt, const char **answer)
{
	char *line = ask_line(fitted(setup, prompt));

	if (line == NULL)
		return NEXT_STOP;
	*answer = arena_strdup(setup->arena, line);
	free(line);
	return strcmp(*answer, BACK) == 0 ? NEXT_BACK : NEXT_GO_ON;
}

enum next setup_ask_yes(struct setup *setup, const char *prompt, bool *yes)
{
	const char *answer;
	enum next next = setup_ask(setup, prompt, &answer);

	*yes = next == NEXT_GO_ON && ask_means_yes(answer);
	return next;
}

enum next setup_ask_password(struct setup *setup)
{
	struct secret *typed = secret_new();
	enum next next = NEXT_GO_ON;

	if (ask_secret(fitted(setup, _("Password (not shown; Enter alone tests without login): ")),
			typed) != 0)
		next = NEXT_STOP;
	else if (strcmp(secret_bytes(typed), BACK) == 0)
		next = NEXT_BACK;
	if (next != NEXT_GO_ON) {
		secret_free(typed);
		return next;
	}
	secret_free(setup->secret);
	setup->secret = NULL;
	if (secret_length(typed) == 0) {
		secret_free(typed);
		return NEXT_GO_ON;
	}
	setup->secret = typed;
	setup->options.no_login = false;
	/* It takes the place of a token that was given. */
	setup->options.oauth_token_file = setup->options.oauth_token_command = NULL;
	secret_source_remark(setup->secret, "password");
	return NEXT_GO_ON;
}
