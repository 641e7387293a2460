/* SPDX-License-Identifier: MIT
 *
 * The dialogue: one engine for SMTP (RFC 5321, 3207, 4954), IMAP (RFC 9051,
 * 3501) and POP3 (RFC 1939, 2595, 2449, 5034).  It takes an event and answers
 * with an action; it does no I/O, knows no clock and holds no socket, so whole
 * conversations are tested from text.
 *
 * The caller owns the connection and obeys:
 *
 *   start            -> dialogue_start()    -> action
 *   a line came      -> dialogue_line()     -> action   (LF and CR LF removed)
 *   TLS is up        -> dialogue_secured()  -> action
 *   login is allowed -> dialogue_login()    -> action   (after DIALOGUE_GATE)
 *   or is not        -> dialogue_pass()     -> action   (after DIALOGUE_GATE)
 *
 * A state is entered (one function writes the command) and a reply is
 * interpreted (one function picks the next state); the table of states is the
 * same for the three protocols, a dialect supplies words and framing.
 *
 * Everything observed goes into the endpoint's evidence: replies, capabilities,
 * login, proof, transcript, step.  Capabilities are forgotten after STARTTLS.
 * A reply that the connection's end cut off is kept too: as a refusal if it was
 * one already, else as REPLY_MALFORMED.
 * A line that carries a secret enters the transcript redacted when it is
 * written; no other copy of it is made, and the send buffer is cleansed by the
 * caller with secret_wipe() once it is on the wire.  Where a server repeats the
 * secret, "<redacted>" stands in the evidence.
 *
 * A line that nobody asked for, after the greeting, looks on the wire like the
 * reply to the command that is under way, and is taken as that; at the gate it
 * is only noted in the transcript.
 */
#ifndef MAILGUIDE_PROBES_DIALOGUE_H
#define MAILGUIDE_PROBES_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "evidence.h"
#include "secret.h"

/* A reply line longer than this, before any newline, ends the session
 * (END_FLOOD); so does a reply of more bytes than DIALOGUE_REPLY_MAX. */
#define DIALOGUE_LINE_MAX 8192
#define DIALOGUE_REPLY_MAX 65536

enum dialogue_action {
	DIALOGUE_READ,     /* nothing to send; wait for a line */
	DIALOGUE_SEND,     /* send dialogue_output(), then wait for a line */
	DIALOGUE_START_TLS,/* bytes read past this line are injected: call
	                      dialogue_injected() with them, discard them, then
	                      shake hands and call dialogue_secured() */
	DIALOGUE_GATE,     /* ready to log in: call dialogue_login() or _pass() */
	DIALOGUE_END       /* done; endpoint->end and ->step say how */
};

struct dialogue_options {
	const char *helo;           /* EHLO argument: a domain or "[192.0.2.1]" */
	const struct secret *secret;/* password or token; NULL for no login */
	bool secret_is_token;
	const char *username;       /* UTF-8 */
	const char *test_sender;    /* SMTP: address for MAIL FROM, NULL = no test */
	const char *test_recipient; /* SMTP: address for RCPT TO */
	bool test_send;             /* go on to DATA */
	bool anonymous;             /* SMTP: offer the message without a login, up to RCPT */
};

struct dialogue;

/* Borrows everything, and asserts that helo and the test addresses are one line
 * each; ENDPOINT's service says protocol and security. */
struct dialogue *dialogue_new(struct evidence *evidence, struct endpoint_fact *endpoint,
	const struct dialogue_options *options);
void dialogue_free(struct dialogue *dialogue);

/* NOW_MS: milliseconds since the start of the run, for the evidence only. */
enum dialogue_action dialogue_start(struct dialogue *dialogue, unsigned now_ms);
enum dialogue_action dialogue_line(struct dialogue *dialogue, const char *line, size_t length,
	unsigned now_ms);
enum dialogue_action dialogue_secured(struct dialogue *dialogue, unsigned now_ms);
/* Another user name (borrowed) than the options said, before the login. */
void dialogue_set_username(struct dialogue *dialogue, const char *username);
enum dialogue_action dialogue_login(struct dialogue *dialogue, unsigned now_ms);
/* Goes on without login: straight to QUIT, unless the probe is anonymous. */
enum dialogue_action dialogue_pass(struct dialogue *dialogue, unsigned now_ms);
/* The connection ended by END (closed, reset, timeout, flood …): records it at
 * the current step; the dialogue is over. */
void dialogue_broken(struct dialogue *dialogue, enum session_end end, unsigned now_ms);
/* Bytes that stood behind the STARTTLS reply: evidence of injection. */
void dialogue_injected(struct dialogue *dialogue, const char *bytes, size_t length);
/* Bytes of the peer that never became a line, as the evidence may keep them:
 * capped, without NUL, the secret masked. */
const char *dialogue_keep(struct dialogue *dialogue, const char *bytes, size_t length);

/* Is there a mechanism that the server offers for this kind of secret?  Names
 * it, or NULL.  Valid at the gate.  Whether it can carry the secret's bytes
 * shows in dialogue_login(): BAR_SECRET_UNFIT. */
const char *dialogue_mechanism(const struct dialogue *dialogue);
/* What to send; emptied by the next call into the dialogue. */
struct buf *dialogue_output(struct dialogue *dialogue);
/* The output carries a secret: wipe it after sending. */
bool dialogue_output_is_secret(const struct dialogue *dialogue);
enum step dialogue_step(const struct dialogue *dialogue);

#endif
