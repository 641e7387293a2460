/* SPDX-License-Identifier: MIT
 *
 * A refused login, as the rules about passwords and those about tokens read it.
 */
#ifndef MAILGUIDE_WIZARD_REJECTION_H
#define MAILGUIDE_WIZARD_REJECTION_H

#include "rules.h"

struct rejection {
	const struct endpoint_fact *endpoint;
	const char *text;     /* the server's words */
	const char *code;     /* what the reply rows make of them */
	bool by_provider;     /* a row of this very provider */
	bool vague;           /* the words fit several causes */
	const struct endpoint_fact *accepted; /* another protocol took the secret */
};

/* ENDPOINT's login was refused by a reply. */
struct rejection rejection_read(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint);
/* May a provider's row read CODE into vague words?  The other codes stand only
 * behind words of their own. */
bool rejection_is_read_into_words(const char *code);
/* Opens the case; BECAUSE continues the sentence ("; the password begins …"). */
void rejection_report(struct inquiry *inquiry, const struct rejection *rejection, const char *code,
	const char *because);

#endif
