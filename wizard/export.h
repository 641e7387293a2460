/* SPDX-License-Identifier: MIT
 *
 * The configuration of one program out of what is known of an account.
 */
#ifndef MAILGUIDE_WIZARD_EXPORT_H
#define MAILGUIDE_WIZARD_EXPORT_H

#include "../probes/evidence.h"
#include "options.h"
#include "target.h"

/* What export_from() returns when the person stopped it at its question (Ctrl-C). */
#define EXPORT_STOPPED (-1)

/* Prints the configuration, or puts it where the program looks if OPTIONS say
 * so.  An exit status; what stood in the way was said. */
int export_from(struct arena *arena, const struct options *options,
	const struct target *target, const struct evidence *evidence);

#endif
