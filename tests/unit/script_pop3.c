/* SPDX-License-Identifier: MIT */
#include "script.h"

#define ALICE .user = "alice@example.org", .pass = " correct  horse 7 "
#define TOKEN .user = "bob@outlook.com", .pass = "EwBIA8l6BAAU-token_0123456789", .is_token = true
#define POP3_TLS .protocol = MAIL_POP3, .security = MAIL_TLS
#define POP3_STLS .protocol = MAIL_POP3, .security = MAIL_STARTTLS
#define POP3_PLAIN .protocol = MAIL_POP3, .security = MAIL_PLAIN
#define FINISHED .end = END_FINISHED, .step = STEP_DONE
#define WORKS FINISHED, .login = LOGIN_OK, .ready = true, .proved = true, .greeted = true
#define REFUSED FINISHED, .login = LOGIN_REFUSED, .ready = true, .greeted = true

#define HELLO(LINES) \
	"S: +OK ready\n" \
	"C: CAPA\n" \
	"S: +OK Capability list follows\n" \
	"S: TOP\n" \
	LINES \
	"S: UIDL\n" \
	"S: .\n" \
	"GATE\n"
#define GOODBYE "C: QUIT\nS: +OK Bye\nEND\n"
#define PROVED "C: STAT\nS: +OK 2 320\n" GOODBYE
#define LONG_PASS \
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890" \
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"

const struct script_case script_pop3[] = {
	/* ---- greeting ---- */
	{ .name = "APOP banner is ignored", POP3_TLS, ALICE, WORKS, .mechanism = "USER/PASS",
		.class = REPLY_OK, .text = "+OK Logged in.",
		.script = "S: +OK POP3 ready <1896.697170952@dbc.mtview.ca.us>\nC: CAPA\nS: -ERR what\nGATE\n"
			"C: USER alice@example.org\nS: +OK\nC: PASS  correct  horse 7 \nS: +OK Logged in.\n" PROVED },
	{ .name = "greeting refused", POP3_TLS, .end = END_REFUSED, .step = STEP_GREETING,
		.class = REPLY_TRANSIENT, .response_code = "SYS/TEMP",
		.text = "-ERR [sys/temp] Try later", .script = "S: -ERR [sys/temp] Try later\nEND\n" },
	{ .name = "IMAP instead", POP3_TLS, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "* OK Dovecot ready.", .script = "S: * OK Dovecot ready.\nEND\n" },
	{ .name = "+OKAY is not +OK", POP3_TLS, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "+OKAY", .script = "S: +OKAY\nEND\n" },
	{ .name = "asked to go on instead of greeted", POP3_TLS, .end = END_REPLY,
		.step = STEP_GREETING, .class = REPLY_CONTINUE, .text = "+ ", .script = "S: + \nEND\n" },

	/* ---- CAPA, STLS ---- */
	{ .name = "dovecot, STLS", POP3_STLS, ALICE, WORKS, .mechanism = "PLAIN",
		.forgotten = "STLS", .capability = "SASL PLAIN",
		.script = "S: +OK Dovecot (Debian) ready.\nC: CAPA\nS: +OK\nS: CAPA\nS: STLS\nS: SASL\nS: .\n"
			"C: STLS\nS: +OK Begin TLS negotiation now.\nTLS\nC: CAPA\nS: +OK\nS: USER\n"
			"S: SASL PLAIN LOGIN\nS: .\nGATE\nC: AUTH PLAIN {plain}\nS: +OK Logged in.\n" PROVED },
	{ .name = "STLS not offered and unknown", POP3_STLS, .greeted = true, .end = END_REPLY,
		.step = STEP_STARTTLS, .class = REPLY_PERMANENT, .text = "-ERR Unknown command.",
		.script = "S: +OK hi\nC: CAPA\nS: -ERR Unknown command.\nC: STLS\nS: -ERR Unknown command.\nEND\n" },
	{ .name = "CAPA lost after TLS", POP3_STLS, ALICE, WORKS, .mechanism = "USER/PASS",
		.forgotten = "SASL CRAM-MD5",
		.script = "S: +OK hi\nC: CAPA\nS: +OK\nS: SASL CRAM-MD5\nS: STLS\nS: .\nC: STLS\nS: +OK\nTLS\n"
			"C: CAPA\nS: -ERR\nGATE\nC: USER alice@example.org\nS: +OK\nC: PASS {pass}\nS: +OK\n" PROVED },
	{ .name = "stuffed dots in the list", POP3_PLAIN, FINISHED, .ready = true, .greeted = true,
		.capability = ".X-DOT",
		.script = "S: +OK hi\nC: CAPA\nS: +OK\nS: ..X-DOT\nS: -ERR no end\nS: .\nPASS\n" GOODBYE },
	{ .name = "closed inside the list", POP3_PLAIN, .greeted = true, .end = END_CLOSED,
		.step = STEP_HELLO, .class = REPLY_MALFORMED, .text = "+OK\nTOP",
		.script = "S: +OK hi\nC: CAPA\nS: +OK\nS: TOP\nCLOSE\n" },

	/* ---- login ---- */
	{ .name = "gmail, POP switched off", POP3_TLS, ALICE, REFUSED, .mechanism = "PLAIN",
		.class = REPLY_PERMANENT, .response_code = "SYS/PERM",
		.text = "-ERR [SYS/PERM] Your account is not enabled for POP access.",
		.script = HELLO("S: USER\nS: SASL PLAIN XOAUTH2 OAUTHBEARER\n") "C: AUTH PLAIN {plain}\n"
			"S: -ERR [SYS/PERM] Your account is not enabled for POP access.\n" GOODBYE },
	{ .name = "dovecot, backend down", POP3_TLS, ALICE, REFUSED, .class = REPLY_TRANSIENT,
		.response_code = "SYS/TEMP", .text = "-ERR [SYS/TEMP] Temporary authentication failure.",
		.script = HELLO("S: SASL PLAIN\n") "C: AUTH PLAIN {plain}\n"
			"S: -ERR [SYS/TEMP] Temporary authentication failure.\n" GOODBYE },
	{ .name = "mailbox locked", POP3_TLS, ALICE, REFUSED, .class = REPLY_TRANSIENT,
		.response_code = "IN-USE", .text = "-ERR [IN-USE] Maximum number of connections exceeded",
		.script = HELLO("S: USER\n") "C: USER alice@example.org\nS: +OK\nC: PASS {pass}\n"
			"S: -ERR [IN-USE] Maximum number of connections exceeded\n" GOODBYE },
	{ .name = "USER refused", POP3_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.response_code = "AUTH",
		.text = "-ERR [AUTH] Cleartext authentication disallowed on non-secure (SSL/TLS) connections.",
		.script = HELLO("S: USER\n") "C: USER alice@example.org\n"
			"S: -ERR [AUTH] Cleartext authentication disallowed on non-secure (SSL/TLS) connections.\n"
			GOODBYE },
	{ .name = "neither USER nor SASL listed", POP3_TLS, ALICE, WORKS, .mechanism = "USER/PASS",
		.script = HELLO("") "C: USER alice@example.org\nS: +OK\nC: PASS {pass}\nS: +OK\n" PROVED },
	{ .name = "tokens only", POP3_TLS, ALICE, FINISHED, .ready = true, .greeted = true,
		.bar = BAR_NO_MECHANISM, .script = HELLO("S: SASL XOAUTH2\n") GOODBYE },
	{ .name = "initial response too long for POP3", POP3_TLS, .user = "alice", .pass = LONG_PASS,
		WORKS, .mechanism = "PLAIN", .script = HELLO("S: SASL PLAIN\n")
			"C: AUTH PLAIN\nS: + \nC: {plain}\nS: +OK\n" PROVED },
	{ .name = "LOGIN", POP3_TLS, ALICE, WORKS, .mechanism = "LOGIN",
		.script = HELLO("S: SASL LOGIN\n") "C: AUTH LOGIN\nS: + VXNlcm5hbWU6\nC: {user64}\n"
			"S: + UGFzc3dvcmQ6\nC: {pass64}\nS: +OK\n" PROVED },
	{ .name = "CRAM-MD5", POP3_TLS, ALICE, WORKS, .mechanism = "CRAM-MD5",
		.script = HELLO("S: SASL CRAM-MD5\n") "C: AUTH CRAM-MD5\nS: + PDEuMkBhPg==\nC~ YWxpY2VAZXhhbXBsZS5vcmcg\n"
			"S: +OK\n" PROVED },
	{ .name = "outlook, XOAUTH2 in two lines", POP3_TLS, TOKEN, WORKS, .mechanism = "XOAUTH2",
		.script = HELLO("S: SASL PLAIN XOAUTH2\nS: USER\n")
			"C: AUTH XOAUTH2\nS: + \nC: {xoauth2}\nS: +OK User successfully logged on.\n" PROVED },
	{ .name = "gmail, token refused", POP3_TLS, TOKEN, REFUSED, .mechanism = "XOAUTH2",
		.class = REPLY_PERMANENT, .response_code = "AUTH", .text = "-ERR [AUTH] Invalid credentials.",
		.challenge = "{\"status\":\"400\"}",
		.script = HELLO("S: SASL XOAUTH2\n") "C: AUTH XOAUTH2\nS: +\nC: {xoauth2}\n"
			"S: + eyJzdGF0dXMiOiI0MDAifQ==\nC: \nS: -ERR [AUTH] Invalid credentials.\n" GOODBYE },
	{ .name = "OAUTHBEARER", POP3_TLS, TOKEN, WORKS, .mechanism = "OAUTHBEARER",
		.script = HELLO("S: SASL OAUTHBEARER\n") "C: AUTH OAUTHBEARER {bearer}\nS: +OK\n" PROVED },
	{ .name = "line break in the password", POP3_TLS, .user = "alice", .pass = "two\r\nlines",
		FINISHED, .ready = true, .greeted = true, .bar = BAR_SECRET_UNFIT,
		.mechanism = "USER/PASS", .script = HELLO("S: USER\n") GOODBYE },
	{ .name = "line break in the password, SASL carries it", POP3_TLS, .user = "alice",
		.pass = "two\r\nlines", WORKS, .mechanism = "PLAIN",
		.script = HELLO("S: SASL PLAIN\n") "C: AUTH PLAIN {plain}\nS: +OK\n" PROVED },
	{ .name = "line break in the name", POP3_TLS, .user = "alice\r\nDELE 1", .pass = "fine-as-it-is",
		FINISHED, .ready = true, .greeted = true, .bar = BAR_SECRET_UNFIT,
		.script = HELLO("S: USER\n") GOODBYE },
	{ .name = "NUL in the password", POP3_TLS, .user = "alice", .pass = "nul\0inside",
		.pass_length = 10, FINISHED, .ready = true, .greeted = true, .bar = BAR_SECRET_UNFIT,
		.script = HELLO("S: USER\n") GOODBYE },
	{ .name = "asked in base64 inside USER and PASS", POP3_TLS, ALICE, REFUSED,
		.script = HELLO("S: USER\n") "C: USER alice@example.org\nS: + \nC: *\nS: -ERR\n" GOODBYE },
	{ .name = "STAT refused", POP3_TLS, ALICE, FINISHED, .login = LOGIN_OK, .ready = true,
		.greeted = true, .script = HELLO("S: SASL PLAIN\n") "C: AUTH PLAIN {plain}\nS: +OK\nC: STAT\n"
			"S: -ERR [SYS/TEMP] Mailbox cannot be opened\n" GOODBYE },
	{ .name = "closed at login", POP3_TLS, ALICE, .ready = true, .greeted = true,
		.end = END_CLOSED, .step = STEP_LOGIN, .login = LOGIN_INTERRUPTED,
		.script = HELLO("S: USER\n") "C: USER alice@example.org\nS: +OK\nC: PASS {pass}\nCLOSE\n" },

	/* ---- servers that repeat what they heard ---- */
	{ .name = "the line comes back", POP3_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.text = "-ERR bad command: PASS <redacted>",
		.script = HELLO("S: USER\n") "C: USER alice@example.org\nS: +OK\nC: PASS {pass}\n"
			"S: -ERR bad command: {echo}\n" GOODBYE },
	{ .name = "the secret as a code", POP3_TLS, TOKEN, REFUSED,
		.script = HELLO("S: SASL XOAUTH2\n") "C: AUTH XOAUTH2\nS: + \nC: {xoauth2}\n"
			"S: -ERR [{pass}] {xoauth2}\n" GOODBYE },
	{ .name = "the name is the password", POP3_TLS, .user = "demo", .pass = "demo", REFUSED,
		.script = HELLO("S: USER\n") "C: USER demo\nS: +OK demo is welcome\nC: PASS demo\n"
			"S: -ERR demo\n" GOODBYE },
};
const int script_pop3_count = sizeof script_pop3 / sizeof script_pop3[0];
