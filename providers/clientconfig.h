/* SPDX-License-Identifier: MIT
 *
 * Mozilla's autoconfig document (config-v1.1.xml, draft-ietf-mailmaint-autoconfig),
 * as domains and the ISPDB publish it.
 */
#ifndef MAILGUIDE_PROVIDERS_CLIENTCONFIG_H
#define MAILGUIDE_PROVIDERS_CLIENTCONFIG_H

#include <stddef.h>

#include "address.h"
#include "document.h"

/* Reads LENGTH bytes, filling in ADDRESS for the placeholders. */
void clientconfig_read(struct arena *arena, const struct address *address, const char *bytes,
	size_t length, struct document *out);

#endif
