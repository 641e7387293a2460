/* SPDX-License-Identifier: MIT */
#include "link.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probes/mem.h"

#define TAPE_MAX (1 << 20)
#define IN_MAX (1 << 16)
#define TLS_HANDSHAKE_RECORD 0x16

struct tape *tape_new(const struct port *port)
{
	struct tape *tape = mem_alloc(sizeof *tape);

	tape->port = port;
	pthread_mutex_init(&tape->lock, NULL);
	buf_init(&tape->clear, TAPE_MAX);
	buf_init(&tape->sealed, TAPE_MAX);
	buf_init(&tape->requests, TAPE_MAX);
	return tape;
}

void tape_free(struct tape *tape)
{
	pthread_mutex_destroy(&tape->lock);
	buf_done(&tape->clear);
	buf_done(&tape->sealed);
	buf_done(&tape->requests);
	free(tape);
}

/* A tape that is full has long seen what it needed to see. */
static void record(struct tape *tape, bool sealed, const void *bytes, size_t length)
{
	pthread_mutex_lock(&tape->lock);
	(void)buf_add(sealed ? &tape->sealed : &tape->clear, bytes, length);
	pthread_mutex_unlock(&tape->lock);
}

void link_init(struct link *link, int fd, struct tape *tape)
{
	int on = 1;

	memset(link, 0, sizeof *link);
	link->fd = fd;
	link->tape = tape;
	buf_init(&link->in, IN_MAX);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void link_done(struct link *link)
{
	SSL_free(link->ssl);
	close(link->fd);
	buf_done(&link->in);
}

/* ---- reading -------------------------------------------------------------------- */

static int read_more(struct link *link)
{
	char block[4096];
	ssize_t got;

	if (link->ssl != NULL)
		got = SSL_read(link->ssl, block, sizeof block);
	else
		got = recv(link->fd, block, sizeof block, 0);
	if (got <= 0)
		return -1;
	record(link->tape, link->ssl != NULL, block, (size_t)got);
	return buf_add(&link->in, block, (size_t)got);
}

int link_line(struct link *link, char *line, size_t size)
{
	const char *end;
	size_t length, kept;

	while ((end = link->in.length == 0 ? NULL :
		memchr(link->in.data, '\n', link->in.length)) == NULL)
		if (read_more(link) < 0)
			return -1;
	length = (size_t)(end - link->in.data);
	kept = length > 0 && link->in.data[length - 1] == '\r' ? length - 1 : length;
	if (kept >= size)
		kept = size - 1;
	memcpy(line, link->in.data, kept);
	line[kept] = '\0';
	buf_take(&link->in, length + 1);
	return 0;
}

int link_exactly(struct link *link, char *bytes, size_t length)
{
	while (link->in.length < length)
		if (read_more(link) < 0)
			return -1;
	if (length > 0)
		memcpy(bytes, link->in.data, length);
	buf_take(&link->in, length);
	return 0;
}

void link_note_request(struct link *link, const char *line)
{
	pthread_mutex_lock(&link->tape->lock);
	buf_printf(&link->tape->requests, "%s\n", line);
	pthread_mutex_unlock(&link->tape->lock);
}

void link_drain(struct link *link)
{
	while (read_more(link) == 0)
		buf_clear(&link->in);
}

/* ---- writing --------------------------------------------------------------------- */

int link_send(struct link *link, const char *bytes, size_t length)
{
	ssize_t sent;

	while (length > 0) {
		if (link->ssl != NULL)
			sent = SSL_write(link->ssl, bytes, (int)length);
		else
			sent = send(link->fd, bytes, length, MSG_NOSIGNAL);
		if (sent <= 0)
			return -1;
		bytes += sent;
		length -= (size_t)sent;
	}
	return 0;
}

/* ---- TLS -------------------------------------------------------------------------- */

/* The handshake eats what comes; plain text in its place must not be lost. */
static void record_unless_tls(struct link *link)
{
	char block[4096];
	ssize_t got = recv(link->fd, block, sizeof block, MSG_PEEK);

	if (got > 0 && block[0] != TLS_HANDSHAKE_RECORD)
		record(link->tape, false, block, (size_t)got);
}

int link_start_tls(struct link *link, SSL_CTX *context)
{
	SSL *ssl;

	buf_clear(&link->in);
	record_unless_tls(link);
	ssl = SSL_new(context);
	SSL_set_fd(ssl, link->fd);
	if (SSL_accept(ssl) != 1) {
		SSL_free(ssl);
		ERR_clear_error();
		return -1;
	}
	link->ssl = ssl;
	return 0;
}

void link_swallow_hello(struct link *link)
{
	unsigned char block[4096];
	size_t have = 0, want = 5;
	ssize_t got;

	record_unless_tls(link);
	while (have < want && have < sizeof block) {
		got = recv(link->fd, block + have, sizeof block - have, 0);
		if (got <= 0)
			return;
		have += (size_t)got;
		if (have >= 5)
			want = 5 + (size_t)block[3] * 256 + block[4];
	}
}

/* ---- ending ------------------------------------------------------------------------ */

void link_close_politely(struct link *link)
{
	if (link->ssl != NULL)
		SSL_shutdown(link->ssl);
	shutdown(link->fd, SHUT_WR);
	link_drain(link);
}

void link_reset(struct link *link)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(link->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	SSL_free(link->ssl);
	link->ssl = NULL;
	/* link_done() closes the descriptor, and that sends the RST. */
}
