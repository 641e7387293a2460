/* SPDX-License-Identifier: MIT
 *
 * Compiles the catalogue into one C table while building:
 *
 *     compile_catalog OUTPUT REPLIES.tsv PHRASES.tsv DIALOGUE.tsv LAYER.json...
 *
 * It refuses whatever would surprise at run time (a missing key, a reply that
 * points at no code, a pattern that regcomp does not take) and says where.
 */
#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "catalog.h"
#include "compile.h"
#include "probes/mem.h"

#define CODES_MAX 1024
#define LAYERS_MAX 16

struct entry {
	const struct source *source;
	const cJSON *object;
	const char *code;
};

static struct source layers[LAYERS_MAX];
static cJSON *roots[LAYERS_MAX];
static size_t layer_count;
static struct entry entries[CODES_MAX];
static size_t entry_count;

static unsigned line_of(const struct source *source, const char *place)
{
	unsigned line = 1;

	for (const char *c = source->text; c < place && *c; c++)
		line += *c == '\n';
	return line;
}

/* cJSON keeps no positions; the first place where the code stands in quotes is
 * where its object begins. */
static unsigned line_of_code(const struct source *source, const char *code)
{
	char *quoted = mem_printf("\"%s\"", code);
	const char *place = strstr(source->text, quoted);
	unsigned line = place ? line_of(source, place) : 1;

	free(quoted);
	return line;
}

/* ---- codes ------------------------------------------------------------------------ */

enum kind { KIND_TEXT, KIND_TEXT_OR_EMPTY, KIND_LIST, KIND_LIST_OR_EMPTY, KIND_TEXT_OR_MISSING };

static const struct key {
	const char *name;
	enum kind kind;
} keys[] = {
	{ "code", KIND_TEXT },
	{ "title", KIND_TEXT },
	{ "who", KIND_LIST },
	{ "meaning", KIND_TEXT },
	{ "proof", KIND_TEXT },
	{ "not_if", KIND_TEXT },
	{ "causes", KIND_LIST },
	{ "remedy", KIND_LIST },
	{ "links", KIND_LIST_OR_EMPTY },
	{ "topic", KIND_TEXT_OR_EMPTY },
	{ "unplayed", KIND_TEXT_OR_MISSING }, /* for tests/lab/coverage.sh */
};

static const char *const who_words[WHO_MAX] = { "user", "admin", "provider", "network" };
static const char *const who_enums[WHO_MAX] = { "WHO_USER", "WHO_ADMIN", "WHO_PROVIDER",
	"WHO_NETWORK" };

static int who_index(const char *word)
{
	for (int i = 0; i < WHO_MAX; i++)
		if (!strcmp(word, who_words[i]))
			return i;
	return -1;
}

static bool is_kebab(const char *text)
{
	if (!*text || *text == '-')
		return false;
	for (const char *c = text; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') ||
			    (*c == '-' && c[1] && c[1] != '-')))
			return false;
	return true;
}

/* "auth" from "some/where/auth.json" */
static char *layer_of(const struct source *source)
{
	const char *slash = strrchr(source->path, '/');
	const char *name = slash ? slash + 1 : source->path;

	return mem_strndup(name, strcspn(name, "."));
}

static const char *value_problem(const struct key *key, const cJSON *value)
{
	const cJSON *item;

	switch (key->kind) {
	case KIND_TEXT:
	case KIND_TEXT_OR_EMPTY:
	case KIND_TEXT_OR_MISSING:
		if (!cJSON_IsString(value))
			return "must be a string";
		if (key->kind != KIND_TEXT_OR_EMPTY && !*value->valuestring)
			return "must not be empty";
		return NULL;
	case KIND_LIST:
	case KIND_LIST_OR_EMPTY:
		if (!cJSON_IsArray(value))
			return "must be a list";
		if (key->kind == KIND_LIST && !value->child)
			return "must not be empty";
		cJSON_ArrayForEach(item, value) {
			if (!cJSON_IsString(item) || !*item->valuestring)
				return "must hold strings that are not empty";
		}
		return NULL;
	}
	return NULL;
}

static void check_keys(const struct entry *entry, unsigned line)
{
	const char *path = entry->source->path;
	const cJSON *member;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const cJSON *value = cJSON_GetObjectItemCaseSensitive(entry->object, keys[i].name);
		const char *problem = value ? value_problem(&keys[i], value) :
			keys[i].kind == KIND_TEXT_OR_MISSING ? NULL : "missing";

		if (problem)
			complain(path, line, "%s: %s: %s", entry->code, keys[i].name, problem);
	}
	cJSON_ArrayForEach(member, entry->object) {
		size_t i = 0;

		while (i < sizeof(keys) / sizeof(keys[0]) && strcmp(member->string, keys[i].name) != 0)
			i++;
		if (i == sizeof(keys) / sizeof(keys[0]))
			complain(path, line, "%s: %s: unknown key", entry->code, member->string);
	}
}

static void check_entry(const struct entry *entry, const char *layer, unsigned line)
{
	const char *path = entry->source->path;
	const cJSON *who = cJSON_GetObjectItemCaseSensitive(entry->object, "who");
	const cJSON *title = cJSON_GetObjectItemCaseSensitive(entry->object, "title");
	bool seen[WHO_MAX] = { false };
	size_t length = strlen(layer);
	const cJSON *item;

	if (strncmp(entry->code, layer, length) != 0 || entry->code[length] != '.' ||
		!is_kebab(entry->code + length + 1))
		complain(path, line, "%s: code: must be \"%s.\" and kebab-case words",
			entry->code, layer);
	if (cJSON_IsString(title) && *title->valuestring &&
		title->valuestring[strlen(title->valuestring) - 1] == '.')
		complain(path, line, "%s: title: ends in a full stop", entry->code);
	cJSON_ArrayForEach(item, who) {
		int index = cJSON_IsString(item) ? who_index(item->valuestring) : -1;

		if (index < 0)
			complain(path, line, "%s: who: \"%s\" is nobody who can act", entry->code,
				cJSON_IsString(item) ? item->valuestring : "?");
		else if (seen[index])
			complain(path, line, "%s: who: \"%s\" stands twice", entry->code,
				item->valuestring);
		else
			seen[index] = true;
	}
}

static void read_layer(const char *path)
{
	struct source *source = &layers[layer_count];
	cJSON *root;
	const char *end = NULL;
	const cJSON *object;
	char *layer;

	if (source_read(source, path)) {
		layer_count++;
		return;
	}
	root = roots[layer_count++] = cJSON_ParseWithLengthOpts(source->text, source->length + 1, &end, true);
	if (!cJSON_IsArray(root)) {
		complain(path, line_of(source, end ? end : source->text), "is not a JSON list");
		return;
	}
	layer = layer_of(source);
	cJSON_ArrayForEach(object, root) {
		const cJSON *code = cJSON_GetObjectItemCaseSensitive(object, "code");
		struct entry *entry = &entries[entry_count];
		unsigned line;

		if (!cJSON_IsString(code) || !*code->valuestring) {
			complain(path, 1, "an object has no code");
			continue;
		}
		assert(entry_count < CODES_MAX);
		entry_count++;
		entry->source = source;
		entry->object = object;
		entry->code = code->valuestring;
		line = line_of_code(source, entry->code);
		check_keys(entry, line);
		check_entry(entry, layer, line);
	}
	free(layer);
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	return strcmp(left->code, right->code);
}

static int compare_entry_code(const void *key, const void *element)
{
	const struct entry *entry = element;

	return strcmp(key, entry->code);
}

static void sort_entries(void)
{
	qsort(entries, entry_count, sizeof(entries[0]), compare_entries);
	for (size_t i = 1; i < entry_count; i++)
		if (!strcmp(entries[i - 1].code, entries[i].code))
			complain(entries[i].source->path,
				line_of_code(entries[i].source, entries[i].code),
				"%s: code: stands twice", entries[i].code);
}

/* ---- writing ---------------------------------------------------------------------- */

static void write_list(FILE *out, const struct entry *entry, const char *key)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(entry->object, key);
	const cJSON *item;

	fputs("\t\t(const char *const[]){ ", out);
	cJSON_ArrayForEach(item, list) {
		write_string(out, item->valuestring);
		fputs(", ", out);
	}
	fputs("NULL },\n", out);
}

static void write_text(FILE *out, const struct entry *entry, const char *key)
{
	fputs("\t\t", out);
	write_string(out, cJSON_GetObjectItemCaseSensitive(entry->object, key)->valuestring);
	fputs(",\n", out);
}

static void write_codes(FILE *out)
{
	fputs("const struct code catalog_codes[] = {\n", out);
	for (size_t i = 0; i < entry_count; i++) {
		const struct entry *entry = &entries[i];
		const cJSON *who = cJSON_GetObjectItemCaseSensitive(entry->object, "who");
		const cJSON *item;
		char *layer = mem_strndup(entry->code, strcspn(entry->code, "."));

		fputs("\t{\n", out);
		write_text(out, entry, "code");
		fprintf(out, "\t\t\"%s\",\n", layer);
		write_text(out, entry, "title");
		fputs("\t\t{ ", out);
		cJSON_ArrayForEach(item, who)
			fprintf(out, "%s, ", who_enums[who_index(item->valuestring)]);
		fprintf(out, "}, %d,\n", cJSON_GetArraySize(who));
		write_text(out, entry, "meaning");
		write_text(out, entry, "proof");
		write_text(out, entry, "not_if");
		write_list(out, entry, "causes");
		write_list(out, entry, "remedy");
		write_list(out, entry, "links");
		write_text(out, entry, "topic");
		fputs("\t},\n", out);
		free(layer);
	}
	fputs("};\nconst size_t catalog_code_count = sizeof(catalog_codes) / sizeof(catalog_codes[0]);\n\n",
		out);
}

/* ---- the table ---------------------------------------------------------------------- */

bool compile_knows_code(const char *code)
{
	return bsearch(code, entries, entry_count, sizeof(entries[0]), compare_entry_code) != NULL;
}

static int compile(const char *output, const char *replies, const char *phrases,
	const char *dialogue)
{
	FILE *out = fopen(output, "w");
	bool failed;

	if (!out) {
		complain(output, 0, "cannot be written: %s", strerror(errno));
		return -1;
	}
	fputs("/* Written by compile_catalog from wizard/catalog; change those files instead. */\n"
	      "#include \"wizard/catalog_data.h\"\n\n",
		out);
	write_codes(out);
	compile_replies(out, replies, "replies", "reply", false);
	compile_replies(out, phrases, "phrases", "phrase", true);
	compile_idioms(out, dialogue);
	failed = ferror(out);
	if (fclose(out) || failed)
		complain(output, 0, "cannot be written: %s", strerror(errno));
	return problems ? -1 : 0;
}

int main(int argc, char **argv)
{
	int result = 1;

	if (argc < 6 || argc > 5 + LAYERS_MAX) {
		fputs("usage: compile_catalog OUTPUT REPLIES.tsv PHRASES.tsv DIALOGUE.tsv LAYER.json...\n",
			stderr);
		return 2;
	}
	for (int i = 5; i < argc; i++)
		read_layer(argv[i]);
	sort_entries();
	if (!problems && !compile(argv[1], argv[2], argv[3], argv[4]))
		result = 0;
	for (size_t i = 0; i < layer_count; i++) {
		cJSON_Delete(roots[i]);
		free(layers[i].text);
	}
	return result;
}
