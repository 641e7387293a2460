/* SPDX-License-Identifier: MIT */
#include "compare_rules.h"

#include <string.h>

#include "language.h"
#include "words.h"

/* The run that fails and the one that works, when that is how they differ. */
struct contrast {
	struct arena *arena;
	const struct comparison *comparison;
	const struct snapshot *bad, *good;
	bool bad_is_a;
};

static const char *file_of(const struct contrast *contrast, const struct snapshot *snapshot)
{
	return words_safe(contrast->arena, snapshot->file);
}

/* What CHANGE shows in the run that fails, and in the one that works. */
static const char *in_bad(const struct contrast *contrast, const struct change *change)
{
	return contrast->bad_is_a ? change->a : change->b;
}

static const char *in_good(const struct contrast *contrast, const struct change *change)
{
	return contrast->bad_is_a ? change->b : change->a;
}

static const struct change *next_change(const struct change *from, enum change_kind kind)
{
	while (from != NULL && (from->kind != kind || !from->matters))
		from = from->next;
	return from;
}

/* ---- rules: NULL, or what follows ------------------------------------------------------------- */

static const char *other_certificate(const struct contrast *contrast)
{
	const struct change *change = contrast->comparison->changes;
	const struct snapshot_service *bad, *good;

	while ((change = next_change(change, CHANGE_CERTIFICATE)) != NULL) {
		bad = snapshot_service(contrast->bad, change->subject);
		good = snapshot_service(contrast->good, change->subject);
		if (bad != NULL && good != NULL && !bad->trusted && good->trusted)
			return arena_printf(contrast->arena, _("Only where %s was made does %s show a "
				"certificate issued by %s: something in that network opens the encryption."),
				file_of(contrast, contrast->bad), words_safe(contrast->arena, bad->host),
				words_safe(contrast->arena, bad->issuer));
		change = change->next;
	}
	return NULL;
}

static const char *offer_taken_out(const struct contrast *contrast)
{
	const struct change *change = next_change(contrast->comparison->changes, CHANGE_OFFER);

	if (change == NULL || in_good(contrast, change)[0] == '\0')
		return NULL;
	return arena_printf(contrast->arena, _("Only where %s was made is this missing from what %s "
		"offers: %s. Something in that network takes it out."),
		file_of(contrast, contrast->bad), words_safe(contrast->arena, change->subject),
		words_safe(contrast->arena, in_good(contrast, change)));
}

static const char *name_leads_elsewhere(const struct contrast *contrast)
{
	const struct change *change = next_change(contrast->comparison->changes, CHANGE_ADDRESS);

	if (change == NULL)
		return NULL;
	return arena_printf(contrast->arena, _("DNS answers differently: %s is %s in %s and %s in "
		"%s."), words_safe(contrast->arena, change->subject),
		words_safe(contrast->arena, in_bad(contrast, change)),
		file_of(contrast, contrast->bad),
		words_safe(contrast->arena, in_good(contrast, change)),
		file_of(contrast, contrast->good));
}

static const char *through_a_tunnel(const struct contrast *contrast)
{
	if (contrast->bad->tunnel[0] == '\0' || contrast->good->tunnel[0] != '\0')
		return NULL;
	return arena_printf(contrast->arena, _("Only %s went through a tunnel (%s), perhaps a VPN."),
		file_of(contrast, contrast->bad), words_safe(contrast->arena, contrast->bad->tunnel));
}

static const char *other_servers(const struct contrast *contrast)
{
	const struct change *change = contrast->comparison->changes;

	while ((change = next_change(change, CHANGE_SETTINGS)) != NULL) {
		if (in_bad(contrast, change)[0] == '\0')
			return arena_printf(contrast->arena, _("The runs used different servers; those of %s "
				"work."), file_of(contrast, contrast->good));
		change = change->next;
	}
	return NULL;
}

/* Everything is the same but the outcome: where the cause lies in the chain tells. */
static const char *by_layer(const struct contrast *contrast)
{
	const char *layer = contrast->bad->finding_count > 0 ? contrast->bad->findings[0].layer : "";
	const char *bad = file_of(contrast, contrast->bad), *good = file_of(contrast, contrast->good);

	if (strcmp(layer, "net") == 0 || strcmp(layer, "dns") == 0 || strcmp(layer, "tls") == 0 ||
	    strcmp(layer, "local") == 0)
		return arena_printf(contrast->arena, _("The same account works in %s, so the cause lies in "
			"the computer or network where %s was made, or it is over."), good, bad);
	if (strcmp(layer, "auth") == 0 || strcmp(layer, "oauth2") == 0)
		return arena_printf(contrast->arena, _("The servers can be reached in both, so the network "
			"is not the cause: what differs is the password, the place it came from, or the "
			"account in between."));
	return NULL;
}

static const char *(*const rules[])(const struct contrast *contrast) = {
	other_certificate, offer_taken_out, name_leads_elsewhere, through_a_tunnel, other_servers,
	by_layer,
};

/* ---- the whole ------------------------------------------------------------------------------------ */

static void say(struct comparison *comparison, const char *text)
{
	size_t room = sizeof comparison->conclusions / sizeof comparison->conclusions[0];

	if (text != NULL && comparison->conclusion_count < room)
		comparison->conclusions[comparison->conclusion_count++] = text;
}

static bool elsewhere(const struct comparison *comparison)
{
	return comparison->a->told_surroundings && comparison->b->told_surroundings &&
		!snapshot_texts_equal(&comparison->a->resolvers, &comparison->b->resolvers);
}

void compare_conclude(struct arena *arena, struct comparison *comparison)
{
	const struct snapshot *a = comparison->a, *b = comparison->b;
	struct contrast contrast = { arena, comparison, b, a, false };
	size_t i;

	if (!comparison->same_account) {
		say(comparison, arena_printf(arena, _("These runs are about different accounts: %s and "
			"%s."), words_safe(arena, a->address), words_safe(arena, b->address)));
		return;
	}
	if (a->ok == b->ok) {
		if (!a->ok && strcmp(a->root_cause, b->root_cause) == 0 && elsewhere(comparison))
			say(comparison, _("Both fail for the same reason in different networks, so neither "
				"network is the cause."));
		return;
	}
	contrast.bad_is_a = !a->ok;
	contrast.bad = a->ok ? b : a;
	contrast.good = a->ok ? a : b;
	for (i = 0; i < sizeof rules / sizeof rules[0]; i++)
		say(comparison, rules[i](&contrast));
}
