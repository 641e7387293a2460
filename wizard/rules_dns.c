/* SPDX-License-Identifier: MIT
 *
 * Causes in name resolution: the resolver itself, then the address's domain.
 */
#include <string.h>

#include "../probes/text.h"
#include "../providers/preset_table.h"
#include "addresses.h"
#include "language.h"
#include "rules.h"

/* ---- the resolver ------------------------------------------------------------------ */

/* How often each outcome was heard from the resolvers. */
struct tally {
	unsigned answers, timeouts, unreachable, refused, servfail, malformed, none;
};

static void count_outcome(struct tally *tally, enum dns_outcome outcome)
{
	switch (outcome) {
	case DNS_OK:
	case DNS_NXDOMAIN:
	case DNS_NODATA:
		tally->answers++;
		break;
	case DNS_SERVFAIL:
		tally->servfail++;
		break;
	case DNS_REFUSED:
		tally->refused++;
		break;
	case DNS_TIMEOUT:
		tally->timeouts++;
		break;
	case DNS_UNREACHABLE:
		tally->unreachable++;
		break;
	case DNS_MALFORMED:
		tally->malformed++;
		break;
	case DNS_NO_RESOLVER:
		tally->none++;
		break;
	case DNS_BAD_NAME:
	case DNS_CANCELLED:
		break;
	}
}

/* SERVER NULL: all of them. */
static struct tally count_resolvers(const struct evidence *evidence, const char *server)
{
	const struct dns_attempt *attempt;
	const struct dns_fact *fact;
	struct tally tally = { 0 };

	for (fact = evidence->dns; fact != NULL; fact = fact->next) {
		if (fact->from_hosts_file || fact->purpose == DNS_UNCHECKED)
			continue;
		if (fact->attempts == NULL && server == NULL)
			count_outcome(&tally, fact->outcome);
		for (attempt = fact->attempts; attempt != NULL; attempt = attempt->next)
			if (server == NULL || strcmp(attempt->server, server) == 0)
				count_outcome(&tally, attempt->outcome);
	}
	return tally;
}

/* No name could be looked up: the cause of every endpoint without address.  What a
 * person would ask is quoted, not the made-up names. */
static void blame_resolver(struct inquiry *inquiry, struct verdict_case *found)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct dns_fact *fact;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if (endpoint->end == END_UNRESOLVED)
			verdict_witness(inquiry, found, endpoint);
	for (fact = inquiry->evidence->dns; fact != NULL; fact = fact->next)
		if (!fact->from_hosts_file && fact->purpose == DNS_LOOKUP && !dns_is_answer(fact->outcome))
			verdict_quote_dns(inquiry, found, fact);
}

static bool all_resolvers_local(const struct evidence *evidence)
{
	size_t i;

	for (i = 0; i < evidence->resolver_count; i++)
		if (strncmp(evidence->resolvers[i], "127.", 4) != 0 &&
		    strncmp(evidence->resolvers[i], "[::1]", 5) != 0)
			return false;
	return true;
}

static bool servfail_for_unrelated(const struct evidence *evidence)
{
	const struct dns_fact *a, *b;

	for (a = evidence->dns; a != NULL; a = a->next)
		for (b = a->next; b != NULL; b = b->next)
			if (a->outcome == DNS_SERVFAIL && b->outcome == DNS_SERVFAIL &&
			    inquiry_unrelated(a->name, b->name))
				return true;
	return false;
}

/* No question got an answer: which way the resolvers fail. */
static void no_answer_at_all(struct inquiry *inquiry)
{
	struct tally tally = count_resolvers(inquiry->evidence, NULL);
	const char *list = text_join(inquiry->arena, inquiry->evidence->resolvers,
		inquiry->evidence->resolver_count);
	struct verdict_case *found;

	if (tally.answers > 0)
		return;
	if (tally.none > 0)
		found = verdict_add_run(inquiry, "dns.no-resolver-configured", 0, WEIGHT_FAULT,
			_("This computer has no DNS server configured."));
	else if (tally.refused > 0)
		found = verdict_add_run(inquiry, "dns.resolver-refused", 0, WEIGHT_FAULT,
			_("The DNS server %s refuses to answer for any of %u questions."), list,
			tally.refused);
	else if (tally.servfail > 0 && servfail_for_unrelated(inquiry->evidence))
		found = verdict_add_run(inquiry, "dns.servfail", 0, WEIGHT_FAULT,
			_("The DNS server %s reports a failure (SERVFAIL) for every name, also for "
			"unrelated ones."), list);
	else if (tally.malformed > 0 && tally.servfail == 0)
		found = verdict_add_run(inquiry, "dns.resolver-broken", 0, WEIGHT_FAULT,
			_("The DNS server %s answers, but not in a way that can be read."), list);
	else if (tally.servfail > 0)
		return;
	else if (tally.unreachable > 0 && tally.timeouts == 0 &&
		!inquiry->evidence->resolvers_given && all_resolvers_local(inquiry->evidence))
		found = verdict_add_run(inquiry, "dns.no-resolver-configured", 0, WEIGHT_FAULT,
			_("The only DNS server configured is %s on this computer, and nobody listens there."),
			list);
	else if (tally.unreachable + tally.timeouts > 0)
		found = verdict_add_run(inquiry, "dns.resolver-timeout", 0, WEIGHT_FAULT,
			_("The DNS server %s %s; %u questions went unanswered."), list,
			tally.timeouts > 0 ? _("does not answer") : _("cannot be reached"),
			tally.unreachable + tally.timeouts);
	else
		return;
	blame_resolver(inquiry, found);
}

/* One resolver of several is dead: the others carry the run, slower. */
static void one_resolver_dead(struct inquiry *inquiry)
{
	const struct evidence *evidence = inquiry->evidence;
	struct verdict_case *found;
	struct tally tally;
	size_t i;

	if (evidence->resolver_count < 2 || count_resolvers(evidence, NULL).answers == 0)
		return;
	for (i = 0; i < evidence->resolver_count; i++) {
		tally = count_resolvers(evidence, evidence->resolvers[i]);
		if (tally.answers > 0 || tally.refused + tally.timeouts + tally.unreachable == 0)
			continue;
		found = verdict_add_run(inquiry,
			tally.refused > 0 ? "dns.resolver-refused" : "dns.resolver-timeout", 0,
			WEIGHT_WARNING, _("The DNS server %s %s; another one answered."),
			evidence->resolvers[i], tally.refused > 0 ? _("refuses to answer") :
			tally.timeouts > 0 ? _("does not answer") : _("cannot be reached"));
		verdict_quote(inquiry, found, "dns", arena_printf(inquiry->arena,
			_("%s: no answer to any question of this run"), evidence->resolvers[i]));
	}
}

/* ---- the address's domain ------------------------------------------------------------ */

/* Settings that somebody published or the person gave, as opposed to guesses. */
static bool has_real_settings(const struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && endpoint->wanted &&
		    (!endpoint_is_guess(endpoint) || endpoint->connected))
			return true;
	return false;
}

static bool domain_says(const struct inquiry *inquiry, enum dns_type type,
	enum dns_outcome outcome)
{
	const struct dns_fact *fact = evidence_dns(inquiry->evidence, inquiry->evidence->domain,
		type);

	if (inquiry_invented(inquiry, fact))
		return outcome == DNS_NXDOMAIN;
	return fact != NULL && fact->outcome == outcome;
}

static void quote_domain(struct inquiry *inquiry, struct verdict_case *found)
{
	static const enum dns_type types[] = { DNS_MX, DNS_A, DNS_AAAA };
	const struct dns_fact *fact;
	size_t i;

	for (i = 0; i < sizeof types / sizeof types[0]; i++) {
		fact = evidence_dns(inquiry->evidence, inquiry->evidence->domain, types[i]);
		if (fact != NULL)
			verdict_quote_dns(inquiry, found, fact);
	}
}

/* The domain's fault is also that of the hosts below it which do not resolve. */
static void blame_domain(struct inquiry *inquiry, struct verdict_case *found)
{
	const struct endpoint_fact *endpoint;

	quote_domain(inquiry, found);
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->end == END_UNRESOLVED &&
		    text_is_subdomain(endpoint->service.host, inquiry->evidence->domain))
			verdict_witness(inquiry, found, endpoint);
}

static bool domain_exists(const struct inquiry *inquiry)
{
	return !domain_says(inquiry, DNS_MX, DNS_NXDOMAIN) && !domain_says(inquiry, DNS_A, DNS_NXDOMAIN) &&
		!domain_says(inquiry, DNS_AAAA, DNS_NXDOMAIN);
}

static bool domain_is_empty(const struct inquiry *inquiry)
{
	return domain_says(inquiry, DNS_MX, DNS_NODATA) && domain_says(inquiry, DNS_A, DNS_NODATA) &&
		domain_says(inquiry, DNS_AAAA, DNS_NODATA);
}

static void domain_missing(struct inquiry *inquiry)
{
	const char *domain = inquiry->evidence->domain, *near = NULL;
	/* Settings that lead elsewhere may work although the domain is gone. */
	enum weight weight = inquiry->evidence->settings_given ? WEIGHT_WARNING : WEIGHT_FAULT;
	struct verdict_case *found;

	if (domain[0] == '\0' || inquiry->evidence->dns == NULL)
		return;
	if (domain_exists(inquiry) && (!domain_is_empty(inquiry) || has_real_settings(inquiry)))
		return;
	if (inquiry->preset == NULL)
		near = preset_near_domain(domain);
	if (near != NULL)
		found = verdict_add_run(inquiry, "dns.domain-typo", 0, weight,
			_("%s %s; did you mean %s?"), domain,
			domain_exists(inquiry) ? _("has no mail records") : _("does not exist"), near);
	else if (!domain_exists(inquiry) && inquiry->preset != NULL)
		found = verdict_add_run(inquiry, "dns.nxdomain", 0, weight,
			_("DNS says that the domain %s does not exist, but it is known as one of %s: ask "
			"another DNS server (--resolver) before the address is doubted."), domain,
			inquiry->preset->name);
	else if (!domain_exists(inquiry))
		found = verdict_add_run(inquiry, "dns.nxdomain", 0, weight,
			_("DNS says that the domain %s does not exist."), domain);
	else
		found = verdict_add_run(inquiry, "dns.no-mail-records", 0, weight,
			_("The domain %s exists, but has neither a mail server nor an address in DNS."), domain);
	blame_domain(inquiry, found);
}

/* Settings that somebody named, whether they work or not. */
static bool has_named_settings(const struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && !endpoint_is_guess(endpoint))
			return true;
	return false;
}

/* A live domain one slip away from a big provider's: nothing is sent there
 * unasked, and whoever runs it may be after passwords. */
static void typosquat(struct inquiry *inquiry)
{
	const char *domain = inquiry->evidence->domain, *near;
	struct verdict_case *found;

	if (domain[0] == '\0' || inquiry->preset != NULL || inquiry->evidence->settings_given ||
	    !domain_exists(inquiry) || domain_is_empty(inquiry))
		return;
	near = preset_near_domain(domain);
	if (near == NULL || !(domain_says(inquiry, DNS_MX, DNS_OK) ||
		domain_says(inquiry, DNS_A, DNS_OK) || domain_says(inquiry, DNS_AAAA, DNS_OK)))
		return;
	found = verdict_add_run(inquiry, "dns.typosquat-live", 0,
		has_named_settings(inquiry) ? WEIGHT_WARNING : WEIGHT_FAULT,
		_("%s is a live domain, but it is one slip away from %s and its mail servers are not "
		"that provider's."), domain, near);
	quote_domain(inquiry, found);
}

static bool is_null_mx(const struct dns_fact *fact)
{
	return fact != NULL && fact->outcome == DNS_OK && fact->count == 1 &&
		strcmp(fact->records[0].text, ".") == 0;
}

static void no_mail_domain(struct inquiry *inquiry)
{
	const char *domain = inquiry->evidence->domain;
	const struct dns_fact *mx = evidence_dns(inquiry->evidence, domain, DNS_MX);
	struct verdict_case *found;
	bool unknown = mx != NULL && (mx->outcome == DNS_SERVFAIL || mx->outcome == DNS_TIMEOUT);

	/* What the domain publishes could not be read: that left guesses alone, even where
	 * one of them answers. */
	if (inquiry->preset != NULL || mx == NULL || (unknown ? has_named_settings(inquiry) :
		has_real_settings(inquiry)))
		return;
	if (is_null_mx(mx))
		found = verdict_add_run(inquiry, "dns.null-mx", 0, WEIGHT_FAULT,
			_("The domain %s publishes a null MX: it neither receives nor keeps mail."), domain);
	else if (mx->outcome == DNS_NODATA && (domain_says(inquiry, DNS_A, DNS_OK) ||
		domain_says(inquiry, DNS_AAAA, DNS_OK)))
		found = verdict_add_run(inquiry, "dns.no-mx", 0, WEIGHT_FAULT,
			_("The domain %s has an address but no MX record, and no mail settings were found "
			"for it."), domain);
	else if (mx->outcome == DNS_SERVFAIL &&
		strcmp(inquiry_servfail_code(inquiry, domain), "dns.dnssec-bogus") == 0) {
		found = verdict_add_run(inquiry, "dns.dnssec-bogus", 0, WEIGHT_FAULT,
			_("DNS holds an answer for %s, but its signatures (DNSSEC) do not fit, so a resolver "
			"that checks them refuses it."), domain);
		verdict_quote_dns(inquiry, found, evidence_dns_probe(inquiry->evidence, DNS_UNCHECKED,
			domain));
	} else if (mx->outcome == DNS_SERVFAIL || mx->outcome == DNS_TIMEOUT)
		found = verdict_add_run(inquiry, "dns.servfail", 0, WEIGHT_FAULT,
			_("The mail servers of %s could not be looked up%s."), domain,
			count_resolvers(inquiry->evidence, NULL).answers > 0 ?
			_(", while the resolver itself works") : "");
	else
		return;
	blame_domain(inquiry, found);
}

/* The account's own servers stand on the internet, so this is no inside view. */
static bool is_seen_from_outside(const struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct connect_fact *connect;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		for (connect = endpoint->connects; connect != NULL; connect = connect->next)
			if (connect->outcome == CONNECT_OK &&
			    address_kind(connect->address) == ADDRESS_PUBLIC)
				return true;
	return false;
}

static bool leads_inside(const struct dns_fact *fact)
{
	size_t i;

	for (i = 0; i < fact->count; i++)
		if (address_kind(fact->records[i].text) == ADDRESS_PUBLIC)
			return false;
	return fact->count > 0;
}

static bool is_usable_mx(const struct inquiry *inquiry, const char *target)
{
	const struct dns_fact *a = evidence_dns(inquiry->evidence, target, DNS_A);
	const struct dns_fact *aaaa = evidence_dns(inquiry->evidence, target, DNS_AAAA);

	if (address_kind(target) != ADDRESS_NONE || text_equal_nocase(target, "localhost"))
		return false;
	if (a != NULL && a->outcome == DNS_OK && leads_inside(a) && is_seen_from_outside(inquiry))
		return aaaa != NULL && aaaa->outcome == DNS_OK && !leads_inside(aaaa);
	if (a == NULL)
		return true;
	if (a->outcome == DNS_NXDOMAIN)
		return false;
	return a->outcome != DNS_NODATA || aaaa == NULL || aaaa->outcome != DNS_NODATA;
}

/* RFC 2181 section 10.3 forbids it; most senders put up with it. */
static void mx_alias(struct inquiry *inquiry, const struct dns_fact *mx, const char *target)
{
	const struct dns_fact *a = evidence_dns(inquiry->evidence, target, DNS_A);

	if (a == NULL || a->outcome != DNS_OK || a->alias_of[0] == '\0')
		return;
	verdict_quote_dns(inquiry, verdict_add_run(inquiry, "dns.mx-invalid-target", 0, WEIGHT_NOTICE,
		_("The MX record of %s points to %s, which is an alias (CNAME) of %s; an MX must name "
		"the host itself."), inquiry->evidence->domain, target, a->alias_of), mx);
}

static void mx_invalid_target(struct inquiry *inquiry)
{
	const struct dns_fact *mx = evidence_dns(inquiry->evidence, inquiry->evidence->domain, DNS_MX);
	struct verdict_case *found;
	size_t i;

	if (mx == NULL || mx->outcome != DNS_OK || is_null_mx(mx))
		return;
	for (i = 0; i < mx->count; i++) {
		if (is_usable_mx(inquiry, mx->records[i].text)) {
			mx_alias(inquiry, mx, mx->records[i].text);
			continue;
		}
		found = verdict_add_run(inquiry, "dns.mx-invalid-target", 0, WEIGHT_WARNING,
			_("The MX record of %s points to %s, which cannot receive mail."),
			inquiry->evidence->domain, mx->records[i].text);
		verdict_quote_dns(inquiry, found, mx);
	}
}

/* ---- services the owner denies --------------------------------------------------------- */

static bool srv_protocol(const char *name, enum mail_protocol *protocol)
{
	static const struct {
		const char *label;
		enum mail_protocol protocol;
	} labels[] = {
		{ "_imaps._tcp.", MAIL_IMAP }, { "_imap._tcp.", MAIL_IMAP },
		{ "_pop3s._tcp.", MAIL_POP3 }, { "_pop3._tcp.", MAIL_POP3 },
		{ "_submissions._tcp.", MAIL_SMTP }, { "_submission._tcp.", MAIL_SMTP },
	};
	size_t i;

	for (i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if (text_starts_nocase(name, labels[i].label)) {
			*protocol = labels[i].protocol;
			return true;
		}
	return false;
}

/* Somebody named a server for PROTOCOL; a guess does not outweigh the owner's no. */
static bool is_named(const struct inquiry *inquiry, enum mail_protocol protocol)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && endpoint->service.protocol == protocol &&
		    !endpoint_is_guess(endpoint))
			return true;
	return false;
}

static void srv_not_offered(struct inquiry *inquiry)
{
	const struct dns_fact *fact;
	enum mail_protocol protocol;
	struct verdict_case *found;
	bool missing;

	for (fact = inquiry->evidence->dns; fact != NULL; fact = fact->next) {
		if (fact->type != DNS_SRV || !is_null_mx(fact) || !srv_protocol(fact->name, &protocol))
			continue;
		missing = inquiry->broken[protocol] && !is_named(inquiry, protocol);
		found = verdict_add_run(inquiry, "dns.srv-not-offered", inquiry_bit(protocol),
			missing ? WEIGHT_FAULT : WEIGHT_NOTICE,
			_("The owner of %s declares in DNS that %s is not offered."),
			inquiry->evidence->domain, protocol_title(protocol));
		verdict_quote_dns(inquiry, found, fact);
	}
}

#define NO_NAMES "dns.nxdomain", "dns.domain-typo", "dns.servfail", "dns.host-nxdomain", \
	"dns.no-mx", "config.autoconfig-missing", "config.autoconfig-host-unresolvable"
#define NO_SETTINGS "config.autoconfig-missing", "config.host-not-mail", "dns.host-nxdomain", \
	"dns.host-no-address", "config.autoconfig-host-unresolvable", "net.connection-refused", \
	"net.port-filtered", "net.host-down"

const struct rule rules_dns[] = {
	{ "dns.no-resolver-configured", no_answer_at_all, EXPLAINS(NO_NAMES) },
	{ "dns.resolver-timeout", one_resolver_dead, EXPLAINS(NO_NAMES) },
	{ "dns.resolver-refused", NULL, EXPLAINS(NO_NAMES) },
	{ "dns.resolver-broken", NULL, EXPLAINS(NO_NAMES) },
	{ "dns.nxdomain", domain_missing, EXPLAINS(NO_SETTINGS) },
	{ "dns.domain-typo", NULL, EXPLAINS(NO_SETTINGS) },
	{ "dns.no-mail-records", NULL, EXPLAINS(NO_SETTINGS) },
	{ "dns.typosquat-live", typosquat, EXPLAINS("dns.no-mx", "dns.null-mx",
		"dns.domain-parked", "dns.wildcard-answers", "config.source-unconfirmed", NO_SETTINGS) },
	{ "dns.null-mx", no_mail_domain, EXPLAINS(NO_SETTINGS, "dns.wildcard-answers") },
	{ "dns.no-mx", NULL, EXPLAINS(NO_SETTINGS, "dns.wildcard-answers") },
	{ "dns.servfail", NULL, EXPLAINS(NO_SETTINGS, "dns.no-mx", "dns.domain-typo",
		"config.source-unconfirmed") },
	{ "dns.dnssec-bogus", NULL, EXPLAINS(NO_SETTINGS, "dns.servfail", "dns.domain-typo",
		"config.source-unconfirmed") },
	{ "dns.mx-invalid-target", mx_invalid_target, NULL },
	{ "dns.srv-not-offered", srv_not_offered, EXPLAINS("config.autoconfig-missing",
		"config.protocol-not-offered", "config.no-submission", "config.source-unconfirmed",
		"config.host-not-mail", "dns.wildcard-answers") },
	{ NULL, NULL, NULL }
};
