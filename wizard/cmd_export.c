/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../providers/address.h"
#include "../providers/preset_table.h"
#include "ask.h"
#include "client_version.h"
#include "commands.h"
#include "evidence_json.h"
#include "export.h"
#include "export_account.h"
#include "export_write.h"
#include "json.h"
#include "language.h"
#include "message.h"
#include "nearest.h"
#include "output.h"
#include "page.h"
#include "pager.h"
#include "progress.h"
#include "render.h"
#include "rules.h"
#include "run.h"
#include "secret_source.h"
#include "snippet.h"
#include "target.h"
#include "words.h"

#define NAME_COLUMN 24
#define NOTES_MAX 65536

/* ---- the list --------------------------------------------------------------------------------------- */

static const char *const kind_titles[TARGET_KINDS] = {
	N_("Mail programs"), N_("Relays on a server"), N_("Applications"), N_("Sheets to read or hand on"),
};

static void list_text(struct page *page)
{
	size_t i;
	int kind;

	for (kind = 0; kind < TARGET_KINDS; kind++) {
		page_line(page, language_of(kind_titles[kind]));
		for (i = 0; i < target_count; i++)
			if ((int)targets[i].kind == kind)
				page_item(page, 2, NAME_COLUMN, targets[i].name,
					language_of(targets[i].title));
	}
}

static int list_json(struct buf *out)
{
	cJSON *array = cJSON_CreateArray(), *object, *speaks;
	size_t i;
	int protocol, status;

	for (i = 0; i < target_count; i++) {
		object = json_object();
		json_add_text(object, "name", targets[i].name);
		json_add_text(object, "kind", target_kind_name(targets[i].kind));
		json_add_text(object, "title", targets[i].title);
		speaks = cJSON_AddArrayToObject(object, "protocols");
		for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
			if (targets[i].speaks[protocol])
				json_append_text(speaks, mail_protocol_name((enum mail_protocol)protocol));
		json_add_text(object, "password", target_secret_name(targets[i].secret));
		cJSON_AddBoolToObject(object, "oauth2", targets[i].oauth || targets[i].oauth_at[0] != '\0');
		json_add_text(object, "file", targets[i].file[0] != '\0' ? targets[i].file : NULL);
		json_add_text(object, "write", target_write_name(targets[i].write));
		cJSON_AddItemToArray(array, object);
	}
	status = json_print(array, out);
	cJSON_Delete(array);
	return status;
}

static int list(const struct options *options)
{
	struct term term;
	struct page page;
	int status = 0;

	term_init(&term, stdout, options->color, options->ascii);
	page_init(&page, &term);
	if (options->json)
		status = list_json(&page.text);
	else
		list_text(&page);
	if (status == 0)
		status = pager_print(options, &page);
	page_done(&page);
	return status == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
}

/* ---- the settings ----------------------------------------------------------------------------------- */

static struct evidence *look_up(const struct options *options, const struct address *address,
	bool offline)
{
	struct options ours = *options;
	struct evidence *evidence;
	struct progress progress;
	char *error = NULL;

	ours.offline = offline;
	progress_start(&progress, &ours, true);
	evidence = run_lookup(&ours, address, &progress.watcher, &error);
	progress_end(&progress);
	if (evidence == NULL)
		message("%s", error);
	else
		export_add_given(evidence, options);
	free(error);
	return evidence;
}

/* What is known already needs no network: given settings, built-in presets.  NULL
 * after a message. */
static struct evidence *find_settings(const struct options *options, const struct target *target,
	const struct address *address)
{
	struct evidence *evidence = look_up(options, address, true);

	if (evidence->provider[0] != '\0' || options->offline || export_is_given(target, options))
		return evidence;
	evidence_free(evidence);
	return look_up(options, address, false);
}

static struct evidence *load_settings(struct arena *arena, const struct options *options,
	const char *address)
{
	char *error = NULL;
	struct evidence *evidence = evidence_load(options->from_file, &error);

	if (evidence == NULL)
		message(_("cannot use the evidence file %s: %s"), message_subject(arena, options->from_file),
			error);
	else if (evidence->address[0] == '\0' ||
			(address != NULL && strcmp(address, evidence->address) != 0)) {
		message(_("the evidence in %s is not about the address %s"),
			message_subject(arena, options->from_file), message_subject(arena,
			address != NULL ? address : ""));
		evidence_free(evidence);
		evidence = NULL;
	} else
		export_add_given(evidence, options);
	free(error);
	return evidence;
}

static struct evidence *settings(struct arena *arena, const struct options *options,
	const struct target *target, const char *text)
{
	struct address address;
	const char *problem;

	if (options->from_file != NULL)
		return load_settings(arena, options, text);
	if (text == NULL)
		message(_("the address is missing: mailguide export %s ADDRESS"), target->name);
	else if (address_parse(arena, text, false, &address, &problem) != 0)
		message("%s", problem);
	else
		return find_settings(options, target, &address);
	return NULL;
}

/* ---- the configuration ------------------------------------------------------------------------------ */

/* Where the password comes from, if it is not in the text. */
static void note_secret(const struct target *target, const struct snippet_account *account,
	struct buf *notes)
{
	if (account->secret != NULL || account->command_given)
		return;
	if (account->oauth && strstr(target->body, "{{command") != NULL)
		buf_puts(notes, _("put a command that prints an access token in place of "
			"PRINT-ACCESS-TOKEN, or name it with --oauth-token-command\n"));
	else if (target->secret == SECRET_COMMAND)
		buf_printf(notes, _("this stores the password where the command finds it: secret-tool "
			"store --label=mail service mail user %s\n"), account->address);
	else if (target->secret == SECRET_PLACEHOLDER)
		buf_puts(notes, _("put the password in place of PASSWORD, quoted as it stands there\n"));
}

/* Remarks for the person, a paragraph each. */
static void tell_notes(const struct options *options, const struct buf *notes)
{
	struct term term;
	struct page page;
	char *line, *rest;

	term_init(&term, stderr, options->color, options->ascii);
	term.plain = options->plain;
	page_init(&page, &term);
	rest = arena_strdup(page.arena, buf_text(notes));
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*line != '\0')
			page_mark(&page, 0, MARK_NOTE, false, words_safe(page.arena, line));
	fputs(buf_text(&page.text), stderr);
	page_done(&page);
}

static void tell_reason(struct arena *arena, const struct buf *notes)
{
	message("%s", arena_strndup(arena, buf_text(notes), strcspn(buf_text(notes), "\n")));
}

static const struct endpoint_fact *endpoint_of(const struct evidence *evidence,
	const struct mail_service *service)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->service.host == service->host && endpoint->service.port == service->port &&
		    endpoint->service.protocol == service->protocol)
			return endpoint;
	return NULL;
}

/* What must be known before the text is used: where a server comes from, what
 * the provider demands. */
static void tell_settings(const struct options *options, const struct evidence *evidence,
	const struct snippet_account *account)
{
	const struct preset *preset = evidence->provider[0] != '\0' ?
		preset_by_id(evidence->provider) : NULL;
	const struct endpoint_fact *endpoint;
	struct term term;
	struct page page;
	bool gateway = false; /* such as Proton Mail Bridge */
	int protocol;

	term_init(&term, stderr, options->color, options->ascii);
	term.plain = options->plain;
	page_init(&page, &term);
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		endpoint = account->services[protocol] == NULL ? NULL :
			endpoint_of(evidence, account->services[protocol]);
		gateway = gateway || (endpoint != NULL && endpoint_is_local(endpoint));
		if (endpoint != NULL && !endpoint->trusted_source)
			page_mark(&page, 0, MARK_WARNING, false, arena_printf(page.arena,
				_("That %s serves %s was not said by a source to be trusted. Check it first."),
				words_where(page.arena, &endpoint->service),
				words_protocol(endpoint->service.protocol)));
	}
	if (gateway)
		page_mark(&page, 0, MARK_WARNING, false, _("A gateway on this computer has a certificate "
			"that it signed itself. Programs that check certificates take it once it is exported "
			"from the gateway and among the trusted ones: put it as a .crt file into "
			"/usr/local/share/ca-certificates and run update-ca-certificates."));
	if (preset != NULL && !options->quiet)
		render_advice(&page, preset);
	fputs(buf_text(&page.text), stderr);
	page_done(&page);
}

/* The text with the account's name as it is now; NULL after a message. */
static struct secret *make_text(struct arena *arena, const struct target *target,
	const struct snippet_account *account, struct buf *notes)
{
	struct secret *text = secret_new();

	buf_clear(notes);
	if (snippet_fill(arena, target, account, text, notes) == 0) {
		note_secret(target, account, notes);
		return text;
	}
	tell_reason(arena, notes);
	secret_free(text);
	return NULL;
}

static int write_at(struct arena *arena, const struct options *options,
	const struct target *target, const struct snippet_account *account,
	const struct export_place *place, struct buf *notes)
{
	struct snippet_account shown_account = *account;
	struct secret *text = NULL, *shown, *placeholder = secret_new();
	int status = EXIT_PROBLEM;

	/* What is shown has no password in it.  The remarks are those of the text. */
	secret_add(placeholder, "PASSWORD", strlen("PASSWORD"));
	if (account->secret != NULL)
		shown_account.secret = placeholder;
	shown = make_text(arena, target, &shown_account, notes);
	if (shown == NULL || (text = make_text(arena, target, account, notes)) == NULL)
		goto out;
	export_show_change(options, place, shown);
	switch (options->yes ? ANSWER_YES : ask_yes(_("Write this? [y/N] "))) {
	case ANSWER_YES:
		status = export_write(arena, place, text, account->secret != NULL) == 0 ?
			EXIT_HEALTHY : EXIT_INCOMPLETE;
		break;
	case ANSWER_STOPPED:
		status = EXPORT_STOPPED;
		break;
	case ANSWER_NO:
		message(_("nothing was written"));
	}
out:
	secret_free(placeholder);
	secret_free(shown);
	secret_free(text);
	return status;
}

static int write_out(struct arena *arena, const struct options *options,
	const struct target *target, struct snippet_account *account, struct buf *notes)
{
	struct export_place place;
	const char *problem = export_find_place(arena, options, target, account, &place);
	int status = EXIT_PROBLEM;

	if (problem != NULL)
		message("%s", problem);
	else if (place.done) {
		message(_("%s has this already; nothing was written"), message_subject(arena, place.path));
		status = EXIT_HEALTHY;
	} else {
		account->file = place.path;
		status = write_at(arena, options, target, account, &place, notes);
	}
	export_place_done(&place);
	return status;
}

static int fill(struct arena *arena, const struct options *options, const struct target *target,
	const struct evidence *evidence, struct snippet_account *account)
{
	struct secret *text;
	struct buf notes;
	int status = EXIT_PROBLEM;

	buf_init(&notes, NOTES_MAX);
	account->file = snippet_line(arena, target->file, account);
	account->version = options->client_version;
	if (account->version == NULL && target->detect[0] != '\0')
		account->version = client_version(arena, target->detect);
	text = make_text(arena, target, account, &notes);
	if (text != NULL) {
		tell_settings(options, evidence, account);
		if (options->write)
			status = write_out(arena, options, target, account, &notes);
		else
			status = output_bytes(secret_bytes(text), secret_length(text)) == 0 ?
				EXIT_HEALTHY : EXIT_INCOMPLETE;
		if (status == EXIT_HEALTHY && !options->quiet)
			tell_notes(options, &notes);
	}
	buf_done(&notes);
	secret_free(text);
	return status;
}

int export_from(struct arena *arena, const struct options *options, const struct target *target,
	const struct evidence *evidence)
{
	struct snippet_account account;
	struct secret *secret = NULL;
	const char *problem;
	int status = EXIT_USAGE;

	problem = export_account(target, evidence, options, &account);
	if (problem != NULL) {
		message("%s", problem);
		status = EXIT_PROBLEM;
	} else if (options->inline_secret && account.oauth) {
		message(_("%s takes OAuth2, so '--inline-secret' cannot be used: an access token is good "
			"for an hour or so"), evidence->domain);
		status = EXIT_PROBLEM;
	} else if (!options->inline_secret || secret_source_read(options, &secret) == 0) {
		account.secret = secret;
		status = fill(arena, options, target, evidence, &account);
	}
	secret_free(secret);
	return status;
}

static int export(struct arena *arena, const struct options *options, const struct target *target,
	const char *address)
{
	struct evidence *evidence = settings(arena, options, target, address);
	int status = EXIT_USAGE;

	if (evidence != NULL)
		status = export_from(arena, options, target, evidence);
	evidence_free(evidence);
	if (status == EXPORT_STOPPED) {
		message(_("nothing was written"));
		status = EXIT_INCOMPLETE;
	}
	return status;
}

/* ---- the command line ------------------------------------------------------------------------------- */

static void tell_unknown(struct arena *arena, const char *word)
{
	struct nearest nearest = { .word = word };
	size_t i;

	for (i = 0; i < target_count; i++)
		nearest_try(&nearest, targets[i].name);
	if (nearest.best != NULL)
		message(_("no program is called %s here; did you mean '%s'?"), message_subject(arena, word),
			nearest.best);
	else
		message(_("no program is called %s here; 'mailguide export --list' names them all"),
			message_subject(arena, word));
}

/* What is wrong with the options, as a message; NULL if nothing is. */
static const char *contradiction(const struct options *options, const struct target *target)
{
	if (options->json)
		return _("'--json' goes with '--list'; 'export json ADDRESS' prints the settings as JSON");
	if (options->inline_secret && options->oauth_token_command != NULL)
		return _("an access token is good for an hour or so, so '--inline-secret' is for passwords only");
	if (options->inline_secret && !secret_source_given(options))
		return _("'--inline-secret' needs the password: --password-file, --password-command or "
			"--password-stdin");
	if (options->password_stdin && !options->inline_secret)
		return _("'--password-stdin' goes with '--inline-secret'; without that no password is read");
	if (options->write && !options->yes && !ask_possible())
		return _("'--write' asks before it writes, which needs a terminal; '--yes' writes without");
	if (options->inline_secret && strstr(target->body, "{{secret") == NULL)
		return _("'--inline-secret' cannot be used here: no password belongs into this text");
	return NULL;
}

int cmd_export(const struct options *options, int argc, char **argv)
{
	struct arena *arena = arena_new();
	const struct target *target;
	const char *problem;
	int status = EXIT_USAGE;

	if (options->list && argc == 0)
		status = list(options);
	else if (options->list)
		message(_("'--list' names all programs, so %s is one too many"),
			message_subject(arena, argv[0]));
	else if (argc == 0)
		message(_("the program is missing: mailguide export CLIENT ADDRESS; "
			"'mailguide export --list' names them all"));
	else if ((target = target_find(argv[0])) == NULL)
		tell_unknown(arena, argv[0]);
	else if ((problem = contradiction(options, target)) != NULL)
		message("%s", problem);
	else
		status = export(arena, options, target, argc > 1 ? argv[1] : NULL);
	arena_free(arena);
	return status;
}
