/* SPDX-License-Identifier: MIT
 *
 * Mozilla's autoconfig: on the domain itself by https and by http, in the ISPDB,
 * and both for the domains of the MX hosts.
 */
#include "../probes/text.h"
#include "mx.h"
#include "retrieval.h"
#include "source_documents.h"
#include "source_kinds.h"

#define ISPDB_HOST "autoconfig.thunderbird.net"

/* Servers may answer by address; it never travels in clear. */
static const char *query(const struct source_world *world, bool encrypted)
{
	struct arena *arena = world->evidence->arena;
	const struct address *address = world->address;

	if (!encrypted || world->no_address || address->localpart[0] == '\0')
		return "";
	return arena_printf(arena, "?emailaddress=%s", fetch_escape(arena,
		arena_printf(arena, "%s@%s", address->localpart, address->domain)));
}

static void ask_host(struct source *source, const char *scheme, const char *domain,
	const char *parameters)
{
	retrieval_start(source, arena_printf(source->world->evidence->arena,
		"%s://autoconfig.%s/mail/config-v1.1.xml%s", scheme, domain, parameters), NULL,
		source_documents_read_config);
}

/* The two places where a domain publishes. */
static void ask_domain(struct source *source, const char *scheme, const char *parameters)
{
	const char *domain = source->world->address->domain;

	ask_host(source, scheme, domain, parameters);
	retrieval_start(source, arena_printf(source->world->evidence->arena,
		"%s://%s/.well-known/autoconfig/mail/config-v1.1.xml%s", scheme, domain, parameters),
		NULL, source_documents_read_config);
}

static void ask_ispdb(struct source *source, const char *domain)
{
	retrieval_start(source, arena_printf(source->world->evidence->arena,
		"https://" ISPDB_HOST "/v1.1/%s", domain), NULL, source_documents_read_config);
}

static void plan_domain(const struct source_world *world, const struct source_plan *plan,
	bool encrypted)
{
	enum source_learns learns = query(world, encrypted)[0] != '\0' ?
		LEARNS_ADDRESS : LEARNS_DOMAIN;
	const char *domain = world->address->domain;

	plan->add(plan->arg, arena_printf(world->evidence->arena, "autoconfig.%s", domain), learns,
		encrypted);
	plan->add(plan->arg, domain, learns, encrypted);
}

/* ---- the domain itself ---------------------------------------------------------------- */

static void https_start(struct source *source)
{
	ask_domain(source, "https", query(source->world, true));
}

static void https_plan(const struct source_world *world, const struct source_plan *plan)
{
	plan_domain(world, plan, true);
}

const struct source_kind source_autoconfig = {
	.name = "autoconfig", .rank = 40, .speaks_for_domain = true,
	.start = https_start, .finish = source_documents_conclude, .plan = https_plan,
};

static void http_start(struct source *source)
{
	if (!source->world->https_only)
		ask_domain(source, "http", "");
}

static void http_finish(struct source *source)
{
	if (source->world->https_only)
		source_conclude(source, SOURCE_SKIPPED, "--https-only");
	else
		source_documents_conclude(source);
}

static void http_plan(const struct source_world *world, const struct source_plan *plan)
{
	if (!world->https_only)
		plan_domain(world, plan, false);
}

const struct source_kind source_autoconfig_http = {
	.name = "autoconfig-http", .rank = 110, .needs_yes = true,
	.start = http_start, .finish = http_finish, .plan = http_plan,
};

/* ---- the ISPDB -------------------------------------------------------------------------- */

static void ispdb_start(struct source *source)
{
	ask_ispdb(source, source->world->address->domain);
}

static void ispdb_plan(const struct source_world *world, const struct source_plan *plan)
{
	(void)world;
	plan->add(plan->arg, ISPDB_HOST, LEARNS_DOMAIN, true);
}

const struct source_kind source_ispdb = {
	.name = "ispdb", .rank = 50, .speaks_for_domain = true, .third_party = true,
	.start = ispdb_start, .finish = source_documents_conclude, .plan = ispdb_plan,
};

/* ---- the domains of the MX hosts ---------------------------------------------------------- */

static void ask_mx_domains(struct source *source, const struct dns_fact *mx,
	void (*ask)(struct source *source, const char *domain))
{
	struct arena *arena = source->world->evidence->arena;
	const char *domains[MX_DOMAINS];
	size_t count = mx_domains(mx, source->world->address->domain, domains), i;

	/* The ISPDB's paths are in lower case, DNS keeps what was typed. */
	for (i = 0; i < count; i++)
		ask(source, text_lower(arena_strdup(arena, domains[i])));
}

/* The MX itself may be missing, and then nothing was asked. */
static void mx_finish(struct source *source)
{
	const struct dns_fact *mx = evidence_dns(source->world->evidence,
		source->world->address->domain, DNS_MX);

	if (source->fact->attempts == NULL && mx != NULL && mx_best(mx) == 0)
		source_conclude(source, source_dns_outcome(mx), "no MX to follow");
	else
		source_documents_conclude(source);
}

/* Programs look for a hoster's document at this host only. */
static void ask_mx_domain(struct source *source, const char *domain)
{
	ask_host(source, "https", domain, query(source->world, true));
}

static void mx_autoconfig_answered(struct source *source, const struct dns_fact *mx)
{
	ask_mx_domains(source, mx, ask_mx_domain);
}

static void mx_autoconfig_start(struct source *source)
{
	source_ask(source, source->world->address->domain, DNS_MX, mx_autoconfig_answered);
}

const struct source_kind source_mx_autoconfig = {
	.name = "mx-autoconfig", .rank = 80,
	.start = mx_autoconfig_start, .finish = mx_finish,
};

static void mx_ispdb_answered(struct source *source, const struct dns_fact *mx)
{
	ask_mx_domains(source, mx, ask_ispdb);
}

static void mx_ispdb_start(struct source *source)
{
	source_ask(source, source->world->address->domain, DNS_MX, mx_ispdb_answered);
}

const struct source_kind source_mx_ispdb = {
	.name = "mx-ispdb", .rank = 90, .third_party = true,
	.start = mx_ispdb_start, .finish = mx_finish, .plan = ispdb_plan,
};
