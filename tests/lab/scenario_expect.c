/* SPDX-License-Identifier: MIT */
#include "scenario_parts.h"

#define LOGINS_MAX 100

static const char *const expect_keys[] = { "root_cause", "exit", "also", "not", "quote",
	"services", "logins", "no_login", "sources", "discrepancies", "asked", "no_address", NULL };
static const char *const login_keys[] = { "imap", "pop3", "smtp", NULL };
static const char *const state_words[] = { "works", "reachable", "failed", "untested", NULL };

static int read_services(struct reading *reading, const cJSON *json, struct expectation *out)
{
	const cJSON *services = cJSON_GetObjectItemCaseSensitive(json, "services"), *item;
	size_t count = (size_t)cJSON_GetArraySize(services) + 1, i = 0;

	out->service_labels = arena_alloc(reading->arena, count * sizeof *out->service_labels);
	out->service_states = arena_alloc(reading->arena, count * sizeof *out->service_states);
	if (services == NULL)
		return 0;
	if (reading_keys(reading, "expect.services", services, NULL) < 0)
		return -1;
	cJSON_ArrayForEach(item, services) {
		if (!cJSON_IsString(item) || reading_index(item->valuestring, state_words) < 0)
			return reading_fail(reading, "expect.services", "'%s' has no known state",
				item->string);
		out->service_labels[i] = arena_strdup(reading->arena, item->string);
		out->service_states[i++] = arena_strdup(reading->arena, item->valuestring);
	}
	return 0;
}

/* "outcome" or "outcome: words of its detail". */
static int read_sources(struct reading *reading, const cJSON *json, struct expectation *out)
{
	const cJSON *sources = cJSON_GetObjectItemCaseSensitive(json, "sources"), *item;
	size_t count = (size_t)cJSON_GetArraySize(sources) + 1, i = 0;

	out->source_names = arena_alloc(reading->arena, count * sizeof *out->source_names);
	out->source_words = arena_alloc(reading->arena, count * sizeof *out->source_words);
	if (sources == NULL)
		return 0;
	if (reading_keys(reading, "expect.sources", sources, NULL) < 0)
		return -1;
	cJSON_ArrayForEach(item, sources) {
		out->source_names[i] = arena_strdup(reading->arena, item->string);
		if (reading_string(reading, "expect.sources", sources, item->string,
			&out->source_words[i++]) < 0)
			return -1;
	}
	return 0;
}

static int read_web(struct reading *reading, const cJSON *json, struct expectation *out)
{
	out->discrepancies = arena_alloc(reading->arena, sizeof *out->discrepancies);
	out->asked = arena_alloc(reading->arena, sizeof *out->asked);
	if (reading_strings(reading, "expect", json, "discrepancies", &out->discrepancies) < 0 ||
	    reading_strings(reading, "expect", json, "asked", &out->asked) < 0 ||
	    reading_bool(reading, "expect", json, "no_address", &out->no_address) < 0)
		return -1;
	return read_sources(reading, json, out);
}

static int read_logins(struct reading *reading, const cJSON *json, struct expectation *out)
{
	const cJSON *logins = cJSON_GetObjectItemCaseSensitive(json, "logins");
	bool none = false;
	int i;

	if (reading_bool(reading, "expect", json, "no_login", &none) < 0 ||
	    (logins != NULL && reading_keys(reading, "expect.logins", logins, login_keys) < 0))
		return -1;
	for (i = 0; i < LAB_MAIL_PROTOCOLS; i++) {
		out->logins[i] = none ? 0 : -1;
		if (logins != NULL && reading_number(reading, "expect.logins", logins, login_keys[i],
			0, LOGINS_MAX, &out->logins[i]) < 0)
			return -1;
	}
	return 0;
}

int scenario_read_expectation(struct reading *reading, const cJSON *json,
	struct expectation *out)
{
	const cJSON *cause = cJSON_GetObjectItemCaseSensitive(json, "root_cause");

	if (reading_keys(reading, "expect", json, expect_keys) < 0)
		return -1;
	if (!cJSON_IsNull(cause) && !cJSON_IsString(cause))
		return reading_fail(reading, "expect", "'root_cause' must be a code or null");
	if (cJSON_IsString(cause))
		out->root_cause = arena_strdup(reading->arena, cause->valuestring);
	out->exit = out->root_cause == NULL ? 0 : 1;
	out->also = arena_alloc(reading->arena, sizeof *out->also);
	out->not_codes = arena_alloc(reading->arena, sizeof *out->not_codes);
	if (reading_number(reading, "expect", json, "exit", 0, 3, &out->exit) < 0 ||
	    reading_strings(reading, "expect", json, "also", &out->also) < 0 ||
	    reading_strings(reading, "expect", json, "not", &out->not_codes) < 0 ||
	    reading_string(reading, "expect", json, "quote", &out->quote) < 0 ||
	    read_services(reading, json, out) < 0 || read_web(reading, json, out) < 0)
		return -1;
	return read_logins(reading, json, out);
}
