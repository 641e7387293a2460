/* SPDX-License-Identifier: MIT
 *
 * The login inside a dialogue: one attempt, by SASL where it is offered, else
 * by the protocol's own command.
 */
#include <stdio.h>
#include <string.h>

#include "dialect.h"

/* No exchange here takes more than four; a server that asks on and on is not
 * going to judge. */
#define ROUNDS_MAX 8
#define USERNAME_MAX 4096
#define MESSAGE_MAX (SECRET_MAX + 2 * USERNAME_MAX) /* one SASL message, raw */
#define BASE64_MAX (MESSAGE_MAX / 3 * 4 + 4)

static bool offers(const void *arg, const char *mechanism)
{
	const struct dialogue *dialogue = arg;
	char word[64];

	snprintf(word, sizeof word, "%s%s", dialogue->dialect->sasl_capability, mechanism);
	return endpoint_offers(dialogue->endpoint, word);
}

const char *login_mechanism(const struct dialogue *dialogue)
{
	const struct dialogue_options *options = &dialogue->options;
	const char *mechanism;

	if (options->secret == NULL || options->username == NULL || dialogue->preauthenticated)
		return NULL;
	mechanism = sasl_choose(options->secret_is_token, offers, dialogue);
	if (mechanism == NULL && !options->secret_is_token && dialogue->dialect->native_login != NULL)
		mechanism = dialogue->dialect->native_login(dialogue);
	return mechanism;
}

/* The client's next message, in base64, appended to OUT. */
static int next_message(struct dialogue *dialogue, const char *challenge, size_t length,
	struct buf *out)
{
	struct buf raw;
	int status;

	buf_init(&raw, MESSAGE_MAX);
	status = sasl_step(dialogue->sasl, challenge, length, &raw);
	if (status == 0)
		status = sasl_base64(buf_text(&raw), raw.length, out);
	dialogue_wipe(&raw);
	return status;
}

/* RFC 4954 section 4, RFC 9051 section 6.2.2, RFC 5034 section 4. */
static enum dialogue_action cancel(struct dialogue *dialogue)
{
	dialogue->cancelled = true;
	dialogue->endpoint->login.cancelled = dialogue->sasl != NULL && !sasl_told_all(dialogue->sasl);
	transcript_say(dialogue, "*");
	return dialogue_sent(dialogue);
}

static enum dialogue_action send_held(struct dialogue *dialogue, const char *prefix)
{
	dialogue->message_sent = true;
	transcript_say_secret(dialogue, prefix, buf_text(&dialogue->held), dialogue->held.length);
	dialogue_wipe(&dialogue->held);
	return dialogue_sent(dialogue);
}

static enum dialogue_action start_sasl(struct dialogue *dialogue)
{
	const char *line = dialogue->dialect->authenticate(dialogue);
	char prefix[64];

	dialogue->step = dialogue->endpoint->step = STEP_LOGIN;
	if (sasl_client_first(dialogue->sasl) && next_message(dialogue, NULL, 0, &dialogue->held) < 0) {
		dialogue->endpoint->login.bar = BAR_SECRET_UNFIT;
		return dialogue_enter(dialogue, STEP_QUIT);
	}
	dialogue->endpoint->login.outcome = LOGIN_INTERRUPTED; /* until it is judged */
	if (dialogue->held.length > 0 && strlen(line) + 1 + dialogue->held.length <=
			dialogue->dialect->initial_max(dialogue)) {
		snprintf(prefix, sizeof prefix, "%s ", line);
		return send_held(dialogue, prefix);
	}
	transcript_say(dialogue, "%s", line);
	return dialogue_sent(dialogue);
}

static bool secret_fits(struct dialogue *dialogue)
{
	const struct dialogue_options *options = &dialogue->options;
	const struct mail_service *service = &dialogue->endpoint->service;

	if (strlen(options->username) > USERNAME_MAX)
		return false;
	if (dialogue->dialect->native_login != NULL &&
			dialogue->mechanism == dialogue->dialect->native_login(dialogue))
		return dialogue->dialect->native_fits(dialogue);
	dialogue->sasl = sasl_new(dialogue->mechanism, options->username, options->secret,
		service->host, service->port);
	return dialogue->sasl != NULL;
}

enum dialogue_action login_start(struct dialogue *dialogue)
{
	struct login_fact *login = &dialogue->endpoint->login;

	dialogue->login_begun = true;
	buf_init(&dialogue->held, BASE64_MAX);
	dialogue->mechanism = login_mechanism(dialogue);
	if (dialogue->mechanism == NULL) {
		login->bar = BAR_NO_MECHANISM;
		return dialogue_enter(dialogue, STEP_QUIT);
	}
	login->mechanism = dialogue->mechanism;
	if (!secret_fits(dialogue)) {
		login->bar = BAR_SECRET_UNFIT;
		return dialogue_enter(dialogue, STEP_QUIT);
	}
	if (dialogue->sasl != NULL)
		return start_sasl(dialogue);
	login->outcome = LOGIN_INTERRUPTED;
	return dialogue_enter(dialogue, STEP_LOGIN);
}

/* Only the token mechanisms are asked again after their one message, and what
 * they are asked is why they failed (RFC 7628 section 3.2.2). */
static void keep_error_challenge(struct dialogue *dialogue, const char *bytes, size_t length)
{
	if (dialogue->message_sent && dialogue->options.secret_is_token && length > 0)
		dialogue->endpoint->login.challenge = transcript_keep(dialogue, bytes, length);
}

static enum dialogue_action answer(struct dialogue *dialogue, const char *text)
{
	const char *encoded = dialogue->dialect->challenge(text);
	struct buf challenge, message;
	enum dialogue_action action;
	bool readable;

	buf_init(&challenge, DIALOGUE_REPLY_MAX);
	buf_init(&message, BASE64_MAX);
	readable = sasl_unbase64(encoded, &challenge) == 0;
	if (readable)
		keep_error_challenge(dialogue, buf_text(&challenge), challenge.length);
	else
		keep_error_challenge(dialogue, encoded, strlen(encoded));
	/* Prompts for people are not always encoded, and nothing hangs on them. */
	if ((!readable && sasl_reads_challenge(dialogue->sasl)) || next_message(dialogue,
			buf_text(&challenge), challenge.length, &message) < 0)
		action = cancel(dialogue);
	else {
		dialogue->message_sent = true;
		if (message.length > 0)
			transcript_say_secret(dialogue, "", buf_text(&message), message.length);
		else
			transcript_say(dialogue, "%s", "");
		action = dialogue_sent(dialogue);
	}
	dialogue_wipe(&challenge);
	dialogue_wipe(&message);
	return action;
}

enum dialogue_action login_continue(struct dialogue *dialogue, const char *text,
	const struct reply_fact *reply)
{
	if (dialogue->cancelled || ++dialogue->rounds > ROUNDS_MAX)
		return dialogue_finish(dialogue, END_REPLY);
	if (dialogue->sasl == NULL) {
		if (!dialogue->dialect->more(dialogue, reply) || !dialogue->dialect->command(dialogue))
			return cancel(dialogue);
		return dialogue_sent(dialogue);
	}
	if (dialogue->held.length > 0)
		return send_held(dialogue, "");
	return answer(dialogue, text);
}

void login_judged(struct dialogue *dialogue, struct reply_fact *reply)
{
	struct login_fact *login = &dialogue->endpoint->login;

	login->reply = reply;
	login->outcome = reply->class == REPLY_OK ? LOGIN_OK : LOGIN_REFUSED;
}
