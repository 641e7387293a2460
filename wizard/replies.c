/* SPDX-License-Identifier: MIT
 *
 * Which cause do a server's words name?  The rows are data; this file knows
 * only the order in which they are tried.
 */
#include <assert.h>
#include <string.h>

#include "../probes/text.h"
#include "catalog.h"
#include "catalog_data.h"
#include "patterns.h"

/* Providers that run on another one's servers and so speak its words. */
static const struct kin {
	const char *provider, *family;
} kins[] = {
	{ "126.com", "163.com" },
	{ "aol.com", "yahoo.com" },
	{ "att.net", "yahoo.com" },
	{ "cox.net", "yahoo.com" },
	{ "gmx.com", "gmx.net" },
	{ "mail.com", "gmx.net" },
	{ "outlook.com", "office365.com" },
	{ "sky.com", "yahoo.com" },
	{ "web.de", "gmx.net" },
	{ "yeah.net", "163.com" },
};

/* Words of a greeting that name the software.  They stand after a blank, so a
 * host called exim.example.org does not pass for Exim. */
static const struct badge {
	const char *software;
	const char *protocol; /* NULL: whichever */
	const char *words;
} badges[] = {
	{ "courier", NULL, " courier" },
	{ "courier", "pop3", " hello there" },
	{ "cyrus", NULL, " cyrus" },
	{ "dovecot", NULL, " dovecot" },
	{ "exchange", NULL, " microsoft esmtp mail service" },
	{ "exchange", NULL, " microsoft exchange" },
	{ "exim", NULL, " exim " },
	{ "hmailserver", NULL, " hmailserver" },
	{ "hmailserver", "imap", " imaprev1" },
	{ "kerio", NULL, " kerio" },
	{ "mercury", NULL, " mercury" },
	{ "postfix", NULL, " postfix" },
	{ "qmail", NULL, " qmail" },
	{ "sendmail", NULL, " sendmail" },
	{ "stalwart", NULL, " stalwart" },
	{ "zimbra", NULL, " zimbra" },
};

static const char *family_of(const char *provider)
{
	for (size_t i = 0; i < sizeof(kins) / sizeof(kins[0]); i++)
		if (!strcmp(kins[i].provider, provider))
			return kins[i].family;
	return NULL;
}

static bool scope_is_any(const char *scope)
{
	return !strcmp(scope, "any");
}

/* Providers are named by a domain, software by a plain word. */
bool reply_scope_is_provider(const char *scope)
{
	return strchr(scope, '.') != NULL;
}

static bool scope_is_software(const char *scope)
{
	return !scope_is_any(scope) && !reply_scope_is_provider(scope);
}

static bool rule_is_of(const struct reply_rule *rule, const char *protocol)
{
	return !strcmp(rule->protocol, protocol);
}

/* The first row of SCOPE that matches; NULL for all software at once. */
static const struct reply_rule *match_scope(const char *scope, const char *protocol,
	const struct patterns_text *ready)
{
	for (size_t i = 0; i < catalog_reply_count; i++) {
		const struct reply_rule *rule = &catalog_replies[i];
		bool wanted = scope ? !strcmp(rule->scope, scope) : scope_is_software(rule->scope);

		if (wanted && rule_is_of(rule, protocol) && patterns_match(rule, ready, NULL))
			return rule;
	}
	return NULL;
}

/* Server software puts words of its own before the reason that a backend gave it:
 * where they say no more than "rejected", the general rows may read the reason. */
static const struct reply_rule *read_further(const struct reply_rule *found,
	const char *protocol, const struct patterns_text *ready)
{
	const struct reply_rule *general;

	if (!scope_is_software(found->scope) || strcmp(found->code, "auth.credentials-rejected") != 0)
		return found;
	general = match_scope("any", protocol, ready);
	return general && strcmp(general->code, found->code) != 0 ? general : found;
}

static const struct reply_rule *match_known(const char *protocol, const char *provider,
	const char *software, const struct patterns_text *ready)
{
	const char *scopes[3] = { NULL };
	const struct reply_rule *found = NULL;

	if (provider && *provider) {
		scopes[0] = provider;
		scopes[1] = family_of(provider);
	}
	scopes[2] = software && *software ? software : NULL;
	for (size_t i = 0; i < 3 && !found; i++)
		if (scopes[i])
			found = match_scope(scopes[i], protocol, ready);
	if (!found)
		found = match_scope(NULL, protocol, ready);
	return found ? read_further(found, protocol, ready) : match_scope("any", protocol, ready);
}

const struct reply_rule *replies_match(const char *protocol, const char *provider,
	const char *software, const char *text)
{
	const struct reply_rule *found;
	struct patterns_text ready;

	patterns_text_init(&ready, protocol, text);
	found = match_known(protocol, provider, software, &ready);
	patterns_text_done(&ready);
	return found;
}

static bool span_is_inside(const struct patterns_span *inner, const struct patterns_span *outer)
{
	return inner->start >= outer->start && inner->end <= outer->end;
}

/* Which of two spans reads further into the reply, or tells more of it? */
static int compare_spans(const struct patterns_span *a, const struct patterns_span *b)
{
	if (a->end != b->end)
		return a->end > b->end ? 1 : -1;
	if (a->start != b->start)
		return a->start < b->start ? 1 : -1;
	return 0;
}

const struct reply_rule *replies_guess(const char *protocol, const char *text)
{
	const struct reply_rule *general, *special = NULL;
	struct patterns_span known = { 0, 0 }, best = { 0, 0 }, span;
	struct patterns_text ready;
	bool agreed = true, telling;

	patterns_text_init(&ready, protocol, text);
	general = match_known(protocol, NULL, NULL, &ready);
	if (general)
		patterns_match(general, &ready, &known);
	/* A server software that says more than "rejected" means what it says. */
	telling = general && scope_is_software(general->scope) &&
		strcmp(general->code, "auth.credentials-rejected") != 0;
	for (size_t i = 0; i < catalog_reply_count; i++) {
		const struct reply_rule *rule = &catalog_replies[i];
		int order;

		if (!reply_scope_is_provider(rule->scope) || !rule_is_of(rule, protocol) ||
			!patterns_match(rule, &ready, &span) ||
			(general && span_is_inside(&span, &known)) ||
			(telling && !span_is_inside(&known, &span)))
			continue;
		order = special ? compare_spans(&span, &best) : 1;
		if (order > 0) {
			special = rule;
			best = span;
			agreed = true;
		} else if (order == 0 && strcmp(special->code, rule->code) != 0) {
			agreed = false;
		}
	}
	patterns_text_done(&ready);
	return special && (agreed || !general) ? special : general;
}

const struct reply_rule *phrases_match(enum certainty certainty, const char *text)
{
	const struct reply_rule *found = NULL;
	struct patterns_text ready;

	patterns_text_init(&ready, "any", text);
	for (size_t i = 0; i < catalog_phrase_count && !found; i++)
		if (catalog_phrases[i].certainty == certainty &&
			patterns_match(&catalog_phrases[i], &ready, NULL))
			found = &catalog_phrases[i];
	patterns_text_done(&ready);
	return found;
}

const char *replies_software(const char *protocol, const char *greeting)
{
	for (size_t i = 0; i < sizeof(badges) / sizeof(badges[0]); i++) {
		const struct badge *badge = &badges[i];

		if (badge->protocol && strcmp(badge->protocol, protocol) != 0)
			continue;
		if (text_find_nocase(greeting, badge->words))
			return badge->software;
	}
	return "";
}

size_t replies_count(void)
{
	return catalog_reply_count;
}

const struct reply_rule *replies_at(size_t index)
{
	assert(index < catalog_reply_count);
	return &catalog_replies[index];
}

size_t phrases_count(void)
{
	return catalog_phrase_count;
}

const struct reply_rule *phrases_at(size_t index)
{
	assert(index < catalog_phrase_count);
	return &catalog_phrases[index];
}
