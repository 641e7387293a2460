/* SPDX-License-Identifier: MIT */
#include "sender.h"

#include <stdlib.h>
#include <string.h>

#include "../probes/mem.h"
#include "dmarc.h"
#include "mx.h"
#include "preset_table.h"
#include "spf.h"
#include "suffix.h"

/* Rounds of questions, each about what the last one named. */
#define ROUNDS_MAX 12
#define QUESTIONS_MAX 60

struct sender {
	struct resolver *resolver;
	struct evidence *evidence;
	const char *domain;
	void (*done)(void *arg);
	void *arg;
	struct loop *loop;
	struct loop_timer *next; /* on the next turn: nobody is freed in a callback of its own */
	unsigned pending, rounds, questions;
	bool finished;
};

static void answered(void *arg, const struct dns_fact *fact)
{
	struct sender *sender = arg;

	(void)fact;
	if (--sender->pending == 0)
		loop_timer_set(sender->next, loop_now(sender->loop));
}

static void ask(void *arg, const char *name, enum dns_type type)
{
	struct sender *sender = arg;

	if (sender->questions == QUESTIONS_MAX)
		return;
	sender->questions++;
	sender->pending++;
	resolver_ask(sender->resolver, name, type, answered, sender);
}

size_t sender_selectors(const struct evidence *evidence, const char *domain,
	const char *const **out)
{
	const struct dns_fact *mx = evidence_dns(evidence, domain, DNS_MX);
	size_t best = mx == NULL ? 0 : mx_best(mx), i;
	const struct preset *preset;

	for (i = 0; i < best; i++) {
		preset = preset_by_mx(mx->records[i].text);
		if (preset == NULL)
			continue;
		*out = preset->dkim;
		return preset->dkim_count;
	}
	return 0;
}

const char *sender_key_name(struct arena *arena, const char *selector, const char *domain)
{
	return arena_printf(arena, "%s._domainkey.%s", selector, domain);
}

static void ask_keys(struct sender *sender)
{
	const char *const *selectors;
	size_t count = sender_selectors(sender->evidence, sender->domain, &selectors), i;

	for (i = 0; i < count; i++)
		ask(sender, sender_key_name(sender->evidence->arena, selectors[i], sender->domain),
			DNS_TXT);
}

/* Everything that was asked is answered: what does it name in turn? */
static void next_round(void *arg)
{
	struct sender *sender = arg;

	if (sender->pending > 0)
		return;
	if (sender->rounds == 0)
		ask_keys(sender);
	if (sender->rounds++ < ROUNDS_MAX)
		spf_walk(sender->evidence, sender->domain, NULL, 0, ask, sender);
	if (sender->pending > 0)
		return;
	sender->finished = true;
	sender->done(sender->arg);
}

struct sender *sender_new(struct loop *loop, struct resolver *resolver,
	struct evidence *evidence, const char *domain, void (*done)(void *arg), void *arg)
{
	struct sender *sender = mem_alloc(sizeof *sender);
	const char *owner = suffix_registrable(domain);

	sender->loop = loop;
	sender->resolver = resolver;
	sender->evidence = evidence;
	sender->domain = domain;
	sender->done = done;
	sender->arg = arg;
	sender->next = loop_timer_new(loop, next_round, sender);
	ask(sender, domain, DNS_TXT);
	ask(sender, domain, DNS_MX);
	ask(sender, dmarc_name(evidence->arena, domain), DNS_TXT);
	if (owner != NULL && strcmp(owner, domain) != 0)
		ask(sender, dmarc_name(evidence->arena, owner), DNS_TXT);
	return sender;
}

void sender_free(struct sender *sender)
{
	if (sender == NULL)
		return;
	resolver_forget(sender->resolver, sender);
	loop_timer_free(sender->next);
	free(sender);
}

bool sender_idle(const struct sender *sender)
{
	return sender->finished;
}
