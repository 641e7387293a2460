/* SPDX-License-Identifier: MIT
 *
 * All listeners of one scenario: each port of each host at each of its
 * addresses, a thread for each and one for each connection.  They live until
 * the process ends; what they recorded is read after server_settle().
 */
#ifndef MAILGUIDE_LAB_SERVER_H
#define MAILGUIDE_LAB_SERVER_H

#include "certs.h"
#include "link.h"
#include "scenario.h"

struct server;

/* LOOPBACK_ONLY: addresses are moved into 127.0.0.0/8 (see dns.h).  NULL with
 * *PROBLEM (to be freed) when a port cannot be had. */
struct server *server_start(const struct scenario *scenario, const struct certs *certs,
	bool loopback_only, char **problem);
/* Waits a moment until open connections have taken in what was sent to them. */
void server_settle(struct server *server);
/* The first connection's tape; the list is stable after server_settle(). */
struct tape *server_tapes(struct server *server);

#endif
