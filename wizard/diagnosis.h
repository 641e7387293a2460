/* SPDX-License-Identifier: MIT
 *
 * One diagnosis as a person at a terminal sees it made: with its progress, and with
 * the other form of user name if that was asked for.
 */
#ifndef MAILGUIDE_WIZARD_DIAGNOSIS_H
#define MAILGUIDE_WIZARD_DIAGNOSIS_H

#include "../probes/evidence.h"
#include "../probes/secret.h"
#include "../providers/address.h"
#include "options.h"

/* NULL after a message. */
struct evidence *diagnosis_make(const struct options *options, const struct address *address,
	const struct secret *secret);

#endif
