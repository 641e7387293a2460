/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <time.h>

#include "../probes/text.h"
#include "../providers/preset_table.h"
#include "../providers/suffix.h"
#include "language.h"
#include "rejection.h"
#include "rules.h"

/* ---- services ------------------------------------------------------------------- */

const char *service_state_name(enum service_state state)
{
	static const char *const names[] = { "works", "reachable", "failed", "untested" };

	return names[state];
}

/* Ready for a login, but one that was asked for could not be tried. */
static bool login_is_barred(const struct endpoint_fact *endpoint)
{
	switch (endpoint->login.bar) {
	case BAR_NO_TLS:
	case BAR_TLS_UNTRUSTED:
	case BAR_INJECTED:
	case BAR_NO_MECHANISM:
	case BAR_SECRET_UNFIT:
		return true;
	case BAR_NONE:
	case BAR_NOT_ASKED:
	case BAR_COUNTER_PROBE:
	case BAR_OTHER_ENDPOINT:
	case BAR_SOURCE:
	case BAR_HOST_REJECTED:
	case BAR_NOT_REACHED:
		break;
	}
	return false;
}

enum service_state service_state(const struct endpoint_fact *endpoint)
{
	switch (endpoint->login.outcome) {
	case LOGIN_OK:
		return endpoint->proved ? STATE_WORKS : STATE_FAILED;
	case LOGIN_REFUSED:
	case LOGIN_INTERRUPTED:
		return STATE_FAILED;
	case LOGIN_NOT_TRIED:
		break;
	}
	if (endpoint->ready) {
		if (endpoint->injected || login_is_barred(endpoint))
			return STATE_FAILED;
		if (endpoint->service.security != MAIL_PLAIN && !tls_is_trusted(&endpoint->tls))
			return STATE_FAILED;
		return STATE_REACHABLE;
	}
	if (endpoint->end == END_NONE || endpoint->end == END_CANCELLED)
		return STATE_UNTESTED;
	return STATE_FAILED;
}

bool inquiry_fine(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	enum service_state state = service_state(endpoint);

	if (endpoint->role != ROLE_CANDIDATE)
		return false;
	if (inquiry->evidence->login_asked && endpoint->wanted)
		return state == STATE_WORKS;
	return state == STATE_WORKS || state == STATE_REACHABLE;
}

bool endpoint_is_guess(const struct endpoint_fact *endpoint)
{
	return endpoint->source != NULL && strcmp(endpoint->source, "guess") == 0;
}

/* Without a probe nothing is known to be broken. */
static bool was_probed(const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->end != END_NONE || endpoint->connects != NULL || endpoint->ready ||
		    endpoint->login.outcome != LOGIN_NOT_TRIED)
			return true;
	return evidence->endpoints == NULL || evidence->timed_out;
}

void inquiry_init(struct inquiry *inquiry, struct evidence *evidence, const struct preset *preset)
{
	const struct endpoint_fact *endpoint;
	bool probed = was_probed(evidence) && !evidence->offline;
	size_t count = 0;
	int protocol;

	memset(inquiry, 0, sizeof *inquiry);
	inquiry->evidence = evidence;
	inquiry->arena = evidence->arena;
	inquiry->preset = preset;
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		inquiry->broken[protocol] = probed && evidence->wanted[protocol];
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		count++;
		if (inquiry_fine(inquiry, endpoint))
			inquiry->broken[endpoint->service.protocol] = false;
	}
	/* A test message was asked for, so its refusal breaks sending. */
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE &&
		    (endpoint_sending_refusal(endpoint) != NULL || endpoint_sending_broke_off(endpoint)))
			inquiry->broken[MAIL_SMTP] = probed && evidence->wanted[MAIL_SMTP];
	inquiry->standings = arena_alloc(inquiry->arena, (count + 1) * sizeof *inquiry->standings);
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		inquiry->standings[inquiry->standing_count++].endpoint = endpoint;
}

bool inquiry_open(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	size_t i;

	for (i = 0; i < inquiry->standing_count; i++)
		if (inquiry->standings[i].endpoint == endpoint)
			return inquiry->standings[i].cause == NULL;
	return false;
}

/* Most guesses fail, and that is no news unless nothing else was found. */
static bool is_idle_guess(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	return endpoint_is_guess(endpoint) &&
		(!endpoint->connected || !inquiry->broken[endpoint->service.protocol]);
}

const struct endpoint_fact *inquiry_next(const struct inquiry *inquiry,
	const struct endpoint_fact *previous)
{
	const struct endpoint_fact *endpoint = previous == NULL ? inquiry->evidence->endpoints :
		previous->next;

	for (; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && (service_state(endpoint) == STATE_FAILED ||
			endpoint_sending_broke_off(endpoint)) &&
		    !is_idle_guess(inquiry, endpoint) && inquiry_open(inquiry, endpoint))
			return endpoint;
	return NULL;
}

bool inquiry_has_candidates(const struct inquiry *inquiry, enum mail_protocol protocol)
{
	const struct endpoint_fact *endpoint;
	const struct source_fact *source;
	size_t i;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && endpoint->service.protocol == protocol)
			return true;
	for (source = inquiry->evidence->sources; source != NULL; source = source->next)
		for (i = 0; source->outcome == SOURCE_FOUND && i < source->count; i++)
			if (source->settings[i].protocol == protocol)
				return true;
	return false;
}

int endpoint_stage(const struct endpoint_fact *endpoint)
{
	if (endpoint->login.outcome != LOGIN_NOT_TRIED)
		return 4;
	if (endpoint->ready)
		return 3;
	if (endpoint->connected)
		return 2;
	return endpoint->end == END_UNRESOLVED ? 0 : 1;
}

unsigned inquiry_broken_bits(const struct inquiry *inquiry)
{
	unsigned bits = 0;
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (inquiry->broken[protocol])
			bits |= inquiry_bit((enum mail_protocol)protocol);
	return bits;
}

unsigned inquiry_bit(enum mail_protocol protocol)
{
	return 1u << (unsigned)protocol;
}

/* ---- hosts and ports -------------------------------------------------------------- */

bool inquiry_known_host(const struct inquiry *inquiry, const char *host)
{
	size_t i;

	for (i = 0; inquiry->preset != NULL && i < inquiry->preset->service_count; i++)
		if (text_equal_nocase(host, preset_expand(inquiry->arena,
				inquiry->preset->services[i].host, inquiry->evidence->localpart,
				inquiry->evidence->domain)))
			return true;
	return false;
}

bool inquiry_quirk(const struct inquiry *inquiry, const char *kind)
{
	return inquiry->preset != NULL && preset_has_quirk(inquiry->preset, kind);
}

const char *inquiry_quirk_note(const struct inquiry *inquiry, const char *kind)
{
	size_t i;

	for (i = 0; inquiry->preset != NULL && i < inquiry->preset->quirk_count; i++)
		if (strcmp(inquiry->preset->quirks[i].kind, kind) == 0)
			return inquiry->preset->quirks[i].note;
	return "";
}

static bool same_host(const struct endpoint_fact *a, const struct endpoint_fact *b)
{
	return text_equal_nocase(a->service.host, b->service.host);
}

static bool same_port(const struct endpoint_fact *a, const struct endpoint_fact *b)
{
	return same_host(a, b) && a->service.port == b->service.port;
}

const struct endpoint_fact *inquiry_twin(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, enum mail_security security)
{
	const struct endpoint_fact *other;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other != endpoint && same_port(other, endpoint) && other->connected &&
		    other->service.security == security)
			return other;
	return NULL;
}

bool inquiry_port_speaks_tls(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *twin = inquiry_twin(inquiry, endpoint, MAIL_TLS);

	return twin != NULL && twin->tls.outcome == TLS_OK;
}

const struct endpoint_fact *inquiry_port_greets(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *twin = inquiry_twin(inquiry, endpoint, MAIL_STARTTLS);

	if (twin != NULL && twin->greeted)
		return twin;
	twin = inquiry_twin(inquiry, endpoint, MAIL_PLAIN);
	return twin != NULL && twin->greeted ? twin : NULL;
}

const struct endpoint_fact *inquiry_sibling(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (same_host(other, endpoint) && other->service.port != endpoint->service.port &&
		    other->service.protocol == endpoint->service.protocol && other->connected &&
		    (other->greeted || other->tls.outcome == TLS_OK))
			return other;
	return NULL;
}

bool inquiry_anything_connected(const struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->connected)
			return true;
	return false;
}

bool inquiry_unrelated(const char *host_a, const char *host_b)
{
	const char *owner_a = suffix_registrable(host_a), *owner_b = suffix_registrable(host_b);

	return owner_a != NULL && owner_b != NULL && strcmp(owner_a, owner_b) != 0;
}

bool endpoint_is_local(const struct endpoint_fact *endpoint)
{
	const char *host = endpoint->service.host;

	if (strncmp(host, "127.", 4) == 0 && host[strspn(host, "0123456789.")] == '\0')
		return true;
	return strcmp(host, "::1") == 0 || text_equal_nocase(host, "localhost");
}

const struct endpoint_fact *inquiry_accepted_elsewhere(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other->login.outcome == LOGIN_OK &&
		    other->service.protocol != endpoint->service.protocol)
			return other;
	return NULL;
}

bool reply_is_negative(const struct reply_fact *reply)
{
	return reply != NULL && (reply->class == REPLY_TRANSIENT || reply->class == REPLY_PERMANENT ||
		reply->class == REPLY_BYE);
}

const struct reply_fact *endpoint_sending_refusal(const struct endpoint_fact *endpoint)
{
	static const enum step steps[] = { STEP_MAIL, STEP_RCPT, STEP_DATA };
	const struct reply_fact *reply;
	size_t i;

	for (i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		reply = endpoint_reply(endpoint, steps[i]);
		if (reply_is_negative(reply))
			return reply;
	}
	return NULL;
}

bool endpoint_sending_broke_off(const struct endpoint_fact *endpoint)
{
	return endpoint->login.outcome == LOGIN_OK && (endpoint->step == STEP_MAIL ||
		endpoint->step == STEP_RCPT || endpoint->step == STEP_DATA) &&
		(endpoint->end == END_CLOSED || endpoint->end == END_RESET ||
		 endpoint->end == END_TIMEOUT || endpoint->end == END_FLOOD ||
		 endpoint->end == END_REPLY);
}

const char *const *endpoint_plain_words(const struct endpoint_fact *endpoint, size_t *count)
{
	bool secured = endpoint->tls.outcome == TLS_OK;

	if (endpoint->capabilities_plain_count == 0 && !secured) {
		*count = endpoint->capabilities_count;
		return endpoint->capabilities;
	}
	*count = endpoint->capabilities_plain_count;
	return endpoint->capabilities_plain;
}

bool endpoint_offers_plain(const struct endpoint_fact *endpoint, const char *word)
{
	size_t i, count, length = strlen(word);
	const char *const *words = endpoint_plain_words(endpoint, &count);

	for (i = 0; i < count; i++)
		if (text_starts_nocase(words[i], word) &&
		    (words[i][length] == '\0' || words[i][length] == ' '))
			return true;
	return false;
}

bool endpoint_has_certificate(const struct endpoint_fact *endpoint)
{
	return endpoint->tls.chain != NULL;
}

static bool same_addresses(const struct dns_fact *fact, const struct dns_fact *probe)
{
	size_t i, j;

	if (fact == NULL || fact->type != DNS_A || fact->outcome != DNS_OK || fact->from_hosts_file ||
	    probe == NULL || probe->outcome != DNS_OK)
		return false;
	for (i = 0; i < fact->count; i++) {
		for (j = 0; j < probe->count; j++)
			if (strcmp(fact->records[i].text, probe->records[j].text) == 0)
				break;
		if (j == probe->count)
			return false;
	}
	return fact->count > 0;
}

bool inquiry_invented(const struct inquiry *inquiry, const struct dns_fact *fact)
{
	return same_addresses(fact, evidence_dns_probe(inquiry->evidence, DNS_RANDOM_ELSEWHERE, NULL));
}

bool inquiry_wildcard(const struct inquiry *inquiry, const struct dns_fact *fact)
{
	return !inquiry_invented(inquiry, fact) &&
		same_addresses(fact, evidence_dns_probe(inquiry->evidence, DNS_RANDOM_BELOW, NULL));
}

const char *inquiry_servfail_code(const struct inquiry *inquiry, const char *name)
{
	const struct dns_fact *unchecked = evidence_dns_probe(inquiry->evidence, DNS_UNCHECKED, name);

	return unchecked != NULL && dns_is_answer(unchecked->outcome) ? "dns.dnssec-bogus" :
		"dns.servfail";
}

bool dns_is_answer(enum dns_outcome outcome)
{
	return outcome == DNS_OK || outcome == DNS_NODATA || outcome == DNS_NXDOMAIN;
}

/* ---- words ------------------------------------------------------------------------- */

const char *endpoint_where(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	return arena_printf(inquiry->arena, "%s:%u", endpoint->service.host,
		(unsigned)endpoint->service.port);
}

const char *protocol_title(enum mail_protocol protocol)
{
	static const char *const titles[MAIL_PROTOCOLS] = { "IMAP", "POP3", "SMTP" };

	return titles[protocol];
}

const char *endpoint_software(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *greeting = endpoint_reply(endpoint, STEP_GREETING);

	if (greeting == NULL)
		return "";
	return replies_software(mail_protocol_name(endpoint->service.protocol), greeting->text);
}

const struct preset *endpoint_provider(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct preset *owner;

	if (inquiry_known_host(inquiry, endpoint->service.host))
		return inquiry->preset;
	owner = preset_by_host(endpoint->service.host);
	return owner != NULL ? owner : inquiry->preset;
}

const char *endpoint_speaker(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct preset *provider = endpoint_provider(inquiry, endpoint);
	const char *owner;

	if (provider != NULL)
		return provider->id;
	if (inquiry->evidence->provider[0] != '\0')
		return inquiry->evidence->provider;
	owner = suffix_registrable(endpoint->service.host);
	return owner != NULL ? owner : "";
}

const struct reply_rule *endpoint_reply_rule(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const char *text)
{
	const char *protocol = mail_protocol_name(endpoint->service.protocol);
	const struct reply_rule *row = replies_match(protocol, endpoint_speaker(inquiry, endpoint),
		endpoint_software(endpoint), text), *guess;

	if (inquiry->preset != NULL || (row != NULL && strcmp(row->scope, "any") != 0))
		return row;
	/* Another provider's words that say more than the general ones; what only that
	 * provider means by them stays out. */
	guess = replies_guess(protocol, text);
	return guess != NULL && !rejection_is_read_into_words(guess->code) ? guess : row;
}

const char *endpoint_reply_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const char *text)
{
	const struct reply_rule *row = endpoint_reply_rule(inquiry, endpoint, text);

	return row == NULL ? NULL : row->code;
}

const char *endpoint_step_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const struct reply_fact *reply)
{
	const char *code = endpoint_reply_code(inquiry, endpoint, reply->text);

	if (code == NULL || reply->step == STEP_GREETING)
		return code;
	/* 421 may come at any time (RFC 5321 section 3.8). */
	if (strcmp(code, "protocol.greeting-refused") == 0 && reply->class != REPLY_PERMANENT)
		return "protocol.temporary-failure";
	if (strcmp(code, "protocol.command-unknown") == 0 && reply->step == STEP_LOGIN &&
	    endpoint->service.protocol == MAIL_SMTP)
		return "protocol.auth-not-offered";
	return code;
}

const char *inquiry_date(const struct inquiry *inquiry, time_t when)
{
	struct tm parts;
	char text[32];

	if (gmtime_r(&when, &parts) == NULL || strftime(text, sizeof text, "%Y-%m-%d", &parts) == 0)
		return _("an impossible date");
	return arena_strdup(inquiry->arena, text);
}

const char *inquiry_time(const struct inquiry *inquiry, time_t when)
{
	struct tm parts;

	if (gmtime_r(&when, &parts) == NULL)
		return _("an impossible date");
	return arena_printf(inquiry->arena, _("%s %02d:%02d UTC"), inquiry_date(inquiry, when),
		parts.tm_hour, parts.tm_min);
}
