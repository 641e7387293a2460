/* SPDX-License-Identifier: MIT
 *
 * Presets as JSON documents.
 */
#include "../providers/preset_table.h"
#include "json.h"
#include "render.h"

int render_providers_json(struct buf *out)
{
	cJSON *document = json_object(), *array, *item;
	size_t i;
	int status;

	json_add_text(document, "schema", "mailguide.providers/1");
	array = cJSON_AddArrayToObject(document, "providers");
	for (i = 0; i < preset_count(); i++) {
		const struct preset *preset = preset_at(i);

		item = cJSON_CreateObject();
		json_add_text(item, "id", preset->id);
		json_add_text(item, "name", preset->name);
		json_add_text(item, "checked", preset->checked);
		json_add_texts(item, "domains", preset->domains, preset->domain_count);
		cJSON_AddItemToArray(array, item);
	}
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}

int render_provider_json(const struct preset *preset, struct buf *out)
{
	cJSON *document = json_object(), *array, *item;
	size_t i;
	int status;

	json_add_text(document, "schema", "mailguide.provider/1");
	json_add_text(document, "id", preset->id);
	json_add_text(document, "name", preset->name);
	json_add_text(document, "checked", preset->checked);
	json_add_texts(document, "domains", preset->domains, preset->domain_count);
	json_add_texts(document, "mx", preset->mx, preset->mx_count);
	json_add_texts(document, "dkim", preset->dkim, preset->dkim_count);
	array = cJSON_AddArrayToObject(document, "services");
	for (i = 0; i < preset->service_count; i++)
		cJSON_AddItemToArray(array, json_service(&preset->services[i]));
	array = cJSON_AddArrayToObject(document, "quirks");
	for (i = 0; i < preset->quirk_count; i++) {
		item = cJSON_CreateObject();
		json_add_text(item, "kind", preset->quirks[i].kind);
		json_add_text(item, "note", preset->quirks[i].note);
		cJSON_AddItemToArray(array, item);
	}
	array = cJSON_AddArrayToObject(document, "help");
	for (i = 0; i < preset->help_count; i++) {
		item = cJSON_CreateObject();
		json_add_text(item, "topic", preset->help[i].topic);
		json_add_text(item, "url", preset->help[i].url);
		json_add_text(item, "note", preset->help[i].note);
		cJSON_AddItemToArray(array, item);
	}
	json_add_texts(document, "sources", preset->sources, preset->source_count);
	status = json_print(document, out);
	cJSON_Delete(document);
	return status;
}
