/* SPDX-License-Identifier: MIT
 *
 * Causes between this computer and the server: refused, filtered, down, one
 * family or one group of ports dead.
 */
#include <string.h>

#include "language.h"
#include "rules.h"

#define SLOW_CONNECT_MS 3000
#define SLOW_TLS_MS 5000

/* ---- what became of the connection attempts ------------------------------------------- */

/* Lack of a route for a family that this machine does not have says nothing. */
static bool attempt_counts(const struct inquiry *inquiry, const struct connect_fact *attempt)
{
	bool has_route = attempt->family == NET_IPV4 ? inquiry->evidence->have_ipv4 :
		inquiry->evidence->have_ipv6;

	if (attempt->outcome == CONNECT_ABANDONED)
		return false;
	return attempt->outcome != CONNECT_NET_UNREACHABLE || has_route;
}

/* The attempt that says most: an answer of the host before silence, silence
 * before an error on the way.  NULL if none says anything. */
static const struct connect_fact *telling_attempt(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	static const int weight[] = {
		[CONNECT_OK] = 9, [CONNECT_REFUSED] = 8, [CONNECT_RESET] = 7,
		[CONNECT_PROHIBITED] = 6, [CONNECT_TIMEOUT] = 5, [CONNECT_HOST_UNREACHABLE] = 4,
		[CONNECT_NET_UNREACHABLE] = 3, [CONNECT_OTHER] = 2, [CONNECT_LOCAL_LIMIT] = 1,
		[CONNECT_ABANDONED] = 0,
	};
	const struct connect_fact *attempt, *best = NULL;

	for (attempt = endpoint->connects; attempt != NULL; attempt = attempt->next)
		if (attempt_counts(inquiry, attempt) &&
		    (best == NULL || weight[attempt->outcome] > weight[best->outcome]))
			best = attempt;
	return best;
}

static bool failed_as(const struct inquiry *inquiry, const struct endpoint_fact *endpoint,
	enum connect_outcome outcome)
{
	const struct connect_fact *attempt = telling_attempt(inquiry, endpoint);

	return !endpoint->connected && attempt != NULL && attempt->outcome == outcome;
}

static const char *waited(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct connect_fact *attempt;
	unsigned longest = 0;

	for (attempt = endpoint->connects; attempt != NULL; attempt = attempt->next)
		if (attempt->outcome == CONNECT_TIMEOUT && attempt->took_ms > longest)
			longest = attempt->took_ms;
	if (longest < 1000)
		return arena_printf(inquiry->arena, "%u ms", longest);
	return arena_printf(inquiry->arena, "%u s", (longest + 500) / 1000);
}

static bool shares_address(const struct endpoint_fact *a, const struct endpoint_fact *b)
{
	const struct connect_fact *one, *two;

	for (one = a->connects; one != NULL; one = one->next)
		for (two = b->connects; two != NULL; two = two->next)
			if (strcmp(one->address, two->address) == 0)
				return true;
	return false;
}

/* Another port at one of ENDPOINT's addresses that was reached. */
static const struct endpoint_fact *open_port_beside(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other->connected && other->service.port != endpoint->service.port &&
		    (strcmp(other->service.host, endpoint->service.host) == 0 ||
		     shares_address(other, endpoint)))
			return other;
	return NULL;
}

/* ---- whole groups of ports -------------------------------------------------------------- */

struct group {
	unsigned silent;    /* endpoints that did not answer */
	unsigned ports;     /* distinct silent ports */
	unsigned connected;
	unsigned failed_otherwise;
	bool beside_open;   /* another port of the same address answers */
};

static bool port_seen_before(const struct inquiry *inquiry, const struct endpoint_fact *endpoint,
	bool sending)
{
	const struct endpoint_fact *other;

	for (other = inquiry->evidence->endpoints; other != endpoint; other = other->next)
		if ((other->service.protocol == MAIL_SMTP) == sending &&
		    other->service.port == endpoint->service.port &&
		    failed_as(inquiry, other, CONNECT_TIMEOUT))
			return true;
	return false;
}

static struct group survey(const struct inquiry *inquiry, bool sending)
{
	const struct endpoint_fact *endpoint;
	struct group group = { 0 };

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if ((endpoint->service.protocol == MAIL_SMTP) != sending)
			continue;
		if (endpoint->connected)
			group.connected++;
		else if (failed_as(inquiry, endpoint, CONNECT_TIMEOUT)) {
			group.silent++;
			group.ports += !port_seen_before(inquiry, endpoint, sending);
			group.beside_open = group.beside_open ||
				open_port_beside(inquiry, endpoint) != NULL;
		} else if (telling_attempt(inquiry, endpoint) != NULL)
			group.failed_otherwise++;
	}
	return group;
}

static bool all_silent(const struct group *group)
{
	return group->ports >= 2 && group->connected == 0 && group->failed_otherwise == 0;
}

/* At least two addresses, and the service is one that does not vanish whole: a
 * known provider, or hosts of different owners. */
static bool silence_is_the_network(const struct inquiry *inquiry)
{
	const struct endpoint_fact *a, *b;

	for (a = inquiry->evidence->endpoints; a != NULL; a = a->next)
		for (b = a->next; b != NULL; b = b->next) {
			if (!failed_as(inquiry, a, CONNECT_TIMEOUT) ||
			    !failed_as(inquiry, b, CONNECT_TIMEOUT) || shares_address(a, b))
				continue;
			if (inquiry_unrelated(a->service.host, b->service.host) ||
			    (inquiry_known_host(inquiry, a->service.host) &&
			     inquiry_known_host(inquiry, b->service.host)))
				return true;
		}
	return false;
}

static void blame_silent(struct inquiry *inquiry, struct verdict_case *found, bool reading,
	bool sending)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		bool is_sending = endpoint->service.protocol == MAIL_SMTP;

		if (!failed_as(inquiry, endpoint, CONNECT_TIMEOUT) ||
		    (is_sending ? !sending : !reading))
			continue;
		verdict_witness(inquiry, found, endpoint);
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

static const struct endpoint_fact *first_silent(const struct inquiry *inquiry, bool sending)
{
	const struct endpoint_fact *endpoint = NULL;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if ((endpoint->service.protocol == MAIL_SMTP) == sending &&
		    failed_as(inquiry, endpoint, CONNECT_TIMEOUT))
			return endpoint;
	return NULL;
}

static void groups_blocked(struct inquiry *inquiry)
{
	struct group reading = survey(inquiry, false), sending = survey(inquiry, true);
	const struct endpoint_fact *first;
	struct verdict_case *found;

	if (reading.connected + sending.connected + reading.failed_otherwise +
	    sending.failed_otherwise == 0) {
		if (reading.silent + sending.silent >= 2 && silence_is_the_network(inquiry)) {
			found = verdict_add_run(inquiry, "net.mail-blocked", 0, WEIGHT_FAULT,
				_("None of %u mail ports on several servers answered, although names resolve: "
				"this network lets no mail program out."), reading.silent + sending.silent);
			blame_silent(inquiry, found, true, true);
		}
		return;
	}
	first = first_silent(inquiry, true);
	if (first != NULL && all_silent(&sending) && reading.connected > 0) {
		found = verdict_add(inquiry, "net.smtp-all-blocked", first,
			_("All %u ports for sending stayed silent for %s, while reading mail is reachable."),
			sending.ports, waited(inquiry, first));
		blame_silent(inquiry, found, false, true);
	}
	first = first_silent(inquiry, false);
	if (first != NULL && all_silent(&reading) && sending.connected > 0 && reading.beside_open) {
		found = verdict_add(inquiry, "net.imap-blocked", first,
			_("All %u ports for reading stayed silent for %s, while sending on the same server "
			"is reachable."), reading.ports, waited(inquiry, first));
		blame_silent(inquiry, found, true, false);
	}
}

/* ---- one of two sending ports ------------------------------------------------------------- */

static void other_submission_port(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL, *sibling;
	struct verdict_case *found;
	bool refused;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		refused = failed_as(inquiry, endpoint, CONNECT_REFUSED);
		if (endpoint->service.protocol != MAIL_SMTP ||
		    (!refused && !failed_as(inquiry, endpoint, CONNECT_TIMEOUT)))
			continue;
		sibling = inquiry_sibling(inquiry, endpoint);
		if (sibling == NULL)
			continue;
		if (endpoint->service.port == 587 && sibling->service.port == 465 &&
		    sibling->tls.outcome == TLS_OK)
			found = verdict_add(inquiry, "net.only-465-open", endpoint,
				_("Port 587 on %s %s%s; port 465 on the same host speaks TLS and works."),
				endpoint->service.host, refused ? _("refuses connections") :
				_("did not answer within "), refused ? "" : waited(inquiry, endpoint));
		else if (endpoint->service.port == 465 && sibling->service.port == 587 &&
			sibling->greeted)
			found = verdict_add(inquiry, "net.only-587-open", endpoint,
				_("Port 465 on %s %s%s; port 587 on the same host greets and works."),
				endpoint->service.host, refused ? _("refuses connections") :
				_("did not answer within "), refused ? "" : waited(inquiry, endpoint));
		else
			continue;
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

static void port25(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint, *sibling;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->service.protocol != MAIL_SMTP || endpoint->service.port != 25 ||
		    (!failed_as(inquiry, endpoint, CONNECT_TIMEOUT) &&
		     !failed_as(inquiry, endpoint, CONNECT_REFUSED)))
			continue;
		sibling = inquiry_sibling(inquiry, endpoint);
		if (sibling == NULL)
			continue;
		found = endpoint->role == ROLE_CANDIDATE ?
			verdict_add(inquiry, "net.port25-blocked", endpoint,
				_("Port 25 on %s cannot be reached, port %u can."), endpoint->service.host,
				(unsigned)sibling->service.port) :
			verdict_remark(inquiry, "net.port25-blocked", endpoint, WEIGHT_NOTICE,
				_("Port 25 on %s cannot be reached, port %u can."), endpoint->service.host,
				(unsigned)sibling->service.port);
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

/* ---- single endpoints ----------------------------------------------------------------------- */

/* The web server under the same name took a connection: the host is alive. */
static const struct web_fact *web_server_beside(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct web_fact *fact;

	for (fact = inquiry->evidence->web; fact != NULL; fact = fact->next)
		if (fact->purpose == WEB_NEIGHBOUR && strcmp(fact->host, endpoint->service.host) == 0 &&
		    (fact->outcome == WEB_ANSWERED || fact->outcome == WEB_TLS ||
		     fact->outcome == WEB_TOO_LARGE || fact->outcome == WEB_BROKEN))
			return fact;
	return NULL;
}

static struct verdict_case *judge_silence(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *beside = open_port_beside(inquiry, endpoint);
	const struct web_fact *web = web_server_beside(inquiry, endpoint);
	struct verdict_case *found;

	if (beside == NULL && web != NULL) {
		found = verdict_add(inquiry, "net.port-filtered", endpoint,
			_("%s did not answer within %s, but the web server of the same name did: the host is "
			"alive, and something drops mail connections."), endpoint_where(inquiry, endpoint),
			waited(inquiry, endpoint));
		verdict_quote(inquiry, found, "network", arena_printf(inquiry->arena,
			_("%s: taken by %s"), web->url, web->address));
		return found;
	}
	if (beside == NULL)
		return verdict_add(inquiry, "net.host-down", endpoint,
			_("%s did not answer within %s, and no other port of that host did either."),
			endpoint_where(inquiry, endpoint), waited(inquiry, endpoint));
	return verdict_add(inquiry, "net.port-filtered", endpoint,
		_("%s did not answer within %s; port %u on the same host did."),
		endpoint_where(inquiry, endpoint), waited(inquiry, endpoint),
		(unsigned)beside->service.port);
}

static struct verdict_case *judge_unconnected(struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct connect_fact *attempt = telling_attempt(inquiry, endpoint);
	const char *where = endpoint_where(inquiry, endpoint);

	if (attempt == NULL)
		return inquiry->evidence->have_ipv6 && !inquiry->evidence->have_ipv4 ?
			verdict_add(inquiry, "net.ipv4-broken", endpoint,
				_("%s has only IPv4 addresses, and this computer has only IPv6."), where) :
			verdict_add(inquiry, "net.unreachable", endpoint,
				_("There is no route from here to any address of %s."), where);
	switch (attempt->outcome) {
	case CONNECT_REFUSED:
		return verdict_add(inquiry, "net.connection-refused", endpoint,
			_("%s (%s) refused the connection after %u ms: the host is up, but nothing accepts "
			"on this port."), where, attempt->address, attempt->took_ms);
	case CONNECT_RESET:
		return verdict_add(inquiry, "net.reset-after-connect", endpoint,
			_("%s (%s) reset the connection while it was being opened."), where,
			attempt->address);
	case CONNECT_PROHIBITED:
		return verdict_add(inquiry, "net.admin-prohibited", endpoint,
			_("A firewall on the way to %s (%s) answered that the connection is prohibited."),
			where, attempt->address);
	case CONNECT_TIMEOUT:
		return judge_silence(inquiry, endpoint);
	case CONNECT_NET_UNREACHABLE:
	case CONNECT_HOST_UNREACHABLE:
	case CONNECT_OTHER:
		return verdict_add(inquiry, "net.unreachable", endpoint,
			_("The network reports that %s (%s) cannot be reached."), where, attempt->address);
	case CONNECT_OK:
	case CONNECT_LOCAL_LIMIT:
	case CONNECT_ABANDONED:
		break;
	}
	return NULL;
}

static void unconnected(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->end != END_UNCONNECTED || endpoint->connected)
			continue;
		found = judge_unconnected(inquiry, endpoint);
		if (found != NULL)
			verdict_quote_connects(inquiry, found, endpoint);
	}
}

/* ---- families ---------------------------------------------------------------------------------- */

static bool family_failed(const struct inquiry *inquiry, const struct endpoint_fact *endpoint,
	enum net_family family)
{
	const struct connect_fact *attempt;
	bool failed = false;

	for (attempt = endpoint->connects; attempt != NULL; attempt = attempt->next) {
		if (attempt->family != family || !attempt_counts(inquiry, attempt))
			continue;
		if (attempt->outcome == CONNECT_OK)
			return false;
		failed = true;
	}
	return failed;
}

static bool family_connected(const struct endpoint_fact *endpoint, enum net_family family)
{
	const struct connect_fact *attempt;

	for (attempt = endpoint->connects; attempt != NULL; attempt = attempt->next)
		if (attempt->family == family && attempt->outcome == CONNECT_OK)
			return true;
	return false;
}

static void one_family_broken(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (!endpoint->connected)
			continue;
		if (family_failed(inquiry, endpoint, NET_IPV6) && family_connected(endpoint, NET_IPV4))
			found = verdict_remark(inquiry, "net.ipv6-broken", endpoint, WEIGHT_WARNING,
				_("%s answers over IPv4 but not over IPv6."), endpoint_where(inquiry, endpoint));
		else if (family_failed(inquiry, endpoint, NET_IPV4) &&
			family_connected(endpoint, NET_IPV6))
			found = verdict_remark(inquiry, "net.ipv4-broken", endpoint, WEIGHT_WARNING,
				_("%s answers over IPv6 but not over IPv4."), endpoint_where(inquiry, endpoint));
		else
			continue;
		verdict_quote_connects(inquiry, found, endpoint);
	}
}

/* The same endpoint, reached over the other family alone, is as it should be. */
static const struct endpoint_fact *fine_over_other_family(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other->role == ROLE_COUNTER && other->ready && !other->anonymous &&
		    other->address != NULL &&
		    other->service.protocol == endpoint->service.protocol &&
		    other->service.port == endpoint->service.port &&
		    other->service.security == endpoint->service.security &&
		    strcmp(other->service.host, endpoint->service.host) == 0 &&
		    (strchr(other->address, ':') != NULL) != (strchr(endpoint->address, ':') != NULL))
			return other;
	return NULL;
}

/* It was connected, and then nothing sensible came; refusals in words have causes
 * of their own. */
static bool lost_after_connect(const struct endpoint_fact *endpoint)
{
	return endpoint->connected && endpoint->address != NULL && !endpoint->ready &&
		(endpoint->end == END_TLS ||
		endpoint->end == END_CLOSED || endpoint->end == END_RESET ||
		endpoint->end == END_TIMEOUT);
}

static void one_family_loses(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL, *other;
	struct verdict_case *found;
	bool is_ipv6;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		other = lost_after_connect(endpoint) ? fine_over_other_family(inquiry, endpoint) : NULL;
		if (other == NULL)
			continue;
		is_ipv6 = strchr(endpoint->address, ':') != NULL;
		found = verdict_add(inquiry, is_ipv6 ? "net.ipv6-broken" : "net.ipv4-broken", endpoint,
			_("%s takes the connection over %s (%s), but then fails; over %s (%s) all is well."),
			endpoint_where(inquiry, endpoint), is_ipv6 ? "IPv6" : "IPv4", endpoint->address,
			is_ipv6 ? "IPv4" : "IPv6", other->address);
		verdict_quote_connects(inquiry, found, endpoint);
		verdict_quote_connects(inquiry, found, other);
	}
}

/* Slow everywhere is the path; slow at one place is that server. */
static void slow_path(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint, *slowest = NULL;
	struct verdict_case *found;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (!endpoint->connected || endpoint->role != ROLE_CANDIDATE)
			continue;
		if (endpoint->timing.connect < SLOW_CONNECT_MS && endpoint->timing.tls < SLOW_TLS_MS)
			return;
		if (slowest == NULL || endpoint->timing.connect > slowest->timing.connect)
			slowest = endpoint;
	}
	if (slowest == NULL)
		return;
	found = verdict_remark(inquiry, "net.slow-path", slowest, WEIGHT_WARNING,
		_("Every server was slow to reach: connecting to %s took %u ms and its TLS %u ms."),
		endpoint_where(inquiry, slowest), slowest->timing.connect, slowest->timing.tls);
	verdict_quote_connects(inquiry, found, slowest);
}

#define SINGLE_PORTS "net.port-filtered", "net.host-down", "net.connection-refused"

const struct rule rules_net[] = {
	{ "net.mail-blocked", groups_blocked, EXPLAINS("net.smtp-all-blocked", "net.imap-blocked",
		SINGLE_PORTS) },
	{ "net.smtp-all-blocked", NULL, EXPLAINS(SINGLE_PORTS, "net.port25-blocked") },
	{ "net.imap-blocked", NULL, EXPLAINS(SINGLE_PORTS) },
	{ "net.only-465-open", other_submission_port, EXPLAINS("net.port-filtered",
		"net.connection-refused") },
	{ "net.only-587-open", NULL, EXPLAINS("net.port-filtered", "net.connection-refused") },
	{ "net.port25-blocked", port25, NULL },
	{ "net.connection-refused", unconnected, NULL },
	{ "net.ipv6-broken", one_family_broken, NULL },
	{ "net.ipv6-broken", one_family_loses, NULL },
	{ "net.slow-path", slow_path, EXPLAINS("protocol.greeting-delayed") },
	{ NULL, NULL, NULL }
};
