/* SPDX-License-Identifier: MIT
 *
 * Words that name a person or a place are replaced in a text: names as they are,
 * percent-encoded, or inside base64, and the addresses of computers that are not
 * servers.
 */
#ifndef MAILGUIDE_WIZARD_SCRUB_H
#define MAILGUIDE_WIZARD_SCRUB_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/buf.h"
#include "../probes/mem.h"

#define SCRUB_USER "<user>"
#define SCRUB_BASE64 "<user in base64>"
#define SCRUB_IP "<IP address>"
#define SCRUB_HOST "<computer>"

struct scrub;
struct arena *scrub_arena(const struct scrub *scrub);
/* DOMAIN is left in: that the report is about. */
struct scrub *scrub_new(struct arena *arena, const char *domain);
/* A mail address; its local part is hidden alone too. */
void scrub_hide_address(struct scrub *scrub, const char *address);
/* A user name. */
void scrub_hide_name(struct scrub *scrub, const char *name);
/* A host name or IP address of a server: stays. */
void scrub_keep(struct scrub *scrub, const char *host);

/* Appends LENGTH bytes to OUT, what is to be hidden replaced. */
void scrub_add(const struct scrub *scrub, const char *bytes, size_t length, struct buf *out);
/* The same for a string; NULL stays NULL. */
const char *scrub_text(const struct scrub *scrub, const char *text);

#endif
