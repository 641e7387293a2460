/* SPDX-License-Identifier: MIT
 *
 * The tables that compile_catalog writes.  Only catalog.c, replies.c,
 * patterns.c and gloss.c read them; everybody else asks through catalog.h.
 */
#ifndef MAILGUIDE_WIZARD_CATALOG_DATA_H
#define MAILGUIDE_WIZARD_CATALOG_DATA_H

#include "catalog.h"
#include "gloss.h"

extern const struct code catalog_codes[]; /* sorted by code */
extern const size_t catalog_code_count;
extern const struct reply_rule catalog_replies[]; /* in file order */
extern const size_t catalog_reply_count;
extern const struct reply_rule catalog_phrases[]; /* in file order */
extern const size_t catalog_phrase_count;
extern const struct idiom catalog_idioms[]; /* in file order */
extern const size_t catalog_idiom_count;

#endif
