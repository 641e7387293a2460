/* SPDX-License-Identifier: MIT */
#include "diagnosis.h"

#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "language.h"
#include "message.h"
#include "progress.h"
#include "run.h"

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

struct evidence *diagnosis_make(const struct options *options, const struct address *address,
	const struct secret *secret)
{
	struct evidence *evidence = probe(options, address, secret);

	if (evidence != NULL && options->try_usernames && options->user == NULL)
		evidence = try_other_username(options, address, secret, evidence);
	return evidence;
}
