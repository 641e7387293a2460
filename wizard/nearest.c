/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

#define WORD_MAX 32 /* longer words are not typing slips of ours */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned nearest_distance(const char *a, const char *b)
{
	unsigned rows[3][WORD_MAX + 1], *before = rows[0], *last = rows[1], *now = rows[2], *spare;
	size_t a_length = strlen(a), b_length = strlen(b), i, j;

	if (a_length > WORD_MAX || b_length > WORD_MAX)
		return NEAREST_FAR;
	for (j = 0; j <= b_length; j++) {
		before[j] = NEAREST_FAR;
		last[j] = (unsigned)j;
	}
	for (i = 1; i <= a_length; i++) {
		now[0] = (unsigned)i;
		for (j = 1; j <= b_length; j++) {
			now[j] = least(least(last[j], now[j - 1]) + 1,
				last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b_length];
}

void nearest_try(struct nearest *nearest, const char *candidate)
{
	unsigned distance = nearest_distance(nearest->word, candidate);
	size_t length = strlen(nearest->word);

	/* A third of the letters may be wrong; a beginning counts as near. */
	if (length >= 3 && strncmp(nearest->word, candidate, length) == 0)
		distance = least(distance, 2);
	if (distance > 1 + length / 3)
		return;
	if (nearest->best == NULL || distance < nearest->distance) {
		nearest->best = candidate;
		nearest->distance = distance;
	}
}
