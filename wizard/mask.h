/* SPDX-License-Identifier: MIT
 *
 * What people paste may hold a password or a token: a debug log, a settings
 * file, a browser's address line.  It is masked before anything else sees it.
 */
#ifndef MAILGUIDE_WIZARD_MASK_H
#define MAILGUIDE_WIZARD_MASK_H

#include "../probes/mem.h"

/* TEXT with REDACTED (probes/redact.h) in the place of whatever looks like a
 * secret.  A word too many is masked rather than one too few. */
const char *mask_secrets(struct arena *arena, const char *text);
/* Only what its neighbours call a secret ("password=…"), not what merely looks
 * like one. */
const char *mask_named_secrets(struct arena *arena, const char *text);

#endif
