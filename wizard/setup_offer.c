/* SPDX-License-Identifier: MIT
 *
 * What can be done after a test: try again, correct something, save, go on to the
 * configuration of a mail program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "ask.h"
#include "export.h"
#include "language.h"
#include "message.h"
#include "page.h"
#include "report.h"
#include "setup.h"
#include "words.h"

#define REPORT_FILE "mailguide-report.json"
#define NAME_COLUMN 24

static enum next ask_user(struct setup *setup)
{
	char *answer = ask_line(_("User name: "));

	if (answer == NULL)
		return NEXT_STOP;
	if (answer[0] != '\0')
		setup->options.user = arena_strdup(setup->arena, answer);
	free(answer);
	return setup->secret == NULL ? setup_ask_password(setup) : NEXT_GO_ON;
}

/* ---- settings by hand ---------------------------------------------------------------------- */

/* Asks until the answer makes sense; Enter leaves things as they are. */
static enum next ask_server(struct setup *setup, enum mail_protocol protocol)
{
	const char *prompt = arena_printf(setup->arena,
		_("%s server (HOST[:PORT][,tls|starttls]; Enter alone keeps it): "),
		words_protocol(protocol));
	const char *problem;
	char *answer;

	do {
		answer = ask_line(prompt);
		if (answer == NULL)
			return NEXT_STOP;
		problem = answer[0] == '\0' ? NULL : options_set(setup->arena, &setup->options,
			mail_protocol_name(protocol), arena_strdup(setup->arena, answer));
		if (problem != NULL)
			message(_("%s cannot be used: %s"), message_subject(setup->arena, answer), problem);
		free(answer);
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

/* ---- the configuration of a program ------------------------------------------------------------ */

static bool fits(const struct target *target, const char *part)
{
	return part[0] == '\0' || text_find_nocase(target->name, part) != NULL ||
		text_find_nocase(target->also, part) != NULL ||
		text_find_nocase(target->title, part) != NULL;
}

static void list_targets(const struct setup *setup, const char *part)
{
	struct page page;
	size_t i;

	page_init(&page, &setup->term);
	for (i = 0; i < target_count; i++)
		if (fits(&targets[i], part))
			page_item(&page, 2, NAME_COLUMN, targets[i].name,
				language_of(targets[i].title));
	fputs(buf_text(&page.text), stderr);
	page_done(&page);
}

/* The one program that PART means; NULL when it means none or several, which is
 * said. */
static const struct target *choose_target(const struct setup *setup, const char *part)
{
	const struct target *found = target_find(part);
	size_t count = 0, i;

	if (found != NULL)
		return found;
	for (i = 0; i < target_count; i++)
		if (fits(&targets[i], part)) {
			found = &targets[i];
			count++;
		}
	if (count == 1)
		return found;
	if (count == 0)
		setup_tell(setup, arena_printf(setup->arena, _("No program here is called '%s'."), part));
	else
		list_targets(setup, part);
	return NULL;
}

static enum next write_configuration(struct setup *setup)
{
	struct options options = setup->options;
	const struct target *target = NULL;
	char *answer;

	while (target == NULL) {
		answer = ask_line(_("Which program? (part of its name; Enter lists all, b goes back): "));
		if (answer == NULL)
			return NEXT_STOP;
		if (strcmp(answer, "b") == 0) {
			free(answer);
			return NEXT_GO_ON;
		}
		target = choose_target(setup, answer);
		free(answer);
	}
	options.write = target->write != WRITE_NOT;
	export_from(setup->arena, &options, target, setup->evidence);
	return NEXT_GO_ON;
}

/* ---- the choice ------------------------------------------------------------------------------------ */

static enum next save(struct setup *setup)
{
	char *answer = ask_line(arena_printf(setup->arena, _("File [%s]: "), REPORT_FILE));
	const char *path;

	if (answer == NULL)
		return NEXT_STOP;
	path = answer[0] != '\0' ? answer : REPORT_FILE;
	if (report_save_json(path, setup->evidence) == 0)
		setup_tell(setup, arena_printf(setup->arena, _("Saved as %s. It holds your address and "
			"what the servers said, but no password."), path));
	free(answer);
	return NEXT_GO_ON;
}

static void show_choices(const struct setup *setup)
{
	setup_tell(setup, setup->verdict->ok && setup->secret != NULL ?
		_("[c]onfigure a mail program, [s]ave the report, [q]uit") :
		_("[p]assword again, other [u]ser name, [m]ail servers by hand, [r]epeat, [c]onfigure a "
		"mail program, [s]ave the report, [q]uit"));
}

enum next setup_offer(struct setup *setup, bool *again, bool *over)
{
	enum next next = NEXT_GO_ON;
	char *answer;

	show_choices(setup);
	answer = ask_line(_("What next? "));
	if (answer == NULL)
		return NEXT_STOP;
	text_lower(answer);
	switch (answer[0]) {
	case 'p':
		next = setup_ask_password(setup);
		*again = true;
		break;
	case 'u':
		next = ask_user(setup);
		*again = true;
		break;
	case 'm':
		next = ask_servers(setup);
		*again = true;
		break;
	case 'r':
		*again = true;
		break;
	case 'c':
		next = write_configuration(setup);
		break;
	case 's':
		next = save(setup);
		break;
	case 'q':
	case '\0':
		*over = true;
		break;
	default:
		setup_tell(setup, _("Type one of the letters in brackets."));
		break;
	}
	free(answer);
	return next;
}
