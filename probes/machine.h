/* SPDX-License-Identifier: MIT
 *
 * This computer's own network: routes, the interface that leads out, what the
 * environment says about proxies.  Asks the kernel only; sends nothing.
 */
#ifndef MAILGUIDE_PROBES_MACHINE_H
#define MAILGUIDE_PROBES_MACHINE_H

#include "evidence.h"

/* Writes it down in EVIDENCE. */
void machine_describe(struct evidence *evidence);

#endif
