/* SPDX-License-Identifier: MIT
 *
 * Questions to the person at the terminal.  Prompts go to stderr, answers come
 * from stdin; both must be terminals.  Nothing that is typed is remembered.
 */
#ifndef MAILGUIDE_WIZARD_ASK_H
#define MAILGUIDE_WIZARD_ASK_H

#include <stdbool.h>

#include "../probes/secret.h"

bool ask_possible(void);
/* One edited line, without edge blanks; to be freed.  NULL when the person
 * stopped it (Ctrl-C, Ctrl-D); the terminal is as before then too. */
char *ask_line(const char *prompt);
/* A line without echo, into OUT as it was typed.  0, or -1 when stopped. */
int ask_secret(const char *prompt, struct secret *out);
/* Does ANSWER say yes, in English or in the person's language? */
bool ask_means_yes(const char *answer);
/* A question with yes and no; no is the default. */
enum answer { ANSWER_NO, ANSWER_YES, ANSWER_STOPPED };
enum answer ask_yes(const char *prompt);

#endif
