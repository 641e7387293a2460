/* SPDX-License-Identifier: MIT */
#include "pacc.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "../probes/text.h"
#include "strict_json.h"

#define SPACE " \t"
#define DEPTH_MAX 16

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

static bool is_offered(const cJSON *authentication, const char *way)
{
	const cJSON *entry = cJSON_GetObjectItemCaseSensitive(authentication, way);

	return entry != NULL && !cJSON_IsNull(entry) && !cJSON_IsFalse(entry);
}

/* One statement for all protocols; members of an object have no order, and OAuth
 * is what the draft was made for. */
static void read_auth(const cJSON *root, enum mail_auth auth[MAIL_AUTH_MAX])
{
	const cJSON *authentication = cJSON_GetObjectItemCaseSensitive(root, "authentication");
	size_t count = 0;

	if (is_offered(authentication, "oauth-public"))
		auth[count++] = MAIL_AUTH_OAUTH2;
	if (is_offered(authentication, "password"))
		auth[count++] = MAIL_AUTH_CLEARTEXT;
}

/* No ports are named: the registered port of implicit TLS. */
static void add_service(struct arena *arena, struct document *out, const cJSON *root,
	const char *name, enum mail_protocol protocol)
{
	const cJSON *protocols = cJSON_GetObjectItemCaseSensitive(root, "protocols");
	const cJSON *entry = cJSON_GetObjectItemCaseSensitive(protocols, name);
	const cJSON *host = cJSON_GetObjectItemCaseSensitive(entry, "host");
	struct mail_service service = { .protocol = protocol, .security = MAIL_TLS };
	const char *problem = "it names no host";

	if (entry == NULL)
		return;
	service.port = mail_default_port(protocol, MAIL_TLS);
	read_auth(root, service.auth);
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

/* Is this a web page, which many servers send instead of "not found"? */
static bool is_markup(const char *bytes, size_t length)
{
	while (length > 0 && bytes[0] != '\0' && strchr("\xef\xbb\xbf \t\r\n", bytes[0]) != NULL) {
		bytes++;
		length--;
	}
	return length > 0 && bytes[0] == '<';
}

static cJSON *parse(struct arena *arena, const char *bytes, size_t length, struct document *out)
{
	struct strict_json_problem problem;
	cJSON *root = NULL;

	if (length > DOCUMENT_MAX)
		document_fail(out, SOURCE_INVALID, "larger than 64 KiB");
	else if (length == 0)
		document_fail(out, SOURCE_WRONG_TYPE, "an empty document");
	else if (is_markup(bytes, length))
		document_fail(out, SOURCE_WRONG_TYPE, "no JSON but something else, such as a web page");
	else if ((root = strict_json_parse(bytes, length, DEPTH_MAX, &problem)) == NULL)
		document_fail(out, SOURCE_INVALID, problem.line == 0 ? problem.reason :
			arena_printf(arena, "line %u: %s", problem.line, problem.reason));
	return root;
}

void pacc_read(struct arena *arena, const char *bytes, size_t length, struct document *out)
{
	cJSON *root;

	document_init(out);
	root = parse(arena, bytes, length, out);
	if (root == NULL)
		return;
	if (cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(root, "protocols"))) {
		add_service(arena, out, root, "imap", MAIL_IMAP);
		add_service(arena, out, root, "pop3", MAIL_POP3);
		add_service(arena, out, root, "smtp", MAIL_SMTP);
		out->provider_name = provider_name(arena, root);
		document_finish(out);
	} else
		document_fail(out, SOURCE_INVALID, "it has no \"protocols\"");
	cJSON_Delete(root);
}
