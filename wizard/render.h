/* SPDX-License-Identifier: MIT
 *
 * The faces of evidence and verdict.  A renderer decides nothing; it only shows.
 */
#ifndef MAILGUIDE_WIZARD_RENDER_H
#define MAILGUIDE_WIZARD_RENDER_H

#include "../probes/buf.h"
#include "finding.h"
#include "gloss.h"
#include "options.h"
#include "page.h"
#include "privacy.h"

/* A diagnosis for a person, cause first.  OPTIONS: quiet and verbose count. */
void render_text(struct page *page, const struct options *options,
	const struct evidence *evidence, const struct verdict *verdict);
/* How a finding and an endpoint are marked. */
enum mark render_severity_mark(enum severity severity);
enum mark render_endpoint_mark(const struct evidence *evidence,
	const struct endpoint_fact *endpoint);
/* The way from this computer to the mailbox, a line a service. */
void render_path(struct page *page, const struct evidence *evidence);
/* A report for a ticket, in Markdown.  0, or -1 when OUT is full. */
int render_markdown(const struct privacy_view *view, struct buf *out);
#define DIAGNOSIS_SCHEMA "mailguide.diagnosis/1"
/* The documents "mailguide.diagnosis/1" and "mailguide.lookup/1".  0, or -1 when
 * OUT is full. */
int render_json(const struct evidence *evidence, const struct verdict *verdict,
	struct buf *out);
int render_lookup_json(const struct evidence *evidence, const struct preset *preset,
	struct buf *out);
/* "mailguide.providers/1", all presets in short, and "mailguide.provider/1". */
int render_providers_json(struct buf *out);
int render_provider_json(const struct preset *preset, struct buf *out);
/* Settings, what to know about the provider, and each source. */
void render_lookup(struct page *page, const struct options *options,
	const struct evidence *evidence, const struct preset *preset);
/* The settings alone, as the guided run shows them. */
void render_settings(struct page *page, const struct evidence *evidence);
/* What the provider of PRESET accepts and where to switch it on. */
void render_advice(struct page *page, const struct preset *preset);
/* Every dialogue, line by line, with what the lines mean; secrets never were in it. */
void render_transcript(struct page *page, const struct evidence *evidence);
/* What LINE of the dialogue with ENDPOINT means; NULL if there is nothing to say. */
const struct gloss *render_meaning(struct arena *arena, const struct endpoint_fact *endpoint,
	const struct transcript_line *line);
/* One line of a dialogue, safe to show; GLOSS, if any, beside or below it. */
void render_said(struct page *page, const char *who, const char *line, const struct gloss *gloss);
/* TEXT, lines of a dialogue with or without marks of who speaks, each with its
 * meaning; how many have one. */
size_t render_dialogue(struct page *page, enum mail_protocol protocol, const char *text);
/* A sample session of PROTOCOL, its commands, capabilities and replies. */
void render_session(struct page *page, enum mail_protocol protocol);

#endif
