/* SPDX-License-Identifier: MIT */
#include "scenario.h"

#include <stdio.h>
#include <string.h>

#include "leaks.h"
#include "scenario_parts.h"

#define USUAL_TIMEOUT 5
#define TIMEOUT_MAX 60

static const char *const scenario_keys[] = {
	"title", "story", "demo", "address", "secret", "token", "user", "password", "args", "timeout",
	"command", "dns", "hosts", "expect", NULL
};

static const char *const command_words[] = { "diagnose", "lookup", NULL };

const char *lab_protocol_name(enum lab_protocol protocol)
{
	switch (protocol) {
	case LAB_IMAP:
		return "imap";
	case LAB_POP3:
		return "pop3";
	case LAB_HTTP:
		return "http";
	case LAB_SMTP:
		break;
	}
	return "smtp";
}

static const char *name_from_path(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = arena_strdup(arena, slash == NULL ? path : slash + 1);
	char *dot = strrchr(name, '.');

	if (dot != NULL)
		*dot = '\0';
	return name;
}

static int read_account(struct reading *reading, const cJSON *json, struct scenario *scenario)
{
	const char *token = NULL;

	if (reading_string(reading, "", json, "address", &scenario->address) < 0 ||
	    reading_string(reading, "", json, "secret", &scenario->secret) < 0 ||
	    reading_string(reading, "", json, "token", &token) < 0)
		return -1;
	if (scenario->address == NULL)
		return reading_fail(reading, "", "'address' is missing");
	if (token != NULL && scenario->secret != NULL)
		return reading_fail(reading, "", "'secret' and 'token' exclude each other");
	if (token != NULL) {
		scenario->secret = token;
		scenario->secret_is_token = true;
	}
	if (scenario->secret != NULL && strlen(scenario->secret) < LEAKS_SECRET_MIN)
		return reading_fail(reading, "", "a secret of less than %d bytes cannot be traced",
			LEAKS_SECRET_MIN);
	if (scenario->secret != NULL && scenario->lookup)
		return reading_fail(reading, "", "a lookup takes no secret");
	scenario->user = scenario->address;
	scenario->password = scenario->secret;
	if (reading_string(reading, "", json, "user", &scenario->user) < 0)
		return -1;
	return reading_string(reading, "", json, "password", &scenario->password);
}

static int read_texts(struct reading *reading, const cJSON *json, struct scenario *scenario)
{
	int timeout = USUAL_TIMEOUT, command = 0;

	scenario->args = arena_alloc(reading->arena, sizeof *scenario->args);
	if (reading_string(reading, "", json, "title", &scenario->title) < 0 ||
	    reading_string(reading, "", json, "story", &scenario->story) < 0 ||
	    reading_bool(reading, "", json, "demo", &scenario->demo) < 0 ||
	    reading_word(reading, "", json, "command", command_words, &command) < 0 ||
	    reading_strings(reading, "", json, "args", &scenario->args) < 0 ||
	    reading_number(reading, "", json, "timeout", 1, TIMEOUT_MAX, &timeout) < 0)
		return -1;
	scenario->timeout = (unsigned)timeout;
	scenario->lookup = command == 1;
	if (scenario->title == NULL || scenario->story == NULL)
		return reading_fail(reading, "", "'title' and 'story' are needed");
	return 0;
}

static int read_all(struct reading *reading, const cJSON *json, struct scenario *scenario)
{
	const cJSON *dns = cJSON_GetObjectItemCaseSensitive(json, "dns");
	const cJSON *hosts = cJSON_GetObjectItemCaseSensitive(json, "hosts");
	const cJSON *expect = cJSON_GetObjectItemCaseSensitive(json, "expect");

	if (reading_keys(reading, "", json, scenario_keys) < 0 ||
	    read_texts(reading, json, scenario) < 0 || read_account(reading, json, scenario) < 0)
		return -1;
	scenario->resolver_count = 1;
	if (dns != NULL && scenario_read_zone(reading, dns, scenario) < 0)
		return -1;
	if (hosts != NULL && scenario_read_hosts(reading, hosts, scenario) < 0)
		return -1;
	scenario_complete_zone(reading, scenario);
	if (expect == NULL)
		return reading_fail(reading, "", "'expect' is missing");
	return scenario_read_expectation(reading, expect, &scenario->expect);
}

struct scenario *scenario_read(const char *path, char **problem)
{
	struct arena *arena = arena_new();
	struct scenario *scenario = arena_alloc(arena, sizeof *scenario);
	struct reading reading = { .arena = arena, .file = path };
	cJSON *json = reading_file(&reading);

	*problem = NULL;
	scenario->arena = arena;
	scenario->path = arena_strdup(arena, path);
	scenario->name = name_from_path(arena, path);
	if (json == NULL || read_all(&reading, json, scenario) < 0) {
		*problem = reading.problem;
		scenario_free(scenario);
		scenario = NULL;
	}
	cJSON_Delete(json);
	return scenario;
}

void scenario_free(struct scenario *scenario)
{
	if (scenario != NULL)
		arena_free(scenario->arena);
}
