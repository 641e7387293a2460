/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/buf.h"

#define FILE_MAX 262144

int reading_fail(struct reading *reading, const char *where, const char *format, ...)
{
	va_list args;
	char *reason;

	if (reading->problem != NULL)
		return -1;
	va_start(args, format);
	reason = arena_vprintf(reading->arena, format, args);
	va_end(args);
	reading->problem = mem_printf("%s: %s%s%s", reading->file, where,
		where[0] == '\0' ? "" : ": ", reason);
	return -1;
}

static int read_bytes(struct reading *reading, struct buf *buf)
{
	FILE *file = fopen(reading->file, "re");
	char block[4096];
	size_t got;
	int status = 0;

	if (file == NULL)
		return reading_fail(reading, "", "cannot be opened: %s", strerror(errno));
	while (status == 0 && (got = fread(block, 1, sizeof block, file)) > 0)
		if (buf_add(buf, block, got) < 0)
			status = reading_fail(reading, "", "longer than %d bytes", FILE_MAX);
	if (status == 0 && ferror(file))
		status = reading_fail(reading, "", "cannot be read: %s", strerror(errno));
	fclose(file);
	return status;
}

static unsigned line_of(const char *text, const char *place)
{
	unsigned line = 1;

	for (; text < place; text++)
		line += *text == '\n';
	return line;
}

cJSON *reading_file(struct reading *reading)
{
	const char *end = NULL;
	cJSON *json = NULL;
	struct buf buf;

	buf_init(&buf, FILE_MAX);
	if (read_bytes(reading, &buf) == 0) {
		json = cJSON_ParseWithLengthOpts(buf_text(&buf), buf.length + 1, &end, 1);
		if (json == NULL)
			reading_fail(reading, "", "no valid JSON at line %u", end == NULL ? 1 :
				line_of(buf_text(&buf), end));
	}
	buf_done(&buf);
	return json;
}

int reading_index(const char *word, const char *const *words)
{
	int i;

	for (i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

int reading_keys(struct reading *reading, const char *where, const cJSON *object,
	const char *const *known)
{
	const cJSON *item;

	if (!cJSON_IsObject(object))
		return reading_fail(reading, where, "must be an object");
	cJSON_ArrayForEach(item, object) {
		if (known != NULL && reading_index(item->string, known) < 0)
			return reading_fail(reading, where, "unknown key '%s'", item->string);
		if (cJSON_GetObjectItemCaseSensitive(object, item->string) != item)
			return reading_fail(reading, where, "key '%s' stands twice", item->string);
	}
	return 0;
}

static const cJSON *find(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

int reading_string(struct reading *reading, const char *where, const cJSON *object,
	const char *key, const char **out)
{
	const cJSON *item = find(object, key);

	if (item == NULL)
		return 0;
	if (!cJSON_IsString(item))
		return reading_fail(reading, where, "'%s' must be a string", key);
	*out = arena_strdup(reading->arena, item->valuestring);
	return 0;
}

int reading_bool(struct reading *reading, const char *where, const cJSON *object,
	const char *key, bool *out)
{
	const cJSON *item = find(object, key);

	if (item == NULL)
		return 0;
	if (!cJSON_IsBool(item))
		return reading_fail(reading, where, "'%s' must be true or false", key);
	*out = cJSON_IsTrue(item);
	return 0;
}

int reading_number(struct reading *reading, const char *where, const cJSON *object,
	const char *key, int min, int max, int *out)
{
	const cJSON *item = find(object, key);

	if (item == NULL)
		return 0;
	if (!cJSON_IsNumber(item) || item->valuedouble < min || item->valuedouble > max)
		return reading_fail(reading, where, "'%s' must be a number of %d to %d", key, min, max);
	*out = item->valueint;
	return 0;
}

int reading_strings(struct reading *reading, const char *where, const cJSON *object,
	const char *key, const char ***out)
{
	const cJSON *list = find(object, key), *item;
	const char **strings;
	size_t count = 0;

	if (list == NULL)
		return 0;
	strings = arena_alloc(reading->arena,
		((size_t)(cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 1) + 1) * sizeof *strings);
	if (cJSON_IsString(list)) {
		strings[0] = arena_strdup(reading->arena, list->valuestring);
		*out = strings;
		return 0;
	}
	if (!cJSON_IsArray(list))
		return reading_fail(reading, where, "'%s' must be a string or a list of them", key);
	cJSON_ArrayForEach(item, list) {
		if (!cJSON_IsString(item))
			return reading_fail(reading, where, "'%s' must hold strings only", key);
		strings[count++] = arena_strdup(reading->arena, item->valuestring);
	}
	*out = strings;
	return 0;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *place = c == '\0' ? NULL : strchr(digits, c);

	return place == NULL ? -1 : (int)(place - digits);
}

int reading_hex(struct reading *reading, const char *where, const cJSON *object,
	const char *key, const char **out, size_t *length)
{
	const char *hex = NULL;
	char *bytes;
	size_t i;

	if (reading_string(reading, where, object, key, &hex) < 0)
		return -1;
	if (hex == NULL)
		return 0;
	bytes = arena_alloc(reading->arena, strlen(hex) / 2 + 1);
	for (i = 0; hex[2 * i] != '\0'; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return reading_fail(reading, where, "'%s' holds pairs of 0-9 and a-f", key);
		bytes[i] = (char)(high * 16 + low);
	}
	*out = bytes;
	*length = i;
	return 0;
}

int reading_word(struct reading *reading, const char *where, const cJSON *object,
	const char *key, const char *const *words, int *out)
{
	const char *word = NULL;
	int found;

	if (reading_string(reading, where, object, key, &word) < 0)
		return -1;
	if (word == NULL)
		return 0;
	found = reading_index(word, words);
	if (found < 0)
		return reading_fail(reading, where, "'%s' cannot be '%s'", key, word);
	*out = found;
	return 0;
}
