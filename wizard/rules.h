/* SPDX-License-Identifier: MIT
 *
 * The rules behind the verdict.  A rule is a row {code, applies, explains}; its
 * `applies` is a small pure function that looks at the evidence and opens a case
 * for what it can prove.  Tables run in the order of the mail chain (this
 * computer, DNS, network, TLS, protocol, login, configuration), and inside a
 * table the specific rows stand before the general ones: the first rule that
 * explains why an endpoint failed is its cause, later ones leave it alone.
 *
 * No rule does I/O, reads a clock or knows a host by name.  What is special
 * about a provider is said by its preset and by the reply rows.
 */
#ifndef MAILGUIDE_WIZARD_RULES_H
#define MAILGUIDE_WIZARD_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "finding.h"

/* ---- a case: a finding while it is being put together --------------------------- */

/* What a case may weigh at most. */
enum weight {
	WEIGHT_FAULT,   /* error when something wanted fails by it, else warning */
	WEIGHT_WARNING,
	WEIGHT_NOTICE
};

#define CASE_WITNESSES 48

struct rule;

struct verdict_case {
	struct verdict_case *next;
	const char *code;
	enum severity severity;
	const char *detail;
	const struct endpoint_fact *witnesses[CASE_WITNESSES];
	size_t witness_count;
	bool run_wide;      /* not about single endpoints */
	bool account_wide;  /* seen at endpoints, but true of the whole account */
	unsigned protocols; /* bit per wanted mail_protocol it breaks */
	struct quote quotes[FINDING_QUOTES];
	size_t quote_count;
	const char *const *explains; /* NULL-terminated, may be NULL */
	unsigned sequence;
	bool hidden;        /* another case explains it */
};

/* Everything a rule may look at, and the cases so far. */
struct inquiry {
	struct evidence *evidence;
	struct arena *arena;
	const struct preset *preset; /* NULL if the provider is not known */
	bool broken[MAIL_PROTOCOLS]; /* wanted, and no endpoint gives what was asked */
	struct verdict_case *cases;
	unsigned case_count;
	struct standing {
		const struct endpoint_fact *endpoint;
		const struct verdict_case *cause; /* why it failed, NULL while unknown */
	} *standings;
	size_t standing_count;
};

struct rule {
	const char *code;
	void (*applies)(struct inquiry *inquiry); /* NULL: the row only says what the
	                                             code explains */
	const char *const *explains; /* codes that are its consequences */
};
#define EXPLAINS(...) ((const char *const[]){ __VA_ARGS__, NULL })

extern const struct rule rules_local[], rules_clock[], rules_around[], rules_dns[],
	rules_answers[], rules_hosts[], rules_net[], rules_certificate[], rules_greeting[],
	rules_tls[], rules_hello[], rules_starttls[], rules_session[], rules_login[],
	rules_oauth2[], rules_access[], rules_policy[], rules_sender[], rules_config[],
	rules_published[];
/* All tables in order, NULL-terminated; each ends with a row without code. */
extern const struct rule *const rules_tables[];

/* Marks a cause that lies in the account and so stops every service alike. */
void verdict_account_wide(const struct inquiry *inquiry, struct verdict_case *verdict_case);
/* Opens a case of CODE about ENDPOINT, or joins the one of the same code and
 * severity, and makes it ENDPOINT's cause if it has none yet.  DETAIL is used
 * when the case is new. */
struct verdict_case *verdict_add(struct inquiry *inquiry, const char *code,
	const struct endpoint_fact *endpoint, const char *detail, ...)
	__attribute__((format(printf, 4, 5)));
/* The same for a remark: it explains no failure and weighs at most WEIGHT. */
struct verdict_case *verdict_remark(struct inquiry *inquiry, const char *code,
	const struct endpoint_fact *endpoint, enum weight weight, const char *detail, ...)
	__attribute__((format(printf, 5, 6)));
/* A case about the whole run, ENDPOINT-less; PROTOCOLS (a bit each) are what it
 * breaks, 0 for all wanted ones. */
struct verdict_case *verdict_add_run(struct inquiry *inquiry, const char *code,
	unsigned protocols, enum weight weight, const char *detail, ...)
	__attribute__((format(printf, 5, 6)));
/* One more endpoint that shows the same cause. */
void verdict_witness(struct inquiry *inquiry, struct verdict_case *verdict_case,
	const struct endpoint_fact *endpoint);
/* The words of a witness; the same words are kept once. */
void verdict_quote(struct inquiry *inquiry, struct verdict_case *verdict_case, const char *kind,
	const char *text);

/* ---- questions about the evidence (inquiry.c) ------------------------------------ */

void inquiry_init(struct inquiry *inquiry, struct evidence *evidence,
	const struct preset *preset);
/* Nothing explains yet why ENDPOINT failed. */
bool inquiry_open(const struct inquiry *inquiry, const struct endpoint_fact *endpoint);
/* The next candidate after PREVIOUS (NULL: the first) that failed and whose
 * failure nothing explains yet.  Guessed hosts count only once they answered; a
 * test message that broke off is a failure. */
const struct endpoint_fact *inquiry_next(const struct inquiry *inquiry,
	const struct endpoint_fact *previous);
/* It gives what was asked of it: a login that succeeded, or being reachable. */
bool inquiry_fine(const struct inquiry *inquiry, const struct endpoint_fact *endpoint);
bool endpoint_is_guess(const struct endpoint_fact *endpoint);
/* The preset knows this host: it is the provider's own, not a guess or a word of DNS. */
bool inquiry_known_host(const struct inquiry *inquiry, const char *host);
bool inquiry_quirk(const struct inquiry *inquiry, const char *kind);
/* The preset's remark on that quirk, "" if there is none. */
const char *inquiry_quirk_note(const struct inquiry *inquiry, const char *kind);
/* Another endpoint at the same host and port with SECURITY; NULL if none. */
const struct endpoint_fact *inquiry_twin(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, enum mail_security security);
/* The same TCP port was reached and spoke TLS, or greeted in plain text. */
bool inquiry_port_speaks_tls(const struct inquiry *inquiry, const struct endpoint_fact *endpoint);
const struct endpoint_fact *inquiry_port_greets(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint);
/* An endpoint of the same protocol and host, other port, that got further than
 * connecting; NULL if none. */
const struct endpoint_fact *inquiry_sibling(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint);
bool inquiry_anything_connected(const struct inquiry *inquiry);
/* Does the run have a service (candidate) of PROTOCOL? */
bool inquiry_has_candidates(const struct inquiry *inquiry, enum mail_protocol protocol);
unsigned inquiry_bit(enum mail_protocol protocol);
/* The wanted protocols that do not give what was asked, a bit each. */
unsigned inquiry_broken_bits(const struct inquiry *inquiry);
/* How far it got, 0 (no address) to 4 (the login was judged): the endpoint that got
 * furthest shows what stops its service. */
int endpoint_stage(const struct endpoint_fact *endpoint);
/* Two hosts of different owners (registrable domains), neither an address. */
bool inquiry_unrelated(const char *host_a, const char *host_b);
/* Is the host written as a loopback address or "localhost"? */
bool endpoint_is_local(const struct endpoint_fact *endpoint);
/* The tls_fact shows a certificate. */
bool endpoint_has_certificate(const struct endpoint_fact *endpoint);
/* The endpoint of another protocol that accepted the same secret; NULL if none. */
const struct endpoint_fact *inquiry_accepted_elsewhere(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint);
/* Did SMTP go on to a test message, and was it refused?  That reply, else NULL. */
const struct reply_fact *endpoint_sending_refusal(const struct endpoint_fact *endpoint);
/* Or did the session end in the middle of it, without a refusal? */
bool endpoint_sending_broke_off(const struct endpoint_fact *endpoint);
/* The capabilities that were listed in plain text, before TLS if there was any. */
const char *const *endpoint_plain_words(const struct endpoint_fact *endpoint, size_t *count);
/* Does one of them begin with WORD? */
bool endpoint_offers_plain(const struct endpoint_fact *endpoint, const char *word);
bool reply_is_negative(const struct reply_fact *reply);
/* No login page holds this network: a check page or a mail server answered as
 * itself. */
bool inquiry_out_on_the_internet(const struct inquiry *inquiry);
/* The resolver makes FACT's addresses up: a made-up domain has the same ones. */
bool inquiry_invented(const struct inquiry *inquiry, const struct dns_fact *fact);
/* The code for a name whose lookup ended in SERVFAIL: without a DNSSEC check there
 * is an answer, or there is none. */
const char *inquiry_servfail_code(const struct inquiry *inquiry, const char *name);
/* FACT's addresses are those that the domain gives for any name below it. */
bool inquiry_wildcard(const struct inquiry *inquiry, const struct dns_fact *fact);
/* A settled answer came for NAME: data, no data or NXDOMAIN. */
bool dns_is_answer(enum dns_outcome outcome);
/* "imap.example.org:993" in the inquiry's arena. */
const char *endpoint_where(const struct inquiry *inquiry, const struct endpoint_fact *endpoint);
/* "IMAP", "POP3", "SMTP" for sentences. */
const char *protocol_title(enum mail_protocol protocol);
/* Software that the greeting or capabilities name, "" if none. */
const char *endpoint_software(const struct endpoint_fact *endpoint);
/* Whose server ENDPOINT is: the provider of the address, or another one whose preset
 * names that host; NULL if it is nobody's that is known. */
const struct preset *endpoint_provider(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint);
/* Whose words a reply of ENDPOINT is: the provider's id, or the registrable domain
 * of the server, "" if it has none. */
const char *endpoint_speaker(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint);
/* The row of the replies that fits TEXT of ENDPOINT, NULL if none does. */
const struct reply_rule *endpoint_reply_rule(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const char *text);
/* Its code, NULL if there is none. */
const char *endpoint_reply_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const char *text);
/* The same of a REPLY at its step: a row for a bare status code knows the usual
 * place of that code only. */
const char *endpoint_step_code(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint, const struct reply_fact *reply);
/* "2026-03-01" and "2026-03-01 14:05 UTC". */
const char *inquiry_date(const struct inquiry *inquiry, time_t when);
const char *inquiry_time(const struct inquiry *inquiry, time_t when);
/* Quotes subject, issuer, dates and names of a chain's certificates. */
void verdict_quote_chain(struct inquiry *inquiry, struct verdict_case *verdict_case,
	const struct endpoint_fact *endpoint);
/* Quotes a DNS answer: "MX example.org: NXDOMAIN from 192.0.2.53:53". */
void verdict_quote_dns(struct inquiry *inquiry, struct verdict_case *verdict_case,
	const struct dns_fact *fact);
/* Quotes what became of ENDPOINT's connection attempts. */
void verdict_quote_connects(struct inquiry *inquiry, struct verdict_case *verdict_case,
	const struct endpoint_fact *endpoint);

#endif
