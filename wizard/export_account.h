/* SPDX-License-Identifier: MIT
 *
 * From evidence to what a template is filled with: which of the services fit
 * the program, and whether it can have this account at all.
 */
#ifndef MAILGUIDE_WIZARD_EXPORT_ACCOUNT_H
#define MAILGUIDE_WIZARD_EXPORT_ACCOUNT_H

#include "../probes/evidence.h"
#include "options.h"
#include "snippet.h"
#include "target.h"

/* Adds the services that --imap and the like give.  An open port or mode is
 * filled in; without both it is TLS at its own port.  A user name that is the same for
 * everybody there is known. */
void export_add_given(struct evidence *evidence, const struct options *options);
/* Do OPTIONS give every service that TARGET can use and needs? */
bool export_is_given(const struct target *target, const struct options *options);
/* Fills OUT for TARGET.  A service that a diagnosis saw working is preferred, one
 * that it saw failing comes last.  NULL, or the sentence that says why TARGET
 * cannot have this account. */
const char *export_account(const struct target *target, const struct evidence *evidence,
	const struct options *options, struct snippet_account *out);

#endif
