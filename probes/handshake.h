/* SPDX-License-Identifier: MIT
 *
 * The TLS client side as a filter without I/O: bytes from the peer go in, bytes
 * for the peer come out.  Verification never stops the handshake; every error
 * is recorded by name, so that a broken certificate is described and the rest
 * of the dialogue still seen.  Whether a secret may follow is tls_is_trusted().
 */
#ifndef MAILGUIDE_PROBES_HANDSHAKE_H
#define MAILGUIDE_PROBES_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "evidence.h"

/* What all handshakes of a process share: settings and trusted roots. */
struct handshake_roots;
/* The system's roots, and those in CA_FILE (may be NULL) beside them.  NULL
 * with *ERROR (to be freed) set when CA_FILE holds no certificate. */
struct handshake_roots *handshake_roots_new(const char *ca_file, char **error);
/* The name and version of the library behind all this. */
const char *handshake_library(void);
void handshake_roots_free(struct handshake_roots *roots);
/* Makes CONTEXT, an SSL_CTX of a library's, trust the same roots and refuse
 * protocols before TLS 1.2. */
void handshake_roots_share(const struct handshake_roots *roots, void *context);

enum handshake_state {
	HANDSHAKE_GOING,  /* wants bytes from the peer */
	HANDSHAKE_DONE,
	HANDSHAKE_FAILED  /* tls->outcome says why; there may still be an alert to send */
};

struct handshake;
/* SERVER_NAME is sent as SNI (unless it is an address) and compared with the
 * certificate.  LEGACY offers TLS 1.0 and weak parameters too, for a
 * counter-probe that never carries a secret. */
struct handshake *handshake_new(struct handshake_roots *roots, struct evidence *evidence,
	struct tls_fact *tls, const char *server_name, bool legacy);
void handshake_free(struct handshake *handshake);

/* Goes on with what was fed so far; the first call makes the ClientHello. */
enum handshake_state handshake_run(struct handshake *handshake);
void handshake_feed(struct handshake *handshake, const void *bytes, size_t length);
/* The connection ended: by RESET or by end of file.  Records the outcome if the
 * handshake was still going. */
void handshake_cut(struct handshake *handshake, bool reset);
/* Moves bytes for the peer into OUT; 0 or -1 (OUT is full). */
int handshake_output(struct handshake *handshake, struct buf *out);

/* After HANDSHAKE_DONE.  Decrypts what was fed, appending to PLAIN: 0 = all
 * read, 1 = the peer said goodbye (close_notify), -1 = broken (tls->alert and
 * tls->error say more) or PLAIN is full. */
int handshake_read(struct handshake *handshake, struct buf *plain);
/* Encrypts; fetch the bytes with handshake_output().  0 or -1. */
int handshake_write(struct handshake *handshake, const void *bytes, size_t length);
/* Says goodbye. */
void handshake_close(struct handshake *handshake);

#endif
