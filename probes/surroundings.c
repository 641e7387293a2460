/* SPDX-License-Identifier: MIT */
#include "surroundings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "mem.h"
#include "text.h"

/* A label of this many letters is nobody's. */
#define RANDOM_LETTERS 18
/* Names that failed and are asked for again without a DNSSEC check. */
#define UNCHECKED_MAX 4
/* Nobody waits longer than this for what is asked of every run. */
#define PATIENCE_MS 1000
#define LOOKS_MAX 8

struct surroundings {
	struct surroundings_world world;
	void (*idle)(void *arg);
	void *arg;
	unsigned pending;        /* under way */
	unsigned usual_pending; /* of those, what every run asks */
	bool impatient;          /* for the latter */
	struct look {
		struct surroundings *surroundings;
		struct fetch *fetch; /* NULL once answered */
		const char *url;
	} looks[LOOKS_MAX];
	size_t look_count;
	struct loop_timer *idle_check, *patience;
};

static void check_idle(void *arg)
{
	struct surroundings *surroundings = arg;

	if (surroundings_idle(surroundings))
		surroundings->idle(surroundings->arg);
}

/* On the next turn: nobody is freed inside a callback of its own. */
static void one_less(struct surroundings *surroundings)
{
	surroundings->pending--;
	loop_timer_set(surroundings->idle_check, loop_now(surroundings->world.loop));
}

/* ---- names that nobody has ------------------------------------------------------------- */

static void answered(void *arg, const struct dns_fact *fact)
{
	struct surroundings *surroundings = arg;

	surroundings->usual_pending -= fact->purpose != DNS_UNCHECKED;
	one_less(surroundings);
}

static void patience_over(void *arg)
{
	struct surroundings *surroundings = arg;

	surroundings->impatient = true;
	check_idle(surroundings);
}

static void ask(struct surroundings *surroundings, enum dns_purpose purpose, const char *name,
	enum dns_type type)
{
	surroundings->pending++;
	surroundings->usual_pending += purpose != DNS_UNCHECKED;
	resolver_probe(surroundings->world.resolver, purpose, name, type, answered, surroundings);
}

static void ask_random(struct surroundings *surroundings, enum dns_purpose purpose,
	const char *parent)
{
	unsigned char bytes[RANDOM_LETTERS];
	char label[RANDOM_LETTERS + 1] = "";
	size_t i;

	if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
		return;
	for (i = 0; i < RANDOM_LETTERS; i++)
		label[i] = (char)('a' + bytes[i] % 26);
	ask(surroundings, purpose,
		arena_printf(surroundings->world.evidence->arena, "%s.%s", label, parent), DNS_A);
}

/* ---- SERVFAIL: the domain's servers, or its signatures? --------------------------------- */

static unsigned unchecked_count(const struct evidence *evidence)
{
	const struct dns_fact *fact;
	unsigned count = 0;

	for (fact = evidence->dns; fact != NULL; fact = fact->next)
		count += fact->purpose == DNS_UNCHECKED;
	return count;
}

static void name_settled(void *arg, const struct dns_fact *fact)
{
	struct surroundings *surroundings = arg;
	const struct evidence *evidence = surroundings->world.evidence;

	if (fact->purpose == DNS_LOOKUP && fact->outcome == DNS_SERVFAIL &&
	    evidence_dns_probe(evidence, DNS_UNCHECKED, fact->name) == NULL &&
	    unchecked_count(evidence) < UNCHECKED_MAX)
		ask(surroundings, DNS_UNCHECKED, fact->name, fact->type);
}

/* ---- the web around --------------------------------------------------------------------- */

static void fetched(void *arg, const struct web_fact *fact, const char *body, size_t length)
{
	struct look *look = arg;

	(void)fact;
	(void)body;
	(void)length;
	look->fetch = NULL;
	one_less(look->surroundings);
}

static void look_at(struct surroundings *surroundings, enum web_purpose purpose, const char *url)
{
	const struct surroundings_world *world = &surroundings->world;
	struct fetch_request request = { .url = url, .purpose = purpose };
	struct look *look = &surroundings->looks[surroundings->look_count];
	size_t i;

	for (i = 0; i < surroundings->look_count; i++)
		if (strcmp(surroundings->looks[i].url, url) == 0)
			return;
	if (surroundings->look_count == LOOKS_MAX)
		return;
	surroundings->look_count++;
	request.deadline = loop_now(world->loop) + world->web_patience_ms;
	if (request.deadline > world->deadline)
		request.deadline = world->deadline;
	look->surroundings = surroundings;
	look->url = url;
	surroundings->pending++;
	look->fetch = fetch_start(world->fetcher, &request, fetched, look);
}

static void look_at_host(struct surroundings *surroundings, const char *scheme,
	const struct endpoint_fact *endpoint)
{
	const char *host = endpoint->service.host;

	look_at(surroundings, WEB_NEIGHBOUR, arena_printf(surroundings->world.evidence->arena,
		strchr(host, ':') != NULL ? "%s://[%s]/" : "%s://%s/", scheme, host));
}

static bool is_on_this_computer(const char *host)
{
	return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0 ||
		text_equal_nocase(host, "localhost");
}

void surroundings_trouble(struct surroundings *surroundings, const struct endpoint_fact *endpoint)
{
	bool silent = !endpoint->connected && endpoint->connects != NULL;
	bool untrusted = endpoint->connected && endpoint->tls.outcome != TLS_NOT_TRIED &&
		!tls_is_trusted(&endpoint->tls);

	if (endpoint->role != ROLE_CANDIDATE || !endpoint->wanted || (!silent && !untrusted) ||
	    is_on_this_computer(endpoint->service.host))
		return;
	if (surroundings->world.third_parties)
		look_at(surroundings, WEB_PORTAL_CHECK, SURROUNDINGS_CHECK_URL);
	/* What stands at a guessed name is nobody's promise. */
	if (strcmp(endpoint->source, "guess") == 0)
		return;
	look_at_host(surroundings, "http", endpoint);
	if (silent)
		look_at_host(surroundings, "https", endpoint);
}

/* ---- the whole --------------------------------------------------------------------------- */

struct surroundings *surroundings_new(const struct surroundings_world *world, bool unknown,
	void (*idle)(void *arg), void *arg)
{
	struct surroundings *surroundings = mem_alloc(sizeof *surroundings);

	surroundings->world = *world;
	surroundings->idle = idle;
	surroundings->arg = arg;
	surroundings->idle_check = loop_timer_new(world->loop, check_idle, surroundings);
	surroundings->patience = loop_timer_new(world->loop, patience_over, surroundings);
	loop_timer_set(surroundings->patience, loop_now(world->loop) + PATIENCE_MS);
	resolver_observe(world->resolver, name_settled, surroundings);
	ask_random(surroundings, DNS_RANDOM_ELSEWHERE, "com");
	if (unknown) {
		ask_random(surroundings, DNS_RANDOM_BELOW, world->evidence->domain);
		ask(surroundings, DNS_LOOKUP, world->evidence->domain, DNS_NS);
	}
	return surroundings;
}

void surroundings_free(struct surroundings *surroundings)
{
	size_t i;

	if (surroundings == NULL)
		return;
	for (i = 0; i < surroundings->look_count; i++)
		if (surroundings->looks[i].fetch != NULL)
			fetch_cancel(surroundings->looks[i].fetch);
	resolver_observe(surroundings->world.resolver, NULL, NULL);
	resolver_forget(surroundings->world.resolver, surroundings);
	loop_timer_free(surroundings->idle_check);
	loop_timer_free(surroundings->patience);
	free(surroundings);
}

bool surroundings_idle(const struct surroundings *surroundings)
{
	return surroundings->pending == (surroundings->impatient ? surroundings->usual_pending : 0);
}
