/* SPDX-License-Identifier: MIT */
#include "session.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "probes/mem.h"

#define SAY_MAX 65536

/* ---- talking -------------------------------------------------------------------- */

static void add_base64(struct buf *out, const char *text)
{
	size_t length = strlen(text);
	unsigned char *encoded = mem_alloc(length / 3 * 4 + 5);

	EVP_EncodeBlock(encoded, (const unsigned char *)text, (int)length);
	buf_puts(out, (const char *)encoded);
	free(encoded);
}

static void add_capabilities(const struct session *session, struct buf *out)
{
	bool with_starttls;
	const char *const *words = session_capabilities(session, &with_starttls);
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		buf_printf(out, "%s%s", i == 0 ? "" : " ", words[i]);
	if (with_starttls)
		buf_puts(out, " STARTTLS");
}

/* One placeholder at TEXT; how long it is, 0 if there is none. */
static size_t fill_in(const struct session *session, const char *text, struct buf *out)
{
	const char *secret = session->scenario->secret == NULL ? "" : session->scenario->secret;
	const struct {
		const char *name, *value;
	} known[] = {
		{ "{tag}", session->tag }, { "{host}", session->port->host->name },
		{ "{user}", session->scenario->user }, { "{secret}", secret },
	};
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strncmp(text, known[i].name, strlen(known[i].name)) == 0) {
			buf_puts(out, known[i].value);
			return strlen(known[i].name);
		}
	if (strncmp(text, "{capability}", 12) == 0) {
		add_capabilities(session, out);
		return 12;
	}
	if (strncmp(text, "{secret64}", 10) != 0)
		return 0;
	add_base64(out, secret);
	return 10;
}

/* LINE_BREAK stands for a line break in TEXT. */
static void expand(const struct session *session, const char *text, const char *line_break,
	struct buf *out)
{
	size_t used;

	while (*text != '\0') {
		used = *text == '{' ? fill_in(session, text, out) : 0;
		if (used == 0) {
			if (*text == '\n')
				buf_puts(out, line_break);
			else
				buf_add(out, text, 1);
			used = 1;
		}
		text += used;
	}
}

static void expand_line(const struct session *session, const char *text, struct buf *out)
{
	expand(session, text, "\r\n", out);
	buf_puts(out, "\r\n");
}

int session_say(struct session *session, const char *line)
{
	struct buf out;
	int status;

	buf_init(&out, SAY_MAX);
	expand_line(session, line, &out);
	status = link_send(&session->link, out.data, out.length);
	buf_done(&out);
	return status;
}

int session_send(struct session *session, const struct buf *bytes, unsigned drip_ms)
{
	size_t i;

	if (drip_ms == 0)
		return bytes->length == 0 ? 0 : link_send(&session->link, bytes->data, bytes->length);
	for (i = 0; i < bytes->length; i++) {
		if (link_send(&session->link, bytes->data + i, 1) < 0)
			return -1;
		usleep(drip_ms * 1000);
	}
	return 0;
}

int session_flood(struct session *session)
{
	char block[4096];

	memset(block, 'A', sizeof block);
	while (link_send(&session->link, block, sizeof block) == 0)
		;
	return -1;
}

int session_end(struct session *session, enum reply_end end)
{
	switch (end) {
	case REPLY_GOES_ON:
		return 0;
	case REPLY_CLOSES:
		link_close_politely(&session->link);
		break;
	case REPLY_RESETS:
		link_reset(&session->link);
		break;
	case REPLY_FALLS_SILENT:
		link_drain(&session->link);
		break;
	}
	return -1;
}

int session_reply(struct session *session, const struct reply *reply)
{
	struct buf out;
	size_t i;
	int status;

	buf_init(&out, SAY_MAX);
	for (i = 0; i < reply->line_count; i++)
		expand_line(session, reply->lines[i], &out);
	if (reply->append != NULL)
		expand(session, reply->append, "\n", &out);
	if (reply->byte_count > 0)
		buf_add(&out, reply->bytes, reply->byte_count);
	usleep(reply->delay_ms * 1000);
	status = session_send(session, &out, reply->drip_ms);
	buf_done(&out);
	if (status == 0 && reply->flood)
		status = session_flood(session);
	return status < 0 ? -1 : session_end(session, reply->end);
}

/* ---- the script ------------------------------------------------------------------- */

bool session_is(const char *line, const char *verbs)
{
	size_t length;

	while (*verbs != '\0') {
		length = strcspn(verbs, "|");
		if (strncasecmp(line, verbs, length) == 0 &&
		    (line[length] == '\0' || line[length] == ' '))
			return true;
		verbs += length;
		verbs += *verbs == '|';
	}
	return false;
}

static const struct reply *find_reply(const struct session *session, const char *line)
{
	const struct reply *reply;

	for (reply = session->port->replies; reply != NULL; reply = reply->next)
		if (session_is(line, reply->command))
			return reply;
	return NULL;
}

int session_scripted(struct session *session, const char *line)
{
	const struct reply *reply = find_reply(session, line);

	if (reply == NULL)
		return 0;
	return session_reply(session, reply) < 0 ? -1 : 1;
}

const char *const *session_capabilities(const struct session *session, bool *with_starttls)
{
	const struct port *port = session->port;

	*with_starttls = false;
	if (session->link.ssl != NULL)
		return port->capabilities_tls != NULL ?
			(const char *const *)port->capabilities_tls : session->voice->capabilities_tls;
	if (port->capabilities != NULL)
		return (const char *const *)port->capabilities;
	*with_starttls = port->starttls;
	return session->voice->capabilities;
}

int session_judge_login(struct session *session, bool accepted)
{
	const struct reply *reply = session->port->login;
	const char *first;

	if (reply == NULL) {
		session->logged_in = accepted;
		return session_say(session, accepted ? session->voice->accepted :
			session->voice->refused);
	}
	first = reply->line_count == 0 ? "" : reply->lines[reply->line_count - 1];
	session->logged_in = first[0] == '2' || strncmp(first, "+OK", 3) == 0 ||
		strncmp(first, "{tag} OK", 8) == 0;
	return session_reply(session, reply);
}

/* ---- TLS --------------------------------------------------------------------------- */

static int shake_hands(struct session *session)
{
	char alert[] = { 0x15, 3, 3, 0, 2, 2, (char)session->port->alert };

	switch (session->port->fault) {
	case FAULT_TLS_CLOSE:
		link_swallow_hello(&session->link);
		return session_end(session, REPLY_CLOSES);
	case FAULT_TLS_RESET:
		link_swallow_hello(&session->link);
		return session_end(session, REPLY_RESETS);
	case FAULT_TLS_ALERT:
		link_swallow_hello(&session->link);
		link_send(&session->link, alert, sizeof alert);
		return session_end(session, REPLY_CLOSES);
	case FAULT_NONE:
	case FAULT_REFUSE:
	case FAULT_BLACKHOLE:
	case FAULT_RESET:
	case FAULT_CLOSE:
	case FAULT_SILENT:
		break;
	}
	if (link_start_tls(&session->link, session->tls) == 0)
		return 0;
	return session_end(session, REPLY_CLOSES);
}

static bool is_go_ahead(const struct reply *reply)
{
	const char *line = reply->line_count == 0 ? "" : reply->lines[reply->line_count - 1];

	return line[0] == '2' || strncmp(line, "+OK", 3) == 0 || strncmp(line, "{tag} OK", 8) == 0;
}

int session_starttls(struct session *session, const char *line, const char *go_ahead)
{
	const struct reply *reply = find_reply(session, line);

	if (reply != NULL) {
		if (session_reply(session, reply) < 0)
			return -1;
		return is_go_ahead(reply) ? shake_hands(session) : 0;
	}
	return session_say(session, go_ahead) < 0 ? -1 : shake_hands(session);
}

/* ---- the connection ------------------------------------------------------------------ */

/* 1: the fault was all there is to it. */
static int play_fault(struct session *session)
{
	switch (session->port->fault) {
	case FAULT_RESET:
		session_end(session, REPLY_RESETS);
		return 1;
	case FAULT_CLOSE:
		session_end(session, REPLY_CLOSES);
		return 1;
	case FAULT_SILENT:
		session_end(session, REPLY_FALLS_SILENT);
		return 1;
	case FAULT_NONE:
	case FAULT_REFUSE:
	case FAULT_BLACKHOLE:
	case FAULT_TLS_CLOSE:
	case FAULT_TLS_RESET:
	case FAULT_TLS_ALERT:
		break;
	}
	return 0;
}

static int answer(struct session *session, const char *line)
{
	switch (session->port->protocol) {
	case LAB_IMAP:
		return imap_command(session, line);
	case LAB_POP3:
		return pop3_command(session, line);
	case LAB_SMTP:
	case LAB_HTTP:
		break;
	}
	return smtp_command(session, line);
}

void session_play(struct session *session)
{
	char *line;

	if (play_fault(session) || (session->port->tls && shake_hands(session) < 0))
		return;
	if (session->port->protocol == LAB_HTTP) {
		http_serve(session);
		return;
	}
	session->voice = &session->port->software->voices[session->port->protocol];
	if ((session->port->greeting == NULL ? session_say(session, session->voice->greeting) :
		session_reply(session, session->port->greeting)) < 0)
		return;
	line = mem_alloc(SESSION_LINE);
	while (link_line(&session->link, line, SESSION_LINE) == 0 && answer(session, line) == 0)
		;
	free(line);
}
