/* SPDX-License-Identifier: MIT
 *
 * What single values of a preset may look like.  Nothing here complains; it
 * only answers.
 */
#ifndef MAILGUIDE_PROVIDERS_PRESET_VALUES_H
#define MAILGUIDE_PROVIDERS_PRESET_VALUES_H

#include <stdbool.h>
#include <stddef.h>

/* Lower-case letters, digits and hyphens in labels of 1 to 63 bytes (RFC 1123);
 * an internationalised name in its ASCII form. */
bool preset_is_host_name(const char *host);
/* An IPv4 or IPv6 address without brackets. */
bool preset_is_literal(const char *host);
/* A day of the calendar, YYYY-MM-DD, of this century. */
bool preset_is_date(const char *date);
/* http or https with a host, and no character that a link may not hold. */
bool preset_is_url(const char *url);
/* Between % signs stand only words that preset_expand knows. */
bool preset_placeholders_known(const char *text);
bool preset_is_word_of(const char *const *list, const char *word);
/* The word of LIST that WORD probably means; NULL if none is near. */
const char *preset_meant_word(const char *const *list, const char *word);

#endif
