/* SPDX-License-Identifier: MIT
 *
 * A web server: one request a connection, answered from the port's "paths".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "probes/mem.h"
#include "probes/text.h"
#include "session.h"

#define HEAD_MAX (1 << 16)
#define BODY_MAX (1 << 20)

struct request {
	char method[16];
	char target[4096];
	char host[512];
	unsigned long length; /* of the body */
};

static const struct web_reply not_there = { .request = "*", .status = 404, .type = "text/html",
	.body = "<!DOCTYPE html><title>404</title><p>There is no such page.\n", .body_length = 59,
	.repeat = 1 };

/* ---- the request -------------------------------------------------------------------- */

static int read_request_line(const char *line, struct request *out)
{
	memset(out, 0, sizeof *out);
	return sscanf(line, "%15s %4095s", out->method, out->target) == 2 ? 0 : -1;
}

static const char *header_value(const char *line, const char *name)
{
	size_t length = strlen(name);

	if (strncasecmp(line, name, length) != 0 || line[length] != ':')
		return NULL;
	line += length + 1;
	return line + strspn(line, " \t");
}

static void read_header(const char *line, struct request *out)
{
	const char *value = header_value(line, "Host");

	if (value != NULL)
		snprintf(out->host, sizeof out->host, "%s", value);
	value = header_value(line, "Content-Length");
	if (value != NULL && text_parse_number(value, 0, BODY_MAX, &out->length) < 0)
		out->length = 0;
}

/* Header and body; -1 when the peer left before the end. */
static int read_request(struct session *session, char *line, struct request *out)
{
	char *body;
	int status;

	if (link_line(&session->link, line, SESSION_LINE) < 0 || read_request_line(line, out) < 0)
		return -1;
	do {
		if (link_line(&session->link, line, SESSION_LINE) < 0)
			return -1;
		read_header(line, out);
	} while (line[0] != '\0');
	body = mem_alloc(out->length + 1);
	status = link_exactly(&session->link, body, out->length);
	free(body);
	return status;
}

static void note(struct session *session, const struct request *request)
{
	char *line = mem_printf("%s %s://%s%s", request->method,
		session->link.ssl != NULL ? "https" : "http", request->host, request->target);

	link_note_request(&session->link, line);
	free(line);
}

/* ---- the answer ------------------------------------------------------------------------ */

/* WANTED is "/path?query", "METHOD /path" or "*". */
static bool matches(const char *wanted, const struct request *request)
{
	size_t length = strlen(request->method);

	if (strcmp(wanted, "*") == 0)
		return true;
	if (wanted[0] != '/') {
		if (strncmp(wanted, request->method, length) != 0 || wanted[length] != ' ')
			return false;
		wanted += length + 1;
	}
	length = strlen(wanted);
	return strncmp(wanted, request->target, length) == 0 && (request->target[length] == '\0' ||
		(request->target[length] == '?' && strchr(wanted, '?') == NULL));
}

/* The first that fits, but "*" only when nothing else does. */
static const struct web_reply *find_reply(const struct port *port, const struct request *request)
{
	const struct web_reply *reply, *rest = &not_there;

	for (reply = port->web; reply != NULL; reply = reply->next) {
		if (strcmp(reply->request, "*") == 0)
			rest = reply;
		else if (matches(reply->request, request))
			return reply;
	}
	return rest;
}

static bool has_header(const struct web_reply *reply, const char *name)
{
	size_t i;

	for (i = 0; reply->header_names != NULL && reply->header_names[i] != NULL; i++)
		if (strcasecmp(reply->header_names[i], name) == 0)
			return true;
	return false;
}

/* What the file says of a header goes before what is usual; "" leaves it out. */
static void add_usual(struct buf *head, const struct web_reply *reply, const char *name,
	const char *value)
{
	if (value[0] != '\0' && !has_header(reply, name))
		buf_printf(head, "%s: %s\r\n", name, value);
}

static void add_date(struct buf *head, const struct web_reply *reply, int offset)
{
	time_t now = time(NULL) + offset;
	struct tm parts;
	char text[64];

	gmtime_r(&now, &parts);
	strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
	add_usual(head, reply, "Date", text);
}

static void write_head(struct buf *head, const struct session *session,
	const struct web_reply *reply)
{
	char length[32] = "";
	size_t i;

	if (!reply->flood)
		snprintf(length, sizeof length, "%zu", reply->body_length * reply->repeat);
	buf_printf(head, "HTTP/1.1 %u Lab\r\n", reply->status);
	add_date(head, reply, session->port->date_offset);
	add_usual(head, reply, "Content-Type", reply->type);
	add_usual(head, reply, "Content-Length", length);
	add_usual(head, reply, "Connection", "close");
	for (i = 0; reply->header_names != NULL && reply->header_names[i] != NULL; i++)
		if (reply->header_values[i][0] != '\0')
			buf_printf(head, "%s: %s\r\n", reply->header_names[i],
				reply->header_values[i]);
}

static int send_filler(struct session *session, unsigned kib)
{
	char block[1024];

	if (kib == 0)
		return 0;
	memset(block, 'A', sizeof block);
	if (link_send(&session->link, "X-Filler: ", 10) < 0)
		return -1;
	for (; kib > 0; kib--)
		if (link_send(&session->link, block, sizeof block) < 0)
			return -1;
	return link_send(&session->link, "\r\n", 2);
}

static int send_body(struct session *session, const struct web_reply *reply)
{
	struct buf body;
	unsigned left;
	int status = 0;

	buf_init(&body, reply->body_length + 1);
	buf_add(&body, reply->body, reply->body_length);
	for (left = reply->repeat; left > 0 && status == 0; left--)
		status = session_send(session, &body, reply->drip_ms);
	buf_done(&body);
	return status == 0 && reply->flood ? session_flood(session) : status;
}

static int send_reply(struct session *session, const struct web_reply *reply)
{
	struct buf head;
	int status;

	usleep(reply->delay_ms * 1000);
	buf_init(&head, HEAD_MAX);
	write_head(&head, session, reply);
	status = session_send(session, &head, reply->drip_ms);
	buf_done(&head);
	if (status < 0 || send_filler(session, reply->header_kib) < 0 ||
	    link_send(&session->link, "\r\n", 2) < 0)
		return -1;
	return send_body(session, reply);
}

static void serve_request(struct session *session)
{
	char *line = mem_alloc(SESSION_LINE);
	struct request *request = mem_alloc(sizeof *request);
	const struct web_reply *reply;

	if (read_request(session, line, request) == 0) {
		note(session, request);
		reply = find_reply(session->port, request);
		if (send_reply(session, reply) == 0)
			session_end(session, reply->end == REPLY_GOES_ON ? REPLY_CLOSES : reply->end);
	}
	free(request);
	free(line);
}

/* TLS for a server that speaks plain HTTP: a request like any that makes no sense. */
static bool is_handshake(const struct session *session)
{
	unsigned char first = 0;

	return session->link.ssl == NULL &&
		recv(session->link.fd, &first, 1, MSG_PEEK) == 1 && first == 0x16;
}

static void refuse_handshake(struct session *session)
{
	static const char words[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";

	link_swallow_hello(&session->link);
	if (link_send(&session->link, words, strlen(words)) == 0)
		session_end(session, REPLY_CLOSES);
}

void http_serve(struct session *session)
{
	if (is_handshake(session)) {
		refuse_handshake(session);
		return;
	}
	serve_request(session);
}
