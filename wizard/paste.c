/* SPDX-License-Identifier: MIT */
#include "paste.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "../probes/buf.h"
#include "../probes/text.h"
#include "../providers/preset_table.h"
#include "../providers/suffix.h"
#include "mask.h"
#include "mime.h"

#define NAME_MAX_LENGTH 253

/* ---- one form for every origin ------------------------------------------------------------- */

/* Spellings of one character, or of none. */
static const struct spelling {
	const char *written, *meant;
} spellings[] = {
	{ "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&apos;", "'" }, { "&#39;", "'" },
	{ "&#x27;", "'" }, { "&#34;", "\"" }, { "&nbsp;", " " }, { "&amp;", "&" },
	{ "\\r\\n", "\n" }, { "\\n", "\n" }, { "\r", "" }, { "\\'", "'" }, { "\\\"", "\"" },
	{ "\\u003c", "<" }, { "\\u003e", ">" }, { "\\u0026", "&" }, { "\\u0027", "'" },
	{ "\xc2\xa0", " " }, { "\xe2\x80\x98", "'" }, { "\xe2\x80\x99", "'" },
	{ "\xe2\x80\x9c", "\"" }, { "\xe2\x80\x9d", "\"" }, { "\xe2\x80\x9e", "\"" },
	{ "\xc2\xab", "\"" }, { "\xc2\xbb", "\"" }, { "\xe2\x80\x93", "-" }, { "\xe2\x80\x8b", "" },
	/* 0×800CCC0E, as a word processor writes it */
	{ "\xc3\x97", "x" },
};

/* Tags that stand for a gap; an address in <> is no tag. */
static const char *const tags[] = { "br", "p", "b", "i", "u", "a", "em", "strong", "span", "div",
	"td", "tr", "li", "ul", "ol", "pre", "code", "font", "table", "tbody", "body", "html" };

static size_t tag_length(const char *text)
{
	const char *name = text + 1 + (text[1] == '/');
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), i, end;

	if (text[0] != '<' || length == 0)
		return 0;
	if (name[length] != '>' && name[length] != ' ' && name[length] != '/')
		return 0;
	for (i = 0; i < sizeof tags / sizeof tags[0]; i++)
		if (strlen(tags[i]) == length && strncasecmp(tags[i], name, length) == 0) {
			end = strcspn(name, ">\n");
			return name[end] == '>' ? (size_t)(name - text) + end + 1 : 0;
		}
	return 0;
}

/* Colours of a log, as they are or as another program spelled them out. */
static size_t colour_length(const char *text)
{
	static const char *const starts[] = { "\x1b[", "^[[", "\\x1b[", "\\u001b[", "\\033[" };
	size_t i, length;

	for (i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		length = strlen(starts[i]);
		if (strncmp(text, starts[i], length) != 0)
			continue;
		length += strspn(text + length, "0123456789;");
		return isalpha((unsigned char)text[length]) ? length + 1 : 0;
	}
	return 0;
}

/* The length of what a spelling, a colour or a tag covers at TEXT, 0 if nothing does. */
static size_t spelled(const char *text, const char **meant)
{
	size_t i, length;

	for (i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
		length = strlen(spellings[i].written);
		*meant = spellings[i].meant;
		if (strncmp(text, spellings[i].written, length) == 0)
			return length;
	}
	*meant = "";
	length = colour_length(text);
	if (length > 0)
		return length;
	*meant = " ";
	return tag_length(text);
}

/* Marks that a mail program or a pager puts before a quoted line. */
static size_t quote_length(const char *line)
{
	size_t length = 0, blanks;

	for (;;) {
		blanks = strspn(line + length, " \t");
		if (line[length + blanks] != '>' && line[length + blanks] != '|')
			return length;
		length += blanks + 1;
		length += line[length] == ' ';
	}
}

static void plain_lines(const char *text, struct buf *out)
{
	bool start = true;
	const char *meant;
	size_t length;

	while (*text != '\0') {
		if (start)
			text += quote_length(text);
		start = *text == '\n';
		length = spelled(text, &meant);
		if (length > 0) {
			buf_puts(out, meant);
			start = start || meant[0] == '\n';
		} else if (*text != '\0') {
			buf_add(out, text, 1);
			length = 1;
		}
		text += length;
	}
}

/* Each step may break a secret so that it is not known any more, or show one: it
 * is masked before and after.  Only base64 must not be masked for its looks. */
static const char *normalised(struct arena *arena, const char *raw)
{
	struct buf text;
	const char *plain;

	buf_init(&text, PASTE_MAX);
	plain_lines(raw, &text);
	plain = mask_named_secrets(arena, buf_text(&text));
	buf_clear(&text);
	mime_unpack(plain, &text);
	plain = mask_secrets(arena, buf_text(&text));
	buf_clear(&text);
	mime_unquote(plain, &text);
	plain = arena_strdup(arena, buf_text(&text));
	buf_clear(&text);
	/* What was encoded may be HTML. */
	plain_lines(plain, &text);
	plain = mask_secrets(arena, buf_text(&text));
	buf_done(&text);
	return plain;
}

/* ---- who and where ------------------------------------------------------------------------- */

static bool is_name_character(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '.';
}

static bool is_local_character(char c)
{
	return isalnum((unsigned char)c) || (c != '\0' && strchr("._+-", c) != NULL);
}

/* The host name at TEXT without dots at its end, NULL unless it has two labels
 * and a last one that is no number. */
static const char *name_at(struct arena *arena, const char *text)
{
	size_t length = 0;
	const char *name, *last;

	while (is_name_character(text[length]))
		length++;
	while (length > 0 && (text[length - 1] == '.' || text[length - 1] == '-'))
		length--;
	if (length == 0 || length > NAME_MAX_LENGTH || !isalnum((unsigned char)text[0]))
		return NULL;
	name = text_lower(arena_strndup(arena, text, length));
	last = strrchr(name, '.');
	if (last == NULL || strlen(last) < 3 || !isalpha((unsigned char)last[1]) ||
		strstr(name, "..") != NULL)
		return NULL;
	return name;
}

/* Senders of bounces are nobody's account. */
static bool is_machine(const char *address)
{
	return text_starts_nocase(address, "mailer-daemon@") ||
		text_starts_nocase(address, "postmaster@") || text_starts_nocase(address, "no-reply@") ||
		text_starts_nocase(address, "noreply@") || strlen(address) > 100;
}

static const char *find_address(struct arena *arena, const char *text)
{
	const char *at, *from, *domain, *address, *line;

	for (at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
		for (from = at; from > text && is_local_character(from[-1]);)
			from--;
		/* It is offered as an argument, so it may not look like an option. */
		while (from < at && !isalnum((unsigned char)*from))
			from++;
		for (line = from; line > text && line[-1] != '\n';)
			line--;
		domain = name_at(arena, at + 1);
		/* The id of a message looks like an address. */
		if (from == at || domain == NULL || text_starts_nocase(line, "message-id") ||
			text_starts_nocase(line, "x-"))
			continue;
		address = arena_printf(arena, "%.*s@%s", (int)(at - from), from, domain);
		if (!is_machine(address))
			return address;
	}
	return NULL;
}

static const struct port {
	unsigned short number;
	enum mail_protocol protocol;
} ports[] = {
	{ 25, MAIL_SMTP }, { 110, MAIL_POP3 }, { 143, MAIL_IMAP }, { 465, MAIL_SMTP },
	{ 587, MAIL_SMTP }, { 993, MAIL_IMAP }, { 995, MAIL_POP3 }, { 2525, MAIL_SMTP },
};

static const struct port *port_at(const char *text)
{
	size_t digits = strspn(text, "0123456789"), i;
	unsigned long number;
	char word[8];

	if (digits == 0 || digits >= sizeof word)
		return NULL;
	memcpy(word, text, digits);
	word[digits] = '\0';
	if (text_parse_number(word, 1, 65535, &number) != 0)
		return NULL;
	for (i = 0; i < sizeof ports / sizeof ports[0]; i++)
		if (ports[i].number == number)
			return &ports[i];
	return NULL;
}

/* "host:993", "host[192.0.2.1]:993", "host, port 993", "host" on port 993 … */
static const struct port *port_after(const char *text)
{
	static const char *const gaps[] = { ":", ",", " port ", ", port ", ", port: ", " on port ",
		"\" on port ", "' on port ", "\" port ", " " };
	size_t i;

	if (text[0] == '[' || (text[0] == ' ' && (text[1] == '(' || text[1] == '[')))
		text += strcspn(text, ")]\n");
	text += *text == ')' || *text == ']';
	for (i = 0; i < sizeof gaps / sizeof gaps[0]; i++)
		if (strncmp(text, gaps[i], strlen(gaps[i])) == 0 && port_at(text + strlen(gaps[i])) != NULL)
			return port_at(text + strlen(gaps[i]));
	return NULL;
}

/* What a server is called shows what it does. */
static const struct prefix {
	const char *word;
	enum mail_protocol protocol;
} prefixes[] = {
	{ "imap", MAIL_IMAP }, { "pop", MAIL_POP3 }, { "smtp", MAIL_SMTP },
};

static bool name_shows(const char *name, enum mail_protocol *protocol)
{
	size_t i;

	for (i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
		if (strncmp(name, prefixes[i].word, strlen(prefixes[i].word)) == 0) {
			*protocol = prefixes[i].protocol;
			return true;
		}
	return false;
}

/* The first name with a port; failing that, the first that says what it is. */
static void find_host(struct arena *arena, const char *text, struct paste *paste)
{
	const char *at = text, *name;

	while (*at != '\0') {
		size_t run = 1;

		if (is_name_character(*at) && (at == text || (!is_name_character(at[-1]) && at[-1] != '@'))) {
			const struct port *port;

			while (is_name_character(at[run]))
				run++;
			name = at[run] == '@' ? NULL : name_at(arena, at);
			port = name != NULL ? port_after(at + strlen(name)) : NULL;
			if (port != NULL) {
				paste->host = name;
				paste->port = port->number;
				paste->protocol = port->protocol;
				paste->protocol_known = true;
				return;
			}
			if (name != NULL && !paste->protocol_known && name_shows(name, &paste->protocol)) {
				paste->host = name;
				paste->protocol_known = true;
			}
		}
		at += run;
	}
}

static bool has_host(const struct preset *preset, const char *host)
{
	size_t i;

	for (i = 0; i < preset->service_count; i++)
		if (text_equal_nocase(preset->services[i].host, host))
			return true;
	return false;
}

/* Many universities have their mail at outlook.office365.com: the host's owner comes
 * before its customers. */
static const char *provider_of_host(const char *host)
{
	const char *customer = NULL;
	size_t i;

	for (i = 0; i < preset_count(); i++) {
		if (!has_host(preset_at(i), host))
			continue;
		if (suffix_same_owner(host, preset_at(i)->id))
			return preset_at(i)->id;
		if (customer == NULL)
			customer = preset_at(i)->id;
	}
	return customer;
}

struct paste paste_read(struct arena *arena, const char *raw)
{
	struct paste paste = { .text = normalised(arena, raw) };
	const struct preset *preset = NULL;

	paste.address = find_address(arena, paste.text);
	find_host(arena, paste.text, &paste);
	if (paste.host != NULL)
		paste.provider = provider_of_host(paste.host);
	if (paste.provider == NULL && paste.address != NULL)
		preset = preset_by_domain(strchr(paste.address, '@') + 1);
	if (preset != NULL)
		paste.provider = preset->id;
	return paste;
}
