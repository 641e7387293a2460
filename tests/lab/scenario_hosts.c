/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "probes/text.h"
#include "scenario_parts.h"
#include "software.h"

#define CLOCK_OFFSET_MAX 1000000000

static const char *const host_keys[] = { "addresses", "software", "certificate", "ports", NULL };
static const char *const port_keys[] = { "protocol", "mode", "starttls", "software", "certificate",
	"tls_max", "fault", "alert", "secret", "clear_secret", "capabilities", "capabilities_tls",
	"greeting", "login", "replies", NULL };
static const char *const certificate_keys[] = { "recipe", "names", "common_name", "issuer_cn",
	"issuer_o", "from_days", "to_days", NULL };
static const char *const web_port_keys[] = { "protocol", "mode", "certificate", "tls_max", "fault",
	"alert", "secret", "date_offset", "paths", NULL };
static const char *const protocol_words[] = { "imap", "pop3", "smtp", "http", NULL };
static const char *const mode_words[] = { "plain", "tls", NULL };
static const char *const limit_words[] = { "none", "1.0", "1.1", "1.2", NULL };
static const char *const fault_words[] = { "none", "refuse", "blackhole", "reset", "close",
	"silent", "tls-close", "tls-reset", "tls-alert", NULL };
static const char *const route_words[] = { "local", "dark", "unreachable", "prohibited", NULL };

/* What a port number means. */
static const struct {
	uint16_t number;
	enum lab_protocol protocol;
	bool tls;
} registered_ports[] = {
	{ 25, LAB_SMTP, false }, { 587, LAB_SMTP, false }, { 465, LAB_SMTP, true },
	{ 143, LAB_IMAP, false }, { 993, LAB_IMAP, true },
	{ 110, LAB_POP3, false }, { 995, LAB_POP3, true },
	{ 80, LAB_HTTP, false }, { 443, LAB_HTTP, true },
};

/* What a host's ports share. */
struct defaults {
	const struct software *software;
	struct certificate certificate;
};

static int read_address(struct reading *reading, const char *where, const char *text,
	struct scenario *scenario, struct lab_address **out)
{
	struct lab_address *address = arena_alloc(reading->arena, sizeof *address);
	char *plain = arena_strdup(reading->arena, text);
	char *space = strchr(plain, ' ');
	unsigned char bytes[16];
	int route = ROUTE_LOCAL;

	if (space != NULL) {
		*space = '\0';
		route = reading_index(space + 1, route_words);
	}
	address->text = plain;
	address->ipv6 = strchr(plain, ':') != NULL;
	if (route < 0 || inet_pton(address->ipv6 ? AF_INET6 : AF_INET, plain, bytes) != 1)
		return reading_fail(reading, where, "'%s' is no \"ADDRESS [ROUTE]\"", text);
	address->route = (enum route)route;
	scenario->uses_ipv6 = scenario->uses_ipv6 || address->ipv6;
	scenario->needs_namespace = scenario->needs_namespace || address->ipv6 ||
		address->route != ROUTE_LOCAL;
	*out = address;
	return 0;
}

static int read_addresses(struct reading *reading, const char *where, const cJSON *json,
	struct scenario *scenario, struct host *host)
{
	struct lab_address **link = &host->addresses;
	const char **texts = NULL;
	size_t i;

	if (reading_strings(reading, where, json, "addresses", &texts) < 0)
		return -1;
	if (texts == NULL)
		return reading_fail(reading, where, "'addresses' is missing");
	for (i = 0; texts[i] != NULL; i++) {
		if (read_address(reading, where, texts[i], scenario, link) < 0)
			return -1;
		link = &(*link)->next;
	}
	return 0;
}

static int read_software(struct reading *reading, const char *where, const cJSON *json,
	const struct software **out)
{
	const char *name = NULL;

	if (reading_string(reading, where, json, "software", &name) < 0)
		return -1;
	if (name == NULL)
		return 0;
	*out = software_find(name);
	return *out != NULL ? 0 : reading_fail(reading, where, "unknown software '%s'", name);
}

static int read_certificate(struct reading *reading, const char *where, const cJSON *json,
	struct certificate *out)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, "certificate");
	const char *recipe = "good", **names = NULL;

	if (item == NULL)
		return 0;
	if (cJSON_IsString(item))
		recipe = item->valuestring;
	else if (reading_keys(reading, where, item, certificate_keys) < 0 ||
		reading_string(reading, where, item, "recipe", &recipe) < 0)
		return -1;
	if (certs_recipe(recipe, out) < 0)
		return reading_fail(reading, where, "unknown certificate recipe '%s'", recipe);
	if (cJSON_IsString(item))
		return 0;
	if (reading_strings(reading, where, item, "names", &names) < 0 ||
	    reading_string(reading, where, item, "common_name", &out->common_name) < 0 ||
	    reading_string(reading, where, item, "issuer_cn", &out->issuer_cn) < 0 ||
	    reading_string(reading, where, item, "issuer_o", &out->issuer_o) < 0 ||
	    reading_number(reading, where, item, "from_days", -9999, 9999, &out->from_days) < 0 ||
	    reading_number(reading, where, item, "to_days", -9999, 9999, &out->to_days) < 0)
		return -1;
	if (names != NULL)
		out->names = (const char *const *)names;
	return 0;
}

static int read_number_key(struct reading *reading, const char *where, const cJSON *json,
	struct port *port)
{
	unsigned long number;
	size_t i;

	if (text_parse_number(json->string, 1, 65535, &number) < 0)
		return reading_fail(reading, where, "a port is a number of 1 to 65535");
	port->number = (uint16_t)number;
	for (i = 0; i < sizeof registered_ports / sizeof registered_ports[0]; i++)
		if (registered_ports[i].number == number) {
			port->protocol = registered_ports[i].protocol;
			port->tls = registered_ports[i].tls;
			return 0;
		}
	if (cJSON_IsObject(json) && cJSON_GetObjectItemCaseSensitive(json, "protocol") == NULL)
		return reading_fail(reading, where, "'protocol' is needed for this port");
	return 0;
}

static int read_script(struct reading *reading, const char *where, const cJSON *json,
	struct port *port)
{
	const cJSON *greeting = cJSON_GetObjectItemCaseSensitive(json, "greeting");
	const cJSON *login = cJSON_GetObjectItemCaseSensitive(json, "login");
	const cJSON *replies = cJSON_GetObjectItemCaseSensitive(json, "replies"), *item;
	struct reply **link = &port->replies;

	if (greeting != NULL && scenario_read_reply(reading, where, greeting, &port->greeting) < 0)
		return -1;
	if (login != NULL && scenario_read_reply(reading, where, login, &port->login) < 0)
		return -1;
	if (replies == NULL)
		return 0;
	if (reading_keys(reading, where, replies, NULL) < 0)
		return -1;
	cJSON_ArrayForEach(item, replies) {
		if (scenario_read_reply(reading, where, item, link) < 0)
			return -1;
		(*link)->command = arena_strdup(reading->arena, item->string);
		link = &(*link)->next;
	}
	return 0;
}

static int read_mail_values(struct reading *reading, const char *where, const cJSON *json,
	struct port *port)
{
	if (reading_keys(reading, where, json, port_keys) < 0 ||
	    reading_bool(reading, where, json, "starttls", &port->starttls) < 0 ||
	    reading_bool(reading, where, json, "clear_secret", &port->clear_allowed) < 0 ||
	    reading_strings(reading, where, json, "capabilities", &port->capabilities) < 0 ||
	    reading_strings(reading, where, json, "capabilities_tls", &port->capabilities_tls) < 0 ||
	    read_software(reading, where, json, &port->software) < 0)
		return -1;
	return read_script(reading, where, json, port);
}

static int read_web_values(struct reading *reading, const char *where, const cJSON *json,
	struct port *port)
{
	const cJSON *paths = cJSON_GetObjectItemCaseSensitive(json, "paths");

	if (reading_keys(reading, where, json, web_port_keys) < 0 ||
	    reading_number(reading, where, json, "date_offset", -CLOCK_OFFSET_MAX,
		CLOCK_OFFSET_MAX, &port->date_offset) < 0)
		return -1;
	return paths == NULL ? 0 : scenario_read_web(reading, where, paths, port);
}

static int read_port_values(struct reading *reading, const char *where, const cJSON *json,
	struct port *port)
{
	int protocol = port->protocol, mode = port->tls, limit = TLS_LIMIT_NONE, fault = FAULT_NONE;
	int alert = 40;

	if (reading_keys(reading, where, json, NULL) < 0 ||
	    reading_word(reading, where, json, "protocol", protocol_words, &protocol) < 0 ||
	    reading_word(reading, where, json, "mode", mode_words, &mode) < 0 ||
	    reading_word(reading, where, json, "tls_max", limit_words, &limit) < 0 ||
	    reading_word(reading, where, json, "fault", fault_words, &fault) < 0 ||
	    reading_number(reading, where, json, "alert", 0, 255, &alert) < 0 ||
	    read_certificate(reading, where, json, port->certificate) < 0)
		return -1;
	port->protocol = (enum lab_protocol)protocol;
	port->tls = mode == 1;
	port->tls_max = (enum tls_limit)limit;
	port->fault = (enum fault)fault;
	port->alert = (unsigned)alert;
	return port->protocol == LAB_HTTP ? read_web_values(reading, where, json, port) :
		read_mail_values(reading, where, json, port);
}

static int read_port(struct reading *reading, const cJSON *json, struct host *host,
	const struct defaults *defaults, struct port **out)
{
	struct port *port = arena_alloc(reading->arena, sizeof *port);
	const char *where = arena_printf(reading->arena, "hosts.%s.ports.%s", host->name,
		json->string);
	int fault;

	port->host = host;
	port->starttls = true;
	port->software = defaults->software;
	port->certificate = arena_alloc(reading->arena, sizeof *port->certificate);
	*port->certificate = defaults->certificate;
	*out = port;
	if (read_number_key(reading, where, json, port) < 0)
		return -1;
	if (cJSON_IsString(json)) {
		fault = reading_index(json->valuestring, fault_words);
		if (fault < 0)
			return reading_fail(reading, where, "unknown fault '%s'", json->valuestring);
		port->fault = (enum fault)fault;
	} else if (read_port_values(reading, where, json, port) < 0)
		return -1;
	/* Nothing that finds settings needs a secret. */
	port->secret_allowed = port->protocol != LAB_HTTP &&
		certs_trustworthy(port->certificate, host->name);
	if (cJSON_IsObject(json))
		return reading_bool(reading, where, json, "secret", &port->secret_allowed);
	return 0;
}

static int read_host(struct reading *reading, const cJSON *json, struct scenario *scenario,
	struct host **out)
{
	struct host *host = arena_alloc(reading->arena, sizeof *host);
	const char *where = arena_printf(reading->arena, "hosts.%s", json->string);
	const cJSON *ports = cJSON_GetObjectItemCaseSensitive(json, "ports"), *item;
	struct defaults defaults = { .software = software_find("generic") };
	struct port **link = &host->ports;

	host->name = arena_strdup(reading->arena, json->string);
	*out = host;
	certs_recipe("good", &defaults.certificate);
	if (reading_keys(reading, where, json, host_keys) < 0 ||
	    read_addresses(reading, where, json, scenario, host) < 0 ||
	    read_software(reading, where, json, &defaults.software) < 0 ||
	    read_certificate(reading, where, json, &defaults.certificate) < 0)
		return -1;
	if (ports == NULL)
		return 0;
	if (reading_keys(reading, where, ports, NULL) < 0)
		return -1;
	cJSON_ArrayForEach(item, ports) {
		if (read_port(reading, item, host, &defaults, link) < 0)
			return -1;
		link = &(*link)->next;
	}
	return 0;
}

int scenario_read_hosts(struct reading *reading, const cJSON *hosts, struct scenario *scenario)
{
	struct host **link = &scenario->hosts;
	const cJSON *item;

	if (reading_keys(reading, "hosts", hosts, NULL) < 0)
		return -1;
	cJSON_ArrayForEach(item, hosts) {
		if (read_host(reading, item, scenario, link) < 0)
			return -1;
		link = &(*link)->next;
	}
	return 0;
}
