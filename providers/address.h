/* SPDX-License-Identifier: MIT
 *
 * A mail address (RFC 5321 4.1.2, RFC 6531) as a person types it.
 */
#ifndef MAILGUIDE_PROVIDERS_ADDRESS_H
#define MAILGUIDE_PROVIDERS_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/mem.h"

struct address {
	char *text;        /* localpart@domain, domain as typed (UTF-8), no edge spaces */
	char *localpart;   /* as typed, quotes kept; "" when only a domain was given */
	char *domain;      /* ASCII A-labels (IDNA2008, UTS #46), lower case, no last dot */
	char *domain_utf8; /* for showing */
};

/* Reads ADDRESS (or a bare domain when DOMAIN_ALLOWED) into OUT, in ARENA.  0,
 * or -1 with *PROBLEM set to a sentence without full stop that says what is
 * wrong and quotes the place safely ("address has no @", "two @ signs …").
 * Refused: empty, over 254 bytes, no or two unquoted @, control characters,
 * spaces outside quotes, bad quoting, empty labels, labels over 63 bytes, a
 * domain literal, names IDNA refuses.  A final dot of the domain is dropped. */
int address_parse(struct arena *arena, const char *address, bool domain_allowed,
	struct address *out, const char **problem);

/* A host name of a stranger, which may be international, as lower-case ASCII
 * without last dot; an IPv4 or IPv6 address stays as it is.  NULL if it can be
 * neither.  In ARENA. */
const char *address_host(struct arena *arena, const char *text);

#endif
