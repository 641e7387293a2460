/* SPDX-License-Identifier: MIT
 *
 * The part of compile_catalog that reads tables of tab-separated rows.
 */
#include "compile.h"

#include <ctype.h>
#include <errno.h>
#include <regex.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "gloss.h"
#include "probes/mem.h"

#define FILE_MAX (1u << 20)
#define COLUMNS 6        /* of replies.tsv */
#define COLUMNS_MAX 7    /* phrases.tsv says also how sure its words are */

unsigned problems;

void complain(const char *path, unsigned line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%u: ", path, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	problems++;
}

int source_read(struct source *source, const char *path)
{
	FILE *file = fopen(path, "rb");
	int result = -1;

	source->path = path;
	source->text = mem_alloc(FILE_MAX + 1);
	source->length = 0;
	if (!file) {
		complain(path, 0, "cannot be read: %s", strerror(errno));
		return -1;
	}
	source->length = fread(source->text, 1, FILE_MAX + 1, file);
	if (ferror(file))
		complain(path, 0, "cannot be read: %s", strerror(errno));
	else if (source->length > FILE_MAX)
		complain(path, 0, "longer than %u bytes", FILE_MAX);
	else if (memchr(source->text, '\0', source->length))
		complain(path, 0, "holds a NUL byte");
	else
		result = 0;
	fclose(file);
	return result;
}

void write_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (const char *c = text; *c; c++) {
		unsigned char byte = (unsigned char)*c;

		if (byte == '"' || byte == '\\')
			fprintf(out, "\\%c", byte);
		else if (byte < 0x20 || byte >= 0x7f || byte == '?') /* '?': no trigraphs */
			fprintf(out, "\\%03o", byte);
		else
			fputc(byte, out);
	}
	fputc('"', out);
}

/* ---- replies ---------------------------------------------------------------------- */

static void check_pattern(const struct source *source, unsigned line, const char *pattern)
{
	regex_t regex;
	char reason[128];
	int error = regcomp(&regex, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB);

	if (error) {
		regerror(error, &regex, reason, sizeof(reason));
		complain(source->path, line, "pattern: %s", reason);
		return;
	}
	regfree(&regex);
}

static const char *const certainty_words[] = { "high", "fair", "low" };
static const char *const certainty_enums[] = { "CERTAINTY_HIGH", "CERTAINTY_FAIR",
	"CERTAINTY_LOW" };

static const char *stated_certainty(const struct source *source, unsigned line, const char *word)
{
	for (size_t i = 0; i < CERTAINTIES; i++)
		if (!strcmp(word, certainty_words[i]))
			return certainty_enums[i];
	complain(source->path, line, "certainty: \"%s\" is not high, fair or low", word);
	return certainty_enums[0];
}

/* One's own words say what is meant.  Words of anybody leave it more open, and a
 * bare reply code most of all; an enhanced one ("5.7.8") is as good as words. */
static const char *told_certainty(const char *scope, const char *pattern)
{
	bool words = false;

	for (const char *c = pattern; *c && !words; c++)
		words = isalpha((unsigned char)c[0]) && isalpha((unsigned char)c[1]);
	if (!words && !strstr(pattern, "\\."))
		return certainty_enums[2];
	return certainty_enums[strcmp(scope, "any") != 0 ? 0 : 1];
}

static void check_row(const struct source *source, unsigned line, char *const column[])
{
	static const char *const names[COLUMNS] = { "scope", "protocol", "reply", "pattern",
		"code", "source" };
	static const char *const protocols[] = { "smtp", "imap", "pop3", "oauth2", "any" };
	size_t i = 0;

	for (size_t c = 0; c < COLUMNS; c++)
		if (!*column[c])
			complain(source->path, line, "%s: must not be empty", names[c]);
	while (i < sizeof(protocols) / sizeof(protocols[0]) && strcmp(column[1], protocols[i]) != 0)
		i++;
	if (i == sizeof(protocols) / sizeof(protocols[0]))
		complain(source->path, line, "protocol: \"%s\" is not known", column[1]);
	check_pattern(source, line, column[3]);
	if (!compile_knows_code(column[4]))
		complain(source->path, line, "code: \"%s\" is not in the catalogue", column[4]);
}

/* Splits TEXT at its tabs; are there COUNT columns? */
static bool split(const struct source *source, unsigned line, char *text, char *column[],
	size_t count)
{
	size_t found = 0;

	for (char *next = text; next; found++) {
		char *value = strsep(&next, "\t");

		if (found < count)
			column[found] = value;
	}
	if (found != count)
		complain(source->path, line, "has %zu columns instead of %zu", found, count);
	return found == count;
}

static void write_columns(FILE *out, char *const column[], size_t count)
{
	fputs("\t{ ", out);
	for (size_t c = 0; c < count; c++) {
		write_string(out, column[c]);
		fputs(", ", out);
	}
}

static void compile_reply(FILE *out, const struct source *source, unsigned line, char *text,
	size_t columns)
{
	char *column[COLUMNS_MAX];

	if (!split(source, line, text, column, columns))
		return;
	check_row(source, line, column);
	write_columns(out, column, COLUMNS);
	fprintf(out, "%s },\n", columns > COLUMNS ?
			stated_certainty(source, line, column[COLUMNS]) :
			told_certainty(column[0], column[3]));
}

/* Opens PATH and reads past its header line; NULL after a complaint. */
static char *open_rows(struct source *source, const char *path, const char *header)
{
	char *next;

	if (source_read(source, path))
		return NULL;
	next = source->text;
	if (strcmp(strsep(&next, "\n"), header) != 0)
		complain(path, 1, "the header line must be: %s", header);
	return next;
}

void compile_replies(FILE *out, const char *path, const char *table, const char *count,
	bool certain)
{
	struct source source;
	unsigned line = 1;
	char *next = open_rows(&source, path, certain ?
			"scope\tprotocol\treply\tpattern\tcode\tsource\tcertainty" :
			"scope\tprotocol\treply\tpattern\tcode\tsource");

	fprintf(out, "const struct reply_rule catalog_%s[] = {\n", table);
	while (next && *next) {
		char *text = strsep(&next, "\n");

		compile_reply(out, &source, ++line, text, certain ? COLUMNS_MAX : COLUMNS);
	}
	fprintf(out, "};\nconst size_t catalog_%s_count =\n"
		"\tsizeof(catalog_%s) / sizeof(catalog_%s[0]);\n\n", count, table, table);
	free(source.text);
}

/* ---- idioms ------------------------------------------------------------------------ */

#define IDIOM_COLUMNS 5

static const char *const idiom_kinds[] = { "verb", "capability", "mechanism", "reply", "class",
	"server", "client" };
static const char *const idiom_enums[] = { "IDIOM_VERB", "IDIOM_CAPABILITY", "IDIOM_MECHANISM",
	"IDIOM_REPLY", "IDIOM_CLASS", "IDIOM_SERVER", "IDIOM_CLIENT" };

static void compile_idiom(FILE *out, const struct source *source, unsigned line, char *text)
{
	char *column[IDIOM_COLUMNS];
	size_t kind = 0;
	bool said;

	if (!split(source, line, text, column, IDIOM_COLUMNS))
		return;
	while (kind < IDIOM_KINDS && strcmp(column[1], idiom_kinds[kind]) != 0)
		kind++;
	if (kind == IDIOM_KINDS) {
		complain(source->path, line, "kind: \"%s\" is not known", column[1]);
		return;
	}
	said = kind == IDIOM_SERVER || kind == IDIOM_CLIENT;
	if (!*column[2] || (*column[4] == '\0') != said)
		complain(source->path, line, "%s: needs a sample%s", column[1],
			said ? " and no words" : " and words");
	check_pattern(source, line, column[3]);
	fprintf(out, "\t{ %s, ", idiom_enums[kind]);
	for (size_t c = 0; c < IDIOM_COLUMNS; c++)
		if (c != 1) {
			write_string(out, column[c]);
			fputs(c + 1 < IDIOM_COLUMNS ? ", " : " },\n", out);
		}
}

void compile_idioms(FILE *out, const char *path)
{
	struct source source;
	unsigned line = 1;
	char *next = open_rows(&source, path, "protocol\tkind\tsample\tpattern\twords");

	fputs("const struct idiom catalog_idioms[] = {\n", out);
	while (next && *next) {
		char *text = strsep(&next, "\n");

		compile_idiom(out, &source, ++line, text);
	}
	fputs("};\nconst size_t catalog_idiom_count =\n"
	      "\tsizeof(catalog_idioms) / sizeof(catalog_idioms[0]);\n",
		out);
	free(source.text);
}
