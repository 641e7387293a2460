/* SPDX-License-Identifier: MIT
 *
 * What each kind of mail program would set up by itself, from the same sources.
 */
#ifndef MAILGUIDE_WIZARD_CLIENT_PICKS_H
#define MAILGUIDE_WIZARD_CLIENT_PICKS_H

#include <stdbool.h>

#include "../probes/evidence.h"

struct client_pick {
	const char *client;
	const char *source; /* NULL: it finds nothing and asks for every value */
	bool asks_first;    /* for the password, and then its server tells; SOURCE is NULL */
	/* The first setting of each protocol, NULL where there is none. */
	const struct mail_service *settings[MAIL_PROTOCOLS];
};

/* The INDEXth program's; false when there are no more. */
bool client_pick(const struct evidence *evidence, size_t index, struct client_pick *out);

#endif
