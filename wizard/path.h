/* SPDX-License-Identifier: MIT
 *
 * The way from this computer to a mailbox, link by link, as data.  The picture in
 * characters, its form for screen readers and the one of the HTML report all draw
 * this.
 */
#ifndef MAILGUIDE_WIZARD_PATH_H
#define MAILGUIDE_WIZARD_PATH_H

#include "../probes/evidence.h"

/* What the links lead to, in order. */
enum path_stop { STOP_DNS, STOP_PORT, STOP_TLS, STOP_LOGIN, STOP_MAILBOX };
#define PATH_STOPS 5

enum link_state {
	LINK_FINE,
	LINK_WARNING,     /* it holds, but not as it should */
	LINK_BROKEN,
	LINK_NOT_REACHED, /* an earlier link is broken */
	LINK_NOT_TRIED    /* nobody asked for it, or it was not allowed */
};

struct path_link {
	enum link_state state;
	const char *name; /* of its stop: "DNS", "port 993", "TLS", "login", "mailbox" */
	const char *note; /* what is wrong or why it stopped, safe to show; "" if fine */
};

/* The way of one wanted service. */
struct path {
	struct path *next;
	enum mail_protocol protocol;
	const struct endpoint_fact *endpoint; /* the one that got farthest; NULL if no
	                                         server is known */
	struct path_link links[PATH_STOPS];
};

const char *link_state_words(enum link_state state); /* "fine", "not reached" … */

/* One path per wanted service; NULL if none was wanted.  In ARENA. */
struct path *path_find(struct arena *arena, const struct evidence *evidence);

#endif
