/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"

#define TEXT_MAX 4096 /* of one string that a peer may have chosen */

cJSON *json_object(void)
{
	cJSON_Hooks hooks = { .malloc_fn = mem_alloc, .free_fn = free };

	cJSON_InitHooks(&hooks);
	return cJSON_CreateObject();
}

static cJSON *text_item(const char *text)
{
	struct arena *arena;
	cJSON *item;

	if (text == NULL)
		return cJSON_CreateNull();
	arena = arena_new();
	item = cJSON_CreateString(text_safe(arena, text, strlen(text), TEXT_MAX));
	arena_free(arena);
	return item;
}

void json_add_text(cJSON *object, const char *key, const char *text)
{
	cJSON_AddItemToObject(object, key, text_item(text));
}

void json_append_text(cJSON *array, const char *text)
{
	cJSON_AddItemToArray(array, text_item(text));
}

void json_add_texts(cJSON *object, const char *key, const char *const *texts, size_t count)
{
	cJSON *array = cJSON_AddArrayToObject(object, key);
	size_t i;

	for (i = 0; i < count; i++)
		json_append_text(array, texts[i]);
}

int json_print(const cJSON *document, struct buf *out)
{
	char *text = cJSON_Print(document);
	int status = text == NULL || buf_puts(out, text) != 0 || buf_puts(out, "\n") != 0 ? -1 : 0;

	free(text);
	return status;
}
