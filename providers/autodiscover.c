/* SPDX-License-Identifier: MIT */
#include "autodiscover.h"

#include <string.h>

#include "../probes/text.h"
#include "xml.h"

#define REQUEST_SCHEMA "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
#define RESPONSE_SCHEMA "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

/* ---- the question ------------------------------------------------------------------------ */

static const char *escape(struct arena *arena, const char *text)
{
	static const char special[] = "&<>\"'";
	struct buf out;
	const char *kept;

	buf_init(&out, 6 * strlen(text) + 1);
	for (; *text != '\0'; text++)
		if (strchr(special, *text) != NULL)
			buf_printf(&out, "&#%d;", *text);
		else
			buf_add(&out, text, 1);
	kept = arena_strdup(arena, buf_text(&out));
	buf_done(&out);
	return kept;
}

const char *autodiscover_request(struct arena *arena, const struct address *address)
{
	return arena_printf(arena,
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<Autodiscover xmlns=\"" REQUEST_SCHEMA "\">\n"
		"<Request><EMailAddress>%s@%s</EMailAddress>"
		"<AcceptableResponseSchema>" RESPONSE_SCHEMA "</AcceptableResponseSchema></Request>\n"
		"</Autodiscover>\n", escape(arena, address->localpart), address->domain);
}

/* ---- the answer ---------------------------------------------------------------------------- */

/* A Protocol element while it is open. */
struct protocol {
	bool open;
	unsigned line;
	const char *type, *server, *port, *login, *ssl, *encryption;
};

struct reading {
	struct arena *arena;
	const struct address *address;
	struct document *out;
	struct protocol protocol;
	const char *error; /* what the server says is wrong */
	bool root_seen, root_wrong;
};

static bool is_plain(const struct protocol *protocol)
{
	const char *encryption = protocol->encryption != NULL ? protocol->encryption : "";

	return text_equal_nocase(encryption, "None") || (encryption[0] == '\0' &&
		protocol->ssl != NULL && text_equal_nocase(protocol->ssl, "off"));
}

/* Servers say "TLS" for both kinds and leave "SSL" on for STARTTLS, so the port
 * decides where it is a registered one. */
static enum mail_security read_security(const struct protocol *protocol,
	enum mail_protocol kind, uint16_t port)
{
	enum mail_security security;

	if (is_plain(protocol))
		return MAIL_PLAIN;
	if (mail_port_security(kind, port, &security))
		return security;
	return protocol->encryption != NULL && text_equal_nocase(protocol->encryption, "TLS") ?
		MAIL_STARTTLS : MAIL_TLS;
}

static const char *add_protocol(struct reading *reading, const struct protocol *protocol)
{
	struct mail_service service = { .host = protocol->server != NULL ? protocol->server : "" };
	unsigned long port;

	if (protocol->type == NULL || mail_protocol_parse(
			text_lower(arena_strdup(reading->arena, protocol->type)), &service.protocol) != 0)
		return NULL; /* EXCH, EXPR, WEB: Exchange's own */
	service.port = mail_default_port(service.protocol,
		is_plain(protocol) ? MAIL_PLAIN : MAIL_TLS);
	if (protocol->port != NULL) {
		if (text_parse_number(protocol->port, 1, 65535, &port) != 0)
			return arena_printf(reading->arena, "'%s' is not a port",
				text_quote(reading->arena, protocol->port));
		service.port = (uint16_t)port;
	}
	service.security = read_security(protocol, service.protocol, service.port);
	service.username = document_username(reading->arena, reading->address, protocol->login);
	return document_add(reading->arena, reading->out, &service);
}

static void close_protocol(struct reading *reading)
{
	const char *problem = add_protocol(reading, &reading->protocol);

	if (problem != NULL)
		document_slip(reading->arena, reading->out, arena_printf(reading->arena,
			"Protocol in line %u: %s", reading->protocol.line, problem));
	reading->protocol = (struct protocol){ .open = false };
}

static void opened(void *arg, const char *name, const char *const *attributes, unsigned line)
{
	struct reading *reading = arg;
	const char *type;

	if (!reading->root_seen) {
		reading->root_seen = true;
		reading->root_wrong = !text_equal_nocase(name, "Autodiscover");
	} else if (text_equal_nocase(name, "Protocol") && !reading->protocol.open) {
		type = xml_attribute(attributes, "Type");
		reading->protocol = (struct protocol){ .open = true, .line = line,
			.type = arena_strdup(reading->arena, type) };
	}
}

static void read_field(struct reading *reading, const char *name, const char *text)
{
	struct protocol *protocol = &reading->protocol;
	const struct {
		const char *name;
		const char **where;
	} fields[] = {
		{ "Type", &protocol->type }, { "Server", &protocol->server },
		{ "Port", &protocol->port }, { "LoginName", &protocol->login },
		{ "SSL", &protocol->ssl }, { "Encryption", &protocol->encryption },
	};
	size_t i;

	for (i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (text_equal_nocase(fields[i].name, name) && *fields[i].where == NULL &&
				text[0] != '\0')
			*fields[i].where = arena_strdup(reading->arena, text);
}

static void closed(void *arg, const char *name, const char *text)
{
	struct reading *reading = arg;
	struct document *out = reading->out;

	if (reading->protocol.open && text_equal_nocase(name, "Protocol"))
		close_protocol(reading);
	else if (reading->protocol.open)
		read_field(reading, name, text);
	else if (text[0] == '\0')
		return;
	else if (text_equal_nocase(name, "RedirectUrl"))
		out->redirect_url = arena_strdup(reading->arena, text);
	else if (text_equal_nocase(name, "RedirectAddr"))
		out->redirect_address = arena_strdup(reading->arena, text);
	else if (text_equal_nocase(name, "Message"))
		reading->error = arena_printf(reading->arena, "it says: %s",
			text_quote(reading->arena, text));
}

void autodiscover_read(struct arena *arena, const struct address *address, const char *bytes,
	size_t length, struct document *out)
{
	static const struct xml_handler handler = { .open = opened, .close = closed };
	struct reading reading = { .arena = arena, .address = address, .out = out };
	const char *problem;

	if (!document_begin(out, bytes, length))
		return;
	problem = xml_read(arena, bytes, length, &handler, &reading);
	if (problem == NULL && reading.root_wrong)
		problem = "the root element is not Autodiscover";
	if (problem != NULL)
		document_fail(out, SOURCE_INVALID, problem);
	else if (out->count == 0 && (out->redirect_url != NULL || out->redirect_address != NULL))
		out->outcome = SOURCE_REDIRECTED;
	else
		document_finish(out);
	if (out->outcome == SOURCE_NOT_PUBLISHED && reading.error != NULL)
		out->problem = reading.error;
}
