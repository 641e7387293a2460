/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "evidence_fields.h"
#include "evidence_json.h"
#include "json.h"

/* Raw bytes stand as text where nothing is lost and nothing acts on a screen
 * that shows the file, else in hexadecimal. */
static bool is_plain_text(const char *bytes, size_t length)
{
	struct arena *arena;
	bool same = true;
	size_t i;

	if (memchr(bytes, '\0', length) != NULL || !text_is_utf8(bytes, length))
		return false;
	/* JSON escapes C0 itself; what text_safe() changes beyond it is not plain. */
	arena = arena_new();
	for (i = 0; i < length && same; i++) {
		size_t start = i;

		while (i < length && (unsigned char)bytes[i] >= 0x7f)
			i++;
		if (i > start)
			same = strncmp(text_safe(arena, bytes + start, i - start, i - start),
				bytes + start, i - start) == 0;
	}
	arena_free(arena);
	return same;
}

static cJSON *write_bytes(const char *bytes, size_t length)
{
	char *text;
	cJSON *item;
	size_t i;

	if (bytes == NULL)
		return cJSON_CreateNull();
	if (is_plain_text(bytes, length)) {
		text = mem_strndup(bytes, length);
		item = cJSON_CreateString(text);
	} else {
		text = mem_alloc(length * 2 + 1);
		for (i = 0; i < length; i++)
			sprintf(text + 2 * i, "%02x", (unsigned)(unsigned char)bytes[i]);
		item = cJSON_CreateObject();
		cJSON_AddStringToObject(item, "hex", text);
	}
	free(text);
	return item;
}

static cJSON *write_string(const char *text)
{
	return write_bytes(text, text != NULL ? strlen(text) : 0);
}

static cJSON *write_struct(const struct shape *shape, const char *from);

static cJSON *write_many(const struct field *field, const char *from)
{
	cJSON *array = cJSON_CreateArray();
	const char *at = from + field->offset, *item;
	size_t count = 0, i;

	if (field->kind == FIELD_LIST) {
		for (memcpy(&item, at, sizeof item); item != NULL; memcpy(&item, item, sizeof item))
			cJSON_AddItemToArray(array, write_struct(field->shape, item));
		return array;
	}
	if (field->kind == FIELD_ARRAY || field->kind == FIELD_TEXTS)
		memcpy(&count, from + field->count, sizeof count);
	for (i = 0; i < count; i++) {
		memcpy(&item, at, sizeof item);
		if (field->kind == FIELD_ARRAY)
			cJSON_AddItemToArray(array, write_struct(field->shape, item + i * field->shape->size));
		else
			cJSON_AddItemToArray(array, write_string(((const char *const *)(const void *)item)[i]));
	}
	for (i = 0; field->kind == FIELD_BOOLS && i < field->max; i++)
		cJSON_AddItemToArray(array, cJSON_CreateBool(((const bool *)(const void *)at)[i]));
	for (i = 0; field->kind == FIELD_WORDS && i < field->max; i++) {
		unsigned value = ((const unsigned *)(const void *)at)[i];

		if (value != 0)
			cJSON_AddItemToArray(array, cJSON_CreateString(field->words->name(value)));
	}
	return array;
}

static cJSON *write_field(const struct field *field, const char *from)
{
	const void *at = from + field->offset;
	const char *text;
	size_t length;

	switch (field->kind) {
	case FIELD_BOOL:
		return cJSON_CreateBool(*(const bool *)at);
	case FIELD_UNSIGNED:
		return cJSON_CreateNumber(*(const unsigned *)at);
	case FIELD_U16:
		return cJSON_CreateNumber(*(const uint16_t *)at);
	case FIELD_INT:
		return cJSON_CreateNumber(*(const int *)at);
	case FIELD_TIME:
		return cJSON_CreateNumber((double)*(const time_t *)at);
	case FIELD_WORD:
		return cJSON_CreateString(field->words->name(*(const unsigned *)at));
	case FIELD_TEXT:
	case FIELD_OPTIONAL:
		memcpy(&text, at, sizeof text);
		return write_string(text);
	case FIELD_BYTES:
		memcpy(&text, at, sizeof text);
		memcpy(&length, from + field->count, sizeof length);
		return write_bytes(text, length);
	case FIELD_STRUCT:
		return write_struct(field->shape, at);
	case FIELD_BOOLS:
	case FIELD_WORDS:
	case FIELD_TEXTS:
	case FIELD_ARRAY:
	case FIELD_LIST:
		break;
	}
	return write_many(field, from);
}

static cJSON *write_struct(const struct shape *shape, const char *from)
{
	cJSON *object = cJSON_CreateObject();
	const struct field *field;

	for (field = shape->fields; field->key != NULL; field++)
		cJSON_AddItemToObject(object, field->key, write_field(field, from));
	return object;
}

/* The reply that judged a login, as its place among the endpoint's replies. */
static void write_judgements(cJSON *document, const struct evidence *evidence)
{
	cJSON *item = cJSON_GetObjectItemCaseSensitive(document, "endpoints")->child;
	const struct endpoint_fact *endpoint;
	const struct reply_fact *reply;

	for (endpoint = evidence->endpoints; endpoint != NULL;
			endpoint = endpoint->next, item = item->next) {
		unsigned place = 0;

		for (reply = endpoint->replies; reply != NULL && reply != endpoint->login.reply;
				reply = reply->next)
			place++;
		if (reply != NULL)
			cJSON_AddNumberToObject(item, "login_reply", place);
	}
}

int evidence_write(const struct evidence *evidence, struct buf *out)
{
	cJSON *document = json_object(), *body;
	int status;

	cJSON_AddStringToObject(document, "schema", EVIDENCE_SCHEMA);
	body = write_struct(&evidence_shape, (const char *)evidence);
	write_judgements(body, evidence);
	cJSON_AddItemToObject(document, "evidence", body);
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}
