/* SPDX-License-Identifier: MIT */
#include "endpoint.h"

#include <stdlib.h>
#include <string.h>

#include "dial.h"
#include "stream.h"

/* A step that takes this long is worth a look at the neighbours meanwhile. */
#define STALL_MS 1200

struct endpoint {
	const struct endpoint_world *world;
	struct endpoint_fact *fact;
	struct dial *dial;
	struct stream *stream;
	struct dialogue *dialogue;
	struct endpoint_handler handler;
	void *arg;
	struct loop_timer *stall;
	uint64_t started, step_started;
	enum step timed_step;
	bool legacy;
	bool dialogue_begun; /* dialogue_start() was called */
	bool at_gate;
	bool over;           /* ended() was called */
	bool dial_settled;
};

static unsigned since_start(const struct endpoint *endpoint)
{
	return (unsigned)(loop_now(endpoint->world->loop) - endpoint->world->start);
}

/* Hashing a password for SCRAM takes a while; that is not the peer's time. */
static uint64_t bounded(const struct endpoint *endpoint, unsigned patience_ms)
{
	uint64_t deadline;

	loop_refresh(endpoint->world->loop);
	deadline = loop_now(endpoint->world->loop) + patience_ms;
	return deadline < endpoint->world->deadline ? deadline : endpoint->world->deadline;
}

static void watch_for_stall(struct endpoint *endpoint)
{
	loop_timer_set(endpoint->stall, loop_now(endpoint->world->loop) + STALL_MS);
}

static void stalled(void *arg)
{
	struct endpoint *endpoint = arg;

	endpoint->handler.moved(endpoint->arg, endpoint, true);
}

/* ---- the end ------------------------------------------------------------------------- */

static void settle_if_idle(struct endpoint *endpoint)
{
	if (endpoint->over && endpoint->dial_settled)
		endpoint->handler.settled(endpoint->arg, endpoint);
}

static void record_end(struct endpoint *endpoint)
{
	endpoint->fact->took_ms = (unsigned)(loop_now(endpoint->world->loop) - endpoint->started);
}

static void finish(struct endpoint *endpoint)
{
	if (endpoint->over)
		return;
	endpoint->over = true;
	loop_timer_stop(endpoint->stall);
	record_end(endpoint);
	stream_free(endpoint->stream);
	endpoint->stream = NULL;
	endpoint->handler.ended(endpoint->arg, endpoint);
	settle_if_idle(endpoint);
}

/* Bytes that never became a whole reply are evidence too (what a wrong service
 * or a half-dead server said). */
static void keep_partial(struct endpoint *endpoint)
{
	const struct buf *input = stream_input(endpoint->stream);

	if (input->length == 0)
		return;
	endpoint->fact->silent_bytes = true;
	endpoint->fact->partial = dialogue_keep(endpoint->dialogue, input->data, input->length);
}

static void break_off(struct endpoint *endpoint, enum session_end end, int error)
{
	if (endpoint->stream != NULL && !endpoint->over)
		keep_partial(endpoint);
	endpoint->fact->error = error;
	if (endpoint->dialogue_begun)
		dialogue_broken(endpoint->dialogue, end, since_start(endpoint));
	else
		endpoint->fact->end = end;
}

/* ---- the dialogue ---------------------------------------------------------------------- */

static void obey(struct endpoint *endpoint, enum dialogue_action action);

static void start_tls(struct endpoint *endpoint)
{
	endpoint->fact->step = STEP_TLS;
	endpoint->step_started = loop_now(endpoint->world->loop);
	endpoint->fact->tls.at_ms = since_start(endpoint);
	stream_deadline(endpoint->stream, bounded(endpoint, endpoint->world->patience.tls));
	watch_for_stall(endpoint);
	stream_start_tls(endpoint->stream, endpoint->world->roots, endpoint->world->evidence,
		&endpoint->fact->tls, endpoint->fact->service.host, endpoint->legacy);
}

static void upgrade(struct endpoint *endpoint)
{
	struct buf *input = stream_input(endpoint->stream);

	/* RFC 3207 section 6, CVE-2011-0411: what stands behind the STARTTLS reply
	 * was not protected and must not count. */
	if (input->length > 0)
		dialogue_injected(endpoint->dialogue, input->data, input->length);
	buf_clear(input);
	start_tls(endpoint);
}

static unsigned patience_for(const struct endpoint *endpoint, enum step step)
{
	const struct endpoint_patience *patience = &endpoint->world->patience;

	if (step == STEP_GREETING)
		return patience->greeting;
	if (step == STEP_QUIT)
		return patience->quit;
	return patience->reply;
}

/* Each step's time, for the report. */
static void time_step(struct endpoint *endpoint, enum step step)
{
	uint64_t now = loop_now(endpoint->world->loop);
	unsigned took = (unsigned)(now - endpoint->step_started);

	if (step == endpoint->timed_step)
		return;
	if (endpoint->timed_step == STEP_GREETING)
		endpoint->fact->timing.greeting = took;
	else if (endpoint->timed_step == STEP_LOGIN)
		endpoint->fact->timing.login = took;
	endpoint->timed_step = step;
	endpoint->step_started = now;
}

/* Each line shows that the peer is alive, but only a command of ours, or the
 * beginning, gives it more time: one line now and then must not hold the step. */
static void expect_line(struct endpoint *endpoint, bool more_time)
{
	enum step step = dialogue_step(endpoint->dialogue);

	time_step(endpoint, step);
	if (more_time)
		stream_deadline(endpoint->stream, bounded(endpoint, patience_for(endpoint, step)));
	watch_for_stall(endpoint);
	endpoint->handler.moved(endpoint->arg, endpoint, false);
}

static void send_output(struct endpoint *endpoint)
{
	struct buf *output = dialogue_output(endpoint->dialogue);
	bool secret = dialogue_output_is_secret(endpoint->dialogue);

	stream_send(endpoint->stream, buf_text(output), output->length, secret);
	if (secret && output->data != NULL)
		secret_wipe(output->data, output->size);
	buf_clear(output);
}

static void obey(struct endpoint *endpoint, enum dialogue_action action)
{
	switch (action) {
	case DIALOGUE_SEND:
		send_output(endpoint);
		expect_line(endpoint, true);
		break;
	case DIALOGUE_READ:
		expect_line(endpoint, false);
		break;
	case DIALOGUE_START_TLS:
		upgrade(endpoint);
		break;
	case DIALOGUE_GATE:
		/* The wait at the gate belongs to no step of the server's. */
		time_step(endpoint, dialogue_step(endpoint->dialogue));
		endpoint->at_gate = true;
		stream_hold(endpoint->stream);
		loop_timer_stop(endpoint->stall);
		endpoint->handler.gate(endpoint->arg, endpoint);
		break;
	case DIALOGUE_END:
		finish(endpoint);
		break;
	}
}

static void begin_dialogue(struct endpoint *endpoint)
{
	endpoint->dialogue_begun = true;
	endpoint->fact->step = STEP_GREETING;
	stream_deadline(endpoint->stream, bounded(endpoint, endpoint->world->patience.greeting));
	obey(endpoint, dialogue_start(endpoint->dialogue, since_start(endpoint)));
}

/* The next whole line of the input, without its line end; false if none. */
static bool next_line(struct buf *input, size_t *length, size_t *whole)
{
	const char *end = input->length > 0 ? memchr(input->data, '\n', input->length) : NULL;

	if (end == NULL)
		return false;
	*whole = (size_t)(end - input->data) + 1;
	*length = *whole - 1;
	if (*length > 0 && input->data[*length - 1] == '\r')
		(*length)--;
	return true;
}

static void flood(struct endpoint *endpoint)
{
	break_off(endpoint, END_FLOOD, 0);
	finish(endpoint);
}

static void readable(void *arg)
{
	struct endpoint *endpoint = arg;
	struct buf *input = stream_input(endpoint->stream);
	size_t length, whole;

	while (!endpoint->over && !endpoint->at_gate &&
			endpoint->fact->step != STEP_TLS && next_line(input, &length, &whole)) {
		char line[DIALOGUE_LINE_MAX + 1];
		enum dialogue_action action;

		if (length > DIALOGUE_LINE_MAX) {
			flood(endpoint);
			return;
		}
		memcpy(line, input->data, length);
		line[length] = '\0';
		buf_take(input, whole);
		action = dialogue_line(endpoint->dialogue, line, length, since_start(endpoint));
		secret_wipe(line, length);
		obey(endpoint, action);
	}
	if (!endpoint->over && !endpoint->at_gate && input->length > DIALOGUE_LINE_MAX)
		flood(endpoint);
}

/* However the handshake ended. */
static void time_tls(struct endpoint *endpoint)
{
	struct endpoint_fact *fact = endpoint->fact;

	fact->tls.took_ms = (unsigned)(loop_now(endpoint->world->loop) - endpoint->step_started);
	fact->timing.tls = fact->tls.took_ms;
}

static void secured(void *arg, bool ok)
{
	struct endpoint *endpoint = arg;
	struct endpoint_fact *fact = endpoint->fact;

	time_tls(endpoint);
	endpoint->step_started = loop_now(endpoint->world->loop);
	if (!ok) {
		if (fact->tls.first_bytes != NULL) {
			fact->tls.first_bytes = dialogue_keep(endpoint->dialogue, fact->tls.first_bytes,
				fact->tls.first_length);
			fact->tls.first_length = strlen(fact->tls.first_bytes);
		}
		break_off(endpoint, END_TLS, 0);
		fact->step = STEP_TLS;
		finish(endpoint);
		return;
	}
	endpoint_add_line(endpoint->world->evidence, fact, LINE_NOTE, fact->tls.version,
		strlen(fact->tls.version))->at_ms = since_start(endpoint);
	if (!endpoint->dialogue_begun)
		begin_dialogue(endpoint);
	else {
		fact->step = STEP_HELLO_SECURE;
		obey(endpoint, dialogue_secured(endpoint->dialogue, since_start(endpoint)));
	}
	if (!endpoint->over)
		readable(endpoint);
}

static void stream_over(void *arg, enum session_end end, int error)
{
	struct endpoint *endpoint = arg;
	bool in_tls = endpoint->fact->step == STEP_TLS;

	if (in_tls)
		time_tls(endpoint);
	break_off(endpoint, in_tls ? END_TLS : end, error);
	if (in_tls)
		endpoint->fact->step = STEP_TLS;
	finish(endpoint);
}

/* ---- the beginning ------------------------------------------------------------------------ */

static void connected(void *arg, int fd, enum session_end end)
{
	static const struct stream_handler handler = {
		.readable = readable, .secured = secured, .ended = stream_over,
	};
	struct endpoint *endpoint = arg;
	struct endpoint_fact *fact = endpoint->fact;

	if (fd < 0) {
		fact->end = end;
		fact->step = end == END_UNRESOLVED ? STEP_RESOLVE : STEP_CONNECT;
		finish(endpoint);
		return;
	}
	endpoint->stream = stream_new(endpoint->world->loop, fd, &handler, endpoint);
	endpoint->handler.moved(endpoint->arg, endpoint, false);
	if (fact->service.security == MAIL_TLS) {
		start_tls(endpoint);
		return;
	}
	endpoint->step_started = loop_now(endpoint->world->loop);
	begin_dialogue(endpoint);
}

static void dial_settled(void *arg)
{
	struct endpoint *endpoint = arg;

	endpoint->dial_settled = true;
	settle_if_idle(endpoint);
}

struct endpoint *endpoint_new(const struct endpoint_world *world, struct endpoint_fact *fact,
	const struct dialogue_options *options, const struct endpoint_manner *manner,
	const struct endpoint_handler *handler, void *arg)
{
	static const struct dial_handler dial_handler = {
		.connected = connected, .settled = dial_settled,
	};
	struct endpoint *endpoint = mem_alloc(sizeof *endpoint);
	struct dial_options dial_options = {
		.ipv4 = world->ipv4 && !manner->no_ipv4, .ipv6 = world->ipv6 && !manner->no_ipv6,
		.start = world->start,
	};

	endpoint->world = world;
	endpoint->fact = fact;
	endpoint->legacy = manner->legacy;
	endpoint->handler = *handler;
	endpoint->arg = arg;
	endpoint->started = endpoint->step_started = loop_now(world->loop);
	endpoint->timed_step = STEP_GREETING;
	fact->at_ms = since_start(endpoint);
	fact->step = STEP_RESOLVE;
	endpoint->stall = loop_timer_new(world->loop, stalled, endpoint);
	watch_for_stall(endpoint);
	endpoint->dialogue = dialogue_new(world->evidence, fact, options);
	dial_options.deadline = bounded(endpoint, world->patience.connect);
	endpoint->dial = dial_new(world->loop, world->resolver, world->evidence, fact, &dial_options,
		&dial_handler, endpoint);
	return endpoint;
}

void endpoint_free(struct endpoint *endpoint)
{
	if (endpoint == NULL)
		return;
	dial_free(endpoint->dial);
	stream_free(endpoint->stream);
	dialogue_free(endpoint->dialogue);
	loop_timer_free(endpoint->stall);
	free(endpoint);
}

struct endpoint_fact *endpoint_fact(struct endpoint *endpoint)
{
	return endpoint->fact;
}

static void leave_gate(struct endpoint *endpoint, enum dialogue_action action)
{
	endpoint->at_gate = false;
	obey(endpoint, action);
	/* Lines may have come while it was held. */
	if (!endpoint->over && endpoint->stream != NULL && !endpoint->at_gate)
		readable(endpoint);
}

void endpoint_set_username(struct endpoint *endpoint, const char *username)
{
	dialogue_set_username(endpoint->dialogue, username);
	endpoint->fact->service.username = username;
}

void endpoint_login(struct endpoint *endpoint)
{
	leave_gate(endpoint, dialogue_login(endpoint->dialogue, since_start(endpoint)));
}

void endpoint_pass(struct endpoint *endpoint)
{
	leave_gate(endpoint, dialogue_pass(endpoint->dialogue, since_start(endpoint)));
}

bool endpoint_can_login(const struct endpoint *endpoint)
{
	return dialogue_mechanism(endpoint->dialogue) != NULL;
}

void endpoint_stop(struct endpoint *endpoint, enum session_end end)
{
	struct connect_fact *attempt;

	if (!endpoint->over) {
		bool in_tls = endpoint->fact->step == STEP_TLS;

		endpoint->over = true;
		if (!endpoint->fact->connected && end == END_TIMEOUT) {
			bool dialled = endpoint->fact->connects != NULL;

			for (attempt = endpoint->fact->connects; attempt != NULL; attempt = attempt->next)
				if (attempt->outcome == CONNECT_ABANDONED)
					attempt->outcome = CONNECT_TIMEOUT;
			endpoint->fact->end = dialled ? END_UNCONNECTED : END_UNRESOLVED;
			endpoint->fact->step = dialled ? STEP_CONNECT : STEP_RESOLVE;
		} else if (in_tls && end == END_TIMEOUT) {
			endpoint->fact->tls.outcome = TLS_TIMEOUT;
			time_tls(endpoint);
			break_off(endpoint, END_TLS, 0);
			endpoint->fact->step = STEP_TLS;
		} else if (endpoint->fact->connected)
			break_off(endpoint, end, 0);
		else
			endpoint->fact->end = end;
		record_end(endpoint);
	}
	endpoint->dial_settled = true;
}
