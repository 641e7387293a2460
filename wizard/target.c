/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *name, const void *target)
{
	return strcmp(name, ((const struct target *)target)->name);
}

static bool is_also(const struct target *target, const char *name)
{
	const char *word = target->also;
	size_t length;

	for (; *word != '\0'; word += length + (word[length] == ' ')) {
		length = strcspn(word, " ");
		if (strlen(name) == length && strncmp(word, name, length) == 0)
			return true;
	}
	return false;
}

const struct target *target_find(const char *name)
{
	const struct target *found = bsearch(name, targets, target_count, sizeof *targets, compare);
	size_t i;

	for (i = 0; found == NULL && i < target_count; i++)
		if (is_also(&targets[i], name))
			found = &targets[i];
	return found;
}
