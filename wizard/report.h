/* SPDX-License-Identifier: MIT
 *
 * One diagnosis shown in every form that was asked for: text or JSON on stdout,
 * the transcript, the saved evidence.
 */
#ifndef MAILGUIDE_WIZARD_REPORT_H
#define MAILGUIDE_WIZARD_REPORT_H

#include "../probes/evidence.h"
#include "finding.h"
#include "options.h"

/* Can the files be written that OPTIONS name?  If not, the run would be useless, and the
 * message has been given. */
bool report_is_possible(const struct options *options);
/* Shows it as OPTIONS say.  The exit status: EXIT_HEALTHY or EXIT_PROBLEM by the
 * verdict, EXIT_INCOMPLETE when something could not be written (the message has
 * been given). */
int report_diagnosis(const struct options *options, const struct evidence *evidence,
	const struct verdict *verdict);
/* Writes the reports that OPTIONS name: HTML, text, Markdown.  0, or -1 after a
 * message. */
int report_write_files(const struct options *options, const struct evidence *evidence,
	const struct verdict *verdict);
/* Writes EVIDENCE to the file PATH.  0, or -1 after a message. */
int report_save_evidence(const char *path, const struct evidence *evidence);
/* The same with its diagnosis as JSON, in English as ever. */
int report_save_json(const char *path, struct evidence *evidence);

#endif
