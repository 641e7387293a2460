/* SPDX-License-Identifier: MIT
 *
 * Dialogues as text, for the tests of the dialogue engine.  A script is lines:
 *
 *   S: words        the server says a line
 *   C: words        the client must have sent exactly this line, next
 *   C~ words        the same, but only the beginning counts
 *   TLS             the engine must ask for TLS, and gets it
 *   GATE            it must stand at the gate, and is let in
 *   PASS            it must stand at the gate, and goes on without login
 *   CLOSE TIMEOUT   the connection ends
 *   END             the engine must be done
 *
 * In the words {user64} {pass64} {pass} {plain} {xoauth2} {bearer} stand for
 * what their names say, {echo} for the last line the client sent, {long:N} for
 * N letters.  Every line of the client must be accounted for.
 */
#ifndef MAILGUIDE_TESTS_SCRIPT_H
#define MAILGUIDE_TESTS_SCRIPT_H

#include "probes/dialogue.h"

struct script_case {
	const char *name;
	enum mail_protocol protocol;
	enum mail_security security;
	const char *user, *pass; /* pass NULL: no secret */
	size_t pass_length;      /* 0: strlen(pass) */
	bool is_token;
	const char *sender, *recipient;
	bool send, anonymous;
	const char *script;
	/* what must come of it */
	enum session_end end;
	enum step step;
	enum login_outcome login;
	enum login_bar bar;
	const char *mechanism;     /* NULL: not looked at */
	bool ready, proved, greeted;
	/* of the judging reply, else of the last; NULL text: not looked at */
	enum reply_class class;
	int code;
	const char *enhanced, *response_code, *text;
	const char *challenge;
	const char *capability;    /* endpoint_offers() must say yes */
	const char *forgotten;     /* and no */
};

struct played {
	struct evidence *evidence;
	struct endpoint_fact *endpoint;
	struct secret *secret;
};

extern const struct script_case script_smtp[], script_imap[], script_pop3[];
extern const int script_smtp_count, script_imap_count, script_pop3_count;

/* Plays and compares; a difference fails the running test.  Whatever happens,
 * no evidence may hold the secret. */
void script_check(const struct script_case *test);
/* For tests that look closer. */
struct played script_play(const struct script_case *test);
void played_done(struct played *played);
/* Fails the test if the secret stands anywhere in the evidence. */
void played_is_clean(const struct played *played);
/* How many transcript lines are TEXT. */
int played_lines(const struct played *played, enum transcript_kind kind, const char *text);

#endif
