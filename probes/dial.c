/* SPDX-License-Identifier: MIT */
#include "dial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* RFC 8305 sections 3 and 5. */
#define RESOLUTION_DELAY_MS 50
#define ATTEMPT_DELAY_MS 250
/* The side attempt gets time for one repeated SYN, which systems send after
 * one second, and its answer. */
#define SIDE_MS 2500
#define ADDRESSES_MAX 8

union sockaddr_any {
	struct sockaddr any;
	struct sockaddr_in ip4;
	struct sockaddr_in6 ip6;
};

struct attempt {
	struct dial *dial;
	struct connect_fact *fact; /* NULL until it is started */
	const char *address;
	enum net_family family;
	bool reachable; /* there is a route for it */
	int fd;
	bool side;
	uint64_t started;
	struct loop_watch *watch;
	struct loop_timer *limit; /* side attempts only */
};

struct dial {
	struct loop *loop;
	struct resolver *resolver;
	struct evidence *evidence;
	struct endpoint_fact *endpoint;
	struct dial_options options;
	struct dial_handler handler;
	void *arg;
	uint64_t started;
	struct loop_timer *next;     /* resolution delay, then attempt delay */
	struct loop_timer *deadline;
	unsigned questions;          /* A and AAAA still unanswered */
	bool racing;                 /* attempts have begun */
	bool reported;               /* connected() was called */
	size_t count, tried, pending;
	struct attempt attempts[ADDRESSES_MAX];
};

static void try_next(struct dial *dial);

static socklen_t fill_address(union sockaddr_any *out, enum net_family family,
	const char *address, uint16_t port)
{
	memset(out, 0, sizeof *out);
	if (family == NET_IPV4) {
		out->ip4.sin_family = AF_INET;
		out->ip4.sin_port = htons(port);
		if (inet_pton(AF_INET, address, &out->ip4.sin_addr) != 1)
			return 0;
		return sizeof out->ip4;
	}
	out->ip6.sin6_family = AF_INET6;
	out->ip6.sin6_port = htons(port);
	if (inet_pton(AF_INET6, address, &out->ip6.sin6_addr) != 1)
		return 0;
	return sizeof out->ip6;
}

/* Connecting a datagram socket sends nothing; it only asks for a route. */
static bool has_route_to(enum net_family family, const char *address)
{
	union sockaddr_any to;
	socklen_t length = fill_address(&to, family, address, 53);
	int fd = socket(to.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool found;

	if (fd < 0)
		return false;
	found = connect(fd, &to.any, length) == 0;
	close(fd);
	return found;
}

bool dial_has_route(enum net_family family)
{
	/* k.root-servers.net, as a far-away address of each family. */
	return has_route_to(family, family == NET_IPV4 ? "193.0.14.129" : "2001:7fd::1");
}

static enum connect_outcome outcome_of(int error)
{
	switch (error) {
	case 0: return CONNECT_OK;
	case ECONNREFUSED: return CONNECT_REFUSED;
	case ETIMEDOUT: return CONNECT_TIMEOUT;
	case ECONNRESET: return CONNECT_RESET;
	case ENETUNREACH:
	case EAFNOSUPPORT: return CONNECT_NET_UNREACHABLE;
	case EHOSTUNREACH: return CONNECT_HOST_UNREACHABLE;
	case EACCES:
	case EPERM: return CONNECT_PROHIBITED;
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
	case ENOMEM:
	case EADDRNOTAVAIL:
	case EAGAIN: return CONNECT_LOCAL_LIMIT;
	default: return CONNECT_OTHER;
	}
}

/* ---- the end of things ----------------------------------------------------------- */

static void report(struct dial *dial, int fd, enum session_end end)
{
	dial->reported = true;
	loop_timer_stop(dial->deadline);
	dial->handler.connected(dial->arg, fd, end);
}

static void settle_if_idle(struct dial *dial)
{
	if (dial->reported && dial->pending == 0)
		dial->handler.settled(dial->arg);
}

static void close_attempt(struct attempt *attempt, bool keep_fd)
{
	loop_watch_free(attempt->watch);
	attempt->watch = NULL;
	loop_timer_free(attempt->limit);
	attempt->limit = NULL;
	if (!keep_fd && attempt->fd >= 0)
		close(attempt->fd);
	attempt->fd = -1;
	attempt->dial->pending--;
}

static void record(struct attempt *attempt, enum connect_outcome outcome, int error)
{
	attempt->fact->outcome = outcome;
	attempt->fact->error = error;
	attempt->fact->took_ms = (unsigned)(loop_now(attempt->dial->loop) - attempt->started);
}

static bool is_running(const struct attempt *attempt)
{
	return attempt->watch != NULL;
}

static void fail_all(struct dial *dial)
{
	const struct connect_fact *fact;

	for (fact = dial->endpoint->connects; fact != NULL; fact = fact->next)
		if (fact->outcome != CONNECT_LOCAL_LIMIT)
			break;
	report(dial, -1, fact == NULL ? END_LOCAL : END_UNCONNECTED);
}

static void deadline_struck(void *arg)
{
	struct dial *dial = arg;
	size_t i;

	for (i = 0; i < dial->count; i++) {
		if (!is_running(&dial->attempts[i]))
			continue;
		record(&dial->attempts[i], CONNECT_TIMEOUT, 0);
		close_attempt(&dial->attempts[i], false);
	}
	if (dial->reported)
		return;
	report(dial, -1, dial->racing ? END_UNCONNECTED : END_UNRESOLVED);
	settle_if_idle(dial);
}

/* ---- attempts ---------------------------------------------------------------------- */

static void side_expired(void *arg)
{
	struct attempt *attempt = arg;

	record(attempt, CONNECT_TIMEOUT, 0);
	close_attempt(attempt, false);
	settle_if_idle(attempt->dial);
}

static void won(struct attempt *winner);

static void attempt_failed(struct attempt *attempt, int error)
{
	struct dial *dial = attempt->dial;

	record(attempt, outcome_of(error), error);
	if (is_running(attempt))
		close_attempt(attempt, false);
	if (dial->reported)
		settle_if_idle(dial);
	else
		try_next(dial);
}

static void attempt_ready(void *arg, bool readable, bool writable)
{
	struct attempt *attempt = arg;
	int error = 0;
	socklen_t length = sizeof error;

	(void)readable;
	(void)writable;
	if (getsockopt(attempt->fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
		error = errno;
	if (error != 0) {
		attempt_failed(attempt, error);
		return;
	}
	record(attempt, CONNECT_OK, 0);
	if (attempt->side) {
		close_attempt(attempt, false);
		settle_if_idle(attempt->dial);
	} else
		won(attempt);
}

/* Opens and connects; 0, or an errno at once. */
static int begin(struct attempt *attempt)
{
	struct dial *dial = attempt->dial;
	union sockaddr_any to;
	socklen_t length = fill_address(&to, attempt->family, attempt->address,
		dial->endpoint->service.port);
	int on = 1;

	attempt->started = loop_now(dial->loop);
	attempt->fact = endpoint_add_connect(dial->evidence, dial->endpoint, attempt->address,
		attempt->family);
	attempt->fact->at_ms = (unsigned)(attempt->started - dial->options.start);
	attempt->fact->outcome = CONNECT_ABANDONED;
	attempt->fd = socket(to.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (attempt->fd < 0)
		return errno;
	setsockopt(attempt->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (connect(attempt->fd, &to.any, length) < 0 && errno != EINPROGRESS) {
		int error = errno;

		close(attempt->fd);
		attempt->fd = -1;
		return error;
	}
	dial->pending++;
	attempt->watch = loop_watch_new(dial->loop, attempt->fd, attempt_ready, attempt);
	loop_watch_set(attempt->watch, false, true);
	return 0;
}

static void limit_side(struct attempt *attempt)
{
	attempt->side = true;
	attempt->limit = loop_timer_new(attempt->dial->loop, side_expired, attempt);
	loop_timer_set(attempt->limit, attempt->started + SIDE_MS);
}

/* The other family: what is under way goes on as the side attempt; if nothing
 * was begun, one address is tried now. */
static void watch_other_family(struct dial *dial, enum net_family winner)
{
	struct attempt *attempt, *fresh = NULL;
	bool seen = false;
	size_t i;
	int error;

	for (i = 0; i < dial->count; i++) {
		attempt = &dial->attempts[i];
		if (attempt->family == winner) {
			if (is_running(attempt))
				close_attempt(attempt, false);
		} else if (attempt->fact != NULL) {
			seen = true;
			if (is_running(attempt))
				limit_side(attempt);
		} else if (fresh == NULL && attempt->reachable)
			fresh = attempt;
	}
	if (seen || fresh == NULL)
		return;
	error = begin(fresh);
	if (error != 0)
		record(fresh, outcome_of(error), error);
	else
		limit_side(fresh);
}

static void won(struct attempt *winner)
{
	struct dial *dial = winner->dial;
	int fd = winner->fd;

	dial->endpoint->connected = true;
	dial->endpoint->address = winner->fact->address;
	dial->endpoint->timing.connect = winner->fact->took_ms;
	loop_timer_stop(dial->next);
	close_attempt(winner, true);
	watch_other_family(dial, winner->family);
	/* The receiver may end its session at once; it frees us only in settled(). */
	report(dial, fd, END_NONE);
	settle_if_idle(dial);
}

static void try_next(struct dial *dial)
{
	int error;

	while (dial->tried < dial->count) {
		struct attempt *attempt = &dial->attempts[dial->tried++];

		error = begin(attempt);
		if (error == 0) {
			if (dial->tried < dial->count)
				loop_timer_set(dial->next, loop_now(dial->loop) + ATTEMPT_DELAY_MS);
			return;
		}
		record(attempt, outcome_of(error), error);
	}
	if (dial->pending == 0) {
		fail_all(dial);
		settle_if_idle(dial);
	}
}

/* ---- addresses ------------------------------------------------------------------------ */

static void add_address(struct dial *dial, enum net_family family, const char *address)
{
	struct attempt *attempt;

	if (dial->count == ADDRESSES_MAX)
		return;
	attempt = &dial->attempts[dial->count++];
	attempt->dial = dial;
	attempt->address = address;
	attempt->family = family;
	attempt->fd = -1;
	attempt->reachable = has_route_to(family, address);
}

/* RFC 6724 rule 1 (avoid unusable destinations), then IPv6 and IPv4 in turn. */
static void interleave(struct dial *dial)
{
	struct attempt sorted[ADDRESSES_MAX];
	bool taken[ADDRESSES_MAX] = { false };
	enum net_family want = NET_IPV6;
	size_t count = 0, i;
	int pass;

	for (pass = 0; pass < 2; pass++) {
		bool reachable = pass == 0;
		size_t left = 0;

		for (i = 0; i < dial->count; i++)
			left += dial->attempts[i].reachable == reachable;
		while (left > 0) {
			size_t best = dial->count;

			for (i = 0; i < dial->count; i++) {
				if (taken[i] || dial->attempts[i].reachable != reachable)
					continue;
				if (best == dial->count)
					best = i;
				if (dial->attempts[i].family == want) {
					best = i;
					break;
				}
			}
			taken[best] = true;
			sorted[count++] = dial->attempts[best];
			want = dial->attempts[best].family == NET_IPV6 ? NET_IPV4 : NET_IPV6;
			left--;
		}
	}
	memcpy(dial->attempts, sorted, count * sizeof sorted[0]);
}

static void race(struct dial *dial)
{
	const struct dns_fact *facts[2];
	size_t half = ADDRESSES_MAX / 2, f, i;

	dial->racing = true;
	dial->endpoint->timing.dns = (unsigned)(loop_now(dial->loop) - dial->started);
	facts[0] = evidence_dns(dial->evidence, dial->endpoint->service.host, DNS_AAAA);
	facts[1] = evidence_dns(dial->evidence, dial->endpoint->service.host, DNS_A);
	for (f = 0; f < 2; f++) {
		/* Somebody else may have asked for the family that is not to be used. */
		if (f == 0 ? !dial->options.ipv6 : !dial->options.ipv4)
			continue;
		for (i = 0; facts[f] != NULL && i < facts[f]->count && i < half; i++)
			add_address(dial, f == 0 ? NET_IPV6 : NET_IPV4, facts[f]->records[i].text);
	}
	interleave(dial);
	if (dial->count > 0) {
		try_next(dial);
		return;
	}
	report(dial, -1, END_UNRESOLVED);
	settle_if_idle(dial);
}

static bool has_addresses(const struct dial *dial, enum dns_type type)
{
	const struct dns_fact *fact = evidence_dns(dial->evidence, dial->endpoint->service.host, type);

	return fact != NULL && fact->count > 0;
}

static void answered(void *arg, const struct dns_fact *fact)
{
	struct dial *dial = arg;

	(void)fact;
	dial->questions--;
	if (dial->racing || dial->reported)
		return;
	/* On the next turn, so that nobody is called back inside dial_new(). */
	if (dial->questions == 0 || has_addresses(dial, DNS_AAAA))
		loop_timer_set(dial->next, loop_now(dial->loop));
	else if (has_addresses(dial, DNS_A))
		loop_timer_set(dial->next, loop_now(dial->loop) + RESOLUTION_DELAY_MS);
}

static void next_due(void *arg)
{
	struct dial *dial = arg;

	if (dial->reported)
		return;
	if (dial->racing)
		try_next(dial);
	else
		race(dial);
}

static bool is_literal(struct dial *dial)
{
	const char *host = dial->endpoint->service.host;
	struct in6_addr address;

	if (inet_pton(AF_INET, host, &address) == 1)
		add_address(dial, NET_IPV4, host);
	else if (inet_pton(AF_INET6, host, &address) == 1)
		add_address(dial, NET_IPV6, host);
	else
		return false;
	return true;
}

struct dial *dial_new(struct loop *loop, struct resolver *resolver, struct evidence *evidence,
	struct endpoint_fact *endpoint, const struct dial_options *options,
	const struct dial_handler *handler, void *arg)
{
	struct dial *dial = mem_alloc(sizeof *dial);

	dial->loop = loop;
	dial->resolver = resolver;
	dial->evidence = evidence;
	dial->endpoint = endpoint;
	dial->options = *options;
	dial->handler = *handler;
	dial->arg = arg;
	dial->started = loop_now(loop);
	dial->next = loop_timer_new(loop, next_due, dial);
	dial->deadline = loop_timer_new(loop, deadline_struck, dial);
	loop_timer_set(dial->deadline, options->deadline);
	if (is_literal(dial)) {
		endpoint->host_is_address = true;
		dial->racing = true;
		loop_timer_set(dial->next, loop_now(loop));
		return dial;
	}
	dial->questions = (options->ipv6 ? 1u : 0u) + (options->ipv4 ? 1u : 0u);
	if (options->ipv6)
		resolver_ask(resolver, endpoint->service.host, DNS_AAAA, answered, dial);
	if (options->ipv4)
		resolver_ask(resolver, endpoint->service.host, DNS_A, answered, dial);
	return dial;
}

void dial_free(struct dial *dial)
{
	size_t i;

	if (dial == NULL)
		return;
	for (i = 0; i < dial->count; i++)
		if (is_running(&dial->attempts[i]))
			close_attempt(&dial->attempts[i], false);
	loop_timer_free(dial->next);
	loop_timer_free(dial->deadline);
	resolver_forget(dial->resolver, dial);
	free(dial);
}
