/* SPDX-License-Identifier: MIT
 *
 * What we know ourselves: the preset of the domain, or of the hoster that its
 * MX records name.  A preset speaks for all protocols.
 */
#include "mx.h"
#include "preset_table.h"
#include "source_kinds.h"

static void add_preset(struct source *source, const struct preset *preset)
{
	const struct source_world *world = source->world;
	size_t i;

	for (i = 0; i < preset->service_count; i++) {
		struct mail_service *setting = source_add_setting(source);

		if (setting == NULL)
			break;
		*setting = preset->services[i];
		setting->host = preset_expand(world->evidence->arena, setting->host,
			world->address->localpart, world->address->domain);
		if (setting->username != NULL)
			setting->username = source_username(world, setting->username);
	}
	source->complete = true;
	source->fact->secure = true;
}

/* ---- by domain ---------------------------------------------------------------------- */

static void preset_start(struct source *source)
{
	(void)source; /* the table is in memory */
}

static void preset_finish(struct source *source)
{
	const struct preset *preset = preset_by_domain(source->world->address->domain);

	if (preset == NULL) {
		source_conclude(source, SOURCE_NOT_PUBLISHED, "");
		return;
	}
	add_preset(source, preset);
	source->world->evidence->provider = preset->id;
	source_conclude(source, SOURCE_FOUND, preset->id);
}

const struct source_kind source_preset = {
	.name = "preset", .rank = 10, .speaks_for_domain = true, .offline = true,
	.start = preset_start, .finish = preset_finish,
};

/* ---- by MX -------------------------------------------------------------------------- */

static void mx_start(struct source *source)
{
	source_ask(source, source->world->address->domain, DNS_MX, NULL);
}

static void mx_finish(struct source *source)
{
	struct evidence *evidence = source->world->evidence;
	const struct dns_fact *mx = evidence_dns(evidence, source->world->address->domain, DNS_MX);
	const struct preset *preset = NULL;
	size_t best = mx_best(mx), i;

	if (best == 0) {
		source_conclude(source, mx != NULL ? source_dns_outcome(mx) : SOURCE_SKIPPED, "");
		return;
	}
	for (i = 0; i < best && preset == NULL; i++)
		preset = preset_by_mx(mx->records[i].text);
	if (preset == NULL) {
		source_conclude(source, SOURCE_NOT_PUBLISHED, mx->records[0].text);
		return;
	}
	add_preset(source, preset);
	source_conclude(source, SOURCE_FOUND, arena_printf(evidence->arena, "%s: %s",
		mx->records[i - 1].text, preset->id));
	if (evidence->provider[0] == '\0')
		evidence->provider = preset->id;
}

const struct source_kind source_mx_preset = {
	.name = "mx-preset", .rank = 20, .speaks_for_domain = true,
	.start = mx_start, .finish = mx_finish,
};
