/* SPDX-License-Identifier: MIT
 *
 * SRV records (RFC 6186, RFC 8314 section 5.1, RFC 2782; JMAP: RFC 8620 section
 * 2.2).  Without DNSSEC anybody on the way can have written them.
 */
#include <stdlib.h>
#include <string.h>

#include "../probes/mem.h"
#include "source_kinds.h"

/* In order of preference per protocol. */
static const struct srv_label {
	const char *label;
	enum mail_protocol protocol;
	enum mail_security security;
} labels[] = {
	{ "_imaps._tcp", MAIL_IMAP, MAIL_TLS },
	{ "_imap._tcp", MAIL_IMAP, MAIL_STARTTLS },
	{ "_pop3s._tcp", MAIL_POP3, MAIL_TLS },
	{ "_pop3._tcp", MAIL_POP3, MAIL_STARTTLS },
	{ "_submissions._tcp", MAIL_SMTP, MAIL_TLS },
	{ "_submission._tcp", MAIL_SMTP, MAIL_STARTTLS },
};
#define LABELS (sizeof labels / sizeof labels[0])
/* Many of one name must not crowd out the others. */
#define TARGETS_MAX (SOURCE_SERVICES / LABELS)
#define JMAP_LABEL "_jmap._tcp"

static const char *srv_name(const struct source *source, const char *label)
{
	return arena_printf(source->world->evidence->arena, "%s.%s", label,
		source->world->address->domain);
}

static const struct dns_fact *srv_fact(const struct source *source, const char *label)
{
	return evidence_dns(source->world->evidence, srv_name(source, label), DNS_SRV);
}

static void srv_start(struct source *source)
{
	size_t i;

	for (i = 0; i < LABELS; i++)
		source_ask(source, srv_name(source, labels[i].label), DNS_SRV, NULL);
}

/* What the records of one name came to. */
struct srv_sum {
	bool found, declined, all_authentic;
	bool offers[MAIL_PROTOCOLS], declines[MAIL_PROTOCOLS];
	enum source_outcome worst;
};

static void read_records(struct source *source, const struct srv_label *label,
	const struct dns_fact *fact, struct srv_sum *sum)
{
	size_t added = 0, i;

	for (i = 0; i < fact->count && added < TARGETS_MAX; i++) {
		const struct dns_record *record = &fact->records[i];

		if (strcmp(record->text, ".") == 0) { /* RFC 2782: decidedly not offered */
			sum->declined = sum->declines[label->protocol] = true;
			continue;
		}
		if (record->port == 0)
			continue;
		added++;
		sum->found = sum->offers[label->protocol] = true;
		sum->all_authentic &= fact->authentic;
		source_add_plain(source, label->protocol, record->text, record->port,
			label->security);
	}
}

/* What is remarkable about records that name servers. */
static const char *remarks(struct arena *arena, const struct srv_sum *sum)
{
	const char *list = sum->all_authentic ? "signed with DNSSEC" : "";
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (sum->declines[protocol] && !sum->offers[protocol])
			list = arena_printf(arena, "%s%s%s is not offered", list,
				list[0] == '\0' ? "" : "; ", mail_protocol_name((enum mail_protocol)protocol));
	return list;
}

static void srv_finish(struct source *source)
{
	struct srv_sum sum = { .all_authentic = true, .worst = SOURCE_NOT_PUBLISHED };
	size_t i;

	for (i = 0; i < LABELS; i++) {
		const struct dns_fact *fact = srv_fact(source, labels[i].label);

		if (fact == NULL)
			continue;
		if (fact->outcome != DNS_OK && fact->outcome != DNS_NXDOMAIN)
			sum.worst = source_dns_outcome(fact);
		read_records(source, &labels[i], fact, &sum);
	}
	if (sum.found && sum.all_authentic) {
		source->fact->secure = true;
		source->rank = source->kind->rank_best;
	}
	source_conclude(source, sum.found ? SOURCE_FOUND : sum.declined ? SOURCE_DECLINED : sum.worst,
		sum.found ? remarks(source->world->evidence->arena, &sum) : "");
}

const struct source_kind source_srv = {
	.name = "srv", .rank = 60, .rank_best = 45, .speaks_for_domain = true,
	.start = srv_start, .finish = srv_finish,
};

/* ---- JMAP: told, not used --------------------------------------------------------------- */

static void jmap_start(struct source *source)
{
	source_ask(source, srv_name(source, JMAP_LABEL), DNS_SRV, NULL);
}

static void jmap_finish(struct source *source)
{
	const struct dns_fact *fact = srv_fact(source, JMAP_LABEL);
	const struct dns_record *record = fact != NULL && fact->count > 0 ? &fact->records[0] : NULL;

	if (record == NULL)
		source_conclude(source, fact != NULL ? source_dns_outcome(fact) : SOURCE_SKIPPED, "");
	else if (strcmp(record->text, ".") == 0)
		source_conclude(source, SOURCE_DECLINED, "");
	else
		source_conclude(source, SOURCE_FOUND, arena_printf(source->world->evidence->arena,
			"https://%s:%u/.well-known/jmap", record->text, (unsigned)record->port));
}

const struct source_kind source_jmap = {
	.name = "jmap", .rank = 65, .start = jmap_start, .finish = jmap_finish,
};
