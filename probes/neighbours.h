/* SPDX-License-Identifier: MIT
 *
 * What else to look at when an endpoint fails, so that the verdict can compare:
 * the other TLS mode, the other registered ports, older TLS, the other address
 * family, the names in a certificate that is for other hosts.  Decides only;
 * probe.c starts them, without a login.
 */
#ifndef MAILGUIDE_PROBES_NEIGHBOURS_H
#define MAILGUIDE_PROBES_NEIGHBOURS_H

#include <stdbool.h>
#include <stddef.h>

#include "evidence.h"

enum probing {
	PROBING_USUAL,
	PROBING_LEGACY,   /* with old TLS allowed */
	PROBING_IPV4, PROBING_IPV6, /* over one family alone */
	PROBING_ANONYMOUS /* offering the test message without a login */
};

struct neighbour {
	struct mail_service service;
	enum probing probing;
};
#define NEIGHBOURS_MAX 8

/* The neighbours of FACT, into OUT (NEIGHBOURS_MAX); their number.  ENDED: it has
 * failed, as opposed to seeming about to. */
size_t neighbours_of(const struct evidence *evidence, const struct endpoint_fact *fact,
	bool ended, struct neighbour *out);
/* The same service at the names of FACT's certificate, if it is a good one and for
 * other hosts. */
size_t neighbours_by_certificate(const struct endpoint_fact *fact, struct neighbour *out);

#endif
