/* SPDX-License-Identifier: MIT
 *
 * Reports leave the house.  Every writer of one gets its facts from here, so that
 * what names the person is replaced in one place: the address, its local part,
 * user names, the addresses of this computer and its resolvers, in base64 too.
 */
#ifndef MAILGUIDE_WIZARD_PRIVACY_H
#define MAILGUIDE_WIZARD_PRIVACY_H

#include <stdbool.h>

#include "finding.h"

struct privacy_view {
	const struct evidence *evidence;
	const struct verdict *verdict;
	bool personal;       /* the personal data is in it */
	struct evidence *copy; /* what the view owns; NULL if it shows the original */
};

/* What a report may show of a run; WITH_ADDRESS keeps everything.  To be given
 * back with privacy_free() before EVIDENCE is. */
struct privacy_view *privacy_view(const struct evidence *evidence, const struct verdict *verdict,
	bool with_address);
void privacy_free(struct privacy_view *view);
/* What of the person's a report made of VIEW tells, as a sentence, safe to show. */
const char *privacy_remains(struct arena *arena, const struct privacy_view *view);

#endif
