/* SPDX-License-Identifier: MIT */
#include "compare.h"

#include <string.h>

#include "addresses.h"
#include "compare_rules.h"
#include "language.h"

/* A step is slow when it took this many times as long, and this much longer. */
#define SLOWER_TIMES 3
#define SLOWER_MS 1000

struct comparing {
	struct arena *arena;
	struct comparison *comparison;
	struct change **last;
};

const char *change_kind_name(enum change_kind kind)
{
	static const char *const names[] = { "finding", "service", "certificate", "offer",
		"address", "settings", "surroundings", "time" };

	return names[kind];
}

static void add(struct comparing *state, enum change_kind kind, bool matters,
	const char *subject, const char *a, const char *b)
{
	struct change *change = arena_alloc(state->arena, sizeof *change);

	*change = (struct change){ NULL, kind, matters, subject, a, b };
	*state->last = change;
	state->last = &change->next;
	state->comparison->matters = state->comparison->matters || matters;
}

/* The items of LIST that OTHER lacks, with commas between. */
static const char *missing_in(struct arena *arena, const struct snapshot_texts *list,
	const struct snapshot_texts *other)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < list->count; i++)
		if (!snapshot_texts_have(other, list->items[i]))
			text = arena_printf(arena, "%s%s%s", text, text[0] == '\0' ? "" : ", ",
				list->items[i]);
	return text;
}

static const char *joined(struct arena *arena, const struct snapshot_texts *list)
{
	static const struct snapshot_texts nothing = { NULL, 0 };

	return missing_in(arena, list, &nothing);
}

/* ---- findings ------------------------------------------------------------------------------ */

static const struct snapshot_finding *find_finding(const struct snapshot *snapshot,
	const struct snapshot_finding *like)
{
	size_t i;

	for (i = 0; i < snapshot->finding_count; i++)
		if (strcmp(snapshot->findings[i].code, like->code) == 0 &&
		    strcmp(snapshot->findings[i].service, like->service) == 0)
			return &snapshot->findings[i];
	return NULL;
}

static const char *finding_words(struct arena *arena, const struct snapshot_finding *finding)
{
	const char *title = language_of(finding->title);

	return finding->service[0] == '\0' ? title :
		arena_printf(arena, "%s (%s)", title, finding->service);
}

static void compare_findings(struct comparing *state)
{
	const struct snapshot *a = state->comparison->a, *b = state->comparison->b;
	const struct snapshot_finding *finding;
	size_t i;

	for (i = 0; i < a->finding_count; i++) {
		finding = &a->findings[i];
		if (find_finding(b, finding) == NULL)
			add(state, CHANGE_FINDING, strcmp(finding->severity, "notice") != 0,
				finding->code, finding_words(state->arena, finding), "");
	}
	for (i = 0; i < b->finding_count; i++) {
		finding = &b->findings[i];
		if (find_finding(a, finding) == NULL)
			add(state, CHANGE_FINDING, strcmp(finding->severity, "notice") != 0,
				finding->code, "", finding_words(state->arena, finding));
	}
}

/* ---- services ------------------------------------------------------------------------------- */

static void compare_certificate(struct comparing *state, const struct snapshot_service *a,
	const struct snapshot_service *b)
{
	if (a->sha256[0] == '\0' || b->sha256[0] == '\0' || strcmp(a->sha256, b->sha256) == 0)
		return;
	/* The same issuer renews; another one is another story. */
	add(state, CHANGE_CERTIFICATE, strcmp(a->issuer, b->issuer) != 0 || a->trusted != b->trusted,
		a->label,
		arena_printf(state->arena, _("issued by %s, until %s"), a->issuer, a->not_after),
		arena_printf(state->arena, _("issued by %s, until %s"), b->issuer, b->not_after));
}

static void compare_offers(struct comparing *state, const struct snapshot_service *a,
	const struct snapshot_service *b)
{
	const char *only_a, *only_b;

	/* Who never got that far offers nothing. */
	if (a->capabilities.count == 0 || b->capabilities.count == 0)
		return;
	only_a = missing_in(state->arena, &a->capabilities, &b->capabilities);
	only_b = missing_in(state->arena, &b->capabilities, &a->capabilities);
	if (only_a[0] != '\0' || only_b[0] != '\0')
		add(state, CHANGE_OFFER, true, a->label, only_a, only_b);
}

static bool much_slower(unsigned slow, unsigned fast)
{
	return fast > 0 && slow > fast * SLOWER_TIMES && slow > fast + SLOWER_MS;
}

static void compare_times(struct comparing *state)
{
	const struct snapshot *a = state->comparison->a, *b = state->comparison->b;
	const struct snapshot_service *other;
	size_t i;

	for (i = 0; i < a->service_count; i++) {
		other = snapshot_service(b, a->services[i].label);
		if (other != NULL && (much_slower(a->services[i].took_ms, other->took_ms) ||
				much_slower(other->took_ms, a->services[i].took_ms)))
			add(state, CHANGE_TIME, false, a->services[i].label,
				arena_printf(state->arena, "%u ms", a->services[i].took_ms),
				arena_printf(state->arena, "%u ms", other->took_ms));
	}
}

/* Calls COMPARE for each service that both runs have. */
static void each_service(struct comparing *state, void (*compare_two)(struct comparing *state,
	const struct snapshot_service *a, const struct snapshot_service *b))
{
	const struct snapshot *a = state->comparison->a;
	const struct snapshot_service *other;
	size_t i;

	for (i = 0; i < a->service_count; i++) {
		other = snapshot_service(state->comparison->b, a->services[i].label);
		if (other != NULL)
			compare_two(state, &a->services[i], other);
	}
}

/* The state of a service as it is saved, in the person's language. */
static const char *state_words(const char *state)
{
	static const char *const known[] = { N_("works"), N_("reachable"), N_("failed"),
		N_("untested") };
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i], state) == 0)
			return language_of(known[i]);
	return state;
}

static void compare_states(struct comparing *state, const struct snapshot_service *a,
	const struct snapshot_service *b)
{
	if (strcmp(a->state, b->state) != 0)
		add(state, CHANGE_SERVICE, true, a->label, state_words(a->state),
			state_words(b->state));
	if (strcmp(a->username, b->username) != 0)
		add(state, CHANGE_SERVICE, true,
			arena_printf(state->arena, _("user name at %s"), a->label), a->username, b->username);
}

/* Servers that only one of the runs looked at. */
static void compare_servers(struct comparing *state)
{
	const struct snapshot *a = state->comparison->a, *b = state->comparison->b;
	size_t i;

	for (i = 0; i < a->service_count; i++)
		if (snapshot_service(b, a->services[i].label) == NULL)
			add(state, CHANGE_SETTINGS, true, a->services[i].label,
				state_words(a->services[i].state), "");
	for (i = 0; i < b->service_count; i++)
		if (snapshot_service(a, b->services[i].label) == NULL)
			add(state, CHANGE_SETTINGS, true, b->services[i].label, "",
				state_words(b->services[i].state));
}

/* ---- DNS, sources, surroundings ----------------------------------------------------------------- */

static const struct snapshot_name *find_name(const struct snapshot *snapshot, const char *key)
{
	size_t i;

	for (i = 0; i < snapshot->name_count; i++)
		if (strcmp(snapshot->names[i].key, key) == 0)
			return &snapshot->names[i];
	return NULL;
}

static bool is_inside(const char *address)
{
	enum address_kind kind = address_kind(address);

	return kind != ADDRESS_NONE && kind != ADDRESS_PUBLIC;
}

bool compare_leads_inside(const struct snapshot_texts *answers)
{
	size_t i;

	for (i = 0; i < answers->count; i++)
		if (is_inside(answers->items[i]))
			return true;
	return false;
}

static const char *answer_of(struct arena *arena, const struct snapshot_name *name)
{
	return name->answers.count > 0 ? joined(arena, &name->answers) : name->outcome;
}

static void compare_names(struct comparing *state)
{
	const struct snapshot *a = state->comparison->a;
	const struct snapshot_name *name, *other;
	bool matters;
	size_t i;

	for (i = 0; i < a->name_count; i++) {
		name = &a->names[i];
		other = find_name(state->comparison->b, name->key);
		if (other == NULL || (strcmp(name->outcome, other->outcome) == 0 &&
				snapshot_texts_equal(&name->answers, &other->answers)))
			continue;
		/* Large hosts give other addresses every minute. */
		matters = strcmp(name->outcome, other->outcome) != 0 ||
			compare_leads_inside(&name->answers) != compare_leads_inside(&other->answers);
		add(state, CHANGE_ADDRESS, matters, name->key, answer_of(state->arena, name),
			answer_of(state->arena, other));
	}
}

static const char *source_words(struct arena *arena, const struct snapshot_source *source)
{
	return source->settings.count > 0 ? joined(arena, &source->settings) : source->outcome;
}

static void compare_sources(struct comparing *state)
{
	const struct snapshot *a = state->comparison->a, *b = state->comparison->b;
	size_t i, j;

	for (i = 0; i < a->source_count; i++)
		for (j = 0; j < b->source_count; j++) {
			const struct snapshot_source *one = &a->sources[i], *two = &b->sources[j];

			if (strcmp(one->source, two->source) == 0 &&
			    (strcmp(one->outcome, two->outcome) != 0 ||
			    !snapshot_texts_equal(&one->settings, &two->settings)))
				add(state, CHANGE_SETTINGS, one->settings.count + two->settings.count > 0,
					one->source, source_words(state->arena, one),
					source_words(state->arena, two));
		}
}

static const char *families(const struct snapshot *snapshot)
{
	if (snapshot->have_ipv4)
		return snapshot->have_ipv6 ? _("IPv4 and IPv6") : _("IPv4 only");
	return snapshot->have_ipv6 ? _("IPv6 only") : _("none");
}

static void compare_surroundings(struct comparing *state)
{
	const struct snapshot *a = state->comparison->a, *b = state->comparison->b;

	if (!a->told_surroundings || !b->told_surroundings)
		return;
	if (!snapshot_texts_equal(&a->resolvers, &b->resolvers))
		add(state, CHANGE_SURROUNDINGS, false, _("resolvers"),
			joined(state->arena, &a->resolvers), joined(state->arena, &b->resolvers));
	if (a->have_ipv4 != b->have_ipv4 || a->have_ipv6 != b->have_ipv6)
		add(state, CHANGE_SURROUNDINGS, false, _("network"), families(a), families(b));
	if (strcmp(a->tunnel, b->tunnel) != 0)
		add(state, CHANGE_SURROUNDINGS, false, _("tunnel"), a->tunnel, b->tunnel);
}

/* ---- the whole ------------------------------------------------------------------------------------ */

struct comparison *compare(struct arena *arena, const struct snapshot *a,
	const struct snapshot *b)
{
	struct comparison *comparison = arena_alloc(arena, sizeof *comparison);
	struct comparing state = { arena, comparison, &comparison->changes };

	comparison->a = a;
	comparison->b = b;
	comparison->same_account = strcmp(a->address, b->address) == 0;
	comparison->matters = a->ok != b->ok || strcmp(a->root_cause, b->root_cause) != 0;
	compare_findings(&state);
	each_service(&state, compare_states);
	each_service(&state, compare_certificate);
	each_service(&state, compare_offers);
	compare_names(&state);
	compare_servers(&state);
	compare_sources(&state);
	compare_surroundings(&state);
	compare_times(&state);
	compare_conclude(arena, comparison);
	return comparison;
}
