/* SPDX-License-Identifier: MIT
 *
 * How well-known server software talks: greeting, capabilities, and the words
 * for a login that was accepted or refused.
 */
#ifndef MAILGUIDE_LAB_SOFTWARE_H
#define MAILGUIDE_LAB_SOFTWARE_H

#include "scenario.h"

/* One protocol of one software.  Lists are NULL-terminated; lines may hold
 * {host} and {tag}. */
struct software_voice {
	const char *greeting;
	const char *const *capabilities;     /* before TLS, without STARTTLS/STLS */
	const char *const *capabilities_tls;
	const char *accepted;
	const char *refused;                 /* wrong user name or password */
};

struct software {
	const char *name;
	struct software_voice voices[LAB_MAIL_PROTOCOLS];
};

/* NULL if there is none. */
const struct software *software_find(const char *name);
/* Names, for messages; NULL past the end. */
const char *software_name_at(size_t index);

#endif
