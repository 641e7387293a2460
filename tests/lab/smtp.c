/* SPDX-License-Identifier: MIT
 *
 * The built-in SMTP dialogue (RFC 5321, 3207, 4954).
 */
#include <stdio.h>
#include <string.h>

#include "login.h"
#include "session.h"

static int say_hello(struct session *session)
{
	bool with_starttls;
	const char *const *words = session_capabilities(session, &with_starttls);
	char line[512];
	size_t i;

	if (words[0] == NULL && !with_starttls)
		return session_say(session, "250 {host}");
	if (session_say(session, "250-{host}") < 0)
		return -1;
	for (i = 0; words[i] != NULL; i++) {
		snprintf(line, sizeof line, "250%c%s",
			words[i + 1] == NULL && !with_starttls ? ' ' : '-', words[i]);
		if (session_say(session, line) < 0)
			return -1;
	}
	return with_starttls ? session_say(session, "250 STARTTLS") : 0;
}

/* "AUTH MECHANISM [initial]"; "=" is an empty initial response. */
static int authenticate(struct session *session, const char *line)
{
	char mechanism[32] = "";
	const char *initial = NULL;
	int used = 0, status;

	if (sscanf(line + 4, " %31s%n", mechanism, &used) == 1 && line[4 + used] == ' ')
		initial = line + 4 + used + 1;
	if (initial != NULL && strcmp(initial, "=") == 0)
		initial = "";
	status = login_sasl(session, mechanism, initial, "334 ");
	if (status <= 0)
		return status;
	return session_say(session, "504 5.5.4 Unrecognized authentication type");
}

static int take_message(struct session *session)
{
	char line[1024];

	if (session_say(session, "354 End data with <CR><LF>.<CR><LF>") < 0)
		return -1;
	do {
		if (link_line(&session->link, line, sizeof line) < 0)
			return -1;
	} while (strcmp(line, ".") != 0);
	return session_say(session, "250 2.0.0 Ok: queued as 4F1A2B3C4D");
}

int smtp_command(struct session *session, const char *line)
{
	int scripted;

	if (session_is(line, "AUTH"))
		login_count(session);
	if (session_is(line, "STARTTLS") && session->link.ssl == NULL && session->port->starttls)
		return session_starttls(session, line, "220 2.0.0 Ready to start TLS");
	scripted = session_scripted(session, line);
	if (scripted != 0)
		return scripted < 0 ? -1 : 0;
	if (session_is(line, "EHLO"))
		return say_hello(session);
	if (session_is(line, "HELO"))
		return session_say(session, "250 {host}");
	if (session_is(line, "AUTH"))
		return authenticate(session, line);
	if (session_is(line, "NOOP|RSET"))
		return session_say(session, "250 2.0.0 Ok");
	if (session_is(line, "MAIL") && !session->logged_in)
		return session_say(session, "530 5.7.0 Authentication required");
	if (session_is(line, "MAIL"))
		return session_say(session, "250 2.1.0 Ok");
	if (session_is(line, "RCPT"))
		return session_say(session, "250 2.1.5 Ok");
	if (session_is(line, "DATA"))
		return take_message(session);
	if (session_is(line, "QUIT")) {
		session_say(session, "221 2.0.0 Bye");
		link_close_politely(&session->link);
		return -1;
	}
	return session_say(session, "502 5.5.2 Error: command not recognized");
}
