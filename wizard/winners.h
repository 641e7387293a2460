/* SPDX-License-Identifier: MIT
 *
 * Whose settings a run went by, once it is over.
 */
#ifndef MAILGUIDE_WIZARD_WINNERS_H
#define MAILGUIDE_WIZARD_WINNERS_H

#include <stdbool.h>

#include "../probes/evidence.h"

/* What a lesser source than the winner named for PROTOCOL was only looked at, and
 * becomes a counter-probe; so does a guess that nobody answered for.  The winner is
 * where a login was tried, else the best that could have had one, else the best.
 * In a LOOKUP nobody logs in. */
void winners_settle(struct evidence *evidence, enum mail_protocol protocol, bool lookup);

#endif
