/* SPDX-License-Identifier: MIT
 *
 * What is said and what is heard, on its way to the wire and into the evidence.
 * Whatever is kept passes redact.c, here and nowhere else.
 */
#include <stdarg.h>
#include <string.h>

#include "dialect.h"
#include "redact.h"

#define LINES_MAX 2000
#define SHOWN_LINE_MAX 1024
#define KEPT_MAX 512       /* bytes of a challenge, of injected text */
#define INNOCENT_MAX 7     /* a secret up to this long may be a word of anybody's */
#define UNWANTED_SHOWN '\xff' /* no UTF-8 either, so it cannot be mistaken */

/* A short secret may be an innocent word of a peer that was told nothing yet. */
static const struct secret *peers_secret(const struct dialogue *dialogue)
{
	const struct secret *secret = dialogue->options.secret;

	return secret != NULL && !dialogue->login_begun &&
		secret_length(secret) <= INNOCENT_MAX ? NULL : secret;
}

void transcript_replace(char *bytes, size_t length, char unwanted)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (bytes[i] == unwanted)
			bytes[i] = UNWANTED_SHOWN;
}

const char *transcript_keep(struct dialogue *dialogue, const char *bytes, size_t length)
{
	struct buf kept;
	const char *text;

	buf_init(&kept, DIALOGUE_REPLY_MAX);
	redact_add(peers_secret(dialogue), bytes,
		length < DIALOGUE_LINE_MAX ? length : DIALOGUE_LINE_MAX, &kept);
	if (kept.length > KEPT_MAX)
		kept.length = KEPT_MAX;
	if (kept.length > 0)
		transcript_replace(kept.data, kept.length, '\0');
	text = arena_strndup(dialogue->evidence->arena, buf_text(&kept), kept.length);
	buf_done(&kept);
	return text;
}

static void show_line(struct dialogue *dialogue, enum transcript_kind kind, const char *text,
	size_t length)
{
	if (dialogue->lines > LINES_MAX)
		return;
	if (dialogue->lines++ == LINES_MAX) {
		kind = LINE_NOTE;
		text = "transcript-full";
		length = strlen(text);
	}
	if (length > SHOWN_LINE_MAX)
		length = SHOWN_LINE_MAX;
	endpoint_add_line(dialogue->evidence, dialogue->endpoint, kind, text, length)->at_ms =
		dialogue->now_ms;
}

/* A user name may equal the password, so our own words are masked too. */
static void show_ours(struct dialogue *dialogue, enum transcript_kind kind, const char *text,
	const char *marker)
{
	struct buf shown;

	buf_init(&shown, DIALOGUE_REPLY_MAX);
	redact_add(dialogue->options.secret, text, strlen(text), &shown);
	buf_puts(&shown, marker);
	show_line(dialogue, kind, buf_text(&shown), shown.length);
	buf_done(&shown);
}

void transcript_say(struct dialogue *dialogue, const char *format, ...)
{
	va_list args;
	char *line;

	va_start(args, format);
	line = arena_vprintf(dialogue->evidence->arena, format, args);
	va_end(args);
	show_ours(dialogue, LINE_CLIENT, line, "");
	buf_puts(&dialogue->out, line);
	buf_puts(&dialogue->out, "\r\n");
}

/* The line that is shown is made before the secret is touched. */
void transcript_say_secret(struct dialogue *dialogue, const char *prefix, const char *secret,
	size_t length)
{
	show_ours(dialogue, LINE_SECRET, prefix, REDACTED);
	dialogue->out_secret = true;
	buf_puts(&dialogue->out, prefix);
	buf_add(&dialogue->out, secret, length);
	buf_puts(&dialogue->out, "\r\n");
}

void transcript_hear(struct dialogue *dialogue, const char *line, size_t length)
{
	size_t at = dialogue->shown.length;

	redact_line(peers_secret(dialogue), line, length, &dialogue->secret_upto, &dialogue->shown);
	show_line(dialogue, LINE_SERVER, buf_text(&dialogue->shown) + at,
		dialogue->shown.length - at);
}

void transcript_note(struct dialogue *dialogue, const char *token)
{
	show_line(dialogue, LINE_NOTE, token, strlen(token));
}
