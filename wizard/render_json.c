/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client_picks.h"
#include "contradictions.h"
#include "json.h"
#include "render.h"
#include "settings.h"
#include "words.h"

#define LOOKUP_SCHEMA "mailguide.lookup/1"

static cJSON *new_document(const char *schema, const struct evidence *evidence,
	const struct preset *preset)
{
	cJSON *document = json_object(), *provider;

	cJSON_AddStringToObject(document, "schema", schema);
	cJSON_AddStringToObject(document, "version", PACKAGE_VERSION);
	json_add_text(document, "address", evidence->address);
	json_add_text(document, "domain", evidence->domain);
	if (preset == NULL) {
		cJSON_AddNullToObject(document, "provider");
		return document;
	}
	provider = cJSON_AddObjectToObject(document, "provider");
	json_add_text(provider, "id", preset->id);
	json_add_text(provider, "name", preset->name);
	json_add_text(provider, "checked", preset->checked);
	return document;
}

/* ---- services -------------------------------------------------------------------------------- */

static void add_tls(cJSON *object, const struct tls_fact *tls)
{
	const struct certificate_fact *leaf = tls->chain;
	struct arena *arena;
	cJSON *item;

	if (tls->outcome == TLS_NOT_TRIED) {
		cJSON_AddNullToObject(object, "tls");
		return;
	}
	arena = arena_new();
	item = cJSON_AddObjectToObject(object, "tls");
	json_add_text(item, "version", tls->version);
	json_add_text(item, "cipher", tls->cipher);
	json_add_text(item, "subject", leaf != NULL ? leaf->subject : NULL);
	json_add_text(item, "issuer", leaf != NULL ? leaf->issuer : NULL);
	json_add_text(item, "sha256", leaf != NULL ? leaf->sha256 : NULL);
	json_add_text(item, "not_after", leaf != NULL ? words_date(arena, leaf->not_after) : NULL);
	json_add_texts(item, "names", leaf != NULL ? leaf->names : NULL,
		leaf != NULL ? leaf->name_count : 0);
	cJSON_AddBoolToObject(item, "trusted", tls_is_trusted(tls));
	arena_free(arena);
}

static void add_timing(cJSON *object, const struct endpoint_fact *endpoint)
{
	cJSON *timing = cJSON_AddObjectToObject(object, "timing_ms");

	cJSON_AddNumberToObject(timing, "dns", endpoint->timing.dns);
	cJSON_AddNumberToObject(timing, "connect", endpoint->timing.connect);
	cJSON_AddNumberToObject(timing, "tls", endpoint->timing.tls);
	cJSON_AddNumberToObject(timing, "greeting", endpoint->timing.greeting);
	cJSON_AddNumberToObject(timing, "login", endpoint->timing.login);
}

static cJSON *endpoint_object(const struct endpoint_fact *endpoint)
{
	cJSON *object = json_service(&endpoint->service), *addresses;
	const struct connect_fact *connect;

	json_add_text(object, "source", endpoint->source);
	json_add_text(object, "state", service_state_name(service_state(endpoint)));
	addresses = cJSON_AddArrayToObject(object, "addresses");
	for (connect = endpoint->connects; connect != NULL; connect = connect->next)
		json_append_text(addresses, connect->address);
	add_tls(object, &endpoint->tls);
	json_add_texts(object, "capabilities", endpoint->capabilities, endpoint->capabilities_count);
	add_timing(object, endpoint);
	return object;
}

/* What any program would have asked, and was told. */
static void add_dns(cJSON *document, const struct evidence *evidence)
{
	cJSON *array = cJSON_AddArrayToObject(document, "dns"), *item, *answers;
	const struct dns_fact *dns;
	size_t i;

	for (dns = evidence->dns; dns != NULL; dns = dns->next) {
		if (dns->purpose != DNS_LOOKUP)
			continue;
		item = cJSON_CreateObject();
		cJSON_AddItemToArray(array, item);
		json_add_text(item, "name", dns->name);
		json_add_text(item, "type", dns_type_name(dns->type));
		json_add_text(item, "outcome", dns_outcome_name(dns->outcome));
		answers = cJSON_AddArrayToObject(item, "answers");
		for (i = 0; i < dns->count; i++)
			json_append_text(answers, dns->records[i].text);
		cJSON_AddNumberToObject(item, "elapsed_ms", dns->took_ms);
	}
}

/* From where it was looked at, and when. */
static void add_environment(cJSON *document, const struct evidence *evidence)
{
	cJSON *environment = cJSON_AddObjectToObject(document, "environment");
	char started[32];
	struct tm parts;

	if (gmtime_r(&evidence->started, &parts) == NULL ||
	    strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
		started[0] = '\0';
	json_add_text(environment, "started", started);
	json_add_texts(environment, "resolvers", evidence->resolvers, evidence->resolver_count);
	cJSON_AddBoolToObject(environment, "ipv4", evidence->have_ipv4);
	cJSON_AddBoolToObject(environment, "ipv6", evidence->have_ipv6);
	json_add_text(environment, "tunnel", evidence->tunnel);
	json_add_text(environment, "tls_library", evidence->tls_library);
}

static void add_endpoints(cJSON *document, const char *key, const struct evidence *evidence,
	enum endpoint_role role)
{
	cJSON *array = cJSON_AddArrayToObject(document, key);
	const struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == role)
			cJSON_AddItemToArray(array, endpoint_object(endpoint));
}

/* ---- sources and findings ---------------------------------------------------------------------- */

static void add_attempts(cJSON *object, const struct source_fact *source)
{
	cJSON *array = cJSON_AddArrayToObject(object, "attempts"), *item;
	const struct source_attempt *attempt;

	for (attempt = source->attempts; attempt != NULL; attempt = attempt->next) {
		item = cJSON_CreateObject();
		cJSON_AddItemToArray(array, item);
		json_add_text(item, "where", attempt->where);
		json_add_text(item, "outcome", source_outcome_name(attempt->outcome));
		json_add_text(item, "detail", attempt->detail);
		cJSON_AddNumberToObject(item, "elapsed_ms", attempt->took_ms);
	}
}

static void add_discrepancies(cJSON *document, const struct evidence *evidence)
{
	cJSON *array = cJSON_AddArrayToObject(document, "discrepancies"), *item;
	struct arena *arena = arena_new();
	const struct contradiction *entry;

	for (entry = contradictions(arena, evidence); entry != NULL; entry = entry->next) {
		item = cJSON_CreateObject();
		cJSON_AddItemToArray(array, item);
		json_add_text(item, "kind", entry->kind);
		json_add_text(item, "source", entry->source);
		json_add_text(item, "text", entry->text);
	}
	arena_free(arena);
}

/* What each kind of program would take from the sources. */
static void add_clients(cJSON *document, const struct evidence *evidence)
{
	cJSON *array = cJSON_AddArrayToObject(document, "clients"), *item, *settings;
	struct client_pick pick;
	size_t i;
	int protocol;

	for (i = 0; client_pick(evidence, i, &pick); i++) {
		item = cJSON_CreateObject();
		cJSON_AddItemToArray(array, item);
		json_add_text(item, "client", pick.client);
		json_add_text(item, "source", pick.source);
		cJSON_AddBoolToObject(item, "asks_password_first", pick.asks_first);
		settings = cJSON_AddArrayToObject(item, "settings");
		for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
			if (pick.settings[protocol] != NULL)
				cJSON_AddItemToArray(settings, json_service(pick.settings[protocol]));
	}
}

static void add_sources(cJSON *document, const struct evidence *evidence)
{
	cJSON *array = cJSON_AddArrayToObject(document, "sources"), *object, *settings, *item;
	const struct source_fact *source;
	size_t i;

	for (source = evidence->sources; source != NULL; source = source->next) {
		object = cJSON_CreateObject();
		cJSON_AddItemToArray(array, object);
		json_add_text(object, "source", source->source);
		json_add_text(object, "outcome", source_outcome_name(source->outcome));
		json_add_text(object, "detail", source->detail);
		cJSON_AddNumberToObject(object, "elapsed_ms", source->took_ms);
		add_attempts(object, source);
		settings = cJSON_AddArrayToObject(object, "settings");
		for (i = 0; i < source->count; i++) {
			item = json_service(&source->settings[i]);
			cJSON_AddBoolToObject(item, "contradicts",
				settings_contradict(evidence, source, &source->settings[i]));
			cJSON_AddItemToArray(settings, item);
		}
	}
	add_discrepancies(document, evidence);
	add_clients(document, evidence);
}

static cJSON *finding_object(const struct finding *finding)
{
	cJSON *object = cJSON_CreateObject(), *witnesses, *item;
	size_t i;

	json_add_text(object, "code", finding->code->code);
	json_add_text(object, "severity", severity_name(finding->severity));
	json_add_text(object, "layer", finding->code->layer);
	json_add_text(object, "who", who_name(finding->who));
	json_add_text(object, "title", finding->code->title);
	json_add_text(object, "detail", finding->detail);
	json_add_text(object, "service", finding->service);
	witnesses = cJSON_AddArrayToObject(object, "evidence");
	for (i = 0; i < finding->quote_count; i++) {
		item = cJSON_CreateObject();
		json_add_text(item, "kind", finding->quotes[i].kind);
		json_add_text(item, "text", finding->quotes[i].text);
		cJSON_AddItemToArray(witnesses, item);
	}
	json_add_texts(object, "remedy", finding->remedy, finding->remedy_count);
	json_add_texts(object, "links", finding->links, finding->link_count);
	json_add_texts(object, "explains", finding->explains, finding->explain_count);
	return object;
}

int render_json(const struct evidence *evidence, const struct verdict *verdict, struct buf *out)
{
	cJSON *document = new_document(DIAGNOSIS_SCHEMA, evidence, verdict->preset), *findings;
	const struct finding *finding;
	int status;

	cJSON_AddBoolToObject(document, "ok", verdict->ok);
	json_add_text(document, "root_cause", verdict->root_cause);
	findings = cJSON_AddArrayToObject(document, "findings");
	for (finding = verdict->findings; finding != NULL; finding = finding->next)
		cJSON_AddItemToArray(findings, finding_object(finding));
	add_endpoints(document, "services", evidence, ROLE_CANDIDATE);
	add_endpoints(document, "counter_probes", evidence, ROLE_COUNTER);
	add_dns(document, evidence);
	add_sources(document, evidence);
	add_environment(document, evidence);
	cJSON_AddNumberToObject(document, "elapsed_ms", evidence->elapsed_ms);
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}

int render_lookup_json(const struct evidence *evidence, const struct preset *preset,
	struct buf *out)
{
	cJSON *document = new_document(LOOKUP_SCHEMA, evidence, preset), *services, *item;
	const struct endpoint_fact *winner;
	int status;

	services = cJSON_AddArrayToObject(document, "services");
	for (winner = evidence->endpoints; winner != NULL; winner = winner->next) {
		if (winner->role != ROLE_CANDIDATE)
			continue;
		item = json_service(&winner->service);
		json_add_text(item, "source", winner->source);
		cJSON_AddBoolToObject(item, "needs_yes", !winner->trusted_source);
		cJSON_AddItemToArray(services, item);
	}
	add_sources(document, evidence);
	cJSON_AddNumberToObject(document, "elapsed_ms", evidence->elapsed_ms);
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}
