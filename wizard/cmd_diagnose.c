/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "dry_run.h"
#include "evidence_json.h"
#include "language.h"
#include "message.h"
#include "output.h"
#include "progress.h"
#include "report.h"
#include "run.h"
#include "secret_source.h"

static int report(const struct options *options, struct evidence *evidence)
{
	int status = report_diagnosis(options, evidence, verdict_reach(evidence));

	evidence_free(evidence);
	return status;
}

static int from_file(struct arena *arena, const struct options *options)
{
	struct evidence *evidence;
	char *error = NULL;

	evidence = evidence_load(options->from_file, &error);
	if (evidence != NULL)
		return report(options, evidence);
	message(_("cannot use the evidence file %s: %s"), message_subject(arena, options->from_file),
		error);
	free(error);
	return EXIT_USAGE;
}

static struct evidence *probe(const struct options *options, const struct address *address,
	const struct secret *secret)
{
	struct progress progress;
	struct evidence *evidence;
	char *error = NULL;

	progress_start(&progress, options, false);
	evidence = run_diagnosis(options, address, secret, &progress.watcher, &error);
	progress_end(&progress);
	if (evidence == NULL)
		message("%s", error);
	free(error);
	return evidence;
}

/* The other form of user name, when the one that was tried was rejected in
 * words that speak of nothing else; NULL if trying it makes no sense. */
static const char *other_username(const struct evidence *evidence,
	const struct address *address)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		const char *tried = endpoint->service.username;

		if (endpoint->login.outcome != LOGIN_REFUSED || tried == NULL)
			continue;
		return strcmp(tried, address->text) == 0 ? address->localpart : address->text;
	}
	return NULL;
}

static bool is_about_username(const char *code)
{
	return code != NULL && (strcmp(code, "auth.credentials-rejected") == 0 ||
		strcmp(code, "auth.username-form") == 0 ||
		strcmp(code, "auth.username-unknown") == 0);
}

/* FIRST, or what came of the other form of user name if that works.  The time
 * limit is for both together. */
static struct evidence *try_other_username(const struct options *options,
	const struct address *address, const struct secret *secret, struct evidence *first)
{
	struct evidence *second;
	struct options other = *options;

	if (first->elapsed_ms >= options->timeout_ms ||
			!is_about_username(verdict_reach(first)->root_cause) ||
			(other.user = other_username(first, address)) == NULL)
		return first;
	other.timeout_ms = options->timeout_ms - first->elapsed_ms;
	second = probe(&other, address, secret);
	if (second == NULL)
		return first;
	if (verdict_reach(second)->ok) {
		evidence_free(first);
		return second;
	}
	message(_("the user name %s was tried too, and does not work either"),
		message_subject(second->arena, other.user));
	evidence_free(second);
	return first;
}

static int diagnose(const struct options *options, const struct address *address,
	const struct secret *secret)
{
	struct evidence *evidence = probe(options, address, secret);

	if (evidence == NULL)
		return EXIT_USAGE;
	if (options->try_usernames && options->user == NULL)
		evidence = try_other_username(options, address, secret, evidence);
	return report(options, evidence);
}

/* What would make the run useless is said before it starts. */
static bool outputs_are_fine(const struct options *options)
{
	const char *const files[] = { options->save_file, options->transcript_file,
		options->html_file, options->text_file, options->markdown_file };
	size_t i;

	for (i = 0; i < sizeof files / sizeof files[0]; i++)
		if (files[i] != NULL && output_possible(files[i]) != 0)
			return false;
	return true;
}

int cmd_diagnose(const struct options *options, int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct secret *secret = NULL;
	struct address address;
	const char *problem;
	int status = EXIT_USAGE;

	if (options->from_file != NULL && argc == 0)
		status = from_file(arena, options);
	else if (options->from_file != NULL)
		message(_("'--from' names the account already, so the address %s is one too many"),
			message_subject(arena, argv[0]));
	else if (argc == 0)
		message(_("the address is missing: mailguide diagnose ADDRESS"));
	else if (address_parse(arena, argv[0], false, &address, &problem) != 0)
		message("%s", problem);
	else if (outputs_are_fine(options)) {
		if (options->dry_run)
			status = dry_run(options, &address, true);
		else if (secret_source_read(options, &secret) == 0)
			status = diagnose(options, &address, secret);
	}
	secret_free(secret);
	arena_free(arena);
	return status;
}
