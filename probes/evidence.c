/* SPDX-License-Identifier: MIT */
#include "evidence.h"

#include <string.h>
#include <strings.h>

#include "text.h"

bool tls_is_trusted(const struct tls_fact *tls)
{
	return tls->outcome == TLS_OK && tls->chain_verified && tls->name_matches && !tls->legacy;
}

const char *step_name(enum step step)
{
	static const char *const names[] = {
		"resolve", "connect", "tls", "greeting", "hello", "helo", "starttls", "hello-secure",
		"login", "proof", "mail", "rcpt", "data", "reset", "quit", "done",
	};

	return names[step];
}

const char *dns_type_name(enum dns_type type)
{
	static const char *const names[] = { "A", "AAAA", "MX", "SRV", "TXT", "NS" };

	return names[type];
}

const char *dns_outcome_name(enum dns_outcome outcome)
{
	static const char *const names[] = {
		"ok", "nxdomain", "nodata", "servfail", "refused", "timeout", "unreachable",
		"malformed", "bad-name", "no-resolver", "cancelled",
	};

	return names[outcome];
}

const char *source_outcome_name(enum source_outcome outcome)
{
	static const char *const names[] = {
		"found", "not-published", "nxdomain", "dns-failed", "http-status", "wrong-type",
		"invalid", "redirected", "timeout", "unreachable", "tls", "declined", "skipped",
	};

	return names[outcome];
}

struct evidence *evidence_new(void)
{
	struct arena *arena = arena_new();
	struct evidence *evidence = arena_alloc(arena, sizeof *evidence);

	evidence->arena = arena;
	evidence->tunnel = evidence->test_recipient = evidence->address = evidence->localpart =
		evidence->domain = evidence->provider = evidence->program = evidence->tls_library = "";
	return evidence;
}

void evidence_free(struct evidence *evidence)
{
	if (evidence != NULL)
		arena_free(evidence->arena);
}

/* Appends a zeroed fact of the list's type; lists are short. */
#define APPEND(arena, list) __extension__ ({ \
	__typeof__(&(list)) last_ = &(list); \
	while (*last_ != NULL) \
		last_ = &(*last_)->next; \
	*last_ = arena_alloc(arena, sizeof **last_); \
})

struct dns_fact *evidence_add_dns(struct evidence *evidence, const char *name, enum dns_type type)
{
	struct dns_fact *fact = APPEND(evidence->arena, evidence->dns);

	fact->name = arena_strdup(evidence->arena, name);
	fact->type = type;
	fact->alias_of = "";
	return fact;
}

struct web_fact *evidence_add_web(struct evidence *evidence, const char *url)
{
	struct web_fact *fact = APPEND(evidence->arena, evidence->web);

	fact->url = arena_strdup(evidence->arena, url);
	fact->host = fact->type = fact->location = fact->address = fact->error = "";
	return fact;
}

struct source_attempt *source_add_attempt(struct evidence *evidence, struct source_fact *source,
	const char *where)
{
	struct source_attempt *attempt = APPEND(evidence->arena, source->attempts);

	attempt->where = arena_strdup(evidence->arena, where);
	attempt->detail = "";
	return attempt;
}

struct source_fact *evidence_add_source(struct evidence *evidence, const char *source)
{
	struct source_fact *fact = APPEND(evidence->arena, evidence->sources);

	fact->source = arena_strdup(evidence->arena, source);
	fact->detail = "";
	return fact;
}

struct endpoint_fact *evidence_add_endpoint(struct evidence *evidence,
	const struct mail_service *service)
{
	struct endpoint_fact *fact = APPEND(evidence->arena, evidence->endpoints);

	fact->service = *service;
	fact->source = "";
	fact->tls.server_name = fact->tls.version = fact->tls.cipher = fact->tls.error = "";
	fact->tls.alert = -1;
	fact->login.mechanism = "";
	return fact;
}

struct connect_fact *endpoint_add_connect(struct evidence *evidence,
	struct endpoint_fact *endpoint, const char *address, enum net_family family)
{
	struct connect_fact *fact = APPEND(evidence->arena, endpoint->connects);

	fact->address = arena_strdup(evidence->arena, address);
	fact->family = family;
	return fact;
}

struct reply_fact *endpoint_add_reply(struct evidence *evidence, struct endpoint_fact *endpoint,
	enum step step)
{
	struct reply_fact *fact = APPEND(evidence->arena, endpoint->replies);

	fact->step = step;
	fact->text = fact->enhanced = fact->response_code = "";
	return fact;
}

struct transcript_line *endpoint_add_line(struct evidence *evidence,
	struct endpoint_fact *endpoint, enum transcript_kind kind, const char *text, size_t length)
{
	struct transcript_line *line = APPEND(evidence->arena, endpoint->transcript);

	line->kind = kind;
	line->text = arena_strndup(evidence->arena, text, length);
	return line;
}

const struct dns_fact *evidence_dns(const struct evidence *evidence, const char *name,
	enum dns_type type)
{
	const struct dns_fact *fact;

	for (fact = evidence->dns; fact != NULL; fact = fact->next)
		if (fact->purpose == DNS_LOOKUP && fact->type == type &&
		    text_equal_nocase(fact->name, name))
			return fact;
	return NULL;
}

const struct dns_fact *evidence_dns_probe(const struct evidence *evidence,
	enum dns_purpose purpose, const char *name)
{
	const struct dns_fact *fact;

	for (fact = evidence->dns; fact != NULL; fact = fact->next)
		if (fact->purpose == purpose && (name == NULL || text_equal_nocase(fact->name, name)))
			return fact;
	return NULL;
}

const char *endpoint_label(struct arena *arena, const struct endpoint_fact *endpoint)
{
	const struct mail_service *service = &endpoint->service;
	bool is_ipv6 = strchr(service->host, ':') != NULL;

	return arena_printf(arena, is_ipv6 ? "[%s]:%u/%s/%s" : "%s:%u/%s/%s", service->host,
		service->port, mail_protocol_name(service->protocol),
		mail_security_name(service->security));
}

const struct reply_fact *endpoint_reply(const struct endpoint_fact *endpoint, enum step step)
{
	const struct reply_fact *reply, *found = NULL;

	for (reply = endpoint->replies; reply != NULL; reply = reply->next)
		if (reply->step == step)
			found = reply;
	return found;
}

/* Does LINE, "AUTH PLAIN LOGIN", offer WORD, "AUTH PLAIN"?  The first words
 * must agree, then the second may stand anywhere behind.  Some servers write
 * "AUTH=PLAIN LOGIN". */
static bool line_offers(const char *line, const char *word)
{
	const char *argument = strchr(word, ' ');
	size_t key = argument != NULL ? (size_t)(argument - word) : strlen(word);
	size_t at = strcspn(line, " =");

	if (argument == NULL)
		return text_starts_nocase(line, word) && (line[key] == '\0' || line[key] == ' ');
	if (at != key || strncasecmp(line, word, key) != 0)
		return false;
	argument++;
	while (line[at] != '\0') {
		size_t length;

		at += strspn(line + at, " =");
		length = strcspn(line + at, " ");
		if (length == strlen(argument) && strncasecmp(line + at, argument, length) == 0)
			return true;
		at += length;
	}
	return false;
}

bool endpoint_offers(const struct endpoint_fact *endpoint, const char *word)
{
	size_t i;

	for (i = 0; i < endpoint->capabilities_count; i++)
		if (line_offers(endpoint->capabilities[i], word))
			return true;
	return false;
}
