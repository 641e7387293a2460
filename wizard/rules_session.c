/* SPDX-License-Identifier: MIT
 *
 * How a session ended when nothing before says why: the server's last words, a
 * lost connection, silence, a broken reply, or our own time limit.
 */
#include <string.h>

#include "language.h"
#include "rules.h"

static const struct reply_fact *last_reply(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *reply, *last = NULL;

	for (reply = endpoint->replies; reply != NULL; reply = reply->next)
		last = reply;
	return last;
}

static const char *step_words(enum step step)
{
	switch (step) {
	case STEP_RESOLVE:
		return _("while the name was looked up");
	case STEP_CONNECT:
		return _("while connecting");
	case STEP_TLS:
		return _("during the TLS handshake");
	case STEP_GREETING:
		return _("before its greeting was complete");
	case STEP_HELLO:
	case STEP_HELO:
	case STEP_HELLO_SECURE:
		return _("after we asked what it can do");
	case STEP_STARTTLS:
		return _("after we asked for encryption");
	case STEP_LOGIN:
		return _("during the login");
	case STEP_PROOF:
		return _("after the login, when the mailbox was opened");
	case STEP_MAIL:
	case STEP_RCPT:
	case STEP_DATA:
		return _("during the test message");
	case STEP_RESET:
	case STEP_QUIT:
	case STEP_DONE:
		break;
	}
	return _("at the end of the session");
}

static void quote_last(struct inquiry *inquiry, struct verdict_case *found,
	const struct endpoint_fact *endpoint)
{
	const struct reply_fact *reply = last_reply(endpoint);

	if (endpoint->partial != NULL)
		verdict_quote(inquiry, found, "server", endpoint->partial);
	if (reply != NULL)
		verdict_quote(inquiry, found, "server", reply->text);
	else
		verdict_quote_connects(inquiry, found, endpoint);
}

static void malformed(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *reply;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		reply = last_reply(endpoint);
		/* A reply that was cut off is kept as malformed too; the cut is the news. */
		if (endpoint->end != END_FLOOD && (reply == NULL ||
			reply->class != REPLY_MALFORMED || endpoint->end != END_REPLY))
			continue;
		found = verdict_add(inquiry, "protocol.malformed-reply", endpoint,
			endpoint->end == END_FLOOD ? _("%s sent more than any reply may hold %s.") :
			_("%s sent something that is no reply of its protocol %s."),
			endpoint_where(inquiry, endpoint), step_words(endpoint->step));
		quote_last(inquiry, found, endpoint);
	}
}

/* The server ended it in words that no rule before has judged. */
static void last_words(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *reply;
	struct verdict_case *found;
	const char *code;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		reply = last_reply(endpoint);
		if (!reply_is_negative(reply))
			continue;
		code = endpoint_step_code(inquiry, endpoint, reply);
		if (code == NULL)
			code = reply->class == REPLY_PERMANENT ? "protocol.command-unknown" :
				"protocol.temporary-failure";
		found = verdict_add(inquiry, code, endpoint, _("%s ended the session %s."),
			endpoint_where(inquiry, endpoint), step_words(endpoint->step));
		verdict_quote(inquiry, found, "server", reply->text);
	}
}

static void connection_lost(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (!endpoint->connected ||
		    (endpoint->end != END_CLOSED && endpoint->end != END_RESET))
			continue;
		found = verdict_add(inquiry, "net.connection-lost", endpoint,
			_("The connection to %s was %s %s."), endpoint_where(inquiry, endpoint),
			endpoint->end == END_RESET ? "reset" : _("closed without a word"),
			step_words(endpoint->step));
		quote_last(inquiry, found, endpoint);
	}
}

static void no_reply(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (!endpoint->connected || endpoint->end != END_TIMEOUT)
			continue;
		found = verdict_add(inquiry, endpoint->step == STEP_GREETING ?
			"protocol.no-greeting" : "protocol.no-reply", endpoint,
			endpoint->silent_bytes ? _("%s began a reply %s, and never finished it.") :
			_("%s fell silent %s."), endpoint_where(inquiry, endpoint),
			step_words(endpoint->step));
		quote_last(inquiry, found, endpoint);
	}
}

/* Was ENDPOINT still of use when the deadline struck?  One that waits for a yes,
 * or stands aside for another, did not need more time. */
static bool was_cut_short(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	if (endpoint->role != ROLE_CANDIDATE || !endpoint->wanted ||
	    !inquiry->broken[endpoint->service.protocol] || !inquiry_open(inquiry, endpoint))
		return false;
	return !endpoint->ready || endpoint->login.bar == BAR_NONE ||
		endpoint->login.bar == BAR_NOT_REACHED;
}

/* What was still going on when the run's own deadline struck. */
static void time_limit(struct inquiry *inquiry)
{
	unsigned limit = (inquiry->evidence->elapsed_ms + 500) / 1000;
	const struct endpoint_fact *endpoint;
	struct verdict_case *found;

	if (!inquiry->evidence->timed_out)
		return;
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (!was_cut_short(inquiry, endpoint))
			continue;
		found = verdict_add(inquiry, "local.time-limit", endpoint,
			_("The run ended at its time limit of %u s %s at %s."), limit,
			step_words(endpoint->step), endpoint_where(inquiry, endpoint));
		quote_last(inquiry, found, endpoint);
	}
	if (inquiry->evidence->endpoints == NULL && inquiry->cases == NULL) {
		found = verdict_add_run(inquiry, "local.time-limit", 0, WEIGHT_FAULT,
			_("The run ended at its time limit of %u s before any mail server was known."), limit);
		verdict_quote(inquiry, found, "local", _("no settings arrived in time"));
	}
}

/* Whatever is left: a service that failed is never passed over in silence. */
static void unexplained(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		found = verdict_add(inquiry,
			endpoint->connected ? "protocol.temporary-failure" : "net.unreachable", endpoint,
			_("%s could not be used: the session ended %s."), endpoint_where(inquiry, endpoint),
			step_words(endpoint->step));
		quote_last(inquiry, found, endpoint);
	}
}

const struct rule rules_session[] = {
	{ "protocol.malformed-reply", malformed, NULL },
	{ "protocol.temporary-failure", last_words, NULL },
	{ "net.connection-lost", connection_lost, NULL },
	{ "protocol.no-reply", no_reply, NULL },
	{ "local.time-limit", time_limit, EXPLAINS("config.autoconfig-missing") },
	{ "net.unreachable", unexplained, NULL },
	{ NULL, NULL, NULL }
};
