/* SPDX-License-Identifier: MIT */
#include "document.h"

#include <string.h>

#include "../probes/text.h"
#include "preset.h"
#include "xml.h"

#define SLIPS_MAX 16
#define USERNAME_MAX 512 /* bytes; far below where a reader cuts text */

void document_init(struct document *document)
{
	*document = (struct document){ .outcome = SOURCE_NOT_PUBLISHED, .problem = "",
		.provider_name = "" };
}

bool document_begin(struct document *document, const char *bytes, size_t length)
{
	document_init(document);
	if (length > DOCUMENT_MAX)
		document_fail(document, SOURCE_INVALID, "larger than 64 KiB");
	else if (length == 0)
		document_fail(document, SOURCE_WRONG_TYPE, "an empty document");
	else if (xml_is_other(bytes, length))
		document_fail(document, SOURCE_WRONG_TYPE,
			"no XML but something else, such as a web page");
	else
		return true;
	return false;
}

void document_fail(struct document *document, enum source_outcome outcome, const char *problem)
{
	document_init(document); /* what was read before is not to be believed */
	document->outcome = outcome;
	document->problem = problem;
}

void document_slip(struct arena *arena, struct document *document, const char *slip)
{
	if (document->slips == NULL)
		document->slips = arena_alloc(arena, SLIPS_MAX * sizeof *document->slips);
	if (document->slip_count < SLIPS_MAX)
		document->slips[document->slip_count++] = slip;
}

/* Many of one protocol must not crowd out the others. */
static size_t count_of(const struct document *document, enum mail_protocol protocol)
{
	size_t count = 0, i;

	for (i = 0; i < document->count; i++)
		count += document->services[i].protocol == protocol;
	return count;
}

const char *document_add(struct arena *arena, struct document *document,
	const struct mail_service *service)
{
	struct mail_service checked = *service;

	checked.host = address_host(arena, service->host);
	if (checked.host == NULL)
		return service->host[0] == '\0' ? "it names no host" :
			arena_printf(arena, "'%s' is not a host name", text_quote(arena, service->host));
	if (service->username != NULL &&
			text_has_control(service->username, strlen(service->username)))
		return "its user name has a control character in it";
	if (service->username != NULL && strlen(service->username) > USERNAME_MAX)
		return "its user name is too long";
	if (count_of(document, service->protocol) == DOCUMENT_SERVICES_EACH)
		return "there are too many";
	document->services[document->count++] = checked;
	return NULL;
}

const char *document_username(struct arena *arena, const struct address *address,
	const char *template_text)
{
	if (template_text == NULL || address->localpart[0] == '\0')
		return template_text;
	return preset_expand(arena, template_text, address->localpart, address->domain);
}

void document_finish(struct document *document)
{
	if (document->outcome == SOURCE_NOT_PUBLISHED && document->count > 0)
		document->outcome = SOURCE_FOUND;
	else if (document->outcome == SOURCE_NOT_PUBLISHED && document->slip_count > 0)
		document_fail(document, SOURCE_INVALID, document->slips[0]);
	else if (document->outcome == SOURCE_NOT_PUBLISHED)
		document->problem = "it names no IMAP, POP3 or SMTP server";
}
