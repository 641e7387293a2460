/* SPDX-License-Identifier: MIT
 *
 * The strict reader of preset files.  It goes on after a problem, so that one
 * run names all of them.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../probes/text.h"
#include "preset.h"
#include "preset_values.h"
#include "strict_json.h"

#define SHOWN_MAX 60 /* bytes of a wrong value that a message quotes */

static const char *const protocol_words[] = { "imap", "pop3", "smtp", NULL };
static const char *const security_words[] = { "tls", "starttls", "plain", NULL };
static const char *const auth_words[] = {
	"password-cleartext", "password-encrypted", "oauth2", "none", NULL
};

struct reader {
	struct arena *arena;
	const char *file; /* without its folder */
	struct buf *problems;
	unsigned count; /* of problems */
};

/* ---- complaints ------------------------------------------------------------------- */

/* KEY says where in the file: "services[1].port"; "" for the file as a whole. */
static void complain(struct reader *reader, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void complain(struct reader *reader, const char *key, const char *format, ...)
{
	va_list args;
	char *reason;

	va_start(args, format);
	reason = arena_vprintf(reader->arena, format, args);
	va_end(args);
	buf_printf(reader->problems, "%s: %s%s%s\n", text_quote(reader->arena, reader->file), key,
		key[0] != '\0' ? ": " : "", reason);
	reader->count++;
}

static const char *shown(struct reader *reader, const char *text)
{
	return text_safe(reader->arena, text, strlen(text), SHOWN_MAX);
}

static const char *path(struct reader *reader, const char *parent, const char *key)
{
	return parent[0] == '\0' ? key : arena_printf(reader->arena, "%s.%s", parent, key);
}

static const char *element(struct reader *reader, const char *parent, size_t index)
{
	return arena_printf(reader->arena, "%s[%zu]", parent, index);
}

/* " (did you mean 'x'?)", or nothing when no word of LIST is near. */
static const char *suggestion(struct reader *reader, const char *const *list, const char *word)
{
	const char *meant = preset_meant_word(list, word);

	return meant != NULL ? arena_printf(reader->arena, "; did you mean '%s'?", meant) : "";
}

/* WORD must be one of LIST. */
static void check_word(struct reader *reader, const char *key, const char *what,
	const char *const *list, const char *word)
{
	if (!preset_is_word_of(list, word))
		complain(reader, key, "not a known %s ('%s')%s", what, shown(reader, word),
			suggestion(reader, list, word));
}

/* ---- reading JSON ------------------------------------------------------------------- */

/* An object none of whose keys is unknown or given twice. */
static bool check_object(struct reader *reader, const cJSON *object, const char *where,
	const char *const *keys)
{
	const cJSON *item;

	if (!cJSON_IsObject(object)) {
		complain(reader, where, "is not an object");
		return false;
	}
	cJSON_ArrayForEach(item, object) {
		const char *key = path(reader, where, shown(reader, item->string));

		if (!preset_is_word_of(keys, item->string))
			complain(reader, key, "unknown key%s", suggestion(reader, keys, item->string));
		else if (cJSON_GetObjectItemCaseSensitive(object, item->string) != item)
			complain(reader, key, "stands there twice");
	}
	return true;
}

/* The text of ITEM in the arena, or NULL after a complaint.  What could act on a
 * terminal or a page is refused here, so that a preset needs no more care. */
static const char *take_text(struct reader *reader, const cJSON *item, const char *where)
{
	const char *text = cJSON_GetStringValue(item);

	if (text == NULL || text[0] == '\0') {
		complain(reader, where, text == NULL ? "is not a text" : "is empty");
		return NULL;
	}
	if (strcmp(text_safe(reader->arena, text, strlen(text), strlen(text)), text) != 0) {
		complain(reader, where, "has a control or format character ('%s')", shown(reader, text));
		return NULL;
	}
	return arena_strdup(reader->arena, text);
}

static const char *read_text(struct reader *reader, const cJSON *object, const char *parent,
	const char *key, bool required)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	if (item != NULL)
		return take_text(reader, item, path(reader, parent, key));
	if (required)
		complain(reader, path(reader, parent, key), "is missing");
	return NULL;
}

/* An array; NULL, as good as an empty one, if it is missing or something else. */
static const cJSON *read_array(struct reader *reader, const cJSON *object, const char *parent,
	const char *key, bool required)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	if (item == NULL && required)
		complain(reader, path(reader, parent, key), "is missing");
	if (item != NULL && !cJSON_IsArray(item)) {
		complain(reader, path(reader, parent, key), "is not a list");
		return NULL;
	}
	return item;
}

/* Room for each element of ARRAY and one more. */
static void *array_room(struct reader *reader, const cJSON *array, size_t size)
{
	return arena_alloc(reader->arena, ((size_t)cJSON_GetArraySize(array) + 1) * size);
}

/* ---- parts of a preset ---------------------------------------------------------------- */

static void check_id(struct reader *reader, const char *id)
{
	if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != strlen(id) || id[0] == '.')
		complain(reader, "id", "has a character other than a-z 0-9 . - _ ('%s')",
			shown(reader, id));
	else if (strcmp(arena_printf(reader->arena, "%s.json", id), reader->file) != 0)
		complain(reader, "id", "'%s' is not the file's name without .json", shown(reader, id));
}

static bool has_twin(const char *const *names, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

enum names { NAMES_DOMAINS, NAMES_MX, NAMES_DKIM, NAMES_FREE };

static const char *const *read_names(struct reader *reader, const cJSON *object, const char *key,
	enum names kind, size_t *count)
{
	const cJSON *array = read_array(reader, object, "", key, kind == NAMES_DOMAINS), *item;
	const char **names = array_room(reader, array, sizeof *names), *name;
	size_t index = 0;

	*count = 0;
	cJSON_ArrayForEach(item, array) {
		const char *where = element(reader, key, index++);

		if ((name = take_text(reader, item, where)) == NULL)
			continue;
		if (kind != NAMES_FREE && !preset_is_host_name(name))
			complain(reader, where, "not a domain in lower-case ASCII ('%s')",
				shown(reader, name));
		else if (kind == NAMES_MX && strchr(name, '.') == NULL)
			complain(reader, where, "'%s' would match a whole top-level domain", name);
		if (has_twin(names, *count, name))
			complain(reader, where, "'%s' stands there twice", shown(reader, name));
		names[(*count)++] = name;
	}
	return names;
}

static void check_host(struct reader *reader, const char *key, const char *host)
{
	/* Any values do: the question is whether a host name comes out. */
	const char *filled = preset_expand(reader->arena, host, "local", "example.org");

	if (!preset_placeholders_known(host))
		complain(reader, key, "has an unknown placeholder ('%s')", shown(reader, host));
	else if (!preset_is_host_name(filled) && !preset_is_literal(filled))
		complain(reader, key, "not a host name in lower-case ASCII ('%s')",
			shown(reader, host));
}

static uint16_t read_port(struct reader *reader, const cJSON *object, const char *where)
{
	const cJSON *port = cJSON_GetObjectItemCaseSensitive(object, "port");
	const char *key = path(reader, where, "port");

	if (port == NULL)
		complain(reader, key, "is missing");
	else if (!cJSON_IsNumber(port))
		complain(reader, key, "is not a number");
	else if (!(port->valuedouble >= 1 && port->valuedouble <= UINT16_MAX) ||
			(double)port->valueint != port->valuedouble)
		complain(reader, key, "not a port (%.10g)", port->valuedouble);
	else
		return (uint16_t)port->valueint;
	return 0;
}

static void read_auth(struct reader *reader, const cJSON *object, const char *where,
	struct mail_service *service)
{
	const cJSON *array = read_array(reader, object, where, "auth", false), *item;
	const char *key = path(reader, where, "auth"), *word;
	size_t count = 0;

	if (cJSON_GetArraySize(array) > MAIL_AUTH_MAX) {
		complain(reader, key, "more than %d ways to log in", MAIL_AUTH_MAX);
		return;
	}
	cJSON_ArrayForEach(item, array) {
		const char *place = element(reader, key, count);

		if ((word = take_text(reader, item, place)) != NULL) {
			check_word(reader, place, "way to log in", auth_words, word);
			mail_auth_parse(word, &service->auth[count]);
		}
		count++;
	}
}

static void read_service(struct reader *reader, const cJSON *object, const char *where,
	struct mail_service *service)
{
	static const char *const keys[] = {
		"protocol", "host", "port", "security", "username", "auth", NULL
	};
	const char *word;

	if (!check_object(reader, object, where, keys))
		return;
	if ((word = read_text(reader, object, where, "protocol", true)) != NULL) {
		check_word(reader, path(reader, where, "protocol"), "protocol", protocol_words, word);
		mail_protocol_parse(word, &service->protocol);
	}
	service->host = read_text(reader, object, where, "host", true);
	if (service->host != NULL)
		check_host(reader, path(reader, where, "host"), service->host);
	service->port = read_port(reader, object, where);
	if ((word = read_text(reader, object, where, "security", true)) != NULL) {
		check_word(reader, path(reader, where, "security"), "security", security_words, word);
		mail_security_parse(word, &service->security);
	}
	service->username = read_text(reader, object, where, "username", false);
	if (service->username != NULL && !preset_placeholders_known(service->username))
		complain(reader, path(reader, where, "username"), "has an unknown placeholder ('%s')",
			shown(reader, service->username));
	read_auth(reader, object, where, service);
}

static void read_services(struct reader *reader, const cJSON *object, struct preset *preset)
{
	const cJSON *array = read_array(reader, object, "", "services", true), *item;
	struct mail_service *services = array_room(reader, array, sizeof *services);

	preset->services = services;
	cJSON_ArrayForEach(item, array) {
		read_service(reader, item, element(reader, "services", preset->service_count),
			&services[preset->service_count]);
		preset->service_count++;
	}
}

static const char *read_note(struct reader *reader, const cJSON *object, const char *where)
{
	const char *note = read_text(reader, object, where, "note", false);

	return note != NULL ? note : "";
}

static void read_quirks(struct reader *reader, const cJSON *object, struct preset *preset)
{
	static const char *const keys[] = { "kind", "note", NULL };
	const cJSON *array = read_array(reader, object, "", "quirks", false), *item;
	struct preset_quirk *quirks = array_room(reader, array, sizeof *quirks);

	preset->quirks = quirks;
	cJSON_ArrayForEach(item, array) {
		const char *where = element(reader, "quirks", preset->quirk_count);
		struct preset_quirk *quirk = &quirks[preset->quirk_count++];

		if (!check_object(reader, item, where, keys))
			continue;
		quirk->kind = read_text(reader, item, where, "kind", true);
		quirk->note = read_note(reader, item, where);
		if (quirk->kind != NULL)
			check_word(reader, path(reader, where, "kind"), "kind of quirk", preset_quirk_kinds,
				quirk->kind);
	}
}

static void read_help(struct reader *reader, const cJSON *object, struct preset *preset)
{
	static const char *const keys[] = { "topic", "url", "note", NULL };
	const cJSON *array = read_array(reader, object, "", "help", false), *item;
	struct preset_help *help = array_room(reader, array, sizeof *help);

	preset->help = help;
	cJSON_ArrayForEach(item, array) {
		const char *where = element(reader, "help", preset->help_count);
		struct preset_help *page = &help[preset->help_count++];

		if (!check_object(reader, item, where, keys))
			continue;
		page->topic = read_text(reader, item, where, "topic", true);
		page->url = read_text(reader, item, where, "url", true);
		page->note = read_note(reader, item, where);
		if (page->url != NULL && !preset_is_url(page->url))
			complain(reader, path(reader, where, "url"), "not an http or https address ('%s')",
				shown(reader, page->url));
		if (page->topic != NULL)
			check_word(reader, path(reader, where, "topic"), "topic", preset_help_topics,
				page->topic);
	}
}

/* ---- the whole ---------------------------------------------------------------------------- */

static cJSON *parse_json(struct reader *reader, const char *text, size_t length)
{
	struct strict_json_problem problem;
	const char *place = "";
	cJSON *json;

	if (length > PRESET_FILE_MAX) {
		complain(reader, "", "larger than %d bytes", PRESET_FILE_MAX);
		return NULL;
	}
	json = strict_json_parse(text, length, PRESET_DEPTH_MAX, &problem);
	if (json != NULL)
		return json;
	if (problem.line != 0)
		place = arena_printf(reader->arena, "%u:%u", problem.line, problem.column);
	complain(reader, place, "%s", problem.reason);
	return NULL;
}

struct preset *preset_parse(struct arena *arena, const char *file, const char *text,
	size_t length, struct buf *problems)
{
	static const char *const keys[] = {
		"id", "name", "checked", "domains", "mx", "dkim", "services", "quirks", "help", "sources", NULL
	};
	const char *slash = strrchr(file, '/');
	struct reader reader = {
		.arena = arena, .file = slash != NULL ? slash + 1 : file, .problems = problems,
	};
	struct preset *preset = arena_alloc(arena, sizeof *preset);
	cJSON *json = parse_json(&reader, text, length);

	if (json == NULL)
		return NULL;
	check_object(&reader, json, "", keys);
	if ((preset->id = read_text(&reader, json, "", "id", true)) != NULL)
		check_id(&reader, preset->id);
	preset->name = read_text(&reader, json, "", "name", true);
	preset->checked = read_text(&reader, json, "", "checked", true);
	if (preset->checked != NULL && !preset_is_date(preset->checked))
		complain(&reader, "checked", "not a date as YYYY-MM-DD ('%s')",
			shown(&reader, preset->checked));
	preset->domains = read_names(&reader, json, "domains", NAMES_DOMAINS, &preset->domain_count);
	preset->mx = read_names(&reader, json, "mx", NAMES_MX, &preset->mx_count);
	preset->dkim = read_names(&reader, json, "dkim", NAMES_DKIM, &preset->dkim_count);
	read_services(&reader, json, preset);
	read_quirks(&reader, json, preset);
	read_help(&reader, json, preset);
	preset->sources = read_names(&reader, json, "sources", NAMES_FREE, &preset->source_count);
	cJSON_Delete(json);
	return reader.count == 0 ? preset : NULL;
}

/* At most PRESET_FILE_MAX + 1 bytes: one too many is enough to know.  *PROBLEM is
 * NULL, or says why nothing could be read.  For the caller to free. */
static char *read_all(const char *path_name, size_t *length, const char **problem)
{
	/* A pipe left in the folder must not hold the program. */
	int fd = open(path_name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	char *text = mem_alloc(PRESET_FILE_MAX + 1);
	struct stat status;
	ssize_t got;

	*length = 0;
	*problem = NULL;
	if (fd < 0 || fstat(fd, &status) < 0)
		*problem = strerror(errno);
	else if (!S_ISREG(status.st_mode))
		*problem = "not a regular file";
	while (*problem == NULL && *length <= PRESET_FILE_MAX) {
		got = read(fd, text + *length, PRESET_FILE_MAX + 1 - *length);
		if (got < 0 && errno != EINTR)
			*problem = strerror(errno);
		if (got == 0)
			break;
		if (got > 0)
			*length += (size_t)got;
	}
	if (fd >= 0)
		close(fd);
	return text;
}

struct preset *preset_read(struct arena *arena, const char *file, struct buf *problems)
{
	const char *problem;
	struct preset *preset = NULL;
	size_t length;
	char *text = read_all(file, &length, &problem);

	if (problem == NULL)
		preset = preset_parse(arena, file, text, length, problems);
	else
		buf_printf(problems, "%s: cannot be read: %s\n", text_quote(arena, file), problem);
	free(text);
	return preset;
}
