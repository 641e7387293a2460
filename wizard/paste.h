/* SPDX-License-Identifier: MIT
 *
 * An error message as somebody pasted it: quoted, wrapped, in HTML or in a
 * bounce's encoding, with more around it than is wanted.
 */
#ifndef MAILGUIDE_WIZARD_PASTE_H
#define MAILGUIDE_WIZARD_PASTE_H

#include <stdbool.h>

#include "../probes/mailtypes.h"
#include "../probes/mem.h"

/* More of a paste is not read. */
#define PASTE_MAX 65536

struct paste {
	const char *text;     /* plain lines; markup gone, secrets masked */
	const char *address;  /* the first mail address in it, NULL if none */
	const char *provider; /* whose address or host stands in it: an id, or NULL */
	const char *host;     /* a mail server that is named, NULL if none */
	unsigned short port;  /* 0: not named */
	bool protocol_known;  /* by port or host name */
	enum mail_protocol protocol;
};

struct paste paste_read(struct arena *arena, const char *raw);

#endif
