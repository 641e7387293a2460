/* SPDX-License-Identifier: MIT */
#include "scenario_parts.h"

#define LOGINS_MAX 100

static const char *const expect_keys[] = { "root_cause", "exit", "also", "not", "quote",
	"services", "logins", "no_login", "sources", "discrepancies", "clients", "asked",
	"no_address", "in_time", NULL };
static const char *const login_keys[] = { "imap", "pop3", "smtp", NULL };

/* The strings of the object at KEY, by name. */
static int read_pairs(struct reading *reading, const cJSON *json, const char *key,
	const char ***names, const char ***words)
{
	const cJSON *object = cJSON_GetObjectItemCaseSensitive(json, key), *item;
	const char *where = arena_printf(reading->arena, "expect.%s", key);
	size_t count = (size_t)cJSON_GetArraySize(object) + 1, i = 0;

	*names = arena_alloc(reading->arena, count * sizeof **names);
	*words = arena_alloc(reading->arena, count * sizeof **words);
	if (object == NULL)
		return 0;
	if (reading_keys(reading, where, object, NULL) < 0)
		return -1;
	cJSON_ArrayForEach(item, object) {
		(*names)[i] = arena_strdup(reading->arena, item->string);
		if (reading_string(reading, where, object, item->string, &(*words)[i++]) < 0)
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
	if (read_pairs(reading, json, "clients", &out->client_names, &out->client_words) < 0)
		return -1;
	return read_pairs(reading, json, "sources", &out->source_names, &out->source_words);
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
	    reading_bool(reading, "expect", json, "in_time", &out->in_time) < 0 ||
	    reading_strings(reading, "expect", json, "also", &out->also) < 0 ||
	    reading_strings(reading, "expect", json, "not", &out->not_codes) < 0 ||
	    reading_string(reading, "expect", json, "quote", &out->quote) < 0 ||
	    read_pairs(reading, json, "services", &out->service_labels, &out->service_states) < 0 ||
	    read_web(reading, json, out) < 0)
		return -1;
	return read_logins(reading, json, out);
}
