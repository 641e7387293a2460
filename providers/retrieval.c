/* SPDX-License-Identifier: MIT */
#include "retrieval.h"

#include <stdlib.h>
#include <string.h>

#include "../probes/mem.h"
#include "../probes/text.h"
#include "suffix.h"

struct retrieval {
	struct retrieval *next;
	struct source *source;
	struct source_attempt *attempt;
	struct fetch *fetch;
	char *post;
	retrieval_read_fn *read;
	unsigned hops;
	const char *led_to; /* the last hop, without its query */
	bool secure;
	bool only_asking; /* the first hop is there to be redirected */
	uint64_t at;
};

/* Below a public suffix every name may belong to somebody else: what stands at
 * autoconfig.github.io is the word of whoever took the name. */
static bool is_strangers(const struct source_world *world, const char *url)
{
	const char *domain = world->address->domain, *host = strstr(url, "://");

	if (host == NULL || suffix_registrable(domain) != NULL)
		return false;
	host = arena_strndup(world->evidence->arena, host + 3, strcspn(host + 3, ":/?#"));
	return text_is_subdomain(host, domain) && !text_equal_nocase(host, domain);
}

/* A query may hold the address. */
static const char *without_query(struct arena *arena, const char *url)
{
	return arena_strndup(arena, url, strcspn(url, "?"));
}

static void release(struct retrieval *retrieval)
{
	struct retrieval **at = &retrieval->source->retrievals;

	while (*at != retrieval)
		at = &(*at)->next;
	*at = retrieval->next;
	free(retrieval->post);
	free(retrieval);
}

static void finish(struct retrieval *retrieval)
{
	struct source *source = retrieval->source;

	retrieval->attempt->took_ms = (unsigned)(loop_now(source->world->loop) - retrieval->at);
	release(retrieval);
	source_received(source);
}

/* The attempt names the first URL; whose trouble it is must be told. */
static void fail(struct retrieval *retrieval, enum source_outcome outcome, const char *detail)
{
	struct arena *arena = retrieval->source->world->evidence->arena;

	retrieval->attempt->outcome = outcome;
	retrieval->attempt->detail = retrieval->hops == 0 ? detail : arena_printf(arena,
		"led to %s%s%s", retrieval->led_to, detail[0] == '\0' ? "" : ": ", detail);
	finish(retrieval);
}

/* ---- what came back ------------------------------------------------------------------ */

static bool is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* The name's own trouble, told by the family that told more. */
static enum source_outcome outcome_of_name(const struct evidence *evidence, const char *host)
{
	const struct dns_fact *a = evidence_dns(evidence, host, DNS_A);
	const struct dns_fact *aaaa = evidence_dns(evidence, host, DNS_AAAA);

	if (a == NULL || aaaa == NULL)
		return SOURCE_UNREACHABLE;
	return source_dns_outcome(a->outcome == DNS_NODATA ? aaaa : a);
}

static void unresolved(struct retrieval *retrieval, const char *host)
{
	enum source_outcome outcome = outcome_of_name(retrieval->source->world->evidence, host);

	/* That nothing is published would be wrong: something leads there. */
	if (retrieval->hops > 0 && outcome == SOURCE_NXDOMAIN)
		fail(retrieval, SOURCE_UNREACHABLE, "there is no such host");
	else
		fail(retrieval, outcome, "");
}

static void get(struct retrieval *retrieval, const char *url);

static void follow(struct retrieval *retrieval, const struct web_fact *fact)
{
	struct arena *arena = retrieval->source->world->evidence->arena;

	if (!text_starts_nocase(fact->location, "https://"))
		fail(retrieval, SOURCE_REDIRECTED, fact->location[0] == '\0' ? "to nowhere" :
			arena_printf(arena, "to %s, which is not https", fact->location));
	else if (retrieval->hops == RETRIEVAL_HOPS)
		fail(retrieval, SOURCE_REDIRECTED,
			arena_printf(arena, "more than %d times, last to %s", RETRIEVAL_HOPS, fact->location));
	else {
		retrieval->hops++;
		retrieval->led_to = without_query(arena, fact->location);
		get(retrieval, fact->location);
	}
}

static void answered(struct retrieval *retrieval, const struct web_fact *fact, const char *body,
	size_t length)
{
	struct arena *arena = retrieval->source->world->evidence->arena;
	const char *status = arena_printf(arena, "HTTP %d", fact->status);

	if (is_redirect(fact->status)) {
		follow(retrieval, fact);
		return;
	}
	if (fact->status == 404 || fact->status == 410) {
		fail(retrieval, SOURCE_NOT_PUBLISHED, status);
		return;
	}
	if (fact->status == 200 && retrieval->only_asking && retrieval->hops == 0) {
		fail(retrieval, SOURCE_NOT_PUBLISHED, "no redirect");
		return;
	}
	if (fact->status != 200) {
		fail(retrieval, SOURCE_HTTP_STATUS, status);
		return;
	}
	retrieval->read(retrieval->source, retrieval->attempt, body, length, retrieval->secure);
	finish(retrieval);
}

static void fetched(void *arg, const struct web_fact *fact, const char *body, size_t length)
{
	struct retrieval *retrieval = arg;

	retrieval->fetch = NULL;
	switch (fact->outcome) {
	case WEB_ANSWERED:
		answered(retrieval, fact, body, length);
		return;
	case WEB_UNRESOLVED:
		unresolved(retrieval, fact->host);
		return;
	case WEB_UNREACHABLE:
		fail(retrieval, SOURCE_UNREACHABLE, "");
		return;
	case WEB_TLS:
		fail(retrieval, SOURCE_TLS, fact->error);
		return;
	case WEB_TIMEOUT:
		fail(retrieval, SOURCE_TIMEOUT, "");
		return;
	case WEB_TOO_LARGE:
		fail(retrieval, SOURCE_INVALID, "larger than 64 KiB");
		return;
	case WEB_BROKEN:
		fail(retrieval, SOURCE_INVALID, fact->error);
		return;
	case WEB_BAD_URL:
		if (retrieval->hops == 0)
			fail(retrieval, SOURCE_INVALID, "not a web address that can be asked");
		else
			fail(retrieval, SOURCE_REDIRECTED, "an address that cannot be asked");
		return;
	case WEB_CANCELLED:
		fail(retrieval, SOURCE_SKIPPED, "");
		return;
	}
}

/* ---- asking --------------------------------------------------------------------------- */

/* URL with its host as DNS has it, should that be international. */
static const char *ascii_url(struct arena *arena, const char *url)
{
	size_t scheme = strcspn(url, ":") + strlen("://"), length;
	const char *host;

	if (strlen(url) < scheme)
		return url;
	length = strcspn(url + scheme, ":/?#");
	host = address_host(arena, arena_strndup(arena, url + scheme, length));
	return host == NULL ? url : arena_printf(arena, "%.*s%s%s", (int)scheme, url, host,
		url + scheme + length);
}

static void get(struct retrieval *retrieval, const char *address)
{
	const struct source_world *world = retrieval->source->world;
	const char *url = ascii_url(world->evidence->arena, address);
	struct fetch_request request = {
		.url = url, .post = retrieval->only_asking && retrieval->hops == 0 ? NULL :
			retrieval->post,
		.post_type = "text/xml; charset=utf-8", .deadline = world->deadline,
	};

	if (!text_starts_nocase(url, "https://"))
		retrieval->secure = false;
	retrieval->fetch = fetch_start(world->fetcher, &request, fetched, retrieval);
}

static void start(struct source *source, const char *url, const char *post, bool only_asking,
	retrieval_read_fn *read)
{
	struct retrieval *retrieval = mem_alloc(sizeof *retrieval);

	retrieval->source = source;
	retrieval->next = source->retrievals;
	source->retrievals = retrieval;
	retrieval->attempt = source_add_attempt(source->world->evidence, source->fact,
		without_query(source->world->evidence->arena, url));
	retrieval->attempt->outcome = SOURCE_TIMEOUT; /* until something else is known */
	retrieval->at = loop_now(source->world->loop);
	retrieval->post = post != NULL ? mem_strdup(post) : NULL;
	retrieval->read = read;
	retrieval->secure = !is_strangers(source->world, url);
	retrieval->only_asking = only_asking;
	source_expect(source);
	get(retrieval, url);
}

void retrieval_start(struct source *source, const char *url, const char *post,
	retrieval_read_fn *read)
{
	start(source, url, post, false, read);
}

void retrieval_start_redirected(struct source *source, const char *url, const char *post,
	retrieval_read_fn *read)
{
	start(source, url, post, true, read);
}

void retrieval_cancel(struct retrieval *retrieval)
{
	retrieval->attempt->took_ms =
		(unsigned)(loop_now(retrieval->source->world->loop) - retrieval->at);
	if (retrieval->fetch != NULL)
		fetch_cancel(retrieval->fetch);
	release(retrieval);
}
