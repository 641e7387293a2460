/* SPDX-License-Identifier: MIT
 *
 * The table of options and the checks of their values.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../probes/resolver.h"
#include "../probes/text.h"
#include "../providers/address.h"
#include "commands.h"
#include "language.h"
#include "message.h"
#include "options.h"

#define TIMEOUT_MAX_S 3600
#define HOST_MAX 253
#define LABEL_MAX 63

/* ---- plain values ----------------------------------------------------------------------- */

static const char *set_flag(struct arena *arena, void *field, const char *value)
{
	(void)arena;
	(void)value;
	*(bool *)field = true;
	return NULL;
}

static const char *set_text(struct arena *arena, void *field, const char *value)
{
	(void)arena;
	*(const char **)field = value;
	return NULL;
}

static const char *set_color(struct arena *arena, void *field, const char *value)
{
	static const char *const names[] = { "auto", "always", "never" };
	size_t i;

	(void)arena;
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(value, names[i]) == 0) {
			*(enum color_mode *)field = (enum color_mode)i;
			return NULL;
		}
	return _("it is auto, always or never");
}

static const char *set_timeout(struct arena *arena, void *field, const char *value)
{
	unsigned long seconds;

	if (text_parse_number(value, 1, TIMEOUT_MAX_S, &seconds) != 0)
		return arena_printf(arena, _("it is a whole number of seconds from 1 to %d"), TIMEOUT_MAX_S);
	*(unsigned *)field = (unsigned)seconds * 1000;
	return NULL;
}

/* A file that is read later; what is wrong with it is said before anything
 * else happens. */
static const char *set_readable(struct arena *arena, void *field, const char *value)
{
	int fd = open(value, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return arena_printf(arena, _("it cannot be read: %s"), strerror(errno));
	close(fd);
	return set_text(arena, field, value);
}

static const char *set_user(struct arena *arena, void *field, const char *value)
{
	const char *at;

	for (at = value; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return _("it holds a control character");
	return set_text(arena, field, value);
}

/* ---- hosts ------------------------------------------------------------------------------ */

static bool is_address(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static bool is_ascii_host(const char *host)
{
	size_t label = 0, i;

	for (i = 0; host[i] != '\0'; i++) {
		char c = host[i];

		if (c == '.') {
			if (label == 0 || label > LABEL_MAX)
				return false;
			label = 0;
			continue;
		}
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
				c == '-' || c == '_'))
			return false;
		label++;
	}
	return i <= HOST_MAX && label > 0 && label <= LABEL_MAX;
}

/* HOST as it is asked for: lower case, A-labels, no last dot; NULL if it is
 * none, with *PROBLEM set. */
static char *read_host(struct arena *arena, const char *host, const char **problem)
{
	size_t length = strlen(host);
	char *copy = arena_strdup(arena, host);
	struct address parsed;

	if (is_address(host))
		return text_lower(copy);
	if (length > 1 && copy[length - 1] == '.')
		copy[length - 1] = '\0';
	if (is_ascii_host(copy))
		return text_lower(copy);
	*problem = "it is not a host name";
	for (; *host != '\0'; host++)
		if ((unsigned char)*host >= 0x80)
			return address_parse(arena, copy, true, &parsed, problem) == 0 &&
				parsed.localpart[0] == '\0' ? parsed.domain : NULL;
	return NULL;
}

/* Cuts VALUE, "HOST", "HOST:PORT", "[V6]", "[V6]:PORT" or a bare V6, in two.
 * *PORT is NULL if there is none.  Changes VALUE.  NULL if the brackets are
 * wrong. */
static char *split_port(char *value, char **port)
{
	char *host = value, *end, *colon;

	*port = NULL;
	if (value[0] == '[') {
		end = strchr(++host, ']');
		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return NULL;
		*end = '\0';
		if (end[1] == ':')
			*port = end + 2;
		return host;
	}
	colon = strchr(value, ':');
	if (colon != NULL && strchr(colon + 1, ':') == NULL) {
		*colon = '\0';
		*port = colon + 1;
	}
	return host;
}

static const char *read_port(const char *text, unsigned short *out)
{
	unsigned long port;

	if (text_parse_number(text, 1, 65535, &port) != 0)
		return _("the port is a number from 1 to 65535");
	*out = (unsigned short)port;
	return NULL;
}

/* HOST[:PORT][,tls|starttls|plain] */
static const char *set_service(struct arena *arena, void *field, const char *value)
{
	struct given_service *given = field;
	char *copy = arena_strdup(arena, value), *comma = strchr(copy, ','), *host, *port;
	const char *problem = "it is HOST, HOST:PORT or [IPV6]:PORT";

	memset(given, 0, sizeof *given);
	if (comma != NULL) {
		*comma = '\0';
		if (mail_security_parse(comma + 1, &given->security) != 0)
			return _("after the comma stands tls, starttls or plain");
		given->security_given = true;
	}
	host = split_port(copy, &port);
	if (host == NULL)
		return problem;
	if (port != NULL) {
		problem = read_port(port, &given->port);
		if (problem != NULL)
			return problem;
		given->port_given = true;
	}
	given->host = read_host(arena, host, &problem);
	if (given->host == NULL)
		return problem;
	given->given = true;
	return NULL;
}

struct list {
	const char **items;
	size_t *count;
	size_t max;
};

static const char *add_to(struct arena *arena, const struct list *list, const char *item)
{
	if (*list->count == list->max)
		return arena_printf(arena, _("there may be %zu at most"), list->max);
	list->items[(*list->count)++] = item;
	return NULL;
}

/* The field is the whole struct options here: lists have a count beside them. */
static const char *add_resolver(struct arena *arena, void *field, const char *value)
{
	struct options *options = field;
	struct list list = { options->resolvers, &options->resolver_count, OPTIONS_RESOLVERS };

	if (!resolver_address_ok(value))
		return _("it is IP, IP:PORT or [IPV6]:PORT, with a port from 1 to 65535");
	return add_to(arena, &list, value);
}

static const char *add_host(struct arena *arena, const struct list *list, const char *value)
{
	const char *problem = NULL;
	char *port, *host = split_port(arena_strdup(arena, value), &port);

	if (host == NULL || port != NULL)
		return _("it is a host name without a port");
	host = read_host(arena, host, &problem);
	return host == NULL ? problem : add_to(arena, list, host);
}

static const char *add_insecure(struct arena *arena, void *field, const char *value)
{
	struct options *options = field;
	struct list list = { options->insecure_login, &options->insecure_login_count, OPTIONS_HOSTS };

	return add_host(arena, &list, value);
}

static const char *add_confirmed(struct arena *arena, void *field, const char *value)
{
	struct options *options = field;
	struct list list = { options->confirm_host, &options->confirm_host_count, OPTIONS_HOSTS };

	return add_host(arena, &list, value);
}

/* ---- lists of words, optional values ------------------------------------------------------ */

static const char *set_protocols(struct arena *arena, void *field, const char *value)
{
	struct options *options = field;
	char *copy = arena_strdup(arena, value), *word, *rest = copy;
	enum mail_protocol protocol;

	memset(options->wanted, 0, sizeof options->wanted);
	options->wanted_given = true;
	while ((word = strsep(&rest, ",")) != NULL) {
		if (mail_protocol_parse(word, &protocol) != 0)
			return _("it is a list of imap, pop3 and smtp, with commas between");
		options->wanted[protocol] = true;
	}
	return NULL;
}

static const char *set_version(struct arena *arena, void *field, const char *value)
{
	if (value[strspn(value, "0123456789.")] != '\0' || value[0] < '0' || value[0] > '9')
		return _("it is numbers with dots between");
	return set_text(arena, field, value);
}

static const char *set_send_test(struct arena *arena, void *field, const char *value)
{
	struct options *options = field;
	struct address parsed;
	const char *problem;

	options->send_test = true;
	if (value == NULL)
		return NULL;
	if (address_parse(arena, value, false, &parsed, &problem) != 0)
		return problem;
	options->send_test_to = parsed.text;
	return NULL;
}

static const char *set_write(struct arena *arena, void *field, const char *value)
{
	struct options *options = field;

	(void)arena;
	options->write = true;
	options->write_file = value;
	return NULL;
}

static const char *set_transcript(struct arena *arena, void *field, const char *value)
{
	struct options *options = field;

	(void)arena;
	options->transcript = true;
	options->transcript_file = value;
	return NULL;
}

/* ---- the table ------------------------------------------------------------------------------ */

#define RUN (COMMAND_SETUP | COMMAND_DIAGNOSE)
#define LOOK (RUN | COMMAND_LOOKUP)
#define ACCOUNT (RUN | COMMAND_EXPORT)
#define SEARCH (LOOK | COMMAND_EXPORT)
#define EVERY (SEARCH | COMMAND_EXPLAIN | COMMAND_PROVIDERS | COMMAND_DEMO | COMMAND_HELP | \
	COMMAND_DIFF)
#define FIELD(name) offsetof(struct options, name)
#define WHOLE 0

const struct option_row option_rows[] = {
	{ "ascii", NULL, false, GROUP_OUTPUT, EVERY, FIELD(ascii), set_flag,
		N_("ASCII characters only") },
	{ "ca-file", "FILE", false, GROUP_NETWORK, SEARCH, FIELD(ca_file), set_readable,
		N_("trust these certificates too (PEM)") },
	{ "client-version", "VERSION", false, GROUP_EXPORT, COMMAND_EXPORT, FIELD(client_version),
		set_version, N_("of the program; asked of it when not given") },
	{ "color", "WHEN", false, GROUP_OUTPUT, EVERY, FIELD(color), set_color,
		N_("auto, always or never") },
	{ "confirm-host", "HOST", false, GROUP_LOGIN, RUN, WHOLE, add_confirmed,
		N_("a password may go to HOST, whoever named it") },
	{ "dry-run", NULL, false, GROUP_NETWORK, COMMAND_LOOKUP | COMMAND_DIAGNOSE, FIELD(dry_run),
		set_flag, N_("only list who would be contacted and would learn what") },
	{ "from", "FILE", false, GROUP_EVIDENCE, COMMAND_DIAGNOSE | COMMAND_EXPORT,
		FIELD(from_file), set_text, N_("work from saved evidence, no network") },
	{ "html", "FILE", false, GROUP_OUTPUT, RUN | COMMAND_DEMO, FIELD(html_file), set_text,
		N_("also write a report for a browser, the person's names replaced") },
	{ "https-only", NULL, false, GROUP_NETWORK, SEARCH, FIELD(https_only), set_flag,
		N_("never fetch settings over plain http") },
	{ "imap", "HOST[:PORT][,MODE]", false, GROUP_SERVICES, ACCOUNT, FIELD(given[MAIL_IMAP]),
		set_service, N_("use this server; MODE is tls, starttls or plain") },
	{ "inline-secret", NULL, false, GROUP_EXPORT, COMMAND_EXPORT, FIELD(inline_secret), set_flag,
		N_("write the password itself into the configuration") },
	{ "insecure-login", "HOST", false, GROUP_LOGIN, RUN, WHOLE, add_insecure,
		N_("log in at HOST even if its TLS cannot be trusted") },
	{ "ipv4", NULL, false, GROUP_NETWORK, SEARCH, FIELD(ipv4), set_flag, N_("IPv4 only") },
	{ "ipv6", NULL, false, GROUP_NETWORK, SEARCH, FIELD(ipv6), set_flag, N_("IPv6 only") },
	{ "json", NULL, false, GROUP_OUTPUT, EVERY & ~(unsigned)(COMMAND_SETUP | COMMAND_HELP),
		FIELD(json), set_flag, N_("JSON on standard output") },
	{ "list", NULL, false, GROUP_EXPORT, COMMAND_EXPORT | COMMAND_EXPLAIN,
		FIELD(list), set_flag, N_("what there is: the programs to write for; the codes") },
	{ "markdown", "FILE", false, GROUP_OUTPUT, RUN | COMMAND_DEMO, FIELD(markdown_file), set_text,
		N_("the same in Markdown, for a ticket") },
	{ "name", "NAME", false, GROUP_EXPORT, COMMAND_EXPORT, FIELD(full_name), set_user,
		N_("the person's name, for the From line") },
	{ "no-address", NULL, false, GROUP_NETWORK, SEARCH, FIELD(no_address), set_flag,
		N_("tell discovery servers the domain only") },
	{ "no-login", NULL, false, GROUP_LOGIN, RUN, FIELD(no_login), set_flag,
		N_("test everything except the login") },
	{ "no-third-party", NULL, false, GROUP_NETWORK, SEARCH, FIELD(no_third_party), set_flag,
		N_("ask nobody for settings but the domain and its mail hoster") },
	{ "oauth-token-command", "COMMAND", false, GROUP_LOGIN, ACCOUNT, FIELD(oauth_token_command),
		set_text, N_("log in with the OAuth2 token that COMMAND prints") },
	{ "oauth-token-file", "FILE", false, GROUP_LOGIN, RUN, FIELD(oauth_token_file), set_text,
		N_("log in with the OAuth2 token in FILE") },
	{ "offline", NULL, false, GROUP_NETWORK, COMMAND_LOOKUP | COMMAND_EXPORT,
		FIELD(offline), set_flag,
		N_("built-in presets only, no network") },
	{ "password-command", "COMMAND", false, GROUP_LOGIN, ACCOUNT, FIELD(password_command), set_text,
		N_("log in with the password that COMMAND prints") },
	{ "password-file", "FILE", false, GROUP_LOGIN, ACCOUNT, FIELD(password_file), set_text,
		N_("log in with the password in FILE") },
	{ "password-stdin", NULL, false, GROUP_LOGIN, COMMAND_DIAGNOSE | COMMAND_EXPORT,
		FIELD(password_stdin), set_flag, N_("log in with the password on standard input") },
	{ "plain", NULL, false, GROUP_OUTPUT, RUN | COMMAND_DEMO | COMMAND_DIFF, FIELD(plain), set_flag,
		N_("words in place of signs and pictures, for screen readers") },
	{ "pop3", "HOST[:PORT][,MODE]", false, GROUP_SERVICES, ACCOUNT, FIELD(given[MAIL_POP3]),
		set_service, N_("the same for POP3") },
	{ "protocols", "LIST", false, GROUP_SERVICES, ACCOUNT, WHOLE, set_protocols,
		N_("services to log in to: imap,pop3,smtp (default imap,smtp)") },
	{ "quiet", NULL, false, GROUP_OUTPUT, EVERY, FIELD(quiet), set_flag,
		N_("only the cause") },
	{ "resolver", "IP[:PORT]", false, GROUP_NETWORK, SEARCH, WHOLE, add_resolver,
		N_("ask this DNS resolver; may be given several times") },
	{ "save", "FILE", false, GROUP_EVIDENCE, RUN | COMMAND_DEMO, FIELD(save_file), set_text,
		N_("write all evidence to FILE (no password in it)") },
	{ "send-test", "RCPT", true, GROUP_LOGIN, RUN, WHOLE, set_send_test,
		N_("send a test message, to the account itself or to RCPT") },
	{ "smtp", "HOST[:PORT][,MODE]", false, GROUP_SERVICES, ACCOUNT, FIELD(given[MAIL_SMTP]),
		set_service, N_("the same for SMTP") },
	{ "text", "FILE", false, GROUP_OUTPUT, RUN | COMMAND_DEMO, FIELD(text_file), set_text,
		N_("the same as plain text") },
	{ "timeout", "SECONDS", false, GROUP_NETWORK, SEARCH, FIELD(timeout_ms),
		set_timeout, N_("for the whole run (default 20)") },
	{ "transcript", "FILE", true, GROUP_OUTPUT, RUN | COMMAND_DEMO, WHOLE, set_transcript,
		N_("the dialogue with each server, without secrets, to FILE or stderr") },
	{ "try-usernames", NULL, false, GROUP_LOGIN, RUN, FIELD(try_usernames), set_flag,
		N_("after a rejected login try the other form of user name") },
	{ "user", "NAME", false, GROUP_LOGIN, ACCOUNT, FIELD(user), set_user,
		N_("user name, when it is not the address") },
	{ "verbose", NULL, false, GROUP_OUTPUT, EVERY, FIELD(verbose), set_flag,
		N_("also addresses, certificates, capabilities, timings") },
	{ "with-address", NULL, false, GROUP_OUTPUT, RUN | COMMAND_DEMO, FIELD(with_address), set_flag,
		N_("reports keep the address, user names and IP addresses") },
	{ "write", "FILE", true, GROUP_EXPORT, COMMAND_EXPORT, WHOLE, set_write,
		N_("put it where the program looks, or into FILE, after showing what changes") },
	{ "yes", NULL, false, GROUP_EXPORT, COMMAND_EXPORT | COMMAND_SETUP, FIELD(yes), set_flag,
		N_("ask nothing") },
};
const size_t option_count = sizeof option_rows / sizeof option_rows[0];
