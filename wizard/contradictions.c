/* SPDX-License-Identifier: MIT */
#include "contradictions.h"

#include <string.h>

#include "../probes/text.h"
#include "../providers/mx.h"
#include "../providers/source_kinds.h"
#include "../providers/suffix.h"
#include "language.h"
#include "settings.h"
#include "words.h"

struct list {
	struct arena *arena;
	const struct evidence *evidence;
	struct contradiction *first, **last;
};

static void add(struct list *list, const char *kind, const char *source, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void add(struct list *list, const char *kind, const char *source, const char *format, ...)
{
	struct contradiction *entry = arena_alloc(list->arena, sizeof *entry);
	const struct contradiction *known;
	va_list args;

	va_start(args, format);
	entry->text = arena_vprintf(list->arena, format, args);
	va_end(args);
	entry->kind = kind;
	entry->source = source;
	for (known = list->first; known != NULL; known = known->next)
		if (strcmp(known->text, entry->text) == 0)
			return;
	*list->last = entry;
	list->last = &entry->next;
}

static bool is_kind(const struct source_fact *source, const struct source_kind *kind)
{
	return strcmp(source->source, kind->name) == 0;
}

static const char *where(const struct list *list, const struct mail_service *service)
{
	return words_where(list->arena, service);
}

/* ---- against what won ------------------------------------------------------------------ */

/* The winner of SETTING's protocol that is most like it. */
static const struct endpoint_fact *nearest_winner(const struct evidence *evidence,
	const struct mail_service *setting)
{
	const struct endpoint_fact *endpoint, *best = NULL;
	int likeness, best_likeness = -1;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		const struct mail_service *service = &endpoint->service;

		if (service->protocol != setting->protocol ||
				!settings_won(evidence, endpoint))
			continue;
		likeness = 4 * text_equal_nocase(service->host, setting->host) +
			2 * (service->port == setting->port) + (service->security == setting->security);
		if (likeness > best_likeness) {
			best = endpoint;
			best_likeness = likeness;
		}
	}
	return best;
}

/* The user name that WINNER's source gave, not the one that was used for want of
 * it or because the person said so; NULL if it gave none. */
static const char *said_username(const struct evidence *evidence,
	const struct endpoint_fact *winner)
{
	const struct mail_service *service = &winner->service, *setting;
	const struct source_fact *source;
	size_t i;

	for (source = evidence->sources; source != NULL; source = source->next)
		for (i = 0; i < source->count && strcmp(source->source, winner->source) == 0; i++) {
			setting = &source->settings[i];
			if (setting->protocol == service->protocol && setting->port == service->port &&
					setting->security == service->security &&
					text_equal_nocase(setting->host, service->host))
				return setting->username;
		}
	return NULL;
}

static void compare(struct list *list, const struct source_fact *source,
	const struct mail_service *setting)
{
	const struct endpoint_fact *winner = nearest_winner(list->evidence, setting);
	const char *here = where(list, setting), *there, *protocol, *said;

	if (winner == NULL || strcmp(winner->source, source->source) == 0)
		return;
	there = where(list, &winner->service);
	protocol = words_protocol(setting->protocol);
	said = said_username(list->evidence, winner);
	if (!text_equal_nocase(winner->service.host, setting->host))
		add(list, "host", source->source, _("%s: %s names %s, but %s names %s."), protocol,
			source->source, here, winner->source, there);
	else if (winner->service.port != setting->port)
		add(list, "port", source->source, _("%s: %s names port %u of %s, but %s names port %u."),
			protocol, source->source, (unsigned)setting->port,
			text_quote(list->arena, setting->host), winner->source,
			(unsigned)winner->service.port);
	else if (winner->service.security != setting->security)
		add(list, "security", source->source, _("%s: %s says %s for %s, but %s says %s."), protocol,
			source->source, words_security(setting->security), here, winner->source,
			words_security(winner->service.security));
	else if (setting->username != NULL && said != NULL &&
			!text_equal_nocase(setting->username, said))
		add(list, "username", source->source, _("%s: %s says the user name is %s, but %s says %s."),
			protocol, source->source, text_quote(list->arena, setting->username),
			winner->source, text_quote(list->arena, said));
}

/* The first setting of each protocol is what a program would take. */
static void compare_all(struct list *list, const struct source_fact *source)
{
	bool seen[MAIL_PROTOCOLS] = { false };
	size_t i;

	if (is_kind(source, &source_guess))
		return;
	for (i = 0; i < source->count; i++) {
		const struct mail_service *setting = &source->settings[i];

		if (!seen[setting->protocol])
			compare(list, source, setting);
		seen[setting->protocol] = true;
	}
}

/* ---- against the MX ------------------------------------------------------------------------ */

static const struct source_fact *find_source(const struct evidence *evidence,
	const struct source_kind *kind)
{
	const struct source_fact *source = evidence->sources;

	while (source != NULL && !is_kind(source, kind))
		source = source->next;
	return source;
}

static bool share_an_owner(const struct source_fact *a, const struct source_fact *b)
{
	size_t i, j;

	for (i = 0; i < a->count; i++)
		for (j = 0; j < b->count; j++)
			if (suffix_same_owner(a->settings[i].host, b->settings[j].host) ||
					text_equal_nocase(a->settings[i].host, b->settings[j].host))
				return true;
	return false;
}

static void compare_with_mx(struct list *list, const struct source_fact *source)
{
	const struct source_fact *hoster = find_source(list->evidence, &source_mx_preset);

	if (hoster == NULL || hoster == source || hoster->outcome != SOURCE_FOUND ||
			hoster->count == 0 || source->count == 0 || is_kind(source, &source_guess) ||
			share_an_owner(hoster, source))
		return;
	add(list, "mx-elsewhere", source->source,
		_("Mail for %s is delivered to another hoster (%s) than %s names (%s)."),
		text_quote(list->arena, list->evidence->domain),
		text_quote(list->arena, hoster->detail), source->source,
		text_quote(list->arena, source->settings[0].host));
}

/* ---- against itself and DNS ------------------------------------------------------------------- */

static bool is_missing(const struct dns_fact *fact)
{
	return fact != NULL && (fact->outcome == DNS_NXDOMAIN || fact->outcome == DNS_NODATA);
}

static void check_host(struct list *list, const struct source_fact *source,
	const struct mail_service *setting)
{
	if (is_missing(evidence_dns(list->evidence, setting->host, DNS_A)) &&
			is_missing(evidence_dns(list->evidence, setting->host, DNS_AAAA)))
		add(list, "host-unresolved", source->source, _("%s names %s, which has no address."),
			source->source, text_quote(list->arena, setting->host));
}

static void check_srv_port(struct list *list, const struct mail_service *setting)
{
	enum mail_security security;
	int protocol;

	if (mail_port_security(setting->protocol, setting->port, &security)) {
		if (security != setting->security)
			add(list, "srv-port", source_srv.name,
				_("An SRV record for %s with %s names port %u, which is the one for %s."),
				words_protocol(setting->protocol), words_security(setting->security),
				(unsigned)setting->port, words_security(security));
		return;
	}
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (mail_port_security((enum mail_protocol)protocol, setting->port, &security))
			add(list, "srv-port", source_srv.name,
				_("An SRV record for %s names port %u, which belongs to %s."),
				words_protocol(setting->protocol), (unsigned)setting->port,
				words_protocol((enum mail_protocol)protocol));
}

static void check_srv_certificate(struct list *list, const struct mail_service *setting)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = list->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (text_equal_nocase(endpoint->service.host, setting->host) &&
				endpoint->tls.chain != NULL && !endpoint->tls.name_matches)
			add(list, "srv-certificate", source_srv.name,
				_("The SRV records name %s, which is not in the certificate shown there."),
				text_quote(list->arena, setting->host));
}

static void check_plain(struct list *list, const struct source_fact *source)
{
	bool any[MAIL_PROTOCOLS] = { false }, encrypted[MAIL_PROTOCOLS] = { false };
	size_t i;
	int protocol;

	for (i = 0; i < source->count; i++) {
		any[source->settings[i].protocol] = true;
		encrypted[source->settings[i].protocol] |= source->settings[i].security != MAIL_PLAIN;
	}
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (any[protocol] && !encrypted[protocol])
			add(list, "plain-only", source->source, _("%s names %s without encryption only."),
				source->source, words_protocol((enum mail_protocol)protocol));
}

static void check_source(struct list *list, const struct source_fact *source)
{
	bool is_srv = is_kind(source, &source_srv);
	size_t i;

	for (i = 0; i < source->count; i++) {
		check_host(list, source, &source->settings[i]);
		if (is_srv) {
			check_srv_port(list, &source->settings[i]);
			check_srv_certificate(list, &source->settings[i]);
		}
	}
	check_plain(list, source);
	for (i = 0; i < source->slip_count; i++)
		add(list, "section-ignored", source->source, _("Of %s a part was left out: %s."),
			source->source, text_quote(list->arena, source->slips[i]));
}

/* A name that nobody can have set up has an address all the same. */
static void check_wildcard(struct list *list)
{
	const struct dns_fact *fact =
		evidence_dns_probe(list->evidence, DNS_RANDOM_BELOW, NULL);

	if (fact != NULL && fact->count > 0)
		add(list, "wildcard-dns", "dns", _("Every name below %s has an address, so a name that "
			"resolves proves nothing."), text_quote(list->arena, list->evidence->domain));
}

const struct contradiction *contradictions(struct arena *arena, const struct evidence *evidence)
{
	struct list list = { .arena = arena, .evidence = evidence };
	const struct source_fact *source;

	list.last = &list.first;
	for (source = evidence->sources; source != NULL; source = source->next) {
		if (source->outcome != SOURCE_FOUND)
			continue;
		compare_all(&list, source);
		compare_with_mx(&list, source);
		check_source(&list, source);
	}
	check_wildcard(&list);
	return list.first;
}
