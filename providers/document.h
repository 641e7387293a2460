/* SPDX-License-Identifier: MIT
 *
 * What a published document says, whatever its format.  Readers do no I/O and
 * trust nothing: host names are checked, and a section that cannot be used is
 * left out without hurting the others.
 */
#ifndef MAILGUIDE_PROVIDERS_DOCUMENT_H
#define MAILGUIDE_PROVIDERS_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/evidence.h"
#include "address.h"

#define DOCUMENT_SERVICES_EACH 8 /* of one protocol */
#define DOCUMENT_SERVICES (DOCUMENT_SERVICES_EACH * MAIL_PROTOCOLS)
#define DOCUMENT_MAX 65536 /* bytes */

/* All strings live in the arena that the reader was given. */
struct document {
	/* SOURCE_FOUND; SOURCE_NOT_PUBLISHED: well-formed, but about no mail server;
	 * SOURCE_WRONG_TYPE: a web page or the like; SOURCE_INVALID: it cannot be read,
	 * or no section can be used; SOURCE_REDIRECTED: Autodiscover points elsewhere */
	enum source_outcome outcome;
	const char *problem;       /* why, with the line; "" if all is well */
	const char *provider_name; /* a stranger's words; "" if none */
	struct mail_service services[DOCUMENT_SERVICES]; /* host lower-case ASCII, user
	                              name filled in; NULL where nothing is said */
	size_t count;
	const char **slips;        /* sections left out, and why */
	size_t slip_count;
	const char *redirect_url, *redirect_address; /* NULL if none */
};

/* For readers of XML: an empty one; false when BYTES are too many or no XML. */
bool document_begin(struct document *document, const char *bytes, size_t length);
/* An empty one; one that cannot be used; a section left out. */
void document_init(struct document *document);
void document_fail(struct document *document, enum source_outcome outcome, const char *problem);
void document_slip(struct arena *arena, struct document *document, const char *slip);
/* Checks SERVICE's host and adds it.  NULL, or why it was not. */
const char *document_add(struct arena *arena, struct document *document,
	const struct mail_service *service);
/* TEMPLATE filled in; as it is where ADDRESS is a bare domain; NULL stays. */
const char *document_username(struct arena *arena, const struct address *address,
	const char *template_text);
/* All was read: the outcome follows from what there is. */
void document_finish(struct document *document);

#endif
