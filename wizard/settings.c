/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <string.h>

#include "../probes/text.h"

bool settings_won(const struct evidence *evidence, const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	if (endpoint->role != ROLE_CANDIDATE)
		return false;
	for (other = evidence->endpoints; other != NULL; other = other->next)
		if (other->role == ROLE_CANDIDATE && other->ready &&
				other->service.protocol == endpoint->service.protocol)
			return endpoint->ready;
	return true;
}

/* The protocol has winners; *AMONG tells whether SETTING is one of them. */
static bool has_winners(const struct evidence *evidence, const struct mail_service *setting,
	bool *among)
{
	const struct endpoint_fact *winner;
	bool known = false;

	*among = false;
	for (winner = evidence->endpoints; winner != NULL; winner = winner->next) {
		if (winner->service.protocol != setting->protocol || !settings_won(evidence, winner))
			continue;
		known = true;
		if (winner->service.port == setting->port &&
				winner->service.security == setting->security &&
				text_equal_nocase(winner->service.host, setting->host))
			*among = true;
	}
	return known;
}

bool settings_contradict(const struct evidence *evidence, const struct source_fact *source,
	const struct mail_service *setting)
{
	bool among;

	return strcmp(source->source, "guess") != 0 && has_winners(evidence, setting, &among) &&
		!among;
}

bool settings_agree(const struct evidence *evidence, const struct source_fact *source)
{
	bool among = false;
	size_t i;

	for (i = 0; i < source->count; i++)
		if (!has_winners(evidence, &source->settings[i], &among) || !among)
			return false;
	return source->count > 0;
}

bool settings_known(const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint = evidence->endpoints;

	while (endpoint != NULL && endpoint->role != ROLE_CANDIDATE)
		endpoint = endpoint->next;
	return endpoint != NULL;
}

bool settings_guessed(const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && strcmp(endpoint->source, "guess") != 0)
			return false;
	return settings_known(evidence);
}
