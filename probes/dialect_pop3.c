/* SPDX-License-Identifier: MIT
 *
 * POP3 (RFC 1939), CAPA (RFC 2449), STLS (RFC 2595), AUTH (RFC 5034), response
 * codes (RFC 2449, RFC 3206).
 */
#include <string.h>

#include "dialect.h"
#include "text.h"

#define COMMAND_MAX (255 - 2) /* RFC 2449 section 4, less CR LF */

static bool asks_capabilities(const struct dialogue *dialogue)
{
	return dialogue->step == STEP_HELLO || dialogue->step == STEP_HELLO_SECURE;
}

/* A word of the protocol, not the beginning of a longer one. */
static bool begins(const char *line, const char *word)
{
	size_t length = strlen(word);

	return text_starts_nocase(line, word) && (line[length] == '\0' || line[length] == ' ');
}

static enum framing frame(struct dialogue *dialogue, const char *line, size_t length)
{
	if (dialogue->multiline)
		return length == 1 && line[0] == '.' ? FRAME_WHOLE : FRAME_MORE;
	if (begins(line, "-ERR"))
		return FRAME_WHOLE;
	if (begins(line, "+OK")) {
		dialogue->multiline = asks_capabilities(dialogue);
		return dialogue->multiline ? FRAME_MORE : FRAME_WHOLE;
	}
	return length > 0 && line[0] == '+' && (length == 1 || line[1] == ' ') ?
		FRAME_WHOLE : FRAME_MALFORMED;
}

static const char *response_code(struct arena *arena, const char *text)
{
	const char *open = text + strcspn(text, " ");
	size_t length;

	if (strncmp(open, " [", 2) != 0)
		return "";
	length = strcspn(open + 2, "] \n");
	return text_upper(arena_strndup(arena, open + 2, length));
}

static void classify(struct dialogue *dialogue, const char *text, struct reply_fact *reply)
{
	(void)dialogue;
	if (text[0] == '+')
		reply->class = text_starts_nocase(text, "+OK") ? REPLY_OK : REPLY_CONTINUE;
	else
		reply->class = REPLY_PERMANENT;
}

static void annotate(struct dialogue *dialogue, const char *shown, struct reply_fact *reply)
{
	static const char *const passing[] = { "SYS/TEMP", "IN-USE", "LOGIN-DELAY" };
	size_t i;

	if (reply->class != REPLY_PERMANENT)
		return;
	reply->response_code = response_code(dialogue->evidence->arena, shown);
	for (i = 0; i < sizeof passing / sizeof passing[0]; i++)
		if (strcmp(reply->response_code, passing[i]) == 0)
			reply->class = REPLY_TRANSIENT;
}

/* Refusals are one line; there are no halves. */
static bool stands(const char *text)
{
	(void)text;
	return false;
}

static void capabilities(struct dialogue *dialogue, const char *text)
{
	const char *line = strchr(text, '\n');

	while (line != NULL) {
		size_t length = strcspn(++line, "\n");

		if (line[0] == '.') { /* the end, or a stuffed dot */
			line++;
			length--;
		}
		dialogue_add_capability(dialogue, line, length);
		line = strchr(line, '\n');
	}
}

static void write_login(struct dialogue *dialogue)
{
	if (dialogue->phase == 0)
		transcript_say(dialogue, "USER %s", dialogue->options.username);
	else
		transcript_say_secret(dialogue, "PASS ", secret_bytes(dialogue->options.secret),
			secret_length(dialogue->options.secret));
}

static bool command(struct dialogue *dialogue)
{
	switch (dialogue->step) {
	case STEP_HELLO:
	case STEP_HELLO_SECURE: transcript_say(dialogue, "CAPA"); return true;
	case STEP_STARTTLS: transcript_say(dialogue, "STLS"); return true;
	case STEP_LOGIN: write_login(dialogue); return true;
	case STEP_PROOF: transcript_say(dialogue, "STAT"); return true;
	case STEP_QUIT: transcript_say(dialogue, "QUIT"); return true;
	case STEP_RESOLVE:
	case STEP_CONNECT:
	case STEP_TLS:
	case STEP_GREETING:
	case STEP_HELO:
	case STEP_MAIL:
	case STEP_RCPT:
	case STEP_DATA:
	case STEP_RESET:
	case STEP_DONE: return false;
	}
	return false;
}

static bool more(struct dialogue *dialogue, const struct reply_fact *reply)
{
	if (dialogue->step != STEP_LOGIN || dialogue->phase != 0 || reply->class != REPLY_OK)
		return false;
	dialogue->phase = 1;
	return true;
}

/* RFC 2449 6.3: USER is listed where it works, but there are servers that list
 * neither it nor SASL. */
static const char *native_login(const struct dialogue *dialogue)
{
	const struct endpoint_fact *endpoint = dialogue->endpoint;
	size_t i;

	if (endpoint_offers(endpoint, "USER"))
		return "USER/PASS";
	for (i = 0; i < endpoint->capabilities_count; i++)
		if (text_starts_nocase(endpoint->capabilities[i], "SASL "))
			return NULL;
	return "USER/PASS";
}

static bool native_fits(const struct dialogue *dialogue)
{
	const char *password = secret_bytes(dialogue->options.secret);

	return strpbrk(dialogue->options.username, "\r\n") == NULL &&
		strcspn(password, "\r\n") == secret_length(dialogue->options.secret);
}

static const char *authenticate(struct dialogue *dialogue)
{
	return arena_printf(dialogue->evidence->arena, "AUTH %s", dialogue->mechanism);
}

/* Microsoft's servers take XOAUTH2 only in two lines. */
static size_t initial_max(const struct dialogue *dialogue)
{
	return strcmp(dialogue->mechanism, "XOAUTH2") == 0 ? 0 : COMMAND_MAX;
}

static const char *challenge(const char *text)
{
	return text[0] == '+' && text[1] == ' ' ? text + 2 : "";
}

const struct dialect dialect_pop3 = {
	.frame = frame, .classify = classify, .annotate = annotate, .stands = stands,
	.capabilities = capabilities, .command = command, .more = more,
	.sasl_capability = "SASL ", .authenticate = authenticate, .initial_max = initial_max,
	.challenge = challenge, .native_login = native_login, .native_fits = native_fits,
};
