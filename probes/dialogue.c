/* SPDX-License-Identifier: MIT */
#include "dialogue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dialect.h"

#define CAPABILITIES_MAX 512
#define OUTPUT_MAX 65536
#define FLOOD_SHOWN 512

/* ---- output ---------------------------------------------------------------------------- */

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

void dialogue_wipe(struct buf *buf)
{
	if (buf->data != NULL)
		secret_wipe(buf->data, buf->size);
	buf_done(buf);
}

static void clear_output(struct dialogue *dialogue)
{
	dialogue_wipe(&dialogue->out);
	dialogue->out_secret = false;
}

enum dialogue_action dialogue_sent(struct dialogue *dialogue)
{
	dialogue->asked_ms = dialogue->now_ms;
	return DIALOGUE_SEND;
}

/* ---- states -------------------------------------------------------------------------- */

enum dialogue_action dialogue_finish(struct dialogue *dialogue, enum session_end end)
{
	dialogue->waiting = WAITING_NONE;
	dialogue->endpoint->end = end;
	return DIALOGUE_END;
}

static enum dialogue_action after_hello(struct dialogue *dialogue)
{
	struct endpoint_fact *endpoint = dialogue->endpoint;

	if (endpoint->service.security == MAIL_STARTTLS && dialogue->step != STEP_HELLO_SECURE)
		return dialogue_enter(dialogue, STEP_STARTTLS);
	endpoint->ready = true;
	dialogue->waiting = WAITING_GATE;
	return DIALOGUE_GATE;
}

static enum dialogue_action judge_greeting(struct dialogue *dialogue,
	struct reply_fact *reply)
{
	struct endpoint_fact *endpoint = dialogue->endpoint;

	if (reply->class == REPLY_MALFORMED || reply->class == REPLY_CONTINUE)
		return dialogue_finish(dialogue, END_REPLY);
	if (reply->class != REPLY_OK)
		return dialogue_finish(dialogue, END_REFUSED);
	endpoint->greeted = true;
	/* IMAP may say it unasked.  In plain text it is asked for all the same:
	 * what a middlebox changed shows best in a whole reply. */
	if (endpoint->service.protocol == MAIL_IMAP && endpoint->service.security == MAIL_TLS)
		dialogue->dialect->capabilities(dialogue, buf_text(&dialogue->shown));
	if (endpoint->capabilities_count == 0)
		return dialogue_enter(dialogue, STEP_HELLO);
	dialogue->step = endpoint->step = STEP_HELLO;
	return after_hello(dialogue);
}

static bool verb_is_unknown(const struct reply_fact *reply)
{
	return reply->code == 500 || reply->code == 502;
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
		return dialogue_enter(dialogue, STEP_HELO);
	return dialogue_finish(dialogue, END_REPLY);
}

static enum dialogue_action judge_helo(struct dialogue *dialogue, struct reply_fact *reply)
{
	return reply->class == REPLY_OK ? after_hello(dialogue) :
		dialogue_finish(dialogue, END_REPLY);
}

/* It is asked for even where it is not offered: a middlebox may have stripped
 * the offer alone, and the refusal is evidence. */
static enum dialogue_action judge_starttls(struct dialogue *dialogue,
	struct reply_fact *reply)
{
	struct endpoint_fact *endpoint = dialogue->endpoint;

	if (reply->class != REPLY_OK)
		return dialogue_finish(dialogue, END_REPLY);
	/* RFC 3207 4.2: what was learnt in the clear is forgotten. */
	endpoint->capabilities_plain = endpoint->capabilities;
	endpoint->capabilities_plain_count = endpoint->capabilities_count;
	endpoint->capabilities = NULL;
	endpoint->capabilities_count = 0;
	dialogue->preauthenticated = false;
	dialogue->step = endpoint->step = STEP_TLS;
	dialogue->waiting = WAITING_TLS;
	return DIALOGUE_START_TLS;
}

static enum dialogue_action judge_login(struct dialogue *dialogue, struct reply_fact *reply)
{
	if (reply->class == REPLY_CONTINUE)
		return login_continue(dialogue, buf_text(&dialogue->reply), reply);
	/* POP3 says yes to USER before it hears PASS. */
	if (dialogue->sasl == NULL && dialogue->dialect->more(dialogue, reply) &&
			dialogue->dialect->command(dialogue))
		return dialogue_sent(dialogue);
	login_judged(dialogue, reply);
	return dialogue_enter(dialogue, reply->class == REPLY_OK ? STEP_PROOF : STEP_QUIT);
}

/* SMTP opens nothing after the login: a server that does not know the proof's NOOP
 * has taken the login all the same. */
static bool is_proof(const struct dialogue *dialogue, const struct reply_fact *reply)
{
	return reply->class == REPLY_OK || (dialogue->endpoint->service.protocol == MAIL_SMTP &&
		verb_is_unknown(reply));
}

static enum dialogue_action judge_proof(struct dialogue *dialogue, struct reply_fact *reply)
{
	if (dialogue->dialect->more(dialogue, reply) && dialogue->dialect->command(dialogue))
		return dialogue_sent(dialogue);
	dialogue->endpoint->proved = is_proof(dialogue, reply);
	return dialogue_enter(dialogue, dialogue->endpoint->proved ? STEP_MAIL : STEP_QUIT);
}

static enum dialogue_action judge_mail(struct dialogue *dialogue, struct reply_fact *reply)
{
	return dialogue_enter(dialogue, reply->class == REPLY_OK ? STEP_RCPT : STEP_RESET);
}

static enum dialogue_action judge_rcpt(struct dialogue *dialogue, struct reply_fact *reply)
{
	return dialogue_enter(dialogue, reply->class == REPLY_OK ? STEP_DATA : STEP_RESET);
}

static enum dialogue_action judge_data(struct dialogue *dialogue, struct reply_fact *reply)
{
	if (dialogue->dialect->more(dialogue, reply) && dialogue->dialect->command(dialogue))
		return dialogue_sent(dialogue);
	return dialogue_enter(dialogue, STEP_RESET);
}

static enum dialogue_action judge_reset(struct dialogue *dialogue, struct reply_fact *reply)
{
	(void)reply;
	return dialogue_enter(dialogue, STEP_QUIT);
}

static enum dialogue_action judge_quit(struct dialogue *dialogue, struct reply_fact *reply)
{
	(void)reply;
	dialogue->step = dialogue->endpoint->step = STEP_DONE;
	return dialogue_finish(dialogue, END_FINISHED);
}

/* What a reply leads to, per step, and where to go instead if the protocol has
 * no such step or nobody asked for it; the same for every protocol. */
static const struct state {
	enum dialogue_action (*judge)(struct dialogue *, struct reply_fact *);
	enum step otherwise;
} states[] = {
	[STEP_GREETING] = { judge_greeting, STEP_DONE },
	[STEP_HELLO] = { judge_hello, STEP_DONE },
	[STEP_HELO] = { judge_helo, STEP_DONE },
	[STEP_STARTTLS] = { judge_starttls, STEP_DONE },
	[STEP_HELLO_SECURE] = { judge_hello, STEP_DONE },
	[STEP_LOGIN] = { judge_login, STEP_QUIT },
	[STEP_PROOF] = { judge_proof, STEP_QUIT },
	[STEP_MAIL] = { judge_mail, STEP_RESET },
	[STEP_RCPT] = { judge_rcpt, STEP_RESET },
	[STEP_DATA] = { judge_data, STEP_RESET },
	[STEP_RESET] = { judge_reset, STEP_QUIT },
	[STEP_QUIT] = { judge_quit, STEP_DONE },
	[STEP_DONE] = { judge_quit, STEP_DONE },
};

enum dialogue_action dialogue_enter(struct dialogue *dialogue, enum step step)
{
	dialogue->waiting = WAITING_LINE;
	for (;; step = states[step].otherwise) {
		assert(step != STEP_DONE && "every protocol has a goodbye");
		dialogue->step = dialogue->endpoint->step = step;
		dialogue->phase = 0;
		if (dialogue->dialect->command(dialogue))
			return dialogue_sent(dialogue);
	}
}

/* ---- listening ------------------------------------------------------------------------------ */

static struct reply_fact *record_reply(struct dialogue *dialogue, bool malformed)
{
	struct reply_fact *reply = endpoint_add_reply(dialogue->evidence, dialogue->endpoint,
		dialogue->step);

	reply->text = arena_strndup(dialogue->evidence->arena, buf_text(&dialogue->shown),
		dialogue->shown.length);
	reply->class = REPLY_MALFORMED;
	reply->at_ms = dialogue->now_ms;
	reply->took_ms = dialogue->now_ms - dialogue->asked_ms;
	if (!malformed) {
		dialogue->dialect->classify(dialogue, buf_text(&dialogue->reply), reply);
		dialogue->dialect->annotate(dialogue, reply->text, reply);
	}
	return reply;
}

static void forget_reply(struct dialogue *dialogue)
{
	dialogue_wipe(&dialogue->reply);
	buf_clear(&dialogue->shown);
	dialogue->multiline = dialogue->in_literal = false;
	dialogue->literal_left = dialogue->secret_upto = 0;
}

static bool says_goodbye(const struct reply_fact *reply)
{
	return reply->class == REPLY_BYE || reply->code == 421;
}

static enum dialogue_action judge(struct dialogue *dialogue, bool malformed)
{
	struct reply_fact *reply = record_reply(dialogue, malformed);
	bool framed = dialogue->step == STEP_GREETING || dialogue->step == STEP_QUIT;
	enum dialogue_action action;

	if (says_goodbye(reply) && !framed) {
		if (dialogue->step == STEP_LOGIN)
			login_judged(dialogue, reply);
		action = dialogue_finish(dialogue, END_REFUSED);
	} else if (reply->class == REPLY_MALFORMED && !framed)
		action = dialogue_finish(dialogue, END_REPLY);
	else
		action = states[dialogue->step].judge(dialogue, reply);
	forget_reply(dialogue);
	return action;
}

static int take_line(struct dialogue *dialogue, const char *line, size_t length)
{
	if (dialogue->reply.length > 0 && (buf_puts(&dialogue->reply, "\n") < 0 ||
			buf_puts(&dialogue->shown, "\n") < 0))
		return -1;
	transcript_hear(dialogue, line, length);
	return buf_add(&dialogue->reply, line, length);
}

/* Its beginning shows what it was. */
static enum dialogue_action flood(struct dialogue *dialogue)
{
	if (dialogue->shown.length > FLOOD_SHOWN)
		dialogue->shown.length = FLOOD_SHOWN;
	record_reply(dialogue, true);
	return dialogue_finish(dialogue, END_FLOOD);
}

static enum dialogue_action read_line(struct dialogue *dialogue, const char *line, size_t length)
{
	if (take_line(dialogue, line, length) < 0)
		return flood(dialogue);
	switch (dialogue->dialect->frame(dialogue, line, length)) {
	case FRAME_MORE: return DIALOGUE_READ;
	case FRAME_WHOLE: return judge(dialogue, false);
	case FRAME_MALFORMED: return judge(dialogue, true);
	case FRAME_FLOOD: return flood(dialogue);
	}
	return DIALOGUE_READ;
}

enum dialogue_action dialogue_line(struct dialogue *dialogue, const char *line, size_t length,
	unsigned now_ms)
{
	char clean[DIALOGUE_LINE_MAX + 1];
	enum dialogue_action action = DIALOGUE_END;

	dialogue->now_ms = now_ms;
	if (dialogue->waiting == WAITING_NONE)
		return DIALOGUE_END;
	clear_output(dialogue);
	if (length > DIALOGUE_LINE_MAX)
		return dialogue_finish(dialogue, END_FLOOD);
	memcpy(clean, line, length);
	clean[length] = '\0';
	transcript_replace(clean, length, '\0');
	transcript_replace(clean, length, '\n');
	switch (dialogue->waiting) {
	case WAITING_LINE:
		action = read_line(dialogue, clean, length);
		break;
	case WAITING_TLS:
		dialogue_injected(dialogue, line, length);
		action = DIALOGUE_START_TLS;
		break;
	case WAITING_GATE:
		/* Nobody asked: it is noted, and good for nothing else. */
		transcript_hear(dialogue, clean, length);
		transcript_note(dialogue, "unasked");
		buf_clear(&dialogue->shown);
		action = DIALOGUE_GATE;
		break;
	case WAITING_NONE:
		break;
	}
	secret_wipe(clean, length);
	return action;
}

/* ---- the caller's side ------------------------------------------------------------------------- */

/* A command of more than one line would be a second command. */
static bool is_one_line(const char *text)
{
	return text == NULL || strpbrk(text, "\r\n") == NULL;
}

struct dialogue *dialogue_new(struct evidence *evidence, struct endpoint_fact *endpoint,
	const struct dialogue_options *options)
{
	static const struct dialect *const dialects[] = {
		[MAIL_IMAP] = &dialect_imap, [MAIL_POP3] = &dialect_pop3, [MAIL_SMTP] = &dialect_smtp,
	};
	struct dialogue *dialogue = mem_alloc(sizeof *dialogue);

	assert(is_one_line(options->helo) && is_one_line(options->test_sender) &&
		is_one_line(options->test_recipient));
	assert(!(options->anonymous && options->test_send) && "nothing is sent without a login");
	dialogue->evidence = evidence;
	dialogue->endpoint = endpoint;
	dialogue->options = *options;
	dialogue->dialect = dialects[endpoint->service.protocol];
	dialogue->step = STEP_GREETING;
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
	dialogue_wipe(&dialogue->held);
	dialogue_wipe(&dialogue->out);
	dialogue_wipe(&dialogue->reply);
	buf_done(&dialogue->shown);
	free(dialogue);
}

enum dialogue_action dialogue_start(struct dialogue *dialogue, unsigned now_ms)
{
	dialogue->now_ms = dialogue->asked_ms = now_ms;
	dialogue->step = dialogue->endpoint->step = STEP_GREETING;
	dialogue->waiting = WAITING_LINE;
	return DIALOGUE_READ;
}

enum dialogue_action dialogue_secured(struct dialogue *dialogue, unsigned now_ms)
{
	dialogue->now_ms = now_ms;
	if (dialogue->waiting == WAITING_NONE)
		return DIALOGUE_END;
	clear_output(dialogue);
	return dialogue_enter(dialogue, STEP_HELLO_SECURE);
}

void dialogue_set_username(struct dialogue *dialogue, const char *username)
{
	dialogue->options.username = username;
}

const char *dialogue_mechanism(const struct dialogue *dialogue)
{
	return login_mechanism(dialogue);
}

enum dialogue_action dialogue_login(struct dialogue *dialogue, unsigned now_ms)
{
	dialogue->now_ms = now_ms;
	if (dialogue->waiting == WAITING_NONE)
		return DIALOGUE_END;
	assert(dialogue->waiting == WAITING_GATE && "the gate comes before the login");
	clear_output(dialogue);
	dialogue->waiting = WAITING_LINE;
	return login_start(dialogue);
}

enum dialogue_action dialogue_pass(struct dialogue *dialogue, unsigned now_ms)
{
	dialogue->now_ms = now_ms;
	if (dialogue->waiting == WAITING_NONE)
		return DIALOGUE_END;
	clear_output(dialogue);
	return dialogue_enter(dialogue, dialogue->options.anonymous ? STEP_MAIL : STEP_QUIT);
}

/* A reply that was cut off counts where it is already a refusal; else it is
 * kept as evidence of what was going on. */
static enum session_end judge_cut(struct dialogue *dialogue, enum session_end end)
{
	bool stands = dialogue->dialect->stands(buf_text(&dialogue->reply));
	struct reply_fact *reply = record_reply(dialogue, !stands);

	if (!stands)
		return end;
	if (dialogue->step == STEP_LOGIN)
		login_judged(dialogue, reply);
	return says_goodbye(reply) || dialogue->step == STEP_GREETING ? END_REFUSED : end;
}

void dialogue_broken(struct dialogue *dialogue, enum session_end end, unsigned now_ms)
{
	dialogue->now_ms = now_ms;
	if (dialogue->waiting == WAITING_NONE)
		return;
	if (dialogue->reply.length > 0)
		end = judge_cut(dialogue, end);
	/* Nothing was left to learn from the answer to a goodbye. */
	if (dialogue->step == STEP_QUIT) {
		dialogue->step = dialogue->endpoint->step = STEP_DONE;
		end = END_FINISHED;
	}
	clear_output(dialogue);
	dialogue_finish(dialogue, end);
}

void dialogue_injected(struct dialogue *dialogue, const char *bytes, size_t length)
{
	struct endpoint_fact *endpoint = dialogue->endpoint;

	if (endpoint->injected)
		return; /* the first bytes tell enough */
	endpoint->injected = true;
	endpoint->injected_bytes = dialogue_keep(dialogue, bytes, length);
	endpoint->injected_length = strlen(endpoint->injected_bytes);
}

const char *dialogue_keep(struct dialogue *dialogue, const char *bytes, size_t length)
{
	return transcript_keep(dialogue, bytes, length);
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
