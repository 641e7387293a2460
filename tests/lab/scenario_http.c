/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "scenario_parts.h"

#define PAUSE_MAX_MS 60000
#define USUAL_TYPE "text/xml; charset=utf-8"

static const char *const web_keys[] = { "status", "type", "headers", "body", "append_hex", "repeat",
	"header_kib", "flood", "delay_ms", "drip_ms", "then", NULL };

static int read_headers(struct reading *reading, const char *where, const cJSON *json,
	struct web_reply *out)
{
	const cJSON *headers = cJSON_GetObjectItemCaseSensitive(json, "headers"), *item;
	size_t count, i = 0;

	if (headers == NULL)
		return 0;
	if (reading_keys(reading, where, headers, NULL) < 0)
		return -1;
	count = (size_t)cJSON_GetArraySize(headers) + 1;
	out->header_names = arena_alloc(reading->arena, count * sizeof *out->header_names);
	out->header_values = arena_alloc(reading->arena, count * sizeof *out->header_values);
	cJSON_ArrayForEach(item, headers) {
		out->header_names[i] = arena_strdup(reading->arena, item->string);
		if (reading_string(reading, where, headers, item->string, &out->header_values[i++]) < 0)
			return -1;
	}
	return 0;
}

/* Lines end in LF; the hexadecimal bytes come behind them. */
static int read_body(struct reading *reading, const char *where, const cJSON *json,
	struct web_reply *out)
{
	const char **lines = NULL, *more = "";
	size_t more_length = 0, i;
	char *body;

	if (reading_strings(reading, where, json, "body", &lines) < 0 ||
	    reading_hex(reading, where, json, "append_hex", &more, &more_length) < 0)
		return -1;
	for (i = 0; lines != NULL && lines[i] != NULL; i++)
		out->body_length += strlen(lines[i]) + 1;
	body = arena_alloc(reading->arena, out->body_length + more_length + 1);
	out->body = body;
	for (i = 0; lines != NULL && lines[i] != NULL; i++) {
		body = stpcpy(body, lines[i]);
		*body++ = '\n';
	}
	if (more_length > 0)
		memcpy(body, more, more_length);
	out->body_length += more_length;
	return 0;
}

static int read_web_reply(struct reading *reading, const char *where, const cJSON *json,
	struct web_reply *out)
{
	int status = 200, repeat = 1, kib = 0, delay = 0, drip = 0, end = REPLY_GOES_ON;

	out->type = USUAL_TYPE;
	if (reading_keys(reading, where, json, web_keys) < 0 ||
	    reading_number(reading, where, json, "status", 100, 999, &status) < 0 ||
	    reading_string(reading, where, json, "type", &out->type) < 0 ||
	    read_headers(reading, where, json, out) < 0 ||
	    read_body(reading, where, json, out) < 0 ||
	    reading_number(reading, where, json, "repeat", 1, 1 << 30, &repeat) < 0 ||
	    reading_number(reading, where, json, "header_kib", 0, 1 << 20, &kib) < 0 ||
	    reading_bool(reading, where, json, "flood", &out->flood) < 0 ||
	    reading_number(reading, where, json, "delay_ms", 0, PAUSE_MAX_MS, &delay) < 0 ||
	    reading_number(reading, where, json, "drip_ms", 0, PAUSE_MAX_MS, &drip) < 0 ||
	    reading_word(reading, where, json, "then", reply_end_words, &end) < 0)
		return -1;
	out->status = (unsigned)status;
	out->repeat = (unsigned)repeat;
	out->header_kib = (unsigned)kib;
	out->delay_ms = (unsigned)delay;
	out->drip_ms = (unsigned)drip;
	out->end = (enum reply_end)end;
	return 0;
}

int scenario_read_web(struct reading *reading, const char *where, const cJSON *paths,
	struct port *port)
{
	struct web_reply **link = &port->web;
	const cJSON *item;

	if (reading_keys(reading, where, paths, NULL) < 0)
		return -1;
	cJSON_ArrayForEach(item, paths) {
		*link = arena_alloc(reading->arena, sizeof **link);
		(*link)->request = arena_strdup(reading->arena, item->string);
		if (strchr(item->string, '/') == NULL && strcmp(item->string, "*") != 0)
			return reading_fail(reading, where, "'%s' is no \"/path\" and no \"*\"",
				item->string);
		if (read_web_reply(reading, arena_printf(reading->arena, "%s.%s", where,
			item->string), item, *link) < 0)
			return -1;
		link = &(*link)->next;
	}
	return 0;
}
