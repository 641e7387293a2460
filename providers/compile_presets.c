/* SPDX-License-Identifier: MIT
 *
 * Build time only: turns the preset files into one C table.
 *
 *     compile_presets OUTPUT POPULAR.txt PRESET.json...
 *
 * A file that is wrong stops the build with lint's words.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "preset.h"
#include "preset_data.h"
#include "preset_keys.h"

#define PROBLEMS_MAX (1u << 20)
#define LINE_MAX_BYTES 300

static const char *const protocol_words[] = { "MAIL_IMAP", "MAIL_POP3", "MAIL_SMTP" };
static const char *const security_words[] = { "MAIL_TLS", "MAIL_STARTTLS", "MAIL_PLAIN" };
static const char *const auth_words[] = {
	"MAIL_AUTH_UNSTATED", "MAIL_AUTH_CLEARTEXT", "MAIL_AUTH_ENCRYPTED", "MAIL_AUTH_OAUTH2",
	"MAIL_AUTH_NONE",
};

static void write_text(FILE *out, const char *text)
{
	if (text == NULL) {
		fputs("NULL", out);
		return;
	}
	putc('"', out);
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\')
			fprintf(out, "\\%c", byte);
		else if (byte < 0x20 || byte >= 0x7f || byte == '?') /* no trigraphs */
			fprintf(out, "\\%03o", (unsigned)byte);
		else
			putc(byte, out);
	}
	putc('"', out);
}

static void write_texts(FILE *out, const char *kind, size_t index, const char *const *texts,
	size_t count)
{
	size_t i;

	if (count == 0)
		return;
	fprintf(out, "static const char *const %s_%zu[] = {", kind, index);
	for (i = 0; i < count; i++) {
		fputs(i > 0 ? ", " : " ", out);
		write_text(out, texts[i]);
	}
	fputs(" };\n", out);
}

static void write_services(FILE *out, size_t index, const struct preset *preset)
{
	size_t i, a;

	if (preset->service_count == 0)
		return;
	fprintf(out, "static const struct mail_service services_%zu[] = {\n", index);
	for (i = 0; i < preset->service_count; i++) {
		const struct mail_service *service = &preset->services[i];

		fprintf(out, "\t{ %s, %s, %u, ", protocol_words[service->protocol],
			security_words[service->security], (unsigned)service->port);
		write_text(out, service->host);
		fputs(", ", out);
		write_text(out, service->username);
		fputs(", {", out);
		for (a = 0; a < MAIL_AUTH_MAX; a++)
			fprintf(out, "%s %s", a > 0 ? "," : "", auth_words[service->auth[a]]);
		fputs(" } },\n", out);
	}
	fputs("};\n", out);
}

static void write_quirks(FILE *out, size_t index, const struct preset *preset)
{
	size_t i;

	if (preset->quirk_count == 0)
		return;
	fprintf(out, "static const struct preset_quirk quirks_%zu[] = {\n", index);
	for (i = 0; i < preset->quirk_count; i++) {
		fputs("\t{ ", out);
		write_text(out, preset->quirks[i].kind);
		fputs(", ", out);
		write_text(out, preset->quirks[i].note);
		fputs(" },\n", out);
	}
	fputs("};\n", out);
}

static void write_help(FILE *out, size_t index, const struct preset *preset)
{
	size_t i;

	if (preset->help_count == 0)
		return;
	fprintf(out, "static const struct preset_help help_%zu[] = {\n", index);
	for (i = 0; i < preset->help_count; i++) {
		fputs("\t{ ", out);
		write_text(out, preset->help[i].topic);
		fputs(", ", out);
		write_text(out, preset->help[i].url);
		fputs(", ", out);
		write_text(out, preset->help[i].note);
		fputs(" },\n", out);
	}
	fputs("};\n", out);
}

static void write_list(FILE *out, const char *kind, size_t index, size_t count)
{
	if (count > 0)
		fprintf(out, ", %s_%zu, %zu", kind, index, count);
	else
		fputs(", NULL, 0", out);
}

static void write_preset(FILE *out, size_t index, const struct preset *preset)
{
	fputs("\t{ ", out);
	write_text(out, preset->id);
	fputs(", ", out);
	write_text(out, preset->name);
	fputs(", ", out);
	write_text(out, preset->checked);
	write_list(out, "domains", index, preset->domain_count);
	write_list(out, "mx", index, preset->mx_count);
	write_list(out, "dkim", index, preset->dkim_count);
	write_list(out, "services", index, preset->service_count);
	write_list(out, "quirks", index, preset->quirk_count);
	write_list(out, "help", index, preset->help_count);
	write_list(out, "sources", index, preset->source_count);
	fputs(" },\n", out);
}

static void write_keys(FILE *out, const char *what, const struct preset_key *keys, size_t count)
{
	size_t i;

	fprintf(out, "\nconst struct preset_key preset_%s_keys[] = {\n", what);
	for (i = 0; i < count; i++) {
		fputs("\t{ ", out);
		write_text(out, keys[i].name);
		fprintf(out, ", %u },\n", keys[i].preset);
	}
	fprintf(out, "};\nconst size_t preset_%s_key_count = %zu;\n", what, count);
}

static int compare_name(const void *name, const void *key)
{
	return strcmp(name, ((const struct preset_key *)key)->name);
}

/* One domain a line, # begins a comment.  Each must belong to a preset: a popular
 * domain that nobody claims is a slip in one of the two.  0 or -1. */
static int write_popular(FILE *out, const char *file, const struct preset_key *keys, size_t count)
{
	FILE *in = fopen(file, "r");
	char line[LINE_MAX_BYTES];
	int status = 0;

	if (in == NULL) {
		fprintf(stderr, "%s: cannot be read: %s\n", file, strerror(errno));
		return -1;
	}
	fputs("\nconst char *const preset_popular[] = {\n", out);
	while (fgets(line, sizeof line, in) != NULL) {
		line[strcspn(line, "# \t\r\n")] = '\0';
		if (line[0] == '\0')
			continue;
		if (bsearch(line, keys, count, sizeof *keys, compare_name) == NULL) {
			fprintf(stderr, "%s: no preset has the domain '%s'\n", file, line);
			status = -1;
		}
		putc('\t', out);
		write_text(out, line);
		fputs(",\n", out);
	}
	fputs("\tNULL\n};\n", out);
	fclose(in);
	return status;
}

static int compare_presets(const void *a, const void *b)
{
	return strcmp((*(struct preset *const *)a)->id, (*(struct preset *const *)b)->id);
}

static int write_table(FILE *out, struct arena *arena, struct preset **presets, size_t count,
	const char *popular)
{
	struct preset_key *keys;
	size_t key_count, i;
	int status;

	fputs("/* Made by compile_presets from the preset files, which are under the MPL-2.0. */\n"
		"#include \"providers/preset_data.h\"\n\n", out);
	for (i = 0; i < count; i++) {
		write_texts(out, "domains", i, presets[i]->domains, presets[i]->domain_count);
		write_texts(out, "mx", i, presets[i]->mx, presets[i]->mx_count);
		write_texts(out, "dkim", i, presets[i]->dkim, presets[i]->dkim_count);
		write_texts(out, "sources", i, presets[i]->sources, presets[i]->source_count);
		write_services(out, i, presets[i]);
		write_quirks(out, i, presets[i]);
		write_help(out, i, presets[i]);
	}
	fputs("\nconst struct preset preset_data[] = {\n", out);
	for (i = 0; i < count; i++)
		write_preset(out, i, presets[i]);
	fprintf(out, "};\nconst size_t preset_data_count = %zu;\n", count);
	keys = preset_keys(arena, presets, count, PRESET_KEY_MX, &key_count);
	write_keys(out, "mx", keys, key_count);
	keys = preset_keys(arena, presets, count, PRESET_KEY_DOMAIN, &key_count);
	write_keys(out, "domain", keys, key_count);
	status = write_popular(out, popular, keys, key_count);
	return ferror(out) ? -1 : status;
}

/* Sorted by id; NULL after messages if anything is wrong with any of them. */
static struct preset **read_presets(struct arena *arena, char **files, size_t count)
{
	struct preset **presets = arena_alloc(arena, (count + 1) * sizeof *presets);
	struct buf problems;
	bool good = true;
	size_t i;

	buf_init(&problems, PROBLEMS_MAX);
	for (i = 0; i < count; i++)
		good &= (presets[i] = preset_read(arena, files[i], &problems)) != NULL;
	if (good) {
		qsort(presets, count, sizeof *presets, compare_presets);
		good = preset_keys_check(arena, presets, count, &problems) == 0;
	}
	fputs(buf_text(&problems), stderr);
	buf_done(&problems);
	return good ? presets : NULL;
}

int main(int argc, char **argv)
{
	struct arena *arena;
	struct preset **presets;
	size_t count;
	int status = 1;
	FILE *out;

	if (argc < 4) {
		fputs("usage: compile_presets OUTPUT POPULAR.txt PRESET.json...\n", stderr);
		return 2;
	}
	count = (size_t)argc - 3;
	arena = arena_new();
	presets = read_presets(arena, argv + 3, count);
	out = presets != NULL ? fopen(argv[1], "w") : NULL;
	if (out != NULL) {
		status = write_table(out, arena, presets, count, argv[2]) < 0;
		if (fclose(out) != 0)
			status = 1;
	}
	if (presets != NULL && (out == NULL || status != 0))
		fprintf(stderr, "%s: not written\n", argv[1]);
	arena_free(arena);
	return status;
}
