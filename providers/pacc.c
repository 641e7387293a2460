/* SPDX-License-Identifier: MIT */
#include "pacc.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "../probes/text.h"

#define SPACE " \t"

/* The value of TAG in a list "a=1; b=2" (as in RFC 6376 section 3.2). */
static const char *tag_value(struct arena *arena, const char *text, const char *tag)
{
	size_t length = strlen(tag), end;

	for (; *text != '\0'; text += end + (text[end] == ';' ? 1 : 0)) {
		text += strspn(text, SPACE);
		end = strcspn(text, ";");
		if (end > length && strncmp(text, tag, length) == 0 && text[length] == '=') {
			size_t value = end;

			while (value > length + 1 && strchr(SPACE, text[value - 1]) != NULL)
				value--;
			return arena_strndup(arena, text + length + 1, value - length - 1);
		}
	}
	return "";
}

const char *pacc_digest(struct arena *arena, const char *text)
{
	const char *digest = tag_value(arena, text, "d");

	if (strcmp(tag_value(arena, text, "v"), "UAAC1") != 0 ||
			!text_equal_nocase(tag_value(arena, text, "a"), "sha256") || digest[0] == '\0')
		return NULL;
	return digest;
}

/* No ports are named: the registered port of implicit TLS. */
static void add_service(struct arena *arena, struct document *out, const cJSON *protocols,
	const char *name, enum mail_protocol protocol)
{
	const cJSON *entry = cJSON_GetObjectItemCaseSensitive(protocols, name);
	const cJSON *host = cJSON_GetObjectItemCaseSensitive(entry, "host");
	struct mail_service service = { .protocol = protocol, .security = MAIL_TLS };
	const char *problem = "it names no host";

	if (entry == NULL)
		return;
	service.port = mail_default_port(protocol, MAIL_TLS);
	if (cJSON_IsString(host)) {
		service.host = host->valuestring;
		problem = document_add(arena, out, &service);
	}
	if (problem != NULL)
		document_slip(arena, out, arena_printf(arena, "%s: %s", name, problem));
}

static const char *provider_name(struct arena *arena, const cJSON *root)
{
	const cJSON *info = cJSON_GetObjectItemCaseSensitive(root, "info");
	const cJSON *provider = cJSON_GetObjectItemCaseSensitive(info, "provider");
	const cJSON *name = cJSON_GetObjectItemCaseSensitive(provider, "name");

	return cJSON_IsString(name) ? arena_strdup(arena, name->valuestring) : "";
}

void pacc_read(struct arena *arena, const char *bytes, size_t length, struct document *out)
{
	cJSON *root;
	const cJSON *protocols;

	document_init(out);
	if (length > DOCUMENT_MAX) {
		document_fail(out, SOURCE_INVALID, "larger than 64 KiB");
		return;
	}
	root = cJSON_ParseWithLength(bytes, length);
	protocols = cJSON_GetObjectItemCaseSensitive(root, "protocols");
	if (!cJSON_IsObject(root))
		document_fail(out, SOURCE_WRONG_TYPE, "no JSON object");
	else if (!cJSON_IsObject(protocols))
		document_fail(out, SOURCE_INVALID, "it has no \"protocols\"");
	else {
		add_service(arena, out, protocols, "imap", MAIL_IMAP);
		add_service(arena, out, protocols, "pop3", MAIL_POP3);
		add_service(arena, out, protocols, "smtp", MAIL_SMTP);
		out->provider_name = provider_name(arena, root);
		document_finish(out);
	}
	cJSON_Delete(root);
}
