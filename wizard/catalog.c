/* SPDX-License-Identifier: MIT
 *
 * Looking up a cause by its code.
 */
#include "catalog.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "catalog_data.h"

static int compare_code(const void *key, const void *element)
{
	const struct code *code = element;

	return strcmp(key, code->code);
}

const struct code *catalog_find(const char *code)
{
	return bsearch(code, catalog_codes, catalog_code_count, sizeof(catalog_codes[0]),
		compare_code);
}

size_t catalog_count(void)
{
	return catalog_code_count;
}

const struct code *catalog_at(size_t index)
{
	assert(index < catalog_code_count);
	return &catalog_codes[index];
}

const char *who_name(enum who who)
{
	switch (who) {
	case WHO_USER:
		return "user";
	case WHO_ADMIN:
		return "admin";
	case WHO_PROVIDER:
		return "provider";
	case WHO_NETWORK:
		return "network";
	}
	return "user";
}

const char *certainty_name(enum certainty certainty)
{
	switch (certainty) {
	case CERTAINTY_HIGH:
		return "high";
	case CERTAINTY_FAIR:
		return "fair";
	case CERTAINTY_LOW:
		return "low";
	}
	return "low";
}
