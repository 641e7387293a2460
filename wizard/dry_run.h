/* SPDX-License-Identifier: MIT
 *
 * --dry-run: who would be contacted and would learn what.  Contacts nobody.
 */
#ifndef MAILGUIDE_WIZARD_DRY_RUN_H
#define MAILGUIDE_WIZARD_DRY_RUN_H

#include <stdbool.h>

#include "../providers/address.h"
#include "options.h"

/* Prints the list; PROBES: mail servers are contacted too.  The exit status. */
int dry_run(const struct options *options, const struct address *address, bool probes);

#endif
