/* SPDX-License-Identifier: MIT
 *
 * A mail session as a server plays it: the script of the port comes first, the
 * built-in dialogue of the protocol answers the rest.
 *
 * Functions that talk give 0, or -1 when the session is over.
 */
#ifndef MAILGUIDE_LAB_SESSION_H
#define MAILGUIDE_LAB_SESSION_H

#include <openssl/ssl.h>
#include <stdbool.h>

#include "link.h"
#include "scenario.h"
#include "software.h"

#define SESSION_LINE 16384

struct session {
	const struct scenario *scenario;
	const struct port *port;
	const struct software_voice *voice;
	SSL_CTX *tls;
	struct link link;
	char tag[64];       /* of the IMAP command at hand */
	char user[512];     /* POP3 USER */
	bool logged_in;
};

/* The whole connection, from the first byte to the last. */
void session_play(struct session *session);

/* Sends one line with CR LF; {tag}, {host}, {user}, {secret}, {secret64} and
 * {capability} (the words of the moment) are filled in, and a line break inside makes two lines. */
int session_say(struct session *session, const char *line);
int session_reply(struct session *session, const struct reply *reply);
/* BYTES, with a pause of DRIP_MS after each when that is not 0. */
int session_send(struct session *session, const struct buf *bytes, unsigned drip_ms);
/* Bytes without end; gives -1 when the peer had enough. */
int session_flood(struct session *session);
int session_end(struct session *session, enum reply_end end);
/* Answers LINE from the port's script: 1 if there is something scripted for it, 0
 * if not, -1 when the session is over. */
int session_scripted(struct session *session, const char *line);
/* Is LINE the command VERB, alone or with arguments?  Any of "A|B". */
bool session_is(const char *line, const char *verbs);
/* What the server lists at this moment, NULL-terminated; WITH_STARTTLS says that
 * the upgrade belongs to it. */
const char *const *session_capabilities(const struct session *session, bool *with_starttls);
/* STARTTLS or STLS: answers GO_AHEAD (or what the script says) and shakes hands. */
int session_starttls(struct session *session, const char *line, const char *go_ahead);
/* The judgement on credentials: the script's words, or the software's. */
int session_judge_login(struct session *session, bool accepted);

/* The built-in dialogues: one command each. */
int smtp_command(struct session *session, const char *line);
int imap_command(struct session *session, const char *line);
int pop3_command(struct session *session, const char *line);

/* One request and its answer (http.c). */
void http_serve(struct session *session);

#endif
