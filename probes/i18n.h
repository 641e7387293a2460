/* SPDX-License-Identifier: MIT
 *
 * Marks what is said to a person, for gettext.  The catalogue is chosen by
 * wizard/language.h; without one every sentence is what the source says.
 */
#ifndef MAILGUIDE_PROBES_I18N_H
#define MAILGUIDE_PROBES_I18N_H

#include <libintl.h>

/* A sentence in the person's language. */
#define _(text) gettext(text)
/* A sentence in a table, translated where it is shown. */
#define N_(text) text

#endif
