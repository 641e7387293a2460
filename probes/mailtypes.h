/* SPDX-License-Identifier: MIT
 *
 * The small vocabulary that providers/ and probes/ share: what a mail service
 * is.  Nothing here allocates or does I/O.
 */
#ifndef MAILGUIDE_PROBES_MAILTYPES_H
#define MAILGUIDE_PROBES_MAILTYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mail_protocol { MAIL_IMAP, MAIL_POP3, MAIL_SMTP };
#define MAIL_PROTOCOLS 3

/* Transport security, in RFC 8314's words: implicit TLS from the first byte,
 * upgrade by STARTTLS (RFC 3207, RFC 9051) or STLS (RFC 2595), or none. */
enum mail_security { MAIL_TLS, MAIL_STARTTLS, MAIL_PLAIN };
#define MAIL_SECURITIES 3

/* How a provider says one may authenticate, as the ISPDB names it. */
enum mail_auth {
	MAIL_AUTH_UNSTATED,
	MAIL_AUTH_CLEARTEXT, /* password-cleartext: PLAIN, LOGIN, USER/PASS */
	MAIL_AUTH_ENCRYPTED, /* password-encrypted: CRAM-MD5, SCRAM */
	MAIL_AUTH_OAUTH2,    /* XOAUTH2, OAUTHBEARER */
	MAIL_AUTH_NONE
};
#define MAIL_AUTH_MAX 4

/* One way to reach a mailbox.  All strings are borrowed. */
struct mail_service {
	enum mail_protocol protocol;
	enum mail_security security;
	uint16_t port;
	const char *host;     /* ASCII (A-label) host name or address literal; may
	                         hold %EMAILDOMAIN% in a preset */
	const char *username; /* template with %EMAILADDRESS%, %EMAILLOCALPART%,
	                         %EMAILDOMAIN%; NULL where the source says nothing */
	enum mail_auth auth[MAIL_AUTH_MAX]; /* in order of preference, the rest
	                                       MAIL_AUTH_UNSTATED */
};

/* "imap", "pop3", "smtp" */
const char *mail_protocol_name(enum mail_protocol protocol);
/* "tls", "starttls", "plain" */
const char *mail_security_name(enum mail_security security);
/* "password-cleartext", "password-encrypted", "oauth2", "none"; "" if unstated */
const char *mail_auth_name(enum mail_auth auth);

/* 0 and *out set, or -1 if the name is not known.  Case matters. */
int mail_protocol_parse(const char *name, enum mail_protocol *out);
int mail_security_parse(const char *name, enum mail_security *out);
int mail_auth_parse(const char *name, enum mail_auth *out);

/* The registered port (RFC 8314 section 7.3, RFC 6409): IMAP 993/143, POP3
 * 995/110, SMTP submission 465/587; plain shares STARTTLS's port. */
uint16_t mail_default_port(enum mail_protocol protocol, enum mail_security security);
/* The security that a registered port implies; false if the port is not one of
 * the protocol's registered ports (25 counts for SMTP, as STARTTLS). */
bool mail_port_security(enum mail_protocol protocol, uint16_t port, enum mail_security *out);

#endif
