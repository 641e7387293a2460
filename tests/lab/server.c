/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dns.h"
#include "session.h"

#define BACKLOG 64
#define SETTLE_MS 1500
#define PLUGS_MAX 8       /* connections that fill a backlog */
#define PLUG_PATIENCE_MS 60

struct server {
	const struct scenario *scenario;
	pthread_mutex_t lock;
	pthread_cond_t idle;
	unsigned open;
	struct tape *tapes;
};

struct listener {
	struct server *server;
	const struct port *port;
	SSL_CTX *tls;
	int fd;
};

/* One accepted connection on its way into its thread. */
struct arrival {
	const struct listener *listener;
	struct tape *tape;
	int fd;
};

union any_address {
	struct sockaddr any;
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;
};

static socklen_t fill_address(union any_address *out, const char *text, uint16_t port)
{
	memset(out, 0, sizeof *out);
	if (strchr(text, ':') != NULL) {
		out->ipv6.sin6_family = AF_INET6;
		out->ipv6.sin6_port = htons(port);
		inet_pton(AF_INET6, text, &out->ipv6.sin6_addr);
		return sizeof out->ipv6;
	}
	out->ipv4.sin_family = AF_INET;
	out->ipv4.sin_port = htons(port);
	inet_pton(AF_INET, text, &out->ipv4.sin_addr);
	return sizeof out->ipv4;
}

/* ---- connections -------------------------------------------------------------------- */

static void *run_connection(void *arg)
{
	struct arrival *arrival = arg;
	const struct listener *listener = arrival->listener;
	struct server *server = listener->server;
	struct session session = { .scenario = server->scenario, .port = listener->port,
		.tls = listener->tls };

	link_init(&session.link, arrival->fd, arrival->tape);
	session_play(&session);
	link_done(&session.link);
	free(arrival);
	pthread_mutex_lock(&server->lock);
	if (--server->open == 0)
		pthread_cond_signal(&server->idle);
	pthread_mutex_unlock(&server->lock);
	return NULL;
}

static void admit(const struct listener *listener, int fd)
{
	struct server *server = listener->server;
	struct arrival *arrival = mem_alloc(sizeof *arrival);
	pthread_t thread;

	arrival->listener = listener;
	arrival->tape = tape_new(listener->port);
	arrival->fd = fd;
	pthread_mutex_lock(&server->lock);
	server->open++;
	arrival->tape->next = server->tapes;
	server->tapes = arrival->tape;
	pthread_mutex_unlock(&server->lock);
	if (pthread_create(&thread, NULL, run_connection, arrival) == 0) {
		pthread_detach(thread);
		return;
	}
	close(fd);
	free(arrival);
	pthread_mutex_lock(&server->lock);
	server->open--;
	pthread_mutex_unlock(&server->lock);
}

static void *run_listener(void *arg)
{
	struct listener *listener = arg;
	int fd;

	for (;;) {
		fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			admit(listener, fd);
		else if (errno != EINTR && errno != ECONNABORTED)
			return NULL;
	}
}

/* ---- listening ------------------------------------------------------------------------- */

static bool connects(const union any_address *address, socklen_t length)
{
	int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct pollfd poller = { .fd = fd, .events = POLLOUT };

	if (fd < 0)
		return false;
	/* The descriptor stays open on purpose: it is what fills the backlog. */
	return connect(fd, &address->any, length) == 0 || poll(&poller, 1, PLUG_PATIENCE_MS) == 1;
}

/* A queue that is full and never emptied: from then on SYN packets are dropped. */
static void fill_backlog(const union any_address *address, socklen_t length)
{
	int i;

	for (i = 0; i < PLUGS_MAX; i++)
		if (!connects(address, length))
			return;
}

/* A listening socket, or -1 with *PROBLEM. */
static int open_port(const char *text, uint16_t number, int backlog, union any_address *address,
	socklen_t *length, char **problem)
{
	int fd, on = 1;

	*length = fill_address(address, text, number);
	fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (fd >= 0 && bind(fd, &address->any, *length) == 0 && listen(fd, backlog) == 0)
		return fd;
	*problem = mem_printf("cannot listen at %s port %u: %s", text, number, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static int swallow_at(const char *text, uint16_t number, char **problem)
{
	union any_address address;
	socklen_t length;

	if (open_port(text, number, 0, &address, &length, problem) < 0)
		return -1;
	fill_backlog(&address, length);
	return 0;
}

static int listen_at(struct server *server, const struct port *port, SSL_CTX *tls,
	const char *text, char **problem)
{
	union any_address address;
	struct listener *listener;
	pthread_t thread;
	socklen_t length;
	int fd;

	if (port->fault == FAULT_BLACKHOLE)
		return swallow_at(text, port->number, problem);
	fd = open_port(text, port->number, BACKLOG, &address, &length, problem);
	if (fd < 0)
		return -1;
	listener = mem_alloc(sizeof *listener);
	*listener = (struct listener){ server, port, tls, fd };
	if (pthread_create(&thread, NULL, run_listener, listener) != 0) {
		*problem = mem_strdup("cannot start a thread");
		close(fd);
		free(listener);
		return -1;
	}
	pthread_detach(thread);
	return 0;
}

static int start_port(struct server *server, const struct certs *certs, const struct port *port,
	bool loopback_only, char **problem)
{
	const struct lab_address *address;
	char moved[DNS_ADDRESS_MAX];
	SSL_CTX *tls;

	if (port->fault == FAULT_REFUSE)
		return 0;
	tls = certs_context(certs, port->certificate, port->host->name, port->tls_max);
	for (address = port->host->addresses; address != NULL; address = address->next)
		if (address->route == ROUTE_LOCAL &&
		    listen_at(server, port, tls,
			dns_place(address->text, loopback_only, moved), problem) < 0)
			return -1;
	return 0;
}

/* See namespace_furnish(): every port that a mail program may try. */
static int darken(const struct host *host, char **problem)
{
	static const uint16_t ports[] = { 25, 80, 110, 143, 443, 465, 587, 993, 995 };
	const struct lab_address *address;
	size_t i;

	for (address = host->addresses; address != NULL; address = address->next)
		for (i = 0; address->route == ROUTE_DARK && address->ipv6 &&
			i < sizeof ports / sizeof ports[0]; i++)
			if (swallow_at(address->text, ports[i], problem) < 0)
				return -1;
	return 0;
}

struct server *server_start(const struct scenario *scenario, const struct certs *certs,
	bool loopback_only, char **problem)
{
	struct server *server = mem_alloc(sizeof *server);
	const struct host *host;
	const struct port *port;

	server->scenario = scenario;
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->idle, NULL);
	for (host = scenario->hosts; host != NULL; host = host->next) {
		if (darken(host, problem) < 0)
			return NULL;
		for (port = host->ports; port != NULL; port = port->next)
			if (start_port(server, certs, port, loopback_only, problem) < 0)
				return NULL;
	}
	return server;
}

void server_settle(struct server *server)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += SETTLE_MS / 1000;
	until.tv_nsec += (long)(SETTLE_MS % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&server->lock);
	while (server->open > 0 &&
		pthread_cond_timedwait(&server->idle, &server->lock, &until) == 0)
		;
	pthread_mutex_unlock(&server->lock);
}

struct tape *server_tapes(struct server *server)
{
	return server->tapes;
}
