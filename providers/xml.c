/* SPDX-License-Identifier: MIT */
#include "xml.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

#include "../probes/buf.h"
#include "../probes/text.h"

#define SPACE " \t\r\n"

struct reading {
	XML_Parser parser;
	const struct xml_handler *handler;
	void *arg;
	struct buf text; /* of the innermost element */
	unsigned depth, elements;
	const char *refusal;
};

static void refuse(struct reading *reading, const char *why)
{
	reading->refusal = why;
	XML_StopParser(reading->parser, XML_FALSE);
}

static const char *local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

static void opened(void *arg, const char *name, const char **attributes)
{
	struct reading *reading = arg;

	if (++reading->depth > XML_DEPTH_MAX)
		refuse(reading, "elements are nested too deep");
	else if (++reading->elements > XML_ELEMENTS_MAX)
		refuse(reading, "there are too many elements");
	else {
		buf_clear(&reading->text);
		reading->handler->open(reading->arg, local_name(name),
			(const char *const *)attributes,
			(unsigned)XML_GetCurrentLineNumber(reading->parser));
	}
}

/* White space at the edges goes. */
static const char *trim(struct buf *text)
{
	char *start = text->data;

	if (start == NULL)
		return "";
	while (text->length > 0 && strchr(SPACE, start[text->length - 1]) != NULL)
		start[--text->length] = '\0';
	return start + strspn(start, SPACE);
}

static void closed(void *arg, const char *name)
{
	struct reading *reading = arg;

	reading->depth--;
	reading->handler->close(reading->arg, local_name(name), trim(&reading->text));
	buf_clear(&reading->text);
}

static void text(void *arg, const char *bytes, int length)
{
	struct reading *reading = arg;
	size_t room = reading->text.max - reading->text.length, count = (size_t)length;

	buf_add(&reading->text, bytes, count < room ? count : room);
}

static void doctype(void *arg, const char *name, const char *system, const char *public_id,
	int internal)
{
	(void)name;
	(void)system;
	(void)public_id;
	(void)internal;
	refuse(arg, "a document type declaration is not allowed");
}

bool xml_is_other(const char *bytes, size_t length)
{
	static const char bom[] = "\xef\xbb\xbf";
	static const char *const pages[] = { "<!doctype html", "<html", "<head", "<body" };
	char start[32];
	size_t i;

	if (length >= 2 && ((unsigned char)bytes[0] >= 0xfe || (unsigned char)bytes[1] >= 0xfe))
		return false; /* UTF-16 */
	if (length >= 3 && memcmp(bytes, bom, 3) == 0) {
		bytes += 3;
		length -= 3;
	}
	while (length > 0 && bytes[0] != '\0' && strchr(SPACE, bytes[0]) != NULL) {
		bytes++;
		length--;
	}
	if (length == 0 || bytes[0] != '<')
		return true;
	if (length >= sizeof start)
		length = sizeof start - 1;
	memcpy(start, bytes, length);
	start[length] = '\0';
	for (i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (text_starts_nocase(start, pages[i]))
			return true;
	return false;
}

/* ENCODING overrides what the document says of itself, unless it is NULL. */
static enum XML_Error read_as(struct reading *reading, const char *bytes, size_t length,
	const char *encoding, unsigned long *line)
{
	enum XML_Error error = XML_ERROR_NONE;

	reading->parser = mem_checked(XML_ParserCreate(encoding));
	XML_SetUserData(reading->parser, reading);
	XML_SetElementHandler(reading->parser, opened, closed);
	XML_SetCharacterDataHandler(reading->parser, text);
	XML_SetStartDoctypeDeclHandler(reading->parser, doctype);
	if (XML_Parse(reading->parser, bytes, (int)length, 1) != XML_STATUS_OK) {
		error = XML_GetErrorCode(reading->parser);
		*line = (unsigned long)XML_GetCurrentLineNumber(reading->parser);
	}
	XML_ParserFree(reading->parser);
	return error;
}

const char *xml_read(struct arena *arena, const char *bytes, size_t length,
	const struct xml_handler *handler, void *arg)
{
	struct reading reading = { .handler = handler, .arg = arg };
	const char *problem = NULL;
	enum XML_Error error;
	unsigned long line = 0;

	if (length > INT_MAX)
		return "it is too large";
	buf_init(&reading.text, XML_TEXT_MAX);
	error = read_as(&reading, bytes, length, NULL, &line);
	/* "utf8", "windows-1252" and the like, told before any element.  Only names for
	 * people have letters in which the one-byte encodings differ. */
	if (error == XML_ERROR_UNKNOWN_ENCODING || error == XML_ERROR_INCORRECT_ENCODING)
		error = read_as(&reading, bytes, length,
			text_is_utf8(bytes, length) ? "UTF-8" : "ISO-8859-1", &line);
	if (error != XML_ERROR_NONE)
		problem = arena_printf(arena, "line %lu: %s", line,
			reading.refusal != NULL ? reading.refusal : XML_ErrorString(error));
	buf_done(&reading.text);
	return problem;
}

const char *xml_attribute(const char *const *attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (text_equal_nocase(local_name(attributes[0]), name))
			return attributes[1];
	return NULL;
}
