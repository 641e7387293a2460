/* SPDX-License-Identifier: MIT
 *
 * One accepted connection: lines in, bytes out, TLS on demand.  Whatever the
 * peer sent is kept on a tape, apart for plain and encrypted, so that the run
 * can be searched for the secret afterwards.  Blocking; one thread a link.
 */
#ifndef MAILGUIDE_LAB_LINK_H
#define MAILGUIDE_LAB_LINK_H

#include <openssl/ssl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "probes/buf.h"

struct port;

/* What one connection brought.  Filled by its thread under the lock. */
struct tape {
	struct tape *next;
	const struct port *port;
	pthread_mutex_t lock;
	struct buf clear;  /* bytes that came unencrypted, TLS records aside */
	struct buf sealed; /* bytes that came through TLS */
	unsigned logins;   /* commands that carry credentials */
	struct buf requests; /* of HTTP: a line "GET https://host/path" each */
};

struct tape *tape_new(const struct port *port);
void tape_free(struct tape *tape);

struct link {
	int fd;
	SSL *ssl; /* NULL while plain */
	struct tape *tape;
	struct buf in;
};

/* Takes FD over. */
void link_init(struct link *link, int fd, struct tape *tape);
void link_done(struct link *link);

/* Next line without its line end, in LINE of SIZE bytes; longer ones are cut.
 * 0, or -1 at the end of the connection. */
int link_line(struct link *link, char *line, size_t size);
/* LENGTH bytes exactly, as an IMAP literal; -1 at the end. */
int link_exactly(struct link *link, char *bytes, size_t length);
/* Notes a request, for the judge. */
void link_note_request(struct link *link, const char *line);
/* 0, or -1 when the peer is gone. */
int link_send(struct link *link, const char *bytes, size_t length);
/* Server side of the handshake; -1 when it fails. */
int link_start_tls(struct link *link, SSL_CTX *context);
/* Waits for the ClientHello (or whatever comes first) and reads it away. */
void link_swallow_hello(struct link *link);
/* Reads until the peer is gone. */
void link_drain(struct link *link);
/* End of file for the peer. */
void link_close_politely(struct link *link);
/* RST for the peer. */
void link_reset(struct link *link);

#endif
