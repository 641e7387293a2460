/* SPDX-License-Identifier: MIT
 *
 * The verdict from the first byte to the gate: who answers, TLS, certificates,
 * STARTTLS.  Each cause stands beside its look-alike.
 */
#include <string.h>

#include "witness.h"

#define D "acme.example"
#define IMAP_HOST "imap.acme.example"
#define PUBLIC_CA "CN=R11,O=Let's Encrypt"

/* SMTP is well, so that IMAP's trouble is what the case is about. */
static struct endpoint_fact *imap_beside_good_smtp(struct evidence **evidence,
	enum mail_security security)
{
	*evidence = witness_run(D);
	witness_good_smtp(*evidence);
	return witness_endpoint(*evidence, MAIL_IMAP, IMAP_HOST,
		security == MAIL_TLS ? 993 : 143, security);
}

/* IMAP finished TLS with this certificate, which does not verify. */
static struct evidence *untrusted(const char *subject, const char *issuer, int code,
	const char *name)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, MAIL_TLS);

	witness_certificate(evidence, endpoint, subject, issuer, IMAP_HOST);
	witness_tls(evidence, endpoint);
	witness_verify_error(evidence, endpoint, 0, code, name);
	witness_ready(evidence, endpoint);
	endpoint->login.bar = BAR_TLS_UNTRUSTED;
	return evidence;
}

static struct endpoint_fact *second(struct evidence *evidence)
{
	return evidence->endpoints->next;
}

/* ---- dates -------------------------------------------------------------------------- */

static struct evidence *expired(void)
{
	struct evidence *evidence = untrusted("CN=" IMAP_HOST, PUBLIC_CA, 10, "CERT_HAS_EXPIRED");

	second(evidence)->tls.chain->not_after = WITNESS_NOW - 3 * WITNESS_DAY;
	return evidence;
}

static struct evidence *expired_everywhere_one_owner(void)
{
	struct evidence *evidence = expired();
	struct endpoint_fact *smtp = evidence->endpoints;

	smtp->tls.chain->not_after = WITNESS_NOW - 3 * WITNESS_DAY;
	smtp->login.outcome = LOGIN_NOT_TRIED;
	smtp->login.bar = BAR_TLS_UNTRUSTED;
	smtp->proved = false;
	witness_verify_error(evidence, smtp, 0, 10, "CERT_HAS_EXPIRED");
	return evidence;
}

/* The SMTP host belongs to somebody else, and is expired too. */
static struct evidence *expired_at_unrelated_hosts(void)
{
	struct evidence *evidence = expired_everywhere_one_owner();

	second(evidence)->service.host = "imap.first-owner.com";
	evidence->endpoints->service.host = "smtp.second-owner.org";
	return evidence;
}

static struct evidence *expired_but_web_agrees(void)
{
	struct evidence *evidence = expired_at_unrelated_hosts();

	witness_web(evidence, WEB_SETTINGS, "autoconfig.acme.example", 404, 0, "")->url =
		"https://autoconfig.acme.example/";
	return evidence;
}

static struct evidence *issuer_expired(void)
{
	struct evidence *evidence = untrusted("CN=" IMAP_HOST, PUBLIC_CA, 10, "CERT_HAS_EXPIRED");

	witness_certificate(evidence, second(evidence), PUBLIC_CA, "CN=Old Root,O=Old", NULL);
	second(evidence)->tls.errors->depth = 1;
	return evidence;
}

static struct evidence *not_yet_valid(void)
{
	struct evidence *evidence = untrusted("CN=" IMAP_HOST, PUBLIC_CA, 9, "CERT_NOT_YET_VALID");

	second(evidence)->tls.chain->not_before = WITNESS_NOW + 2 * WITNESS_DAY;
	return evidence;
}

static struct evidence *clock_behind(void)
{
	struct evidence *evidence = not_yet_valid();
	struct endpoint_fact *smtp = evidence->endpoints;

	smtp->tls.chain->not_before = WITNESS_NOW + 9 * WITNESS_DAY;
	smtp->login.outcome = LOGIN_NOT_TRIED;
	smtp->login.bar = BAR_TLS_UNTRUSTED;
	witness_verify_error(evidence, smtp, 0, 9, "CERT_NOT_YET_VALID");
	return evidence;
}

static struct evidence *clock_before_program(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	evidence->started = 1000000000;
	evidence->endpoints->tls.chain->not_before = 900000000;
	second(evidence)->tls.chain->not_before = 900000000;
	return evidence;
}

/* ---- issuers ---------------------------------------------------------------------------- */

static struct evidence *self_signed(void)
{
	return untrusted("CN=box.acme.example", "CN=box.acme.example", 18,
		"DEPTH_ZERO_SELF_SIGNED_CERT");
}

static struct evidence *self_signed_and_expired(void)
{
	struct evidence *evidence = self_signed();

	second(evidence)->tls.chain->not_after = WITNESS_NOW - WITNESS_DAY;
	witness_verify_error(evidence, second(evidence), 0, 10, "CERT_HAS_EXPIRED");
	return evidence;
}

static struct evidence *known_provider(const char *subject, const char *issuer, int code)
{
	struct evidence *evidence = witness_provider("gmail.com", "gmail.com");
	struct endpoint_fact *imap, *smtp;

	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp.gmail.com", 465, MAIL_TLS);
	witness_works(evidence, smtp);
	imap = witness_endpoint(evidence, MAIL_IMAP, "imap.gmail.com", 993, MAIL_TLS);
	witness_certificate(evidence, imap, subject, issuer, "imap.gmail.com");
	witness_tls(evidence, imap);
	witness_verify_error(evidence, imap, 0, code, "untrusted");
	witness_ready(evidence, imap);
	imap->login.bar = BAR_TLS_UNTRUSTED;
	return evidence;
}

static struct evidence *intercepted_unknown(void)
{
	return known_provider("CN=imap.gmail.com", "CN=Corp Filter 7,O=Unknown", 20);
}

static struct evidence *known_provider_expired(void)
{
	struct evidence *evidence = known_provider("CN=imap.gmail.com",
		"CN=WR2,O=Google Trust Services", 10);

	second(evidence)->tls.chain->not_after = WITNESS_NOW - WITNESS_DAY;
	return evidence;
}

static struct evidence *intercepted_antivirus(void)
{
	return untrusted("CN=" IMAP_HOST,
		"CN=avast! Web/Mail Shield Root,O=avast! Web/Mail Shield", 20,
		"UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
}

static struct evidence *intercepted_gateway(void)
{
	return untrusted("CN=" IMAP_HOST, "CN=FortiGate CA,O=Fortinet", 19,
		"SELF_SIGNED_CERT_IN_CHAIN");
}

static struct evidence *intercepted_with_consent(void)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, MAIL_TLS);

	witness_certificate(evidence, endpoint, "CN=" IMAP_HOST, "CN=Zscaler Root CA,O=Zscaler Inc.",
		IMAP_HOST);
	witness_works(evidence, endpoint);
	return evidence;
}

static struct evidence *private_ca(void)
{
	struct evidence *evidence = untrusted("CN=" IMAP_HOST, "CN=Acme Root,O=Acme", 19,
		"SELF_SIGNED_CERT_IN_CHAIN");

	witness_certificate(evidence, second(evidence), "CN=Acme Root,O=Acme",
		"CN=Acme Root,O=Acme", NULL);
	return evidence;
}

static struct evidence *missing_intermediate(void)
{
	return untrusted("CN=" IMAP_HOST, PUBLIC_CA, 20, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
}

static struct evidence *missing_intermediate_seen_elsewhere(void)
{
	struct evidence *evidence = untrusted("CN=" IMAP_HOST, "CN=House 3,O=House", 20,
		"UNABLE_TO_GET_ISSUER_CERT_LOCALLY");

	witness_certificate(evidence, evidence->endpoints, "CN=House 3,O=House",
		"CN=House Root,O=House", NULL);
	return evidence;
}

static struct evidence *unknown_issuer(void)
{
	return untrusted("CN=" IMAP_HOST, "CN=House 3,O=House", 20,
		"UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
}

static struct evidence *old_roots(void)
{
	struct evidence *evidence = untrusted("CN=" IMAP_HOST, "CN=E7,O=Let's Encrypt", 20,
		"UNABLE_TO_GET_ISSUER_CERT_LOCALLY");

	witness_certificate(evidence, second(evidence), "CN=E7,O=Let's Encrypt",
		"CN=ISRG Root X9,O=Internet Security Research Group", NULL);
	return evidence;
}

static struct evidence *no_roots(void)
{
	struct evidence *evidence = old_roots();
	struct endpoint_fact *smtp = evidence->endpoints;

	smtp->tls.chain = NULL;
	smtp->tls.chain_length = 0;
	witness_certificate(evidence, smtp, "CN=smtp", "CN=G3,O=DigiCert Inc", "smtp.acme.example");
	witness_certificate(evidence, smtp, "CN=G3,O=DigiCert Inc", "CN=Root G3,O=DigiCert Inc", NULL);
	witness_verify_error(evidence, smtp, 1, 20, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
	smtp->login.outcome = LOGIN_NOT_TRIED;
	smtp->login.bar = BAR_TLS_UNTRUSTED;
	return evidence;
}

static struct evidence *revoked(void)
{
	return untrusted("CN=" IMAP_HOST, PUBLIC_CA, 23, "CERT_REVOKED");
}

static struct evidence *wrong_purpose(void)
{
	return untrusted("CN=" IMAP_HOST, PUBLIC_CA, 26, "INVALID_PURPOSE");
}

static struct evidence *weak_key(void)
{
	return untrusted("CN=" IMAP_HOST, PUBLIC_CA, 66, "EE_KEY_TOO_SMALL");
}

static struct evidence *strange_defect(void)
{
	return untrusted("CN=" IMAP_HOST, PUBLIC_CA, 25, "PATH_LENGTH_EXCEEDED");
}

/* One certificate for hosts of different owners. */
static struct evidence *captive_portal(void)
{
	struct evidence *evidence = self_signed();
	struct endpoint_fact *smtp = evidence->endpoints, *imap = second(evidence);

	smtp->service.host = "smtp.other-owner.org";
	imap->service.host = "imap.first-owner.com";
	smtp->tls.chain = imap->tls.chain;
	smtp->tls.name_matches = imap->tls.name_matches = false;
	witness_verify_error(evidence, smtp, 0, 18, "DEPTH_ZERO_SELF_SIGNED_CERT");
	smtp->login.outcome = LOGIN_NOT_TRIED;
	smtp->login.bar = BAR_TLS_UNTRUSTED;
	return evidence;
}

static struct evidence *self_signed_at_both_of_one_owner(void)
{
	struct evidence *evidence = captive_portal();

	evidence->endpoints->service.host = "smtp.first-owner.com";
	return evidence;
}

/* ---- names -------------------------------------------------------------------------------- */

static struct evidence *named(const char *host, const char *subject, const char *name)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, MAIL_TLS);

	endpoint->service.host = host;
	witness_certificate(evidence, endpoint, subject, PUBLIC_CA, name);
	witness_tls(evidence, endpoint);
	endpoint->tls.name_matches = false;
	witness_ready(evidence, endpoint);
	endpoint->login.bar = BAR_TLS_UNTRUSTED;
	return evidence;
}

static struct evidence *mismatch(void)
{
	return named("mail.acme.example", "CN=srv7.hoster.net", "srv7.hoster.net");
}

static struct evidence *shared_host(void)
{
	struct evidence *evidence = mismatch();

	witness_dns(evidence, "srv7.hoster.net", DNS_A, DNS_OK, "192.0.2.10");
	return evidence;
}

static struct evidence *other_host_other_address(void)
{
	struct evidence *evidence = mismatch();

	witness_dns(evidence, "srv7.hoster.net", DNS_A, DNS_OK, "203.0.113.9");
	return evidence;
}

static struct evidence *shallow_wildcard(void)
{
	return named("a.b.acme.example", "CN=*.acme.example", "*.acme.example");
}

static struct evidence *no_san(void)
{
	return named("mail.acme.example", "CN=mail.acme.example", NULL);
}

static struct evidence *address_as_host(void)
{
	struct evidence *evidence = named("192.0.2.10", "CN=mail.acme.example", "mail.acme.example");

	second(evidence)->host_is_address = true;
	return evidence;
}

/* ---- the handshake -------------------------------------------------------------------------- */

static struct evidence *broken(enum mail_security security, enum tls_outcome outcome, int alert,
	const char *error)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, security);

	witness_connect(evidence, endpoint, "192.0.2.10", CONNECT_OK);
	if (security == MAIL_STARTTLS)
		witness_greeting(evidence, endpoint, "* OK imap ready");
	witness_tls_broken(endpoint, outcome);
	endpoint->tls.alert = alert;
	endpoint->tls.error = error;
	return evidence;
}

static void legacy_succeeds(struct evidence *evidence, const char *version)
{
	struct endpoint_fact *twin;

	twin = witness_counter(evidence, MAIL_IMAP, IMAP_HOST, 993, MAIL_TLS);
	twin->tls.legacy = true;
	witness_tls(evidence, twin);
	twin->tls.version = version;
	twin->tls.cipher = "AES128-SHA";
}

static struct evidence *too_old_by_alert(void)
{
	return broken(MAIL_TLS, TLS_ALERT, 70, "tlsv1 alert protocol version");
}

static struct evidence *too_old_by_counter_probe(void)
{
	struct evidence *evidence = broken(MAIL_TLS, TLS_ALERT, 40, "handshake failure");

	legacy_succeeds(evidence, "TLSv1");
	return evidence;
}

static struct evidence *too_old_by_library(void)
{
	return broken(MAIL_TLS, TLS_LOCAL_REFUSAL, -1, "unsupported protocol");
}

static struct evidence *no_common_cipher(void)
{
	struct evidence *evidence = broken(MAIL_TLS, TLS_ALERT, 40, "handshake failure");

	legacy_succeeds(evidence, "TLSv1.2");
	return evidence;
}

static struct evidence *weak_dh(void)
{
	return broken(MAIL_TLS, TLS_LOCAL_REFUSAL, -1, "dh key too small");
}

static struct evidence *legacy_renegotiation(void)
{
	return broken(MAIL_TLS, TLS_LOCAL_REFUSAL, -1, "unsafe legacy renegotiation disabled");
}

static struct evidence *client_certificate(void)
{
	struct evidence *evidence = broken(MAIL_TLS, TLS_ALERT, 40, "handshake failure");

	second(evidence)->tls.client_certificate_requested = true;
	return evidence;
}

static struct evidence *client_certificate_tls13(void)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, MAIL_TLS);

	witness_tls(evidence, endpoint);
	endpoint->tls.alert = 116;
	endpoint->tls.client_certificate_requested = true;
	witness_end(endpoint, STEP_GREETING, END_CLOSED);
	return evidence;
}

static struct evidence *name_not_known(void)
{
	return broken(MAIL_TLS, TLS_ALERT, 112, "unrecognized name");
}

static struct evidence *closed_in_handshake(void)
{
	return broken(MAIL_TLS, TLS_CLOSED, -1, "");
}

static struct evidence *reset_in_handshake(void)
{
	return broken(MAIL_TLS, TLS_RESET, -1, "");
}

static struct evidence *silent_in_handshake(void)
{
	return broken(MAIL_TLS, TLS_TIMEOUT, -1, "");
}

static struct evidence *mtu_black_hole(void)
{
	return broken(MAIL_STARTTLS, TLS_TIMEOUT, -1, "");
}

static struct evidence *text_after_starttls(void)
{
	struct evidence *evidence = broken(MAIL_STARTTLS, TLS_NOT_TLS, -1, "");

	second(evidence)->tls.first_bytes = "* BAD TLS unavailable";
	return evidence;
}

/* ---- modes mixed up ----------------------------------------------------------------------------- */

static struct evidence *tls_on_starttls_port(void)
{
	struct evidence *evidence = broken(MAIL_TLS, TLS_NOT_TLS, -1, "wrong version number");

	second(evidence)->tls.first_bytes = "* OK Dovecot ready.";
	return evidence;
}

static struct evidence *tls_on_patient_starttls_port(void)
{
	struct evidence *evidence = broken(MAIL_TLS, TLS_TIMEOUT, -1, "");
	struct endpoint_fact *twin;

	twin = witness_counter(evidence, MAIL_IMAP, IMAP_HOST, 993, MAIL_STARTTLS);
	witness_greeting(evidence, twin, "* OK plain here");
	return evidence;
}

static struct evidence *plain(enum session_end end)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, MAIL_STARTTLS);

	witness_connect(evidence, endpoint, "192.0.2.10", CONNECT_OK);
	witness_end(endpoint, STEP_GREETING, end);
	return evidence;
}

static struct evidence *plain_on_tls_port(void)
{
	struct evidence *evidence = plain(END_TIMEOUT);

	witness_tls(evidence, witness_counter(evidence, MAIL_IMAP, IMAP_HOST, 143, MAIL_TLS));
	return evidence;
}

static struct evidence *plain_answered_by_alert(void)
{
	struct evidence *evidence = plain(END_CLOSED);

	second(evidence)->partial = "\x15\x03\x03";
	return evidence;
}

static struct evidence *no_greeting(void)
{
	return plain(END_TIMEOUT);
}

static struct evidence *dropped(void)
{
	return plain(END_RESET);
}

static struct evidence *says(const char *words, enum reply_class class)
{
	struct evidence *evidence = plain(END_REFUSED);

	witness_reply(evidence, second(evidence), STEP_GREETING, class, words);
	return evidence;
}

static struct evidence *web_server(void)
{
	return says("HTTP/1.1 400 Bad Request", REPLY_MALFORMED);
}

static struct evidence *ssh_server(void)
{
	return says("SSH-2.0-OpenSSH_9.2", REPLY_MALFORMED);
}

static struct evidence *pop3_for_imap(void)
{
	return says("+OK POP3 ready", REPLY_MALFORMED);
}

static struct evidence *garbage(void)
{
	return says("\x01\x02\x7f zzz", REPLY_MALFORMED);
}

static struct evidence *half_a_greeting(void)
{
	struct evidence *evidence = plain(END_TIMEOUT);

	second(evidence)->partial = "* OK Dov";
	second(evidence)->silent_bytes = true;
	return evidence;
}

/* The engine keeps a reply that was cut off as a malformed one. */
static struct evidence *endless_greeting(void)
{
	struct evidence *evidence = plain(END_TIMEOUT);

	witness_reply(evidence, second(evidence), STEP_GREETING, REPLY_MALFORMED, "* OK [ALERT");
	return evidence;
}

static struct evidence *turned_away(void)
{
	return says("* BYE go away", REPLY_BYE);
}

static struct evidence *turned_away_shutdown(void)
{
	return says("* BYE Server shutting down.", REPLY_BYE);
}

static struct evidence *smtp_says(const char *words, enum reply_class class)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *smtp;

	witness_good_imap(evidence);
	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp.acme.example", 587, MAIL_STARTTLS);
	witness_connect(evidence, smtp, "192.0.2.10", CONNECT_OK);
	witness_reply(evidence, smtp, STEP_GREETING, class, words);
	witness_end(smtp, STEP_GREETING, END_REFUSED);
	return evidence;
}

static struct evidence *too_many_connections(void)
{
	return smtp_says("421 4.7.0 smtp.acme.example Error: too many connections from 192.0.2.7",
		REPLY_TRANSIENT);
}

static struct evidence *block_listed(void)
{
	return smtp_says("554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using "
		"zen.spamhaus.org", REPLY_PERMANENT);
}

static struct evidence *no_smtp_here(void)
{
	return smtp_says("554 No SMTP service here", REPLY_PERMANENT);
}

static struct evidence *late_greeting(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	evidence->endpoints->replies->took_ms = 9000;
	return evidence;
}

/* ---- STARTTLS -------------------------------------------------------------------------------------- */

static struct evidence *offer(const char *capability, enum reply_class class, const char *answer)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, MAIL_STARTTLS);

	witness_greeting(evidence, endpoint, "* OK imap ready");
	witness_reply(evidence, endpoint, STEP_HELLO, REPLY_OK, "* CAPABILITY IMAP4rev1");
	/* They move to the plain ones only when STARTTLS succeeds. */
	witness_capability(evidence, endpoint, "IMAP4rev1");
	if (capability != NULL)
		witness_capability(evidence, endpoint, capability);
	if (answer != NULL)
		witness_reply(evidence, endpoint, STEP_STARTTLS, class, answer);
	endpoint->end = END_REPLY;
	return evidence;
}

static struct evidence *starttls_not_offered(void)
{
	return offer(NULL, REPLY_OK, NULL);
}

static struct evidence *starttls_refused(void)
{
	return offer("STARTTLS", REPLY_PERMANENT, "a NO TLS engine not available");
}

static struct evidence *starttls_masked(void)
{
	return offer("XXXXXXXA", REPLY_PERMANENT, "a BAD unknown command");
}

static struct evidence *no_tls_at_one_service(void)
{
	struct evidence *evidence = offer(NULL, REPLY_OK, NULL);
	struct endpoint_fact *other;

	other = witness_counter(evidence, MAIL_IMAP, IMAP_HOST, 993, MAIL_TLS);
	witness_unconnected(evidence, other, "192.0.2.10", CONNECT_REFUSED);
	return evidence;
}

static struct evidence *no_tls_anywhere(void)
{
	struct evidence *evidence = no_tls_at_one_service();
	struct endpoint_fact *endpoint, *other;

	/* The other service lacks it as well. */
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->service.protocol != MAIL_SMTP)
			continue;
		memset(&endpoint->tls, 0, sizeof endpoint->tls);
		endpoint->service.security = MAIL_STARTTLS;
		endpoint->service.port = 587;
		endpoint->ready = endpoint->proved = false;
		endpoint->capabilities_count = endpoint->capabilities_plain_count = 0;
		memset(&endpoint->login, 0, sizeof endpoint->login);
		endpoint->login.mechanism = "";
		witness_end(endpoint, STEP_STARTTLS, END_REPLY);
		break;
	}
	other = witness_counter(evidence, MAIL_SMTP, "smtp.acme.example", 465, MAIL_TLS);
	witness_unconnected(evidence, other, "192.0.2.11", CONNECT_REFUSED);
	return evidence;
}

static struct evidence *starttls_missing_tls_beside(void)
{
	struct evidence *evidence = offer(NULL, REPLY_OK, NULL);

	witness_tls(evidence, witness_counter(evidence, MAIL_IMAP, IMAP_HOST, 993, MAIL_TLS));
	return evidence;
}

static struct evidence *promised(bool offered)
{
	struct evidence *evidence = witness_provider("gmail.com", "gmail.com");
	struct endpoint_fact *smtp, *imap;

	imap = witness_endpoint(evidence, MAIL_IMAP, "imap.gmail.com", 993, MAIL_TLS);
	witness_works(evidence, imap);
	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp.gmail.com", 587, MAIL_STARTTLS);
	witness_greeting(evidence, smtp, "220 smtp.gmail.com ESMTP");
	witness_reply(evidence, smtp, STEP_HELLO, REPLY_OK, "250-smtp.gmail.com\n250 SIZE");
	witness_capability_plain(evidence, smtp, "SIZE");
	if (offered) {
		witness_capability_plain(evidence, smtp, "STARTTLS");
		witness_reply(evidence, smtp, STEP_STARTTLS, REPLY_TRANSIENT, "454 TLS not available");
	}
	smtp->end = END_REPLY;
	return evidence;
}

static struct evidence *starttls_stripped_at_provider(void)
{
	return promised(false);
}

static struct evidence *starttls_refused_at_provider(void)
{
	return promised(true);
}

static struct evidence *starttls_hidden(void)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, MAIL_STARTTLS);

	witness_greeting(evidence, endpoint, "* OK imap ready");
	witness_capability_plain(evidence, endpoint, "IMAP4rev1");
	witness_works(evidence, endpoint);
	return evidence;
}

static struct evidence *injected(void)
{
	struct evidence *evidence;
	struct endpoint_fact *endpoint = imap_beside_good_smtp(&evidence, MAIL_STARTTLS);

	witness_ready(evidence, endpoint);
	witness_capability_plain(evidence, endpoint, "STARTTLS");
	endpoint->injected = true;
	endpoint->injected_bytes = "* CAPABILITY EVIL";
	endpoint->injected_length = 17;
	endpoint->login.bar = BAR_INJECTED;
	return evidence;
}

static struct evidence *ehlo(const char *hello, const char *helo)
{
	struct evidence *evidence = smtp_says("220 smtp.acme.example", REPLY_OK);
	struct endpoint_fact *smtp = second(evidence);

	smtp->greeted = true;
	witness_reply(evidence, smtp, STEP_HELLO, REPLY_PERMANENT, hello);
	if (helo != NULL)
		witness_reply(evidence, smtp, STEP_HELO, REPLY_OK, helo);
	smtp->end = END_REPLY;
	return evidence;
}

static struct evidence *ehlo_unsupported(void)
{
	return ehlo("502 command not implemented", "250 smtp.acme.example");
}

static struct evidence *ehlo_rejected(void)
{
	return ehlo("550 5.7.1 your name is not welcome", NULL);
}

static const struct witness_case cases[] = {
	{ "expired", expired, "tls.cert-expired", "Let's Encrypt", "", "local.clock-wrong" },
	{ "expired at both hosts of one owner", expired_everywhere_one_owner, "tls.cert-expired",
		"CERT_HAS_EXPIRED", "", "local.clock-wrong" },
	{ "expired at unrelated hosts", expired_at_unrelated_hosts, "local.clock-wrong",
		"CN=smtp.acme.example", "", "tls.cert-expired" },
	{ "expired, but the web agrees with the clock", expired_but_web_agrees,
		"tls.cert-expired", NULL, "", "local.clock-wrong" },
	{ "issuer expired", issuer_expired, "tls.chain-expired", "Old Root", "",
		"tls.cert-expired" },
	{ "not yet valid", not_yet_valid, "tls.cert-not-yet-valid", "CERT_NOT_YET_VALID", "",
		"local.clock-wrong" },
	{ "clock behind", clock_behind, "local.clock-wrong", NULL, "", "tls.cert-not-yet-valid" },
	{ "clock before the program", clock_before_program, NULL, NULL,
		"local.clock-wrong/warning", "" },
	{ "self-signed", self_signed, "tls.self-signed", "box.acme.example", "",
		"tls.intercepted-unknown tls.private-ca" },
	{ "self-signed and expired", self_signed_and_expired, "tls.self-signed",
		"CERT_HAS_EXPIRED", "", "tls.cert-expired" },
	{ "unknown issuer for a known provider", intercepted_unknown, "tls.intercepted-unknown",
		"Corp Filter 7", "", "tls.untrusted-unknown" },
	{ "known provider, expired", known_provider_expired, "tls.cert-expired", NULL, "",
		"tls.intercepted-unknown" },
	{ "antivirus", intercepted_antivirus, "tls.intercepted-antivirus", "avast!", "",
		"tls.missing-intermediate tls.intercepted-gateway" },
	{ "gateway", intercepted_gateway, "tls.intercepted-gateway", "FortiGate", "",
		"tls.private-ca tls.intercepted-antivirus" },
	{ "gateway with consent", intercepted_with_consent, NULL, NULL,
		"tls.intercepted-gateway/notice", "" },
	{ "private authority", private_ca, "tls.private-ca", "Acme Root", "",
		"tls.missing-intermediate" },
	{ "missing intermediate", missing_intermediate, "tls.missing-intermediate",
		"Let's Encrypt", "", "tls.private-ca" },
	{ "missing intermediate seen elsewhere", missing_intermediate_seen_elsewhere,
		"tls.missing-intermediate", "House 3", "", "tls.untrusted-unknown" },
	{ "unknown issuer", unknown_issuer, "tls.untrusted-unknown", "House 3", "",
		"tls.missing-intermediate" },
	{ "old roots", old_roots, "local.ca-store-outdated", "ISRG Root X9", "",
		"tls.missing-intermediate tls.private-ca" },
	{ "no roots", no_roots, "local.ca-store-missing", NULL, "", "local.ca-store-outdated" },
	{ "revoked", revoked, "tls.cert-revoked", "CERT_REVOKED", "", "" },
	{ "wrong purpose", wrong_purpose, "tls.wrong-purpose", "INVALID_PURPOSE", "", "" },
	{ "weak key", weak_key, "tls.weak-certificate", "EE_KEY_TOO_SMALL", "", "" },
	{ "strange defect", strange_defect, "tls.untrusted-unknown", "PATH_LENGTH", "", "" },
	{ "captive portal", captive_portal, "net.captive-portal", "box.acme.example", "",
		"tls.self-signed" },
	{ "one certificate, one owner", self_signed_at_both_of_one_owner, "tls.self-signed", NULL,
		"", "net.captive-portal" },
	{ "other name", mismatch, "tls.hostname-mismatch", "srv7.hoster.net", "",
		"tls.shared-host-certificate" },
	{ "hoster's certificate", shared_host, "tls.shared-host-certificate", "srv7.hoster.net", "",
		"tls.hostname-mismatch" },
	{ "other name, other address", other_host_other_address, "tls.hostname-mismatch", NULL, "",
		"tls.shared-host-certificate" },
	{ "shallow wildcard", shallow_wildcard, "tls.wildcard-too-shallow", "*.acme.example", "",
		"tls.hostname-mismatch" },
	{ "no name list", no_san, "tls.no-san", "mail.acme.example", "", "tls.hostname-mismatch" },
	{ "address as host", address_as_host, "tls.host-is-ip", "mail.acme.example", "",
		"tls.hostname-mismatch" },
	{ "server too old by alert", too_old_by_alert, "tls.server-too-old", "alert 70", "", "" },
	{ "server too old by counter-probe", too_old_by_counter_probe, "tls.server-too-old",
		"TLSv1 ", "", "tls.handshake-no-common-cipher" },
	{ "server too old by our library", too_old_by_library, "tls.server-too-old",
		"unsupported protocol", "", "" },
	{ "no common cipher", no_common_cipher, "tls.handshake-no-common-cipher", "alert 40", "",
		"tls.server-too-old" },
	{ "weak Diffie-Hellman", weak_dh, "tls.weak-dh", "dh key too small", "", "" },
	{ "unsafe renegotiation", legacy_renegotiation, "tls.legacy-renegotiation", NULL, "", "" },
	{ "client certificate", client_certificate, "tls.client-cert-required", "alert 40", "",
		"tls.handshake-no-common-cipher" },
	{ "client certificate, TLS 1.3", client_certificate_tls13, "tls.client-cert-required",
		"alert 116", "", "net.reset-after-connect" },
	{ "name not known", name_not_known, "tls.hostname-mismatch", "alert 112", "",
		"tls.sni-required" },
	{ "closed in handshake", closed_in_handshake, "tls.closed-in-handshake", "closed", "",
		"net.reset-on-clienthello" },
	{ "reset in handshake", reset_in_handshake, "net.reset-on-clienthello", "reset", "",
		"tls.closed-in-handshake" },
	{ "silent in handshake", silent_in_handshake, "protocol.no-greeting", NULL, "",
		"net.mtu-blackhole" },
	{ "MTU black hole", mtu_black_hole, "net.mtu-blackhole", "no answer", "",
		"protocol.no-greeting" },
	{ "text after STARTTLS", text_after_starttls, "tls.starttls-refused", "* BAD TLS", "", "" },
	{ "TLS on a STARTTLS port", tls_on_starttls_port, "tls.implicit-on-starttls-port",
		"* OK Dovecot", "", "tls.server-too-old" },
	{ "TLS on a patient STARTTLS port", tls_on_patient_starttls_port,
		"tls.implicit-on-starttls-port", "plain here", "", "protocol.no-greeting" },
	{ "plain text on a TLS port", plain_on_tls_port, "tls.plain-on-implicit-port", NULL, "",
		"protocol.no-greeting" },
	{ "plain text answered by an alert", plain_answered_by_alert,
		"tls.plain-on-implicit-port", NULL, "",
		"net.reset-after-connect protocol.banner-garbage" },
	{ "no greeting", no_greeting, "protocol.no-greeting", NULL, "",
		"tls.plain-on-implicit-port" },
	{ "dropped", dropped, "net.reset-after-connect", NULL, "", "net.connection-lost" },
	{ "web server", web_server, "protocol.wrong-service", "HTTP/1.1 400", "",
		"protocol.banner-garbage" },
	{ "SSH server", ssh_server, "protocol.wrong-service", "SSH-2.0", "", "" },
	{ "POP3 for IMAP", pop3_for_imap, "protocol.mail-protocol-swapped", "+OK POP3", "",
		"protocol.wrong-service" },
	{ "garbage", garbage, "protocol.banner-garbage", "zzz", "", "" },
	{ "half a greeting", half_a_greeting, "protocol.no-greeting", "* OK Dov", "",
		"protocol.no-reply protocol.banner-garbage" },
	{ "greeting cut off", endless_greeting, "protocol.no-greeting", "[ALERT", "",
		"protocol.malformed-reply" },
	{ "turned away", turned_away, "protocol.greeting-refused", "go away", "",
		"protocol.server-shutdown" },
	{ "turned away by a shutdown", turned_away_shutdown, "protocol.server-shutdown",
		"shutting down", "", "protocol.greeting-refused" },
	{ "too many connections", too_many_connections, "policy.too-many-connections",
		"too many connections", "", "protocol.greeting-refused" },
	{ "block-listed", block_listed, "policy.ip-blocklisted", "spamhaus", "",
		"protocol.greeting-refused" },
	{ "no SMTP here", no_smtp_here, "protocol.greeting-refused", "No SMTP", "", "" },
	{ "late greeting", late_greeting, NULL, NULL, "protocol.greeting-delayed/warning", "" },
	{ "STARTTLS not offered", starttls_not_offered, "tls.starttls-not-offered",
		"* CAPABILITY", "", "tls.starttls-stripped tls.none-available" },
	{ "STARTTLS missing, TLS port works", starttls_missing_tls_beside,
		"tls.starttls-not-offered", NULL, "", "tls.none-available" },
	{ "no TLS at one service", no_tls_at_one_service, "tls.starttls-not-offered", NULL, "",
		"tls.none-available" },
	{ "no TLS anywhere", no_tls_anywhere, "tls.none-available", NULL, "",
		"tls.starttls-not-offered" },
	{ "STARTTLS refused", starttls_refused, "tls.starttls-refused", "engine", "",
		"tls.starttls-not-offered" },
	{ "STARTTLS masked", starttls_masked, "tls.starttls-stripped", "XXXXXXXA", "",
		"tls.starttls-not-offered tls.starttls-refused" },
	{ "STARTTLS missing where it is known to be", starttls_stripped_at_provider,
		"tls.starttls-stripped", "250 SIZE", "", "tls.starttls-not-offered" },
	{ "STARTTLS refused where it is known to be", starttls_refused_at_provider,
		"tls.starttls-refused", "454", "", "tls.starttls-stripped" },
	{ "STARTTLS hidden yet answered", starttls_hidden, NULL, NULL,
		"tls.starttls-stripped/warning", "" },
	{ "injected", injected, "tls.starttls-injection", "EVIL", "", "tls.starttls-stripped" },
	{ "EHLO unsupported", ehlo_unsupported, "protocol.ehlo-unsupported", "502", "",
		"tls.starttls-not-offered protocol.ehlo-rejected" },
	{ "EHLO rejected", ehlo_rejected, "protocol.ehlo-rejected", "not welcome", "",
		"protocol.ehlo-unsupported" },
};

int main(void)
{
	return witness_main("verdict_tls", cases, sizeof cases / sizeof cases[0]);
}
