/* SPDX-License-Identifier: MIT
 *
 * A text that is longer than the screen goes through the person's pager.
 */
#ifndef MAILGUIDE_WIZARD_PAGER_H
#define MAILGUIDE_WIZARD_PAGER_H

#include "page.h"

/* Writes PAGE to stdout: through $PAGER, or less if that is not set, when stdout
 * is a terminal and the text does not fit on it; never with --json or --quiet.
 * PAGER empty or "cat" means none.  0, or -1 after a message, as output_print(). */
int pager_print(const struct options *options, const struct page *page);

#endif
