/* SPDX-License-Identifier: MIT
 *
 * A target: a program whose configuration can be written.  Each is a file
 * clients/<name>.tmpl, compiled into one read-only table; HACKING explains the
 * format.
 */
#ifndef MAILGUIDE_WIZARD_TARGET_H
#define MAILGUIDE_WIZARD_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/buf.h"
#include "../probes/mailtypes.h"
#include "../probes/mem.h"

#define TARGET_FILE_MAX 65536

enum target_kind { TARGET_MAIL, TARGET_RELAY, TARGET_APPLICATION, TARGET_SHEET };
#define TARGET_KINDS 4

/* How it comes by the password unless that is to stand in the file. */
enum target_secret {
	SECRET_ASKS,        /* it asks for it itself, or keeps it in a store of its own */
	SECRET_COMMAND,     /* it runs a command that prints it */
	SECRET_PLACEHOLDER, /* the person puts it where a placeholder stands */
	SECRET_NEVER        /* a sheet for people: none belongs there */
};
#define TARGET_SECRETS 4

/* What --write does. */
enum target_write {
	WRITE_NOT,    /* there is no file to write */
	WRITE_NEW,    /* a file of its own */
	WRITE_APPEND  /* a block behind what is there */
};
#define TARGET_WRITES 3

struct target {
	const char *name;  /* the file's name without .tmpl */
	const char *also;  /* other names that people look for, blanks between; "" */
	const char *title; /* a few words for a list */
	enum target_kind kind;
	enum target_secret secret;
	enum target_write write;
	bool speaks[MAIL_PROTOCOLS];
	bool receives;  /* useless without IMAP or POP3 */
	bool sends;     /* useless without SMTP */
	bool oauth;     /* it can log in with access tokens */
	const char *no_oauth; /* why it cannot, as a clause about it; "" */
	const char *oauth_at; /* the providers where it can all the same, blanks between; "" */
	bool security[MAIL_PROTOCOLS][MAIL_SECURITIES]; /* what it can use */
	unsigned mode;  /* of the file */
	const char *file;    /* where the program looks, "~/.msmtprc"; "" if nowhere */
	const char *looks;   /* all places, the first that is there wins, ", " between; "" */
	const char *claim;   /* lines that show that an account's name is taken, ", " between; "" */
	const char *detect;  /* the command that prints the version; "" if it does not matter */
	const char *escape;  /* the rules for values that name none */
	const char *body;
};

extern const struct target targets[]; /* sorted by name */
extern const size_t target_count;

/* By its name or one of its other names; NULL if there is none. */
const struct target *target_find(const char *name);
/* Can it log in with access tokens at this provider ("" if unknown)? */
bool target_has_oauth(const struct target *target, const char *provider);
const char *target_kind_name(enum target_kind kind);     /* "mail" */
const char *target_secret_name(enum target_secret how);  /* "command" */
const char *target_write_name(enum target_write how);

/* Reads the template TEXT of the target NAME into OUT, in ARENA.  0, or -1 with
 * PROBLEMS appended, a line each. */
int target_parse(struct arena *arena, const char *name, char *text, struct target *out,
	struct buf *problems);

#endif
