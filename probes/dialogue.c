/* SPDX-License-Identifier: MIT */
#include "dialect.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define CAPABILITIES_MAX 512
#define LINES_MAX 2000
#define SHOWN_LINE_MAX 1024
#define INJECTED_MAX 512
#define OUTPUT_MAX 65536
#define REDACTED "<redacted>"

/* ---- talking ----------------------------------------------------------------------- */

static void show_line(struct dialogue *dialogue, enum transcript_kind kind, const char *text,
	size_t length)
{
	if (dialogue->lines++ >= LINES_MAX)
		return;
	if (length > SHOWN_LINE_MAX)
		length = SHOWN_LINE_MAX;
	endpoint_add_line(dialogue->evidence, dialogue->endpoint, kind, text, length)->at_ms =
		dialogue->now_ms;
}

void dialogue_say(struct dialogue *dialogue, const char *format, ...)
{
	va_list args;
	char *line;

	va_start(args, format);
	line = arena_vprintf(dialogue->evidence->arena, format, args);
	va_end(args);
	show_line(dialogue, LINE_CLIENT, line, strlen(line));
	buf_puts(&dialogue->out, line);
	buf_puts(&dialogue->out, "\r\n");
}

/* The line that is shown is made before the secret is touched. */
void dialogue_say_secret(struct dialogue *dialogue, const char *prefix, const char *secret,
	size_t length)
{
	char *shown = arena_printf(dialogue->evidence->arena, "%s" REDACTED, prefix);

	show_line(dialogue, LINE_SECRET, shown, strlen(shown));
	dialogue->out_secret = true;
	buf_puts(&dialogue->out, prefix);
	buf_add(&dialogue->out, secret, length);
	buf_puts(&dialogue->out, "\r\n");
	secret_truncate(dialogue->sent, 0);
	secret_add(dialogue->sent, secret, length);
}

void dialogue_add_capability(struct dialogue *dialogue, const char *text, size_t length)
{
	struct endpoint_fact *endpoint = dialogue->endpoint;

	if (endpoint->capabilities == NULL)
		endpoint->capabilities = arena_alloc(dialogue->evidence->arena,
			CAPABILITIES_MAX * sizeof *endpoint->capabilities);
	if (length > 0 && endpoint->capabilities_count < CAPABILITIES_MAX)
		endpoint->capabilities[endpoint->capabilities_count++] =
			arena_strndup(dialogue->evidence->arena, text, length);
}

/* ---- states -------------------------------------------------------------------------- */

static enum dialogue_action enter(struct dialogue *dialogue, enum step step);
static enum dialogue_action send_command(struct dialogue *dialogue);

static enum dialogue_action finish(struct dialogue *dialogue, enum session_end end)
{
	dialogue->over = true;
	dialogue->endpoint->end = end;
	return DIALOGUE_END;
}

static enum dialogue_action judge_greeting(struct dialogue *dialogue,
	struct reply_fact *reply)
{
	if (reply->class == REPLY_MALFORMED)
		return finish(dialogue, END_REPLY);
	if (reply->class != REPLY_OK)
		return finish(dialogue, END_REFUSED);
	dialogue->endpoint->greeted = true;
	return enter(dialogue, STEP_HELLO);
}

static enum dialogue_action after_hello(struct dialogue *dialogue)
{
	struct endpoint_fact *endpoint = dialogue->endpoint;

	if (endpoint->service.security == MAIL_STARTTLS && dialogue->step != STEP_HELLO_SECURE)
		return enter(dialogue, STEP_STARTTLS);
	endpoint->ready = true;
	return DIALOGUE_GATE;
}

static bool verb_is_unknown(const struct reply_fact *reply)
{
	return reply->code == 500 || reply->code == 502 || reply->code == 504;
}

static enum dialogue_action judge_hello(struct dialogue *dialogue, struct reply_fact *reply)
{
	if (reply->class == REPLY_OK) {
		dialogue->endpoint->capabilities_count = 0;
		dialogue->dialect->capabilities(dialogue, buf_text(&dialogue->shown));
		return after_hello(dialogue);
	}
	if (dialogue->endpoint->service.protocol != MAIL_SMTP)
		return after_hello(dialogue); /* CAPA is optional, RFC 2449 */
	if (verb_is_unknown(reply) && dialogue->step == STEP_HELLO)
		return enter(dialogue, STEP_HELO);
	return finish(dialogue, END_REPLY);
}

static enum dialogue_action judge_helo(struct dialogue *dialogue, struct reply_fact *reply)
{
	return reply->class == REPLY_OK ? after_hello(dialogue) : finish(dialogue, END_REPLY);
}

static enum dialogue_action judge_starttls(struct dialogue *dialogue,
	struct reply_fact *reply)
{
	struct endpoint_fact *endpoint = dialogue->endpoint;

	if (reply->class != REPLY_OK)
		return finish(dialogue, END_REPLY);
	/* RFC 3207 4.2: what was learnt in the clear is forgotten. */
	endpoint->capabilities_plain = endpoint->capabilities;
	endpoint->capabilities_plain_count = endpoint->capabilities_count;
	endpoint->capabilities = NULL;
	endpoint->capabilities_count = 0;
	return DIALOGUE_START_TLS;
}

static enum dialogue_action judge_login(struct dialogue *dialogue, struct reply_fact *reply)
{
	struct login_fact *login = &dialogue->endpoint->login;

	login->reply = reply;
	login->outcome = reply->class == REPLY_OK ? LOGIN_OK : LOGIN_REFUSED;
	return enter(dialogue, reply->class == REPLY_OK ? STEP_PROOF : STEP_QUIT);
}

static enum dialogue_action judge_proof(struct dialogue *dialogue, struct reply_fact *reply)
{
	bool test = dialogue->options.test_recipient != NULL &&
		dialogue->endpoint->service.protocol == MAIL_SMTP;

	if (dialogue->dialect->more(dialogue, reply))
		return send_command(dialogue);
	dialogue->endpoint->proved = reply->class == REPLY_OK;
	return enter(dialogue, test && dialogue->endpoint->proved ? STEP_MAIL : STEP_QUIT);
}

static enum dialogue_action judge_mail(struct dialogue *dialogue, struct reply_fact *reply)
{
	return enter(dialogue, reply->class == REPLY_OK ? STEP_RCPT : STEP_QUIT);
}

static enum dialogue_action judge_rcpt(struct dialogue *dialogue, struct reply_fact *reply)
{
	if (reply->class != REPLY_OK)
		return enter(dialogue, STEP_RESET);
	return enter(dialogue, dialogue->options.test_send ? STEP_DATA : STEP_RESET);
}

static enum dialogue_action judge_data(struct dialogue *dialogue, struct reply_fact *reply)
{
	if (dialogue->dialect->more(dialogue, reply))
		return send_command(dialogue);
	return enter(dialogue, STEP_QUIT);
}

static enum dialogue_action judge_reset(struct dialogue *dialogue, struct reply_fact *reply)
{
	(void)reply;
	return enter(dialogue, STEP_QUIT);
}

static enum dialogue_action judge_quit(struct dialogue *dialogue, struct reply_fact *reply)
{
	(void)reply;
	dialogue->step = dialogue->endpoint->step = STEP_DONE;
	return finish(dialogue, END_FINISHED);
}

/* What a reply leads to, per step; the same for every protocol. */
static enum dialogue_action (*const judges[])(struct dialogue *, struct reply_fact *) = {
	[STEP_GREETING] = judge_greeting,
	[STEP_HELLO] = judge_hello,
	[STEP_HELO] = judge_helo,
	[STEP_STARTTLS] = judge_starttls,
	[STEP_HELLO_SECURE] = judge_hello,
	[STEP_LOGIN] = judge_login,
	[STEP_PROOF] = judge_proof,
	[STEP_MAIL] = judge_mail,
	[STEP_RCPT] = judge_rcpt,
	[STEP_DATA] = judge_data,
	[STEP_RESET] = judge_reset,
	[STEP_QUIT] = judge_quit,
	[STEP_DONE] = judge_quit,
};

static enum dialogue_action send_command(struct dialogue *dialogue)
{
	bool said;

	buf_clear(&dialogue->out);
	dialogue->out_secret = false;
	said = dialogue->dialect->command(dialogue);
	assert(said && "a dialect has words for every command it is asked for");
	(void)said;
	dialogue->asked_ms = dialogue->now_ms;
	return DIALOGUE_SEND;
}

static enum dialogue_action enter(struct dialogue *dialogue, enum step step)
{
	dialogue->step = dialogue->endpoint->step = step;
	dialogue->phase = 0;
	return send_command(dialogue);
}

/* ---- logging in -------------------------------------------------------------------------- */

static bool offers(const void *arg, const char *mechanism)
{
	const struct dialogue *dialogue = arg;
	char word[64];

	/* The pattern is one of the dialects' own literals. */
	snprintf(word, sizeof word, "%s%s", dialogue->dialect->sasl_capability, mechanism);
	return endpoint_offers(dialogue->endpoint, word);
}

const char *dialogue_mechanism(const struct dialogue *dialogue)
{
	const char *mechanism;

	if (dialogue->options.secret == NULL)
		return NULL;
	mechanism = sasl_choose(dialogue->options.secret_is_token, offers, dialogue);
	if (mechanism == NULL && !dialogue->options.secret_is_token)
		mechanism = dialogue->dialect->native_login(dialogue);
	return mechanism;
}

/* The client's next words of the exchange, in base64, as a secret. */
static int next_words(struct dialogue *dialogue, const char *challenge, size_t length,
	struct buf *base64)
{
	struct buf raw;
	int status;

	buf_init(&raw, SECRET_MAX * 2);
	status = sasl_step(dialogue->sasl, challenge, length, &raw);
	if (status == 0)
		status = sasl_base64(buf_text(&raw), raw.length, base64);
	if (raw.data != NULL)
		secret_wipe(raw.data, raw.size);
	buf_done(&raw);
	return status;
}

static void done_wiped(struct buf *buf)
{
	if (buf->data != NULL)
		secret_wipe(buf->data, buf->size);
	buf_done(buf);
}

static enum dialogue_action start_sasl(struct dialogue *dialogue)
{
	const struct mail_service *service = &dialogue->endpoint->service;
	struct buf words;

	dialogue->sasl = sasl_new(dialogue->mechanism, dialogue->options.username,
		dialogue->options.secret, service->host, service->port);
	if (dialogue->sasl == NULL) {
		dialogue->endpoint->login.bar = BAR_SECRET_UNFIT;
		return enter(dialogue, STEP_QUIT);
	}
	dialogue->step = dialogue->endpoint->step = STEP_LOGIN;
	buf_clear(&dialogue->out);
	buf_init(&words, OUTPUT_MAX);
	if (sasl_client_first(dialogue->sasl) && next_words(dialogue, NULL, 0, &words) == 0 &&
			dialogue->dialect->initial_fits(dialogue, words.length)) {
		dialogue->initial_sent = true;
		dialogue->dialect->authenticate(dialogue, buf_text(&words), words.length);
	} else {
		/* Kept nowhere: it is made again when the server asks for it. */
		sasl_free(dialogue->sasl);
		dialogue->sasl = sasl_new(dialogue->mechanism, dialogue->options.username,
			dialogue->options.secret, service->host, service->port);
		dialogue->dialect->authenticate(dialogue, NULL, 0);
	}
	done_wiped(&words);
	dialogue->asked_ms = dialogue->now_ms;
	return DIALOGUE_SEND;
}

static enum dialogue_action cancel_sasl(struct dialogue *dialogue)
{
	buf_clear(&dialogue->out);
	dialogue_say(dialogue, "*"); /* RFC 4954 section 4, RFC 9051 6.2.2, RFC 5034 */
	return DIALOGUE_SEND;
}

static void keep_error_challenge(struct dialogue *dialogue, const struct buf *challenge)
{
	/* Only the token mechanisms are asked again after their one message, and
	 * what they are asked is why they failed (RFC 7628 section 3.2.2). */
	if (dialogue->initial_sent && dialogue->options.secret_is_token)
		dialogue->endpoint->login.challenge = arena_strndup(dialogue->evidence->arena,
			buf_text(challenge), challenge->length);
}

static enum dialogue_action continue_sasl(struct dialogue *dialogue, const char *text)
{
	struct buf challenge, words;
	enum dialogue_action action = DIALOGUE_SEND;

	buf_init(&challenge, DIALOGUE_REPLY_MAX);
	buf_init(&words, OUTPUT_MAX);
	buf_clear(&dialogue->out);
	if (sasl_unbase64(dialogue->dialect->challenge(text), &challenge) < 0 &&
			strcmp(dialogue->mechanism, "LOGIN") != 0) {
		/* LOGIN's prompts are words for people; some servers do not encode them. */
		action = cancel_sasl(dialogue);
		goto out;
	}
	keep_error_challenge(dialogue, &challenge);
	if (next_words(dialogue, buf_text(&challenge), challenge.length, &words) < 0) {
		action = cancel_sasl(dialogue);
		goto out;
	}
	dialogue->initial_sent = true;
	dialogue_say_secret(dialogue, "", buf_text(&words), words.length);
out:
	done_wiped(&challenge);
	done_wiped(&words);
	dialogue->asked_ms = dialogue->now_ms;
	return action;
}

static enum dialogue_action continue_login(struct dialogue *dialogue,
	struct reply_fact *reply)
{
	if (dialogue->sasl != NULL)
		return continue_sasl(dialogue, buf_text(&dialogue->reply));
	if (dialogue->dialect->more(dialogue, reply))
		return send_command(dialogue);
	return cancel_sasl(dialogue);
}

enum dialogue_action dialogue_login(struct dialogue *dialogue, unsigned now_ms)
{
	dialogue->now_ms = now_ms;
	dialogue->mechanism = dialogue_mechanism(dialogue);
	if (dialogue->mechanism == NULL) {
		dialogue->endpoint->login.bar = BAR_NO_MECHANISM;
		return enter(dialogue, STEP_QUIT);
	}
	dialogue->endpoint->login.mechanism = dialogue->mechanism;
	dialogue->endpoint->login.outcome = LOGIN_INTERRUPTED; /* until it is judged */
	if (dialogue->mechanism != dialogue->dialect->native_login(dialogue)) {
		enum dialogue_action action = start_sasl(dialogue);

		if (dialogue->endpoint->login.bar == BAR_SECRET_UNFIT)
			dialogue->endpoint->login.outcome = LOGIN_NOT_TRIED;
		return action;
	}
	if (memchr(secret_bytes(dialogue->options.secret), '\0',
			secret_length(dialogue->options.secret)) != NULL ||
			(dialogue->endpoint->service.protocol == MAIL_POP3 &&
			strpbrk(secret_bytes(dialogue->options.secret), "\r\n") != NULL)) {
		dialogue->endpoint->login.bar = BAR_SECRET_UNFIT;
		dialogue->endpoint->login.outcome = LOGIN_NOT_TRIED;
		return enter(dialogue, STEP_QUIT);
	}
	return enter(dialogue, STEP_LOGIN);
}

/* ---- listening ------------------------------------------------------------------------------ */

/* What a peer says enters the evidence here and nowhere else: a server that
 * repeats the secret must not get it shown. */
static void add_shown(struct dialogue *dialogue, const char *line, size_t length)
{
	const char *rest = line;
	bool leaks = secret_length(dialogue->sent) > 0 &&
		(secret_leaks_into(dialogue->sent, line, length) ||
		(dialogue->options.secret != NULL &&
		secret_leaks_into(dialogue->options.secret, line, length)));
	size_t at = dialogue->shown.length;

	if (at > 0)
		buf_puts(&dialogue->shown, "\n");
	at = dialogue->shown.length;
	if (leaks) {
		/* The status stays readable: the first word cannot be the secret. */
		size_t word = (size_t)(strcspn(rest, " -") + 1);

		if (word > 5 || word >= length)
			word = 0;
		buf_add(&dialogue->shown, line, word);
		buf_puts(&dialogue->shown, "<redacted: the server repeated the secret>");
	} else
		buf_add(&dialogue->shown, line, length);
	show_line(dialogue, LINE_SERVER, buf_text(&dialogue->shown) + at, dialogue->shown.length - at);
}

static struct reply_fact *record_reply(struct dialogue *dialogue, bool malformed)
{
	struct reply_fact *reply = endpoint_add_reply(dialogue->evidence, dialogue->endpoint,
		dialogue->step);

	reply->text = arena_strndup(dialogue->evidence->arena, buf_text(&dialogue->shown),
		dialogue->shown.length);
	reply->class = REPLY_MALFORMED;
	reply->at_ms = dialogue->now_ms;
	reply->took_ms = dialogue->now_ms - dialogue->asked_ms;
	if (malformed)
		return reply;
	dialogue->dialect->classify(dialogue, buf_text(&dialogue->reply), reply);
	if (secret_leaks_into(dialogue->sent, reply->response_code, strlen(reply->response_code)))
		reply->response_code = "";
	return reply;
}

static bool says_goodbye(const struct dialogue *dialogue, const struct reply_fact *reply)
{
	return dialogue->step != STEP_QUIT && dialogue->step != STEP_GREETING &&
		(reply->class == REPLY_BYE || reply->code == 421);
}

static enum dialogue_action judge(struct dialogue *dialogue, bool malformed)
{
	struct reply_fact *reply = record_reply(dialogue, malformed);
	enum dialogue_action action;

	dialogue->multiline = false;
	if (dialogue->step == STEP_LOGIN && reply->class == REPLY_CONTINUE)
		action = continue_login(dialogue, reply);
	else if (dialogue->step == STEP_LOGIN && reply->class == REPLY_OK &&
			dialogue->sasl == NULL && dialogue->dialect->more(dialogue, reply))
		action = send_command(dialogue);
	else if (says_goodbye(dialogue, reply)) {
		if (dialogue->step == STEP_LOGIN)
			judge_login(dialogue, reply);
		buf_clear(&dialogue->out);
		dialogue->endpoint->step = reply->step;
		action = finish(dialogue, END_REFUSED);
	} else if (malformed && dialogue->step != STEP_GREETING && dialogue->step != STEP_QUIT)
		action = finish(dialogue, END_REPLY);
	else
		action = judges[dialogue->step](dialogue, reply);
	done_wiped(&dialogue->reply);
	buf_clear(&dialogue->shown);
	return action;
}

enum dialogue_action dialogue_line(struct dialogue *dialogue, const char *line, size_t length,
	unsigned now_ms)
{
	enum framing framing;

	if (dialogue->over)
		return DIALOGUE_END;
	dialogue->now_ms = now_ms;
	if (dialogue->reply.length > 0 && buf_puts(&dialogue->reply, "\n") < 0)
		return finish(dialogue, END_FLOOD);
	if (buf_add(&dialogue->reply, line, length) < 0)
		return finish(dialogue, END_FLOOD);
	framing = dialogue->dialect->frame(dialogue, line, length);
	add_shown(dialogue, line, length);
	switch (framing) {
	case FRAME_MORE: return DIALOGUE_READ;
	case FRAME_WHOLE: return judge(dialogue, false);
	case FRAME_MALFORMED: return judge(dialogue, true);
	}
	return DIALOGUE_READ;
}

/* ---- the caller's side ------------------------------------------------------------------------- */

struct dialogue *dialogue_new(struct evidence *evidence, struct endpoint_fact *endpoint,
	const struct dialogue_options *options)
{
	static const struct dialect *const dialects[] = {
		[MAIL_IMAP] = &dialect_imap, [MAIL_POP3] = &dialect_pop3, [MAIL_SMTP] = &dialect_smtp,
	};
	struct dialogue *dialogue = mem_alloc(sizeof *dialogue);

	dialogue->evidence = evidence;
	dialogue->endpoint = endpoint;
	dialogue->options = *options;
	dialogue->dialect = dialects[endpoint->service.protocol];
	dialogue->step = STEP_GREETING;
	dialogue->sent = secret_new();
	buf_init(&dialogue->out, OUTPUT_MAX);
	buf_init(&dialogue->reply, DIALOGUE_REPLY_MAX);
	buf_init(&dialogue->shown, DIALOGUE_REPLY_MAX * 2);
	return dialogue;
}

void dialogue_free(struct dialogue *dialogue)
{
	if (dialogue == NULL)
		return;
	sasl_free(dialogue->sasl);
	secret_free(dialogue->sent);
	done_wiped(&dialogue->out);
	done_wiped(&dialogue->reply);
	buf_done(&dialogue->shown);
	free(dialogue);
}

enum dialogue_action dialogue_start(struct dialogue *dialogue, unsigned now_ms)
{
	dialogue->now_ms = dialogue->asked_ms = now_ms;
	dialogue->step = dialogue->endpoint->step = STEP_GREETING;
	return DIALOGUE_READ;
}

enum dialogue_action dialogue_secured(struct dialogue *dialogue, unsigned now_ms)
{
	dialogue->now_ms = now_ms;
	return enter(dialogue, STEP_HELLO_SECURE);
}

enum dialogue_action dialogue_pass(struct dialogue *dialogue, unsigned now_ms)
{
	dialogue->now_ms = now_ms;
	return enter(dialogue, STEP_QUIT);
}

void dialogue_broken(struct dialogue *dialogue, enum session_end end, unsigned now_ms)
{
	dialogue->now_ms = now_ms;
	if (dialogue->over)
		return;
	/* Bytes of a reply that never ended are evidence of what was going on. */
	if (dialogue->shown.length > 0)
		record_reply(dialogue, true);
	/* Nothing was left to learn from the answer to a goodbye. */
	finish(dialogue, dialogue->step == STEP_QUIT ? END_FINISHED : end);
}

void dialogue_injected(struct dialogue *dialogue, const char *bytes, size_t length)
{
	struct endpoint_fact *endpoint = dialogue->endpoint;

	endpoint->injected = true;
	endpoint->injected_length = length < INJECTED_MAX ? length : INJECTED_MAX;
	endpoint->injected_bytes = arena_strndup(dialogue->evidence->arena, bytes,
		endpoint->injected_length);
}

struct buf *dialogue_output(struct dialogue *dialogue)
{
	return &dialogue->out;
}

bool dialogue_output_is_secret(const struct dialogue *dialogue)
{
	return dialogue->out_secret;
}

enum step dialogue_step(const struct dialogue *dialogue)
{
	return dialogue->step;
}
