/* SPDX-License-Identifier: MIT
 *
 * Between the dialogue engine, its login and the three protocols' dialects;
 * nobody else includes this.  A dialect says how replies are framed and what
 * they mean and supplies the words of each command; it never decides what comes
 * next.
 */
#ifndef MAILGUIDE_PROBES_DIALECT_H
#define MAILGUIDE_PROBES_DIALECT_H

#include "dialogue.h"
#include "sasl.h"

struct dialect;

enum waiting {
	WAITING_LINE, /* for the peer */
	WAITING_TLS,  /* for the caller: dialogue_secured() */
	WAITING_GATE, /* for the caller: dialogue_login() or _pass() */
	WAITING_NONE  /* it is over */
};

struct dialogue {
	struct evidence *evidence;
	struct endpoint_fact *endpoint;
	struct dialogue_options options;
	const struct dialect *dialect;
	enum waiting waiting;
	enum step step;
	unsigned phase;          /* inside a step of several commands */
	unsigned now_ms, asked_ms;
	struct buf out;
	bool out_secret;
	bool login_begun;        /* what the peer was told it may repeat */
	struct buf reply;        /* the reply so far, as it was sent */
	struct buf shown;        /* the same with secrets masked */
	size_t secret_upto;      /* how much of the secret its last line ended with */
	size_t lines;            /* transcript lines so far */
	/* login */
	const char *mechanism;
	struct sasl *sasl;
	struct buf held;         /* a first message in base64 that waits to be asked for */
	bool message_sent;       /* the client's first message is out */
	bool cancelled;
	unsigned rounds;         /* times that the server asked for more */
	/* framing */
	char tag[16];            /* IMAP: of the command under way */
	unsigned commands;
	bool in_literal;         /* IMAP: inside a literal, or right behind its last byte */
	size_t literal_left;     /* IMAP: its bytes still to come */
	bool preauthenticated;   /* IMAP: nobody needs to log in */
	bool multiline;          /* POP3: this command's +OK has lines behind it */
};

enum framing {
	FRAME_MORE,      /* the reply goes on */
	FRAME_WHOLE,     /* this line ends it */
	FRAME_MALFORMED, /* no line of this protocol; it ends what there is */
	FRAME_FLOOD      /* it announces more than any reply may hold */
};

/* Lines and texts are NUL-terminated and hold no other NUL; LF only parts the
 * lines of a text. */
struct dialect {
	enum framing (*frame)(struct dialogue *dialogue, const char *line, size_t length);
	/* Fills class and code from the whole reply as it was sent. */
	void (*classify)(struct dialogue *dialogue, const char *text, struct reply_fact *reply);
	/* Fills enhanced and response_code from what is shown of it, and corrects
	 * the class where a response code says more. */
	void (*annotate)(struct dialogue *dialogue, const char *shown, struct reply_fact *reply);
	/* The connection ended inside a reply: is TEXT enough of a refusal? */
	bool (*stands)(const char *text);
	/* Adds what a positive reply, to HELLO or the greeting, offers. */
	void (*capabilities)(struct dialogue *dialogue, const char *text);
	/* Writes the command of the current step and phase; false if the protocol
	 * has none there. */
	bool (*command)(struct dialogue *dialogue);
	/* Does the step need another command (phase was raised)? */
	bool (*more)(struct dialogue *dialogue, const struct reply_fact *reply);
	/* How SASL is spelt: what stands before a mechanism's name in
	 * endpoint_offers(), and the line without its initial response. */
	const char *sasl_capability;
	const char *(*authenticate)(struct dialogue *dialogue);
	/* The longest line, without CR LF, that may hold an initial response; 0 if
	 * none may. */
	size_t (*initial_max)(const struct dialogue *dialogue);
	/* The challenge inside a REPLY_CONTINUE. */
	const char *(*challenge)(const char *text);
	/* The way to log in without SASL, NULL if there is none here and now; and
	 * can it carry the name and the password?  NULL in SMTP. */
	const char *(*native_login)(const struct dialogue *dialogue);
	bool (*native_fits)(const struct dialogue *dialogue);
};

extern const struct dialect dialect_smtp, dialect_imap, dialect_pop3;

/* ---- dialogue.c ---------------------------------------------------------------- */

/* Adds a capability; what is over the cap is dropped. */
void dialogue_add_capability(struct dialogue *dialogue, const char *text, size_t length);
/* Sends what was said and waits for the answer. */
enum dialogue_action dialogue_sent(struct dialogue *dialogue);
/* Goes to STEP, or to what follows it where the protocol has no such step. */
enum dialogue_action dialogue_enter(struct dialogue *dialogue, enum step step);
enum dialogue_action dialogue_finish(struct dialogue *dialogue, enum session_end end);
/* Releases a buffer that may hold a secret. */
void dialogue_wipe(struct buf *buf);

/* ---- transcript.c --------------------------------------------------------------- */

/* A command without secret, with CR LF added; also into the transcript. */
void transcript_say(struct dialogue *dialogue, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* PREFIX is shown, SECRET is sent behind it and shown as <redacted>. */
void transcript_say_secret(struct dialogue *dialogue, const char *prefix, const char *secret,
	size_t length);
/* A line of the peer: into the transcript and, masked, behind dialogue->shown. */
void transcript_hear(struct dialogue *dialogue, const char *line, size_t length);
void transcript_note(struct dialogue *dialogue, const char *token);
/* Bytes of a peer for the evidence, capped, without NUL, the secret masked. */
const char *transcript_keep(struct dialogue *dialogue, const char *bytes, size_t length);
/* Puts a byte that is never UTF-8 where UNWANTED stands. */
void transcript_replace(char *bytes, size_t length, char unwanted);

/* ---- login.c ------------------------------------------------------------------------ */

const char *login_mechanism(const struct dialogue *dialogue);
enum dialogue_action login_start(struct dialogue *dialogue);
/* The server asks for more; TEXT is its whole reply as it was sent. */
enum dialogue_action login_continue(struct dialogue *dialogue, const char *text,
	const struct reply_fact *reply);
/* Writes the verdict of the server; what comes next is the engine's choice. */
void login_judged(struct dialogue *dialogue, struct reply_fact *reply);

#endif
