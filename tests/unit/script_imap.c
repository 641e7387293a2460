/* SPDX-License-Identifier: MIT */
#include "script.h"

#define ALICE .user = "alice@example.org", .pass = "correct horse \"7\"\\"
#define TOKEN .user = "bob@outlook.com", .pass = "EwBIA8l6BAAU-token_0123456789", .is_token = true
#define IMAP_TLS .protocol = MAIL_IMAP, .security = MAIL_TLS
#define IMAP_STARTTLS .protocol = MAIL_IMAP, .security = MAIL_STARTTLS
#define IMAP_PLAIN .protocol = MAIL_IMAP, .security = MAIL_PLAIN
#define FINISHED .end = END_FINISHED, .step = STEP_DONE
#define WORKS FINISHED, .login = LOGIN_OK, .ready = true, .proved = true, .greeted = true
#define REFUSED FINISHED, .login = LOGIN_REFUSED, .ready = true, .greeted = true

/* Greeting without capabilities, then the question. */
#define HELLO(WORDS) \
	"S: * OK ready\n" \
	"C: a001 CAPABILITY\n" \
	"S: * CAPABILITY IMAP4rev1 " WORDS "\n" \
	"S: a001 OK done\n" \
	"GATE\n"
#define EXAMINED(TAG, NEXT) \
	"C: " TAG " EXAMINE INBOX\n" \
	"S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\n" \
	"S: * OK [PERMANENTFLAGS ()] Read-only mailbox.\n" \
	"S: * 3 EXISTS\n" \
	"S: " TAG " OK [READ-ONLY] Examine completed.\n" \
	GOODBYE(NEXT)
#define GOODBYE(TAG) \
	"C: " TAG " LOGOUT\n" \
	"S: * BYE Logging out\n" \
	"S: " TAG " OK Logout completed.\n" \
	"END\n"

const struct script_case script_imap[] = {
	/* ---- greeting ---- */
	{ .name = "dovecot, capabilities in the greeting", IMAP_TLS, ALICE, WORKS,
		.mechanism = "PLAIN", .capability = "AUTH=PLAIN", .class = REPLY_OK,
		.response_code = "CAPABILITY", .text = "a001 OK [CAPABILITY IMAP4rev1 IDLE] Logged in",
		.script = "S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ AUTH=PLAIN AUTH=LOGIN] Dovecot ready.\n"
			"GATE\nC: a001 AUTHENTICATE PLAIN {plain}\n"
			"S: a001 OK [CAPABILITY IMAP4rev1 IDLE] Logged in\n" EXAMINED("a002", "a003") },
	{ .name = "BYE greeting", IMAP_TLS, .end = END_REFUSED, .step = STEP_GREETING,
		.class = REPLY_BYE, .response_code = "UNAVAILABLE",
		.text = "* BYE [UNAVAILABLE] Server shutting down.",
		.script = "S: * BYE [UNAVAILABLE] Server shutting down.\nEND\n" },
	{ .name = "PREAUTH greeting", IMAP_TLS, ALICE, FINISHED, .ready = true, .greeted = true,
		.bar = BAR_NO_MECHANISM, .script = "S: * PREAUTH [CAPABILITY IMAP4rev1] hello alice\n"
			"C: a001 CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: a001 OK done\nGATE\n"
			GOODBYE("a002") },
	{ .name = "PREAUTH in plain text keeps no encryption away", IMAP_STARTTLS, ALICE,
		.greeted = true, .end = END_REPLY, .step = STEP_STARTTLS, .class = REPLY_PERMANENT,
		.text = "a002 BAD Command received in Invalid state.",
		.script = "S: * PREAUTH hello\nC: a001 CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: a001 OK done\n"
			"C: a002 STARTTLS\nS: a002 BAD Command received in Invalid state.\nEND\n" },
	{ .name = "SMTP instead", IMAP_TLS, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "220 mail ESMTP", .script = "S: 220 mail ESMTP\nEND\n" },
	{ .name = "OKAY is not OK", IMAP_TLS, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "* OKAY", .script = "S: * OKAY\nEND\n" },
	{ .name = "empty line", IMAP_TLS, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "", .script = "S: \nEND\n" },

	/* ---- capabilities, STARTTLS ---- */
	{ .name = "courier, STARTTLS", IMAP_STARTTLS, ALICE, WORKS, .mechanism = "PLAIN",
		.forgotten = "STARTTLS", .capability = "AUTH=PLAIN",
		.script = "S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] Courier-IMAP ready.\n"
			"C: a001 CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\nS: a001 OK done\n"
			"C: a002 STARTTLS\nS: a002 OK [CAPABILITY IMAP4rev1 AUTH=GSSAPI] Begin TLS\nTLS\n"
			"C: a003 CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: a003 OK done\nGATE\n"
			"C: a004 AUTHENTICATE PLAIN\nS: + \nC: {plain}\nS: a004 OK LOGIN Ok.\n"
			EXAMINED("a005", "a006") },
	{ .name = "STARTTLS refused", IMAP_STARTTLS, .greeted = true, .end = END_REPLY,
		.step = STEP_STARTTLS, .class = REPLY_PERMANENT, .text = "a002 BAD STARTTLS unknown",
		.script = "S: * OK hi\nC: a001 CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: a001 OK done\n"
			"C: a002 STARTTLS\nS: a002 BAD STARTTLS unknown\nEND\n" },
	{ .name = "CAPABILITY refused", IMAP_PLAIN, FINISHED, .ready = true, .greeted = true,
		.script = "S: * OK hi\nC: a001 CAPABILITY\nS: a001 BAD no\nPASS\n" GOODBYE("a002") },
	{ .name = "plain mode", IMAP_PLAIN, ALICE, FINISHED, .ready = true, .greeted = true,
		.capability = "LOGINDISABLED", .bar = BAR_NO_MECHANISM,
		.script = HELLO("STARTTLS LOGINDISABLED") GOODBYE("a002") },
	{ .name = "lines nobody asked for", IMAP_PLAIN, FINISHED, .ready = true, .greeted = true,
		.capability = "IDLE", .script = "S: * OK hi\nC: a001 CAPABILITY\nS: * 7 EXISTS\n"
			"S: * OK still here\nS: * CAPABILITY IMAP4rev1\nS: * CAPABILITY IDLE\nS: + what\n"
			"S: a000 OK to something else\nS: a001 OK done\nPASS\n" GOODBYE("a002") },
	{ .name = "untagged BYE, then closed", IMAP_PLAIN, .greeted = true, .end = END_REFUSED,
		.step = STEP_HELLO, .class = REPLY_BYE, .text = "* BYE Disconnected for inactivity.",
		.script = "S: * OK hi\nC: a001 CAPABILITY\nS: * BYE Disconnected for inactivity.\nCLOSE\n" },
	{ .name = "untagged BYE, then silence", IMAP_PLAIN, .greeted = true, .end = END_REFUSED,
		.step = STEP_HELLO, .class = REPLY_BYE, .response_code = "OVERQUOTA",
		.text = "* BYE [OVERQUOTA] Account exceeded command or bandwidth limits. x1",
		.script = "S: * OK hi\nC: a001 CAPABILITY\n"
			"S: * BYE [OVERQUOTA] Account exceeded command or bandwidth limits. x1\nTIMEOUT\n" },
	{ .name = "lower case, several gaps", IMAP_PLAIN, FINISHED, .ready = true, .greeted = true,
		.capability = "auth=plain", .script = "S: * ok hi\nC: a001 CAPABILITY\n"
			"S: * capability imap4rev1  auth=plain \nS: a001 ok done\nPASS\n" GOODBYE("a002") },

	/* ---- literals ---- */
	{ .name = "a literal looks like the reply", IMAP_PLAIN, FINISHED, .ready = true,
		.greeted = true, .capability = "IDLE",
		.script = "S: * OK hi\nC: a001 CAPABILITY\nS: * LIST () \"/\" {26}\nS: a001 OK fake\n"
			"S: * BYE fake\nS: a)\nS: * CAPABILITY IDLE\nS: a001 OK done\nPASS\n" GOODBYE("a002") },
	{ .name = "a literal ends with the line", IMAP_PLAIN, FINISHED, .ready = true,
		.greeted = true, .capability = "IDLE",
		.script = "S: * OK hi\nC: a001 CAPABILITY\nS: * X {5}\nS: abc\nS: a001 OK tail\n"
			"S: * CAPABILITY IDLE\nS: a001 OK done\nPASS\n" GOODBYE("a002") },
	{ .name = "a literal behind a literal", IMAP_PLAIN, FINISHED, .ready = true, .greeted = true,
		.script = "S: * OK hi\nC: a001 CAPABILITY\nS: * X {3}\nS: abc {4+}\nS: wxyz tail\n"
			"S: a001 OK done\nPASS\n" GOODBYE("a002") },
	{ .name = "an empty literal", IMAP_PLAIN, FINISHED, .ready = true, .greeted = true,
		.script = "S: * OK hi\nC: a001 CAPABILITY\nS: * X {0}\nS: a001 OK tail of X\n"
			"S: a001 OK done\nPASS\n" GOODBYE("a002") },
	{ .name = "braces in words for people", IMAP_PLAIN, FINISHED, .ready = true, .greeted = true,
		.script = "S: * OK hi {12}\nC: a001 CAPABILITY\nS: * OK alert {500}\nS: a001 OK done\nPASS\n"
			GOODBYE("a002") },
	{ .name = "a literal over the cap", IMAP_PLAIN, .greeted = true, .end = END_FLOOD,
		.step = STEP_HELLO, .class = REPLY_MALFORMED, .text = "* X {99999999999999999999999}",
		.script = "S: * OK hi\nC: a001 CAPABILITY\nS: * X {99999999999999999999999}\nEND\n" },

	/* ---- login ---- */
	{ .name = "quoted strings", IMAP_TLS, .user = "o\"hara\\", .pass = "quote\" back\\ {1}%",
		WORKS, .mechanism = "LOGIN command",
		.script = HELLO("") "C: a002 LOGIN \"o\\\"hara\\\\\" \"quote\\\" back\\\\ {1}%\"\n"
			"S: a002 OK in\n" EXAMINED("a003", "a004") },
	{ .name = "literals that wait", IMAP_TLS, .user = "j\xc3\xb6rg", .pass = "gr\xc3\xbc\xc3\x9f dich",
		WORKS, .mechanism = "LOGIN command",
		.script = HELLO("") "C: a002 LOGIN {5}\nS: + go on\nC: j\xc3\xb6rg {11}\nS: + go on\n"
			"C: gr\xc3\xbc\xc3\x9f dich\nS: a002 OK in\n" EXAMINED("a003", "a004") },
	{ .name = "a literal that waits for the password only", IMAP_TLS, .user = "joerg",
		.pass = "gr\xc3\xbc\xc3\x9f dich", WORKS,
		.script = HELLO("") "C: a002 LOGIN \"joerg\" {11}\nS: + go on\nC: gr\xc3\xbc\xc3\x9f dich\n"
			"S: a002 OK in\n" EXAMINED("a003", "a004") },
	{ .name = "a literal that does not wait", IMAP_TLS, .user = "joerg",
		.pass = "gr\xc3\xbc\xc3\x9f dich", WORKS,
		.script = HELLO("LITERAL+") "C: a002 LOGIN \"joerg\" {11+}\nC: gr\xc3\xbc\xc3\x9f dich\n"
			"S: a002 OK in\n" EXAMINED("a003", "a004") },
	{ .name = "LITERAL- is enough", IMAP_TLS, .user = "joerg", .pass = "line\r\nbreak", WORKS,
		.script = HELLO("LITERAL-") "C: a002 LOGIN \"joerg\" {11+}\nC: line\nC: break\n"
			"S: a002 OK in\n" EXAMINED("a003", "a004") },
	{ .name = "literal refused", IMAP_TLS, .user = "joerg", .pass = "gr\xc3\xbc\xc3\x9f dich",
		REFUSED, .class = REPLY_PERMANENT, .text = "a002 BAD no literals here",
		.script = HELLO("") "C: a002 LOGIN \"joerg\" {11}\nS: a002 BAD no literals here\n"
			GOODBYE("a003") },
	{ .name = "NUL in the password", IMAP_TLS, .user = "joerg", .pass = "nul\0inside",
		.pass_length = 10, FINISHED, .ready = true, .greeted = true, .bar = BAR_SECRET_UNFIT,
		.script = HELLO("") GOODBYE("a002") },
	{ .name = "SASL although LOGIN is disabled", IMAP_TLS, ALICE, WORKS, .mechanism = "PLAIN",
		.script = HELLO("LOGINDISABLED AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\n"
			"S: a002 OK in\n" EXAMINED("a003", "a004") },
	{ .name = "SASL LOGIN", IMAP_TLS, ALICE, WORKS, .mechanism = "LOGIN",
		.script = HELLO("AUTH=LOGIN") "C: a002 AUTHENTICATE LOGIN\nS: + VXNlcm5hbWU6\nC: {user64}\n"
			"S: + UGFzc3dvcmQ6\nC: {pass64}\nS: a002 OK in\n" EXAMINED("a003", "a004") },
	{ .name = "asked with words for people", IMAP_TLS, ALICE, WORKS, .mechanism = "PLAIN",
		.script = HELLO("AUTH=PLAIN") "C: a002 AUTHENTICATE PLAIN\nS: + go ahead, client\nC: {plain}\n"
			"S: a002 OK in\n" EXAMINED("a003", "a004") },
	{ .name = "SCRAM needs an asking first", IMAP_TLS, ALICE, REFUSED, .mechanism = "SCRAM-SHA-256",
		.class = REPLY_PERMANENT, .response_code = "AUTHENTICATIONFAILED",
		.text = "a002 NO [AUTHENTICATIONFAILED] Authentication failed.",
		.script = HELLO("AUTH=SCRAM-SHA-256") "C: a002 AUTHENTICATE SCRAM-SHA-256\nS: +\nC~ biws\n"
			"S: a002 NO [AUTHENTICATIONFAILED] Authentication failed.\n" GOODBYE("a003") },
	{ .name = "outlook, tokens only", IMAP_TLS, .user = "bob@outlook.com", .pass = "hunter2hunter2",
		FINISHED, .ready = true, .greeted = true, .bar = BAR_NO_MECHANISM,
		.capability = "AUTH=XOAUTH2",
		.script = "S: * OK The Microsoft Exchange IMAP4 service is ready. [TABPADEAUA==]\n"
			"C: a001 CAPABILITY\nS: * CAPABILITY IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR "
			"UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+\nS: a001 OK CAPABILITY completed.\n"
			"GATE\n" GOODBYE("a002") },
	{ .name = "outlook, authenticated but not connected", IMAP_TLS, TOKEN, FINISHED,
		.login = LOGIN_OK, .ready = true, .greeted = true, .proved = false, .mechanism = "XOAUTH2",
		.class = REPLY_OK, .text = "a002 OK AUTHENTICATE completed.",
		.script = HELLO("AUTH=XOAUTH2 SASL-IR ID") "C: a002 AUTHENTICATE XOAUTH2 {xoauth2}\n"
			"S: a002 OK AUTHENTICATE completed.\nC~ a003 ID (\"name\" \"mailguide\" \"version\" \"\n"
			"S: * ID (\"name\" \"Microsoft.Exchange.Imap4.Imap4Server\")\nS: a003 OK ID completed\n"
			"C: a004 EXAMINE INBOX\nS: a004 BAD User is authenticated but not connected.\n"
			GOODBYE("a005") },
	{ .name = "gmail, token refused", IMAP_TLS, TOKEN, REFUSED, .mechanism = "XOAUTH2",
		.class = REPLY_PERMANENT, .response_code = "AUTHENTICATIONFAILED",
		.text = "a002 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
		.challenge = "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}",
		.script = HELLO("AUTH=XOAUTH2 SASL-IR") "C: a002 AUTHENTICATE XOAUTH2 {xoauth2}\n"
			"S: + eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==\n"
			"C: \nS: a002 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\n" GOODBYE("a003") },
	{ .name = "gmail, web login", IMAP_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.response_code = "ALERT",
		.text = "* NO [WEBALERT https://accounts.google.com/signin/continue?x] Web login required.\n"
			"a002 NO [ALERT] Please log in via your web browser: https://support.google.com/mail/78754 (Failure)",
		.script = HELLO("AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\n"
			"S: * NO [WEBALERT https://accounts.google.com/signin/continue?x] Web login required.\n"
			"S: a002 NO [ALERT] Please log in via your web browser: https://support.google.com/mail/78754 (Failure)\n"
			GOODBYE("a003") },
	{ .name = "the code stands in an untagged line", IMAP_TLS, ALICE, REFUSED,
		.class = REPLY_PERMANENT, .response_code = "WEBALERT",
		.text = "* NO [webalert x] Log in.\na002 NO failed",
		.script = HELLO("AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\n"
			"S: * NO [webalert x] Log in.\nS: a002 NO failed\n" GOODBYE("a003") },
	{ .name = "BYE before the judgement", IMAP_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.response_code = "AUTHENTICATIONFAILED",
		.text = "* BYE Too many failures\na002 NO [AUTHENTICATIONFAILED] No.",
		.script = HELLO("AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\n"
			"S: * BYE Too many failures\nS: a002 NO [AUTHENTICATIONFAILED] No.\nC: a003 LOGOUT\nCLOSE\n" },
	{ .name = "BYE instead of a judgement", IMAP_TLS, ALICE, .ready = true, .greeted = true,
		.end = END_REFUSED, .step = STEP_LOGIN, .login = LOGIN_REFUSED, .class = REPLY_BYE,
		.text = "* BYE Disconnected: Auth process broken",
		.script = HELLO("AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\n"
			"S: * BYE Disconnected: Auth process broken\nCLOSE\n" },
	{ .name = "temporary failure", IMAP_TLS, ALICE, REFUSED, .class = REPLY_TRANSIENT,
		.response_code = "UNAVAILABLE",
		.text = "a002 NO [UNAVAILABLE] Temporary authentication failure. [mx:2024]",
		.script = HELLO("AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\n"
			"S: a002 NO [UNAVAILABLE] Temporary authentication failure. [mx:2024]\n" GOODBYE("a003") },
	{ .name = "ID refused does not matter", IMAP_TLS, ALICE, WORKS,
		.script = HELLO("AUTH=PLAIN SASL-IR ID") "C: a002 AUTHENTICATE PLAIN {plain}\nS: a002 OK in\n"
			"C~ a003 ID (\nS: a003 BAD what\n" EXAMINED("a004", "a005") },
	{ .name = "no inbox", IMAP_TLS, ALICE, FINISHED, .login = LOGIN_OK, .ready = true,
		.greeted = true, .script = HELLO("AUTH=PLAIN SASL-IR")
			"C: a002 AUTHENTICATE PLAIN {plain}\nS: a002 OK in\nC: a003 EXAMINE INBOX\n"
			"S: a003 NO [NONEXISTENT] Unknown Mailbox: INBOX (Failure)\n" GOODBYE("a004") },
	{ .name = "closed while the inbox opens", IMAP_TLS, ALICE, .login = LOGIN_OK, .ready = true,
		.greeted = true, .end = END_CLOSED, .step = STEP_PROOF,
		.script = HELLO("AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\nS: a002 OK in\n"
			"C: a003 EXAMINE INBOX\nCLOSE\n" },

	/* ---- servers that repeat what they heard ---- */
	{ .name = "the command comes back", IMAP_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.text = "a002 BAD unknown: a002 LOGIN \"alice@example.org\" \"<redacted>\"",
		.script = HELLO("") "C: a002 LOGIN \"alice@example.org\" \"correct horse \\\"7\\\"\\\\\"\n"
			"S: a002 BAD unknown: {echo}\n" GOODBYE("a003") },
	{ .name = "half the base64 comes back", IMAP_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.text = "a002 BAD bad data: <redacted>...",
		.script = HELLO("AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\n"
			"S: a002 BAD bad data: AGFsaWNlQGV4YW1wbGUub3JnAGNvcnJlY3Q...\n" GOODBYE("a003") },
	{ .name = "the secret is a response code", IMAP_TLS, ALICE, REFUSED,
		.script = HELLO("AUTH=PLAIN SASL-IR") "C: a002 AUTHENTICATE PLAIN {plain}\n"
			"S: * NO [{pass}] x\nS: * X {100}\nS: {pass}{plain}{long:56}\nS: a002 NO [{plain}] no\n"
			GOODBYE("a003") },
	{ .name = "the name is the password", IMAP_TLS, .user = "demo-demo", .pass = "demo-demo",
		REFUSED, .script = HELLO("") "C: a002 LOGIN \"demo-demo\" \"demo-demo\"\n"
			"S: a002 NO wrong for demo-demo\n" GOODBYE("a003") },
};
const int script_imap_count = sizeof script_imap / sizeof script_imap[0];
