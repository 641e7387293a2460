/* SPDX-License-Identifier: MIT
 *
 * Causes in the name of one server: it does not exist, has no address, or has
 * one that leads nowhere.
 */
#include <string.h>

#include "../probes/text.h"
#include "addresses.h"
#include "language.h"
#include "rules.h"

/* ---- names without address ------------------------------------------------------------------------ */

static bool is_published(const struct endpoint_fact *endpoint)
{
	static const char *const names[] = { "srv", "autoconfig", "ispdb", "autodiscover", "pacc" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (text_starts_nocase(endpoint->source, names[i]))
			return true;
	return false;
}

static const char *missing_host_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	if (!is_published(endpoint))
		return "dns.host-nxdomain";
	if (text_starts_nocase(endpoint->source, "srv") &&
	    !inquiry->broken[endpoint->service.protocol])
		return "dns.srv-target-broken";
	return "config.autoconfig-host-unresolvable";
}

static bool is_bogus(const struct inquiry *inquiry, const struct dns_fact *fact)
{
	return fact->outcome == DNS_SERVFAIL &&
		strcmp(inquiry_servfail_code(inquiry, fact->name), "dns.dnssec-bogus") == 0;
}

/* A server that answers over UDP, and where nobody listens: that was its TCP side,
 * which is asked when an answer is too large for UDP. */
static bool is_cut_off(const struct inquiry *inquiry, const struct dns_fact *fact)
{
	const struct dns_attempt *attempt, *other;
	const struct dns_fact *answered;

	for (attempt = fact->attempts; attempt != NULL; attempt = attempt->next) {
		if (attempt->outcome != DNS_UNREACHABLE)
			continue;
		for (answered = inquiry->evidence->dns; answered != NULL; answered = answered->next)
			for (other = answered->attempts; other != NULL; other = other->next)
				if (dns_is_answer(other->outcome) &&
				    strcmp(other->server, attempt->server) == 0)
					return true;
	}
	return false;
}

static struct verdict_case *judge_bogus(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const struct dns_fact *fact)
{
	struct verdict_case *found = verdict_add(inquiry, "dns.dnssec-bogus", endpoint,
		_("DNS holds an answer for %s, but its signatures (DNSSEC) do not fit, so a resolver "
		"that checks them refuses it."), fact->name);

	verdict_quote_dns(inquiry, found, evidence_dns_probe(inquiry->evidence, DNS_UNCHECKED,
		fact->name));
	return found;
}

static struct verdict_case *judge_cut_off(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const struct dns_fact *fact)
{
	return verdict_add(inquiry, "dns.truncation-broken", endpoint,
		_("The answer for %s is too large for one packet, and %s cannot be asked for the whole of "
		"it (TCP port 53)."), fact->name, fact->attempts->server);
}

static struct verdict_case *judge_host(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const struct dns_fact *fact)
{
	const char *host = endpoint->service.host;

	switch (fact->outcome) {
	case DNS_NXDOMAIN:
		return verdict_add(inquiry, missing_host_code(inquiry, endpoint), endpoint,
			_("DNS says that the server name %s (from: %s) does not exist."), host,
			endpoint->source);
	case DNS_BAD_NAME:
		return verdict_add(inquiry, missing_host_code(inquiry, endpoint), endpoint,
			_("%s is not a name that DNS could ever hold (from: %s)."), host, endpoint->source);
	case DNS_OK: /* of the other family, which this run may not use */
		if (inquiry->evidence->timed_out)
			break; /* or there was no time left to use it */
		/* fall through */
	case DNS_NODATA:
		return verdict_add(inquiry, "dns.host-no-address", endpoint,
			_("The server name %s exists, but no usable address stands behind it."), host);
	case DNS_SERVFAIL:
	case DNS_REFUSED:
	case DNS_TIMEOUT:
	case DNS_UNREACHABLE:
	case DNS_MALFORMED:
		return verdict_add(inquiry, "dns.servfail", endpoint,
			_("The name %s could not be looked up; its DNS servers give no usable answer."), host);
	case DNS_NO_RESOLVER:
	case DNS_CANCELLED:
		break;
	}
	return NULL;
}

/* The family that says more: an error or NXDOMAIN before "no such record". */
static const struct dns_fact *telling_fact(const struct inquiry *inquiry, const char *host)
{
	const struct dns_fact *a = evidence_dns(inquiry->evidence, host, DNS_A);
	const struct dns_fact *aaaa = evidence_dns(inquiry->evidence, host, DNS_AAAA);

	if (a == NULL)
		return aaaa;
	if (aaaa == NULL || a->outcome != DNS_NODATA || aaaa->outcome == DNS_OK)
		return a;
	return aaaa;
}

static void unresolved_hosts(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct dns_fact *fact, *other;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->end != END_UNRESOLVED)
			continue;
		fact = telling_fact(inquiry, endpoint->service.host);
		found = fact == NULL ? NULL :
			is_bogus(inquiry, fact) ? judge_bogus(inquiry, endpoint, fact) :
			is_cut_off(inquiry, fact) ? judge_cut_off(inquiry, endpoint, fact) :
			judge_host(inquiry, endpoint, fact);
		if (found == NULL)
			continue;
		verdict_quote_dns(inquiry, found, fact);
		other = evidence_dns(inquiry->evidence, endpoint->service.host,
			fact->type == DNS_A ? DNS_AAAA : DNS_A);
		if (other != NULL)
			verdict_quote_dns(inquiry, found, other);
	}
}

/* ---- addresses that cannot be right -------------------------------------------------------- */

/* Another name of this run has an address of the open internet, so the answer
 * is odd for this name, not the way of this network (or of a test bench). */
static bool others_are_public(const struct inquiry *inquiry)
{
	const struct dns_fact *fact;
	size_t i;

	for (fact = inquiry->evidence->dns; fact != NULL; fact = fact->next)
		for (i = 0; fact->purpose == DNS_LOOKUP &&
			(fact->type == DNS_A || fact->type == DNS_AAAA) &&
			fact->outcome == DNS_OK && i < fact->count; i++)
			if (address_kind(fact->records[i].text) == ADDRESS_PUBLIC)
				return true;
	return false;
}

static const char *odd_address_code(const struct inquiry *inquiry, const struct dns_fact *fact)
{
	size_t i, nowhere = 0, loopback = 0, inside = 0;

	for (i = 0; i < fact->count; i++) {
		enum address_kind kind = address_kind(fact->records[i].text);

		nowhere += kind == ADDRESS_NOWHERE;
		loopback += kind == ADDRESS_LOOPBACK;
		inside += kind == ADDRESS_PRIVATE;
	}
	if (fact->count == 0 || nowhere + loopback + inside < fact->count)
		return NULL;
	if (nowhere > 0)
		return "dns.sinkholed";
	if (loopback > 0)
		return others_are_public(inquiry) ? "dns.sinkholed" : NULL;
	return "dns.private-address";
}

static void odd_addresses(struct inquiry *inquiry)
{
	static const enum dns_type types[] = { DNS_A, DNS_AAAA };
	const struct endpoint_fact *endpoint = NULL;
	const struct dns_fact *fact;
	struct verdict_case *found;
	const char *code;
	size_t i;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->host_is_address || endpoint_is_local(endpoint) || endpoint->greeted)
			continue;
		for (i = 0; i < sizeof types / sizeof types[0]; i++) {
			fact = evidence_dns(inquiry->evidence, endpoint->service.host, types[i]);
			if (fact == NULL || fact->outcome != DNS_OK || fact->from_hosts_file)
				continue;
			code = odd_address_code(inquiry, fact);
			if (code == NULL)
				continue;
			found = verdict_add(inquiry, code, endpoint,
				_("%s resolves to %s, an address that leads nowhere on the internet."),
				endpoint->service.host, fact->records[0].text);
			verdict_quote_dns(inquiry, found, fact);
		}
	}
}

/* A private address that serves mail with a good certificate is right, here. */
static void works_inside_only(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct dns_fact *fact;
	struct verdict_case *found;
	const char *code;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		fact = evidence_dns(inquiry->evidence, endpoint->service.host, DNS_A);
		if (endpoint->role != ROLE_CANDIDATE || fact == NULL || fact->from_hosts_file ||
		    !tls_is_trusted(&endpoint->tls) || !inquiry_fine(inquiry, endpoint))
			continue;
		code = odd_address_code(inquiry, fact);
		if (code == NULL || strcmp(code, "dns.private-address") != 0)
			continue;
		found = verdict_add_run(inquiry, "dns.split-horizon", 0, WEIGHT_NOTICE,
			_("%s leads to %s, which exists in this network only: elsewhere the same settings lead "
			"somewhere else or nowhere."), endpoint->service.host, fact->records[0].text);
		verdict_quote_dns(inquiry, found, fact);
	}
}

const struct rule rules_hosts[] = {
	{ "dns.host-nxdomain", unresolved_hosts, NULL },
	{ "dns.sinkholed", odd_addresses, EXPLAINS("net.connection-refused", "net.port-filtered",
		"net.host-down") },
	{ "dns.split-horizon", works_inside_only, NULL },
	{ "dns.private-address", NULL, EXPLAINS("net.connection-refused", "net.port-filtered",
		"net.host-down") },
	{ NULL, NULL, NULL }
};
