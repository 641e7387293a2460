/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "commands.h"
#include "diagnosis.h"
#include "dry_run.h"
#include "evidence_json.h"
#include "language.h"
#include "message.h"
#include "report.h"
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

int cmd_diagnose(const struct options *options, int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct secret *secret = NULL;
	struct evidence *evidence;
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
	else if (report_is_possible(options)) {
		if (options->dry_run)
			status = dry_run(options, &address, true);
		else if (secret_source_read(options, &secret) == 0) {
			evidence = diagnosis_make(options, &address, secret);
			if (evidence != NULL)
				status = report(options, evidence);
		}
	}
	secret_free(secret);
	arena_free(arena);
	return status;
}
