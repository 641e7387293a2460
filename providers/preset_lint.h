/* SPDX-License-Identifier: MIT
 *
 * Checking preset files, the built-in ones and a person's own, beyond what a
 * single file shows.
 */
#ifndef MAILGUIDE_PROVIDERS_PRESET_LINT_H
#define MAILGUIDE_PROVIDERS_PRESET_LINT_H

#include <stddef.h>
#include <stdio.h>

/* Writes one line for each problem ("FILE: KEY: reason") and each warning
 * ("FILE: KEY: warning: reason") of FILES to OUT.  The number of problems; a
 * warning is not one. */
unsigned preset_lint(const char *const *files, size_t count, FILE *out);

#endif
