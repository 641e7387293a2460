/* SPDX-License-Identifier: MIT
 *
 * The documents a source has read, one an attempt at most, until it is known
 * which of them counts: the first attempt that found something.
 */
#ifndef MAILGUIDE_PROVIDERS_SOURCE_DOCUMENTS_H
#define MAILGUIDE_PROVIDERS_SOURCE_DOCUMENTS_H

#include <stdbool.h>

#include "document.h"
#include "source.h"

/* Keeps DOCUMENT, which came by ATTEMPT, and gives the attempt its outcome.
 * SECURE: the domain's own word, not to be changed on the way. */
void source_documents_keep(struct source *source, struct source_attempt *attempt,
	const struct document *document, bool secure);
/* Reads an autoconfig document and keeps it. */
void source_documents_read_config(struct source *source, struct source_attempt *attempt,
	const char *bytes, size_t length, bool secure);
/* Takes the settings of the one that counts, and concludes the source. */
void source_documents_conclude(struct source *source);

#endif
