/* SPDX-License-Identifier: MIT
 *
 * Facts in a few words, safe to show, for every face that speaks to a person.
 */
#ifndef MAILGUIDE_WIZARD_WORDS_H
#define MAILGUIDE_WIZARD_WORDS_H

#include "../probes/evidence.h"
#include "finding.h"

const char *words_protocol(enum mail_protocol protocol); /* "IMAP" */
const char *words_security(enum mail_security security); /* "TLS", "STARTTLS", "no encryption" */
/* "imap.example.org:993" */
const char *words_where(struct arena *arena, const struct mail_service *service);
/* Who has to act, as a sentence. */
const char *words_who(struct arena *arena, enum who who, const struct preset *preset);
/* Where it ended, without TLS: "login refused", "silent while connecting" … */
const char *words_stop(struct arena *arena, const struct endpoint_fact *endpoint);
/* Why no login was tried at a service that is otherwise well, "" if there was no
 * reason but that it was not asked for. */
const char *words_bar(enum login_bar bar);
/* What FINDING is about: "Password not accepted (IMAP at imap.example.org:993)". */
const char *words_title(struct arena *arena, const struct finding *finding);
/* The words of QUOTE on one line. */
const char *words_quote(struct arena *arena, const struct quote *quote);
/* The KIND of a quote: "server", "certificate", "dns"… */
const char *words_kind(const char *kind);
/* How ENDPOINT fared: "TLS 1.3, certificate good, login works". */
const char *words_fate(struct arena *arena, const struct endpoint_fact *endpoint);
/* What a source answered: "found", "not published" … */
const char *words_outcome(enum source_outcome outcome);
/* Whose word a source's is: "a guess", "plain http, which anybody on the way can change" … */
const char *words_source(const char *source);
/* "refused", "no answer"… */
const char *words_connect(enum connect_outcome outcome);
/* "2026-03-01" */
const char *words_date(struct arena *arena, time_t when);
/* NOTE, a remark in lower case, as a sentence. */
const char *words_sentence(struct arena *arena, const char *note);
/* TEXT from outside, in full as far as that is bearable. */
const char *words_safe(struct arena *arena, const char *text);
/* "one, two, three" out of ITEMS from outside. */
const char *words_list(struct arena *arena, const char *const *items, size_t count);

#endif
