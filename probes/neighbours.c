/* SPDX-License-Identifier: MIT */
#include "neighbours.h"

#include <string.h>

/* So many of a wrong certificate's own names are tried. */
#define CERTIFICATE_NAMES 3

struct list {
	struct neighbour *out;
	size_t count;
};

static void add(struct list *list, const struct endpoint_fact *fact, uint16_t port,
	enum mail_security security, enum probing probing)
{
	struct neighbour *neighbour = &list->out[list->count++];

	neighbour->service = fact->service;
	neighbour->service.port = port;
	neighbour->service.security = security;
	neighbour->probing = probing;
}

/* Old TLS is only worth a try when the handshake was refused as such. */
static bool may_be_old_tls(const struct endpoint_fact *fact)
{
	return fact->end == END_TLS &&
		(fact->tls.outcome == TLS_ALERT || fact->tls.outcome == TLS_LOCAL_REFUSAL);
}

static bool spoke_to_us(const struct endpoint_fact *fact)
{
	return fact->greeted || fact->ready;
}

/* A path that lets connections through and then loses large packets, or leads to
 * another machine, is often that of one family. */
static void add_other_family(struct list *list, const struct evidence *evidence,
	const struct endpoint_fact *fact)
{
	bool is_ipv6 = strchr(fact->address, ':') != NULL;
	const struct dns_fact *other = evidence_dns(evidence, fact->service.host,
		is_ipv6 ? DNS_A : DNS_AAAA);

	if (other != NULL && other->count > 0)
		add(list, fact, fact->service.port, fact->service.security,
			is_ipv6 ? PROBING_IPV4 : PROBING_IPV6);
}

size_t neighbours_of(const struct evidence *evidence, const struct endpoint_fact *fact,
	bool ended, struct neighbour *out)
{
	const struct mail_service *service = &fact->service;
	struct list list = { .out = out };

	if (fact->connected && !spoke_to_us(fact))
		add(&list, fact, service->port,
			service->security == MAIL_TLS ? MAIL_STARTTLS : MAIL_TLS, PROBING_USUAL);
	if (fact->connected && !fact->ready)
		add_other_family(&list, evidence, fact);
	if (ended && may_be_old_tls(fact))
		add(&list, fact, service->port, service->security, PROBING_LEGACY);
	add(&list, fact, mail_default_port(service->protocol, MAIL_TLS), MAIL_TLS, PROBING_USUAL);
	add(&list, fact, mail_default_port(service->protocol, MAIL_STARTTLS), MAIL_STARTTLS,
		PROBING_USUAL);
	return list.count;
}

/* A name that a host of the internet can have: with a dot, neither a pattern nor
 * an address. */
static bool is_host_name(const char *name)
{
	const char *last = strrchr(name, '.');

	return last != NULL && last != name && strlen(name) < 254 && strchr(name, ':') == NULL &&
		strspn(last + 1, "0123456789") != strlen(last + 1) &&
		strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") ==
		strlen(name);
}

/* Whoever shows a bad chain chooses the names in it, so those prove nothing. */
size_t neighbours_by_certificate(const struct endpoint_fact *fact, struct neighbour *out)
{
	const struct tls_fact *tls = &fact->tls;
	struct list list = { .out = out };
	size_t i;

	if (tls->outcome != TLS_OK || !tls->chain_verified || tls->name_matches ||
	    tls->chain == NULL)
		return 0;
	for (i = 0; i < tls->chain->name_count && list.count < CERTIFICATE_NAMES; i++)
		if (is_host_name(tls->chain->names[i])) {
			add(&list, fact, fact->service.port, fact->service.security, PROBING_USUAL);
			out[list.count - 1].service.host = tls->chain->names[i];
		}
	return list.count;
}
