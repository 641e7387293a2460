/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "scenario_parts.h"

/* Where mail for the domain goes when the file does not say: an address that
 * nobody asks for mail settings. */
#define USUAL_MX_ADDRESS "198.51.100.25"

static const char *const zone_keys[] = { "resolvers", "far", "names", NULL };
static const char *const type_names[] = { "A", "AAAA", "MX", "SRV", "TXT", "CNAME", "NS", NULL };
static const char *const name_keys[] = { "A", "AAAA", "MX", "SRV", "TXT", "CNAME", "NS", "authentic",
	"bogus", NULL };
static const char *const mode_names[] = { "normal", "nxdomain", "nodata", "servfail", "refused",
	"silent", "truncated", "cut", "dead", NULL };

static struct zone_name *find_name(const struct scenario *scenario, const char *name)
{
	struct zone_name *entry;

	for (entry = scenario->zone; entry != NULL; entry = entry->next)
		if (strcmp(entry->name, name) == 0)
			return entry;
	return NULL;
}

static struct zone_name *add_name(struct reading *reading, struct scenario *scenario,
	const char *name)
{
	struct zone_name *entry = arena_alloc(reading->arena, sizeof *entry);

	entry->name = arena_strdup(reading->arena, name);
	entry->next = scenario->zone;
	scenario->zone = entry;
	return entry;
}

static struct record *add_record(struct reading *reading, struct zone_name *entry,
	enum record_type type, const char *text)
{
	struct record *record = arena_alloc(reading->arena, sizeof *record), **link;

	record->type = type;
	record->text = arena_strdup(reading->arena, text);
	for (link = &entry->records; *link != NULL; link = &(*link)->next)
		;
	*link = record;
	return record;
}

static bool has_type(const struct zone_name *entry, enum record_type type)
{
	const struct record *record;

	for (record = entry->records; record != NULL; record = record->next)
		if (record->type == type || record->type == RECORD_CNAME)
			return true;
	return false;
}

/* "10 mx.example.org", "0 1 993 imap.example.org", or the bare value. */
static int parse_record(struct reading *reading, const char *where, struct record *record)
{
	unsigned priority, weight, port;
	unsigned char address[16];
	int used = 0;

	switch (record->type) {
	case RECORD_MX:
		if (sscanf(record->text, "%5u %n", &priority, &used) != 1 || used == 0)
			return reading_fail(reading, where, "an MX is \"PREFERENCE HOST\"");
		record->priority = (uint16_t)priority;
		break;
	case RECORD_SRV:
		if (sscanf(record->text, "%5u %5u %5u %n", &priority, &weight, &port, &used) != 3 ||
		    used == 0)
			return reading_fail(reading, where, "an SRV is \"PRIORITY WEIGHT PORT HOST\"");
		record->priority = (uint16_t)priority;
		record->weight = (uint16_t)weight;
		record->port = (uint16_t)port;
		break;
	case RECORD_A:
		if (inet_pton(AF_INET, record->text, address) != 1)
			return reading_fail(reading, where, "'%s' is no IPv4 address", record->text);
		break;
	case RECORD_AAAA:
		if (inet_pton(AF_INET6, record->text, address) != 1)
			return reading_fail(reading, where, "'%s' is no IPv6 address", record->text);
		break;
	case RECORD_TXT:
	case RECORD_CNAME:
	case RECORD_NS:
		break;
	}
	record->text += used;
	return 0;
}

static int read_name(struct reading *reading, const cJSON *item, struct scenario *scenario)
{
	const char *where = arena_printf(reading->arena, "dns.names.%s", item->string);
	struct zone_name *entry = add_name(reading, scenario, item->string);
	const char **texts;
	int i, j, mode;

	if (cJSON_IsString(item)) {
		mode = reading_index(item->valuestring, mode_names);
		if (mode < 0 || mode == DNS_MODE_DEAD)
			return reading_fail(reading, where, "no way to answer: '%s'", item->valuestring);
		entry->mode = (enum dns_mode)mode;
		return 0;
	}
	if (reading_keys(reading, where, item, name_keys) < 0 ||
	    reading_bool(reading, where, item, "authentic", &entry->authentic) < 0 ||
	    reading_bool(reading, where, item, "bogus", &entry->bogus) < 0)
		return -1;
	for (i = 0; type_names[i] != NULL; i++) {
		texts = NULL;
		if (reading_strings(reading, where, item, type_names[i], &texts) < 0)
			return -1;
		for (j = 0; texts != NULL && texts[j] != NULL; j++)
			if (parse_record(reading, where,
				add_record(reading, entry, (enum record_type)i, texts[j])) < 0)
				return -1;
	}
	return 0;
}

static int read_resolvers(struct reading *reading, const cJSON *dns, struct scenario *scenario)
{
	const char **words = NULL;
	int mode;

	if (reading_strings(reading, "dns", dns, "resolvers", &words) < 0 ||
	    reading_bool(reading, "dns", dns, "far", &scenario->resolvers_far) < 0)
		return -1;
	scenario->needs_namespace = scenario->needs_namespace || scenario->resolvers_far;
	if (words == NULL)
		return 0;
	for (scenario->resolver_count = 0; words[scenario->resolver_count] != NULL;
		scenario->resolver_count++) {
		if (scenario->resolver_count == SCENARIO_RESOLVERS)
			return reading_fail(reading, "dns", "more than %d resolvers", SCENARIO_RESOLVERS);
		mode = reading_index(words[scenario->resolver_count], mode_names);
		if (mode < 0)
			return reading_fail(reading, "dns", "no way to answer: '%s'",
				words[scenario->resolver_count]);
		scenario->resolvers[scenario->resolver_count] = (enum dns_mode)mode;
	}
	return 0;
}

int scenario_read_zone(struct reading *reading, const cJSON *dns, struct scenario *scenario)
{
	const cJSON *names = cJSON_GetObjectItemCaseSensitive(dns, "names"), *item;

	if (reading_keys(reading, "dns", dns, zone_keys) < 0 ||
	    read_resolvers(reading, dns, scenario) < 0)
		return -1;
	if (names == NULL)
		return 0;
	if (reading_keys(reading, "dns.names", names, NULL) < 0)
		return -1;
	cJSON_ArrayForEach(item, names)
		if (read_name(reading, item, scenario) < 0)
			return -1;
	return 0;
}

static void add_host(struct reading *reading, struct scenario *scenario, const struct host *host)
{
	struct zone_name *entry = find_name(scenario, host->name);
	const struct lab_address *address;
	bool given_a, given_aaaa;

	if (entry == NULL)
		entry = add_name(reading, scenario, host->name);
	if (entry->mode != DNS_MODE_NORMAL && entry->mode != DNS_MODE_TRUNCATED)
		return;
	given_a = has_type(entry, RECORD_A);
	given_aaaa = has_type(entry, RECORD_AAAA);
	for (address = host->addresses; address != NULL; address = address->next)
		if (!(address->ipv6 ? given_aaaa : given_a))
			add_record(reading, entry, address->ipv6 ? RECORD_AAAA : RECORD_A,
				address->text);
}

void scenario_complete_zone(struct reading *reading, struct scenario *scenario)
{
	const char *domain = strrchr(scenario->address, '@');
	const struct host *host;
	struct zone_name *entry;
	const char *mx;

	for (host = scenario->hosts; host != NULL; host = host->next)
		add_host(reading, scenario, host);
	domain = domain == NULL ? scenario->address : domain + 1;
	entry = find_name(scenario, domain);
	if (entry != NULL)
		return;
	mx = arena_printf(reading->arena, "mx.%s", domain);
	entry = add_name(reading, scenario, domain);
	add_record(reading, entry, RECORD_MX, mx)->priority = 10;
	if (find_name(scenario, mx) == NULL)
		add_record(reading, add_name(reading, scenario, mx), RECORD_A, USUAL_MX_ADDRESS);
}
