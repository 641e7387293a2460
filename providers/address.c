/* SPDX-License-Identifier: MIT */
#include "address.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <string.h>

#include "../probes/i18n.h"
#include "../probes/text.h"
#include "suffix.h"

#define ADDRESS_MAX 254 /* RFC 5321 4.5.3.1.3, erratum 1690 */
#define LOCALPART_MAX 64
#define DOMAIN_MAX 253

static const char *trimmed(const char *text, size_t *length)
{
	static const char spaces[] = " \t\r\n";

	text += strspn(text, spaces);
	*length = strlen(text);
	while (*length > 0 && strchr(spaces, text[*length - 1]) != NULL)
		(*length)--;
	return text;
}

/* The @ that ends the local part: the first one outside quotes.  NULL with
 * *PROBLEM set when there is none or the quotes are wrong. */
static const char *find_at(struct arena *arena, const char *text, size_t length,
	const char **problem)
{
	const char *shown = text_safe(arena, text, length, 80);
	const char *at = NULL;
	size_t i = 0;

	if (text[0] == '"') {
		for (i = 1; i < length && text[i] != '"'; i++)
			i += text[i] == '\\';
		if (i >= length) {
			*problem = arena_printf(arena, _("the quotes in '%s' are not closed"), shown);
			return NULL;
		}
		i++;
	}
	for (; i < length; i++) {
		if (text[i] != '@')
			continue;
		if (at != NULL) {
			*problem = arena_printf(arena, _("'%s' has two @ signs"), shown);
			return NULL;
		}
		at = text + i;
	}
	if (at == NULL)
		*problem = arena_printf(arena, _("'%s' has no @; an address looks like name@example.org"),
			shown);
	return at;
}

/* RFC 5321 atext, and RFC 6531's UTF-8. */
static bool is_atom(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (strchr(" ()<>,:;\\\"[]", text[i]) != NULL)
			return false;
	return true;
}

static int check_localpart(struct arena *arena, const char *local, size_t length,
	const char **problem)
{
	const char *shown = text_safe(arena, local, length, 80);
	bool quoted = length >= 2 && local[0] == '"' && local[length - 1] == '"';

	if (length == 0)
		*problem = _("nothing stands before the @");
	else if (length > LOCALPART_MAX)
		*problem = arena_printf(arena, _("the part before the @ has %zu characters, %d are allowed"),
			length, LOCALPART_MAX);
	else if (!quoted && memchr(local, ' ', length) != NULL)
		*problem = arena_printf(arena, _("'%s' has a space before the @"), shown);
	else if (!quoted && !is_atom(local, length))
		*problem = arena_printf(arena, _("'%s' has a character that needs quotes before the @"), shown);
	else if (!quoted && (local[0] == '.' || local[length - 1] == '.' ||
			memmem(local, length, "..", 2) != NULL))
		*problem = arena_printf(arena, _("'%s' has a dot in a place where none may stand"), shown);
	else
		return 0;
	return -1;
}

static int check_labels(struct arena *arena, const char *domain, const char *shown,
	const char **problem)
{
	const char *label = domain;

	for (;;) {
		size_t length = strcspn(label, ".");
		size_t legal = strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789-_");

		if (length == 0)
			*problem = arena_printf(arena, _("the domain '%s' has an empty part between its dots"), shown);
		else if (length > 63)
			*problem = arena_printf(arena, _("a part of the domain '%s' is longer than 63 characters"), shown);
		else if (legal < length || label[0] == '-' || label[length - 1] == '-')
			*problem = arena_printf(arena, _("'%s' is not a domain name"), shown);
		else if (label[length] == '\0')
			return 0;
		else {
			label += length + 1;
			continue;
		}
		return -1;
	}
}

static int check_domain(struct arena *arena, const char *domain, size_t length,
	struct address *out, const char **problem)
{
	const char *shown = text_safe(arena, domain, length, 80);
	char *typed, *ascii = NULL, *utf8 = NULL;
	int status = -1, idn;

	if (length > 0 && domain[length - 1] == '.')
		length--;
	if (length == 0) {
		*problem = _("nothing stands after the @");
		return -1;
	}
	if (domain[0] == '[') {
		*problem = arena_printf(arena, _("'%s' is an address literal, a domain name is needed"), shown);
		return -1;
	}
	typed = arena_strndup(arena, domain, length);
	idn = idn2_lookup_u8((const uint8_t *)typed, (uint8_t **)&ascii,
		IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (strstr(typed, "..") != NULL || typed[0] == '.')
		*problem = arena_printf(arena, _("the domain '%s' has an empty part between its dots"), shown);
	else if (idn != IDN2_OK)
		*problem = arena_printf(arena, _("'%s' is not a domain name (%s)"), shown, idn2_strerror(idn));
	else if (strlen(ascii) > DOMAIN_MAX)
		*problem = _("the domain is longer than 253 characters");
	else if (suffix_is_number(ascii))
		*problem = arena_printf(arena, _("'%s' is an address literal, a domain name is needed"), shown);
	else if (check_labels(arena, text_lower(ascii), shown, problem) == 0) {
		out->domain = arena_strdup(arena, ascii);
		if (idn2_to_unicode_8z8z(ascii, &utf8, 0) != IDN2_OK)
			utf8 = NULL;
		out->domain_utf8 = arena_strdup(arena, utf8 != NULL ? utf8 : ascii);
		status = 0;
	}
	idn2_free(ascii);
	idn2_free(utf8);
	return status;
}

int address_parse(struct arena *arena, const char *address, bool domain_allowed,
	struct address *out, const char **problem)
{
	size_t length, local;
	const char *text = trimmed(address, &length), *at;

	if (length == 0)
		*problem = _("the address is empty");
	else if (length > ADDRESS_MAX)
		*problem = arena_printf(arena, _("the address has %zu characters, 254 are allowed"), length);
	else if (text_has_control(text, length))
		*problem = arena_printf(arena, _("'%s' has a control character in it"),
			text_safe(arena, text, length, 80));
	else if (!text_is_utf8(text, length))
		*problem = arena_printf(arena, _("'%s' is not valid UTF-8"), text_safe(arena, text, length, 80));
	else if (domain_allowed && memchr(text, '@', length) == NULL) {
		out->text = out->localpart = arena_strdup(arena, "");
		return check_domain(arena, text, length, out, problem);
	} else if ((at = find_at(arena, text, length, problem)) != NULL) {
		local = (size_t)(at - text);
		if (check_localpart(arena, text, local, problem) < 0 ||
				check_domain(arena, at + 1, length - local - 1, out, problem) < 0)
			return -1;
		out->localpart = arena_strndup(arena, text, local);
		out->text = arena_strndup(arena, text,
			text[length - 1] == '.' ? length - 1 : length);
		return 0;
	}
	return -1;
}

const char *address_host(struct arena *arena, const char *text)
{
	unsigned char binary[16];
	struct address parsed;
	const char *problem;

	if (inet_pton(AF_INET, text, binary) == 1 || inet_pton(AF_INET6, text, binary) == 1)
		return text;
	return check_domain(arena, text, strlen(text), &parsed, &problem) == 0 ? parsed.domain : NULL;
}
