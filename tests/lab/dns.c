/* SPDX-License-Identifier: MIT */
#include "dns.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probes/buf.h"
#include "probes/text.h"

#define MESSAGE_MAX 65535
#define HEADER 12
#define NAME_MAX_BYTES 256
#define UDP_ANSWER_MAX 512
#define TTL 60
#define CNAME_HOPS 4
#define ASKED_MAX (1 << 20)
#define FLAG_AD 0x20
#define FLAG_CD 0x10

enum rcode { RCODE_OK = 0, RCODE_FORMERR = 1, RCODE_SERVFAIL = 2, RCODE_NXDOMAIN = 3,
	RCODE_REFUSED = 5 };
enum { TYPE_A = 1, TYPE_NS = 2, TYPE_CNAME = 5, TYPE_SOA = 6, TYPE_MX = 15, TYPE_TXT = 16, TYPE_AAAA = 28,
	TYPE_SRV = 33 };

/* The names that were asked for, a line each; one scenario plays in a process. */
static struct {
	pthread_mutex_t lock;
	struct buf names;
} asked = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct nameserver {
	const struct scenario *scenario;
	enum dns_mode mode;
	bool loopback_only;
	int udp, tcp;
};

struct question {
	char name[NAME_MAX_BYTES]; /* lower case, no last dot */
	unsigned type;
	bool checking_off;         /* CD */
	size_t end;                /* of the question section */
};

const char *dns_place(const char *address, bool loopback_only, char *moved)
{
	const char *dot = strchr(address, '.');

	if (!loopback_only || dot == NULL)
		return address;
	snprintf(moved, DNS_ADDRESS_MAX, "127%s", dot);
	return moved;
}

/* ---- reading the question ------------------------------------------------------------- */

static int read_question(const unsigned char *message, size_t length, struct question *out)
{
	size_t at = HEADER, used = 0, label, i;

	if (length < HEADER + 5)
		return -1;
	while (at < length && message[at] != 0) {
		label = message[at++];
		if (label > 63 || at + label > length || used + label + 2 > sizeof out->name)
			return -1;
		if (used > 0)
			out->name[used++] = '.';
		for (i = 0; i < label; i++, at++)
			out->name[used++] = (char)(message[at] >= 'A' && message[at] <= 'Z' ?
				message[at] + 32 : message[at]);
	}
	out->name[used] = '\0';
	if (at + 5 > length)
		return -1;
	out->type = (unsigned)message[at + 1] * 256 + message[at + 2];
	out->checking_off = (message[3] & FLAG_CD) != 0;
	out->end = at + 5;
	return 0;
}

/* ---- the zone ----------------------------------------------------------------------------- */

static const struct zone_name *find_exactly(const struct scenario *scenario, const char *name)
{
	const struct zone_name *entry;

	for (entry = scenario->zone; entry != NULL; entry = entry->next)
		if (strcasecmp(entry->name, name) == 0)
			return entry;
	return NULL;
}

/* The name itself, else the nearest wildcard above it. */
static const struct zone_name *find_name(const struct scenario *scenario, const char *name)
{
	const struct zone_name *entry = find_exactly(scenario, name);
	char wildcard[NAME_MAX_BYTES + 2];
	const char *dot = name;

	while (entry == NULL && (dot = strchr(dot, '.')) != NULL) {
		snprintf(wildcard, sizeof wildcard, "*%s", dot);
		entry = find_exactly(scenario, wildcard);
		dot++;
	}
	return entry;
}

/* Something stands below the name, so it exists without records of its own. */
static bool is_empty_node(const struct scenario *scenario, const char *name)
{
	const struct zone_name *entry;
	size_t length = strlen(name), entry_length;

	for (entry = scenario->zone; entry != NULL; entry = entry->next) {
		entry_length = strlen(entry->name);
		if (entry_length > length && entry->name[entry_length - length - 1] == '.' &&
		    strcasecmp(entry->name + entry_length - length, name) == 0)
			return true;
	}
	return false;
}

/* ---- writing the answer -------------------------------------------------------------------- */

static void add_byte(struct buf *out, unsigned value)
{
	char byte = (char)value;

	buf_add(out, &byte, 1);
}

static void add_number(struct buf *out, unsigned value)
{
	add_byte(out, value >> 8);
	add_byte(out, value & 255);
}

static void add_name(struct buf *out, const char *name)
{
	size_t label;

	while (*name != '\0' && strcmp(name, ".") != 0) {
		label = strcspn(name, ".");
		add_byte(out, (unsigned)label);
		buf_add(out, name, label);
		name += label;
		name += *name == '.';
	}
	add_byte(out, 0);
}

static unsigned type_number(enum record_type type)
{
	switch (type) {
	case RECORD_A:
		return TYPE_A;
	case RECORD_AAAA:
		return TYPE_AAAA;
	case RECORD_MX:
		return TYPE_MX;
	case RECORD_SRV:
		return TYPE_SRV;
	case RECORD_TXT:
		return TYPE_TXT;
	case RECORD_NS:
		return TYPE_NS;
	case RECORD_CNAME:
		break;
	}
	return TYPE_CNAME;
}

static void add_text(struct buf *data, const char *text)
{
	size_t left = strlen(text), piece;

	do {
		piece = left > 255 ? 255 : left;
		add_byte(data, (unsigned)piece);
		buf_add(data, text, piece);
		text += piece;
		left -= piece;
	} while (left > 0);
}

static void add_data(const struct nameserver *server, struct buf *data,
	const struct record *record)
{
	unsigned char address[16];
	char moved[DNS_ADDRESS_MAX];

	switch (record->type) {
	case RECORD_A:
		inet_pton(AF_INET, dns_place(record->text, server->loopback_only, moved), address);
		buf_add(data, address, 4);
		break;
	case RECORD_AAAA:
		inet_pton(AF_INET6, record->text, address);
		buf_add(data, address, 16);
		break;
	case RECORD_MX:
		add_number(data, record->priority);
		add_name(data, record->text);
		break;
	case RECORD_SRV:
		add_number(data, record->priority);
		add_number(data, record->weight);
		add_number(data, record->port);
		add_name(data, record->text);
		break;
	case RECORD_TXT:
		add_text(data, record->text);
		break;
	case RECORD_CNAME:
	case RECORD_NS:
		add_name(data, record->text);
		break;
	}
}

static void add_record(const struct nameserver *server, struct buf *out, const char *owner,
	const struct record *record)
{
	struct buf data;

	buf_init(&data, MESSAGE_MAX);
	add_data(server, &data, record);
	add_name(out, owner);
	add_number(out, type_number(record->type));
	add_number(out, 1);
	add_number(out, 0);
	add_number(out, TTL);
	add_number(out, (unsigned)data.length);
	buf_add(out, data.data, data.length);
	buf_done(&data);
}

/* A negative answer carries the zone's SOA (RFC 2308). */
static void add_soa(struct buf *out)
{
	static const unsigned char timers[20] = { 0, 0, 0, 1, 0, 0, 14, 16, 0, 0, 3, 132,
		0, 9, 58, 128, 0, 0, 0, 60 };

	add_name(out, "example");
	add_number(out, TYPE_SOA);
	add_number(out, 1);
	add_number(out, 0);
	add_number(out, TTL);
	add_number(out, 12 + 12 + sizeof timers);
	add_byte(out, 2);
	buf_puts(out, "ns");
	add_name(out, "example");
	add_byte(out, 2);
	buf_puts(out, "ho");
	add_name(out, "example");
	buf_add(out, timers, sizeof timers);
}

/* Records for NAME, CNAMEs followed inside the zone. */
static unsigned add_records(const struct nameserver *server, struct buf *out, const char *name,
	unsigned type)
{
	const struct zone_name *entry = find_name(server->scenario, name);
	const struct record *record;
	const char *alias = NULL;
	unsigned count = 0;
	int hop;

	for (hop = 0; hop < CNAME_HOPS && entry != NULL; hop++) {
		alias = NULL;
		for (record = entry->records; record != NULL; record = record->next) {
			if (type_number(record->type) != type && record->type != RECORD_CNAME)
				continue;
			add_record(server, out, name, record);
			count++;
			if (record->type == RECORD_CNAME && type != TYPE_CNAME)
				alias = record->text;
		}
		if (alias == NULL)
			break;
		name = alias;
		entry = find_name(server->scenario, name);
	}
	return count;
}

static enum dns_mode mode_for(const struct nameserver *server, const struct zone_name *entry,
	const struct question *question)
{
	if (server->mode != DNS_MODE_NORMAL)
		return server->mode;
	if (entry != NULL)
		return entry->bogus && !question->checking_off ? DNS_MODE_SERVFAIL : entry->mode;
	return is_empty_node(server->scenario, question->name) ? DNS_MODE_NODATA :
		DNS_MODE_NXDOMAIN;
}

static enum rcode rcode_of(enum dns_mode mode)
{
	switch (mode) {
	case DNS_MODE_NXDOMAIN:
		return RCODE_NXDOMAIN;
	case DNS_MODE_SERVFAIL:
		return RCODE_SERVFAIL;
	case DNS_MODE_REFUSED:
		return RCODE_REFUSED;
	case DNS_MODE_NORMAL:
	case DNS_MODE_NODATA:
	case DNS_MODE_SILENT:
	case DNS_MODE_TRUNCATED:
	case DNS_MODE_CUT:
	case DNS_MODE_DEAD:
		break;
	}
	return RCODE_OK;
}

static void note_name(const char *name)
{
	pthread_mutex_lock(&asked.lock);
	if (asked.names.max == 0)
		buf_init(&asked.names, ASKED_MAX);
	buf_printf(&asked.names, "%s\n", name);
	pthread_mutex_unlock(&asked.lock);
}

bool dns_was_asked(const char *piece)
{
	bool found;

	pthread_mutex_lock(&asked.lock);
	found = text_find_nocase(buf_text(&asked.names), piece) != NULL;
	pthread_mutex_unlock(&asked.lock);
	return found;
}

/* The message that answers QUERY, into OUT; -1 to stay silent. */
static int answer(const struct nameserver *server, const unsigned char *query, size_t length,
	bool udp, struct buf *out)
{
	const struct zone_name *entry;
	struct question question;
	struct buf records;
	enum dns_mode mode;
	enum rcode rcode;
	unsigned count = 0;
	bool cut;

	if (read_question(query, length, &question) < 0)
		return -1;
	note_name(question.name);
	entry = find_name(server->scenario, question.name);
	mode = mode_for(server, entry, &question);
	if (mode == DNS_MODE_SILENT || (mode == DNS_MODE_CUT && !udp))
		return -1;
	buf_init(&records, MESSAGE_MAX - NAME_MAX_BYTES);
	rcode = rcode_of(mode);
	if (mode == DNS_MODE_NORMAL || mode == DNS_MODE_TRUNCATED)
		count = add_records(server, &records, question.name, question.type);
	cut = udp && (mode == DNS_MODE_TRUNCATED || mode == DNS_MODE_CUT ||
		records.length > UDP_ANSWER_MAX - HEADER);
	buf_add(out, query, 2);
	add_byte(out, 0x84 | (query[2] & 1) | (cut ? 2 : 0));
	add_byte(out, 0x80 | (entry != NULL && entry->authentic && rcode == RCODE_OK ? FLAG_AD : 0U) |
		(question.checking_off ? FLAG_CD : 0U) | (unsigned)rcode);
	add_number(out, 1);
	add_number(out, cut ? 0 : count);
	add_number(out, count == 0 && !cut && rcode != RCODE_SERVFAIL && rcode != RCODE_REFUSED);
	add_number(out, 0);
	buf_add(out, query + HEADER, question.end - HEADER);
	if (count == 0 && !cut && rcode != RCODE_SERVFAIL && rcode != RCODE_REFUSED)
		add_soa(out);
	else if (!cut)
		buf_add(out, records.data, records.length);
	buf_done(&records);
	return 0;
}

/* ---- serving ----------------------------------------------------------------------------------- */

static void *serve_udp(void *arg)
{
	const struct nameserver *server = arg;
	unsigned char query[1500];
	struct sockaddr_in from;
	socklen_t from_length = sizeof from;
	struct buf out;
	ssize_t got;

	buf_init(&out, MESSAGE_MAX);
	while ((got = recvfrom(server->udp, query, sizeof query, 0, (struct sockaddr *)&from,
		&from_length)) >= 0 || errno == EINTR) {
		buf_clear(&out);
		if (got > 0 && answer(server, query, (size_t)got, true, &out) == 0)
			sendto(server->udp, out.data, out.length, 0, (struct sockaddr *)&from,
				from_length);
		from_length = sizeof from;
	}
	buf_done(&out);
	return NULL;
}

static int receive_all(int fd, unsigned char *bytes, size_t length)
{
	return recv(fd, bytes, length, MSG_WAITALL) == (ssize_t)length ? 0 : -1;
}

static void *serve_tcp(void *arg)
{
	const struct nameserver *server = arg;
	unsigned char prefix[2], *query = mem_alloc(MESSAGE_MAX);
	struct buf out;
	size_t length;
	int fd;

	buf_init(&out, MESSAGE_MAX);
	while ((fd = accept4(server->tcp, NULL, NULL, SOCK_CLOEXEC)) >= 0 || errno == EINTR) {
		while (fd >= 0 && receive_all(fd, prefix, 2) == 0) {
			length = (size_t)prefix[0] * 256 + prefix[1];
			buf_clear(&out);
			add_number(&out, 0);
			if (receive_all(fd, query, length) < 0 ||
			    answer(server, query, length, false, &out) < 0)
				break;
			out.data[0] = (char)((out.length - 2) >> 8);
			out.data[1] = (char)((out.length - 2) & 255);
			if (send(fd, out.data, out.length, MSG_NOSIGNAL) < 0)
				break;
		}
		if (fd >= 0)
			close(fd);
	}
	buf_done(&out);
	free(query);
	return NULL;
}

static int open_sockets(struct nameserver *server, struct sockaddr_in *address)
{
	socklen_t length = sizeof *address;
	int on = 1;

	server->udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	server->tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(server->tcp, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(server->udp, (struct sockaddr *)address, length) < 0 ||
	    getsockname(server->udp, (struct sockaddr *)address, &length) < 0)
		return -1;
	if (server->mode == DNS_MODE_DEAD) {
		close(server->udp);
		close(server->tcp);
		return 0;
	}
	if (bind(server->tcp, (struct sockaddr *)address, length) < 0 ||
	    listen(server->tcp, 16) < 0)
		return -1;
	return 0;
}

static int start_one(struct nameserver *server, struct sockaddr_in *address)
{
	pthread_t thread;

	if (open_sockets(server, address) < 0)
		return -1;
	if (server->mode == DNS_MODE_DEAD)
		return 0;
	if (pthread_create(&thread, NULL, serve_udp, server) != 0)
		return -1;
	pthread_detach(thread);
	if (pthread_create(&thread, NULL, serve_tcp, server) != 0)
		return -1;
	pthread_detach(thread);
	return 0;
}

void dns_resolver_address(const struct scenario *scenario, size_t index,
	char text[DNS_IP_MAX])
{
	snprintf(text, DNS_IP_MAX, "%s.%u", scenario->resolvers_far ? "198.51.100" : "127.0.0",
		53 + (unsigned)index % 100);
}

int dns_start(const struct scenario *scenario, uint16_t port, bool loopback_only,
	char names[][DNS_ADDRESS_MAX], char **problem)
{
	struct nameserver *server;
	struct sockaddr_in address;
	char ip[DNS_IP_MAX];
	size_t i;

	for (i = 0; i < scenario->resolver_count; i++) {
		server = mem_alloc(sizeof *server);
		server->scenario = scenario;
		server->mode = scenario->resolvers[i];
		server->loopback_only = loopback_only;
		memset(&address, 0, sizeof address);
		address.sin_family = AF_INET;
		address.sin_port = htons(port);
		dns_resolver_address(scenario, i, ip);
		inet_pton(AF_INET, ip, &address.sin_addr);
		if (start_one(server, &address) < 0) {
			*problem = mem_printf("cannot start the DNS server: %s", strerror(errno));
			return -1;
		}
		snprintf(names[i], DNS_ADDRESS_MAX, "%s:%u", ip, ntohs(address.sin_port));
	}
	return 0;
}
