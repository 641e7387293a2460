/* SPDX-License-Identifier: MIT
 *
 * Evidence by hand, for the tests of the verdict: small builders that put one
 * observation each, and a table of cases that check what is made of them.
 */
#ifndef MAILGUIDE_UNIT_WITNESS_H
#define MAILGUIDE_UNIT_WITNESS_H

#include <check.h>

#include "probes/evidence.h"
#include "wizard/finding.h"

/* 2026-10-01 12:00 UTC, the start of every run here. */
#define WITNESS_NOW 1790856000
#define WITNESS_DAY (24 * 60 * 60)

/* A run for alice@DOMAIN that wants IMAP and SMTP, with a login, over IPv4. */
struct evidence *witness_run(const char *domain);
/* The same for a known provider: settings are its preset's. */
struct evidence *witness_provider(const char *id, const char *domain);

void witness_dns(struct evidence *evidence, const char *name, enum dns_type type,
	enum dns_outcome outcome, const char *record);
/* A counter-probe's answer. */
void witness_dns_probe(struct evidence *evidence, enum dns_purpose purpose, const char *name,
	enum dns_type type, enum dns_outcome outcome, const char *record);
/* One answer of one resolver, where several were asked. */
void witness_attempt(struct evidence *evidence, const char *name, enum dns_type type,
	const char *server, enum dns_outcome outcome);

/* A candidate from source "given"; nothing observed yet. */
struct endpoint_fact *witness_endpoint(struct evidence *evidence, enum mail_protocol protocol,
	const char *host, uint16_t port, enum mail_security security);
/* A counter-probe. */
struct endpoint_fact *witness_counter(struct evidence *evidence, enum mail_protocol protocol,
	const char *host, uint16_t port, enum mail_security security);

void witness_connect(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *address, enum connect_outcome outcome);
/* Every address of it failed as OUTCOME. */
void witness_unconnected(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *address, enum connect_outcome outcome);
struct reply_fact *witness_reply(struct evidence *evidence, struct endpoint_fact *endpoint,
	enum step step, enum reply_class class, const char *text);
void witness_greeting(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *text);
void witness_capability(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *text);
void witness_capability_plain(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *text);
/* A certificate, appended to the chain. */
struct certificate_fact *witness_certificate(struct evidence *evidence,
	struct endpoint_fact *endpoint, const char *subject, const char *issuer,
	const char *name);
void witness_verify_error(struct evidence *evidence, struct endpoint_fact *endpoint, int depth,
	int code, const char *name);
/* TLS 1.3 with a good certificate for the host. */
void witness_tls(struct evidence *evidence, struct endpoint_fact *endpoint);
/* The handshake broke as OUTCOME. */
void witness_tls_broken(struct endpoint_fact *endpoint, enum tls_outcome outcome);
/* Up to the gate: connected, TLS, greeting. */
void witness_ready(struct evidence *evidence, struct endpoint_fact *endpoint);
/* Login and light proof succeeded. */
void witness_works(struct evidence *evidence, struct endpoint_fact *endpoint);
void witness_refused(struct evidence *evidence, struct endpoint_fact *endpoint,
	enum reply_class class, const char *text);
/* Ended as END at STEP after connecting. */
void witness_end(struct endpoint_fact *endpoint, enum step step, enum session_end end);
/* What a web server answered: STATUS, DATE (0: none), LOCATION ("": none). */
struct web_fact *witness_web(struct evidence *evidence, enum web_purpose purpose, const char *host,
	int status, time_t date, const char *location);
void witness_source(struct evidence *evidence, const char *source, enum source_outcome outcome,
	const char *detail);

/* The usual pair, all well: imap.HOST 993 and smtp.HOST 465. */
struct endpoint_fact *witness_good_imap(struct evidence *evidence);
struct endpoint_fact *witness_good_smtp(struct evidence *evidence);

/* A case: what was observed, and what must be made of it.  Lists are separated
 * by blanks; "code/severity" in ALSO checks the severity too. */
struct witness_case {
	const char *name;
	struct evidence *(*observe)(void);
	const char *root;   /* NULL: none */
	const char *quote;  /* must stand in a quote of the root finding, NULL: none */
	const char *also;   /* further findings that must be there, "" for none */
	const char *not_codes; /* findings that must not be there */
};
void witness_check(const struct witness_case *row);
/* Runs ROWS as one Check suite; 0 or 1 for main(). */
int witness_main(const char *suite, const struct witness_case *rows, size_t count);

#endif
