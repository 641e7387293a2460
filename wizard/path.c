/* SPDX-License-Identifier: MIT */
#include "path.h"

#include <string.h>

#include "language.h"
#include "words.h"

const char *link_state_words(enum link_state state)
{
	static const char *const words[] = { N_("fine"), N_("fine, with a warning"), N_("broken"),
		N_("not reached"), N_("not tried") };

	return language_of(words[state]);
}

/* ---- the endpoint that stands for a service ----------------------------------------------- */

/* How far ENDPOINT got; a login that was judged counts most, since that is what
 * was asked for. */
static unsigned reach(const struct endpoint_fact *endpoint)
{
	if (endpoint->login.outcome == LOGIN_OK)
		return endpoint->proved ? 7 : 6;
	if (endpoint->login.outcome != LOGIN_NOT_TRIED)
		return 5;
	if (endpoint->ready)
		return endpoint->login.bar == BAR_OTHER_ENDPOINT ? 3 : 4;
	if (endpoint->tls.outcome == TLS_OK || endpoint->greeted)
		return 2;
	return endpoint->connected ? 1 : 0;
}

static const struct endpoint_fact *farthest(const struct evidence *evidence,
	enum mail_protocol protocol)
{
	const struct endpoint_fact *best = NULL, *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE || endpoint->service.protocol != protocol)
			continue;
		if (best == NULL || reach(endpoint) > reach(best) ||
				(reach(endpoint) == reach(best) && endpoint->rank < best->rank))
			best = endpoint;
	}
	return best;
}

/* ---- where it broke -------------------------------------------------------------------------- */

/* The stop that a session which ended at STEP did not get to. */
static enum path_stop stop_of_step(const struct endpoint_fact *endpoint)
{
	bool from_start = endpoint->service.security == MAIL_TLS;

	switch (endpoint->step) {
	case STEP_RESOLVE:
		return STOP_DNS;
	case STEP_CONNECT:
		return STOP_PORT;
	case STEP_TLS:
		return STOP_TLS;
	case STEP_GREETING:
		/* What is silent or unwilling behind a plain port is the port itself. */
		return from_start ? STOP_LOGIN : STOP_PORT;
	case STEP_HELLO:
	case STEP_HELO:
	case STEP_STARTTLS:
		return endpoint->service.security == MAIL_STARTTLS ? STOP_TLS : STOP_LOGIN;
	case STEP_HELLO_SECURE:
	case STEP_LOGIN:
		return STOP_LOGIN;
	case STEP_PROOF:
	case STEP_MAIL:
	case STEP_RCPT:
	case STEP_DATA:
	case STEP_RESET:
	case STEP_QUIT:
	case STEP_DONE:
		break;
	}
	return STOP_MAILBOX;
}

/* Did the server refuse the test message? */
static bool test_refused(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *reply;

	for (reply = endpoint->replies; reply != NULL; reply = reply->next)
		if (reply->step >= STEP_MAIL && reply->step <= STEP_DATA &&
				reply->class != REPLY_OK && reply->class != REPLY_CONTINUE)
			return true;
	return false;
}

/* The first stop that was not got to; PATH_STOPS if all were. */
static unsigned end_of_way(const struct endpoint_fact *endpoint)
{
	if (endpoint->login.outcome == LOGIN_OK)
		return endpoint->proved && !test_refused(endpoint) ? PATH_STOPS : STOP_MAILBOX;
	if (endpoint->login.outcome != LOGIN_NOT_TRIED)
		return STOP_LOGIN;
	if (endpoint->end == END_UNRESOLVED)
		return STOP_DNS;
	if (!endpoint->connected)
		return endpoint->connects == NULL && endpoint->step == STEP_RESOLVE ? STOP_DNS : STOP_PORT;
	if (endpoint->tls.outcome != TLS_NOT_TRIED && !tls_is_trusted(&endpoint->tls))
		return STOP_TLS;
	if (endpoint->ready)
		return STOP_LOGIN;
	return stop_of_step(endpoint);
}

/* Was stopping there a choice, not a failure? */
static bool stopped_by_choice(const struct endpoint_fact *endpoint, unsigned stop)
{
	if (endpoint->login.outcome != LOGIN_NOT_TRIED)
		return false;
	switch (endpoint->login.bar) {
	case BAR_NOT_ASKED:
	case BAR_COUNTER_PROBE:
	case BAR_OTHER_ENDPOINT:
	case BAR_SOURCE:
	case BAR_HOST_REJECTED:
		return stop == STOP_LOGIN && endpoint->ready;
	case BAR_NONE:
		return (stop == STOP_LOGIN && endpoint->ready) || endpoint->end == END_NONE ||
			endpoint->end == END_CANCELLED;
	case BAR_NO_TLS:
	case BAR_TLS_UNTRUSTED:
	case BAR_INJECTED:
	case BAR_NO_MECHANISM:
	case BAR_SECRET_UNFIT:
		return false;
	case BAR_NOT_REACHED:
		break;
	}
	return endpoint->end == END_NONE || endpoint->end == END_CANCELLED;
}

/* ---- links that hold, but not well ----------------------------------------------------------- */

static const char *port_warning(struct arena *arena, const struct endpoint_fact *endpoint)
{
	const struct connect_fact *connect;
	unsigned failed = 0;

	for (connect = endpoint->connects; connect != NULL; connect = connect->next)
		failed += connect->outcome != CONNECT_OK && connect->outcome != CONNECT_ABANDONED;
	if (failed == 0)
		return "";
	return arena_printf(arena, ngettext("%u address does not answer",
		"%u addresses do not answer", failed), failed);
}

static const char *tls_warning(const struct endpoint_fact *endpoint)
{
	if (endpoint->service.security == MAIL_PLAIN)
		return _("not encrypted");
	return tls_is_trusted(&endpoint->tls) ? "" : _("certificate not trusted");
}

static void hold(struct path_link *link, const char *warning)
{
	link->state = warning[0] == '\0' ? LINK_FINE : LINK_WARNING;
	link->note = warning;
}

/* Why the way ends, without saying again that nothing was tried. */
static const char *reason(struct arena *arena, const struct endpoint_fact *endpoint)
{
	if (endpoint->proved)
		return _("test message refused");
	if (endpoint->ready && endpoint->login.outcome == LOGIN_NOT_TRIED)
		return words_bar(endpoint->login.bar);
	return words_stop(arena, endpoint);
}

static void follow(struct arena *arena, struct path *path)
{
	const struct endpoint_fact *endpoint = path->endpoint;
	unsigned end = end_of_way(endpoint), i;
	bool by_choice = stopped_by_choice(endpoint, end);
	bool no_channel = endpoint->login.bar == BAR_NO_TLS || endpoint->login.bar == BAR_INJECTED;

	if (end == STOP_LOGIN && no_channel && endpoint->login.outcome == LOGIN_NOT_TRIED)
		end = STOP_TLS;
	for (i = 0; i < PATH_STOPS; i++) {
		struct path_link *link = &path->links[i];

		link->note = "";
		if (i > end)
			link->state = by_choice ? LINK_NOT_TRIED : LINK_NOT_REACHED;
		else if (i == end) {
			link->state = by_choice ? LINK_NOT_TRIED : LINK_BROKEN;
			link->note = reason(arena, endpoint);
		} else if (i == STOP_PORT)
			hold(link, port_warning(arena, endpoint));
		else
			hold(link, i == STOP_TLS ? tls_warning(endpoint) : "");
	}
}

/* ---- the whole --------------------------------------------------------------------------------- */

static void name_links(struct arena *arena, struct path *path)
{
	struct path_link *links = path->links;

	links[STOP_DNS].name = "DNS";
	links[STOP_PORT].name = path->endpoint == NULL ? _("port") :
		arena_printf(arena, _("port %u"), (unsigned)path->endpoint->service.port);
	links[STOP_TLS].name = "TLS";
	links[STOP_LOGIN].name = _("login");
	links[STOP_MAILBOX].name = path->protocol == MAIL_SMTP ? _("sending") : _("mailbox");
}

/* No server is known: nothing in DNS or elsewhere named one. */
static void no_way(struct path *path)
{
	unsigned i;

	for (i = 0; i < PATH_STOPS; i++) {
		path->links[i].state = i == STOP_DNS ? LINK_BROKEN : LINK_NOT_REACHED;
		path->links[i].note = i == STOP_DNS ? _("no server is known") : "";
	}
}

struct path *path_find(struct arena *arena, const struct evidence *evidence)
{
	struct path *first = NULL, **last = &first, *path;
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		if (!evidence->wanted[protocol])
			continue;
		path = *last = arena_alloc(arena, sizeof *path);
		last = &path->next;
		path->protocol = (enum mail_protocol)protocol;
		path->endpoint = farthest(evidence, path->protocol);
		name_links(arena, path);
		if (path->endpoint != NULL)
			follow(arena, path);
		else
			no_way(path);
	}
	return first;
}
