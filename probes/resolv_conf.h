/* SPDX-License-Identifier: MIT
 *
 * What the system says of its resolvers beside their addresses: resolv.conf(5).
 */
#ifndef MAILGUIDE_PROBES_RESOLV_CONF_H
#define MAILGUIDE_PROBES_RESOLV_CONF_H

#include <stdbool.h>

#define RESOLV_CONF "/etc/resolv.conf"

/* Does FILE, or else RES_OPTIONS in the environment, say "trust-ad": whoever set
 * the system up vouches for the AD bit of its resolvers? */
bool resolv_conf_trusts_ad(const char *file);

#endif
