/* SPDX-License-Identifier: MIT */
#include "winners.h"

#include <string.h>

#include "../providers/source_kinds.h"

/* How far a candidate got. */
enum got { GOT_ANYWHERE, GOT_READY, GOT_LOGIN };

static enum got how_far(const struct endpoint_fact *endpoint)
{
	if (endpoint->login.outcome != LOGIN_NOT_TRIED)
		return GOT_LOGIN;
	return endpoint->ready ? GOT_READY : GOT_ANYWHERE;
}

/* Of PROTOCOL's candidates that got as far as LEAST the best-ranked; NULL if none. */
static const struct endpoint_fact *best_candidate(const struct evidence *evidence,
	enum mail_protocol protocol, enum got least)
{
	const struct endpoint_fact *endpoint, *best = NULL;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && endpoint->service.protocol == protocol &&
				how_far(endpoint) >= least && (best == NULL || endpoint->rank < best->rank))
			best = endpoint;
	return best;
}

static const struct endpoint_fact *find_winner(const struct evidence *evidence,
	enum mail_protocol protocol, bool lookup)
{
	const struct endpoint_fact *winner = NULL;

	if (!lookup)
		winner = best_candidate(evidence, protocol, GOT_LOGIN);
	if (winner == NULL && !lookup)
		winner = best_candidate(evidence, protocol, GOT_READY);
	return winner != NULL ? winner : best_candidate(evidence, protocol, GOT_ANYWHERE);
}

void winners_settle(struct evidence *evidence, enum mail_protocol protocol, bool lookup)
{
	const struct endpoint_fact *winner = find_winner(evidence, protocol, lookup);
	struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		bool is_guess, is_lesser;

		if (endpoint->role != ROLE_CANDIDATE || endpoint->service.protocol != protocol)
			continue;
		is_guess = strcmp(endpoint->source, source_guess.name) == 0;
		is_lesser = endpoint->rank > winner->rank &&
			strcmp(endpoint->source, winner->source) != 0;
		if (is_lesser || (is_guess && !endpoint->ready && (winner->ready || lookup)))
			endpoint->role = ROLE_COUNTER;
	}
}
