/* SPDX-License-Identifier: MIT
 *
 * Names that mail hosts commonly have.  A name that resolves proves nothing yet:
 * only a conversation with what answers there does.
 */
#include "mx.h"
#include "source_kinds.h"
#include "suffix.h"

/* Likeliest first per protocol; "" is the domain itself. */
static const struct guess {
	enum mail_protocol protocol;
	const char *prefix;
} guesses[] = {
	{ MAIL_IMAP, "imap." }, { MAIL_IMAP, "mail." }, { MAIL_IMAP, "" },
	{ MAIL_POP3, "pop." }, { MAIL_POP3, "pop3." }, { MAIL_POP3, "mail." }, { MAIL_POP3, "" },
	{ MAIL_SMTP, "smtp." }, { MAIL_SMTP, "mail." }, { MAIL_SMTP, "" },
};
#define GUESSES (sizeof guesses / sizeof guesses[0])

static const char *host_of(const struct source *source, const struct guess *guess)
{
	return arena_printf(source->world->evidence->arena, "%s%s", guess->prefix,
		source->world->address->domain);
}

static void guess_start(struct source *source)
{
	size_t i;

	for (i = 0; i < GUESSES; i++) {
		source_ask(source, host_of(source, &guesses[i]), DNS_A, NULL);
		source_ask(source, host_of(source, &guesses[i]), DNS_AAAA, NULL);
	}
	source_ask(source, source->world->address->domain, DNS_MX, NULL);
}

static bool has_address(const struct evidence *evidence, const char *host)
{
	const struct dns_fact *v4 = evidence_dns(evidence, host, DNS_A);
	const struct dns_fact *v6 = evidence_dns(evidence, host, DNS_AAAA);

	return (v4 != NULL && v4->count > 0) || (v6 != NULL && v6->count > 0);
}

static void add_host(struct source *source, enum mail_protocol protocol, const char *host)
{
	source_add_plain(source, protocol, host, mail_default_port(protocol, MAIL_TLS), MAIL_TLS);
	source_add_plain(source, protocol, host, mail_default_port(protocol, MAIL_STARTTLS),
		MAIL_STARTTLS);
}

/* A small site often has one computer for all. */
static const char *own_mx(const struct source *source)
{
	const char *domain = source->world->address->domain;
	const struct dns_fact *mx = evidence_dns(source->world->evidence, domain, DNS_MX);

	return mx_best(mx) > 0 && suffix_same_owner(mx->records[0].text, domain) ?
		mx->records[0].text : NULL;
}

static void guess_finish(struct source *source)
{
	unsigned taken[MAIL_PROTOCOLS] = { 0 };
	const char *mx = own_mx(source);
	size_t i;
	int protocol;

	for (i = 0; i < GUESSES; i++) {
		const char *host = host_of(source, &guesses[i]);
		bool last_resort = guesses[i].prefix[0] == '\0'; /* mostly the web server */

		if ((last_resort && taken[guesses[i].protocol] > 0) ||
				!has_address(source->world->evidence, host))
			continue;
		taken[guesses[i].protocol]++;
		add_host(source, guesses[i].protocol, host);
	}
	for (protocol = 0; mx != NULL && protocol < MAIL_PROTOCOLS; protocol++)
		if (taken[protocol] == 0)
			add_host(source, (enum mail_protocol)protocol, mx);
	source_conclude(source, source->fact->count > 0 ? SOURCE_FOUND : SOURCE_NOT_PUBLISHED, "");
}

const struct source_kind source_guess = {
	.name = "guess", .rank = 120, .needs_yes = true, .guess = true,
	.start = guess_start, .finish = guess_finish,
};
