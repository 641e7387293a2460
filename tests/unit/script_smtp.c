/* SPDX-License-Identifier: MIT */
#include "script.h"

#define ALICE .user = "alice@example.org", .pass = "correct horse \"7\""
#define TOKEN .user = "alice@gmail.com", .pass = "ya29.A0ARrdaM-token_0123456789", .is_token = true
#define SMTP_TLS .protocol = MAIL_SMTP, .security = MAIL_TLS
#define SMTP_STARTTLS .protocol = MAIL_SMTP, .security = MAIL_STARTTLS
#define SMTP_PLAIN .protocol = MAIL_SMTP, .security = MAIL_PLAIN
#define FINISHED .end = END_FINISHED, .step = STEP_DONE
#define WORKS FINISHED, .login = LOGIN_OK, .ready = true, .proved = true, .greeted = true
#define REFUSED FINISHED, .login = LOGIN_REFUSED, .ready = true, .greeted = true

#define GMAIL_HELLO \
	"S: 220 smtp.gmail.com ESMTP 5b1f17b1804b1-4395sm1 - gsmtp\n" \
	"C: EHLO [192.0.2.1]\n" \
	"S: 250-smtp.gmail.com at your service, [192.0.2.1]\n" \
	"S: 250-SIZE 35882577\n" \
	"S: 250-8BITMIME\n" \
	"S: 250-AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH\n" \
	"S: 250-ENHANCEDSTATUSCODES\n" \
	"S: 250 SMTPUTF8\n" \
	"GATE\n"
#define POSTFIX_PLAIN_HELLO \
	"S: 220 mail.example.org ESMTP Postfix (Debian/GNU)\n" \
	"C: EHLO [192.0.2.1]\n" \
	"S: 250-mail.example.org\n" \
	"S: 250-PIPELINING\n" \
	"S: 250-STARTTLS\n" \
	"S: 250-AUTH CRAM-MD5\n" \
	"S: 250 CHUNKING\n"
#define HELLO(AUTH) \
	"S: 220 mail.example.org ESMTP\n" \
	"C: EHLO [192.0.2.1]\n" \
	"S: 250-mail.example.org\n" \
	"S: 250 AUTH " AUTH "\n" \
	"GATE\n"
#define LOGGED_IN \
	"C: AUTH PLAIN {plain}\n" \
	"S: 235 2.7.0 Authentication successful\n" \
	"C: NOOP\n" \
	"S: 250 2.0.0 Ok\n"
#define GOODBYE "C: QUIT\nS: 221 2.0.0 Bye\nEND\n"
#define PROVED "C: NOOP\nS: 250 2.0.0 Ok\nC: RSET\nS: 250 2.0.0 Ok\n" GOODBYE

const struct script_case script_smtp[] = {
	/* ---- greeting, EHLO, HELO ---- */
	{ .name = "gmail, app password needed", SMTP_TLS, .user = "alice@gmail.com",
		.pass = "my account password", REFUSED, .mechanism = "PLAIN", .class = REPLY_PERMANENT,
		.code = 534, .enhanced = "5.7.9",
		.text = "534-5.7.9 Application-specific password required. For more information, go to\n"
			"534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor 5b1f - gsmtp",
		.capability = "AUTH XOAUTH2", .forgotten = "STARTTLS",
		.script = GMAIL_HELLO
			"C: AUTH PLAIN {plain}\n"
			"S: 534-5.7.9 Application-specific password required. For more information, go to\n"
			"S: 534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor 5b1f - gsmtp\n"
			GOODBYE },
	{ .name = "gmail, too many attempts", SMTP_TLS, ALICE, REFUSED, .class = REPLY_TRANSIENT,
		.code = 454, .enhanced = "4.7.0",
		.text = "454 4.7.0 Too many login attempts, please try again later. 5b1f - gsmtp",
		.script = GMAIL_HELLO "C: AUTH PLAIN {plain}\n"
			"S: 454 4.7.0 Too many login attempts, please try again later. 5b1f - gsmtp\n" GOODBYE },
	{ .name = "greeting of several lines", SMTP_TLS, ALICE, WORKS,
		.script = "S: 220-mail.example.org ESMTP Exim 4.96\nS: 220-No unsolicited mail here.\n"
			"S: 220 Go on\nC: EHLO [192.0.2.1]\nS: 250-mail.example.org\nS: 250 AUTH PLAIN\nGATE\n"
			"C: AUTH PLAIN {plain}\nS: 235 Authentication succeeded\n" PROVED },
	{ .name = "bare 220", SMTP_TLS, WORKS, ALICE,
		.script = "S: 220\nC: EHLO [192.0.2.1]\nS: 250-\nS: 250 AUTH PLAIN\nGATE\n"
			"C: AUTH PLAIN {plain}\nS: 235\nC: NOOP\nS: 250\nC: RSET\nS: 250\nC: QUIT\nS: 221\nEND\n" },
	{ .name = "greeting 554", SMTP_TLS, ALICE, .end = END_REFUSED, .step = STEP_GREETING,
		.class = REPLY_PERMANENT, .code = 554, .enhanced = "5.7.1",
		.text = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
		.script = "S: 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using "
			"zen.spamhaus.org\nEND\n" },
	{ .name = "greeting 421", SMTP_STARTTLS, .end = END_REFUSED, .step = STEP_GREETING,
		.class = REPLY_TRANSIENT, .code = 421, .enhanced = "4.7.0",
		.text = "421 4.7.0 mail.example.org Error: too many connections from 192.0.2.1",
		.script = "S: 421 4.7.0 mail.example.org Error: too many connections from 192.0.2.1\nEND\n" },
	{ .name = "greeting cut off in a refusal", SMTP_TLS, .end = END_REFUSED, .step = STEP_GREETING,
		.class = REPLY_PERMANENT, .code = 554, .text = "554-Your address is on a list.",
		.script = "S: 554-Your address is on a list.\nCLOSE\n" },
	{ .name = "greeting cut off", SMTP_TLS, .end = END_CLOSED, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "220-Welcome", .script = "S: 220-Welcome\nCLOSE\n" },
	{ .name = "silence", SMTP_TLS, .end = END_TIMEOUT, .step = STEP_GREETING, .script = "TIMEOUT\n" },
	{ .name = "HTTP instead", SMTP_PLAIN, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "HTTP/1.1 400 Bad Request",
		.script = "S: HTTP/1.1 400 Bad Request\nEND\n" },
	{ .name = "POP3 instead", SMTP_PLAIN, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "+OK Dovecot ready.", .script = "S: +OK Dovecot ready.\nEND\n" },
	{ .name = "no code", SMTP_PLAIN, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "22 hello", .script = "S: 22 hello\nEND\n" },
	{ .name = "code without a gap", SMTP_PLAIN, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_MALFORMED, .text = "2200 hello", .script = "S: 2200 hello\nEND\n" },
	{ .name = "garbage inside a reply", SMTP_PLAIN, .greeted = true, .end = END_REPLY,
		.step = STEP_HELLO, .class = REPLY_MALFORMED, .text = "250-mail.example.org\nSIZE 1000",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 250-mail.example.org\nS: SIZE 1000\nEND\n" },
	{ .name = "354 greets nobody", SMTP_PLAIN, .end = END_REPLY, .step = STEP_GREETING,
		.class = REPLY_CONTINUE, .code = 354, .text = "354 go on", .script = "S: 354 go on\nEND\n" },
	{ .name = "EHLO unknown, HELO taken", SMTP_PLAIN, ALICE, FINISHED, .ready = true,
		.greeted = true, .bar = BAR_NO_MECHANISM,
		.script = "S: 220 old\nC: EHLO [192.0.2.1]\nS: 500 5.5.1 what\nC: HELO [192.0.2.1]\n"
			"S: 250 hello\nGATE\n" GOODBYE },
	{ .name = "EHLO and HELO unknown", SMTP_PLAIN, .greeted = true, .end = END_REPLY,
		.step = STEP_HELO, .class = REPLY_PERMANENT, .code = 502, .text = "502 no",
		.script = "S: 220 old\nC: EHLO [192.0.2.1]\nS: 502 no\nC: HELO [192.0.2.1]\nS: 502 no\nEND\n" },
	{ .name = "EHLO argument refused", SMTP_PLAIN, .greeted = true, .end = END_REPLY,
		.step = STEP_HELLO, .class = REPLY_PERMANENT, .code = 501, .enhanced = "5.5.4",
		.text = "501 5.5.4 HELO/EHLO argument is invalid.",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 501 5.5.4 HELO/EHLO argument is invalid.\nEND\n" },
	{ .name = "421 at EHLO", SMTP_TLS, .greeted = true, .end = END_REFUSED, .step = STEP_HELLO,
		.class = REPLY_TRANSIENT, .code = 421, .enhanced = "4.7.0",
		.text = "421 4.7.0 Try again later, closing connection. (EHLO) 5b1f - gsmtp",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\n"
			"S: 421 4.7.0 Try again later, closing connection. (EHLO) 5b1f - gsmtp\nEND\n" },
	{ .name = "closed after EHLO", SMTP_TLS, .greeted = true, .end = END_CLOSED,
		.step = STEP_HELLO, .script = "S: 220 hi\nC: EHLO [192.0.2.1]\nCLOSE\n" },
	{ .name = "enhanced code of another class is none", SMTP_TLS, .greeted = true,
		.end = END_REPLY, .step = STEP_HELLO, .class = REPLY_PERMANENT, .code = 550,
		.text = "550 4.7.1 contradiction",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 550 4.7.1 contradiction\nEND\n" },
	{ .name = "a version is no enhanced code", SMTP_TLS, .greeted = true, .end = END_REPLY,
		.step = STEP_HELLO, .class = REPLY_PERMANENT, .code = 550, .text = "550 5.7.1234 no",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 550 5.7.1234 no\nEND\n" },
	{ .name = "enhanced code in the second line", SMTP_TLS, .greeted = true, .end = END_REPLY,
		.step = STEP_HELLO, .class = REPLY_PERMANENT, .code = 550, .enhanced = "5.7.25",
		.text = "550-sorry\n550 5.7.25 no name",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 550-sorry\nS: 550 5.7.25 no name\nEND\n" },

	/* ---- STARTTLS ---- */
	{ .name = "postfix, STARTTLS", SMTP_STARTTLS, ALICE, WORKS, .mechanism = "PLAIN",
		.forgotten = "STARTTLS", .capability = "AUTH PLAIN",
		.script = POSTFIX_PLAIN_HELLO "C: STARTTLS\nS: 220 2.0.0 Ready to start TLS\nTLS\n"
			"C: EHLO [192.0.2.1]\nS: 250-mail.example.org\nS: 250 AUTH PLAIN LOGIN\nGATE\n"
			LOGGED_IN "C: RSET\nS: 250 2.0.0 Ok\n" GOODBYE },
	{ .name = "what was offered in the clear is forgotten", SMTP_STARTTLS, ALICE, FINISHED,
		.ready = true, .greeted = true, .bar = BAR_NO_MECHANISM, .forgotten = "AUTH CRAM-MD5",
		.script = POSTFIX_PLAIN_HELLO "C: STARTTLS\nS: 220 Go ahead\nTLS\n"
			"C: EHLO [192.0.2.1]\nS: 250 mail.example.org\nGATE\n" GOODBYE },
	{ .name = "STARTTLS not offered and unknown", SMTP_STARTTLS, ALICE, .greeted = true,
		.end = END_REPLY, .step = STEP_STARTTLS, .class = REPLY_PERMANENT, .code = 502,
		.enhanced = "5.5.2", .text = "502 5.5.2 Error: command not recognized",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 250-x\nS: 250 XXXXXXXA\nC: STARTTLS\n"
			"S: 502 5.5.2 Error: command not recognized\nEND\n" },
	{ .name = "STARTTLS stripped from the list only", SMTP_STARTTLS, ALICE, WORKS,
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 250-x\nS: 250 XXXXXXXA\nC: STARTTLS\n"
			"S: 220 Go ahead\nTLS\nC: EHLO [192.0.2.1]\nS: 250-x\nS: 250 AUTH PLAIN\nGATE\n"
			LOGGED_IN "C: RSET\nS: 250 2.0.0 Ok\n" GOODBYE },
	{ .name = "STARTTLS temporarily refused", SMTP_STARTTLS, .greeted = true, .end = END_REPLY,
		.step = STEP_STARTTLS, .class = REPLY_TRANSIENT, .code = 454, .enhanced = "4.7.0",
		.text = "454 4.7.0 TLS not available due to local problem",
		.script = POSTFIX_PLAIN_HELLO "C: STARTTLS\n"
			"S: 454 4.7.0 TLS not available due to local problem\nEND\n" },
	{ .name = "HELO server asked for STARTTLS", SMTP_STARTTLS, .greeted = true, .end = END_REPLY,
		.step = STEP_STARTTLS, .class = REPLY_PERMANENT, .code = 500, .text = "500 what",
		.script = "S: 220 old\nC: EHLO [192.0.2.1]\nS: 500 what\nC: HELO [192.0.2.1]\nS: 250 hi\n"
			"C: STARTTLS\nS: 500 what\nEND\n" },
	{ .name = "EHLO refused after TLS", SMTP_STARTTLS, .greeted = true, .end = END_REPLY,
		.step = STEP_HELLO_SECURE, .class = REPLY_PERMANENT, .code = 550, .text = "550 no",
		.script = POSTFIX_PLAIN_HELLO "C: STARTTLS\nS: 220 Go ahead\nTLS\nC: EHLO [192.0.2.1]\n"
			"S: 550 no\nEND\n" },
	{ .name = "handshake lost", SMTP_STARTTLS, .greeted = true, .end = END_TIMEOUT,
		.step = STEP_TLS, .script = POSTFIX_PLAIN_HELLO "C: STARTTLS\nS: 220 Go ahead\nTIMEOUT\n" },

	/* ---- plain mode ---- */
	{ .name = "plain mode, passed", SMTP_PLAIN, ALICE, FINISHED, .ready = true, .greeted = true,
		.capability = "STARTTLS", .script = POSTFIX_PLAIN_HELLO "PASS\n" GOODBYE },
	{ .name = "plain mode, login given", SMTP_PLAIN, ALICE, WORKS, .mechanism = "CRAM-MD5",
		.script = POSTFIX_PLAIN_HELLO "GATE\nC: AUTH CRAM-MD5\n"
			"S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\nC~ YWxpY2VAZXhhbXBsZS5vcmcg\n"
			"S: 235 2.7.0 Authentication successful\n" PROVED },

	/* ---- mechanisms ---- */
	{ .name = "LOGIN with prompts", SMTP_TLS, ALICE, WORKS, .mechanism = "LOGIN",
		.script = HELLO("LOGIN") "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: {user64}\n"
			"S: 334 UGFzc3dvcmQ6\nC: {pass64}\nS: 235 ok\n" PROVED },
	{ .name = "LOGIN with prompts in the clear", SMTP_TLS, ALICE, WORKS, .mechanism = "LOGIN",
		.script = HELLO("LOGIN") "C: AUTH LOGIN\nS: 334 Username:\nC: {user64}\n"
			"S: 334 Password:\nC: {pass64}\nS: 235 ok\n" PROVED },
	{ .name = "LOGIN prompts without end", SMTP_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.code = 501, .enhanced = "5.0.0", .text = "501 5.0.0 Authentication aborted",
		.script = HELLO("LOGIN") "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: {user64}\n"
			"S: 334 UGFzc3dvcmQ6\nC: {pass64}\nS: 334 TW9yZTo=\nC: *\n"
			"S: 501 5.0.0 Authentication aborted\n" GOODBYE },
	{ .name = "asked again after the cancelling", SMTP_TLS, ALICE, .ready = true, .greeted = true,
		.end = END_REPLY, .step = STEP_LOGIN, .login = LOGIN_INTERRUPTED,
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\nS: 334 \nC: *\nS: 334 \nEND\n" },
	{ .name = "AUTH= of old", SMTP_TLS, ALICE, WORKS, .mechanism = "PLAIN",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 250-x\nS: 250 AUTH=LOGIN PLAIN\nGATE\n"
			LOGGED_IN "C: RSET\nS: 250 2.0.0 Ok\n" GOODBYE },
	{ .name = "CRAM-MD5 with an empty challenge", SMTP_TLS, ALICE, REFUSED, .code = 501,
		.class = REPLY_PERMANENT, .text = "501 cancelled",
		.script = HELLO("CRAM-MD5") "C: AUTH CRAM-MD5\nS: 334 \nC: *\nS: 501 cancelled\n" GOODBYE },
	{ .name = "SCRAM with a challenge of garbage", SMTP_TLS, ALICE, REFUSED, .code = 501,
		.class = REPLY_PERMANENT, .text = "501 cancelled", .mechanism = "SCRAM-SHA-256",
		.script = HELLO("SCRAM-SHA-1 SCRAM-SHA-256") "C~ AUTH SCRAM-SHA-256 biws\n"
			"S: 334 !!!!\nC: *\nS: 501 cancelled\n" GOODBYE },
	{ .name = "SCRAM with another nonce", SMTP_TLS, ALICE, REFUSED, .code = 501,
		.class = REPLY_PERMANENT, .text = "501 cancelled",
		.script = HELLO("SCRAM-SHA-1") "C~ AUTH SCRAM-SHA-1 biws\n"
			"S: 334 cj1hYmMscz1RU1hDUitRNnNlazhiZjkyLGk9NDA5Ng==\nC: *\nS: 501 cancelled\n" GOODBYE },
	{ .name = "mechanism nobody knows", SMTP_TLS, ALICE, FINISHED, .ready = true, .greeted = true,
		.bar = BAR_NO_MECHANISM, .script = HELLO("GSSAPI NTLM") GOODBYE },
	{ .name = "password, but tokens only", SMTP_TLS, ALICE, FINISHED, .ready = true,
		.greeted = true, .bar = BAR_NO_MECHANISM, .script = HELLO("XOAUTH2 OAUTHBEARER") GOODBYE },
	{ .name = "token, but passwords only", SMTP_TLS, TOKEN, FINISHED, .ready = true,
		.greeted = true, .bar = BAR_NO_MECHANISM, .script = HELLO("PLAIN LOGIN") GOODBYE },
	{ .name = "NUL in the password", SMTP_TLS, .user = "alice", .pass = "nul\0inside",
		.pass_length = 10, FINISHED, .ready = true, .greeted = true, .bar = BAR_SECRET_UNFIT,
		.script = HELLO("PLAIN") GOODBYE },
	{ .name = "gmail, token refused", SMTP_TLS, TOKEN, REFUSED, .mechanism = "XOAUTH2",
		.class = REPLY_PERMANENT, .code = 535, .enhanced = "5.7.8",
		.text = "535-5.7.8 Username and Password not accepted. For more information, go to\n"
			"535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f - gsmtp",
		.challenge = "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}",
		.script = GMAIL_HELLO "C: AUTH XOAUTH2 {xoauth2}\n"
			"S: 334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==\n"
			"C: \n"
			"S: 535-5.7.8 Username and Password not accepted. For more information, go to\n"
			"S: 535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f - gsmtp\n" GOODBYE },
	{ .name = "OAUTHBEARER refused", SMTP_TLS, TOKEN, REFUSED, .mechanism = "OAUTHBEARER",
		.class = REPLY_PERMANENT, .code = 535, .text = "535 no",
		.challenge = "{\"status\":\"invalid_token\"}",
		.script = HELLO("OAUTHBEARER PLAIN") "C: AUTH OAUTHBEARER {bearer}\n"
			"S: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\nC: AQ==\nS: 535 no\n" GOODBYE },
	{ .name = "error challenge that is not encoded", SMTP_TLS, TOKEN, REFUSED,
		.challenge = "{\"status\":\"400\"}",
		.script = HELLO("XOAUTH2") "C: AUTH XOAUTH2 {xoauth2}\nS: 334 {\"status\":\"400\"}\nC: \n"
			"S: 535 no\n" GOODBYE },
	{ .name = "outlook, basic authentication off", SMTP_STARTTLS, .user = "bob@outlook.com",
		.pass = "a long pass word", REFUSED, .mechanism = "LOGIN", .class = REPLY_PERMANENT,
		.code = 535, .enhanced = "5.7.139",
		.text = "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. "
			"[AM6PR0.eurprd05.prod.outlook.com 2024-10-01T00:00:00Z 08DC]",
		.script = "S: 220 AM6PR0.outlook.office365.com Microsoft ESMTP MAIL Service ready\n"
			"C: EHLO [192.0.2.1]\nS: 250-AM6PR0.outlook.office365.com Hello [192.0.2.1]\n"
			"S: 250-SIZE 157286400\nS: 250-STARTTLS\nS: 250 SMTPUTF8\nC: STARTTLS\n"
			"S: 220 2.0.0 SMTP server ready\nTLS\nC: EHLO [192.0.2.1]\n"
			"S: 250-AM6PR0.outlook.office365.com Hello [192.0.2.1]\nS: 250-AUTH LOGIN XOAUTH2\n"
			"S: 250 SMTPUTF8\nGATE\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: {user64}\n"
			"S: 334 UGFzc3dvcmQ6\nC: {pass64}\n"
			"S: 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. "
			"[AM6PR0.eurprd05.prod.outlook.com 2024-10-01T00:00:00Z 08DC]\n" GOODBYE },
	{ .name = "421 at login", SMTP_TLS, ALICE, .ready = true, .greeted = true,
		.end = END_REFUSED, .step = STEP_LOGIN, .login = LOGIN_REFUSED, .class = REPLY_TRANSIENT,
		.code = 421, .enhanced = "4.7.0", .text = "421 4.7.0 mail Error: too many errors",
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\n"
			"S: 421 4.7.0 mail Error: too many errors\nEND\n" },
	{ .name = "closed at login", SMTP_TLS, ALICE, .ready = true, .greeted = true,
		.end = END_CLOSED, .step = STEP_LOGIN, .login = LOGIN_INTERRUPTED,
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\nCLOSE\n" },
	{ .name = "closed inside the refusal", SMTP_TLS, ALICE, .ready = true, .greeted = true,
		.end = END_CLOSED, .step = STEP_LOGIN, .login = LOGIN_REFUSED, .class = REPLY_PERMANENT,
		.code = 535, .enhanced = "5.7.8", .text = "535-5.7.8 No.",
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\nS: 535-5.7.8 No.\nCLOSE\n" },
	{ .name = "garbage at login", SMTP_TLS, ALICE, .ready = true, .greeted = true,
		.end = END_REPLY, .step = STEP_LOGIN, .login = LOGIN_INTERRUPTED,
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\nS: Fatal error in auth.php\nEND\n" },
	{ .name = "goodbye unanswered", SMTP_TLS, ALICE, FINISHED, .login = LOGIN_REFUSED,
		.ready = true, .greeted = true,
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\nS: 535 no\nC: QUIT\nCLOSE\n" },
	{ .name = "NOOP refused after login", SMTP_TLS, ALICE, FINISHED, .login = LOGIN_OK,
		.ready = true, .greeted = true,
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\nS: 235 ok\nC: NOOP\nS: 451 no\n" GOODBYE },

	/* ---- the test message ---- */
	{ .name = "sender not owned", SMTP_TLS, ALICE, WORKS, .sender = "boss@example.org",
		.recipient = "alice@example.org",
		.script = HELLO("PLAIN") LOGGED_IN "C: MAIL FROM:<boss@example.org>\n"
			"S: 553 5.7.1 <boss@example.org>: Sender address rejected: not owned by user alice\n"
			"C: RSET\nS: 250 ok\n" GOODBYE },
	{ .name = "recipient refused", SMTP_TLS, ALICE, WORKS, .sender = "alice@example.org",
		.recipient = "alice@example.org", .send = true,
		.script = HELLO("PLAIN") LOGGED_IN "C: MAIL FROM:<alice@example.org>\nS: 250 ok\n"
			"C: RCPT TO:<alice@example.org>\nS: 550 5.1.1 unknown\nC: RSET\nS: 250 ok\n" GOODBYE },
	{ .name = "recipient only asked about", SMTP_TLS, ALICE, WORKS, .sender = "alice@example.org",
		.recipient = "alice@example.org",
		.script = HELLO("PLAIN") LOGGED_IN "C: MAIL FROM:<alice@example.org>\nS: 250 ok\n"
			"C: RCPT TO:<alice@example.org>\nS: 250 ok\nC: RSET\nS: 250 ok\n" GOODBYE },
	{ .name = "DATA refused", SMTP_TLS, ALICE, WORKS, .sender = "alice@example.org",
		.recipient = "alice@example.org", .send = true,
		.script = HELLO("PLAIN") LOGGED_IN "C: MAIL FROM:<alice@example.org>\nS: 250 ok\n"
			"C: RCPT TO:<alice@example.org>\nS: 250 ok\nC: DATA\nS: 554 no\nC: RSET\nS: 250 ok\n"
			GOODBYE },
	{ .name = "message sent", SMTP_TLS, ALICE, WORKS, .sender = "alice@example.org",
		.recipient = "alice@example.org", .send = true,
		.script = HELLO("PLAIN") LOGGED_IN "C: MAIL FROM:<alice@example.org>\nS: 250 ok\n"
			"C: RCPT TO:<alice@example.org>\nS: 250 ok\nC: DATA\nS: 354 go on\n"
			"C~ Date: \nC: From: <alice@example.org>\nC: To: <alice@example.org>\nC~ Subject: \n"
			"C~ Message-ID: <\nC: Auto-Submitted: auto-generated\nC~ MIME-Version: 1.0\n"
			"C~ Content-Type: text/plain\nC: \nC~ This\nC~ Nothing\nC: .\n"
			"S: 250 2.0.0 queued\nC: RSET\nS: 250 ok\n" GOODBYE },
	{ .name = "message offered without a login", SMTP_TLS, .sender = "alice@example.org",
		.recipient = "bob@elsewhere.net", .anonymous = true, FINISHED, .ready = true, .greeted = true,
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 250 x\nPASS\nC: MAIL FROM:<alice@example.org>\nS: 250 ok\n"
			"C: RCPT TO:<bob@elsewhere.net>\nS: 250 ok\nC: RSET\nS: 250 ok\n" GOODBYE },
	{ .name = "login wanted first", SMTP_TLS, .sender = "alice@example.org",
		.recipient = "bob@elsewhere.net", .anonymous = true, FINISHED, .ready = true, .greeted = true,
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 250 x\nPASS\nC: MAIL FROM:<alice@example.org>\n"
			"S: 530 5.7.0 Authentication required\nC: RSET\nS: 250 ok\n" GOODBYE },
	{ .name = "address beyond ASCII", SMTP_TLS, ALICE, WORKS, .sender = "j\xc3\xb6rg@example.org",
		.recipient = "alice@example.org",
		.script = "S: 220 hi\nC: EHLO [192.0.2.1]\nS: 250-x\nS: 250-SMTPUTF8\nS: 250 AUTH PLAIN\nGATE\n"
			LOGGED_IN "C: MAIL FROM:<j\xc3\xb6rg@example.org> SMTPUTF8\nS: 550 no\nC: RSET\nS: 250 ok\n"
			GOODBYE },
	{ .name = "sent after being refused nothing", SMTP_TLS, ALICE, REFUSED,
		.sender = "alice@example.org", .recipient = "alice@example.org", .send = true,
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\nS: 535 no\n" GOODBYE },

	/* ---- servers that repeat what they heard ---- */
	{ .name = "the line comes back", SMTP_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.code = 500, .enhanced = "5.5.1",
		.text = "500 5.5.1 unknown command: AUTH PLAIN <redacted> (5)",
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\n"
			"S: 500 5.5.1 unknown command: {echo} (5)\n" GOODBYE },
	{ .name = "the password comes back", SMTP_TLS, ALICE, REFUSED, .class = REPLY_PERMANENT,
		.code = 535, .enhanced = "5.7.8", .text = "535 5.7.8 '<redacted>' is wrong",
		.script = HELLO("LOGIN") "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: {user64}\n"
			"S: 334 UGFzc3dvcmQ6\nC: {pass64}\nS: 535 5.7.8 '{pass}' is wrong\n" GOODBYE },
	{ .name = "the token comes back after the error challenge", SMTP_TLS, TOKEN, REFUSED,
		.class = REPLY_PERMANENT, .code = 535, .text = "535-no: <redacted>\n535 or <redacted>",
		.script = HELLO("XOAUTH2") "C: AUTH XOAUTH2 {xoauth2}\nS: 334 e30=\nC: \n"
			"S: 535-no: {pass}\nS: 535 or {xoauth2}\n" GOODBYE },
	{ .name = "the challenge is the secret", SMTP_TLS, TOKEN, REFUSED, .challenge = "<redacted>",
		.script = HELLO("XOAUTH2") "C: AUTH XOAUTH2 {xoauth2}\nS: 334 {pass64}\nC: \nS: 535 no\n"
			GOODBYE },
	{ .name = "the secret was known before", SMTP_TLS, ALICE, REFUSED,
		.script = "S: 220 {pass}\nC: EHLO [192.0.2.1]\nS: 250-{pass} hello\nS: 250-X{pass64}\n"
			"S: 250 AUTH PLAIN\nGATE\nC: AUTH PLAIN {plain}\nS: 535 {plain}\n" GOODBYE },
	{ .name = "a short password is a word of the server", SMTP_TLS, .user = "alice",
		.pass = "smtp", REFUSED, .class = REPLY_PERMANENT, .code = 535,
		.text = "535 <redacted> is wrong",
		.script = HELLO("PLAIN") "C: AUTH PLAIN {plain}\nS: 535 smtp is wrong\n" GOODBYE },
};
const int script_smtp_count = sizeof script_smtp / sizeof script_smtp[0];
