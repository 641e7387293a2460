/* SPDX-License-Identifier: MIT
 *
 * A file that the person names, read whole.
 */
#ifndef MAILGUIDE_WIZARD_INPUT_H
#define MAILGUIDE_WIZARD_INPUT_H

#include "../probes/buf.h"

/* Appends the file PATH to OUT.  0, or the errno that says why not; EFBIG when it
 * is longer than OUT may get. */
int input_read(const char *path, struct buf *out);

#endif
