/* SPDX-License-Identifier: MIT
 *
 * Any document that a web server may send: the first byte says as what it is read.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "probes/text.h"
#include "providers/autodiscover.h"
#include "providers/clientconfig.h"
#include "providers/pacc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Whatever was read, a host is a host and a port a port, and a document is either
 * believed or not. */
static void check(const struct document *document)
{
	size_t i;

	assert(document->count <= DOCUMENT_SERVICES);
	assert((document->outcome == SOURCE_FOUND) == (document->count > 0));
	assert(document->outcome != SOURCE_INVALID || document->slip_count == 0);
	assert(document->outcome == SOURCE_REDIRECTED || document->outcome == SOURCE_FOUND ||
		document->problem[0] != '\0');
	assert(text_is_utf8(document->problem, strlen(document->problem)));
	for (i = 0; i < document->slip_count; i++)
		assert(text_is_utf8(document->slips[i], strlen(document->slips[i])));
	for (i = 0; i < document->count; i++) {
		assert(document->services[i].port != 0);
		assert(document->services[i].host[0] != '\0');
		assert(strpbrk(document->services[i].host, " \t\r\n%/\\@") == NULL);
		assert(text_is_utf8(document->services[i].host, strlen(document->services[i].host)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	const char *problem, *text = (const char *)bytes + 1;
	struct address address;
	struct document document;

	if (length > 0 && address_parse(arena, "alice@example.org", false, &address, &problem) == 0) {
		switch (bytes[0] % 3) {
		case 0:
			clientconfig_read(arena, &address, text, length - 1, &document);
			break;
		case 1:
			autodiscover_read(arena, &address, text, length - 1, &document);
			break;
		default:
			pacc_read(arena, text, length - 1, &document);
			break;
		}
		check(&document);
	}
	arena_free(arena);
	return 0;
}
