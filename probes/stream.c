/* SPDX-License-Identifier: MIT */
#include "stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mem.h"
#include "secret.h"

#define INPUT_MAX (128u * 1024)
#define OUTPUT_MAX (128u * 1024)
#define READ_STEP 16384

struct stream {
	struct loop *loop;
	int fd;
	struct loop_watch *watch;
	struct loop_timer *timer;
	struct stream_handler handler;
	void *arg;
	struct handshake *handshake; /* NULL while in the clear */
	struct tls_fact *tls;
	bool secured, ended;
	bool flooded; /* told when the timer next fires, never inside a call */
	bool output_secret;
	struct buf input, output;
};

static void end(struct stream *stream, enum session_end how, int error)
{
	if (stream->ended)
		return;
	stream->ended = true;
	loop_timer_stop(stream->timer);
	loop_watch_set(stream->watch, false, false);
	stream->handler.ended(stream->arg, how, error);
}

static void timed_out(void *arg)
{
	struct stream *stream = arg;

	if (stream->handshake != NULL && !stream->secured && stream->tls->outcome == TLS_NOT_TRIED)
		stream->tls->outcome = TLS_TIMEOUT;
	end(stream, stream->flooded ? END_FLOOD : END_TIMEOUT, 0);
}

static void wipe_output(struct stream *stream)
{
	if (stream->output_secret && stream->output.data != NULL)
		secret_wipe(stream->output.data, stream->output.size);
	stream->output_secret = false;
	buf_clear(&stream->output);
}

/* Sends what is queued, as far as the socket takes it. */
static void flush(struct stream *stream)
{
	while (stream->output.length > 0) {
		ssize_t sent = send(stream->fd, stream->output.data, stream->output.length, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			break; /* EAGAIN waits; a real error is found by the next read */
		if ((size_t)sent == stream->output.length)
			wipe_output(stream);
		else
			buf_take(&stream->output, (size_t)sent);
	}
	if (!stream->ended)
		loop_watch_set(stream->watch, true, stream->output.length > 0);
}

static void flush_tls(struct stream *stream)
{
	if (handshake_output(stream->handshake, &stream->output) < 0) {
		stream->flooded = true;
		loop_timer_set(stream->timer, loop_now(stream->loop));
	} else
		flush(stream);
}

static void advance_handshake(struct stream *stream)
{
	enum handshake_state state = handshake_run(stream->handshake);

	flush_tls(stream);
	if (state == HANDSHAKE_GOING || stream->flooded)
		return;
	loop_timer_stop(stream->timer);
	stream->secured = state == HANDSHAKE_DONE;
	/* The first words may have come in one packet with the handshake's last;
	 * the handler looks for them once it is ready. */
	if (stream->secured) {
		handshake_read(stream->handshake, &stream->input);
		flush_tls(stream);
	}
	stream->handler.secured(stream->arg, stream->secured);
}

/* Ends the stream after reading what came before the end. */
static void peer_ended(struct stream *stream, bool reset, int error)
{
	if (stream->handshake != NULL && !stream->secured) {
		handshake_cut(stream->handshake, reset);
		loop_watch_set(stream->watch, false, false);
		loop_timer_stop(stream->timer);
		stream->handler.secured(stream->arg, false);
		return;
	}
	end(stream, reset ? END_RESET : END_CLOSED, error);
}

/* Decrypts what was fed.  The handler may free the stream, so each branch ends
 * with the call. */
static void read_tls(struct stream *stream)
{
	size_t before = stream->input.length;
	int status = handshake_read(stream->handshake, &stream->input);

	flush_tls(stream); /* key updates and alerts */
	if (stream->input.length > before) {
		/* What came before a goodbye still counts; the end is found again on
		 * the next turn because the socket stays readable. */
		stream->handler.readable(stream->arg);
		return;
	}
	if (status == 1)
		end(stream, END_CLOSED, 0);
	else if (status < 0)
		end(stream, stream->input.length >= stream->input.max ? END_FLOOD : END_CLOSED, 0);
}

static void take_in(struct stream *stream, const char *bytes, size_t length)
{
	if (stream->handshake == NULL) {
		if (buf_add(&stream->input, bytes, length) < 0)
			end(stream, END_FLOOD, 0);
		else
			stream->handler.readable(stream->arg);
		return;
	}
	handshake_feed(stream->handshake, bytes, length);
	if (!stream->secured)
		advance_handshake(stream);
	else
		read_tls(stream);
}

static void socket_ready(void *arg, bool readable, bool writable)
{
	struct stream *stream = arg;
	char bytes[READ_STEP];
	ssize_t got;

	if (writable)
		flush(stream);
	if (!readable || stream->ended)
		return;
	/* One read a turn: the handler may free the stream, and libuv tells again
	 * while there is more. */
	got = recv(stream->fd, bytes, sizeof bytes, 0);
	if (got > 0)
		take_in(stream, bytes, (size_t)got);
	else if (got == 0)
		peer_ended(stream, false, 0);
	else if (errno != EAGAIN && errno != EINTR)
		peer_ended(stream, errno == ECONNRESET || errno == EPIPE, errno);
}

struct stream *stream_new(struct loop *loop, int fd, const struct stream_handler *handler,
	void *arg)
{
	struct stream *stream = mem_alloc(sizeof *stream);

	stream->loop = loop;
	stream->fd = fd;
	stream->handler = *handler;
	stream->arg = arg;
	buf_init(&stream->input, INPUT_MAX);
	buf_init(&stream->output, OUTPUT_MAX);
	stream->timer = loop_timer_new(loop, timed_out, stream);
	stream->watch = loop_watch_new(loop, fd, socket_ready, stream);
	loop_watch_set(stream->watch, true, false);
	return stream;
}

void stream_free(struct stream *stream)
{
	if (stream == NULL)
		return;
	if (stream->secured && !stream->ended) {
		handshake_close(stream->handshake);
		if (handshake_output(stream->handshake, &stream->output) == 0)
			flush(stream);
	}
	wipe_output(stream);
	if (stream->input.data != NULL)
		secret_wipe(stream->input.data, stream->input.size);
	handshake_free(stream->handshake);
	loop_watch_free(stream->watch);
	loop_timer_free(stream->timer);
	close(stream->fd);
	buf_done(&stream->input);
	buf_done(&stream->output);
	free(stream);
}

void stream_start_tls(struct stream *stream, struct handshake_roots *roots,
	struct evidence *evidence, struct tls_fact *tls, const char *server_name, bool legacy)
{
	stream->tls = tls;
	stream->handshake = handshake_new(roots, evidence, tls, server_name, legacy);
	handshake_run(stream->handshake);
	flush_tls(stream);
}

struct buf *stream_input(struct stream *stream)
{
	return &stream->input;
}

void stream_send(struct stream *stream, const char *bytes, size_t length, bool secret)
{
	if (stream->ended)
		return;
	if (stream->handshake == NULL) {
		stream->output_secret |= secret;
		if (buf_add(&stream->output, bytes, length) < 0)
			return; /* nothing we send is that long; the step's deadline ends it */
		flush(stream);
	} else if (handshake_write(stream->handshake, bytes, length) == 0)
		flush_tls(stream);
}

void stream_deadline(struct stream *stream, uint64_t deadline)
{
	loop_timer_set(stream->timer, deadline);
}

void stream_hold(struct stream *stream)
{
	loop_timer_stop(stream->timer);
}
