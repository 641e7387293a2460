/* SPDX-License-Identifier: MIT
 *
 * The scenario's DNS: authoritative for its zone over UDP and TCP, and denying
 * everything else.
 */
#ifndef MAILGUIDE_LAB_DNS_H
#define MAILGUIDE_LAB_DNS_H

#include "scenario.h"

#define DNS_ADDRESS_MAX 64
#define DNS_IP_MAX 16 /* "198.51.100.55" */

/* Where the resolver number INDEX of SCENARIO is: 127.0.0.53, .54 …, or the same in
 * 198.51.100.0/24 when they are far. */
void dns_resolver_address(const struct scenario *scenario, size_t index,
	char text[DNS_IP_MAX]);
/* Starts the resolvers there, on PORT (0: any free one); their
 * "IP:PORT" go into NAMES, one for each of the scenario's.  0, or -1 with
 * *PROBLEM (to be freed). */
int dns_start(const struct scenario *scenario, uint16_t port, bool loopback_only,
	char names[][DNS_ADDRESS_MAX], char **problem);

/* Did anybody ask for a name that holds PIECE, in whatever case? */
bool dns_was_asked(const char *piece);

/* Where ADDRESS of a scenario is played: as it is, or moved into 127.0.0.0/8 by
 * its first octet when that is all there is (MOVED is the buffer for it). */
const char *dns_place(const char *address, bool loopback_only, char *moved);

#endif
