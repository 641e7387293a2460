/* SPDX-License-Identifier: MIT
 *
 * A network of our own: a fresh network namespace (inside a user namespace, so
 * that nobody needs to be root) in which the loopback interface owns every
 * address of the scenario and nothing leads outside.  No other program helps.
 */
#ifndef MAILGUIDE_LAB_NAMESPACE_H
#define MAILGUIDE_LAB_NAMESPACE_H

#include "scenario.h"

/* Moves this process, which must have one thread only, into a new network.  0, or
 * -1 with errno: this computer does not allow it, and nothing has changed. */
int namespace_enter(void);
/* Sets up loopback, addresses and routes for SCENARIO.  0, or -1 with errno. */
int namespace_furnish(const struct scenario *scenario);

#endif
