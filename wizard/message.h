/* SPDX-License-Identifier: MIT
 *
 * What the program says about itself on stderr: problem first, the subject in
 * quotes, lower case, no full stop.
 */
#ifndef MAILGUIDE_WIZARD_MESSAGE_H
#define MAILGUIDE_WIZARD_MESSAGE_H

#include "../probes/mem.h"

/* Prints "mailguide: " and the message, made safe for a terminal. */
void message(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* TEXT in single quotes, made safe and short, for use in a message. */
const char *message_subject(struct arena *arena, const char *text);

#endif
