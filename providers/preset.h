/* SPDX-License-Identifier: MIT
 *
 * A preset: what is known of one mail provider.  The built-in ones are compiled
 * from presets/<id>.json into one read-only table (preset_table.h); a person's
 * own come from $XDG_CONFIG_HOME/mailguide/presets/<id>.json and win.  One
 * parser serves the build-time compiler, the run-time overrides and lint.
 */
#ifndef MAILGUIDE_PROVIDERS_PRESET_H
#define MAILGUIDE_PROVIDERS_PRESET_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/buf.h"
#include "../probes/mailtypes.h"
#include "../probes/mem.h"

#define PRESET_FILE_MAX 65536 /* bytes of one file */
#define PRESET_DEPTH_MAX 8    /* nesting of its JSON */

/* Something a person must know or do.  KIND is a word of a closed list, see
 * preset_quirk_kinds; NOTE a short sentence or "". */
struct preset_quirk {
	const char *kind; /* "needs-app-password", "oauth2-only", "needs-bridge"… */
	const char *note;
};

/* A page of the provider about one topic, and what it says in our words. */
struct preset_help {
	const char *topic; /* "app-password", "enable-imap", "setup", "webmail"… */
	const char *url;
	const char *note; /* "" if the link says enough */
};

struct preset {
	const char *id;      /* also the file's name */
	const char *name;
	const char *checked; /* YYYY-MM-DD: when the facts were last compared */
	const char *const *domains; /* lower-case ASCII */
	size_t domain_count;
	const char *const *mx; /* MX host suffixes, matched at label borders */
	size_t mx_count;
	const char *const *dkim; /* selectors that domains hosted there usually have */
	size_t dkim_count;
	const struct mail_service *services; /* per protocol in order of preference */
	size_t service_count;
	const struct preset_quirk *quirks;
	size_t quirk_count;
	const struct preset_help *help;
	size_t help_count;
	const char *const *sources; /* names of the lists or pages behind it */
	size_t source_count;
};

bool preset_has_quirk(const struct preset *preset, const char *kind);
/* The first page about TOPIC, NULL if none. */
const struct preset_help *preset_find_help(const struct preset *preset, const char *topic);

/* Fills in %EMAILADDRESS%, %EMAILLOCALPART%, %EMAILDOMAIN%; what is put in is
 * never expanded again.  TEMPLATE NULL means the whole address. */
char *preset_expand(struct arena *arena, const char *template_text, const char *localpart,
	const char *domain);

/* Closed lists that lint checks against; NULL-terminated. */
extern const char *const preset_quirk_kinds[];
extern const char *const preset_help_topics[];

/* Reads one preset from JSON text.  Every problem is appended to PROBLEMS as a
 * line "FILE: KEY: reason"; NULL if there was any.  Strict: an unknown key is a
 * problem, since it is usually a misspelt one.  The preset lives in ARENA. */
struct preset *preset_parse(struct arena *arena, const char *file, const char *text,
	size_t length, struct buf *problems);
/* The same from a file; a file that cannot be read is a problem too. */
struct preset *preset_read(struct arena *arena, const char *path, struct buf *problems);

#endif
