/* SPDX-License-Identifier: MIT */
#include "strict_json.h"

#include <stdbool.h>
#include <string.h>

#include "../probes/text.h"

static void set_problem(struct strict_json_problem *problem, const char *reason,
	const char *text, const char *place)
{
	*problem = (struct strict_json_problem){ .reason = reason, .line = 1, .column = 1 };
	for (; text < place; text++) {
		problem->column++;
		if (*text == '\n') {
			problem->line++;
			problem->column = 1;
		}
	}
}

/* The first place that cJSON must not see, or NULL. */
static const char *find_offence(const char *text, size_t length, unsigned depth_max,
	const char **reason)
{
	const char *end = text + length;
	bool in_text = false;
	unsigned depth = 0;

	for (; text < end; text++) {
		unsigned char byte = (unsigned char)*text;

		*reason = "nested too deep";
		if (!in_text && (byte == '[' || byte == '{') && ++depth > depth_max)
			return text;
		*reason = "control character";
		if (byte == 0x7f || (byte < 0x20 && (in_text || strchr("\t\n\r", byte) == NULL || byte == 0)))
			return text;
		*reason = "\\u0000 in a text";
		if (in_text && end - text > 5 && memcmp(text, "\\u0000", 6) == 0)
			return text;
		if (!in_text && (byte == ']' || byte == '}') && depth > 0)
			depth--;
		else if (byte == '"')
			in_text = !in_text;
		else if (in_text && byte == '\\')
			text++;
	}
	return NULL;
}

cJSON *strict_json_parse(const char *text, size_t length, unsigned depth_max,
	struct strict_json_problem *problem)
{
	const char *end = text, *reason, *place;
	cJSON *json;

	*problem = (struct strict_json_problem){ .reason = "not valid UTF-8" };
	if (!text_is_utf8(text, length))
		return NULL;
	place = find_offence(text, length, depth_max, &reason);
	if (place != NULL) {
		set_problem(problem, reason, text, place);
		return NULL;
	}
	json = cJSON_ParseWithLengthOpts(text, length, &end, false);
	if (end > text + length)
		end = text + length;
	place = end;
	while (json != NULL && place < text + length && strchr(" \t\r\n", *place) != NULL)
		place++;
	if (json == NULL || place < text + length)
		set_problem(problem, "not JSON from here on", text, place);
	else if (!cJSON_IsObject(json))
		*problem = (struct strict_json_problem){ .reason = "not a JSON object" };
	else
		return json;
	cJSON_Delete(json);
	return NULL;
}
