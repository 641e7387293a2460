/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "scenario_parts.h"

#define PAUSE_MAX_MS 60000

static const char *const reply_keys[] = { "text", "append", "append_hex", "delay_ms", "drip_ms",
	"flood", "then", NULL };
const char *const reply_end_words[] = { "go-on", "close", "reset", "silence", NULL };

static int read_lines(struct reading *reading, const char *where, const cJSON *object,
	const char *key, struct reply *reply)
{
	const char **texts = NULL;

	if (reading_strings(reading, where, object, key, &texts) < 0)
		return -1;
	reply->lines = texts;
	while (texts != NULL && texts[reply->line_count] != NULL)
		reply->line_count++;
	return 0;
}

static int read_object(struct reading *reading, const char *where, const cJSON *json,
	struct reply *reply)
{
	int delay = 0, drip = 0, end = REPLY_GOES_ON;

	if (reading_keys(reading, where, json, reply_keys) < 0 ||
	    read_lines(reading, where, json, "text", reply) < 0 ||
	    reading_string(reading, where, json, "append", &reply->append) < 0 ||
	    reading_hex(reading, where, json, "append_hex", &reply->bytes, &reply->byte_count) < 0 ||
	    reading_number(reading, where, json, "delay_ms", 0, PAUSE_MAX_MS, &delay) < 0 ||
	    reading_number(reading, where, json, "drip_ms", 0, PAUSE_MAX_MS, &drip) < 0 ||
	    reading_bool(reading, where, json, "flood", &reply->flood) < 0 ||
	    reading_word(reading, where, json, "then", reply_end_words, &end) < 0)
		return -1;
	reply->delay_ms = (unsigned)delay;
	reply->drip_ms = (unsigned)drip;
	reply->end = (enum reply_end)end;
	return 0;
}

int scenario_read_reply(struct reading *reading, const char *where, const cJSON *json,
	struct reply **out)
{
	struct reply *reply = arena_alloc(reading->arena, sizeof *reply);
	cJSON *holder;
	int status;

	*out = reply;
	if (cJSON_IsObject(json))
		return read_object(reading, where, json, reply);
	/* A bare string or list is the text alone. */
	holder = cJSON_CreateObject();
	cJSON_AddItemToObject(holder, "text", cJSON_Duplicate(json, 1));
	status = read_object(reading, where, holder, reply);
	cJSON_Delete(holder);
	return status;
}
