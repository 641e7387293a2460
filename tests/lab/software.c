/* SPDX-License-Identifier: MIT
 *
 * Wordings as the real servers send them; the first row is the default.
 */
#include "software.h"

#include <string.h>

#define LIST(...) (const char *const []){ __VA_ARGS__, NULL }

#define DOVECOT_IMAP "IMAP4rev1", "SASL-IR", "LOGIN-REFERRALS", "ID", "ENABLE", "IDLE", "LITERAL+"
#define POSTFIX_HELLO "PIPELINING", "SIZE 52428800", "ENHANCEDSTATUSCODES", "8BITMIME", \
	"SMTPUTF8", "CHUNKING"
#define DOVECOT_POP3 "CAPA", "TOP", "UIDL", "RESP-CODES", "PIPELINING", "AUTH-RESP-CODE"

#define GMAIL_IMAP "IMAP4rev1", "UNSELECT", "IDLE", "NAMESPACE", "QUOTA", "ID", "XLIST", \
	"CHILDREN", "X-GM-EXT-1", "XYZZY", "SASL-IR"
#define GMAIL_HELLO "SIZE 35882577", "8BITMIME", "ENHANCEDSTATUSCODES", "PIPELINING", \
	"CHUNKING", "SMTPUTF8"
#define GMAIL_AUTH "AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH"

#define MICROSOFT_IMAP "IMAP4", "IMAP4rev1", "SASL-IR", "UIDPLUS", "MOVE", "ID", "UNSELECT", \
	"CHILDREN", "IDLE", "NAMESPACE", "LITERAL+"
#define MICROSOFT_HELLO "SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", \
	"8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8"

static const struct software softwares[] = {
	{ "generic", { /* Dovecot and Postfix */
		[LAB_IMAP] = {
			"* OK [CAPABILITY {capability}] Dovecot (Debian) ready.",
			LIST(DOVECOT_IMAP, "LOGINDISABLED"),
			LIST(DOVECOT_IMAP, "AUTH=PLAIN", "AUTH=LOGIN"),
			"{tag} OK Logged in",
			"{tag} NO [AUTHENTICATIONFAILED] Authentication failed." },
		[LAB_POP3] = {
			"+OK Dovecot (Debian) ready.",
			LIST(DOVECOT_POP3),
			LIST(DOVECOT_POP3, "USER", "SASL PLAIN LOGIN"),
			"+OK Logged in.",
			"-ERR [AUTH] Authentication failed." },
		[LAB_SMTP] = {
			"220 {host} ESMTP Postfix (Debian/GNU)",
			LIST(POSTFIX_HELLO),
			LIST(POSTFIX_HELLO, "AUTH PLAIN LOGIN"),
			"235 2.7.0 Authentication successful",
			"535 5.7.8 Error: authentication failed: (reason unavailable)" } } },
	{ "gmail", {
		[LAB_IMAP] = {
			"* OK Gimap ready for requests from 192.0.2.1 a1mb2c3d",
			LIST(GMAIL_IMAP, "AUTH=XOAUTH2", "AUTH=PLAIN", "AUTH=OAUTHBEARER"),
			LIST(GMAIL_IMAP, "AUTH=XOAUTH2", "AUTH=PLAIN", "AUTH=PLAIN-CLIENTTOKEN",
				"AUTH=OAUTHBEARER"),
			"{tag} OK {user} authenticated (Success)",
			"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)" },
		[LAB_POP3] = {
			"+OK Gpop ready for requests from 192.0.2.1 a1mb2c3d",
			LIST("USER", "RESP-CODES", "EXPIRE 0", "LOGIN-DELAY 300", "TOP", "UIDL"),
			LIST("USER", "RESP-CODES", "EXPIRE 0", "LOGIN-DELAY 300", "TOP", "UIDL",
				"X-GOOGLE-RICO", "SASL PLAIN XOAUTH2 OAUTHBEARER"),
			"+OK Welcome.",
			"-ERR [AUTH] Username and password not accepted." },
		[LAB_SMTP] = {
			"220 {host} ESMTP a1-20020a0560001a8100b0033 - gsmtp",
			LIST(GMAIL_HELLO),
			LIST(GMAIL_HELLO, GMAIL_AUTH),
			"235 2.7.0 Accepted",
			"535-5.7.8 Username and Password not accepted. For more information, go to\n"
				"535 5.7.8  https://support.google.com/mail/?p=BadCredentials "
				"a1-20020a0560001a8100b0033 - gsmtp" } } },
	{ "microsoft", { /* Exchange Online and Outlook.com */
		[LAB_IMAP] = {
			"* OK The Microsoft Exchange IMAP4 service is ready.",
			LIST(MICROSOFT_IMAP, "LOGINDISABLED"),
			LIST(MICROSOFT_IMAP, "AUTH=PLAIN", "AUTH=XOAUTH2"),
			"{tag} OK AUTHENTICATE completed.",
			"{tag} NO LOGIN failed." },
		[LAB_POP3] = {
			"+OK The Microsoft Exchange POP3 service is ready.",
			LIST("TOP", "UIDL"),
			LIST("TOP", "UIDL", "SASL PLAIN XOAUTH2", "USER"),
			"+OK User successfully logged on.",
			"-ERR Logon failure: unknown user name or bad password." },
		[LAB_SMTP] = {
			"220 AM0PR01CA0123.outlook.office365.com Microsoft ESMTP MAIL Service ready",
			LIST(MICROSOFT_HELLO),
			LIST(MICROSOFT_HELLO, "AUTH LOGIN XOAUTH2"),
			"235 2.7.0 Authentication successful",
			"535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. "
				"[AM0PR01CA0123.eurprd01.prod.exchangelabs.com]" } } },
	{ "yahoo", {
		[LAB_IMAP] = {
			"* OK [CAPABILITY {capability}] IMAP4rev1 imapgate-1.9.9 "
				"imap001.mail.ne1.yahoo.com",
			LIST("IMAP4rev1", "SASL-IR", "AUTH=PLAIN", "AUTH=XOAUTH2", "ID"),
			LIST("IMAP4rev1", "SASL-IR", "AUTH=PLAIN", "AUTH=XOAUTH2", "AUTH=OAUTHBEARER",
				"ID", "MOVE", "NAMESPACE", "UIDPLUS", "LITERAL+", "CHILDREN", "UNSELECT"),
			"{tag} OK AUTHENTICATE completed",
			"{tag} NO [AUTHENTICATIONFAILED] AUTHENTICATE Invalid credentials" },
		[LAB_POP3] = {
			"+OK Hello from jpop-0.1",
			LIST("USER", "UIDL", "TOP"),
			LIST("USER", "UIDL", "TOP", "SASL PLAIN XOAUTH2"),
			"+OK welcome to mail",
			"-ERR [AUTH] (#MBR1212) Incorrect username or password." },
		[LAB_SMTP] = {
			"220 smtp.mail.yahoo.com ESMTP ready",
			LIST("PIPELINING", "SIZE 41697280", "8BITMIME"),
			LIST("PIPELINING", "SIZE 41697280", "8BITMIME",
				"AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER"),
			"235 2.0.0 OK",
			"535 5.7.0 (#MBR1212) Incorrect username or password." } } },
	{ "exim-courier", {
		[LAB_IMAP] = {
			"* OK [CAPABILITY {capability}] Courier-IMAP ready.",
			LIST("IMAP4rev1", "UIDPLUS", "CHILDREN", "NAMESPACE", "IDLE"),
			LIST("IMAP4rev1", "UIDPLUS", "CHILDREN", "NAMESPACE", "IDLE", "AUTH=PLAIN",
				"AUTH=CRAM-MD5"),
			"{tag} OK LOGIN Ok.",
			"{tag} NO Login failed." },
		[LAB_POP3] = {
			"+OK Hello there.",
			LIST("TOP", "USER", "LOGIN-DELAY 10", "PIPELINING", "UIDL"),
			LIST("TOP", "USER", "LOGIN-DELAY 10", "PIPELINING", "UIDL", "SASL PLAIN"),
			"+OK logged in.",
			"-ERR Login failed." },
		[LAB_SMTP] = {
			"220 {host} ESMTP Exim 4.96",
			LIST("SIZE 52428800", "8BITMIME", "PIPELINING"),
			LIST("SIZE 52428800", "8BITMIME", "PIPELINING", "AUTH PLAIN LOGIN CRAM-MD5"),
			"235 Authentication succeeded",
			"535 Incorrect authentication data" } } },
};

const struct software *software_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof softwares / sizeof softwares[0]; i++)
		if (strcmp(softwares[i].name, name) == 0)
			return &softwares[i];
	return NULL;
}

const char *software_name_at(size_t index)
{
	return index < sizeof softwares / sizeof softwares[0] ? softwares[index].name : NULL;
}
