/* SPDX-License-Identifier: MIT
 *
 * Causes on this computer: no network, a full table of sockets, a local gateway that
 * does not run.
 */
#include <errno.h>
#include <string.h>

#include "issuers.h"
#include "language.h"
#include "rules.h"

/* ---- the network ------------------------------------------------------------------ */

/* What a resolver says when it lies behind a network that is not there.  One on
 * this computer is reached all the same, and reports a failure in words; one at
 * a port of its own is somebody's test bench and proves nothing. */
static bool speaks_of_no_network(const struct dns_attempt *attempt)
{
	size_t length = strlen(attempt->server);
	bool local = strncmp(attempt->server, "127.", 4) == 0 ||
		strncmp(attempt->server, "[::1]", 5) == 0;

	if (!local)
		return attempt->outcome == DNS_TIMEOUT || attempt->outcome == DNS_UNREACHABLE;
	return attempt->outcome == DNS_SERVFAIL && length > 3 &&
		strcmp(attempt->server + length - 3, ":53") == 0;
}

static bool all_names_unanswered(const struct inquiry *inquiry)
{
	const struct dns_attempt *attempt;
	const struct dns_fact *fact;
	bool any = false;

	for (fact = inquiry->evidence->dns; fact != NULL; fact = fact->next) {
		if (!fact->from_hosts_file && dns_is_answer(fact->outcome))
			return false;
		for (attempt = fact->attempts; attempt != NULL; attempt = attempt->next) {
			if (!speaks_of_no_network(attempt))
				return false;
			any = true;
		}
	}
	return any;
}

static bool all_connects_without_route(const struct inquiry *inquiry, bool *any)
{
	const struct endpoint_fact *endpoint;
	const struct connect_fact *attempt;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		for (attempt = endpoint->connects; attempt != NULL; attempt = attempt->next) {
			if (attempt->outcome == CONNECT_ABANDONED)
				continue;
			*any = true;
			if (attempt->outcome != CONNECT_NET_UNREACHABLE)
				return false;
		}
	return true;
}

/* Neither family has a route, and nothing answered.  A resolver on this computer
 * may still answer from its cache, so connects decide where there are any. */
static void no_network(struct inquiry *inquiry)
{
	const struct evidence *evidence = inquiry->evidence;
	const struct endpoint_fact *endpoint;
	const struct dns_fact *fact;
	struct verdict_case *found;
	bool connects = false;

	if (evidence->have_ipv4 || evidence->have_ipv6 || evidence->offline ||
	    inquiry_anything_connected(inquiry) || (evidence->dns == NULL && evidence->endpoints == NULL))
		return;
	if (!all_connects_without_route(inquiry, &connects) ||
	    (!connects && !all_names_unanswered(inquiry)))
		return;
	found = evidence->self_assigned_only ?
		verdict_add_run(inquiry, "local.no-address", 0, WEIGHT_FAULT,
			_("This computer is connected, but nobody gave it an address; it has only one that it "
			"gave itself.")) :
		verdict_add_run(inquiry, "local.no-network", 0, WEIGHT_FAULT,
			_("This computer has no route to the outside, neither for IPv4 nor for IPv6."));
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		verdict_witness(inquiry, found, endpoint);
		verdict_quote_connects(inquiry, found, endpoint);
	}
	for (fact = evidence->dns; fact != NULL; fact = fact->next)
		if (!dns_is_answer(fact->outcome))
			verdict_quote_dns(inquiry, found, fact);
}

/* Nothing was reached, not even a web server, and the environment names a proxy. */
static void proxy_required(struct inquiry *inquiry)
{
	const struct evidence *evidence = inquiry->evidence;
	const struct endpoint_fact *endpoint = NULL;
	const struct web_fact *fact;
	struct verdict_case *found = NULL;

	if (!evidence->proxy_named || inquiry_anything_connected(inquiry) ||
	    (!evidence->have_ipv4 && !evidence->have_ipv6))
		return;
	for (fact = evidence->web; fact != NULL; fact = fact->next)
		if (fact->address[0] != '\0')
			return;
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->end != END_UNCONNECTED || endpoint_is_local(endpoint))
			continue;
		found = verdict_add_run(inquiry, "local.proxy-required", 0, WEIGHT_FAULT,
			_("Nothing could be reached directly, and this computer is told to use a web proxy "
			"(https_proxy); mail programs cannot pass through one."));
		verdict_witness(inquiry, found, endpoint);
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

/* Where connections get lost or are turned away, the detour is worth a word. */
static void vpn_changes_path(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	if (inquiry->evidence->tunnel[0] == '\0')
		return;
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE || !inquiry->broken[endpoint->service.protocol] ||
		    (endpoint->end != END_UNCONNECTED && (endpoint->end != END_REFUSED || endpoint->ready)))
			continue;
		found = verdict_add_run(inquiry, "local.vpn-changes-path", 0, WEIGHT_NOTICE,
			_("This computer's traffic leaves through a tunnel (%s), perhaps a VPN; without it the "
			"servers are reached from another address and by another way."),
			inquiry->evidence->tunnel);
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

static bool connects_failed_as(const struct endpoint_fact *endpoint, enum connect_outcome outcome,
	int error)
{
	const struct connect_fact *attempt;

	for (attempt = endpoint->connects; attempt != NULL; attempt = attempt->next)
		if (attempt->outcome == outcome && (error == 0 || attempt->error == error))
			return true;
	return false;
}

static void resource_exhausted(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->end != END_LOCAL &&
		    (endpoint->connected || !connects_failed_as(endpoint, CONNECT_LOCAL_LIMIT, 0)))
			continue;
		found = verdict_add(inquiry, "local.resource-exhausted", endpoint,
			_("This computer could not open a connection to %s: it ran out of a resource."),
			endpoint_where(inquiry, endpoint));
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

/* EPERM comes from this computer; a router's prohibition arrives as EACCES or
 * EHOSTUNREACH. */
static void firewall_blocks_app(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->connected ||
		    !connects_failed_as(endpoint, CONNECT_PROHIBITED, EPERM))
			continue;
		found = verdict_add(inquiry, "local.firewall-blocks-app", endpoint,
			_("The connection to %s was forbidden on this computer before a packet left it."),
			endpoint_where(inquiry, endpoint));
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

/* ---- a gateway on this computer ---------------------------------------------------- */

/* Whoever gave the bridge's own settings has one; what only the provider names may
 * be missing altogether. */
static const char *closed_bridge_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	return inquiry_quirk(inquiry, "needs-bridge") && endpoint->source != NULL &&
		strcmp(endpoint->source, "given") != 0 ?
		"config.bridge-needed" : "local.bridge-not-running";
}

static void bridge_not_running(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (!endpoint_is_local(endpoint) || endpoint->connected ||
		    !connects_failed_as(endpoint, CONNECT_REFUSED, 0))
			continue;
		found = verdict_add(inquiry, closed_bridge_code(inquiry, endpoint), endpoint,
			_("Nothing listens at %s on this computer%s%s%s."), endpoint_where(inquiry, endpoint),
			inquiry_quirk(inquiry, "needs-bridge") ? _(", where the bridge of ") : "",
			inquiry_quirk(inquiry, "needs-bridge") ? inquiry->preset->name : "",
			inquiry_quirk(inquiry, "needs-bridge") ? _(" should answer") : "");
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

static void bridge_certificate(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (!endpoint_is_local(endpoint) || !endpoint_has_certificate(endpoint) ||
		    !endpoint->tls.chain->self_issued || endpoint->tls.chain_verified)
			continue;
		found = verdict_add(inquiry, "local.bridge-cert-untrusted", endpoint,
			_("The gateway on this computer at %s shows a certificate that it made itself, "
			"so no password was sent to it."), endpoint_where(inquiry, endpoint));
		verdict_quote_chain(inquiry, found, endpoint);
	}
}

/* ---- trusted roots --------------------------------------------------------------------- */

static bool fails_for_want_of_root(const struct endpoint_fact *endpoint)
{
	const struct verify_error *error;

	if (!endpoint_has_certificate(endpoint) || endpoint->tls.chain_verified)
		return false;
	for (error = endpoint->tls.errors; error != NULL; error = error->next)
		if (error->code == 19 || error->code == 20 || error->code == 2)
			return true;
	return false;
}

/* Complete chains of public authorities fail: the roots are missing here.  When
 * another host verifies, only the newer roots are. */
static void root_store(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint, *failed = NULL;
	const char *first_issuer = NULL;
	struct verdict_case *found;
	bool verified = false, two_issuers = false;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		verified = verified || endpoint->tls.chain_verified;
		if (!fails_for_want_of_root(endpoint) || endpoint->tls.chain_length < 2 ||
		    !issuer_is_public(endpoint->tls.chain))
			continue;
		if (first_issuer != NULL && strcmp(first_issuer, endpoint->tls.chain->issuer) != 0)
			two_issuers = true;
		first_issuer = endpoint->tls.chain->issuer;
	}
	if (first_issuer == NULL || (!verified && !two_issuers))
		return;
	while ((failed = inquiry_next(inquiry, failed)) != NULL) {
		if (!fails_for_want_of_root(failed) || !issuer_is_public(failed->tls.chain) ||
		    failed->tls.chain_length < 2)
			continue;
		found = verdict_add(inquiry,
			verified ? "local.ca-store-outdated" : "local.ca-store-missing", failed,
			_("%s sends a complete chain issued by %s, but this computer does not know its root."),
			endpoint_where(inquiry, failed), failed->tls.chain->issuer_o);
		verdict_quote_chain(inquiry, found, failed);
	}
}

/* ---- the local list of names ------------------------------------------------------------ */

static void hosts_file_override(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	const struct dns_fact *fact;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE || endpoint->host_is_address ||
		    endpoint_is_local(endpoint))
			continue;
		fact = evidence_dns(inquiry->evidence, endpoint->service.host, DNS_A);
		if (fact == NULL || !fact->from_hosts_file || fact->outcome != DNS_OK)
			fact = evidence_dns(inquiry->evidence, endpoint->service.host, DNS_AAAA);
		if (fact == NULL || !fact->from_hosts_file || fact->outcome != DNS_OK)
			continue;
		/* Pinned to a dead or a foreign server it explains the failure. */
		if (inquiry_open(inquiry, endpoint) && service_state(endpoint) == STATE_FAILED &&
		    (!endpoint->connected ||
		     (endpoint_has_certificate(endpoint) && !endpoint->tls.name_matches)))
			found = verdict_add(inquiry, "local.hosts-file-override", endpoint,
				_("This computer's hosts file sends %s to %s, whatever DNS says."),
				endpoint->service.host, fact->records[0].text);
		else
			found = verdict_remark(inquiry, "local.hosts-file-override", endpoint,
				WEIGHT_NOTICE, _("This computer's hosts file sends %s to %s, whatever DNS says."),
				endpoint->service.host, fact->records[0].text);
		verdict_quote_dns(inquiry, found, fact);
	}
}

const struct rule rules_local[] = {
	{ "local.no-network", no_network, EXPLAINS("dns.resolver-timeout",
		"dns.no-resolver-configured", "net.unreachable", "config.autoconfig-missing",
		"net.ipv4-broken") },
	{ "local.no-address", NULL, EXPLAINS("dns.resolver-timeout", "dns.no-resolver-configured",
		"net.unreachable", "config.autoconfig-missing", "net.ipv4-broken") },
	{ "local.proxy-required", proxy_required, EXPLAINS("net.mail-blocked", "net.host-down",
		"net.connection-refused", "net.port-filtered", "net.unreachable",
		"net.admin-prohibited", "config.autoconfig-missing", "config.host-not-mail") },
	{ "local.vpn-changes-path", vpn_changes_path, NULL },
	{ "local.resource-exhausted", resource_exhausted, NULL },
	{ "local.firewall-blocks-app", firewall_blocks_app, EXPLAINS("net.admin-prohibited") },
	{ "local.bridge-not-running", bridge_not_running, EXPLAINS("net.connection-refused",
		"config.bridge-needed") },
	{ "local.bridge-cert-untrusted", bridge_certificate, EXPLAINS("tls.self-signed",
		"tls.host-is-ip") },
	{ "local.ca-store-missing", root_store, EXPLAINS("tls.untrusted-unknown",
		"tls.missing-intermediate", "config.autoconfig-cert-mismatch") },
	{ "local.ca-store-outdated", NULL, EXPLAINS("tls.untrusted-unknown") },
	{ "local.hosts-file-override", hosts_file_override, EXPLAINS("net.connection-refused",
		"net.port-filtered", "net.host-down", "tls.hostname-mismatch") },
	{ NULL, NULL, NULL }
};
