/* SPDX-License-Identifier: MIT */
#include "preset.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../probes/text.h"

const char *const preset_quirk_kinds[] = {
	"admin-can-block", "auth-code-instead-of-password", "basic-auth-disabled",
	"client-ip-restriction", "ews-retirement", "export-endpoint", "fixed-username",
	"imap-always-on", "imap-id-required", "imap-must-be-enabled", "imap-plan-dependent",
	"imap-unsupported", "implicit-tls-on-587", "migrated", "migration-announced",
	"needs-app-password", "needs-bridge", "no-idle", "no-imap", "no-imap-listed", "no-pop",
	"no-tls", "oauth2-only", "oauth2-preferred", "oauth2-registration-restricted",
	"old-source-only", "organisation-host", "paid-plan-only", "per-customer-host",
	"poll-interval", "pop-must-be-enabled", "rate-limit", "region-specific-host",
	"separate-mail-password", "smtp-auth-admin-switch", "smtp-must-be-enabled", "smtp-token",
	"split-product", "third-party-access-switch", "tor-only", "username-localpart",
	"username-not-alias", "username-other", NULL
};

const char *const preset_help_topics[] = {
	"app-password", "enable-imap", "enable-pop", "history", "oauth2", "setup",
	"smtp-auth-enable", "unlock", "webmail", NULL
};

char *preset_expand(struct arena *arena, const char *template_text, const char *localpart,
	const char *domain)
{
	struct buf out;
	char *text;

	if (template_text == NULL)
		template_text = "%EMAILADDRESS%";
	buf_init(&out, 4096);
	while (*template_text != '\0') {
		if (text_starts_nocase(template_text, "%EMAILADDRESS%")) {
			buf_printf(&out, "%s@%s", localpart, domain);
			template_text += strlen("%EMAILADDRESS%");
		} else if (text_starts_nocase(template_text, "%EMAILLOCALPART%")) {
			buf_puts(&out, localpart);
			template_text += strlen("%EMAILLOCALPART%");
		} else if (text_starts_nocase(template_text, "%EMAILDOMAIN%")) {
			buf_puts(&out, domain);
			template_text += strlen("%EMAILDOMAIN%");
		} else
			buf_add(&out, template_text++, 1);
	}
	text = arena_strndup(arena, buf_text(&out), out.length);
	buf_done(&out);
	return text;
}

bool preset_has_quirk(const struct preset *preset, const char *kind)
{
	size_t i;

	for (i = 0; i < preset->quirk_count; i++)
		if (strcmp(preset->quirks[i].kind, kind) == 0)
			return true;
	return false;
}

const struct preset_help *preset_find_help(const struct preset *preset, const char *topic)
{
	size_t i;

	for (i = 0; i < preset->help_count; i++)
		if (strcmp(preset->help[i].topic, topic) == 0)
			return &preset->help[i];
	return NULL;
}

/* ---- reading with a place to complain ------------------------------------------- */

/* Where in the file we are: "services[1].port". */
struct reader {
	struct arena *arena;
	const char *file;
	struct buf *problems;
	unsigned count; /* of problems */
};

static void complain(struct reader *reader, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void complain(struct reader *reader, const char *key, const char *format, ...)
{
	va_list args;
	char *reason;

	va_start(args, format);
	reason = arena_vprintf(reader->arena, format, args);
	va_end(args);
	buf_printf(reader->problems, "%s: %s: %s\n", reader->file, key, reason);
	reader->count++;
}

static const char *shown(struct reader *reader, const char *text)
{
	return text_safe(reader->arena, text, strlen(text), 60);
}

static const char *path(struct reader *reader, const char *parent, const char *key)
{
	return parent[0] == '\0' ? key : arena_printf(reader->arena, "%s.%s", parent, key);
}

static const char *element(struct reader *reader, const char *parent, size_t index)
{
	return arena_printf(reader->arena, "%s[%zu]", parent, index);
}

/* Every key of OBJECT must be in KEYS: an unknown one is usually misspelt. */
static void check_keys(struct reader *reader, const cJSON *object, const char *parent,
	const char *const *keys)
{
	const cJSON *item;
	size_t i;

	cJSON_ArrayForEach(item, object) {
		const cJSON *twin = cJSON_GetObjectItemCaseSensitive(object, item->string);

		for (i = 0; keys[i] != NULL && strcmp(keys[i], item->string) != 0; i++)
			;
		if (keys[i] == NULL)
			complain(reader, path(reader, parent, shown(reader, item->string)), "unknown key");
		else if (twin != item)
			complain(reader, path(reader, parent, item->string), "stands there twice");
	}
}

static bool has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return true;
	return false;
}

/* A string, or NULL after a complaint. */
static const char *read_text(struct reader *reader, const cJSON *object, const char *parent,
	const char *key, bool required)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	if (item == NULL) {
		if (required)
			complain(reader, path(reader, parent, key), "is missing");
		return NULL;
	}
	if (!cJSON_IsString(item) || item->valuestring[0] == '\0') {
		complain(reader, path(reader, parent, key), "is not a text");
		return NULL;
	}
	if (has_control(item->valuestring)) {
		complain(reader, path(reader, parent, key), "has a control character");
		return NULL;
	}
	return arena_strdup(reader->arena, item->valuestring);
}

/* An array (empty when missing and not required). */
static const cJSON *read_array(struct reader *reader, const cJSON *object, const char *key,
	bool required)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	if (item == NULL && required)
		complain(reader, key, "is missing");
	if (item != NULL && !cJSON_IsArray(item)) {
		complain(reader, key, "is not a list");
		return NULL;
	}
	return item;
}

static size_t array_size(const cJSON *array)
{
	return array == NULL ? 0 : (size_t)cJSON_GetArraySize(array);
}

/* ---- single values ---------------------------------------------------------------- */

static bool is_host_name(const char *host)
{
	size_t length = strlen(host), label = 0, i;

	if (length == 0 || length > 253)
		return false;
	for (i = 0; i <= length; i++) {
		if (host[i] == '.' || host[i] == '\0') {
			if (label == 0 || label > 63 || host[i - 1] == '-')
				return false;
			label = 0;
		} else {
			if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", host[i]) == NULL ||
					(label == 0 && host[i] == '-'))
				return false;
			label++;
		}
	}
	return true;
}

/* The placeholders are known words between % signs. */
static bool placeholders_ok(const char *text)
{
	static const char *const known[] = {
		"%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILDOMAIN%",
	};
	size_t i;

	while ((text = strchr(text, '%')) != NULL) {
		for (i = 0; i < sizeof known / sizeof known[0]; i++)
			if (strncmp(text, known[i], strlen(known[i])) == 0)
				break;
		if (i == sizeof known / sizeof known[0])
			return false;
		text += strlen(known[i]);
	}
	return true;
}

static void check_host(struct reader *reader, const char *key, const char *host)
{
	/* Any values do: what is asked is whether a host name comes out. */
	char *plain = preset_expand(reader->arena, host, "local", "example.org");

	if (!placeholders_ok(host))
		complain(reader, key, "has an unknown %%placeholder%% ('%s')", shown(reader, host));
	else if (!is_host_name(plain))
		complain(reader, key, "not a host name in lower-case ASCII ('%s')", shown(reader, host));
}

static void check_date(struct reader *reader, const char *date)
{
	struct tm parts = { 0 };
	char again[16];
	const char *end = date != NULL ? strptime(date, "%Y-%m-%d", &parts) : NULL;

	if (date == NULL)
		return;
	if (end == NULL || *end != '\0' || strftime(again, sizeof again, "%Y-%m-%d", &parts) == 0 ||
			strcmp(again, date) != 0 || parts.tm_year < 100)
		complain(reader, "checked", "not a date as YYYY-MM-DD ('%s')", shown(reader, date));
}

static void check_url(struct reader *reader, const char *key, const char *url)
{
	if (url == NULL)
		return;
	if ((!text_starts_nocase(url, "https://") && !text_starts_nocase(url, "http://")) ||
			strpbrk(url, " \"<>\\^`{|}") != NULL)
		complain(reader, key, "not a web address ('%s')", shown(reader, url));
}

static bool is_listed(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

static void check_id(struct reader *reader, const char *id)
{
	const char *name = strrchr(reader->file, '/');
	char *expected;

	if (id == NULL)
		return;
	name = name != NULL ? name + 1 : reader->file;
	expected = arena_printf(reader->arena, "%s.json", id);
	if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != strlen(id))
		complain(reader, "id", "has a character other than a-z 0-9 . - _ ('%s')", shown(reader, id));
	else if (strcmp(expected, name) != 0)
		complain(reader, "id", "'%s' must be the file's name without .json", shown(reader, id));
}

/* ---- parts of a preset ---------------------------------------------------------------- */

static const char *const *read_names(struct reader *reader, const cJSON *object, const char *key,
	bool required, bool hosts, size_t *count)
{
	const cJSON *array = read_array(reader, object, key, required), *item;
	const char **names = arena_alloc(reader->arena, (array_size(array) + 1) * sizeof *names);
	size_t index = 0, i;

	*count = 0;
	cJSON_ArrayForEach(item, array) {
		const char *where = element(reader, key, index++);

		if (!cJSON_IsString(item) || item->valuestring[0] == '\0' ||
				has_control(item->valuestring)) {
			complain(reader, where, "is not a text");
			continue;
		}
		if (hosts && !is_host_name(item->valuestring))
			complain(reader, where, "not a domain in lower-case ASCII ('%s')",
				shown(reader, item->valuestring));
		for (i = 0; i < *count; i++)
			if (strcmp(names[i], item->valuestring) == 0)
				complain(reader, where, "'%s' stands there twice", shown(reader, item->valuestring));
		names[(*count)++] = arena_strdup(reader->arena, item->valuestring);
	}
	return names;
}

static void read_auth(struct reader *reader, const cJSON *object, const char *where,
	struct mail_service *service)
{
	const cJSON *array = cJSON_GetObjectItemCaseSensitive(object, "auth"), *item;
	const char *key = path(reader, where, "auth");
	size_t count = 0;

	if (array == NULL)
		return;
	if (!cJSON_IsArray(array) || array_size(array) > MAIL_AUTH_MAX) {
		complain(reader, key, "is not a list of at most %d ways to log in", MAIL_AUTH_MAX);
		return;
	}
	cJSON_ArrayForEach(item, array) {
		if (!cJSON_IsString(item) || item->valuestring[0] == '\0' ||
				mail_auth_parse(item->valuestring, &service->auth[count]) < 0)
			complain(reader, element(reader, key, count), "not a known way to log in");
		count++;
	}
}

static void read_service(struct reader *reader, const cJSON *object, const char *where,
	struct mail_service *service)
{
	static const char *const keys[] = {
		"protocol", "host", "port", "security", "username", "auth", NULL
	};
	const char *protocol = read_text(reader, object, where, "protocol", true);
	const char *security = read_text(reader, object, where, "security", true);
	const cJSON *port = cJSON_GetObjectItemCaseSensitive(object, "port");

	check_keys(reader, object, where, keys);
	if (protocol != NULL && mail_protocol_parse(protocol, &service->protocol) < 0)
		complain(reader, path(reader, where, "protocol"), "not imap, pop3 or smtp ('%s')",
			shown(reader, protocol));
	if (security != NULL && mail_security_parse(security, &service->security) < 0)
		complain(reader, path(reader, where, "security"), "not tls, starttls or plain ('%s')",
			shown(reader, security));
	if (!cJSON_IsNumber(port) || port->valuedouble < 1 || port->valuedouble > 65535 ||
			(double)(int)port->valuedouble != port->valuedouble)
		complain(reader, path(reader, where, "port"), "not a port (a whole number of 1 to 65535)");
	else
		service->port = (uint16_t)port->valuedouble;
	service->host = read_text(reader, object, where, "host", true);
	if (service->host != NULL)
		check_host(reader, path(reader, where, "host"), service->host);
	service->username = read_text(reader, object, where, "username", false);
	if (service->username != NULL && !placeholders_ok(service->username))
		complain(reader, path(reader, where, "username"), "has an unknown %%placeholder%% ('%s')",
			shown(reader, service->username));
	read_auth(reader, object, where, service);
}

static void read_services(struct reader *reader, const cJSON *object, struct preset *preset)
{
	const cJSON *array = read_array(reader, object, "services", true), *item;
	struct mail_service *services = arena_alloc(reader->arena,
		(array_size(array) + 1) * sizeof *services);

	preset->services = services;
	cJSON_ArrayForEach(item, array) {
		const char *where = element(reader, "services", preset->service_count);

		if (cJSON_IsObject(item))
			read_service(reader, item, where, &services[preset->service_count]);
		else
			complain(reader, where, "is not an object");
		preset->service_count++;
	}
}

static void read_quirks(struct reader *reader, const cJSON *object, struct preset *preset)
{
	static const char *const keys[] = { "kind", "note", NULL };
	const cJSON *array = read_array(reader, object, "quirks", false), *item;
	struct preset_quirk *quirks = arena_alloc(reader->arena,
		(array_size(array) + 1) * sizeof *quirks);

	preset->quirks = quirks;
	cJSON_ArrayForEach(item, array) {
		const char *where = element(reader, "quirks", preset->quirk_count);
		struct preset_quirk *quirk = &quirks[preset->quirk_count++];
		const char *note;

		check_keys(reader, item, where, keys);
		quirk->kind = read_text(reader, item, where, "kind", true);
		note = read_text(reader, item, where, "note", false);
		quirk->note = note != NULL ? note : "";
		if (quirk->kind != NULL && !is_listed(preset_quirk_kinds, quirk->kind))
			complain(reader, path(reader, where, "kind"), "not a known kind ('%s')",
				shown(reader, quirk->kind));
	}
}

static void read_help(struct reader *reader, const cJSON *object, struct preset *preset)
{
	static const char *const keys[] = { "topic", "url", "note", NULL };
	const cJSON *array = read_array(reader, object, "help", false), *item;
	struct preset_help *help = arena_alloc(reader->arena, (array_size(array) + 1) * sizeof *help);

	preset->help = help;
	cJSON_ArrayForEach(item, array) {
		const char *where = element(reader, "help", preset->help_count);
		struct preset_help *page = &help[preset->help_count++];
		const char *note, *url;

		check_keys(reader, item, where, keys);
		page->topic = read_text(reader, item, where, "topic", true);
		url = read_text(reader, item, where, "url", false);
		page->url = url != NULL ? url : "";
		check_url(reader, path(reader, where, "url"), url);
		note = read_text(reader, item, where, "note", false);
		page->note = note != NULL ? note : "";
		if (url == NULL && note == NULL)
			complain(reader, where, "needs a url or a note");
		if (page->topic != NULL && !is_listed(preset_help_topics, page->topic))
			complain(reader, path(reader, where, "topic"), "not a known topic ('%s')",
				shown(reader, page->topic));
	}
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* cJSON recurses; count first. */
static bool is_too_deep(const char *text, size_t length)
{
	bool in_text = false;
	int depth = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		if (in_text && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			in_text = !in_text;
		else if (!in_text && (text[i] == '[' || text[i] == '{') && ++depth > PRESET_DEPTH_MAX)
			return true;
		else if (!in_text && (text[i] == ']' || text[i] == '}'))
			depth--;
	}
	return false;
}

static cJSON *parse_json(struct reader *reader, const char *text, size_t length)
{
	const char *end = NULL, *c;
	unsigned line = 1, column = 1;
	cJSON *json;

	if (length > PRESET_FILE_MAX) {
		complain(reader, "file", "is larger than %d bytes", PRESET_FILE_MAX);
		return NULL;
	}
	if (!text_is_utf8(text, length)) {
		complain(reader, "file", "is not valid UTF-8");
		return NULL;
	}
	if (is_too_deep(text, length)) {
		complain(reader, "file", "is nested deeper than %d levels", PRESET_DEPTH_MAX);
		return NULL;
	}
	json = cJSON_ParseWithLengthOpts(text, length, &end, false);
	if (cJSON_IsObject(json))
		return json;
	for (c = text; end != NULL && c < end && c < text + length; c++) {
		column++;
		if (*c == '\n') {
			line++;
			column = 1;
		}
	}
	complain(reader, "file", "is not a JSON object (line %u, column %u)", line, column);
	cJSON_Delete(json);
	return NULL;
}

struct preset *preset_parse(struct arena *arena, const char *file, const char *text,
	size_t length, struct buf *problems)
{
	static const char *const keys[] = {
		"id", "name", "checked", "domains", "mx", "services", "quirks", "help", "sources", NULL
	};
	struct reader reader = { .arena = arena, .file = file, .problems = problems };
	struct preset *preset = arena_alloc(arena, sizeof *preset);
	cJSON *json = parse_json(&reader, text, length);

	if (json == NULL)
		return NULL;
	check_keys(&reader, json, "", keys);
	preset->id = read_text(&reader, json, "", "id", true);
	check_id(&reader, preset->id);
	preset->name = read_text(&reader, json, "", "name", true);
	preset->checked = read_text(&reader, json, "", "checked", true);
	check_date(&reader, preset->checked);
	preset->domains = read_names(&reader, json, "domains", true, true, &preset->domain_count);
	preset->mx = read_names(&reader, json, "mx", false, true, &preset->mx_count);
	preset->sources = read_names(&reader, json, "sources", false, false, &preset->source_count);
	read_services(&reader, json, preset);
	read_quirks(&reader, json, preset);
	read_help(&reader, json, preset);
	cJSON_Delete(json);
	return reader.count == 0 ? preset : NULL;
}

struct preset *preset_read(struct arena *arena, const char *file, struct buf *problems)
{
	struct reader reader = { .arena = arena, .file = file, .problems = problems };
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char *text = mem_alloc(PRESET_FILE_MAX + 2);
	struct preset *preset = NULL;
	size_t length = 0;
	ssize_t got = 1;

	while (fd >= 0 && got > 0 && length <= PRESET_FILE_MAX) {
		got = read(fd, text + length, PRESET_FILE_MAX + 1 - length);
		if (got > 0)
			length += (size_t)got;
	}
	if (fd < 0 || got < 0)
		complain(&reader, "file", "cannot be read: %s", strerror(errno));
	else
		preset = preset_parse(arena, file, text, length, problems);
	if (fd >= 0)
		close(fd);
	free(text);
	return preset;
}
