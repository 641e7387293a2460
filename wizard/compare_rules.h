/* SPDX-License-Identifier: MIT
 *
 * What the differences between two runs say about where the cause lies.
 */
#ifndef MAILGUIDE_WIZARD_COMPARE_RULES_H
#define MAILGUIDE_WIZARD_COMPARE_RULES_H

#include "compare.h"

/* Fills in the conclusions of COMPARISON, the most telling one first. */
void compare_conclude(struct arena *arena, struct comparison *comparison);
/* Does one of the ANSWERS lead to an address that is no public one? */
bool compare_leads_inside(const struct snapshot_texts *answers);

#endif
