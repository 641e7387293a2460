/* SPDX-License-Identifier: MIT
 *
 * Finding a preset.  The built-in table costs no file and no parsing; a
 * person's own presets are read on the first call, if the folder exists.
 */
#ifndef MAILGUIDE_PROVIDERS_PRESET_TABLE_H
#define MAILGUIDE_PROVIDERS_PRESET_TABLE_H

#include <stddef.h>

#include "preset.h"

/* By mail domain, lower-case ASCII.  NULL if nobody claims it. */
const struct preset *preset_by_domain(const char *domain);
/* By the host of an MX record: the longest suffix that matches at a label
 * border; failing that, the MX host without its first label or its registrable
 * domain looked up as a mail domain, as ISPDB clients do.  NULL if none. */
const struct preset *preset_by_mx(const char *mx_host);
const struct preset *preset_by_id(const char *id);
/* By a server that it names, lower-case.  Of several that name it the one whose mail
 * domains it stands under; NULL if none or no single one does, and for addresses. */
const struct preset *preset_by_host(const char *host);

/* All of them, a person's own first, then built-in ones by id. */
size_t preset_count(void);
const struct preset *preset_at(size_t index);

/* Messages about a person's own presets that could not be used, one a line;
 * "" if none.  They are left out, never half-used. */
const char *preset_user_problems(void);

/* The known mail domain that DOMAIN probably misspells: one edit, one swap of
 * neighbours or a wrong ending away from a provider's domain, and DOMAIN is not
 * itself known.  Popular domains win ties.  NULL if none is near. */
const char *preset_near_domain(const char *domain);

#endif
