/* SPDX-License-Identifier: MIT
 *
 * Name servers that stand for a domain which is for sale, expired or put on hold
 * by its registrar.
 */
#ifndef MAILGUIDE_WIZARD_PARKING_H
#define MAILGUIDE_WIZARD_PARKING_H

/* What a domain served by NAMESERVER is ("for sale"), NULL if nothing of the kind. */
const char *parking_state(const char *nameserver);

#endif
