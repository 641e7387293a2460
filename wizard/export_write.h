/* SPDX-License-Identifier: MIT
 *
 * Putting a configuration where its program looks.  What a person wrote is never
 * changed: a block goes behind it, or a file of its own is made.
 */
#ifndef MAILGUIDE_WIZARD_EXPORT_WRITE_H
#define MAILGUIDE_WIZARD_EXPORT_WRITE_H

#include <stdbool.h>

#include "../probes/mem.h"
#include "../probes/secret.h"
#include "options.h"
#include "snippet.h"
#include "target.h"

/* Where a configuration goes. */
struct export_place {
	const char *path;   /* with links followed; the folder need not be there yet */
	bool there;         /* the file exists */
	bool done;          /* the text is in it already */
	char *old;          /* what it holds, LENGTH bytes, perhaps secrets; NULL if nothing */
	size_t length;
	unsigned mode;      /* that it has, or is to have */
};

/* Finds the place for TARGET's configuration, and changes ACCOUNT's name to one
 * that is free there, or to the one by which the very same is there already.
 * NULL, or what is in the way.  OUT is to be done with export_place_done() in
 * either case. */
const char *export_find_place(struct arena *arena, const struct options *options,
	const struct target *target, struct snippet_account *account, struct export_place *out);
void export_place_done(struct export_place *place);
/* Shows on stderr what would change.  SHOWN is the text without a secret. */
void export_show_change(const struct options *options, const struct export_place *place,
	const struct secret *shown);
/* Writes TEXT, keeping a copy of the file before.  HAS_SECRET: nobody else may read
 * the file then.  0, or -1 after a message; it says what was done. */
int export_write(struct arena *arena, const struct export_place *place,
	const struct secret *text, bool has_secret);

#endif
