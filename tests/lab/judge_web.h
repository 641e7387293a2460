/* SPDX-License-Identifier: MIT
 *
 * The judge's part about finding settings: what each source came to, which web
 * servers were asked, and what they learned.
 */
#ifndef MAILGUIDE_LAB_JUDGE_WEB_H
#define MAILGUIDE_LAB_JUDGE_WEB_H

#include <cjson/cJSON.h>

#include "probes/buf.h"
#include "stage.h"

/* Both append what is wrong to COMPLAINTS. */
void judge_sources(const struct expectation *expect, const cJSON *json, struct buf *complaints);
void judge_requests(const struct stage *stage, struct buf *complaints);

#endif
