/* SPDX-License-Identifier: MIT
 *
 * The verdict from the gate on: methods, logins, tokens, the mailbox, the test
 * message, and the settings themselves.  Each cause stands beside its look-alike.
 */
#include <string.h>

#include "witness.h"

#define D "acme.example"
#define SMTP_NO "535 5.7.8 Error: authentication failed: bad"
#define IMAP_NO "a NO [AUTHENTICATIONFAILED] Authentication failed."

/* Both services of PROVIDER ("" for an unknown one) refuse the secret. */
static struct evidence *both(const char *provider, const char *imap_words,
	const char *smtp_words)
{
	const char *domain = provider[0] == '\0' ? D : provider;
	struct evidence *evidence = witness_provider(provider, domain);
	struct endpoint_fact *endpoint;

	endpoint = witness_endpoint(evidence, MAIL_IMAP,
		arena_printf(evidence->arena, "imap.%s", domain), 993, MAIL_TLS);
	if (imap_words != NULL)
		witness_refused(evidence, endpoint, REPLY_PERMANENT, imap_words);
	else
		witness_works(evidence, endpoint);
	endpoint = witness_endpoint(evidence, MAIL_SMTP,
		arena_printf(evidence->arena, "smtp.%s", domain), 465, MAIL_TLS);
	if (smtp_words != NULL)
		witness_refused(evidence, endpoint, REPLY_PERMANENT, smtp_words);
	else
		witness_works(evidence, endpoint);
	return evidence;
}

static struct endpoint_fact *smtp_of(struct evidence *evidence)
{
	return evidence->endpoints->next;
}

/* ---- refused passwords ------------------------------------------------------------------ */

static struct evidence *rejected(void)
{
	return both("", IMAP_NO, SMTP_NO);
}

static struct evidence *rejected_by_smtp_alone(void)
{
	return both("", NULL, SMTP_NO);
}

static struct evidence *rejected_without_code(void)
{
	return both("", "a NO nope", "535 nope");
}

static struct evidence *rejected_with_a_bad_word(void)
{
	return both("", "a NO what a bad idea", "535 what a bad idea");
}

static struct evidence *command_is_bad(void)
{
	return both("", "* OK wait\na BAD one idea", NULL);
}

static struct evidence *broken_off_by_us(void)
{
	struct evidence *evidence = both("", IMAP_NO, SMTP_NO);

	evidence->endpoints->login.cancelled = smtp_of(evidence)->login.cancelled = true;
	return evidence;
}

static struct evidence *rejected_with_space(void)
{
	struct evidence *evidence = rejected();

	evidence->secret.edge_space = true;
	return evidence;
}

static struct evidence *accepted_with_space(void)
{
	struct evidence *evidence = both("", NULL, NULL);

	evidence->secret.edge_space = true;
	return evidence;
}

static struct evidence *rejected_non_ascii(void)
{
	struct evidence *evidence = rejected();

	evidence->secret.non_ascii = true;
	return evidence;
}

static struct evidence *held_back_after_rejection(void)
{
	struct evidence *evidence = both("", IMAP_NO, NULL);

	smtp_of(evidence)->login.outcome = LOGIN_NOT_TRIED;
	smtp_of(evidence)->login.bar = BAR_HOST_REJECTED;
	smtp_of(evidence)->proved = false;
	return evidence;
}

static struct evidence *gmail_account_password(void)
{
	return both("gmail.com", "a NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
		"535-5.7.8 Username and Password not accepted. For more information, go to\n"
		"535 5.7.8  https://support.google.com/mail/?p=BadCredentials x - gsmtp");
}

static struct evidence *gmail_app_password(void)
{
	struct evidence *evidence = gmail_account_password();

	evidence->secret.sixteen_lower = true;
	return evidence;
}

static struct evidence *gmail_two_step(void)
{
	return both("gmail.com", "a NO [ALERT] Application-specific password required: "
		"https://support.google.com/accounts/answer/185833 (Failure)",
		"534-5.7.9 Application-specific password required. For more information, go to\n"
		"534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp");
}

static struct evidence *gmail_web_login(void)
{
	return both("gmail.com",
		"a NO [ALERT] Please log in via your web browser: https://support.google.com/ (Failure)",
		"534-5.7.14 Please log in through your web browser and then try again.\n534 5.7.14 x");
}

static struct evidence *gmail_words_elsewhere(void)
{
	return both("", "a NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", SMTP_NO);
}

static struct evidence *yahoo(void)
{
	return both("yahoo.com", "a NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials",
		"535 5.7.0 (#AUTH005) Too many bad auth attempts.");
}

static struct evidence *yahoo_app_password(void)
{
	struct evidence *evidence = both("yahoo.com",
		"a NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials", NULL);

	evidence->secret.sixteen_lower = true;
	smtp_of(evidence)->login.outcome = LOGIN_NOT_TRIED;
	smtp_of(evidence)->login.bar = BAR_HOST_REJECTED;
	return evidence;
}

static struct evidence *fastmail_no_scope(void)
{
	return both("fastmail.com", NULL, "535 5.7.0 Incorrect username or password.");
}

static struct evidence *outlook_password(void)
{
	return both("outlook.com", "a NO LOGIN failed.",
		"535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [X]");
}

static struct evidence *tenant_switch(void)
{
	return both("office365.com", NULL, "535 5.7.139 Authentication unsuccessful, "
		"SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/x");
}

static struct evidence *mailbox_switch(void)
{
	return both("office365.com", NULL, "535 5.7.139 Authentication unsuccessful, "
		"SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/x");
}

static struct evidence *wrong_at_office(void)
{
	return both("office365.com", NULL, "535 5.7.139 Authentication unsuccessful, "
		"the user credentials were incorrect. [X]");
}

static struct evidence *criteria_not_met(void)
{
	return both("office365.com", NULL, "535 5.7.139 Authentication unsuccessful, the request "
		"did not meet the criteria to be authenticated successfully. [X]");
}

static struct evidence *separate_password(void)
{
	return both("t-online.de", IMAP_NO, SMTP_NO);
}

static struct evidence *gmx_imap_off(void)
{
	return both("gmx.net", IMAP_NO, NULL);
}

static struct evidence *gmx_wrong_password(void)
{
	return both("gmx.net", IMAP_NO, "535 Authentication credentials invalid");
}

static struct evidence *imap_refused_at_unknown(void)
{
	return both("", IMAP_NO, NULL);
}

static struct evidence *imap_off_in_words(void)
{
	return both("gmail.com", "a NO [ALERT] Your account is not enabled for IMAP use. Please "
		"visit your Gmail settings page and enable your account for IMAP access. (Failure)",
		NULL);
}

static struct evidence *pop_off_after_login(void)
{
	struct evidence *evidence = witness_provider("gmail.com", "gmail.com");
	struct endpoint_fact *pop3;

	evidence->wanted[MAIL_IMAP] = false;
	evidence->wanted[MAIL_POP3] = true;
	witness_good_smtp(evidence);
	pop3 = witness_endpoint(evidence, MAIL_POP3, "pop.gmail.com", 995, MAIL_TLS);
	witness_works(evidence, pop3);
	pop3->proved = false;
	witness_reply(evidence, pop3, STEP_PROOF, REPLY_PERMANENT,
		"-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail "
		"settings page and enable your account for POP access.");
	return evidence;
}

static struct evidence *smtp_off(void)
{
	struct evidence *evidence = both("free.fr", NULL, "535 5.7.8 authentication failed");

	smtp_of(evidence)->service.username = evidence->endpoints->service.username = "alice";
	return evidence;
}

static struct evidence *other_username(void)
{
	struct evidence *evidence = both("", NULL, SMTP_NO);

	smtp_of(evidence)->service.username = "alice";
	return evidence;
}

static struct evidence *unusual_username(void)
{
	struct evidence *evidence = both("free.fr", "a NO login failed", "535 login failed");

	return evidence;
}

static struct evidence *suspended(void)
{
	return both("", "a NO [CONTACTADMIN] Login disabled for this user",
		"525 5.7.13 User account disabled");
}

static struct evidence *password_expired(void)
{
	return both("", "a NO [EXPIRED] Password expired", "535 5.7.8 Authentication failed");
}

static struct evidence *too_many_attempts(void)
{
	struct evidence *evidence = both("", NULL, NULL);

	smtp_of(evidence)->login.outcome = LOGIN_NOT_TRIED;
	smtp_of(evidence)->proved = false;
	witness_refused(evidence, smtp_of(evidence), REPLY_TRANSIENT,
		"454 4.7.0 Too many login attempts, please try again later");
	return evidence;
}

static struct evidence *locked_out(void)
{
	struct evidence *evidence = both("", IMAP_NO, NULL);

	smtp_of(evidence)->proved = false;
	witness_refused(evidence, smtp_of(evidence), REPLY_TRANSIENT,
		"454 4.7.0 Too many login attempts, please try again later");
	return evidence;
}

static struct evidence *backend_down(void)
{
	struct evidence *evidence = both("", NULL, NULL);

	smtp_of(evidence)->proved = false;
	witness_refused(evidence, smtp_of(evidence), REPLY_TRANSIENT,
		"454 4.7.0 Temporary authentication failure");
	return evidence;
}

static struct evidence *unknown_user(void)
{
	return both("", "a NO Unknown user", "535 5.7.8 Authentication failed");
}

/* A side problem of one service behind a cause of the whole account. */
static struct evidence *account_before_service(void)
{
	struct evidence *evidence = witness_provider("gmail.com", "gmail.com");
	struct endpoint_fact *imap, *smtp;

	imap = witness_endpoint(evidence, MAIL_IMAP, "imap.gmail.com", 993, MAIL_TLS);
	witness_refused(evidence, imap, REPLY_PERMANENT, "a NO [ALERT] Application-specific password "
		"required: https://support.google.com/accounts/answer/185833 (Failure)");
	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp.gmail.com", 465, MAIL_TLS);
	witness_unconnected(evidence, smtp, "192.0.2.30", CONNECT_REFUSED);
	return evidence;
}

static struct evidence *lost_during_login(void)
{
	struct evidence *evidence = both("", NULL, NULL);

	smtp_of(evidence)->login.outcome = LOGIN_INTERRUPTED;
	smtp_of(evidence)->proved = false;
	witness_end(smtp_of(evidence), STEP_LOGIN, END_CLOSED);
	return evidence;
}

/* ---- after the login ----------------------------------------------------------------------- */

static struct evidence *mailbox_refused(const char *provider, const char *words)
{
	struct evidence *evidence = both(provider, NULL, NULL);

	evidence->endpoints->proved = false;
	witness_reply(evidence, evidence->endpoints, STEP_PROOF, REPLY_PERMANENT, words);
	return evidence;
}

static struct evidence *not_connected(void)
{
	return mailbox_refused("outlook.com", "a BAD User is authenticated but not connected.");
}

static struct evidence *no_inbox(void)
{
	return mailbox_refused("", "a NO [NONEXISTENT] Unknown Mailbox: INBOX");
}

static struct evidence *mailbox_refused_vaguely(void)
{
	return mailbox_refused("", "a NO not today");
}

static struct evidence *sent(enum step step, const char *words)
{
	struct evidence *evidence = both("", NULL, NULL);

	witness_reply(evidence, smtp_of(evidence), step, REPLY_PERMANENT, words);
	return evidence;
}

static struct evidence *sender_not_owned(void)
{
	return sent(STEP_MAIL, "553 5.7.1 <a@b>: Sender address rejected: not owned by user alice");
}

static struct evidence *sender_refused(void)
{
	return sent(STEP_MAIL, "550 5.7.1 no");
}

static struct evidence *relay_denied(void)
{
	return sent(STEP_RCPT, "554 5.7.1 <bob@example.net>: Relay access denied");
}

static struct evidence *recipient_unknown(void)
{
	return sent(STEP_RCPT, "550 5.1.1 <bob@example.net>: no such user here");
}

static struct evidence *box_full(const char *recipient)
{
	struct evidence *evidence = sent(STEP_RCPT, "552 5.2.2 Mailbox full");

	evidence->test_recipient = recipient;
	return evidence;
}

static struct evidence *own_box_full(void)
{
	return box_full("alice@" D);
}

static struct evidence *other_box_full(void)
{
	return box_full("bob@example.net");
}

static struct evidence *sending_broke_off(void)
{
	struct evidence *evidence = both("", NULL, NULL);

	witness_end(smtp_of(evidence), STEP_DATA, END_CLOSED);
	return evidence;
}

static struct evidence *gives_up_at_login(const char *words)
{
	struct evidence *evidence = both("", NULL, NULL);

	smtp_of(evidence)->proved = false;
	witness_refused(evidence, smtp_of(evidence), REPLY_TRANSIENT, words);
	return evidence;
}

static struct evidence *gives_up_in_the_middle(void)
{
	return gives_up_at_login("421 4.3.0 Temporary system problem, closing");
}

static struct evidence *gives_up_after_too_many(void)
{
	return gives_up_at_login("421 4.7.0 Too many authentication failures");
}

static struct evidence *login_unknown(void)
{
	return both("", NULL, "502 5.5.1 Command not implemented");
}

static struct evidence *spam(void)
{
	return sent(STEP_DATA, "550 5.7.1 Message rejected as spam by Content Filtering.");
}

/* ---- tokens -------------------------------------------------------------------------------- */

static struct evidence *token(const char *provider, const char *imap_words,
	const char *smtp_words)
{
	struct evidence *evidence = both(provider, imap_words, smtp_words);

	evidence->secret.is_token = true;
	return evidence;
}

static struct evidence *token_rejected(void)
{
	return token("gmail.com", "a NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
		"535-5.7.8 Username and Password not accepted.\n535 5.7.8 x");
}

static struct evidence *token_expired(void)
{
	struct evidence *evidence = token_rejected();

	evidence->endpoints->login.challenge = "{\"status\":\"invalid_token\",\"scope\":\"mail\"}";
	smtp_of(evidence)->login.challenge = evidence->endpoints->login.challenge;
	return evidence;
}

static struct evidence *token_lacks_scope(void)
{
	return token("", NULL, SMTP_NO);
}

static struct evidence *token_but_smtp_off(void)
{
	return token("office365.com", NULL, "535 5.7.3 Authentication unsuccessful [X]");
}

/* ---- methods and channel ---------------------------------------------------------------------- */

static struct evidence *offers(enum mail_protocol protocol, const char *one, const char *two)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint;

	if (protocol == MAIL_IMAP) {
		witness_good_smtp(evidence);
		endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	} else {
		witness_good_imap(evidence);
		endpoint = witness_endpoint(evidence, MAIL_SMTP, "mx1." D, 465, MAIL_TLS);
	}
	witness_ready(evidence, endpoint);
	if (one != NULL)
		witness_capability(evidence, endpoint, one);
	if (two != NULL)
		witness_capability(evidence, endpoint, two);
	endpoint->login.bar = BAR_NO_MECHANISM;
	return evidence;
}

static struct evidence *oauth_only(void)
{
	return offers(MAIL_IMAP, "AUTH=XOAUTH2", "LOGINDISABLED");
}

static struct evidence *kerberos_only(void)
{
	return offers(MAIL_SMTP, "AUTH GSSAPI NTLM", NULL);
}

static struct evidence *no_auth(void)
{
	return offers(MAIL_SMTP, "SIZE 1000", NULL);
}

static struct evidence *mx_as_host(void)
{
	struct evidence *evidence = no_auth();

	witness_dns(evidence, D, DNS_MX, DNS_OK, "mx1." D);
	return evidence;
}

static struct evidence *no_oauth(void)
{
	struct evidence *evidence = offers(MAIL_SMTP, "AUTH PLAIN LOGIN", NULL);

	evidence->secret.is_token = true;
	return evidence;
}

static struct evidence *plain_text(bool disabled, bool starttls, bool login)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint;

	evidence->login_asked = login;
	witness_good_smtp(evidence);
	endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 143, MAIL_PLAIN);
	witness_ready(evidence, endpoint);
	if (disabled)
		witness_capability(evidence, endpoint, "LOGINDISABLED");
	if (starttls)
		witness_capability_plain(evidence, endpoint, "STARTTLS");
	endpoint->login.bar = login ? BAR_NO_TLS : BAR_NOT_ASKED;
	return evidence;
}

static struct evidence *login_disabled_before_tls(void)
{
	return plain_text(true, true, true);
}

static struct evidence *plain_although_tls(void)
{
	return plain_text(false, true, true);
}

static struct evidence *plain_because_no_tls(void)
{
	return plain_text(false, false, true);
}

static struct evidence *plain_without_login(void)
{
	return plain_text(false, true, false);
}

static struct evidence *source_unconfirmed(void)
{
	struct evidence *evidence = both("", NULL, NULL);

	evidence->endpoints->login.outcome = LOGIN_NOT_TRIED;
	evidence->endpoints->login.bar = BAR_SOURCE;
	evidence->endpoints->source = "srv";
	evidence->endpoints->proved = false;
	return evidence;
}

static struct evidence *control_characters(void)
{
	struct evidence *evidence = offers(MAIL_SMTP, "AUTH PLAIN", NULL);

	smtp_of(evidence)->login.bar = BAR_SECRET_UNFIT;
	evidence->secret.control = true;
	return evidence;
}

/* ---- settings ------------------------------------------------------------------------------------ */

static struct evidence *tuta(void)
{
	return witness_provider("tuta.com", "tuta.com");
}

static struct evidence *proton_without_bridge(void)
{
	return witness_provider("proton.me", "proton.me");
}

static struct evidence *only_pop3(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *pop3;

	witness_good_smtp(evidence);
	pop3 = witness_endpoint(evidence, MAIL_POP3, "pop." D, 995, MAIL_TLS);
	witness_ready(evidence, pop3);
	return evidence;
}

static struct evidence *only_imap(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	return evidence;
}

static struct evidence *behind(const char *mx)
{
	struct evidence *evidence = witness_run(D);

	witness_dns(evidence, D, DNS_MX, DNS_OK, mx);
	return evidence;
}

static struct evidence *behind_filter(void)
{
	return behind("mx1.acme.pphosted.com");
}

static struct evidence *behind_forwarder(void)
{
	return behind("route1.mx.cloudflare.net");
}

/* Settings still name the old hoster; MX already names the new provider. */
static struct evidence *moved(bool refused)
{
	struct evidence *evidence = both("", refused ? IMAP_NO : NULL, refused ? SMTP_NO : NULL);

	witness_dns(evidence, D, DNS_MX, DNS_OK, "aspmx.l.google.com");
	evidence->endpoints->service.host = "imap.old-hoster.net";
	smtp_of(evidence)->service.host = "smtp.old-hoster.net";
	return evidence;
}

static struct evidence *moved_and_refused(void)
{
	return moved(true);
}

static struct evidence *moved_but_works(void)
{
	return moved(false);
}

static struct evidence *port25(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *smtp;

	witness_good_imap(evidence);
	smtp = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 25, MAIL_STARTTLS);
	witness_works(evidence, smtp);
	witness_capability_plain(evidence, smtp, "STARTTLS");
	return evidence;
}

static struct evidence *source_fault(const char *source, enum source_outcome outcome,
	const char *detail)
{
	struct evidence *evidence = both("", NULL, NULL);

	witness_source(evidence, source, outcome, detail);
	return evidence;
}

static struct evidence *autoconfig_html(void)
{
	return source_fault("autoconfig", SOURCE_WRONG_TYPE, "https://autoconfig.acme.example/");
}

static struct evidence *autoconfig_certificate(void)
{
	return source_fault("autoconfig", SOURCE_TLS, "https://autoconfig.acme.example/");
}

static struct evidence *autodiscover_wants_password(void)
{
	return source_fault("autodiscover", SOURCE_HTTP_STATUS, "401");
}

static struct evidence *conflict(bool differ)
{
	static struct mail_service one = { MAIL_IMAP, MAIL_TLS, 993, "imap." D, NULL, { 0 } };
	static struct mail_service two = { MAIL_IMAP, MAIL_TLS, 993, "mail." D, NULL, { 0 } };
	struct evidence *evidence = both("", NULL, NULL);

	witness_source(evidence, "srv", SOURCE_FOUND, "");
	witness_source(evidence, "autoconfig", SOURCE_FOUND, "");
	evidence->sources->settings = &one;
	evidence->sources->next->settings = differ ? &two : &one;
	evidence->sources->count = evidence->sources->next->count = 1;
	return evidence;
}

static struct evidence *sources_conflict(void)
{
	return conflict(true);
}

static struct evidence *sources_agree(void)
{
	return conflict(false);
}

static struct evidence *published_wrong(void)
{
	struct evidence *evidence = both("", NULL, NULL);
	struct endpoint_fact *stale;

	stale = witness_endpoint(evidence, MAIL_IMAP, "old." D, 993, MAIL_TLS);
	stale->source = "autoconfig";
	witness_unconnected(evidence, stale, "192.0.2.66", CONNECT_REFUSED);
	return evidence;
}

static const struct witness_case cases[] = {
	{ "rejected", rejected, "auth.credentials-rejected", SMTP_NO, "", "" },
	{ "rejected by SMTP alone", rejected_by_smtp_alone, "auth.credentials-rejected", SMTP_NO,
		"", "" },
	{ "rejected without a code", rejected_without_code, "auth.credentials-rejected", "nope", "",
		"" },
	{ "rejected, edge space", rejected_with_space, "auth.password-hidden-chars", IMAP_NO, "",
		"auth.credentials-rejected" },
	{ "accepted, edge space", accepted_with_space, NULL, NULL, "",
		"auth.password-hidden-chars" },
	{ "rejected, not ASCII", rejected_non_ascii, "auth.credentials-rejected", NULL, "",
		"auth.password-hidden-chars" },
	{ "held back after a rejection", held_back_after_rejection, "auth.credentials-rejected",
		IMAP_NO, "", "" },
	{ "Gmail, account password", gmail_account_password, "auth.less-secure-apps-blocked",
		"BadCredentials", "", "auth.credentials-rejected auth.app-password-required" },
	{ "Gmail, wrong app password", gmail_app_password, "auth.credentials-rejected",
		"Invalid credentials", "", "auth.less-secure-apps-blocked auth.app-password-required" },
	{ "Gmail, two-step", gmail_two_step, "auth.app-password-required",
		"Application-specific password required", "", "auth.less-secure-apps-blocked" },
	{ "Gmail, web login", gmail_web_login, "auth.web-login-needed", "web browser", "",
		"auth.less-secure-apps-blocked" },
	{ "Gmail's words at another server", gmail_words_elsewhere, "auth.credentials-rejected",
		NULL, "", "auth.less-secure-apps-blocked" },
	{ "Yahoo, account password", yahoo, "auth.app-password-required", "LOGIN Invalid", "",
		"auth.credentials-rejected auth.too-many-attempts" },
	{ "Yahoo, app password", yahoo_app_password, "auth.credentials-rejected", NULL, "",
		"auth.app-password-required" },
	{ "app password without sending", fastmail_no_scope, "auth.app-password-scope",
		"Incorrect username", "", "auth.app-password-required" },
	{ "Outlook, password", outlook_password, "auth.oauth-only", "basic authentication", "",
		"auth.credentials-rejected" },
	{ "tenant switch", tenant_switch, "auth.smtp-auth-disabled-tenant", "Tenant", "",
		"auth.oauth-only auth.smtp-auth-disabled-mailbox" },
	{ "mailbox switch", mailbox_switch, "auth.smtp-auth-disabled-mailbox", "Mailbox", "",
		"auth.smtp-auth-disabled-tenant" },
	{ "wrong credentials in the same reply", wrong_at_office, "auth.credentials-rejected",
		"incorrect", "", "auth.oauth-only auth.smtp-auth-disabled-mailbox" },
	{ "criteria in the same reply", criteria_not_met, "auth.conditional-access-block",
		"criteria", "", "auth.oauth-only" },
	{ "the word bad in a refusal", rejected_with_a_bad_word, "auth.credentials-rejected", "idea",
		"", "protocol.auth-exchange-error" },
	{ "the command is called bad", command_is_bad, "protocol.auth-exchange-error", "idea", "",
		"auth.credentials-rejected" },
	{ "broken off before the password was judged", broken_off_by_us,
		"protocol.auth-exchange-error", IMAP_NO, "", "auth.credentials-rejected" },
	{ "separate mail password", separate_password, "auth.client-password-separate", IMAP_NO, "",
		"auth.credentials-rejected" },
	{ "GMX, IMAP off", gmx_imap_off, "auth.imap-disabled", IMAP_NO, "",
		"auth.credentials-rejected auth.app-password-required" },
	{ "GMX, wrong password", gmx_wrong_password, "auth.credentials-rejected",
		"credentials invalid", "", "auth.imap-disabled" },
	{ "IMAP refused, no switch known", imap_refused_at_unknown, "auth.credentials-rejected",
		IMAP_NO, "", "auth.imap-disabled" },
	{ "IMAP off in words", imap_off_in_words, "auth.imap-disabled", "not enabled for IMAP", "",
		"auth.less-secure-apps-blocked" },
	{ "POP3 off after the login", pop_off_after_login, "auth.pop-disabled",
		"not enabled for POP", "", "" },
	{ "sending off", smtp_off, "auth.smtp-disabled", "535", "", "auth.credentials-rejected" },
	{ "other user name", other_username, "auth.username-form", SMTP_NO, "",
		"auth.credentials-rejected" },
	{ "unusual user name", unusual_username, "auth.username-form", "login failed", "", "" },
	{ "suspended", suspended, "auth.account-suspended", "CONTACTADMIN", "", "" },
	{ "password expired", password_expired, "auth.password-expired", "EXPIRED", "",
		"auth.credentials-rejected" },
	{ "too many attempts", too_many_attempts, "auth.too-many-attempts", "454", "",
		"auth.backend-unavailable" },
	{ "backend down", backend_down, "auth.backend-unavailable", "Temporary", "",
		"auth.too-many-attempts auth.credentials-rejected" },
	{ "too many attempts behind a refusal", locked_out, "auth.too-many-attempts", "454", "",
		"auth.credentials-rejected" },
	{ "unknown user", unknown_user, "auth.username-unknown", "Unknown user", "",
		"auth.credentials-rejected" },
	{ "account before service", account_before_service, "auth.app-password-required",
		"Application-specific", "net.connection-refused/error", "" },
	{ "lost during the login", lost_during_login, "net.connection-lost", NULL, "",
		"auth.credentials-rejected" },
	{ "authenticated, not connected", not_connected, "auth.authenticated-not-connected",
		"not connected", "", "auth.authorization-failed" },
	{ "no inbox", no_inbox, "protocol.folder-missing", "NONEXISTENT", "", "" },
	{ "mailbox refused vaguely", mailbox_refused_vaguely, "auth.authorization-failed",
		"not today", "", "" },
	{ "sender not owned", sender_not_owned, "policy.sender-not-owned", "not owned", "",
		"policy.sender-rejected" },
	{ "sender refused", sender_refused, "policy.sender-rejected", "550 5.7.1 no", "",
		"policy.sender-not-owned" },
	{ "relay denied", relay_denied, "policy.relay-denied", "Relay", "",
		"policy.recipient-unknown" },
	{ "recipient unknown", recipient_unknown, "policy.recipient-unknown", "5.1.1", "",
		"policy.relay-denied" },
	{ "own box full", own_box_full, "policy.quota-full", "5.2.2", "", "policy.recipient-full" },
	{ "another's box full", other_box_full, "policy.recipient-full", "5.2.2", "",
		"policy.quota-full" },
	{ "test message broke off", sending_broke_off, "net.connection-lost", NULL, "", "" },
	{ "421 in the middle", gives_up_in_the_middle, "protocol.temporary-failure", "421", "",
		"protocol.greeting-refused auth.backend-unavailable" },
	{ "421 after too many tries", gives_up_after_too_many, "auth.too-many-attempts", "421", "",
		"protocol.temporary-failure" },
	{ "AUTH is unknown", login_unknown, "protocol.auth-not-offered", "502", "",
		"protocol.command-unknown" },
	{ "spam", spam, "policy.spam-content", "spam", "", "" },
	{ "token rejected", token_rejected, "oauth2.token-rejected", "Invalid credentials", "",
		"auth.credentials-rejected auth.less-secure-apps-blocked" },
	{ "token expired", token_expired, "oauth2.token-expired", "Invalid credentials", "",
		"oauth2.token-rejected" },
	{ "token lacks scope", token_lacks_scope, "oauth2.scope-insufficient", SMTP_NO, "",
		"oauth2.token-rejected" },
	{ "token, SMTP switched off", token_but_smtp_off, "auth.smtp-auth-disabled-mailbox",
		"535 5.7.3", "", "oauth2.scope-insufficient" },
	{ "LOGINDISABLED after TLS", oauth_only, "auth.oauth-only", "XOAUTH2", "",
		"tls.required" },
	{ "LOGINDISABLED before TLS", login_disabled_before_tls, "tls.required", NULL, "",
		"auth.oauth-only config.connect-insecure" },
	{ "no method that fits", kerberos_only, "protocol.mechanism-mismatch", "GSSAPI", "",
		"protocol.auth-not-offered" },
	{ "no login offered", no_auth, "protocol.auth-not-offered", NULL, "",
		"config.host-is-mx" },
	{ "MX as sending host", mx_as_host, "config.host-is-mx", NULL, "",
		"protocol.auth-not-offered" },
	{ "no login by token", no_oauth, "oauth2.mechanism-not-offered", "AUTH PLAIN", "", "" },
	{ "plain although TLS is there", plain_although_tls, "config.connect-insecure", NULL, "",
		"tls.none-available" },
	{ "plain because there is no TLS", plain_because_no_tls, "tls.none-available", NULL, "",
		"config.connect-insecure" },
	{ "plain, no login asked", plain_without_login, NULL, NULL,
		"config.connect-insecure/warning", "" },
	{ "source not confirmed", source_unconfirmed, "config.source-unconfirmed", "srv", "", "" },
	{ "control characters", control_characters, "auth.password-hidden-chars", NULL, "", "" },
	{ "no open protocols", tuta, "config.no-standard-access", NULL, "",
		"config.autoconfig-missing" },
	{ "bridge needed", proton_without_bridge, "config.bridge-needed", NULL, "",
		"config.autoconfig-missing config.no-standard-access" },
	{ "only POP3", only_pop3, NULL, NULL, "config.protocol-not-offered/warning", "" },
	{ "nothing to send with", only_imap, "config.no-submission", NULL, "",
		"config.autoconfig-missing" },
	{ "behind a filter", behind_filter, "config.mx-is-filter", "pphosted", "",
		"config.autoconfig-missing" },
	{ "behind a forwarder", behind_forwarder, "config.forward-only", "cloudflare", "",
		"config.mx-is-filter" },
	{ "moved, old server refuses", moved_and_refused, "config.domain-migrated", "google", "",
		"auth.credentials-rejected" },
	{ "moved, old server works", moved_but_works, NULL, NULL, "config.domain-migrated/warning",
		"" },
	{ "port 25", port25, NULL, NULL, "config.port25-for-submission/warning", "" },
	{ "autoconfig is a web page", autoconfig_html, NULL, NULL,
		"config.autoconfig-malformed/notice", "config.autoconfig-cert-mismatch" },
	{ "autoconfig certificate", autoconfig_certificate, NULL, NULL,
		"config.autoconfig-cert-mismatch/notice", "config.autoconfig-malformed" },
	{ "autodiscover wants a password", autodiscover_wants_password, NULL, NULL,
		"config.autodiscover-auth/notice", "" },
	{ "sources conflict", sources_conflict, NULL, NULL, "config.sources-conflict/notice", "" },
	{ "sources agree", sources_agree, NULL, NULL, "", "config.sources-conflict" },
	{ "published host is stale", published_wrong, NULL, NULL,
		"config.autoconfig-wrong/warning", "net.connection-refused" },
};

int main(void)
{
	return witness_main("verdict_login", cases, sizeof cases / sizeof cases[0]);
}
