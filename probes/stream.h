/* SPDX-License-Identifier: MIT
 *
 * A connection: a socket, TLS over it when asked for, and two buffers.  Events
 * come back through one handler; after ended() nothing more comes.
 */
#ifndef MAILGUIDE_PROBES_STREAM_H
#define MAILGUIDE_PROBES_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "evidence.h"
#include "handshake.h"
#include "loop.h"

struct stream;

struct stream_handler {
	/* There are new bytes in stream_input(). */
	void (*readable)(void *arg);
	/* The handshake finished, well or badly: see the tls_fact.  Look at the
	 * input too: plaintext may have come with the last handshake bytes. */
	void (*secured)(void *arg, bool ok);
	/* END_CLOSED, END_RESET, END_TIMEOUT, END_FLOOD or END_LOCAL.  ERROR is an
	 * errno or 0. */
	void (*ended)(void *arg, enum session_end end, int error);
};

/* Takes FD, a connected non-blocking socket.  Never calls back before it
 * returns; a handler may free the stream. */
struct stream *stream_new(struct loop *loop, int fd, const struct stream_handler *handler,
	void *arg);
/* Says a TLS goodbye if that needs no waiting, and closes. */
void stream_free(struct stream *stream);

/* Starts the handshake; TLS gets the facts.  Bytes already in the input are
 * the caller's business and are not fed to TLS. */
void stream_start_tls(struct stream *stream, struct handshake_roots *roots,
	struct evidence *evidence, struct tls_fact *tls, const char *server_name, bool legacy);
/* Plaintext received; take from it with buf_take(). */
struct buf *stream_input(struct stream *stream);
/* Queues BYTES.  SECRET: no copy of them outlives the sending. */
void stream_send(struct stream *stream, const char *bytes, size_t length, bool secret);
/* The step's deadline, an absolute loop time; silence past it is END_TIMEOUT. */
void stream_deadline(struct stream *stream, uint64_t deadline);
/* No deadline: the caller holds the connection. */
void stream_hold(struct stream *stream);

#endif
