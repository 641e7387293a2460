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

cJSON *json_service(const struct mail_service *service)
{
	cJSON *object = cJSON_CreateObject(), *auth;
	size_t i;

	json_add_text(object, "protocol", mail_protocol_name(service->protocol));
	json_add_text(object, "host", service->host);
	cJSON_AddNumberToObject(object, "port", service->port);
	json_add_text(object, "security", mail_security_name(service->security));
	json_add_text(object, "username", service->username);
	auth = cJSON_AddArrayToObject(object, "auth");
	for (i = 0; i < MAIL_AUTH_MAX && service->auth[i] != MAIL_AUTH_UNSTATED; i++)
		json_append_text(auth, mail_auth_name(service->auth[i]));
	return object;
}

int json_print(const cJSON *document, struct buf *out)
{
	char *text = cJSON_Print(document);
	int status = text == NULL || buf_puts(out, text) != 0 || buf_puts(out, "\n") != 0 ? -1 : 0;

	free(text);
	return status;
}
