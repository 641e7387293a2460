/* SPDX-License-Identifier: MIT */
#include "resolver.h"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/time.h>

#include "dns_answer.h"
#include "resolv_conf.h"
#include "text.h"

#define SERVERS_MAX 8
#define TRIES 3
/* A resolver that is silent this long has the next one asked beside it, or sooner:
 * after this share of the time that there is for an answer. */
#define HEDGE_MS 1500
#define HEDGE_SHARE 3
#define DNS_PORT 53

/* One resolver: a channel of its own, so that its own words are known. */
struct server {
	struct resolver *resolver;
	const char *label;
	bool vouches;    /* its AD bit counts */
	bool alive;      /* it has answered something */
	ares_channel channel;
	struct loop_timer *timer;
	struct server_socket {
		struct server *server;
		int fd;
		struct loop_watch *watch;
		struct server_socket *next;
	} *sockets;
};

struct waiter {
	struct waiter *next;
	void (*answered)(void *arg, const struct dns_fact *fact);
	void *arg;
};

struct question {
	struct question *next;
	struct resolver *resolver;
	struct dns_fact *fact;
	struct waiter *waiters, **last_waiter;
	struct loop_timer *hedge;
	uint64_t started;
	size_t asked, pending; /* servers */
	bool settled;
	struct asking {
		struct question *question;
		struct server *server;
		struct dns_attempt *attempt;
		uint64_t started;
		bool again; /* asked a second time */
	} askings[SERVERS_MAX];
};

struct resolver {
	struct loop *loop;
	struct evidence *evidence;
	uint64_t start;
	unsigned timeout_ms;
	bool use_hosts_file;
	bool trusts_ad;      /* somebody named these resolvers as ones that check */
	bool closing;
	void (*settled)(void *arg, const struct dns_fact *fact); /* who wants to know all */
	void *settled_arg;
	size_t server_count;
	struct server servers[SERVERS_MAX];
	struct question *questions;
};

static void ask_next(struct question *question);

/* ---- one server's sockets and clock ---------------------------------------- */

static void server_rearm(struct server *server)
{
	struct timeval left, *next = ares_timeout(server->channel, NULL, &left);

	if (next == NULL)
		loop_timer_stop(server->timer);
	else
		loop_timer_set(server->timer, loop_now(server->resolver->loop) +
			(uint64_t)next->tv_sec * 1000 + (uint64_t)(next->tv_usec + 999) / 1000);
}

static void server_timeout(void *arg)
{
	struct server *server = arg;

	ares_process_fd(server->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
	server_rearm(server);
}

static void socket_ready(void *arg, bool readable, bool writable)
{
	const struct server_socket *socket = arg;
	struct server *server = socket->server;
	int fd = socket->fd;

	/* Processing may close the socket and free `socket`. */
	ares_process_fd(server->channel, readable ? fd : ARES_SOCKET_BAD,
		writable ? fd : ARES_SOCKET_BAD);
	server_rearm(server);
}

static void socket_state(void *arg, ares_socket_t fd, int readable, int writable)
{
	struct server *server = arg;
	struct server_socket **at = &server->sockets, *socket;

	while (*at != NULL && (*at)->fd != fd)
		at = &(*at)->next;
	if (!readable && !writable) {
		if (*at == NULL)
			return;
		socket = *at;
		*at = socket->next;
		loop_watch_free(socket->watch);
		free(socket);
		return;
	}
	if (*at == NULL) {
		*at = mem_alloc(sizeof **at);
		(*at)->server = server;
		(*at)->fd = fd;
		(*at)->watch = loop_watch_new(server->resolver->loop, fd, socket_ready, *at);
	}
	loop_watch_set((*at)->watch, readable != 0, writable != 0);
}

/* ---- addresses of resolvers --------------------------------------------------- */

/* Splits "IP", "IP:PORT", "[IPv6]:PORT"; 0 or -1. */
static int parse_server(const char *text, struct ares_addr_port_node *out)
{
	char host[INET6_ADDRSTRLEN + 1];
	const char *port_text = NULL, *end;
	size_t length;
	unsigned long port = DNS_PORT;

	if (text[0] == '[') {
		text++;
		end = strchr(text, ']');
		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return -1;
		if (end[1] == ':')
			port_text = end + 2;
		length = (size_t)(end - text);
	} else {
		const char *colon = strchr(text, ':');

		length = strlen(text);
		if (colon != NULL && strchr(colon + 1, ':') == NULL) { /* not bare IPv6 */
			port_text = colon + 1;
			length = (size_t)(colon - text);
		}
	}
	if (length == 0 || length >= sizeof host)
		return -1;
	memcpy(host, text, length);
	host[length] = '\0';
	if (port_text != NULL && text_parse_number(port_text, 1, 65535, &port) < 0)
		return -1;
	memset(out, 0, sizeof *out);
	out->udp_port = out->tcp_port = (int)port;
	if (inet_pton(AF_INET, host, &out->addr.addr4) == 1)
		out->family = AF_INET;
	else if (inet_pton(AF_INET6, host, &out->addr.addr6) == 1)
		out->family = AF_INET6;
	else
		return -1;
	return 0;
}

bool resolver_address_ok(const char *text)
{
	struct ares_addr_port_node node;

	return parse_server(text, &node) == 0;
}

static const char *server_label(struct arena *arena, const struct ares_addr_port_node *node)
{
	char address[INET6_ADDRSTRLEN];
	int port = node->udp_port != 0 ? node->udp_port : DNS_PORT;

	inet_ntop(node->family, &node->addr, address, sizeof address);
	return arena_printf(arena, node->family == AF_INET6 ? "[%s]:%d" : "%s:%d", address, port);
}

static bool is_loopback(const struct ares_addr_port_node *node)
{
	if (node->family == AF_INET)
		return ntohl(node->addr.addr4.s_addr) >> 24 == IN_LOOPBACKNET;
	return memcmp(&node->addr.addr6, &in6addr_loopback, sizeof in6addr_loopback) == 0;
}

static void add_server(struct resolver *resolver, const struct ares_addr_port_node *node)
{
	struct server *server;
	struct ares_options options;
	struct ares_addr_port_node only;
	size_t turns = (1u << TRIES) - 1; /* c-ares doubles its patience each try */

	if (resolver->server_count == SERVERS_MAX)
		return;
	server = &resolver->servers[resolver->server_count];
	memset(&options, 0, sizeof options);
	/* NOCHECKRESP: SERVFAIL and REFUSED are answers here, not a reason to go on. */
	options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
	options.tries = TRIES;
	options.timeout = (int)(resolver->timeout_ms / turns);
	options.sock_state_cb = socket_state;
	options.sock_state_cb_data = server;
	if (ares_init_options(&server->channel, &options, ARES_OPT_FLAGS | ARES_OPT_TRIES |
			ARES_OPT_TIMEOUTMS | ARES_OPT_SOCK_STATE_CB) != ARES_SUCCESS)
		return;
	only = *node;
	only.next = NULL;
	if (ares_set_servers_ports(server->channel, &only) != ARES_SUCCESS) {
		ares_destroy(server->channel);
		return;
	}
	server->resolver = resolver;
	server->label = server_label(resolver->evidence->arena, node);
	/* On this computer nobody on the way can set a bit; but what stands there may
	 * hand on what others say, as in a container. */
	server->vouches = is_loopback(node) && resolver->trusts_ad;
	server->timer = loop_timer_new(resolver->loop, server_timeout, server);
	resolver->server_count++;
}

static void add_system_servers(struct resolver *resolver)
{
	struct ares_addr_port_node *nodes = NULL, *node;
	ares_channel channel;

	if (ares_init(&channel) != ARES_SUCCESS)
		return;
	if (ares_get_servers_ports(channel, &nodes) == ARES_SUCCESS) {
		for (node = nodes; node != NULL; node = node->next)
			add_server(resolver, node);
		ares_free_data(nodes);
	}
	ares_destroy(channel);
}

struct resolver *resolver_new(struct loop *loop, struct evidence *evidence,
	const struct resolver_options *options)
{
	struct resolver *resolver = mem_alloc(sizeof *resolver);
	struct ares_addr_port_node node;
	size_t i;

	ares_library_init(ARES_LIB_INIT_ALL);
	resolver->loop = loop;
	resolver->evidence = evidence;
	resolver->start = options->start;
	resolver->timeout_ms = options->timeout_ms;
	resolver->use_hosts_file = options->count == 0;
	resolver->trusts_ad = options->count > 0 || resolv_conf_trusts_ad(RESOLV_CONF);
	for (i = 0; i < options->count; i++)
		if (parse_server(options->servers[i], &node) == 0)
			add_server(resolver, &node);
	if (options->count == 0)
		add_system_servers(resolver);
	evidence->resolvers = arena_alloc(evidence->arena,
		(resolver->server_count + 1) * sizeof *evidence->resolvers);
	for (i = 0; i < resolver->server_count; i++)
		evidence->resolvers[i] = resolver->servers[i].label;
	evidence->resolver_count = resolver->server_count;
	return resolver;
}

void resolver_free(struct resolver *resolver)
{
	struct question *question;
	struct waiter *waiter;
	size_t i;

	if (resolver == NULL)
		return;
	resolver->closing = true;
	for (i = 0; i < resolver->server_count; i++) {
		ares_destroy(resolver->servers[i].channel);
		loop_timer_free(resolver->servers[i].timer);
	}
	while ((question = resolver->questions) != NULL) {
		resolver->questions = question->next;
		if (!question->settled)
			question->fact->outcome = DNS_CANCELLED;
		while ((waiter = question->waiters) != NULL) {
			question->waiters = waiter->next;
			free(waiter);
		}
		loop_timer_free(question->hedge);
		free(question);
	}
	free(resolver);
	ares_library_cleanup();
}

/* ---- asking ------------------------------------------------------------------------- */

static void settle(struct question *question, enum dns_outcome outcome)
{
	struct resolver *resolver = question->resolver;
	struct waiter *waiter;

	question->settled = true;
	question->fact->outcome = outcome;
	question->fact->took_ms = (unsigned)(loop_now(resolver->loop) - question->started);
	if (question->hedge != NULL)
		loop_timer_stop(question->hedge);
	/* One at a time: a callback may make the resolver forget another waiter. */
	while ((waiter = question->waiters) != NULL) {
		question->waiters = waiter->next;
		if (question->waiters == NULL)
			question->last_waiter = &question->waiters;
		waiter->answered(waiter->arg, question->fact);
		free(waiter);
	}
	if (resolver->settled != NULL)
		resolver->settled(resolver->settled_arg, question->fact);
}

/* Which failure tells most, when every resolver failed. */
static int weight_of(enum dns_outcome outcome)
{
	switch (outcome) {
	case DNS_SERVFAIL: return 6;
	case DNS_REFUSED: return 5;
	case DNS_MALFORMED: return 4;
	case DNS_TIMEOUT: return 3;
	case DNS_UNREACHABLE: return 2;
	case DNS_OK:
	case DNS_NXDOMAIN:
	case DNS_NODATA:
	case DNS_BAD_NAME:
	case DNS_NO_RESOLVER:
	case DNS_CANCELLED: return 1;
	}
	return 0;
}

static void settle_failed(struct question *question)
{
	enum dns_outcome worst = DNS_NO_RESOLVER;
	const struct dns_attempt *attempt;

	for (attempt = question->fact->attempts; attempt != NULL; attempt = attempt->next)
		if (weight_of(attempt->outcome) > weight_of(worst) || worst == DNS_NO_RESOLVER)
			worst = attempt->outcome;
	settle(question, worst);
}

/* Something came back from the server, whatever it says. */
static bool was_answered(enum dns_outcome outcome)
{
	return outcome == DNS_OK || outcome == DNS_NODATA || outcome == DNS_NXDOMAIN ||
		outcome == DNS_SERVFAIL || outcome == DNS_REFUSED || outcome == DNS_MALFORMED;
}

static void send_query(struct asking *asking);

static void asked(void *arg, int status, int timeouts, unsigned char *answer, int length)
{
	struct asking *asking = arg;
	struct question *question = asking->question;
	struct resolver *resolver = question->resolver;
	enum dns_outcome outcome = dns_answer_outcome(status);

	(void)timeouts;
	if (resolver->closing)
		return;
	question->pending--;
	if (question->settled)
		return;
	if (outcome == DNS_OK)
		outcome = dns_answer_read(question->fact, resolver->evidence->arena, answer, length);
	question->fact->authentic &= asking->server->vouches;
	/* When a TCP connection breaks, c-ares gives up what else it asked there. */
	if (outcome == DNS_UNREACHABLE && asking->server->alive && !asking->again) {
		asking->again = true;
		question->pending++;
		send_query(asking);
		return;
	}
	asking->server->alive |= was_answered(outcome);
	asking->attempt->outcome = outcome;
	asking->attempt->took_ms = (unsigned)(loop_now(resolver->loop) - asking->started);
	if (outcome == DNS_OK || outcome == DNS_NODATA || outcome == DNS_NXDOMAIN ||
			outcome == DNS_BAD_NAME)
		settle(question, outcome);
	else if (question->asked < resolver->server_count)
		ask_next(question);
	else if (question->pending == 0)
		settle_failed(question);
}

/* AD asks a resolver that validates to say so (RFC 6840 5.7), CD to answer without
 * validating (RFC 4035 3.2.2). */
static int write_query(const struct dns_fact *fact, unsigned char **query, int *length)
{
	unsigned short id = 0;
	int status;

	if (getrandom(&id, sizeof id, 0) != sizeof id)
		return ARES_ENOMEM;
	status = ares_create_query(fact->name, ns_c_in, dns_answer_type(fact->type), id, 1, query,
		length, 0);
	if (status == ARES_SUCCESS)
		(*query)[3] |= fact->purpose == DNS_UNCHECKED ? 0x10 : 0x20;
	return status;
}

static void send_query(struct asking *asking)
{
	unsigned char *query = NULL;
	int length = 0, status = write_query(asking->question->fact, &query, &length);

	if (status == ARES_SUCCESS)
		ares_send(asking->server->channel, query, length, asked, asking);
	else
		asked(asking, status, 0, NULL, 0);
	ares_free_string(query);
}

static unsigned hedge_after(const struct resolver *resolver)
{
	unsigned share = resolver->timeout_ms / HEDGE_SHARE;

	return share < HEDGE_MS ? share : HEDGE_MS;
}

static void ask_next(struct question *question)
{
	struct resolver *resolver = question->resolver;
	struct asking *asking = &question->askings[question->asked];
	struct server *server = &resolver->servers[question->asked];
	struct dns_attempt **last = &question->fact->attempts;

	question->asked++;
	question->pending++;
	asking->question = question;
	asking->server = server;
	asking->started = loop_now(resolver->loop);
	asking->attempt = arena_alloc(resolver->evidence->arena, sizeof *asking->attempt);
	asking->attempt->server = server->label;
	asking->attempt->outcome = DNS_TIMEOUT;
	while (*last != NULL)
		last = &(*last)->next;
	*last = asking->attempt;
	if (question->asked < resolver->server_count)
		loop_timer_set(question->hedge, asking->started + hedge_after(resolver));
	send_query(asking);
	if (!resolver->closing)
		server_rearm(server);
}

static void hedge_fired(void *arg)
{
	struct question *question = arg;

	if (!question->settled && question->asked < question->resolver->server_count)
		ask_next(question);
}

/* The local hosts file answers before any resolver, as for other programs. */
static bool ask_hosts_file(struct question *question)
{
	struct resolver *resolver = question->resolver;
	struct dns_fact *fact = question->fact;
	int family = fact->type == DNS_AAAA ? AF_INET6 : AF_INET;
	struct hostent *entry = NULL;
	char text[INET6_ADDRSTRLEN];
	char **address;

	if (!resolver->use_hosts_file || fact->purpose != DNS_LOOKUP || (fact->type != DNS_A && fact->type != DNS_AAAA) ||
			resolver->server_count == 0 ||
			ares_gethostbyname_file(resolver->servers[0].channel, fact->name, family, &entry) !=
			ARES_SUCCESS)
		return false;
	for (address = entry->h_addr_list; *address != NULL; address++)
		dns_answer_add(fact, resolver->evidence->arena,
			inet_ntop(entry->h_addrtype, *address, text, sizeof text));
	ares_free_hostent(entry);
	if (fact->count == 0)
		return false;
	fact->from_hosts_file = true;
	settle(question, DNS_OK);
	return true;
}

static struct question *find_question(struct resolver *resolver, enum dns_purpose purpose,
	const char *name, enum dns_type type)
{
	struct question *question;

	for (question = resolver->questions; question != NULL; question = question->next)
		if (question->fact->purpose == purpose && question->fact->type == type &&
		    text_equal_nocase(question->fact->name, name))
			return question;
	return NULL;
}

static void add_waiter(struct question *question,
	void (*answered)(void *arg, const struct dns_fact *fact), void *arg)
{
	struct waiter *waiter = mem_alloc(sizeof *waiter);

	waiter->answered = answered;
	waiter->arg = arg;
	*question->last_waiter = waiter;
	question->last_waiter = &waiter->next;
}

void resolver_probe(struct resolver *resolver, enum dns_purpose purpose, const char *name,
	enum dns_type type, void (*answered)(void *arg, const struct dns_fact *fact), void *arg)
{
	struct question *question = find_question(resolver, purpose, name, type);

	if (question != NULL && question->settled) {
		answered(arg, question->fact);
		return;
	}
	if (question != NULL) {
		add_waiter(question, answered, arg);
		return;
	}
	question = mem_alloc(sizeof *question);
	question->resolver = resolver;
	question->last_waiter = &question->waiters;
	question->started = loop_now(resolver->loop);
	question->next = resolver->questions;
	resolver->questions = question;
	question->fact = evidence_add_dns(resolver->evidence, name, type);
	question->fact->purpose = purpose;
	question->fact->at_ms = (unsigned)(question->started - resolver->start);
	question->hedge = loop_timer_new(resolver->loop, hedge_fired, question);
	add_waiter(question, answered, arg);
	if (ask_hosts_file(question))
		return;
	if (resolver->server_count == 0)
		settle(question, DNS_NO_RESOLVER);
	else
		ask_next(question);
}

void resolver_ask(struct resolver *resolver, const char *name, enum dns_type type,
	void (*answered)(void *arg, const struct dns_fact *fact), void *arg)
{
	resolver_probe(resolver, DNS_LOOKUP, name, type, answered, arg);
}

void resolver_observe(struct resolver *resolver,
	void (*settled)(void *arg, const struct dns_fact *fact), void *arg)
{
	resolver->settled = settled;
	resolver->settled_arg = arg;
}

void resolver_forget(struct resolver *resolver, const void *arg)
{
	struct question *question;

	for (question = resolver->questions; question != NULL; question = question->next) {
		struct waiter **at = &question->waiters, *gone;

		while ((gone = *at) != NULL) {
			if (gone->arg == arg) {
				*at = gone->next;
				free(gone);
			} else
				at = &gone->next;
		}
		question->last_waiter = at;
	}
}
