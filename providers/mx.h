/* SPDX-License-Identifier: MIT
 *
 * What MX records (RFC 5321 section 5.1) say of where a domain's mail lives.
 */
#ifndef MAILGUIDE_PROVIDERS_MX_H
#define MAILGUIDE_PROVIDERS_MX_H

#include <stddef.h>

#include "../probes/evidence.h"

#define MX_DOMAINS 4

/* How many records share the best preference; only they tell where mail lives,
 * the others are often a backup elsewhere.  0 without any, MX NULL included, and
 * for "." (RFC 7505: no mail here). */
size_t mx_best(const struct dns_fact *mx);

/* The domains that the best MX hosts belong to, as clients of autoconfig look
 * them up: the host without its first label, and its registrable domain.  Not
 * DOMAIN itself.  OUT has room for MX_DOMAINS; gives how many. */
size_t mx_domains(const struct dns_fact *mx, const char *domain, const char **out);

#endif
