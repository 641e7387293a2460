/* SPDX-License-Identifier: MIT
 *
 * What can be done after a test, as a table of moves: try again, correct something,
 * read the help page, save, go on to the configuration of a mail program.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../probes/text.h"
#include "browser.h"
#include "language.h"
#include "message.h"
#include "output.h"
#include "page.h"
#include "report.h"
#include "setup.h"
#include "words.h"

#define REPORT_FILE "mailguide-report.html"
#define KEY_COLUMN 5
/* Servers lock accounts after a handful of failures. */
#define REJECTED_WARN 2

/* ---- another login ---------------------------------------------------------------------------- */

static bool locks_out(const char *code)
{
	return code != NULL && (strcmp(code, "auth.too-many-attempts") == 0 ||
		strcmp(code, "auth.account-locked") == 0);
}

/* Does the person want one more login, knowing what it may cost? */
static enum next warn(struct setup *setup)
{
	bool locked = locks_out(setup->verdict->root_cause), yes;
	enum next next;

	if (!locked && setup->rejected < REJECTED_WARN)
		return NEXT_GO_ON;
	setup_tell(setup, locked ? _("The server takes no login for now; another one may make the "
		"wait longer.") : arena_printf(setup->arena, ngettext("%u test was rejected. Many servers "
		"lock an account after a few failures.", "%u tests were rejected. Many servers lock an "
		"account after a few failures.", setup->rejected), setup->rejected));
	next = setup_ask_yes(setup, _("Try all the same? [y/N] "), &yes);
	return next == NEXT_GO_ON && !yes ? NEXT_BACK : next;
}

static enum next ask_password(struct setup *setup)
{
	enum next next = warn(setup);

	return next == NEXT_GO_ON ? setup_ask_password(setup) : next;
}

static enum next ask_user(struct setup *setup)
{
	const char *answer;
	enum next next = warn(setup);

	if (next == NEXT_GO_ON)
		next = setup_ask(setup, _("User name: "), &answer);
	if (next != NEXT_GO_ON)
		return next;
	if (answer[0] != '\0')
		setup->options.user = answer;
	return setup->secret == NULL ? setup_ask_password(setup) : NEXT_GO_ON;
}

static enum next repeat(struct setup *setup)
{
	return setup->secret != NULL ? warn(setup) : NEXT_GO_ON;
}

static bool needs_yes(const struct setup *setup)
{
	return setup->verdict->root_cause != NULL &&
		strcmp(setup->verdict->root_cause, "config.source-unconfirmed") == 0;
}

/* ---- servers by hand ------------------------------------------------------------------------ */

/* Asks until the answer makes sense; Enter leaves things as they are. */
static enum next ask_server(struct setup *setup, enum mail_protocol protocol)
{
	const char *prompt = arena_printf(setup->arena,
		_("%s server (HOST[:PORT][,tls|starttls]; Enter alone keeps it): "),
		words_protocol(protocol));
	const char *problem, *answer;
	enum next next;

	do {
		next = setup_ask(setup, prompt, &answer);
		if (next != NEXT_GO_ON)
			return next;
		problem = answer[0] == '\0' ? NULL : options_set(setup->arena, &setup->options,
			mail_protocol_name(protocol), answer);
		if (problem != NULL)
			message(_("%s cannot be used: %s"), message_subject(setup->arena, answer), problem);
	} while (problem != NULL);
	return NEXT_GO_ON;
}

static enum next ask_servers(struct setup *setup)
{
	enum next next = NEXT_GO_ON;
	int protocol;

	for (protocol = 0; next == NEXT_GO_ON && protocol < MAIL_PROTOCOLS; protocol++)
		if (setup->options.wanted[protocol])
			next = ask_server(setup, (enum mail_protocol)protocol);
	return next;
}

/* ---- reading and keeping --------------------------------------------------------------------- */

/* The page about the cause, else the provider's about setting up. */
static const char *help_link(const struct setup *setup)
{
	const struct finding *cause = setup->verdict->ok ? NULL : setup->verdict->findings;
	const struct preset_help *help;

	if (cause == NULL)
		return "";
	if (cause->link_count > 0)
		return cause->links[0];
	help = setup->verdict->preset == NULL ? NULL :
		preset_find_help(setup->verdict->preset, "setup");
	return help == NULL ? "" : help->url;
}

static enum next open_help(struct setup *setup)
{
	const char *url = help_link(setup);

	/* A person without a screen here can read it elsewhere. */
	setup_tell(setup, url);
	if (browser_possible() && browser_open(url) != 0)
		setup_tell(setup, _("The web browser could not be opened."));
	return NEXT_GO_ON;
}

static bool ends_in(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length > tail && text_equal_nocase(text + length - tail, end);
}

static int save_as(const struct setup *setup, const char *path)
{
	struct options options = { .ascii = setup->options.ascii, .plain = setup->options.plain,
		.color = setup->options.color, .with_address = setup->options.with_address };

	if (ends_in(path, ".html") || ends_in(path, ".htm"))
		options.html_file = path;
	else if (ends_in(path, ".md"))
		options.markdown_file = path;
	else if (ends_in(path, ".txt"))
		options.text_file = path;
	else if (ends_in(path, ".json"))
		return report_save_json(path, setup->evidence);
	else {
		message(_("the end of the name, .html, .txt, .md or .json, says what to write, which "
			"%s does not"), message_subject(setup->arena, path));
		return -1;
	}
	return report_write_files(&options, setup->evidence, setup->verdict);
}

/* A file that is there already may be somebody's only copy. */
static enum next ask_replace(struct setup *setup, const char *path)
{
	struct stat status;
	enum next next;
	bool yes;

	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return NEXT_GO_ON;
	next = setup_ask_yes(setup, arena_printf(setup->arena,
		_("%s is there already. Replace it? [y/N] "), message_subject(setup->arena, path)), &yes);
	return next == NEXT_GO_ON && !yes ? NEXT_BACK : next;
}

static enum next save(struct setup *setup)
{
	const char *answer, *path;
	enum next next = setup_ask(setup, arena_printf(setup->arena,
		_("File (.html, .txt, .md or .json) [%s]: "), REPORT_FILE), &answer);

	if (next != NEXT_GO_ON)
		return next;
	if (answer[0] == '\0')
		answer = REPORT_FILE;
	path = output_from_home(setup->arena, answer);
	if (path != NULL)
		answer = path;
	next = ask_replace(setup, answer);
	if (next == NEXT_GO_ON && save_as(setup, answer) == 0) {
		setup->wrote = true;
		setup_tell(setup, ends_in(answer, ".json") ? arena_printf(setup->arena, _("Saved as %s. "
			"It holds your address and what the servers said, but no password."), answer) :
			arena_printf(setup->arena, _("Saved as %s."), answer));
	}
	return next;
}

/* ---- the moves ----------------------------------------------------------------------------------- */

static bool is_healthy(const struct setup *setup)
{
	return setup->verdict->ok && setup->secret != NULL;
}

static bool is_unhealthy(const struct setup *setup)
{
	return !is_healthy(setup);
}

static bool has_help(const struct setup *setup)
{
	return help_link(setup)[0] != '\0';
}

static bool always(const struct setup *setup)
{
	(void)setup;
	return true;
}

static bool has_secret(const struct setup *setup)
{
	return is_unhealthy(setup) && setup->secret != NULL;
}

static bool has_no_secret(const struct setup *setup)
{
	return setup->secret == NULL;
}

static const struct move {
	char key;
	const char *words;
	bool (*offered)(const struct setup *setup);
	enum next (*make)(struct setup *setup);
	bool again; /* a new test follows */
} moves[] = {
	{ 'h', N_("read the help page"), has_help, open_help, false },
	{ 'y', N_("say whether the password may go to these servers"), needs_yes,
		setup_confirm_hosts, true },
	{ 'p', N_("type another password"), has_secret, ask_password, true },
	{ 'p', N_("type a password and test the login"), has_no_secret, ask_password, true },
	{ 'u', N_("another user name"), is_unhealthy, ask_user, true },
	{ 'm', N_("enter the mail servers by hand"), is_unhealthy, ask_servers, true },
	{ 'r', N_("test again"), always, repeat, true },
	{ 'c', N_("configure a mail program"), always, setup_configure, false },
	{ 's', N_("save a report"), always, save, false },
	{ 'a', N_("another address"), always, NULL, false },
	{ 'q', N_("quit"), always, NULL, false },
};
#define MOVES (sizeof moves / sizeof moves[0])

static void show_moves(const struct setup *setup)
{
	struct page page;
	size_t i;

	page_init(&page, &setup->term);
	page_line(&page, "");
	/* Once more: a screen of 24 lines has scrolled past it. */
	if (!setup->verdict->ok)
		page_mark(&page, 0, MARK_PROBLEM, true,
			words_title(page.arena, setup->verdict->findings));
	for (i = 0; i < MOVES; i++)
		if (moves[i].offered(setup))
			page_item(&page, 2, KEY_COLUMN, arena_printf(page.arena, "%c", moves[i].key),
				moves[i].key == 'h' ? arena_printf(page.arena, "%s: %s",
					language_of(moves[i].words), words_safe(page.arena, help_link(setup))) :
				language_of(moves[i].words));
	setup_tell_page(&page);
}

static const struct move *find_move(const struct setup *setup, char key)
{
	size_t i;

	for (i = 0; i < MOVES; i++)
		if (moves[i].key == key && moves[i].offered(setup))
			return &moves[i];
	return NULL;
}

enum next setup_offer(struct setup *setup, bool *again, bool *over)
{
	char key = setup_suggest(setup);
	const struct move *move;
	const char *answer;
	enum next next;

	term_measure(&setup->term, stderr);
	show_moves(setup);
	next = setup_ask(setup, arena_printf(setup->arena, _("What next? [%c] "), key), &answer);
	if (next != NEXT_GO_ON)
		return next;
	if (answer[0] != '\0') {
		char *lower = arena_strdup(setup->arena, answer);

		text_lower(lower);
		key = lower[1] == '\0' ? lower[0] : '\0';
	}
	move = find_move(setup, key);
	if (move == NULL) {
		setup_tell(setup, _("Type one of the letters."));
		return NEXT_GO_ON;
	}
	*over = move->key == 'q';
	if (move->make == NULL)
		return *over ? NEXT_GO_ON : NEXT_BACK;
	next = move->make(setup);
	*again = next == NEXT_GO_ON && move->again;
	/* Back from a question is back to the choice. */
	return next == NEXT_BACK ? NEXT_GO_ON : next;
}
