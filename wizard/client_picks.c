/* SPDX-License-Identifier: MIT */
#include "client_picks.h"

#include <string.h>

#define SOURCES_MAX 7

/* Which sources each program asks, in its own order of preference.  Presets are
 * ours; a program's own list is not looked into. */
static const struct client {
	const char *name;
	const char *sources[SOURCES_MAX];
} clients[] = {
	{ "Thunderbird", { "autoconfig", "autoconfig-http", "ispdb", "mx-autoconfig", "mx-ispdb",
		"autodiscover", "guess" } },
	{ "K-9 and Thunderbird for Android", { "autoconfig", "autoconfig-http", "ispdb",
		"mx-autoconfig", "mx-ispdb" } },
	{ "Outlook", { "autodiscover" } },
	{ "programs that use SRV records", { "srv" } },
};
#define CLIENTS (sizeof clients / sizeof clients[0])

static const struct source_fact *find_found(const struct evidence *evidence, const char *name)
{
	const struct source_fact *source;

	for (source = evidence->sources; source != NULL; source = source->next)
		if (strcmp(source->source, name) == 0)
			return source->outcome == SOURCE_FOUND && source->count > 0 ? source : NULL;
	return NULL;
}

bool client_pick(const struct evidence *evidence, size_t index, struct client_pick *out)
{
	const struct source_fact *source = NULL;
	size_t i;

	memset(out, 0, sizeof *out);
	if (index >= CLIENTS)
		return false;
	out->client = clients[index].name;
	for (i = 0; source == NULL && i < SOURCES_MAX && clients[index].sources[i] != NULL; i++)
		source = find_found(evidence, clients[index].sources[i]);
	if (source == NULL)
		return true;
	out->source = source->source;
	for (i = 0; i < source->count; i++) {
		const struct mail_service *setting = &source->settings[i];

		if (out->settings[setting->protocol] == NULL)
			out->settings[setting->protocol] = setting;
	}
	return true;
}
