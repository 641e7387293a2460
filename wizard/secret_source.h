/* SPDX-License-Identifier: MIT
 *
 * Where a password or token comes from: a file, a command, standard input.
 * Never from the command line and never from the environment.
 */
#ifndef MAILGUIDE_WIZARD_SECRET_SOURCE_H
#define MAILGUIDE_WIZARD_SECRET_SOURCE_H

#include <stdbool.h>

#include "../probes/secret.h"
#include "options.h"

/* Do OPTIONS name a source? */
bool secret_source_given(const struct options *options);
/* Reads the secret that OPTIONS name, without the line end that editors and
 * commands put behind it.  0 and *OUT set (NULL when no source is named), or -1
 * after a message.  Oddities of what was read are told on stderr. */
int secret_source_read(const struct options *options, struct secret **out);
/* Says on stderr what looks like a slip of the hand: blanks at an edge, control
 * characters.  WHAT is "password" or "token". */
void secret_source_remark(const struct secret *secret, const char *what);

#endif
