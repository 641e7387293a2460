/* SPDX-License-Identifier: MIT
 *
 * POP3 (RFC 1939), CAPA (RFC 2449), STLS (RFC 2595), AUTH (RFC 5034), response
 * codes (RFC 2449, RFC 3206).
 */
#include <string.h>

#include "dialect.h"
#include "text.h"

#define COMMAND_MAX 255 /* RFC 2449 section 4, CR LF included */

static bool asks_capabilities(const struct dialogue *dialogue)
{
	return dialogue->step == STEP_HELLO || dialogue->step == STEP_HELLO_SECURE;
}

static enum framing frame(struct dialogue *dialogue, const char *line, size_t length)
{
	if (dialogue->multiline)
		return length == 1 && line[0] == '.' ? FRAME_WHOLE : FRAME_MORE;
	if (text_starts_nocase(line, "-ERR"))
		return FRAME_WHOLE;
	if (text_starts_nocase(line, "+OK")) {
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
	static const char *const transient[] = { "SYS/TEMP", "IN-USE", "LOGIN-DELAY" };
	size_t i;

	if (text[0] == '+') {
		reply->class = text_starts_nocase(text, "+OK") ? REPLY_OK : REPLY_CONTINUE;
		return;
	}
	reply->class = REPLY_PERMANENT;
	reply->response_code = response_code(dialogue->evidence->arena, text);
	for (i = 0; i < sizeof transient / sizeof transient[0]; i++)
		if (strcmp(reply->response_code, transient[i]) == 0)
			reply->class = REPLY_TRANSIENT;
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
		dialogue_say(dialogue, "USER %s", dialogue->options.username);
	else
		dialogue_say_secret(dialogue, "PASS ", secret_bytes(dialogue->options.secret),
			secret_length(dialogue->options.secret));
}

static bool command(struct dialogue *dialogue)
{
	switch (dialogue->step) {
	case STEP_HELLO:
	case STEP_HELLO_SECURE: dialogue_say(dialogue, "CAPA"); return true;
	case STEP_STARTTLS: dialogue_say(dialogue, "STLS"); return true;
	case STEP_LOGIN: write_login(dialogue); return true;
	case STEP_PROOF: dialogue_say(dialogue, "STAT"); return true;
	case STEP_RESET: dialogue_say(dialogue, "NOOP"); return true;
	case STEP_QUIT: dialogue_say(dialogue, "QUIT"); return true;
	case STEP_RESOLVE:
	case STEP_CONNECT:
	case STEP_TLS:
	case STEP_GREETING:
	case STEP_HELO:
	case STEP_MAIL:
	case STEP_RCPT:
	case STEP_DATA:
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

static const char *native_login(const struct dialogue *dialogue)
{
	(void)dialogue;
	return "USER/PASS";
}

static void authenticate(struct dialogue *dialogue, const char *initial, size_t length)
{
	char *line = arena_printf(dialogue->evidence->arena, "AUTH %s%s", dialogue->mechanism,
		initial != NULL ? " " : "");

	if (initial == NULL)
		dialogue_say(dialogue, "%s", line);
	else
		dialogue_say_secret(dialogue, line, initial, length);
}

/* Microsoft's servers take XOAUTH2 only in two lines. */
static bool initial_fits(const struct dialogue *dialogue, size_t length)
{
	return strcmp(dialogue->mechanism, "XOAUTH2") != 0 &&
		strlen("AUTH ") + strlen(dialogue->mechanism) + 1 + length + 2 <= COMMAND_MAX;
}

static const char *challenge(const char *text)
{
	return text[0] == '+' && text[1] == ' ' ? text + 2 : "";
}

const struct dialect dialect_pop3 = {
	.frame = frame, .classify = classify, .capabilities = capabilities, .command = command,
	.more = more, .sasl_capability = "SASL ", .native_login = native_login,
	.authenticate = authenticate, .initial_fits = initial_fits, .challenge = challenge,
};
