/* SPDX-License-Identifier: MIT
 *
 * The verdict where counter-probes of the surroundings decide: what DNS invents,
 * what stands behind a name.  Each cause stands beside its look-alike.
 */
#include "witness.h"

#define D "small.example"
#define RANDOM "qwhzkdopafjvnbluty"
#define WEB_HOST "192.0.2.1"
#define PORTAL "198.51.100.80"

/* ---- a resolver that invents, a domain that answers for everything ---------------------- */

static void guess(struct evidence *evidence, enum mail_protocol protocol, const char *host,
	uint16_t port, const char *address)
{
	struct endpoint_fact *endpoint = witness_endpoint(evidence, protocol, host, port, MAIL_TLS);

	endpoint->source = "guess";
	witness_dns(evidence, host, DNS_A, DNS_OK, address);
	witness_unconnected(evidence, endpoint, address, CONNECT_REFUSED);
}

/* A domain with an MX and two guessed hosts that refuse. */
static struct evidence *guessed(const char *domain, const char *address)
{
	struct evidence *evidence = witness_run(domain);

	witness_dns(evidence, domain, DNS_MX, DNS_OK, "mx.filter.example");
	witness_dns(evidence, domain, DNS_A, DNS_OK, address);
	guess(evidence, MAIL_IMAP, "imap." D, 993, address);
	guess(evidence, MAIL_SMTP, "smtp." D, 465, address);
	return evidence;
}

static struct evidence *wildcard(void)
{
	struct evidence *evidence = guessed(D, WEB_HOST);

	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, RANDOM ".com", DNS_A, DNS_NXDOMAIN, NULL);
	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_OK, WEB_HOST);
	return evidence;
}

static struct evidence *no_wildcard(void)
{
	struct evidence *evidence = guessed(D, WEB_HOST);

	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, RANDOM ".com", DNS_A, DNS_NXDOMAIN, NULL);
	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_NXDOMAIN, NULL);
	return evidence;
}

static struct evidence *wildcard_elsewhere(void)
{
	struct evidence *evidence = guessed(D, WEB_HOST);

	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_OK, "192.0.2.99");
	return evidence;
}

static struct evidence *wildcard_that_works(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence)->source = "guess";
	witness_good_smtp(evidence)->source = "guess";
	witness_dns(evidence, "imap." D, DNS_A, DNS_OK, WEB_HOST);
	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_OK, WEB_HOST);
	return evidence;
}

static void invents(struct evidence *evidence)
{
	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, RANDOM ".com", DNS_A, DNS_OK, PORTAL);
	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_OK, PORTAL);
}

static struct evidence *invented_host(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_IMAP, "imapp." D, 993,
		MAIL_TLS);

	witness_dns(evidence, D, DNS_A, DNS_OK, WEB_HOST);
	witness_dns(evidence, "imapp." D, DNS_A, DNS_OK, PORTAL);
	witness_unconnected(evidence, endpoint, PORTAL, CONNECT_REFUSED);
	witness_good_smtp(evidence);
	invents(evidence);
	return evidence;
}

static struct evidence *real_host_refuses(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993,
		MAIL_TLS);

	witness_dns(evidence, "imap." D, DNS_A, DNS_OK, WEB_HOST);
	witness_unconnected(evidence, endpoint, WEB_HOST, CONNECT_REFUSED);
	witness_good_smtp(evidence);
	invents(evidence);
	return evidence;
}

static struct evidence *invented_typo(void)
{
	struct evidence *evidence = witness_run("gmial.com");

	witness_dns(evidence, "gmial.com", DNS_MX, DNS_NODATA, NULL);
	witness_dns(evidence, "gmial.com", DNS_A, DNS_OK, PORTAL);
	witness_dns(evidence, "gmial.com", DNS_AAAA, DNS_NODATA, NULL);
	invents(evidence);
	return evidence;
}

/* ---- signatures ------------------------------------------------------------------------------ */

static struct evidence *servfail(const char *unchecked_name, enum dns_outcome unchecked)
{
	struct evidence *evidence = witness_run(D);

	witness_dns(evidence, D, DNS_MX, DNS_SERVFAIL, NULL);
	witness_dns(evidence, D, DNS_A, DNS_SERVFAIL, NULL);
	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, RANDOM ".com", DNS_A, DNS_NXDOMAIN, NULL);
	witness_dns_probe(evidence, DNS_UNCHECKED, unchecked_name, DNS_MX, unchecked,
		unchecked == DNS_OK ? "mx." D : NULL);
	return evidence;
}

static struct evidence *bogus(void)
{
	return servfail(D, DNS_OK);
}

static struct evidence *lame(void)
{
	return servfail(D, DNS_SERVFAIL);
}

static struct evidence *bogus_elsewhere(void)
{
	return servfail("mail.other.example", DNS_OK);
}

static struct evidence *bogus_host(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993,
		MAIL_TLS);

	witness_dns(evidence, "imap." D, DNS_A, DNS_SERVFAIL, NULL);
	witness_dns(evidence, "imap." D, DNS_AAAA, DNS_SERVFAIL, NULL);
	witness_dns_probe(evidence, DNS_UNCHECKED, "imap." D, DNS_A, DNS_OK, WEB_HOST);
	witness_end(endpoint, STEP_RESOLVE, END_UNRESOLVED);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *resolver_broken_for_all(void)
{
	struct evidence *evidence = servfail(D, DNS_SERVFAIL);

	evidence_add_dns(evidence, RANDOM ".net", DNS_A)->outcome = DNS_SERVFAIL;
	evidence->dns->next->next->outcome = DNS_SERVFAIL; /* the made-up domain */
	return evidence;
}

/* ---- parked ------------------------------------------------------------------------------------ */

static struct evidence *served_by(const char *domain, const char *nameserver)
{
	struct evidence *evidence = witness_run(domain);

	witness_dns(evidence, domain, DNS_MX, DNS_NODATA, NULL);
	witness_dns(evidence, domain, DNS_A, DNS_OK, WEB_HOST);
	witness_dns(evidence, domain, DNS_NS, DNS_OK, nameserver);
	return evidence;
}

static struct evidence *parked(void)
{
	return served_by(D, "ns2.sedoparking.com");
}

static struct evidence *not_parked(void)
{
	return served_by(D, "ns2.notsedoparking.com");
}

static struct evidence *parked_typosquat(void)
{
	return served_by("gmial.com", "ns1.parkingcrew.net");
}

static struct evidence *parked_but_works(void)
{
	struct evidence *evidence = served_by(D, "ns2.sedoparking.com");

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	return evidence;
}

static const struct witness_case cases[] = {
	{ "wildcard", wildcard, "dns.wildcard-answers", "made-up name", "",
		"config.autoconfig-missing dns.nxdomain-rewrite" },
	{ "guesses fail without wildcard", no_wildcard, "config.autoconfig-missing", NULL, "",
		"dns.wildcard-answers" },
	{ "wildcard that leads elsewhere", wildcard_elsewhere, "config.autoconfig-missing", NULL, "",
		"dns.wildcard-answers" },
	{ "wildcard that works", wildcard_that_works, NULL, NULL, "", "dns.wildcard-answers" },
	{ "invented host", invented_host, "dns.nxdomain-rewrite", PORTAL, "",
		"net.connection-refused dns.wildcard-answers" },
	{ "real host beside invented names", real_host_refuses, "net.connection-refused", NULL,
		"dns.nxdomain-rewrite/notice", "" },
	{ "typo under an inventing resolver", invented_typo, "dns.domain-typo", NULL,
		"dns.nxdomain-rewrite/notice", "dns.typosquat-live" },
	{ "DNSSEC bogus", bogus, "dns.dnssec-bogus", "without a DNSSEC check", "", "dns.servfail" },
	{ "SERVFAIL without checking too", lame, "dns.servfail", "SERVFAIL", "",
		"dns.dnssec-bogus" },
	{ "another name is bogus", bogus_elsewhere, "dns.servfail", NULL, "", "dns.dnssec-bogus" },
	{ "bogus host", bogus_host, "dns.dnssec-bogus", "without a DNSSEC check", "",
		"dns.servfail" },
	{ "SERVFAIL for made-up domains too", resolver_broken_for_all, "dns.servfail", NULL, "",
		"dns.dnssec-bogus" },
	{ "parked", parked, "dns.domain-parked", "sedoparking", "", "dns.no-mx" },
	{ "name servers with a similar name", not_parked, "dns.no-mx", NULL, "",
		"dns.domain-parked" },
	{ "parked beside a big name", parked_typosquat, "dns.typosquat-live", NULL, "",
		"dns.domain-parked" },
	{ "parked, yet working", parked_but_works, NULL, NULL, "", "dns.domain-parked" },
};

int main(void)
{
	return witness_main("verdict: surroundings", cases, sizeof cases / sizeof cases[0]);
}
