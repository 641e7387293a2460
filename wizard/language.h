/* SPDX-License-Identifier: MIT
 *
 * The language that the program speaks to a person: GNU gettext, catalogues
 * po/LANGUAGE.po.  Data that programs read (JSON, saved evidence) stays in
 * English, and so do the words of servers and the names of commands and options.
 */
#ifndef MAILGUIDE_WIZARD_LANGUAGE_H
#define MAILGUIDE_WIZARD_LANGUAGE_H

#include "../probes/i18n.h"

/* Follows LANGUAGE, LC_ALL, LC_MESSAGES and LANG as POSIX and gettext say.  Reads
 * no file where they ask for English or nothing. */
void language_start(void);
/* TEXT out of a table in the person's language; "" stays "", NULL stays NULL. */
const char *language_of(const char *text) __attribute__((format_arg(1)));
/* "de": as BCP 47 wants it in HTML. */
const char *language_tag(void);
/* English between these two, which may nest: what programs read. */
void language_suspend(void);
void language_resume(void);

#endif
