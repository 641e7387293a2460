/* SPDX-License-Identifier: MIT */
#include "resolv_conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYWORD "options"
#define SPACE " \t\r\n"

static bool has_word(const char *text, const char *word)
{
	size_t length;

	for (; *text != '\0'; text += length) {
		text += strspn(text, SPACE);
		length = strcspn(text, SPACE);
		if (length == strlen(word) && strncmp(text, word, length) == 0)
			return true;
	}
	return false;
}

bool resolv_conf_trusts_ad(const char *file)
{
	const char *environment = getenv("RES_OPTIONS");
	bool trusts = environment != NULL && has_word(environment, "trust-ad");
	FILE *stream = fopen(file, "re");
	size_t size = 0;
	char *line = NULL;

	while (stream != NULL && !trusts && getline(&line, &size, stream) >= 0)
		trusts = strncmp(line, KEYWORD, strlen(KEYWORD)) == 0 &&
			strchr(SPACE, line[strlen(KEYWORD)]) != NULL &&
			has_word(line + strlen(KEYWORD), "trust-ad");
	free(line);
	if (stream != NULL)
		fclose(stream);
	return trusts;
}
