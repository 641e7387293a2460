/* SPDX-License-Identifier: MIT
 *
 * Misspelt mail domains.  A wrong guess sends a person after somebody else's
 * mail, so short names and names that only a small provider has are left alone.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/mem.h"
#include "preset_data.h"
#include "preset_table.h"
#include "slip.h"

/* Below these lengths a name one slip away is as likely somebody's own.  Two
 * letters swapped are a surer sign than one that is wrong, and so is a wrong
 * ending below the right name: there a name may be one letter shorter. */
#define POPULAR_MIN 5 /* "yaho", "gnail" */
#define KNOWN_MIN 8   /* "btintrenet", for a provider of lesser fame */

/* Does one slip make TYPED of the name MEANT, both without their endings? */
static bool is_misspelt(const char *typed, const char *meant, size_t min)
{
	size_t at;
	enum slip slip = slip_between(typed, meant, &at);

	switch (slip) {
	case SLIP_NONE:
	case SLIP_SAME:
		return false;
	case SLIP_SWAPPED:
		return strlen(meant) + 1 >= min;
	case SLIP_WRONG:
		/* Few begin with a wrong letter; many own such a name ("fmail"). */
		return at > 0 && strlen(meant) >= min;
	case SLIP_EXTRA:
		/* A plural is a name of its own ("oranges"). */
		return strlen(meant) >= min && strcmp(typed + at, "s") != 0;
	case SLIP_MISSING:
		return strlen(meant) >= min;
	}
	return false;
}

/* Endings that fingers make of the one that was meant. */
static bool is_ending_slip(const char *typed, const char *meant, size_t name_length, size_t min)
{
	static const struct {
		const char *typed, *meant;
		bool exists; /* as a top-level domain where somebody may live */
	} slips[] = {
		{ "con", "com", false }, { "cmo", "com", false }, { "ocm", "com", false },
		{ "comm", "com", false }, { "coom", "com", false }, { "ccom", "com", false },
		{ "vom", "com", false }, { "xom", "com", false }, { "cpm", "com", false },
		{ "clm", "com", false }, { "c0m", "com", false }, { "com.com", "com", true },
		{ "co", "com", true }, { "cm", "com", true }, { "om", "com", true },
		{ "nte", "net", false }, { "ent", "net", false }, { "ner", "net", false },
		{ "nett", "net", false }, { "met", "net", false }, { "ne", "net", true },
		{ "ed", "de", false }, { "dee", "de", false }, { "d", "de", false },
		{ "rf", "fr", false }, { "frr", "fr", false }, { "f", "fr", false },
		{ "ur", "ru", false }, { "r", "ru", false }, { "ti", "it", false },
		{ "lp", "pl", false }, { "couk", "co.uk", false }, { "co.k", "co.uk", false },
		{ "co.u", "co.uk", false }, { "com.rb", "com.br", false }, { "com.b", "com.br", false },
	};
	size_t i;

	for (i = 0; i < sizeof slips / sizeof slips[0]; i++)
		if (strcmp(typed, slips[i].typed) == 0 && strcmp(meant, slips[i].meant) == 0)
			return !slips[i].exists || name_length + 1 >= min;
	return false;
}

/* DOMAIN is one slip away from KNOWN: in its name, in its ending, or in the dot
 * between the two. */
static bool is_near(const char *domain, const char *known, size_t min)
{
	const char *dot = strchr(domain, '.'), *known_dot = strchr(known, '.');
	size_t name = strcspn(domain, "."), known_name = strcspn(known, ".");
	char *typed, *meant;
	bool near;

	if (known_dot == NULL)
		return false;
	if (dot == NULL)
		return strncmp(domain, known, known_name) == 0 &&
			strcmp(domain + known_name, known_dot + 1) == 0;
	if (name == known_name && strncmp(domain, known, name) == 0)
		return is_ending_slip(dot + 1, known_dot + 1, name, min);
	if (strcmp(dot, known_dot) != 0)
		return false;
	typed = mem_strndup(domain, name);
	meant = mem_strndup(known, known_name);
	near = is_misspelt(typed, meant, min);
	free(typed);
	free(meant);
	return near;
}

const char *preset_near_domain(const char *domain)
{
	size_t i;

	if (preset_by_domain(domain) != NULL)
		return NULL;
	for (i = 0; preset_popular[i] != NULL; i++)
		if (is_near(domain, preset_popular[i], POPULAR_MIN))
			return preset_popular[i];
	/* A provider's id is its main domain; its others are often vanity names that
	 * strangers hold in the plural. */
	for (i = 0; i < preset_data_count; i++)
		if (is_near(domain, preset_data[i].id, KNOWN_MIN) &&
				preset_by_domain(preset_data[i].id) != NULL)
			return preset_data[i].id;
	return NULL;
}
