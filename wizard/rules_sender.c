/* SPDX-License-Identifier: MIT
 *
 * Will mail that this account sends be believed?  Remarks on what the sender's
 * domain publishes, and on a server that takes mail from anybody.
 */
#include <string.h>

#include "../providers/dmarc.h"
#include "../providers/sender.h"
#include "../providers/spf.h"
#include "language.h"
#include "rules.h"

#define ADDRESSES_MAX 16

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? "" : at + 1;
}

/* ---- a message offered without a login ----------------------------------------------------- */

/* A submission server asks who one is before it takes a message (RFC 6409).  To
 * its own users every server takes mail from strangers, but at port 25. */
static void taken_without_login(struct inquiry *inquiry)
{
	const struct evidence *evidence = inquiry->evidence;
	const struct endpoint_fact *endpoint;
	const struct reply_fact *reply;
	struct verdict_case *found;
	bool foreign = inquiry_unrelated(domain_of(evidence->test_recipient), evidence->domain);

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		reply = endpoint_reply(endpoint, STEP_RCPT);
		if (!endpoint->anonymous || reply == NULL || reply->class != REPLY_OK)
			continue;
		if (foreign)
			found = verdict_add_run(inquiry, "policy.open-relay", inquiry_bit(MAIL_SMTP),
				WEIGHT_WARNING, _("%s would have taken a message to %s without a login; nothing "
				"was sent."), endpoint_where(inquiry, endpoint), evidence->test_recipient);
		else if (endpoint->service.port != 25)
			found = verdict_add_run(inquiry, "policy.submission-without-login",
				inquiry_bit(MAIL_SMTP), WEIGHT_NOTICE, _("%s would have taken a message from %s "
				"without a login; nothing was sent."), endpoint_where(inquiry, endpoint),
				evidence->address);
		else
			continue;
		verdict_quote(inquiry, found, "server", reply->text);
	}
}

/* ---- what the domain publishes --------------------------------------------------------------- */

/* Where this account's sending server stands. */
static size_t server_addresses(const struct inquiry *inquiry, const char **addresses)
{
	static const enum dns_type types[] = { DNS_A, DNS_AAAA };
	const struct endpoint_fact *endpoint;
	const struct dns_fact *fact;
	size_t count = 0, t, i;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->service.protocol != MAIL_SMTP || endpoint->login.outcome != LOGIN_OK)
			continue;
		for (t = 0; t < sizeof types / sizeof types[0]; t++) {
			fact = evidence_dns(inquiry->evidence, endpoint->service.host, types[t]);
			for (i = 0; fact != NULL && i < fact->count && count < ADDRESSES_MAX; i++)
				addresses[count++] = fact->records[i].text;
		}
	}
	return count;
}

static void quote_record(struct inquiry *inquiry, struct verdict_case *found, const char *domain,
	const char *record)
{
	if (record[0] != '\0')
		verdict_quote(inquiry, found, "dns", arena_printf(inquiry->arena, _("TXT %s: %s"), domain,
			record));
}

static struct verdict_case *judge_spf(struct inquiry *inquiry, const struct spf_walk *walk,
	const char *domain, const char *server)
{
	switch (walk->state) {
	case SPF_UNKNOWN:
		return NULL;
	case SPF_NO_RECORD:
		return verdict_add_run(inquiry, "policy.spf-missing", 0, WEIGHT_NOTICE,
			_("%s does not say in DNS which servers may send for it (SPF), so its mail is easy to "
			"fake and more often taken for spam."), domain);
	case SPF_INVALID:
		return verdict_add_run(inquiry, "policy.spf-invalid", 0, WEIGHT_WARNING,
			_("The list of servers that may send for %s (SPF) cannot be used: %s."), domain,
			walk->problem);
	case SPF_VALID:
		break;
	}
	if (walk->refuses_all)
		return verdict_add_run(inquiry, "policy.spf-forbids", 0, WEIGHT_WARNING,
			_("%s says in DNS that it sends no mail at all, so what you send will be refused by "
			"many receivers."), domain);
	if (server != NULL && !walk->covers && !walk->open_ended)
		return verdict_add_run(inquiry, "policy.spf-not-covering", 0, WEIGHT_WARNING,
			_("%s lists in DNS which servers may send for it, and yours (%s) is not among them."),
			domain, server);
	return NULL;
}

static void judge_dmarc(struct inquiry *inquiry, const char *domain)
{
	struct dmarc dmarc = dmarc_read(inquiry->evidence, domain);
	struct verdict_case *found;

	if (dmarc.state == DMARC_NO_RECORD)
		found = verdict_add_run(inquiry, "policy.dmarc-missing", 0, WEIGHT_NOTICE,
			_("%s does not say in DNS what becomes of mail that only pretends to come from it "
			"(DMARC)."), domain);
	else if (dmarc.state == DMARC_INVALID)
		found = verdict_add_run(inquiry, "policy.dmarc-invalid", 0, WEIGHT_WARNING,
			_("What %s says in DNS about mail that only pretends to come from it (DMARC) cannot be "
			"used: %s."), domain, dmarc.problem);
	else
		return;
	quote_record(inquiry, found, dmarc.fact->name, dmarc.record);
}

/* A key under one of the provider's usual selectors is enough; no answer about one
 * of them proves nothing. */
static void judge_dkim(struct inquiry *inquiry, const char *domain)
{
	const char *const *selectors;
	size_t count = sender_selectors(inquiry->evidence, domain, &selectors), i;
	const struct dns_fact *fact, *last = NULL;
	struct verdict_case *found;

	for (i = 0; i < count; i++) {
		fact = evidence_dns(inquiry->evidence, sender_key_name(inquiry->arena, selectors[i],
			domain), DNS_TXT);
		if (fact == NULL || !dns_is_answer(fact->outcome) || fact->count > 0)
			return;
		last = fact;
	}
	if (last == NULL)
		return;
	found = verdict_add_run(inquiry, "policy.dkim-not-found", 0, WEIGHT_NOTICE,
		_("%s has no DKIM key where its mail provider usually has it put (%s), so its mail is "
		"probably not signed."), domain, last->name);
	verdict_quote_dns(inquiry, found, last);
}

static void null_mx(struct inquiry *inquiry, const char *domain)
{
	const struct dns_fact *mx = evidence_dns(inquiry->evidence, domain, DNS_MX);
	struct verdict_case *found;

	if (mx == NULL || mx->outcome != DNS_OK || mx->count != 1 ||
	    strcmp(mx->records[0].text, ".") != 0)
		return;
	found = verdict_add_run(inquiry, "policy.sender-domain-invalid", 0, WEIGHT_WARNING,
		_("%s says in DNS that it takes no mail. Nobody can answer, and many receivers refuse "
		"mail from such a domain."), domain);
	verdict_quote_dns(inquiry, found, mx);
}

/* Only the owner of a domain can do something about it, so a provider's own is
 * left alone; and only where sending was to be tested and is in order. */
static void believed(struct inquiry *inquiry)
{
	const struct evidence *evidence = inquiry->evidence;
	const char *addresses[ADDRESSES_MAX];
	size_t count = server_addresses(inquiry, addresses);
	struct verdict_case *found;
	struct spf_walk walk;

	if (evidence->test_recipient[0] == '\0' || evidence->domain[0] == '\0' ||
	    inquiry->broken[MAIL_SMTP])
		return;
	if (evidence_dns(evidence, dmarc_name(inquiry->arena, evidence->domain), DNS_TXT) == NULL)
		return;
	walk = spf_walk(evidence, evidence->domain, addresses, count, NULL, NULL);
	found = judge_spf(inquiry, &walk, evidence->domain, count > 0 ? addresses[0] : NULL);
	if (found != NULL)
		quote_record(inquiry, found, evidence->domain, walk.record);
	judge_dmarc(inquiry, evidence->domain);
	judge_dkim(inquiry, evidence->domain);
	null_mx(inquiry, evidence->domain);
}

const struct rule rules_sender[] = {
	{ "policy.open-relay", taken_without_login, NULL },
	{ "policy.spf-missing", believed, NULL },
	{ NULL, NULL, NULL }
};
