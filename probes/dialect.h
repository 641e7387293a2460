/* SPDX-License-Identifier: MIT
 *
 * Between the dialogue engine and the three protocols' dialects; nobody else
 * includes this.  A dialect says how replies are framed and what they mean and
 * supplies the words of each command; it never decides what comes next.
 */
#ifndef MAILGUIDE_PROBES_DIALECT_H
#define MAILGUIDE_PROBES_DIALECT_H

#include "dialogue.h"
#include "sasl.h"

struct dialect;

struct dialogue {
	struct evidence *evidence;
	struct endpoint_fact *endpoint;
	struct dialogue_options options;
	const struct dialect *dialect;
	enum step step;
	unsigned phase;          /* inside a step of several commands */
	unsigned now_ms, asked_ms;
	bool over;
	struct buf out;
	bool out_secret;
	struct secret *sent;     /* the last secret-bearing words, to mask echoes */
	struct buf reply;        /* the reply so far, as it was sent */
	struct buf shown;        /* the same with secrets masked */
	size_t lines;            /* transcript lines so far */
	/* login */
	const char *mechanism;
	struct sasl *sasl;
	bool initial_sent;
	/* framing */
	char tag[16];            /* IMAP: of the command under way */
	unsigned commands;
	size_t literal_left;     /* IMAP: bytes of a literal still to come */
	bool multiline;          /* POP3: this command's +OK has lines behind it */
};

enum framing {
	FRAME_MORE,      /* the reply goes on */
	FRAME_WHOLE,     /* this line ends it */
	FRAME_MALFORMED  /* no line of this protocol; it ends what there is */
};

struct dialect {
	enum framing (*frame)(struct dialogue *dialogue, const char *line, size_t length);
	/* Fills class, code, enhanced and response_code from the whole reply. */
	void (*classify)(struct dialogue *dialogue, const char *text, struct reply_fact *reply);
	/* Adds what a positive reply to HELLO offers. */
	void (*capabilities)(struct dialogue *dialogue, const char *text);
	/* Writes the command of the current step and phase; false if the protocol
	 * has none there. */
	bool (*command)(struct dialogue *dialogue);
	/* Does the step need another command (phase was raised)? */
	bool (*more)(struct dialogue *dialogue, const struct reply_fact *reply);
	/* How SASL is spelt. */
	const char *sasl_capability; /* what stands before a mechanism's name in
	                                endpoint_offers() */
	/* The way to log in without SASL, NULL if there is none here and now. */
	const char *(*native_login)(const struct dialogue *dialogue);
	/* Starts the SASL exchange: INITIAL is base64, NULL to wait for a "+". */
	void (*authenticate)(struct dialogue *dialogue, const char *initial, size_t length);
	/* Would an initial response of LENGTH base64 characters be allowed? */
	bool (*initial_fits)(const struct dialogue *dialogue, size_t length);
	/* The challenge inside a REPLY_CONTINUE line. */
	const char *(*challenge)(const char *text);
};

extern const struct dialect dialect_smtp, dialect_imap, dialect_pop3;

/* A command without secret, with CR LF added; also into the transcript. */
void dialogue_say(struct dialogue *dialogue, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* PREFIX is shown, SECRET is sent behind it and shown as <redacted>. */
void dialogue_say_secret(struct dialogue *dialogue, const char *prefix, const char *secret,
	size_t length);
/* Adds a capability; what is over the cap is dropped. */
void dialogue_add_capability(struct dialogue *dialogue, const char *text, size_t length);

#endif
