/* SPDX-License-Identifier: MIT */
#include "discover.h"

#include <stdlib.h>
#include <string.h>

#include "../probes/mem.h"
#include "../probes/text.h"
#include "preset_table.h"
#include "suffix.h"

/* Order of trust; also the order in which sources are shown. */
enum source { SOURCE_PRESET, SOURCE_MX_PRESET, SOURCE_SRV, SOURCE_GUESS, SOURCES };

static const char *const source_names[SOURCES] = { "preset", "mx-preset", "srv", "guess" };

/* RFC 6186 and RFC 8314 section 5.1, in order of preference per protocol. */
static const struct srv_label {
	const char *label;
	enum mail_protocol protocol;
	enum mail_security security;
} srv_labels[] = {
	{ "_imaps._tcp", MAIL_IMAP, MAIL_TLS },
	{ "_imap._tcp", MAIL_IMAP, MAIL_STARTTLS },
	{ "_pop3s._tcp", MAIL_POP3, MAIL_TLS },
	{ "_pop3._tcp", MAIL_POP3, MAIL_STARTTLS },
	{ "_submissions._tcp", MAIL_SMTP, MAIL_TLS },
	{ "_submission._tcp", MAIL_SMTP, MAIL_STARTTLS },
};
#define SRV_LABELS (sizeof srv_labels / sizeof srv_labels[0])

/* Names that mail hosts commonly have, per protocol, likeliest first. */
static const struct guess {
	const char *prefix;
	enum mail_protocol protocol;
} guesses[] = {
	{ "imap", MAIL_IMAP },
	{ "mail", MAIL_IMAP },
	{ "pop", MAIL_POP3 },
	{ "mail", MAIL_POP3 },
	{ "smtp", MAIL_SMTP },
	{ "mail", MAIL_SMTP },
};
#define GUESSES (sizeof guesses / sizeof guesses[0])

struct discover {
	struct loop *loop;
	struct resolver *resolver;
	struct evidence *evidence;
	const struct address *address;
	void (*done)(void *arg, const struct discover_result *result);
	void (*done_all)(void *arg);
	void *arg;
	uint64_t started;
	unsigned questions;     /* DNS answers still owed */
	bool asking;            /* questions are still being put */
	bool preset_won;
	struct source_fact *facts[SOURCES];
	struct discover_result result;
};

/* ---- building services ---------------------------------------------------------------- */

static struct mail_service *add_setting(struct discover *discover, enum source source)
{
	struct source_fact *fact = discover->facts[source];

	if (fact->settings == NULL)
		fact->settings = arena_alloc(discover->evidence->arena,
			DISCOVER_SERVICES * sizeof *fact->settings);
	if (fact->count == DISCOVER_SERVICES)
		return NULL;
	return &fact->settings[fact->count++];
}

/* For a bare domain the template itself says what the user name looks like. */
static const char *username_of(const struct discover *discover, const char *template_text)
{
	const struct address *address = discover->address;

	if (address->localpart[0] == '\0')
		return template_text != NULL ? template_text : "%EMAILADDRESS%";
	return preset_expand(discover->evidence->arena, template_text, address->localpart,
		address->domain);
}

static void add_preset_services(struct discover *discover, enum source source,
	const struct preset *preset)
{
	struct arena *arena = discover->evidence->arena;
	size_t i;

	for (i = 0; i < preset->service_count; i++) {
		struct mail_service *setting = add_setting(discover, source);

		if (setting == NULL)
			return;
		*setting = preset->services[i];
		setting->host = preset_expand(arena, setting->host, discover->address->localpart,
			discover->address->domain);
		setting->username = username_of(discover, setting->username);
	}
}

static void add_plain_service(struct discover *discover, enum source source,
	enum mail_protocol protocol, const char *host, uint16_t port, enum mail_security security)
{
	struct mail_service *setting = add_setting(discover, source);

	if (setting == NULL)
		return;
	setting->protocol = protocol;
	setting->host = host;
	setting->port = port;
	setting->security = security;
	setting->username = username_of(discover, NULL);
}

static void conclude(struct discover *discover, enum source source, enum source_outcome outcome,
	const char *detail)
{
	struct source_fact *fact = discover->facts[source];

	fact->outcome = outcome;
	fact->detail = arena_strdup(discover->evidence->arena, detail);
	fact->took_ms = (unsigned)(loop_now(discover->loop) - discover->started);
}

/* What a DNS answer without records means for a source. */
static enum source_outcome outcome_of(const struct dns_fact *fact)
{
	switch (fact->outcome) {
	case DNS_OK:
	case DNS_NODATA: return SOURCE_NOT_PUBLISHED;
	case DNS_NXDOMAIN: return SOURCE_NXDOMAIN;
	case DNS_TIMEOUT: return SOURCE_TIMEOUT;
	case DNS_UNREACHABLE:
	case DNS_NO_RESOLVER: return SOURCE_UNREACHABLE;
	case DNS_SERVFAIL:
	case DNS_REFUSED:
	case DNS_MALFORMED:
	case DNS_BAD_NAME:
	case DNS_CANCELLED: return SOURCE_DNS_FAILED;
	}
	return SOURCE_DNS_FAILED;
}

/* ---- the sources -------------------------------------------------------------------------- */

static void read_preset(struct discover *discover)
{
	const struct preset *preset = preset_by_domain(discover->address->domain);

	if (preset == NULL) {
		conclude(discover, SOURCE_PRESET, SOURCE_NOT_PUBLISHED, "");
		return;
	}
	add_preset_services(discover, SOURCE_PRESET, preset);
	discover->evidence->provider = preset->id;
	discover->preset_won = true;
	conclude(discover, SOURCE_PRESET, SOURCE_FOUND, preset->id);
}

static void read_mx(struct discover *discover)
{
	const struct dns_fact *mx = evidence_dns(discover->evidence, discover->address->domain, DNS_MX);
	const struct preset *preset = NULL;
	size_t i;

	if (mx == NULL || mx->outcome != DNS_OK) {
		conclude(discover, SOURCE_MX_PRESET, mx != NULL ? outcome_of(mx) : SOURCE_SKIPPED, "");
		return;
	}
	/* Only the most preferred hosts tell where mail lives; the others are often
	 * a backup elsewhere. */
	for (i = 0; i < mx->count && mx->records[i].priority == mx->records[0].priority; i++)
		if ((preset = preset_by_mx(mx->records[i].text)) != NULL)
			break;
	if (preset == NULL) {
		conclude(discover, SOURCE_MX_PRESET, SOURCE_NOT_PUBLISHED, mx->records[0].text);
		return;
	}
	add_preset_services(discover, SOURCE_MX_PRESET, preset);
	conclude(discover, SOURCE_MX_PRESET, SOURCE_FOUND,
		arena_printf(discover->evidence->arena, "%s: %s", mx->records[i].text, preset->id));
	if (!discover->preset_won)
		discover->evidence->provider = preset->id;
}

static const struct dns_fact *srv_fact(const struct discover *discover, const char *label)
{
	char *name = mem_printf("%s.%s", label, discover->address->domain);
	const struct dns_fact *fact = evidence_dns(discover->evidence, name, DNS_SRV);

	free(name);
	return fact;
}

static void read_srv(struct discover *discover)
{
	bool found = false, declined = false;
	enum source_outcome worst = SOURCE_NOT_PUBLISHED;
	size_t i, r;

	for (i = 0; i < SRV_LABELS; i++) {
		const struct dns_fact *fact = srv_fact(discover, srv_labels[i].label);

		if (fact == NULL)
			continue;
		if (fact->outcome != DNS_OK && fact->outcome != DNS_NXDOMAIN)
			worst = outcome_of(fact);
		for (r = 0; r < fact->count; r++) {
			const struct dns_record *record = &fact->records[r];

			if (strcmp(record->text, ".") == 0) { /* RFC 2782: decidedly not offered */
				declined = true;
				continue;
			}
			if (record->port == 0)
				continue;
			found = true;
			add_plain_service(discover, SOURCE_SRV, srv_labels[i].protocol, record->text,
				record->port, srv_labels[i].security);
		}
	}
	conclude(discover, SOURCE_SRV, found ? SOURCE_FOUND : declined ? SOURCE_DECLINED : worst, "");
}

static const char *guess_host(const struct discover *discover, const char *prefix)
{
	return arena_printf(discover->evidence->arena, "%s.%s", prefix, discover->address->domain);
}

static bool has_address(const struct discover *discover, const char *host)
{
	const struct dns_fact *v4 = evidence_dns(discover->evidence, host, DNS_A);
	const struct dns_fact *v6 = evidence_dns(discover->evidence, host, DNS_AAAA);

	return (v4 != NULL && v4->count > 0) || (v6 != NULL && v6->count > 0);
}

static void read_guesses(struct discover *discover)
{
	bool taken[MAIL_PROTOCOLS] = { false };
	size_t i;

	for (i = 0; i < GUESSES; i++) {
		enum mail_protocol protocol = guesses[i].protocol;
		const char *host = guess_host(discover, guesses[i].prefix);

		if (taken[protocol] || !has_address(discover, host))
			continue;
		taken[protocol] = true;
		add_plain_service(discover, SOURCE_GUESS, protocol, host,
			mail_default_port(protocol, MAIL_TLS), MAIL_TLS);
		add_plain_service(discover, SOURCE_GUESS, protocol, host,
			mail_default_port(protocol, MAIL_STARTTLS), MAIL_STARTTLS);
	}
	conclude(discover, SOURCE_GUESS,
		discover->facts[SOURCE_GUESS]->count > 0 ? SOURCE_FOUND : SOURCE_NOT_PUBLISHED, "");
}

/* ---- choosing ------------------------------------------------------------------------------- */

/* May a secret go to HOST, named by SOURCE, without asking? */
static bool is_trusted(const struct discover *discover, enum source source, const char *host)
{
	switch (source) {
	case SOURCE_PRESET:
	case SOURCE_MX_PRESET: return true;
	case SOURCE_SRV: return suffix_same_owner(host, discover->address->domain);
	case SOURCE_GUESS:
	case SOURCES: return false;
	}
	return false;
}

static bool has_protocol(const struct source_fact *fact, enum mail_protocol protocol)
{
	size_t i;

	for (i = 0; i < fact->count; i++)
		if (fact->settings[i].protocol == protocol)
			return true;
	return false;
}

static void take_protocol(struct discover *discover, enum source source,
	enum mail_protocol protocol)
{
	const struct source_fact *fact = discover->facts[source];
	struct discover_result *result = &discover->result;
	unsigned rank = 0;
	size_t i;

	for (i = 0; i < fact->count && result->count < DISCOVER_SERVICES; i++) {
		struct discovered *winner;

		if (fact->settings[i].protocol != protocol)
			continue;
		winner = &result->services[result->count++];
		winner->service = fact->settings[i];
		winner->source = source_names[source];
		winner->rank = rank++;
		winner->trusted = is_trusted(discover, source, winner->service.host);
	}
}

/* A preset speaks for all protocols: one it leaves out is not offered. */
static void choose(struct discover *discover)
{
	int protocol, source;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		for (source = 0; source < SOURCES; source++) {
			const struct source_fact *fact = discover->facts[source];
			bool is_preset = source == SOURCE_PRESET || source == SOURCE_MX_PRESET;

			if (has_protocol(fact, (enum mail_protocol)protocol)) {
				take_protocol(discover, (enum source)source, (enum mail_protocol)protocol);
				break;
			}
			if (is_preset && fact->outcome == SOURCE_FOUND)
				break;
		}
	}
	discover->done(discover->arg, &discover->result);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void finish(struct discover *discover)
{
	read_mx(discover);
	read_srv(discover);
	if (!discover->preset_won)
		read_guesses(discover);
	if (!discover->preset_won)
		choose(discover);
	if (discover->done_all != NULL)
		discover->done_all(discover->arg);
}

static void answered(void *arg, const struct dns_fact *fact)
{
	struct discover *discover = arg;

	(void)fact;
	discover->questions--;
	if (discover->questions == 0 && !discover->asking)
		finish(discover);
}

static void ask(struct discover *discover, const char *name, enum dns_type type)
{
	discover->questions++;
	resolver_ask(discover->resolver, name, type, answered, discover);
}

static void ask_all(struct discover *discover)
{
	const char *domain = discover->address->domain;
	size_t i;

	ask(discover, domain, DNS_MX);
	for (i = 0; i < SRV_LABELS; i++)
		ask(discover, arena_printf(discover->evidence->arena, "%s.%s", srv_labels[i].label, domain),
			DNS_SRV);
	if (discover->preset_won)
		return;
	/* The domain's own addresses tell "no mail" from "no such domain". */
	ask(discover, domain, DNS_A);
	ask(discover, domain, DNS_AAAA);
	for (i = 0; i < GUESSES; i++) {
		const char *host = guess_host(discover, guesses[i].prefix);

		ask(discover, host, DNS_A);
		ask(discover, host, DNS_AAAA);
	}
}

struct discover *discover_new(struct loop *loop, struct resolver *resolver,
	struct evidence *evidence, const struct address *address,
	void (*done)(void *arg, const struct discover_result *result),
	void (*done_all)(void *arg), void *arg)
{
	struct discover *discover = mem_alloc(sizeof *discover);
	int source;

	discover->loop = loop;
	discover->resolver = resolver;
	discover->evidence = evidence;
	discover->address = address;
	discover->done = done;
	discover->done_all = done_all;
	discover->arg = arg;
	discover->started = loop_now(loop);
	for (source = 0; source < SOURCES; source++) {
		discover->facts[source] = evidence_add_source(evidence, source_names[source]);
		conclude(discover, (enum source)source, SOURCE_SKIPPED, "");
	}
	read_preset(discover);
	if (discover->preset_won || resolver == NULL)
		choose(discover);
	if (resolver == NULL)
		return discover;
	discover->asking = true;
	ask_all(discover);
	discover->asking = false;
	if (discover->questions == 0)
		finish(discover);
	return discover;
}

void discover_free(struct discover *discover)
{
	if (discover == NULL)
		return;
	if (discover->resolver != NULL)
		resolver_forget(discover->resolver, discover);
	free(discover);
}
