/* SPDX-License-Identifier: MIT
 *
 * SASL (RFC 4422) for one login: which mechanism, what to send, what to answer.
 * The only file that knows libgsasl.  No base64 and no protocol framing here
 * except sasl_base64(), which the dialects share.
 */
#ifndef MAILGUIDE_PROBES_SASL_H
#define MAILGUIDE_PROBES_SASL_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "mailtypes.h"
#include "secret.h"

struct sasl;

/* Picks the mechanism: of those for which OFFERS(ARG, name) is true, the first
 * that fits the secret.  Passwords over verified TLS: PLAIN, LOGIN,
 * SCRAM-SHA-256, SCRAM-SHA-1, CRAM-MD5 (the plain ones first, because they fail
 * only when the password is wrong).  Tokens: XOAUTH2, OAUTHBEARER.  NULL if
 * none fits. */
const char *sasl_choose(bool is_token, bool (*offers)(const void *arg, const char *mechanism),
	const void *arg);

/* One exchange.  Borrows USERNAME and SECRET.  HOST and PORT go into
 * OAUTHBEARER (RFC 7628).  NULL when the bytes do not fit the mechanism (a NUL
 * in a password for PLAIN …). */
struct sasl *sasl_new(const char *mechanism, const char *username, const struct secret *secret,
	const char *host, unsigned port);
void sasl_free(struct sasl *sasl);

/* The client speaks first in this mechanism (initial response possible). */
bool sasl_client_first(const struct sasl *sasl);
/* The answers depend on what the server sends; false where challenges are only
 * prompts. */
bool sasl_reads_challenge(const struct sasl *sasl);
/* Has the server had all it needs to judge the secret?  False after an exchange
 * that broke down before. */
bool sasl_told_all(const struct sasl *sasl);
/* Next client message, raw bytes into OUT; CHALLENGE is the decoded server
 * message (length 0 for the first call of a client-first mechanism).  0, or -1
 * when the exchange cannot go on (then cancel it with "*"): so too if a server
 * wants SCRAM's hash made so often that it would hold the run. */
int sasl_step(struct sasl *sasl, const char *challenge, size_t length, struct buf *out);

/* RFC 4648 base64 without line breaks, appended to OUT; 0 or -1 (OUT's cap). */
int sasl_base64(const void *bytes, size_t length, struct buf *out);
/* Strict decoding of TEXT, appended to OUT; 0 or -1 (not base64, OUT's cap). */
int sasl_unbase64(const char *text, struct buf *out);

#endif
