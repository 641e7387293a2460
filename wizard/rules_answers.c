/* SPDX-License-Identifier: MIT
 *
 * Can DNS be believed?  A resolver that invents answers, a domain that answers for
 * every name, a delegation that leads to a parking place.
 */
#include <string.h>

#include "language.h"
#include "parking.h"
#include "rules.h"

static const struct dns_fact *address_of(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	return evidence_dns(inquiry->evidence, endpoint->service.host, DNS_A);
}

static bool nothing_works(const struct inquiry *inquiry)
{
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (inquiry->evidence->wanted[protocol] && !inquiry->broken[protocol])
			return false;
	return true;
}

/* ---- invented answers ------------------------------------------------------------------- */

static void invented_answers(struct inquiry *inquiry)
{
	const struct dns_fact *probe = evidence_dns_probe(inquiry->evidence, DNS_RANDOM_ELSEWHERE,
		NULL);
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;
	bool blamed = false;

	if (probe == NULL || probe->outcome != DNS_OK || probe->count == 0)
		return;
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->greeted || !inquiry_invented(inquiry, address_of(inquiry, endpoint)))
			continue;
		blamed = true;
		found = verdict_add(inquiry, "dns.nxdomain-rewrite", endpoint,
			_("The DNS server gives %s for %s, and the same for a domain that nobody has: "
			"it invents the answer, and the name probably does not exist."),
			probe->records[0].text, endpoint->service.host);
		verdict_quote_dns(inquiry, found, address_of(inquiry, endpoint));
		verdict_quote_dns(inquiry, found, probe);
	}
	if (blamed)
		return;
	found = verdict_add_run(inquiry, "dns.nxdomain-rewrite", 0, WEIGHT_NOTICE,
		_("The DNS server gives %s even for a domain that nobody has, where it ought to say "
		"that there is no such name."), probe->records[0].text);
	verdict_quote_dns(inquiry, found, probe);
}

/* ---- a domain that answers for every name ------------------------------------------------ */

static bool is_wildcard_guess(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	return endpoint->role == ROLE_CANDIDATE && endpoint_is_guess(endpoint) &&
		!endpoint->greeted && service_state(endpoint) == STATE_FAILED &&
		inquiry_open(inquiry, endpoint) &&
		inquiry_wildcard(inquiry, address_of(inquiry, endpoint));
}

static void wildcard(struct inquiry *inquiry)
{
	const struct dns_fact *probe = evidence_dns_probe(inquiry->evidence, DNS_RANDOM_BELOW, NULL);
	const struct endpoint_fact *endpoint;
	struct verdict_case *found = NULL;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (!is_wildcard_guess(inquiry, endpoint) ||
		    !inquiry->broken[endpoint->service.protocol])
			continue;
		found = verdict_add_run(inquiry, "dns.wildcard-answers",
			inquiry_bit(endpoint->service.protocol), WEIGHT_FAULT,
			_("%s was a guess. It leads to %s, as every name below %s does, also a made-up one; "
			"no mail server answers there."), endpoint->service.host,
			address_of(inquiry, endpoint)->records[0].text, inquiry->evidence->domain);
		verdict_witness(inquiry, found, endpoint);
		verdict_quote_dns(inquiry, found, address_of(inquiry, endpoint));
		verdict_quote_dns(inquiry, found, probe);
	}
}

/* ---- a domain that is parked ---------------------------------------------------------------- */

static void parked(struct inquiry *inquiry)
{
	const struct dns_fact *fact = evidence_dns(inquiry->evidence, inquiry->evidence->domain, DNS_NS);
	const char *state = NULL;
	struct verdict_case *found;
	size_t i;

	for (i = 0; fact != NULL && fact->outcome == DNS_OK && i < fact->count && state == NULL; i++)
		state = parking_state(fact->records[i].text);
	if (state == NULL || !nothing_works(inquiry))
		return;
	found = verdict_add_run(inquiry, "dns.domain-parked", 0, WEIGHT_FAULT,
		_("By its name servers the domain %s is %s."), inquiry->evidence->domain, state);
	verdict_quote_dns(inquiry, found, fact);
}

#define NO_SERVER "config.autoconfig-missing", "config.host-not-mail", "net.connection-refused", \
	"net.port-filtered", "net.host-down", "tls.hostname-mismatch"

const struct rule rules_answers[] = {
	{ "dns.nxdomain-rewrite", invented_answers, EXPLAINS(NO_SERVER) },
	{ "dns.domain-parked", parked, EXPLAINS("dns.no-mx", "dns.null-mx", "dns.no-mail-records",
		"dns.wildcard-answers", "dns.host-nxdomain", NO_SERVER) },
	{ "dns.wildcard-answers", wildcard, EXPLAINS(NO_SERVER) },
	{ NULL, NULL, NULL }
};
