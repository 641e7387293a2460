/* SPDX-License-Identifier: MIT */
#include "slip.h"

#include <string.h>

enum slip slip_between(const char *typed, const char *meant, size_t *at)
{
	size_t same = 0;

	while (typed[same] != '\0' && typed[same] == meant[same])
		same++;
	if (at != NULL)
		*at = same;
	typed += same;
	meant += same;
	if (typed[0] == '\0' && meant[0] == '\0')
		return SLIP_SAME;
	if (meant[0] != '\0' && strcmp(typed, meant + 1) == 0)
		return SLIP_MISSING;
	if (typed[0] == '\0')
		return SLIP_NONE;
	if (strcmp(typed + 1, meant) == 0)
		return SLIP_EXTRA;
	if (meant[0] == '\0')
		return SLIP_NONE;
	if (strcmp(typed + 1, meant + 1) == 0)
		return SLIP_WRONG;
	if (typed[0] == meant[1] && typed[1] == meant[0] && strcmp(typed + 2, meant + 2) == 0)
		return SLIP_SWAPPED;
	return SLIP_NONE;
}
