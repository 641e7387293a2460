/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <string.h>

#include "../probes/text.h"

bool settings_contradict(const struct evidence *evidence, const struct source_fact *source,
	const struct mail_service *setting)
{
	const struct endpoint_fact *winner;
	bool known = false;

	if (strcmp(source->source, "guess") == 0)
		return false;
	for (winner = evidence->endpoints; winner != NULL; winner = winner->next) {
		if (winner->role != ROLE_CANDIDATE || winner->service.protocol != setting->protocol)
			continue;
		known = true;
		if (winner->service.port == setting->port &&
				winner->service.security == setting->security &&
				text_equal_nocase(winner->service.host, setting->host))
			return false;
	}
	return known;
}

const struct endpoint_fact *settings_doubtful(const struct evidence *evidence)
{
	const struct endpoint_fact *winner;

	for (winner = evidence->endpoints; winner != NULL; winner = winner->next)
		if (winner->role == ROLE_CANDIDATE && winner->wanted && !winner->trusted_source)
			return winner;
	return NULL;
}
