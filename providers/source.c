/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "../probes/mem.h"
#include "../probes/text.h"
#include "preset.h"
#include "retrieval.h"

/* The resolver's argument: which source asked and what comes next. */
struct source_question {
	struct source_question *next;
	struct source *source;
	void (*answered)(struct source *source, const struct dns_fact *fact);
};

/* ---- its life ------------------------------------------------------------------------ */

static void settle_if_done(struct source *source)
{
	if (source->started && !source->settled && source->owed == 0) {
		source->settled = true;
		source->kind->finish(source);
		source->concluded(source->arg, source);
	}
}

void source_start(struct source *source)
{
	source->at = loop_now(source->world->loop);
	source->rank = source->kind->rank;
	source->kind->start(source);
	source->started = true;
	settle_if_done(source);
}

void source_cut(struct source *source)
{
	if (source->settled)
		return;
	source_stop(source);
	source->settled = true;
	source->kind->finish(source);
	if (source->fact->outcome != SOURCE_FOUND)
		source_conclude(source, SOURCE_TIMEOUT, source->fact->detail);
	source->concluded(source->arg, source);
}

void source_stop(struct source *source)
{
	const struct source_question *question;

	for (question = source->questions; question != NULL; question = question->next)
		resolver_forget(source->world->resolver, question);
	source->questions = NULL;
	while (source->retrievals != NULL)
		retrieval_cancel(source->retrievals);
}

/* ---- asking ---------------------------------------------------------------------------- */

void source_expect(struct source *source)
{
	source->owed++;
}

void source_received(struct source *source)
{
	source->owed--;
	settle_if_done(source);
}

static void dns_answered(void *arg, const struct dns_fact *fact)
{
	const struct source_question *question = arg;

	if (question->answered != NULL)
		question->answered(question->source, fact);
	source_received(question->source);
}

void source_ask(struct source *source, const char *name, enum dns_type type,
	void (*answered)(struct source *source, const struct dns_fact *fact))
{
	struct source_question *question =
		arena_alloc(source->world->evidence->arena, sizeof *question);

	question->source = source;
	question->answered = answered;
	question->next = source->questions;
	source->questions = question;
	source_expect(source);
	resolver_ask(source->world->resolver, name, type, dns_answered, question);
}

/* ---- what it found --------------------------------------------------------------------- */

struct mail_service *source_add_setting(struct source *source)
{
	struct source_fact *fact = source->fact;
	struct mail_service *setting;

	if (fact->settings == NULL)
		fact->settings = arena_alloc(source->world->evidence->arena,
			SOURCE_SERVICES * sizeof *fact->settings);
	if (fact->count == SOURCE_SERVICES)
		return NULL;
	setting = &fact->settings[fact->count++];
	return setting;
}

void source_add_plain(struct source *source, enum mail_protocol protocol, const char *host,
	uint16_t port, enum mail_security security)
{
	struct mail_service *setting = source_add_setting(source);

	if (setting == NULL)
		return;
	setting->protocol = protocol;
	setting->host = host;
	setting->port = port;
	setting->security = security;
}

const char *source_username(const struct source_world *world, const char *template_text)
{
	const struct address *address = world->address;

	if (address->localpart[0] == '\0')
		return template_text != NULL ? template_text : "%EMAILADDRESS%";
	return preset_expand(world->evidence->arena, template_text, address->localpart,
		address->domain);
}

void source_conclude(struct source *source, enum source_outcome outcome, const char *detail)
{
	source->fact->outcome = outcome;
	source->fact->detail = arena_strdup(source->world->evidence->arena, detail);
	source->fact->took_ms = (unsigned)(loop_now(source->world->loop) - source->at);
}

/* Which of several attempts tells most. */
static int telling(enum source_outcome outcome)
{
	switch (outcome) {
	case SOURCE_FOUND: return 12;
	case SOURCE_DECLINED: return 11;
	case SOURCE_INVALID: return 10;
	case SOURCE_WRONG_TYPE: return 9;
	case SOURCE_TLS: return 8;
	case SOURCE_REDIRECTED: return 7;
	case SOURCE_TIMEOUT: return 6;
	case SOURCE_HTTP_STATUS: return 5;
	case SOURCE_DNS_FAILED: return 4;
	case SOURCE_UNREACHABLE: return 3;
	case SOURCE_NOT_PUBLISHED: return 2;
	case SOURCE_NXDOMAIN: return 1;
	case SOURCE_SKIPPED: return 0;
	}
	return 0;
}

void source_conclude_attempts(struct source *source)
{
	const struct source_attempt *attempt, *best = NULL;
	struct arena *arena = source->world->evidence->arena;

	for (attempt = source->fact->attempts; attempt != NULL; attempt = attempt->next)
		if (best == NULL || telling(attempt->outcome) > telling(best->outcome))
			best = attempt;
	if (best == NULL)
		source_conclude(source, SOURCE_NOT_PUBLISHED, "");
	else
		source_conclude(source, best->outcome, best->detail[0] == '\0' ? best->where :
			arena_printf(arena, "%s: %s", best->where, best->detail));
}

enum source_outcome source_dns_outcome(const struct dns_fact *fact)
{
	switch (fact->outcome) {
	case DNS_OK:
	case DNS_NODATA: return SOURCE_NOT_PUBLISHED;
	case DNS_NXDOMAIN: return SOURCE_NXDOMAIN;
	case DNS_TIMEOUT: return SOURCE_TIMEOUT;
	case DNS_UNREACHABLE:
	case DNS_NO_RESOLVER: return SOURCE_UNREACHABLE;
	case DNS_SERVFAIL:
	case DNS_REFUSED:
	case DNS_MALFORMED:
	case DNS_BAD_NAME:
	case DNS_CANCELLED: return SOURCE_DNS_FAILED;
	}
	return SOURCE_DNS_FAILED;
}
