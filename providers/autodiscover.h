/* SPDX-License-Identifier: MIT
 *
 * Autodiscover's plain XML (MS-OXDSCLI): the question and the answer.
 */
#ifndef MAILGUIDE_PROVIDERS_AUTODISCOVER_H
#define MAILGUIDE_PROVIDERS_AUTODISCOVER_H

#include <stddef.h>

#include "address.h"
#include "document.h"

/* The body that asks for ADDRESS, everything in it escaped. */
const char *autodiscover_request(struct arena *arena, const struct address *address);
void autodiscover_read(struct arena *arena, const struct address *address, const char *bytes,
	size_t length, struct document *out);

#endif
