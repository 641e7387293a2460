/* SPDX-License-Identifier: MIT
 *
 * What first words on a connection give away: which kind of server speaks, and
 * whether a device on the way has painted over them.
 */
#ifndef MAILGUIDE_WIZARD_BANNERS_H
#define MAILGUIDE_WIZARD_BANNERS_H

#include <stdbool.h>

#include "../probes/evidence.h"

/* The service whose first words TEXT are, when it is no mail service ("a web
 * server"); NULL otherwise. */
const char *banner_other_service(const char *text);
/* Does TEXT begin as PROTOCOL's servers do (an error counts too)? */
bool banner_is_mail(const char *text, enum mail_protocol protocol);
/* Does TEXT begin with a TLS record (an alert or a handshake)? */
bool banner_is_tls(const char *text);
/* A banner whose letters were replaced by asterisks. */
bool banner_is_masked(const char *text);
/* A capability word overwritten with X ("XXXXXXXA"). */
bool banner_word_is_masked(const char *word);
/* Mostly printable characters. */
bool banner_is_text(const char *text);

#endif
