/* SPDX-License-Identifier: MIT
 *
 * Was the run what the scenario expects?  Every complaint is a line.
 */
#ifndef MAILGUIDE_LAB_JUDGE_H
#define MAILGUIDE_LAB_JUDGE_H

#include "child.h"
#include "probes/buf.h"
#include "stage.h"

/* Appends what is wrong to COMPLAINTS; nothing when all is well. */
void judge(const struct stage *stage, const struct child_result *result,
	struct buf *complaints);

#endif
