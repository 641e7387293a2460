/* SPDX-License-Identifier: MIT
 *
 * SMTP (RFC 5321), STARTTLS (RFC 3207), AUTH (RFC 4954), enhanced status codes
 * (RFC 3463).
 */
#include <string.h>
#include <time.h>

#include "dialect.h"

#define AUTH_LINE_MAX (12288 - 2) /* RFC 4954 section 4, less CR LF */
#define DIGITS "0123456789"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *last_line(const char *text)
{
	const char *last = strrchr(text, '\n');

	return last != NULL ? last + 1 : text;
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

static void classify(struct dialogue *dialogue, const char *text, struct reply_fact *reply)
{
	static const enum reply_class classes[] = {
		REPLY_OK, REPLY_CONTINUE, REPLY_TRANSIENT, REPLY_PERMANENT,
	};
	const char *line = last_line(text);

	(void)dialogue;
	/* RFC 5321 4.2.1: the codes of all lines agree; where they do not, most
	 * clients go by the last. */
	reply->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
	reply->class = classes[line[0] - '2'];
}

/* RFC 3463: class "." subject "." detail, behind the reply code.  Length of
 * it, 0 if LINE has none of CLASS. */
static size_t enhanced_length(const char *line, char class)
{
	size_t subject, detail;

	if (strlen(line) < 4 || line[4] != class || line[5] != '.')
		return 0;
	subject = strspn(line + 6, DIGITS);
	if (subject < 1 || subject > 3 || line[6 + subject] != '.')
		return 0;
	detail = strspn(line + 7 + subject, DIGITS);
	return detail < 1 || detail > 3 ? 0 : 3 + subject + detail;
}

static void annotate(struct dialogue *dialogue, const char *shown, struct reply_fact *reply)
{
	char class = (char)('0' + reply->code / 100);
	const char *line;

	for (line = shown; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (enhanced_length(line, class) == 0)
			continue;
		reply->enhanced = arena_strndup(dialogue->evidence->arena, line + 4,
			enhanced_length(line, class));
		return;
	}
}

/* A refusal whose last line never came. */
static bool stands(const char *text)
{
	return frame(NULL, text, strlen(text)) != FRAME_MALFORMED && text[0] >= '4' &&
		frame(NULL, last_line(text), strlen(last_line(text))) != FRAME_MALFORMED;
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
	const struct dialogue_options *options = &dialogue->options;
	const char *at = strrchr(options->test_sender, '@');
	char date[64] = "";
	struct tm parts;
	time_t now = dialogue->evidence->started;

	if (gmtime_r(&now, &parts) != NULL)
		strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &parts);
	transcript_say(dialogue, "Date: %s", date);
	transcript_say(dialogue, "From: <%s>", options->test_sender);
	transcript_say(dialogue, "To: <%s>", options->test_recipient);
	transcript_say(dialogue, "Subject: mailguide test message");
	transcript_say(dialogue, "Message-ID: <mailguide.%lld.%u@%s>", (long long)now,
		dialogue->endpoint->service.port, at != NULL ? at + 1 : "localhost");
	transcript_say(dialogue, "Auto-Submitted: auto-generated");
	transcript_say(dialogue, "MIME-Version: 1.0");
	transcript_say(dialogue, "Content-Type: text/plain; charset=us-ascii");
	transcript_say(dialogue, "%s", "");
	transcript_say(dialogue, "This message was sent by mailguide to test sending mail.");
	transcript_say(dialogue, "Nothing needs to be done about it.");
	transcript_say(dialogue, ".");
}

static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text > 0x7e)
			return false;
	return true;
}

static bool write_mail(struct dialogue *dialogue)
{
	const struct dialogue_options *options = &dialogue->options;
	bool utf8;

	if (options->test_sender == NULL || options->test_recipient == NULL)
		return false;
	utf8 = !is_ascii(options->test_sender) || !is_ascii(options->test_recipient);
	transcript_say(dialogue, "MAIL FROM:<%s>%s", options->test_sender,
		utf8 && endpoint_offers(dialogue->endpoint, "SMTPUTF8") ? " SMTPUTF8" : "");
	return true;
}

static bool write_data(struct dialogue *dialogue)
{
	if (!dialogue->options.test_send)
		return false;
	if (dialogue->phase == 0)
		transcript_say(dialogue, "DATA");
	else
		write_message(dialogue);
	return true;
}

static bool command(struct dialogue *dialogue)
{
	const struct dialogue_options *options = &dialogue->options;

	switch (dialogue->step) {
	case STEP_HELLO:
	case STEP_HELLO_SECURE: transcript_say(dialogue, "EHLO %s", options->helo); return true;
	case STEP_HELO: transcript_say(dialogue, "HELO %s", options->helo); return true;
	case STEP_STARTTLS: transcript_say(dialogue, "STARTTLS"); return true;
	case STEP_PROOF: transcript_say(dialogue, "NOOP"); return true;
	case STEP_MAIL: return write_mail(dialogue);
	case STEP_RCPT: transcript_say(dialogue, "RCPT TO:<%s>", options->test_recipient); return true;
	case STEP_DATA: return write_data(dialogue);
	case STEP_RESET: transcript_say(dialogue, "RSET"); return true;
	case STEP_QUIT: transcript_say(dialogue, "QUIT"); return true;
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

static const char *authenticate(struct dialogue *dialogue)
{
	return arena_printf(dialogue->evidence->arena, "AUTH %s", dialogue->mechanism);
}

static size_t initial_max(const struct dialogue *dialogue)
{
	(void)dialogue;
	return AUTH_LINE_MAX;
}

static const char *challenge(const char *text)
{
	const char *line = last_line(text);

	return strlen(line) > 4 ? line + 4 : "";
}

const struct dialect dialect_smtp = {
	.frame = frame, .classify = classify, .annotate = annotate, .stands = stands,
	.capabilities = capabilities, .command = command, .more = more,
	.sasl_capability = "AUTH ", .authenticate = authenticate, .initial_max = initial_max,
	.challenge = challenge,
};
