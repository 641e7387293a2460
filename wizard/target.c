/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *name, const void *target)
{
	return strcmp(name, ((const struct target *)target)->name);
}

const struct target *target_find(const char *name)
{
	return bsearch(name, targets, target_count, sizeof *targets, compare);
}
