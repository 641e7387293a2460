/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../providers/preset_table.h"
#include "language.h"
#include "rules.h"
#include "words.h"

const struct rule *const rules_tables[] = {
	rules_local, rules_clock, rules_around, rules_dns, rules_answers, rules_hosts, rules_net,
	rules_certificate, rules_greeting, rules_tls, rules_hello, rules_starttls, rules_login,
	rules_oauth2, rules_access, rules_policy, rules_sender, rules_session, rules_config,
	rules_published, NULL
};

const char *severity_name(enum severity severity)
{
	static const char *const names[] = { "error", "warning", "notice" };

	return names[severity];
}

/* ---- no broken service without an error -------------------------------------------------- */

static bool has_error(const struct inquiry *inquiry, enum mail_protocol protocol)
{
	const struct verdict_case *found;

	for (found = inquiry->cases; found != NULL; found = found->next)
		if (found->severity == SEVERITY_ERROR &&
		    (found->protocols & inquiry_bit(protocol)) != 0)
			return true;
	return false;
}

/* How far FOUND's furthest endpoint of PROTOCOL got, -1 if it has none. */
static int furthest(const struct verdict_case *found, enum mail_protocol protocol)
{
	int best = -1;
	size_t i;

	for (i = 0; i < found->witness_count; i++)
		if (found->witnesses[i]->service.protocol == protocol && found->witnesses[i]->wanted &&
		    found->witnesses[i]->role == ROLE_CANDIDATE && endpoint_stage(found->witnesses[i]) > best)
			best = endpoint_stage(found->witnesses[i]);
	return best;
}

/* When the endpoint that got furthest was left aside, the next one's trouble is
 * what breaks the service. */
static void promote(struct inquiry *inquiry)
{
	struct verdict_case *found, *best;
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		if (!inquiry->broken[protocol] || has_error(inquiry, (enum mail_protocol)protocol))
			continue;
		best = NULL;
		for (found = inquiry->cases; found != NULL; found = found->next)
			if (found->severity == SEVERITY_WARNING &&
			    furthest(found, (enum mail_protocol)protocol) >
			    (best == NULL ? -1 : furthest(best, (enum mail_protocol)protocol)))
				best = found;
		if (best != NULL) {
			best->severity = SEVERITY_ERROR;
			best->protocols |= inquiry_bit((enum mail_protocol)protocol);
		}
	}
}

/* ---- a cause hides its consequences ------------------------------------------------ */

static bool names_code(const char *const *codes, const char *code)
{
	for (; codes != NULL && *codes != NULL; codes++)
		if (strcmp(*codes, code) == 0)
			return true;
	return false;
}

/* Are all of CONSEQUENCE's endpoints seen failing by CAUSE too, or its host? */
static bool covers(const struct verdict_case *cause, const struct verdict_case *consequence)
{
	size_t i, j;

	if (cause->run_wide || cause->account_wide)
		return true;
	if (consequence->run_wide)
		return consequence->protocols == 0 ||
			(consequence->protocols & ~cause->protocols) == 0;
	for (i = 0; i < consequence->witness_count; i++) {
		const struct mail_service *hit = &consequence->witnesses[i]->service;

		for (j = 0; j < cause->witness_count; j++)
			if (strcmp(cause->witnesses[j]->service.host, hit->host) == 0 ||
			    cause->witnesses[j]->service.protocol == hit->protocol)
				break;
		if (j == cause->witness_count)
			return false;
	}
	return true;
}

static void hide_consequences(struct inquiry *inquiry)
{
	struct verdict_case *cause, *other;

	for (cause = inquiry->cases; cause != NULL; cause = cause->next)
		for (other = inquiry->cases; other != NULL; other = other->next)
			if (other != cause && !cause->hidden && cause->severity <= other->severity &&
			    names_code(cause->explains, other->code) && covers(cause, other))
				other->hidden = true;
}

/* ---- order ---------------------------------------------------------------------------- */

/* Earlier in the chain comes first. */
static int layer_rank(const char *layer)
{
	static const char *const order[] = { "local", "dns", "net", "tls", "protocol", "auth",
		"oauth2", "policy", "config" };
	size_t i;

	for (i = 0; i < sizeof order / sizeof order[0]; i++)
		if (strcmp(layer, order[i]) == 0)
			return (int)i;
	return (int)i;
}

struct ranked {
	const struct verdict_case *of;
	bool narrow; /* leaves some broken service unexplained */
	int layer;
};

static int compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->of->severity != b->of->severity)
		return a->of->severity < b->of->severity ? -1 : 1;
	if (a->narrow != b->narrow)
		return a->narrow ? 1 : -1;
	if (a->layer != b->layer)
		return a->layer < b->layer ? -1 : 1;
	return a->of->sequence < b->of->sequence ? -1 : 1;
}

/* ---- from case to finding --------------------------------------------------------------- */

/* The endpoint that stands for all: of a wanted protocol, best ranked. */
static const struct endpoint_fact *chief_witness(const struct verdict_case *from)
{
	const struct endpoint_fact *best = NULL, *next;
	size_t i;

	for (i = 0; i < from->witness_count; i++) {
		next = from->witnesses[i];
		if (best == NULL || (next->wanted && !best->wanted) ||
		    (next->wanted == best->wanted && next->role < best->role) ||
		    (next->wanted == best->wanted && next->role == best->role &&
		     next->service.protocol == best->service.protocol && next->rank < best->rank))
			best = next;
	}
	return best;
}

static const char *detail_of(const struct inquiry *inquiry, const struct verdict_case *from)
{
	const char *others = "";
	size_t i, named = 0;

	for (i = 1; i < from->witness_count && named < 6; i++) {
		const char *where = endpoint_where(inquiry, from->witnesses[i]);

		if (strstr(from->detail, where) != NULL || strstr(others, where) != NULL)
			continue;
		others = arena_printf(inquiry->arena, "%s%s%s", others, named == 0 ? "" : ", ", where);
		named++;
	}
	if (named == 0 || from->run_wide)
		return from->detail;
	return arena_printf(inquiry->arena, _("%s The same at %s."), from->detail, others);
}

static void add_step(struct finding *finding, const char *step)
{
	if (step[0] != '\0' && finding->remedy_count < FINDING_STEPS)
		finding->remedy[finding->remedy_count++] = step;
}

static void add_link(struct finding *finding, const char *url)
{
	size_t i;

	for (i = 0; i < finding->link_count; i++)
		if (strcmp(finding->links[i], url) == 0)
			return;
	if (url[0] != '\0' && finding->link_count < FINDING_LINKS)
		finding->links[finding->link_count++] = url;
}

static void add_general_advice(struct finding *finding)
{
	const char *const *item;

	for (item = finding->code->remedy; *item != NULL; item++)
		add_step(finding, language_of(*item));
	for (item = finding->code->links; *item != NULL; item++)
		add_link(finding, *item);
}

static void add_provider_help(const struct inquiry *inquiry, struct finding *finding)
{
	const struct preset *preset = inquiry->preset;
	size_t i;

	for (i = 0; i < preset->help_count; i++)
		if (strcmp(preset->help[i].topic, finding->code->topic) == 0) {
			add_step(finding, words_sentence(inquiry->arena, preset->help[i].note));
			add_link(finding, preset->help[i].url);
		}
}

/* What the provider itself says about the matter takes the place of general
 * advice; what it says of the past does not tell what to do, and comes last. */
static void add_advice(const struct inquiry *inquiry, struct finding *finding)
{
	const char *topic = finding->code->topic;
	bool is_past = strcmp(topic, "history") == 0;

	if (is_past)
		add_general_advice(finding);
	if (inquiry->preset != NULL && topic[0] != '\0')
		add_provider_help(inquiry, finding);
	if (finding->remedy_count == 0)
		add_general_advice(finding);
}

static struct finding *make_finding(const struct inquiry *inquiry, const struct verdict_case *from)
{
	struct finding *finding = arena_alloc(inquiry->arena, sizeof *finding);
	const char *const *item;

	finding->code = catalog_find(from->code);
	assert(finding->code != NULL);
	finding->severity = from->severity;
	finding->who = finding->code->who[0];
	finding->detail = detail_of(inquiry, from);
	finding->endpoint = from->run_wide ? NULL : chief_witness(from);
	if (finding->endpoint != NULL)
		finding->service = endpoint_label(inquiry->arena, finding->endpoint);
	memcpy(finding->quotes, from->quotes, sizeof finding->quotes);
	finding->quote_count = from->quote_count;
	add_advice(inquiry, finding);
	for (item = from->explains; item != NULL && *item != NULL; item++)
		if (finding->explain_count < FINDING_EXPLAINS)
			finding->explains[finding->explain_count++] = *item;
	return finding;
}

static void order_findings(struct inquiry *inquiry, struct verdict *verdict)
{
	struct ranked *ranked = arena_alloc(inquiry->arena,
		(inquiry->case_count + 1) * sizeof *ranked);
	unsigned broken = inquiry_broken_bits(inquiry);
	struct finding **last = &verdict->findings;
	const struct verdict_case *from;
	size_t count = 0, i;

	for (from = inquiry->cases; from != NULL; from = from->next) {
		const struct code *code = catalog_find(from->code);

		assert(code != NULL);
		if (from->hidden)
			continue;
		ranked[count].of = from;
		ranked[count].narrow = (broken & ~from->protocols) != 0;
		ranked[count++].layer = layer_rank(code->layer);
	}
	qsort(ranked, count, sizeof *ranked, compare_ranked);
	for (i = 0; i < count; i++) {
		*last = make_finding(inquiry, ranked[i].of);
		last = &(*last)->next;
	}
}

/* The one provider whose servers all of the settings name.  Guessed hosts are
 * nobody's settings. */
static const struct preset *provider_of_settings(const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;
	const struct preset *found = NULL, *owner;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE || !endpoint->wanted || endpoint_is_guess(endpoint))
			continue;
		owner = preset_by_host(endpoint->service.host);
		if (owner == NULL || (found != NULL && owner != found))
			return NULL;
		found = owner;
	}
	return found;
}

struct verdict *verdict_reach(struct evidence *evidence)
{
	struct verdict *verdict = arena_alloc(evidence->arena, sizeof *verdict);
	const struct rule *const *table, *rule;
	struct inquiry inquiry;

	verdict->arena = evidence->arena;
	if (evidence->provider != NULL && evidence->provider[0] != '\0')
		verdict->preset = preset_by_id(evidence->provider);
	else
		verdict->preset = provider_of_settings(evidence);
	inquiry_init(&inquiry, evidence, verdict->preset);
	for (table = rules_tables; *table != NULL; table++)
		for (rule = *table; rule->code != NULL; rule++)
			if (rule->applies != NULL)
				rule->applies(&inquiry);
	promote(&inquiry);
	hide_consequences(&inquiry);
	order_findings(&inquiry, verdict);
	verdict->ok = true;
	if (verdict->findings != NULL && verdict->findings->severity == SEVERITY_ERROR) {
		verdict->ok = false;
		verdict->root_cause = verdict->findings->code->code;
	}
	return verdict;
}
