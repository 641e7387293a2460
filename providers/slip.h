/* SPDX-License-Identifier: MIT
 *
 * One slip of the fingers.
 */
#ifndef MAILGUIDE_PROVIDERS_SLIP_H
#define MAILGUIDE_PROVIDERS_SLIP_H

#include <stddef.h>

enum slip { SLIP_NONE, SLIP_SAME, SLIP_SWAPPED, SLIP_MISSING, SLIP_EXTRA, SLIP_WRONG };

/* What one slip makes TYPED of MEANT: two neighbours swapped, a letter missing,
 * extra or wrong; SLIP_NONE if it takes more than one.  *AT, which may be NULL,
 * is the place of the first letter that differs. */
enum slip slip_between(const char *typed, const char *meant, size_t *at);

#endif
