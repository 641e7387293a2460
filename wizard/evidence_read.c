/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence_fields.h"
#include "evidence_json.h"
#include "input.h"
#include "json.h"
#include "language.h"

#define TIME_LIMIT 9e15 /* whole numbers that a double holds exactly */

struct reading {
	struct arena *arena;
	char *error; /* "evidence.dns.name: it is not text" */
};

static int refuse(struct reading *reading, const char *problem)
{
	reading->error = mem_printf(": %s", problem);
	return -1;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int read_bytes(struct reading *reading, const cJSON *item, const char **out,
	size_t *length)
{
	const cJSON *hex = cJSON_GetObjectItemCaseSensitive(item, "hex");
	const char *digits;
	char *bytes;
	size_t i;

	if (cJSON_IsString(item)) {
		*length = strlen(item->valuestring);
		*out = arena_strndup(reading->arena, item->valuestring, *length);
		return 0;
	}
	if (!cJSON_IsString(hex) || strlen(hex->valuestring) % 2 != 0)
		return refuse(reading, _("it is neither text nor bytes in hexadecimal"));
	digits = hex->valuestring;
	*length = strlen(digits) / 2;
	*out = bytes = arena_alloc(reading->arena, *length + 1);
	for (i = 0; i < *length; i++) {
		int high = hex_digit(digits[2 * i]), low = hex_digit(digits[2 * i + 1]);

		if (high < 0 || low < 0)
			return refuse(reading, _("it is not hexadecimal"));
		bytes[i] = (char)(high << 4 | low);
	}
	return 0;
}

static int read_string(struct reading *reading, const cJSON *item, const char **out)
{
	size_t length;

	if (read_bytes(reading, item, out, &length) != 0)
		return -1;
	return memchr(*out, '\0', length) == NULL ? 0 : refuse(reading, _("it holds a NUL byte"));
}

static int read_number(struct reading *reading, const cJSON *item, double least, double most,
	double *out)
{
	if (!cJSON_IsNumber(item) || !(item->valuedouble >= least && item->valuedouble <= most))
		return refuse(reading, _("it is not a number in range"));
	*out = item->valuedouble;
	return (double)(long long)*out == *out ? 0 : refuse(reading, _("it is not a whole number"));
}

static int read_word(struct reading *reading, const cJSON *item, const struct words *words,
	unsigned *out)
{
	unsigned value;

	if (cJSON_IsString(item))
		for (value = 0; value < words->count; value++)
			if (strcmp(words->name(value), item->valuestring) == 0) {
				*out = value;
				return 0;
			}
	return refuse(reading, _("it is not one of the known words"));
}

static int read_struct(struct reading *reading, const cJSON *object, const struct shape *shape,
	char *into);

static int read_list(struct reading *reading, const cJSON *array, const struct shape *shape,
	void *first)
{
	char *element, *last = first; /* `next` comes first in each, so the head is like one */
	const cJSON *item;

	cJSON_ArrayForEach(item, array) {
		element = arena_alloc(reading->arena, shape->size);
		if (read_struct(reading, item, shape, element) != 0)
			return -1;
		memcpy(last, &element, sizeof element);
		last = element;
	}
	return 0;
}

static int read_array(struct reading *reading, const cJSON *array, const struct field *field,
	char *into)
{
	size_t count = (size_t)cJSON_GetArraySize(array), i = 0;
	size_t size = field->kind == FIELD_TEXTS ? sizeof(char *) : field->shape->size;
	char *elements = count == 0 ? NULL : arena_alloc(reading->arena, count * size);
	const cJSON *item;

	cJSON_ArrayForEach(item, array) {
		void *element = elements + i++ * size;

		if ((field->kind == FIELD_TEXTS ? read_string(reading, item, element) :
				read_struct(reading, item, field->shape, element)) != 0)
			return -1;
	}
	memcpy(into + field->offset, &elements, sizeof elements);
	memcpy(into + field->count, &count, sizeof count);
	return 0;
}

static int read_few(struct reading *reading, const cJSON *array, const struct field *field,
	void *at)
{
	const cJSON *item;
	size_t i = 0;

	cJSON_ArrayForEach(item, array) {
		if (i == field->max)
			return refuse(reading, _("it has too many items"));
		if (field->kind == FIELD_BOOLS) {
			if (!cJSON_IsBool(item))
				return refuse(reading, _("it is not true or false"));
			((bool *)at)[i] = cJSON_IsTrue(item) != 0;
		} else if (read_word(reading, item, field->words, (unsigned *)at + i) != 0)
			return -1;
		i++;
	}
	return 0;
}

static int read_scalar(struct reading *reading, const cJSON *item, const struct field *field,
	void *at)
{
	double number = 0;
	int status;

	switch (field->kind) {
	case FIELD_UNSIGNED:
		status = read_number(reading, item, 0, (double)field->max, &number);
		*(unsigned *)at = (unsigned)number;
		return status;
	case FIELD_U16:
		status = read_number(reading, item, 0, UINT16_MAX, &number);
		*(uint16_t *)at = (uint16_t)number;
		return status;
	case FIELD_INT:
		status = read_number(reading, item, INT_MIN, INT_MAX, &number);
		*(int *)at = (int)number;
		return status;
	case FIELD_TIME:
		status = read_number(reading, item, -TIME_LIMIT, TIME_LIMIT, &number);
		*(time_t *)at = (time_t)number;
		return status;
	case FIELD_BOOL:
		if (!cJSON_IsBool(item))
			return refuse(reading, _("it is not true or false"));
		*(bool *)at = cJSON_IsTrue(item) != 0;
		return 0;
	case FIELD_WORD:
		return read_word(reading, item, field->words, at);
	case FIELD_BOOLS:
	case FIELD_WORDS:
	case FIELD_TEXT:
	case FIELD_OPTIONAL:
	case FIELD_BYTES:
	case FIELD_TEXTS:
	case FIELD_STRUCT:
	case FIELD_ARRAY:
	case FIELD_LIST:
		break;
	}
	return refuse(reading, _("it is not a plain value"));
}

static int read_field(struct reading *reading, const cJSON *item, const struct field *field,
	char *into)
{
	void *at = into + field->offset;
	size_t length = 0;
	int status;

	switch (field->kind) {
	case FIELD_TEXT:
		return read_string(reading, item, at);
	case FIELD_OPTIONAL:
		return cJSON_IsNull(item) ? 0 : read_string(reading, item, at);
	case FIELD_BYTES:
		status = cJSON_IsNull(item) ? 0 : read_bytes(reading, item, at, &length);
		memcpy(into + field->count, &length, sizeof length);
		return status;
	case FIELD_STRUCT:
		return read_struct(reading, item, field->shape, at);
	case FIELD_BOOLS:
	case FIELD_WORDS:
	case FIELD_TEXTS:
	case FIELD_ARRAY:
	case FIELD_LIST:
		if (!cJSON_IsArray(item))
			return refuse(reading, _("it is not a list"));
		if (field->kind == FIELD_LIST)
			return read_list(reading, item, field->shape, at);
		if (field->kind == FIELD_ARRAY || field->kind == FIELD_TEXTS)
			return read_array(reading, item, field, into);
		return read_few(reading, item, field, at);
	case FIELD_BOOL:
	case FIELD_UNSIGNED:
	case FIELD_U16:
	case FIELD_INT:
	case FIELD_TIME:
	case FIELD_WORD:
		break;
	}
	return read_scalar(reading, item, field, at);
}

/* Texts are never NULL, whatever is missing. */
static void put_neutral(const struct shape *shape, char *into)
{
	static const char *const empty = "";
	const struct field *field;

	for (field = shape->fields; field->key != NULL; field++)
		if (field->kind == FIELD_TEXT)
			memcpy(into + field->offset, &empty, sizeof empty);
		else if (field->kind == FIELD_STRUCT)
			put_neutral(field->shape, into + field->offset);
}

static int read_struct(struct reading *reading, const cJSON *object, const struct shape *shape,
	char *into)
{
	const struct field *field;
	const cJSON *item;
	char *error;

	put_neutral(shape, into);
	if (!cJSON_IsObject(object))
		return refuse(reading, _("it is not an object"));
	for (field = shape->fields; field->key != NULL; field++) {
		item = cJSON_GetObjectItemCaseSensitive(object, field->key);
		if (item == NULL || read_field(reading, item, field, into) == 0)
			continue;
		error = mem_printf(".%s%s", field->key, reading->error);
		free(reading->error);
		reading->error = error;
		return -1;
	}
	return 0;
}

/* ---- what the tables do not say ------------------------------------------------------------- */

static int finish_endpoint(struct reading *reading, struct endpoint_fact *endpoint,
	const cJSON *item)
{
	const cJSON *judged = cJSON_GetObjectItemCaseSensitive(item, "login_reply");
	const cJSON *tls = cJSON_GetObjectItemCaseSensitive(item, "tls");
	const struct certificate_fact *certificate;
	struct reply_fact *reply = endpoint->replies;
	double place;

	if (cJSON_GetObjectItemCaseSensitive(tls, "alert") == NULL)
		endpoint->tls.alert = -1;
	for (certificate = endpoint->tls.chain; certificate != NULL; certificate = certificate->next)
		endpoint->tls.chain_length++;
	if (endpoint->service.host[0] == '\0')
		return refuse(reading, _("an endpoint has no host"));
	if (judged == NULL)
		return 0;
	if (read_number(reading, judged, 0, UINT16_MAX, &place) != 0)
		return -1;
	for (; reply != NULL && place > 0; place--)
		reply = reply->next;
	endpoint->login.reply = reply;
	return reply != NULL ? 0 : refuse(reading, _("a login names a reply that is not there"));
}

static int read_document(struct reading *reading, const cJSON *document,
	struct evidence *evidence)
{
	const cJSON *schema = cJSON_GetObjectItemCaseSensitive(document, "schema");
	const cJSON *body = cJSON_GetObjectItemCaseSensitive(document, "evidence"), *item;
	struct endpoint_fact *endpoint = NULL;

	if (!cJSON_IsString(schema) || strcmp(schema->valuestring, EVIDENCE_SCHEMA) != 0)
		return refuse(reading, _("it is not evidence that mailguide saved"));
	if (read_struct(reading, body, &evidence_shape, (char *)evidence) != 0)
		return -1;
	endpoint = evidence->endpoints;
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(body, "endpoints")) {
		if (endpoint == NULL || finish_endpoint(reading, endpoint, item) != 0)
			return -1;
		endpoint = endpoint->next;
	}
	return 0;
}

struct evidence *evidence_read(const char *text, size_t length, char **error)
{
	struct evidence *evidence = evidence_new();
	struct reading reading = { .arena = evidence->arena };
	const char *end = text;
	cJSON *document;
	int status;

	cJSON_Delete(json_object()); /* sets how it allocates */
	document = cJSON_ParseWithLengthOpts(text, length, &end, 0);
	if (document == NULL)
		status = refuse(&reading, arena_printf(reading.arena, _("it is not JSON from byte %zu on"),
			(size_t)(end - text)));
	else
		status = read_document(&reading, document, evidence);
	cJSON_Delete(document);
	if (status == 0)
		return evidence;
	*error = mem_strdup(reading.error + strspn(reading.error, ".: "));
	free(reading.error);
	evidence_free(evidence);
	return NULL;
}

struct evidence *evidence_load(const char *path, char **error)
{
	struct evidence *evidence = NULL;
	struct buf text;
	int problem;

	buf_init(&text, EVIDENCE_FILE_MAX);
	problem = input_read(path, &text);
	if (problem != 0)
		*error = mem_strdup(strerror(problem));
	else
		evidence = evidence_read(buf_text(&text), text.length, error);
	buf_done(&text);
	return evidence;
}
