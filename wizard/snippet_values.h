/* SPDX-License-Identifier: MIT
 *
 * The values and conditions that templates may name.
 */
#ifndef MAILGUIDE_WIZARD_SNIPPET_VALUES_H
#define MAILGUIDE_WIZARD_SNIPPET_VALUES_H

#include "snippet.h"

/* The bytes of the value NAME, which must exist; "" where the account has none.
 * For the secret, which is not to be had here, a placeholder. */
const char *snippet_value(struct arena *arena, const struct snippet_account *account,
	const char *name);
/* What NAME is, for people: "user name"; NULL if there is no such value. */
const char *snippet_value_title(const char *name);
/* Does the condition WORD hold?  -1 if there is no such condition. */
int snippet_flag(const struct snippet_account *account, const char *word);

#endif
