/* SPDX-License-Identifier: MIT
 *
 * The server's side of a login: SASL PLAIN, LOGIN, CRAM-MD5, XOAUTH2 and
 * OAUTHBEARER.
 */
#ifndef MAILGUIDE_LAB_LOGIN_H
#define MAILGUIDE_LAB_LOGIN_H

#include "session.h"

/* Counts an attempt on the tape. */
void login_count(struct session *session);
/* Are these the account's? */
bool login_matches(const struct session *session, const char *user, const char *password);
/* Plays MECHANISM to its end and says the judgement.  INITIAL is the initial
 * response in base64, NULL if none came; PROMPT precedes every challenge ("334 ",
 * "+ ").  1 if the mechanism is not known (nothing was said), else 0 or -1. */
int login_sasl(struct session *session, const char *mechanism, const char *initial,
	const char *prompt);

#endif
