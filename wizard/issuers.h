/* SPDX-License-Identifier: MIT
 *
 * Names that stand in certificates: public authorities, and the products that
 * open TLS on the way.  Data only; the rules decide.
 */
#ifndef MAILGUIDE_WIZARD_ISSUERS_H
#define MAILGUIDE_WIZARD_ISSUERS_H

#include <stdbool.h>

#include "../probes/evidence.h"

enum interceptor { INTERCEPTOR_NONE, INTERCEPTOR_ANTIVIRUS, INTERCEPTOR_GATEWAY };

/* Which kind of product signed a certificate of CHAIN; *PRODUCT is its name. */
enum interceptor issuer_interceptor(const struct certificate_fact *chain, const char **product);
/* Was LEAF issued in the name of an authority that browsers trust? */
bool issuer_is_public(const struct certificate_fact *leaf);
/* Does the issuer of LEAF call itself an intermediate or issuing authority? */
bool issuer_is_intermediate(const struct certificate_fact *leaf);

#endif
