/* SPDX-License-Identifier: MIT
 *
 * Mail exchangers behind which no mailbox stands: filters in front of one, and
 * services that only pass mail on.
 */
#ifndef MAILGUIDE_WIZARD_MX_SERVICES_H
#define MAILGUIDE_WIZARD_MX_SERVICES_H

enum mx_service { MX_MAILBOX, MX_FILTER, MX_FORWARDER, MX_RELAY };

/* What stands behind HOST; *NAME is set unless it is MX_MAILBOX, the default. */
enum mx_service mx_service_of(const char *host, const char **name);

#endif
