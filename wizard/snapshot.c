/* SPDX-License-Identifier: MIT */
#include "snapshot.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "evidence_json.h"
#include "finding.h"
#include "input.h"
#include "language.h"
#include "output.h"
#include "render.h"

/* ---- values, whatever stands in the file -------------------------------------------------- */

static const cJSON *member(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *text_of(struct arena *arena, const cJSON *object, const char *key)
{
	const cJSON *item = member(object, key);

	return cJSON_IsString(item) ? arena_strdup(arena, item->valuestring) : "";
}

static unsigned number_of(const cJSON *object, const char *key)
{
	const cJSON *item = member(object, key);

	return cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < 1e9 ?
		(unsigned)item->valuedouble : 0;
}

static struct snapshot_texts texts_of(struct arena *arena, const cJSON *object, const char *key)
{
	const cJSON *array = member(object, key), *item;
	struct snapshot_texts texts = { NULL, 0 };

	if (!cJSON_IsArray(array))
		return texts;
	texts.items = arena_alloc(arena, ((size_t)cJSON_GetArraySize(array) + 1) * sizeof(char *));
	cJSON_ArrayForEach(item, array)
		if (cJSON_IsString(item))
			texts.items[texts.count++] = arena_strdup(arena, item->valuestring);
	return texts;
}

/* Room for the members of the array KEY, which READ fills one after the other. */
static void *list_of(struct arena *arena, const cJSON *object, const char *key, size_t size,
	void (*read)(struct arena *arena, const cJSON *item, void *slot), size_t *count)
{
	const cJSON *array = member(object, key), *item;
	char *list;

	*count = 0;
	if (!cJSON_IsArray(array))
		return NULL;
	list = arena_alloc(arena, ((size_t)cJSON_GetArraySize(array) + 1) * size);
	cJSON_ArrayForEach(item, array)
		if (cJSON_IsObject(item))
			read(arena, item, list + size * (*count)++);
	return list;
}

/* ---- parts ----------------------------------------------------------------------------------- */

static const char *label_of(struct arena *arena, const cJSON *item)
{
	return arena_printf(arena, "%s:%u/%s/%s", text_of(arena, item, "host"),
		number_of(item, "port"), text_of(arena, item, "protocol"),
		text_of(arena, item, "security"));
}

static void read_finding(struct arena *arena, const cJSON *item, void *slot)
{
	struct snapshot_finding *finding = slot;

	finding->code = text_of(arena, item, "code");
	finding->title = text_of(arena, item, "title");
	finding->severity = text_of(arena, item, "severity");
	finding->layer = text_of(arena, item, "layer");
	finding->service = text_of(arena, item, "service");
}

static void read_service(struct arena *arena, const cJSON *item, void *slot)
{
	const cJSON *tls = member(item, "tls"), *timing = member(item, "timing_ms");
	struct snapshot_service *service = slot;

	service->label = label_of(arena, item);
	service->state = text_of(arena, item, "state");
	service->host = text_of(arena, item, "host");
	service->username = text_of(arena, item, "username");
	service->source = text_of(arena, item, "source");
	service->version = text_of(arena, tls, "version");
	service->issuer = text_of(arena, tls, "issuer");
	service->sha256 = text_of(arena, tls, "sha256");
	service->not_after = text_of(arena, tls, "not_after");
	service->trusted = cJSON_IsTrue(member(tls, "trusted"));
	service->capabilities = texts_of(arena, item, "capabilities");
	service->took_ms = number_of(timing, "connect") + number_of(timing, "tls") +
		number_of(timing, "greeting") + number_of(timing, "login");
}

static void read_name(struct arena *arena, const cJSON *item, void *slot)
{
	struct snapshot_name *name = slot;

	name->key = arena_printf(arena, "%s %s", text_of(arena, item, "type"),
		text_of(arena, item, "name"));
	name->outcome = text_of(arena, item, "outcome");
	name->answers = texts_of(arena, item, "answers");
}

static void read_source(struct arena *arena, const cJSON *item, void *slot)
{
	const cJSON *settings = member(item, "settings"), *setting;
	struct snapshot_source *source = slot;

	source->source = text_of(arena, item, "source");
	source->outcome = text_of(arena, item, "outcome");
	source->settings.items = arena_alloc(arena,
		((size_t)cJSON_GetArraySize(settings) + 1) * sizeof(char *));
	cJSON_ArrayForEach(setting, settings)
		if (cJSON_IsObject(setting))
			source->settings.items[source->settings.count++] = label_of(arena, setting);
}

static void read_surroundings(struct arena *arena, const cJSON *document,
	struct snapshot *snapshot)
{
	const cJSON *environment = member(document, "environment");

	snapshot->told_surroundings = cJSON_IsObject(environment);
	snapshot->started = text_of(arena, environment, "started");
	snapshot->resolvers = texts_of(arena, environment, "resolvers");
	snapshot->have_ipv4 = cJSON_IsTrue(member(environment, "ipv4"));
	snapshot->have_ipv6 = cJSON_IsTrue(member(environment, "ipv6"));
	snapshot->tunnel = text_of(arena, environment, "tunnel");
}

static struct snapshot *read_document(struct arena *arena, const char *file,
	const cJSON *document)
{
	struct snapshot *snapshot = arena_alloc(arena, sizeof *snapshot);

	snapshot->file = file;
	snapshot->address = text_of(arena, document, "address");
	if (snapshot->address[0] == '\0')
		snapshot->address = text_of(arena, document, "domain");
	snapshot->ok = cJSON_IsTrue(member(document, "ok"));
	snapshot->root_cause = text_of(arena, document, "root_cause");
	snapshot->findings = list_of(arena, document, "findings", sizeof *snapshot->findings,
		read_finding, &snapshot->finding_count);
	snapshot->services = list_of(arena, document, "services", sizeof *snapshot->services,
		read_service, &snapshot->service_count);
	snapshot->names = list_of(arena, document, "dns", sizeof *snapshot->names, read_name,
		&snapshot->name_count);
	snapshot->sources = list_of(arena, document, "sources", sizeof *snapshot->sources,
		read_source, &snapshot->source_count);
	read_surroundings(arena, document, snapshot);
	return snapshot;
}

/* ---- the file ----------------------------------------------------------------------------------- */

/* Puts the diagnosis of the evidence in TEXT in its place.  NULL, or what is wrong. */
static const char *judge(struct arena *arena, struct buf *text)
{
	const char *problem = NULL;
	struct evidence *evidence;
	char *error = NULL;

	evidence = evidence_read(buf_text(text), text->length, &error);
	if (evidence == NULL) {
		problem = arena_strdup(arena, error);
		free(error);
		return problem;
	}
	buf_done(text);
	buf_init(text, OUTPUT_MAX);
	language_suspend(); /* both are compared in the language that files are in */
	if (render_json(evidence, verdict_reach(evidence), text) != 0)
		problem = _("the result is too long to be printed");
	language_resume();
	evidence_free(evidence);
	return problem;
}

static cJSON *parse(const struct buf *text)
{
	return cJSON_ParseWithLength(buf_text(text), text->length);
}

static bool is_schema(const cJSON *document, const char *schema)
{
	const cJSON *item = member(document, "schema");

	return cJSON_IsString(item) && strcmp(item->valuestring, schema) == 0;
}

static struct snapshot *read_text(struct arena *arena, const char *file, struct buf *text,
	const char **problem)
{
	struct snapshot *snapshot = NULL;
	cJSON *document = parse(text);

	if (is_schema(document, EVIDENCE_SCHEMA)) {
		cJSON_Delete(document);
		*problem = judge(arena, text);
		if (*problem != NULL)
			return NULL;
		document = parse(text);
	}
	if (document == NULL)
		*problem = _("it is not JSON, or not all of it");
	else if (!is_schema(document, DIAGNOSIS_SCHEMA))
		*problem = _("it is neither a diagnosis in JSON nor saved evidence of this version");
	else
		snapshot = read_document(arena, file, document);
	cJSON_Delete(document);
	return snapshot;
}

struct snapshot *snapshot_load(struct arena *arena, const char *file, const char **problem)
{
	struct snapshot *snapshot = NULL;
	struct buf text;
	int error;

	buf_init(&text, EVIDENCE_FILE_MAX);
	error = input_read(file, &text);
	if (error != 0)
		*problem = arena_strdup(arena, strerror(error));
	else
		snapshot = read_text(arena, file, &text, problem);
	buf_done(&text);
	return snapshot;
}

/* ---- lists of texts -------------------------------------------------------------------------------- */

bool snapshot_texts_have(const struct snapshot_texts *texts, const char *item)
{
	size_t i;

	for (i = 0; i < texts->count; i++)
		if (strcmp(texts->items[i], item) == 0)
			return true;
	return false;
}

static bool covers(const struct snapshot_texts *a, const struct snapshot_texts *b)
{
	size_t i;

	for (i = 0; i < b->count; i++)
		if (!snapshot_texts_have(a, b->items[i]))
			return false;
	return true;
}

bool snapshot_texts_equal(const struct snapshot_texts *a, const struct snapshot_texts *b)
{
	return covers(a, b) && covers(b, a);
}

/* ---- looking up ------------------------------------------------------------------------------------- */

const struct snapshot_service *snapshot_service(const struct snapshot *snapshot,
	const char *label)
{
	size_t i;

	for (i = 0; i < snapshot->service_count; i++)
		if (strcmp(snapshot->services[i].label, label) == 0)
			return &snapshot->services[i];
	return NULL;
}
