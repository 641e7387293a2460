/* SPDX-License-Identifier: MIT
 *
 * The built-in POP3 dialogue (RFC 1939, 2449, 2595, 5034).
 */
#include <stdio.h>
#include <string.h>

#include "login.h"
#include "session.h"

static int say_capabilities(struct session *session)
{
	bool with_starttls;
	const char *const *words = session_capabilities(session, &with_starttls);
	size_t i;

	if (session_say(session, "+OK") < 0)
		return -1;
	for (i = 0; words[i] != NULL; i++)
		if (session_say(session, words[i]) < 0)
			return -1;
	return session_say(session, with_starttls ? "STLS\n." : ".");
}

static int authenticate(struct session *session, const char *arguments)
{
	char mechanism[32] = "";
	const char *initial = NULL;
	int used = 0, status;

	if (sscanf(arguments, " %31s%n", mechanism, &used) == 1 && arguments[used] == ' ')
		initial = arguments + used + 1;
	if (initial != NULL && strcmp(initial, "=") == 0)
		initial = "";
	login_count(session);
	status = login_sasl(session, mechanism, initial, "+ ");
	return status <= 0 ? status : session_say(session, "-ERR Unsupported authentication mechanism.");
}

static const char *argument(const char *line)
{
	const char *space = strchr(line, ' ');

	return space == NULL ? "" : space + 1;
}

int pop3_command(struct session *session, const char *line)
{
	int scripted;

	if (session_is(line, "PASS"))
		login_count(session);
	if (session_is(line, "STLS") && session->link.ssl == NULL && session->port->starttls)
		return session_starttls(session, line, "+OK Begin TLS negotiation now.");
	scripted = session_scripted(session, line);
	if (scripted != 0)
		return scripted < 0 ? -1 : 0;
	if (session_is(line, "CAPA"))
		return say_capabilities(session);
	if (session_is(line, "USER")) {
		snprintf(session->user, sizeof session->user, "%s", argument(line));
		return session_say(session, "+OK");
	}
	if (session_is(line, "PASS"))
		return session_judge_login(session,
			login_matches(session, session->user, argument(line)));
	if (session_is(line, "AUTH"))
		return authenticate(session, line + 4);
	if (session_is(line, "STAT") && session->logged_in)
		return session_say(session, "+OK 3 4711");
	if (session_is(line, "NOOP"))
		return session_say(session, "+OK");
	if (session_is(line, "QUIT")) {
		session_say(session, "+OK Logging out.");
		link_close_politely(&session->link);
		return -1;
	}
	return session_say(session, "-ERR Unknown command.");
}
