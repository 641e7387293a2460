/* SPDX-License-Identifier: MIT
 *
 * The faces of a comparison.
 */
#ifndef MAILGUIDE_WIZARD_RENDER_DIFF_H
#define MAILGUIDE_WIZARD_RENDER_DIFF_H

#include "../probes/buf.h"
#include "compare.h"
#include "options.h"
#include "page.h"

void render_diff(struct page *page, const struct options *options,
	const struct comparison *comparison);
/* The document "mailguide.diff/1".  0, or -1 when OUT is full. */
int render_diff_json(const struct comparison *comparison, struct buf *out);

#endif
