/* SPDX-License-Identifier: MIT
 *
 * SMTP (RFC 5321), STARTTLS (RFC 3207), AUTH (RFC 4954), enhanced status codes
 * (RFC 3463).
 */
#include <string.h>
#include <time.h>

#include "dialect.h"

#define AUTH_LINE_MAX 12288 /* RFC 4954 section 4, CR LF included */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static enum framing frame(struct dialogue *dialogue, const char *line, size_t length)
{
	(void)dialogue;
	if (length < 3 || line[0] < '2' || line[0] > '5' || !is_digit(line[1]) || !is_digit(line[2]))
		return FRAME_MALFORMED;
	if (length == 3 || line[3] == ' ')
		return FRAME_WHOLE;
	return line[3] == '-' ? FRAME_MORE : FRAME_MALFORMED;
}

/* RFC 3463: class "." subject "." detail, the class that of the reply code. */
static const char *enhanced_code(struct arena *arena, const char *line)
{
	size_t length;

	if (strlen(line) < 9)
		return "";
	length = strspn(line + 4, "0123456789.");
	if (line[4] != line[0] || line[5] != '.' || length < 5 || length > 9 ||
			strchr(line + 6, '.') == NULL)
		return "";
	return arena_strndup(arena, line + 4, length);
}

static void classify(struct dialogue *dialogue, const char *text, struct reply_fact *reply)
{
	static const enum reply_class classes[] = {
		REPLY_OK, REPLY_CONTINUE, REPLY_TRANSIENT, REPLY_PERMANENT,
	};

	reply->code = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
	reply->class = classes[text[0] - '2'];
	reply->enhanced = enhanced_code(dialogue->evidence->arena, text);
}

static void capabilities(struct dialogue *dialogue, const char *text)
{
	const char *line = strchr(text, '\n');

	while (line != NULL) {
		size_t length = strcspn(++line, "\n");

		if (length > 4)
			dialogue_add_capability(dialogue, line + 4, length - 4);
		line = strchr(line, '\n');
	}
}

/* RFC 5322; the person's mailbox gets it, so it says what it is. */
static void write_message(struct dialogue *dialogue)
{
	char date[64] = "";
	struct tm parts;
	time_t now = dialogue->evidence->started;

	if (gmtime_r(&now, &parts) != NULL)
		strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &parts);
	dialogue_say(dialogue, "Date: %s", date);
	dialogue_say(dialogue, "From: <%s>", dialogue->options.test_sender);
	dialogue_say(dialogue, "To: <%s>", dialogue->options.test_recipient);
	dialogue_say(dialogue, "Subject: mailguide test message");
	dialogue_say(dialogue, "Auto-Submitted: auto-generated");
	dialogue_say(dialogue, "Content-Type: text/plain; charset=utf-8");
	dialogue_say(dialogue, "%s", "");
	dialogue_say(dialogue, "This message was sent by mailguide to test sending mail.");
	dialogue_say(dialogue, "Nothing needs to be done about it.");
	dialogue_say(dialogue, ".");
}

static bool command(struct dialogue *dialogue)
{
	switch (dialogue->step) {
	case STEP_HELLO:
	case STEP_HELLO_SECURE: dialogue_say(dialogue, "EHLO %s", dialogue->options.helo); return true;
	case STEP_HELO: dialogue_say(dialogue, "HELO %s", dialogue->options.helo); return true;
	case STEP_STARTTLS: dialogue_say(dialogue, "STARTTLS"); return true;
	case STEP_PROOF: dialogue_say(dialogue, "NOOP"); return true;
	case STEP_MAIL: dialogue_say(dialogue, "MAIL FROM:<%s>", dialogue->options.test_sender); return true;
	case STEP_RCPT: dialogue_say(dialogue, "RCPT TO:<%s>", dialogue->options.test_recipient); return true;
	case STEP_DATA:
		if (dialogue->phase == 0)
			dialogue_say(dialogue, "DATA");
		else
			write_message(dialogue);
		return true;
	case STEP_RESET: dialogue_say(dialogue, "RSET"); return true;
	case STEP_QUIT: dialogue_say(dialogue, "QUIT"); return true;
	case STEP_RESOLVE:
	case STEP_CONNECT:
	case STEP_TLS:
	case STEP_GREETING:
	case STEP_LOGIN:
	case STEP_DONE: return false;
	}
	return false;
}

static bool more(struct dialogue *dialogue, const struct reply_fact *reply)
{
	if (dialogue->step != STEP_DATA || dialogue->phase != 0 || reply->class != REPLY_CONTINUE)
		return false;
	dialogue->phase = 1;
	return true;
}

static const char *native_login(const struct dialogue *dialogue)
{
	(void)dialogue;
	return NULL;
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

static bool initial_fits(const struct dialogue *dialogue, size_t length)
{
	return strlen("AUTH ") + strlen(dialogue->mechanism) + 1 + length + 2 <= AUTH_LINE_MAX;
}

static const char *challenge(const char *text)
{
	const char *last = strrchr(text, '\n');

	if (last != NULL)
		text = last + 1;
	return strlen(text) > 4 ? text + 4 : "";
}

const struct dialect dialect_smtp = {
	.frame = frame, .classify = classify, .capabilities = capabilities, .command = command,
	.more = more, .sasl_capability = "AUTH ", .native_login = native_login,
	.authenticate = authenticate, .initial_fits = initial_fits, .challenge = challenge,
};
