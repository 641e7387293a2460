/* SPDX-License-Identifier: MIT */
#include "client_picks.h"

#include <string.h>

#define SOURCES_MAX 7

/* Which sources each program asks, in its own order of preference, and what it
 * makes of an answer.  Presets are ours; a program's own list is not looked into. */
static const struct client {
	const char *name;
	const char *sources[SOURCES_MAX];
	bool both_ways;      /* a source without a server for each direction is passed over */
	bool strict;         /* so is, in a document, a server that lacks user name or
	                        authentication */
	bool imap_only;      /* sets up no POP3 */
	bool encrypted_only;
	bool spoilt_by_one;  /* a server that it cannot take spoils the whole source */
} clients[] = {
	{ .name = "Thunderbird", .both_ways = true, .strict = true, .sources = { "autoconfig",
		"autoconfig-http", "ispdb", "mx-autoconfig", "mx-ispdb", "autodiscover", "guess" } },
	{ .name = "K-9 and Thunderbird for Android", .both_ways = true, .strict = true,
		.imap_only = true, .encrypted_only = true, .spoilt_by_one = true,
		.sources = { "autoconfig", "autoconfig-http", "ispdb", "mx-autoconfig", "mx-ispdb" } },
	{ .name = "Outlook", .sources = { "autodiscover" } },
	{ .name = "programs that use SRV records", .sources = { "srv" } },
};
#define CLIENTS (sizeof clients / sizeof clients[0])

static const struct source_fact *find_found(const struct evidence *evidence, const char *name)
{
	const struct source_fact *source;

	for (source = evidence->sources; source != NULL; source = source->next)
		if (strcmp(source->source, name) == 0)
			return source->outcome == SOURCE_FOUND ? source : NULL;
	return NULL;
}

static bool is_document(const struct source_fact *source)
{
	return strstr(source->source, "autoconfig") != NULL || strstr(source->source, "ispdb") != NULL;
}

static bool can_take(const struct client *client, const struct source_fact *source,
	const struct mail_service *setting)
{
	if (client->encrypted_only && setting->security == MAIL_PLAIN)
		return false;
	if (!client->strict || !is_document(source))
		return true;
	return setting->auth[0] == MAIL_AUTH_NONE ||
		(setting->auth[0] != MAIL_AUTH_UNSTATED && setting->username != NULL);
}

/* What CLIENT takes of SOURCE; false if it passes it over. */
static bool take(const struct client *client, const struct source_fact *source,
	struct client_pick *out)
{
	const struct mail_service **settings = out->settings;
	size_t i;

	for (i = 0; i < source->count; i++) {
		const struct mail_service *setting = &source->settings[i];

		if (client->imap_only && setting->protocol == MAIL_POP3)
			continue;
		if (!can_take(client, source, setting)) {
			if (client->spoilt_by_one)
				return false;
			continue;
		}
		if (settings[setting->protocol] == NULL)
			settings[setting->protocol] = setting;
	}
	if (client->both_ways)
		return (settings[MAIL_IMAP] != NULL || settings[MAIL_POP3] != NULL) &&
			settings[MAIL_SMTP] != NULL;
	return source->count > 0;
}

/* Exchange tells only who has logged in (HTTP 401). */
static bool wants_password(const struct evidence *evidence, const char *name)
{
	const struct source_attempt *attempt;
	const struct source_fact *source;

	if (strcmp(name, "autodiscover") != 0)
		return false;
	for (source = evidence->sources; source != NULL; source = source->next)
		for (attempt = strcmp(source->source, name) == 0 ? source->attempts : NULL;
			attempt != NULL; attempt = attempt->next)
			if (attempt->outcome == SOURCE_HTTP_STATUS &&
					strstr(attempt->detail, "HTTP 401") != NULL)
				return true;
	return false;
}

bool client_pick(const struct evidence *evidence, size_t index, struct client_pick *out)
{
	const struct source_fact *source;
	size_t i;

	memset(out, 0, sizeof *out);
	if (index >= CLIENTS)
		return false;
	out->client = clients[index].name;
	for (i = 0; i < SOURCES_MAX && clients[index].sources[i] != NULL; i++) {
		source = find_found(evidence, clients[index].sources[i]);
		if (source != NULL && take(&clients[index], source, out)) {
			out->source = source->source;
			return true;
		}
		memset(out->settings, 0, sizeof out->settings);
		out->asks_first = wants_password(evidence, clients[index].sources[i]);
		if (out->asks_first)
			return true;
	}
	return true;
}
