/* SPDX-License-Identifier: MIT
 *
 * The built-in IMAP dialogue (RFC 9051, RFC 3501).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "login.h"
#include "session.h"

/* One argument: an atom, a quoted string or a literal, which goes on in what the
 * client sends next.  *REST moves behind it; REST_LINE keeps the line after a
 * literal.  0 or -1. */
static int take_argument(struct session *session, const char **rest, char *rest_line, char *out,
	size_t size)
{
	const char *text = *rest + strspn(*rest, " ");
	size_t length = 0;
	char *end;

	if (*text == '{') {
		length = strtoul(text + 1, &end, 10);
		if (length >= size || (*end != '+' &&
			session_say(session, "+ Ready for literal data") < 0) ||
		    link_exactly(&session->link, out, length) < 0 ||
		    link_line(&session->link, rest_line, SESSION_LINE) < 0)
			return -1;
		*rest = rest_line;
	} else if (*text == '"') {
		for (text++; *text != '"' && *text != '\0' && length + 1 < size; text++) {
			text += *text == '\\' && text[1] != '\0';
			out[length++] = *text;
		}
		*rest = text + (*text == '"');
	} else {
		for (; *text != ' ' && *text != '\0' && length + 1 < size; text++)
			out[length++] = *text;
		*rest = text;
	}
	out[length] = '\0';
	return 0;
}

static int log_in(struct session *session, const char *arguments)
{
	char user[1024], password[4096], *rest_line = malloc(SESSION_LINE);
	int status = -1;

	if (rest_line != NULL &&
	    take_argument(session, &arguments, rest_line, user, sizeof user) == 0 &&
	    take_argument(session, &arguments, rest_line, password, sizeof password) == 0)
		status = session_judge_login(session, login_matches(session, user, password));
	free(rest_line);
	return status;
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
	status = login_sasl(session, mechanism, initial, "+ ");
	return status <= 0 ? status :
		session_say(session, "{tag} NO [ALERT] Unsupported authentication mechanism.");
}

static int open_inbox(struct session *session)
{
	static const char *const lines[] = {
		"* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)", "* 3 EXISTS", "* 0 RECENT",
		"* OK [UIDVALIDITY 1700000000] UIDs valid", "* OK [UIDNEXT 4] Predicted next UID",
		"{tag} OK [READ-ONLY] Examine completed."
	};
	size_t i;

	if (!session->logged_in)
		return session_say(session, "{tag} BAD Not logged in");
	for (i = 0; i < sizeof lines / sizeof lines[0]; i++)
		if (session_say(session, lines[i]) < 0)
			return -1;
	return 0;
}

/* The part of LINE behind the tag. */
static const char *split_tag(struct session *session, const char *line)
{
	size_t length = strcspn(line, " ");

	snprintf(session->tag, sizeof session->tag, "%.*s", (int)length, line);
	return line + length + (line[length] == ' ');
}

int imap_command(struct session *session, const char *line)
{
	const char *command = split_tag(session, line);
	int scripted;

	if (session_is(command, "LOGIN|AUTHENTICATE"))
		login_count(session);
	if (session_is(command, "STARTTLS") && session->link.ssl == NULL && session->port->starttls)
		return session_starttls(session, command, "{tag} OK Begin TLS negotiation now.");
	scripted = session_scripted(session, command);
	if (scripted != 0)
		return scripted < 0 ? -1 : 0;
	if (session_is(command, "CAPABILITY"))
		return session_say(session, "* CAPABILITY {capability}\n{tag} OK Capability completed");
	if (session_is(command, "LOGIN"))
		return log_in(session, command + 5);
	if (session_is(command, "AUTHENTICATE"))
		return authenticate(session, command + 12);
	if (session_is(command, "SELECT|EXAMINE"))
		return open_inbox(session);
	if (session_is(command, "ID") && session_say(session, "* ID NIL") < 0)
		return -1;
	if (session_is(command, "NOOP|ID|CLOSE|UNSELECT"))
		return session_say(session, "{tag} OK Completed");
	if (session_is(command, "LOGOUT")) {
		session_say(session, "* BYE Logging out\n{tag} OK Logout completed.");
		link_close_politely(&session->link);
		return -1;
	}
	return session_say(session, "{tag} BAD Error in IMAP command");
}
