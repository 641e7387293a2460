/* SPDX-License-Identifier: MIT
 *
 * Other people's small XML, element by element.  The only file that knows expat.
 *
 * Namespace prefixes are dropped, since people make them up.  A document type
 * declaration, and with it every entity of its own, is refused.
 */
#ifndef MAILGUIDE_PROVIDERS_XML_H
#define MAILGUIDE_PROVIDERS_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/mem.h"

#define XML_DEPTH_MAX 16
#define XML_ELEMENTS_MAX 4096
#define XML_TEXT_MAX 4096 /* bytes of text in one element; what is longer is cut */

struct xml_handler {
	/* ATTRIBUTES: name, value, … NULL. */
	void (*open)(void *arg, const char *name, const char *const *attributes, unsigned line);
	/* TEXT: what stood in the element itself, white space at its edges removed. */
	void (*close)(void *arg, const char *name, const char *text);
};

/* Is this a web page, or nothing that begins like XML at all? */
bool xml_is_other(const char *bytes, size_t length);
/* Reads all of it.  NULL, or what is wrong with it ("line 3: mismatched tag"), in
 * ARENA; handlers may have been called before that is known. */
const char *xml_read(struct arena *arena, const char *bytes, size_t length,
	const struct xml_handler *handler, void *arg);
/* The value of an attribute, NULL if it is not there. */
const char *xml_attribute(const char *const *attributes, const char *name);

#endif
