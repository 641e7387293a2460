/* SPDX-License-Identifier: MIT
 *
 * What a certificate says, as facts.
 */
#ifndef MAILGUIDE_PROBES_CERTIFICATE_H
#define MAILGUIDE_PROBES_CERTIFICATE_H

#include <openssl/x509.h>
#include <stdbool.h>

#include "evidence.h"

struct certificate_fact *certificate_read(struct arena *arena, X509 *certificate);
/* Does CERTIFICATE name HOST (RFC 9525: subjectAltName only)?  HOST may be an
 * address. */
bool certificate_names(X509 *certificate, const char *host);

#endif
