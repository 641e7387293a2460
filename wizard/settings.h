/* SPDX-License-Identifier: MIT
 *
 * The settings that won against what each source said.
 */
#ifndef MAILGUIDE_WIZARD_SETTINGS_H
#define MAILGUIDE_WIZARD_SETTINGS_H

#include <stdbool.h>

#include "../probes/evidence.h"

/* Is ENDPOINT one of the settings that won?  Where one of its protocol works, only
 * those that do. */
bool settings_won(const struct evidence *evidence, const struct endpoint_fact *endpoint);
/* Does SETTING of a source contradict the settings that won?  It does when they
 * have its protocol but not at that host, port and security.  A guess
 * contradicts nothing. */
bool settings_contradict(const struct evidence *evidence, const struct source_fact *source,
	const struct mail_service *setting);
/* Are all settings of SOURCE, of which there are some, among those that won? */
bool settings_agree(const struct evidence *evidence, const struct source_fact *source);

/* Did any settings win? */
bool settings_known(const struct evidence *evidence);
/* Are all that won guesses? */
bool settings_guessed(const struct evidence *evidence);

#endif
