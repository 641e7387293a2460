/* SPDX-License-Identifier: MIT */
#include "mime.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "../probes/text.h"

static const char base64_header[] = "content-transfer-encoding: base64";
static const char alphabet[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void add_byte(unsigned value, struct buf *out)
{
	char byte = (char)(value & 0xff);

	if (byte != '\0')
		buf_add(out, &byte, 1);
}

/* ---- quoted-printable ---------------------------------------------------------------------- */

static bool is_hex(char c)
{
	return isdigit((unsigned char)c) || (c >= 'A' && c <= 'F');
}

static unsigned hex_value(char c)
{
	return (unsigned)(isdigit((unsigned char)c) ? c - '0' : c - 'A' + 10);
}

static bool is_quoted(const char *text)
{
	return text_find_nocase(text, "quoted-printable") != NULL || strstr(text, "=3D") != NULL ||
		strstr(text, "=20\n") != NULL;
}

void mime_unquote(const char *text, struct buf *out)
{
	if (!is_quoted(text)) {
		buf_puts(out, text);
		return;
	}
	for (; *text != '\0'; text++) {
		/* A "=" at the end joins the line to the next. */
		if (text[0] == '=' && text[1] == '\n') {
			text++;
		} else if (text[0] == '=' && is_hex(text[1]) && is_hex(text[2])) {
			add_byte(hex_value(text[1]) * 16 + hex_value(text[2]), out);
			text += 2;
		} else {
			buf_add(out, text, 1);
		}
	}
}

/* ---- base64 -------------------------------------------------------------------------------- */

static bool is_base64_line(const char *line, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (line[i] != '=' && strchr(alphabet, line[i]) == NULL)
			return false;
	return length > 0;
}

/* Four characters are three bytes; a line holds whole groups. */
static void add_base64_line(const char *line, size_t length, struct buf *out)
{
	unsigned group = 0, bits = 0;
	size_t i;

	for (i = 0; i < length && line[i] != '='; i++) {
		group = group << 6 | (unsigned)(strchr(alphabet, line[i]) - alphabet);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			add_byte(group >> bits, out);
			group &= (1u << bits) - 1;
		}
	}
}

void mime_unpack(const char *text, struct buf *out)
{
	enum { OUTSIDE, IN_HEADER, IN_BODY } place = OUTSIDE;
	size_t length;

	for (; *text != '\0'; text += length) {
		size_t content = strcspn(text, "\n");

		length = content + (text[content] == '\n');
		if (text_starts_nocase(text, base64_header))
			place = IN_HEADER;
		else if (place == IN_HEADER && content == 0)
			place = IN_BODY;
		else if (place == IN_BODY && !is_base64_line(text, content))
			place = OUTSIDE;
		if (place == IN_BODY && content > 0)
			add_base64_line(text, content, out);
		else
			buf_add(out, text, length);
	}
}
