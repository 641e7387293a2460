/* SPDX-License-Identifier: MIT
 *
 * Showing a page in the person's web browser.
 */
#ifndef MAILGUIDE_WIZARD_BROWSER_H
#define MAILGUIDE_WIZARD_BROWSER_H

#include <stdbool.h>

/* Is there a screen, and a program that opens pages on it? */
bool browser_possible(void);
/* Opens URL (http or https) without waiting.  0, or -1 when that did not work. */
int browser_open(const char *url);

#endif
