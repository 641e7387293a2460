/* SPDX-License-Identifier: MIT
 *
 * Does a login page hold the network?  What the web answers, seen from here.
 */
#include <string.h>

#include "../probes/text.h"
#include "language.h"
#include "rules.h"

/* RFC 6585: the network wants a login first. */
#define STATUS_LOGIN_WANTED 511
#define STATUS_NO_CONTENT 204

static bool is_redirect(const struct web_fact *fact)
{
	return fact->status >= 300 && fact->status < 400 && fact->location[0] != '\0';
}

/* The host that a redirect leads to. */
static const char *target_of(const struct inquiry *inquiry, const struct web_fact *fact)
{
	const char *host = strstr(fact->location, "://");

	host = host == NULL ? fact->location : host + 3;
	return arena_strndup(inquiry->arena, host, strcspn(host, "/:?#"));
}

/* A page that ought to answer 204 to everybody was answered by somebody else. */
static bool check_is_answered_otherwise(const struct inquiry *inquiry, const struct web_fact *fact)
{
	return fact->purpose == WEB_PORTAL_CHECK && fact->outcome == WEB_ANSWERED &&
		((is_redirect(fact) &&
		  !text_equal_nocase(target_of(inquiry, fact), fact->host)) ||
		 (fact->status == 200 && fact->length > 0));
}

/* Web servers of different owners both send us on to one and the same place. */
static bool leads_where_others_lead(const struct inquiry *inquiry, const struct web_fact *fact)
{
	const struct web_fact *other;

	if (!is_redirect(fact) || fact->purpose == WEB_SETTINGS ||
	    !inquiry_unrelated(target_of(inquiry, fact), fact->host))
		return false;
	for (other = inquiry->evidence->web; other != NULL; other = other->next)
		if (is_redirect(other) && inquiry_unrelated(other->host, fact->host) &&
		    inquiry_unrelated(target_of(inquiry, fact), other->host) &&
		    text_equal_nocase(target_of(inquiry, other), target_of(inquiry, fact)))
			return true;
	return false;
}

bool inquiry_out_on_the_internet(const struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct web_fact *fact;

	for (fact = inquiry->evidence->web; fact != NULL; fact = fact->next)
		if (fact->purpose == WEB_PORTAL_CHECK && fact->status == STATUS_NO_CONTENT)
			return true;
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (tls_is_trusted(&endpoint->tls))
			return true;
	return false;
}

static struct verdict_case *portal(struct inquiry *inquiry, const char *detail)
{
	struct verdict_case *found = verdict_add_run(inquiry, "net.captive-portal", 0, WEIGHT_FAULT,
		"%s", detail);
	const struct endpoint_fact *endpoint = NULL;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if (!endpoint_is_local(endpoint))
			verdict_witness(inquiry, found, endpoint);
	return found;
}

static void quote_web(struct inquiry *inquiry, struct verdict_case *found,
	const struct web_fact *fact)
{
	verdict_quote(inquiry, found, "http", arena_printf(inquiry->arena, _("%s: status %d%s%s"),
		fact->url, fact->status, fact->location[0] != '\0' ? _(", leads to ") : "",
		fact->location));
}

static void portal_by_web(struct inquiry *inquiry)
{
	const struct web_fact *fact;
	struct verdict_case *found;

	if (inquiry_out_on_the_internet(inquiry))
		return;
	for (fact = inquiry->evidence->web; fact != NULL; fact = fact->next) {
		if (!check_is_answered_otherwise(inquiry, fact) &&
		    !leads_where_others_lead(inquiry, fact) && fact->status != STATUS_LOGIN_WANTED)
			continue;
		found = portal(inquiry, is_redirect(fact) ? arena_printf(inquiry->arena,
			_("This network answers in the place of others: whoever asks for %s is sent to %s."),
			fact->host, target_of(inquiry, fact)) : arena_printf(inquiry->arena,
			_("This network answers in the place of others: asking for %s brings a page that "
			"is not theirs."), fact->host));
		quote_web(inquiry, found, fact);
	}
}

/* Even the servers of a known provider have the address of a made-up domain: all
 * names lead to one door. */
static void portal_by_dns(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct dns_fact *fact;
	struct verdict_case *found;

	if (inquiry_out_on_the_internet(inquiry))
		return;
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		fact = evidence_dns(inquiry->evidence, endpoint->service.host, DNS_A);
		if (!inquiry_known_host(inquiry, endpoint->service.host) ||
		    !inquiry_invented(inquiry, fact))
			continue;
		found = portal(inquiry, arena_printf(inquiry->arena,
			_("In this network every name leads to %s: %s, and a domain that nobody has too."),
			fact->records[0].text, endpoint->service.host));
		verdict_quote_dns(inquiry, found, fact);
		verdict_quote_dns(inquiry, found, evidence_dns_probe(inquiry->evidence,
			DNS_RANDOM_ELSEWHERE, NULL));
	}
}

const struct rule rules_around[] = {
	{ "net.captive-portal", portal_by_web, EXPLAINS("tls.self-signed", "tls.private-ca",
		"tls.untrusted-unknown", "tls.hostname-mismatch", "tls.cert-expired",
		"tls.intercepted-unknown", "config.autoconfig-cert-mismatch", "dns.nxdomain-rewrite",
		"dns.nxdomain", "dns.domain-typo", "dns.typosquat-live", "dns.no-mail-records",
		"dns.no-mx", "dns.wildcard-answers", "dns.sinkholed", "dns.private-address",
		"dns.host-nxdomain", "dns.host-no-address", "dns.servfail", "dns.resolver-timeout",
		"config.autoconfig-missing", "config.host-not-mail", "net.mail-blocked",
		"net.host-down", "net.connection-refused", "net.port-filtered") },
	{ "net.captive-portal", portal_by_dns, NULL },
	{ NULL, NULL, NULL }
};
