/* SPDX-License-Identifier: MIT */
#include "clientconfig.h"

#include <string.h>

#include "../probes/text.h"
#include "preset.h"
#include "xml.h"

/* A server element while it is open. */
struct server {
	bool open, incoming;
	const char *element; /* "incomingServer", "outgoingServer" */
	unsigned line;
	const char *type, *host, *port, *socket, *username;
	enum mail_auth auth[MAIL_AUTH_MAX];
	size_t auth_count;
};

struct reading {
	struct arena *arena;
	const struct address *address;
	struct document *out;
	struct server server;
	bool root_seen, root_wrong;
	unsigned skipped; /* depth inside an element that says nothing of servers */
};

/* Words of several generations of this format. */
static const struct auth_word {
	const char *word;
	enum mail_auth auth;
} auth_words[] = {
	{ "password-cleartext", MAIL_AUTH_CLEARTEXT }, { "plain", MAIL_AUTH_CLEARTEXT },
	{ "password-encrypted", MAIL_AUTH_ENCRYPTED }, { "secure", MAIL_AUTH_ENCRYPTED },
	{ "cram-md5", MAIL_AUTH_ENCRYPTED }, { "OAuth2", MAIL_AUTH_OAUTH2 },
	{ "none", MAIL_AUTH_NONE }, { "client-IP-address", MAIL_AUTH_NONE },
};
#define AUTH_WORDS (sizeof auth_words / sizeof auth_words[0])

static void add_auth(struct server *server, const char *word)
{
	size_t i, known;

	for (i = 0; i < AUTH_WORDS && !text_equal_nocase(auth_words[i].word, word); i++)
		;
	if (i == AUTH_WORDS || server->auth_count == MAIL_AUTH_MAX)
		return; /* NTLM, GSSAPI and the like: others may follow */
	for (known = 0; known < server->auth_count; known++)
		if (server->auth[known] == auth_words[i].auth)
			return;
	server->auth[server->auth_count++] = auth_words[i].auth;
}

static bool read_socket(const char *word, enum mail_security *out)
{
	static const struct {
		const char *word;
		enum mail_security security;
	} words[] = {
		{ "SSL", MAIL_TLS }, { "STARTTLS", MAIL_STARTTLS }, { "plain", MAIL_PLAIN },
	};
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_equal_nocase(words[i].word, word)) {
			*out = words[i].security;
			return true;
		}
	return false;
}

/* Port and socket type complete each other.  NULL, or what is wrong. */
static const char *read_way(struct arena *arena, const struct server *server,
	struct mail_service *service)
{
	unsigned long port;

	if (server->port != NULL && text_parse_number(server->port, 1, 65535, &port) != 0)
		return arena_printf(arena, "'%s' is not a port", text_quote(arena, server->port));
	if (server->port != NULL)
		service->port = (uint16_t)port;
	if (server->socket != NULL && !read_socket(server->socket, &service->security))
		return arena_printf(arena, "socketType '%s' is not known",
			text_quote(arena, server->socket));
	if (server->socket == NULL && server->port == NULL)
		service->security = MAIL_TLS;
	else if (server->socket == NULL &&
			!mail_port_security(service->protocol, service->port, &service->security))
		return "there is no socketType, and the port does not tell";
	if (server->port == NULL)
		service->port = mail_default_port(service->protocol, service->security);
	return NULL;
}

static const char *add_server(struct reading *reading, const struct server *server)
{
	struct mail_service service = { .host = "" };
	const char *problem;

	if (server->type[0] == '\0')
		return "it has no type";
	if (mail_protocol_parse(server->type, &service.protocol) != 0)
		return NULL; /* exchange and the like: nothing for us, and nothing wrong */
	if (server->incoming == (service.protocol == MAIL_SMTP))
		return arena_printf(reading->arena, "its type cannot be '%s'", server->type);
	problem = read_way(reading->arena, server, &service);
	if (problem != NULL)
		return problem;
	if (server->host != NULL)
		service.host = preset_expand(reading->arena, server->host,
			reading->address->localpart, reading->address->domain);
	service.username = document_username(reading->arena, reading->address, server->username);
	memcpy(service.auth, server->auth, sizeof service.auth);
	return document_add(reading->arena, reading->out, &service);
}

static void close_server(struct reading *reading)
{
	const struct server *server = &reading->server;
	const char *problem = add_server(reading, server);

	if (problem != NULL)
		document_slip(reading->arena, reading->out, arena_printf(reading->arena,
			"%s in line %u: %s", server->element, server->line, problem));
	reading->server = (struct server){ .open = false };
}

/* ---- elements --------------------------------------------------------------------------- */

/* Parts whose elements have the same names but are not about mail servers. */
static bool is_aside(const char *name)
{
	static const char *const names[] = {
		"documentation", "webMail", "addressBook", "calendar", "fileShare", "oAuth2", "instruction",
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (text_equal_nocase(names[i], name))
			return true;
	return false;
}

static void opened(void *arg, const char *name, const char *const *attributes, unsigned line)
{
	struct reading *reading = arg;
	struct server *server = &reading->server;
	const char *type;
	bool incoming = text_equal_nocase(name, "incomingServer");

	if (!reading->root_seen) {
		reading->root_seen = true;
		reading->root_wrong = !text_equal_nocase(name, "clientConfig");
		return;
	}
	if (reading->skipped > 0 || is_aside(name)) {
		reading->skipped++;
		return;
	}
	if (server->open || !(incoming || text_equal_nocase(name, "outgoingServer")))
		return;
	type = xml_attribute(attributes, "type");
	*server = (struct server){ .open = true, .incoming = incoming, .line = line,
		.element = incoming ? "incomingServer" : "outgoingServer",
		.type = type != NULL ? text_lower(arena_strdup(reading->arena, type)) :
			incoming ? "" : "smtp" };
}

static void keep(struct arena *arena, const char **where, const char *text)
{
	if (*where == NULL && text[0] != '\0')
		*where = arena_strdup(arena, text);
}

/* Several may stand there, as words were added: the first known one counts. */
static void keep_socket(struct reading *reading, const char *word)
{
	enum mail_security known;

	if (reading->server.socket != NULL && !read_socket(reading->server.socket, &known) &&
			read_socket(word, &known))
		reading->server.socket = NULL;
	keep(reading->arena, &reading->server.socket, word);
}

static void read_field(struct reading *reading, const char *name, const char *text)
{
	struct server *server = &reading->server;

	if (text_equal_nocase(name, "hostname"))
		keep(reading->arena, &server->host, text);
	else if (text_equal_nocase(name, "port"))
		keep(reading->arena, &server->port, text);
	else if (text_equal_nocase(name, "socketType"))
		keep_socket(reading, text);
	else if (text_equal_nocase(name, "username"))
		keep(reading->arena, &server->username, text);
	else if (text_equal_nocase(name, "authentication"))
		add_auth(server, text);
}

static void closed(void *arg, const char *name, const char *text)
{
	struct reading *reading = arg;

	if (reading->skipped > 0)
		reading->skipped--;
	else if (reading->server.open && text_equal_nocase(name, reading->server.element))
		close_server(reading);
	else if (reading->server.open)
		read_field(reading, name, text);
	else if (text_equal_nocase(name, "displayName") && reading->out->provider_name[0] == '\0')
		reading->out->provider_name = arena_strdup(reading->arena, text);
}

void clientconfig_read(struct arena *arena, const struct address *address, const char *bytes,
	size_t length, struct document *out)
{
	static const struct xml_handler handler = { .open = opened, .close = closed };
	struct reading reading = { .arena = arena, .address = address, .out = out };
	const char *problem;

	if (!document_begin(out, bytes, length))
		return;
	problem = xml_read(arena, bytes, length, &handler, &reading);
	if (problem == NULL && reading.root_wrong)
		problem = "the root element is not clientConfig";
	if (problem != NULL)
		document_fail(out, SOURCE_INVALID, problem);
	else
		document_finish(out);
}
