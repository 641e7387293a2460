/* SPDX-License-Identifier: MIT
 *
 * Build time only: turns the templates of clients/ into one C table.
 *
 *     compile_targets OUTPUT NAME.tmpl...
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"

#define PROBLEMS_MAX (1u << 20)

static void write_text(FILE *out, const char *text)
{
	fputs(" \"", out);
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '\n')
			fputs(text[1] != '\0' ? "\\n\"\n\t  \"" : "\\n", out);
		else if (byte == '"' || byte == '\\')
			fprintf(out, "\\%c", byte);
		else if (byte < 0x20 || byte >= 0x7f || byte == '?') /* no trigraphs */
			fprintf(out, "\\%03o", (unsigned)byte);
		else
			putc(byte, out);
	}
	fputs("\",\n", out);
}

static void write_field(FILE *out, const char *field, const char *text)
{
	fprintf(out, "\t  .%s =", field);
	write_text(out, text);
}

static void write_target(FILE *out, const struct target *target)
{
	int protocol, security;

	fputs("\t{\n", out);
	write_field(out, "name", target->name);
	write_field(out, "also", target->also);
	write_field(out, "title", target->title);
	fprintf(out, "\t  .kind = %d, .secret = %d, .write = %d, .receives = %d, .sends = %d,\n",
		target->kind, target->secret, target->write, target->receives, target->sends);
	fprintf(out, "\t  .oauth = %d, .mode = 0%o,\n", target->oauth, target->mode);
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		fprintf(out, "\t  .speaks[%d] = %d,\n", protocol, target->speaks[protocol]);
		for (security = 0; security < MAIL_SECURITIES; security++)
			fprintf(out, "\t  .security[%d][%d] = %d,\n", protocol, security,
				target->security[protocol][security]);
	}
	write_field(out, "no_oauth", target->no_oauth);
	write_field(out, "oauth_at", target->oauth_at);
	write_field(out, "file", target->file);
	write_field(out, "looks", target->looks);
	write_field(out, "claim", target->claim);
	write_field(out, "detect", target->detect);
	write_field(out, "escape", target->escape);
	write_field(out, "body", target->body);
	fputs("\t},\n", out);
}

static char *read_file(struct arena *arena, const char *path)
{
	char *text = arena_alloc(arena, TARGET_FILE_MAX + 1);
	FILE *in = fopen(path, "r");
	size_t length = in == NULL ? 0 : fread(text, 1, TARGET_FILE_MAX, in);

	if (in != NULL)
		fclose(in);
	if (length > 0 && length < TARGET_FILE_MAX)
		return text;
	fprintf(stderr, "%s: empty, too long, or unreadable\n", path);
	return NULL;
}

/* "clients/msmtp.tmpl" is about msmtp. */
static char *name_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = arena_strdup(arena, slash != NULL ? slash + 1 : path);

	name[strcspn(name, ".")] = '\0';
	return name;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct target *)a)->name, ((const struct target *)b)->name);
}

static int write_table(const char *path, const struct target *list, size_t count)
{
	FILE *out = fopen(path, "w");
	size_t i;

	if (out == NULL) {
		fprintf(stderr, "%s: cannot be written: %s\n", path, strerror(errno));
		return 1;
	}
	fputs("/* Made by compile_targets from the templates in clients/. */\n"
		"#include \"wizard/target.h\"\n\nconst struct target targets[] = {\n", out);
	for (i = 0; i < count; i++)
		write_target(out, &list[i]);
	fprintf(out, "};\nconst size_t target_count = %zu;\n", count);
	return fclose(out) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct buf problems;
	size_t count = argc < 3 ? 0 : (size_t)argc - 2, i;
	struct target *list = arena_alloc(arena, (count + 1) * sizeof *list);
	int status = count > 0 ? 0 : 2;

	buf_init(&problems, PROBLEMS_MAX);
	for (i = 0; i < count; i++) {
		char *text = read_file(arena, argv[i + 2]);

		if (text == NULL || target_parse(arena, name_of(arena, argv[i + 2]), text, &list[i],
				&problems) != 0)
			status = 1;
	}
	fputs(buf_text(&problems), stderr);
	buf_done(&problems);
	qsort(list, count, sizeof *list, compare);
	if (status == 0)
		status = write_table(argv[1], list, count);
	arena_free(arena);
	return status;
}
