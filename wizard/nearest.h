/* SPDX-License-Identifier: MIT
 *
 * "did you mean": the word of a list that a mistyped one is nearest to.
 */
#ifndef MAILGUIDE_WIZARD_NEAREST_H
#define MAILGUIDE_WIZARD_NEAREST_H

#include <stddef.h>

/* How many letters must be put in, taken out, changed or swapped with their
 * neighbour to make B of A; more than NEAREST_FAR counts as NEAREST_FAR. */
#define NEAREST_FAR 99
unsigned nearest_distance(const char *a, const char *b);

/* Keeps the better one while walking a list. */
struct nearest {
	const char *word; /* what was typed */
	const char *best; /* NULL while nothing is near enough to suggest */
	unsigned distance;
};
void nearest_try(struct nearest *nearest, const char *candidate);

#endif
