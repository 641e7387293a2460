/* SPDX-License-Identifier: MIT
 *
 * Writes the manual page mailguide-codes(7) out of the catalogue while building:
 *
 *     compile_manual DATE >mailguide-codes.7
 *
 * DATE is what .Dd shows.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "probes/text.h"

/* Layers in the order in which a run meets them. */
static const struct layer {
	const char *name, *title;
} layers[] = {
	{ "local", "This computer" },
	{ "dns", "Names" },
	{ "net", "Network" },
	{ "tls", "Encryption" },
	{ "protocol", "The mail dialogue" },
	{ "auth", "Signing in" },
	{ "oauth2", "Signing in by OAuth2" },
	{ "policy", "What the server allows" },
	{ "config", "Settings" },
};
#define LINE_WIDTH 72
#define LAYERS (sizeof layers / sizeof layers[0])

/* Text of a line so that roff sees nothing but text in it. */
static void put_text(const char *text, size_t length)
{
	size_t at = 0, used;
	unsigned character;

	/* A full stop or an apostrophe at the beginning would be a request. */
	if (length > 0 && (text[0] == '.' || text[0] == '\''))
		fputs("\\&", stdout);
	while (at < length) {
		used = text_utf8_decode(text + at, length - at, &character);
		if (used == 0) {
			used = 1;
			character = '?';
		}
		if (character == '\\')
			fputs("\\e", stdout);
		else if (character == '-' && text[at + 1] == '-')
			fputs("\\-", stdout);
		else if (character >= 0x80)
			printf("\\[u%04X]", character);
		else
			putchar((int)character);
		at += used;
	}
}

/* As much of TEXT as makes a line of the source, up to LENGTH. */
static size_t line_length(const char *text, size_t length)
{
	size_t line = length < LINE_WIDTH ? length : LINE_WIDTH;

	if (line == length)
		return length;
	while (line > 0 && text[line] != ' ')
		line--;
	return line > 0 ? line : length;
}

/* Every sentence begins a line, as mdoc wants it. */
static void put_sentences(const char *text)
{
	while (*text != '\0') {
		size_t length = 0;

		while (text[length] != '\0' && !(strchr(".!?", text[length]) != NULL &&
				text[length + 1] == ' ' && isupper((unsigned char)text[length + 2])))
			length++;
		length += text[length] != '\0';
		length = line_length(text, length);
		put_text(text, length);
		putchar('\n');
		text += length + (text[length] == ' ');
	}
}

static void put_list(const char *head, const char *kind, const char *const *items)
{
	if (*items == NULL)
		return;
	printf(".Pp\n%s:\n.Bl -%s -compact\n", head, kind);
	for (; *items != NULL; items++) {
		puts(".It");
		put_sentences(*items);
	}
	puts(".El");
}

static void put_links(const char *const *links)
{
	if (*links == NULL)
		return;
	puts(".Pp\nPages:");
	for (; *links != NULL; links++) {
		fputs(".Lk ", stdout);
		put_text(*links, strlen(*links));
		putchar('\n');
	}
}

/* Is TEXT only TITLE with a full stop? */
static bool repeats(const char *text, const char *title)
{
	size_t length = strlen(title);

	return strncmp(text, title, length) == 0 && strcmp(text + length, ".") == 0;
}

static void put_code(const struct code *code)
{
	size_t i;

	/* One argument, and its first word no macro ("No"). */
	printf(".It Sy %s\n.Em \"\\&", code->code);
	put_text(code->title, strlen(code->title));
	puts("\"\n.Pp");
	if (!repeats(code->meaning, code->title)) {
		put_sentences(code->meaning);
		puts(".Pp");
	}
	fputs("Who acts: ", stdout);
	for (i = 0; i < code->who_count; i++)
		printf("%s%s", i > 0 ? ", " : "", who_name(code->who[i]));
	puts(".");
	put_list("Likely causes", "bullet", code->causes);
	put_list("What to do", "enum", code->remedy);
	put_links(code->links);
}

static void put_layer(const struct layer *layer)
{
	size_t i;

	printf(".Ss %s\n.Bl -tag -width Ds\n", layer->title);
	for (i = 0; i < catalog_count(); i++)
		if (strcmp(catalog_at(i)->layer, layer->name) == 0)
			put_code(catalog_at(i));
	puts(".El");
}

/* Would a code be left out? */
static int check_layers(void)
{
	size_t i, j;

	for (i = 0; i < catalog_count(); i++) {
		for (j = 0; j < LAYERS && strcmp(catalog_at(i)->layer, layers[j].name) != 0;)
			j++;
		if (j == LAYERS) {
			fprintf(stderr, "compile_manual: the layer of %s has no section\n",
				catalog_at(i)->code);
			return -1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc != 2 || check_layers() != 0) {
		fputs("usage: compile_manual DATE\n", stderr);
		return 2;
	}
	printf(".\\\" SPDX-License-Identifier: MIT\n"
		".\\\" Written by compile_manual from wizard/catalog; change those files instead.\n"
		".Dd %s\n.Dt MAILGUIDE-CODES 7\n.Os\n.Sh NAME\n.Nm mailguide-codes\n"
		".Nd causes of mail trouble that mailguide can name\n.Sh DESCRIPTION\n",
		argv[1]);
	puts("A code names one cause of a failure.\n"
		"It begins with its layer and never changes its meaning, so that scripts may\n"
		"rely on it:\n"
		".Xr mailguide 1\n"
		"prints it with every finding, in text and in JSON.\n"
		".Ic mailguide explain\n"
		"shows the same page for one code, with what proves it.\n"
		".Pp\n"
		"The one who acts is the user, the administrator of the mail domain or\n"
		"computer, the provider, or whoever runs the network in between.");
	puts(".Sh CODES");
	for (i = 0; i < LAYERS; i++)
		put_layer(&layers[i]);
	puts(".Sh SEE ALSO\n.Xr mailguide 1");
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
