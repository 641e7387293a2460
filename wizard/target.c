/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *name, const void *target)
{
	return strcmp(name, ((const struct target *)target)->name);
}

static bool is_among(const char *words, const char *name)
{
	size_t length;

	for (; *words != '\0'; words += length + (words[length] == ' ')) {
		length = strcspn(words, " ");
		if (strlen(name) == length && strncmp(words, name, length) == 0)
			return true;
	}
	return false;
}

const struct target *target_find(const char *name)
{
	const struct target *found = bsearch(name, targets, target_count, sizeof *targets, compare);
	size_t i;

	for (i = 0; found == NULL && i < target_count; i++)
		if (is_among(targets[i].also, name))
			found = &targets[i];
	return found;
}

bool target_has_oauth(const struct target *target, const char *provider)
{
	return target->oauth || is_among(target->oauth_at, provider);
}
