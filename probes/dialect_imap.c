/* SPDX-License-Identifier: MIT
 *
 * IMAP (RFC 9051, RFC 3501), SASL-IR (RFC 4959), LITERAL+ and LITERAL- (RFC
 * 7888), response codes (RFC 5530), ID (RFC 2971).
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "dialect.h"
#include "text.h"

#define QUOTED_MAX 1000       /* longer strings go as literals */
#define LITERAL_MINUS_MAX 4096 /* RFC 7888 section 5 */
#define INITIAL_MAX 8000 /* RFC 7162 section 4 advises lines of up to 8192 */
#define TAG_LENGTH 4

/* LOGIN takes up to three lines, because a literal waits for a "+": what the
 * next "+" asks for, as the phase of the step. */
enum { LOGIN_BEGIN, LOGIN_USER, LOGIN_PASSWORD, LOGIN_SAID };

/* ---- replies ------------------------------------------------------------------------ */

static const char *last_line(const char *text)
{
	const char *last = strrchr(text, '\n');

	return last != NULL ? last + 1 : text;
}

/* "* " and one of the words that bear free text. */
static bool is_status(const char *line)
{
	static const char *const words[] = { "* OK", "* NO", "* BAD", "* BYE", "* PREAUTH" };
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t length = strlen(words[i]);

		if (text_starts_nocase(line, words[i]) && (line[length] == ' ' || line[length] == '\0'))
			return true;
	}
	return false;
}

/* A line that ends in {n} is followed by n bytes that may look like anything.
 * Lines are counted with CR LF, as RFC 9051 section 2.2 has them. */
static enum framing begin_literal(struct dialogue *dialogue, const char *line)
{
	size_t length = strlen(line), count = 0;
	const char *open = strrchr(line, '{');

	dialogue->in_literal = false;
	if (length == 0 || line[length - 1] != '}' || open == NULL || open[1] < '0' || open[1] > '9')
		return FRAME_MORE;
	for (open++; *open >= '0' && *open <= '9'; open++) {
		count = count * 10 + (size_t)(*open - '0');
		if (count > DIALOGUE_REPLY_MAX)
			return FRAME_FLOOD;
	}
	if (strcmp(open, "}") != 0 && strcmp(open, "+}") != 0)
		return FRAME_MORE;
	dialogue->in_literal = true;
	dialogue->literal_left = count;
	return FRAME_MORE;
}

/* The line in which a literal ends goes on behind it. */
static enum framing pass_literal(struct dialogue *dialogue, const char *line, size_t length)
{
	if (dialogue->literal_left >= length + 2) {
		dialogue->literal_left -= length + 2;
		return FRAME_MORE;
	}
	return begin_literal(dialogue, line +
		(dialogue->literal_left < length ? dialogue->literal_left : length));
}

static bool is_tagged(const struct dialogue *dialogue, const char *line)
{
	size_t length = strlen(dialogue->tag);

	return length > 0 && strncmp(line, dialogue->tag, length) == 0 && line[length] == ' ';
}

/* The answer to another command than the one under way. */
static bool is_stray(const char *line)
{
	return line[0] == 'a' && strspn(line + 1, "0123456789") == TAG_LENGTH - 1 &&
		line[TAG_LENGTH] == ' ';
}

static enum framing frame_greeting(struct dialogue *dialogue, const char *line)
{
	dialogue->preauthenticated = text_starts_nocase(line, "* PREAUTH");
	return is_status(line) ? FRAME_WHOLE : FRAME_MALFORMED;
}

static enum framing frame(struct dialogue *dialogue, const char *line, size_t length)
{
	if (dialogue->in_literal)
		return pass_literal(dialogue, line, length);
	if (dialogue->step == STEP_GREETING)
		return frame_greeting(dialogue, line);
	if (is_tagged(dialogue, line))
		return FRAME_WHOLE;
	if (line[0] == '*' && line[1] == ' ')
		return is_status(line) ? FRAME_MORE : begin_literal(dialogue, line);
	if (line[0] == '+')
		return dialogue->step == STEP_LOGIN ? FRAME_WHOLE : FRAME_MORE;
	return is_stray(line) ? FRAME_MORE : FRAME_MALFORMED;
}

/* A goodbye that no tagged line followed. */
static const char *goodbye(const char *text)
{
	const char *line;

	for (line = text; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (text_starts_nocase(line, "* BYE"))
			return line;
	}
	return NULL;
}

static bool stands(const char *text)
{
	return goodbye(text) != NULL;
}

static void classify(struct dialogue *dialogue, const char *text, struct reply_fact *reply)
{
	const char *last = last_line(text), *status = last + strcspn(last, " ");

	if (last[0] == '+')
		reply->class = REPLY_CONTINUE;
	else if (dialogue->step != STEP_GREETING && !is_tagged(dialogue, last) && stands(text))
		reply->class = REPLY_BYE;
	else if (text_starts_nocase(status, " OK") || text_starts_nocase(status, " PREAUTH"))
		reply->class = REPLY_OK;
	else if (text_starts_nocase(status, " BYE"))
		reply->class = REPLY_BYE;
	else if (text_starts_nocase(status, " NO") || text_starts_nocase(status, " BAD"))
		reply->class = REPLY_PERMANENT;
}

/* "a001 NO [CODE args] words": the word in brackets, upper case. */
static const char *response_code(struct arena *arena, const char *line)
{
	const char *at = line + strcspn(line, " \n");

	if (*at == ' ')
		at += 1 + strcspn(at + 1, " \n");
	if (strncmp(at, " [", 2) != 0)
		return "";
	return text_upper(arena_strndup(arena, at + 2, strcspn(at + 2, "] \n")));
}

/* That of the last line; a refusal without one takes that of an untagged NO,
 * BAD or BYE before it. */
static const char *best_response_code(struct arena *arena, const char *text,
	enum reply_class class)
{
	const char *code = response_code(arena, last_line(text)), *line, *found;

	for (line = text; line != NULL && code[0] == '\0' && class != REPLY_OK;
			line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!is_status(line) || text_starts_nocase(line, "* OK"))
			continue;
		found = response_code(arena, line);
		if (found[0] != '\0')
			return found;
	}
	return code;
}

static void annotate(struct dialogue *dialogue, const char *shown, struct reply_fact *reply)
{
	static const char *const passing[] = { "UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT", "THROTTLED" };
	size_t i;

	if (reply->class == REPLY_CONTINUE)
		return;
	reply->response_code = best_response_code(dialogue->evidence->arena, shown, reply->class);
	for (i = 0; i < sizeof passing / sizeof passing[0]; i++)
		if (reply->class == REPLY_PERMANENT && strcmp(reply->response_code, passing[i]) == 0)
			reply->class = REPLY_TRANSIENT;
}

static void add_capabilities(struct dialogue *dialogue, const char *words)
{
	while (*words != '\0' && *words != '\n' && *words != ']') {
		size_t length = strcspn(words, " \n]");

		dialogue_add_capability(dialogue, words, length);
		words += length;
		words += strspn(words, " ");
	}
}

/* "* CAPABILITY words", or "[CAPABILITY words]" in a greeting. */
static void capabilities(struct dialogue *dialogue, const char *text)
{
	static const char untagged[] = "* CAPABILITY ", greeting[] = "* OK [CAPABILITY ";
	const char *line;

	for (line = text; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (text_starts_nocase(line, untagged))
			add_capabilities(dialogue, line + strlen(untagged));
		else if (dialogue->step == STEP_GREETING && text_starts_nocase(line, greeting))
			add_capabilities(dialogue, line + strlen(greeting));
	}
}

/* ---- commands ------------------------------------------------------------------------- */

static const char *new_tag(struct dialogue *dialogue)
{
	snprintf(dialogue->tag, sizeof dialogue->tag, "a%03u", ++dialogue->commands);
	return dialogue->tag;
}

static bool is_quotable(const char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (bytes[i] < 0x20 || bytes[i] > 0x7e)
			return false;
	return length <= QUOTED_MAX;
}

static void add_quoted(struct buf *out, const char *bytes, size_t length)
{
	size_t i;

	buf_puts(out, "\"");
	for (i = 0; i < length; i++) {
		if (bytes[i] == '"' || bytes[i] == '\\')
			buf_puts(out, "\\");
		buf_add(out, &bytes[i], 1);
	}
	buf_puts(out, "\"");
}

static bool literal_needs_no_waiting(const struct dialogue *dialogue, size_t length)
{
	return endpoint_offers(dialogue->endpoint, "LITERAL+") ||
		(length <= LITERAL_MINUS_MAX && endpoint_offers(dialogue->endpoint, "LITERAL-"));
}

/* SHOWN is everything of the line that is no secret; the password's length is
 * one too. */
static void write_password(struct dialogue *dialogue, const char *shown)
{
	const char *bytes = secret_bytes(dialogue->options.secret);
	size_t length = secret_length(dialogue->options.secret);
	struct buf quoted;
	char announced[32];
	int digits;

	if (is_quotable(bytes, length)) {
		buf_init(&quoted, QUOTED_MAX * 2 + 2);
		add_quoted(&quoted, bytes, length);
		transcript_say_secret(dialogue, shown, buf_text(&quoted), quoted.length);
		dialogue_wipe(&quoted);
		dialogue->phase = LOGIN_SAID;
		return;
	}
	digits = snprintf(announced, sizeof announced,
		literal_needs_no_waiting(dialogue, length) ? "{%zu+}" : "{%zu}", length);
	transcript_say_secret(dialogue, shown, announced, (size_t)digits);
	dialogue->phase = LOGIN_PASSWORD;
	if (literal_needs_no_waiting(dialogue, length)) {
		transcript_say_secret(dialogue, "", bytes, length);
		dialogue->phase = LOGIN_SAID;
	}
}

static void begin_login(struct dialogue *dialogue)
{
	const char *user = dialogue->options.username;
	struct buf line;

	if (!is_quotable(user, strlen(user))) {
		transcript_say(dialogue, "%s LOGIN {%zu}", new_tag(dialogue), strlen(user));
		dialogue->phase = LOGIN_USER;
		return;
	}
	buf_init(&line, QUOTED_MAX * 3);
	buf_printf(&line, "%s LOGIN ", new_tag(dialogue));
	add_quoted(&line, user, strlen(user));
	buf_puts(&line, " ");
	write_password(dialogue, buf_text(&line));
	buf_done(&line);
}

static bool write_login(struct dialogue *dialogue)
{
	switch (dialogue->phase) {
	case LOGIN_BEGIN:
		begin_login(dialogue);
		return true;
	case LOGIN_USER:
		write_password(dialogue, arena_printf(dialogue->evidence->arena, "%s ",
			dialogue->options.username));
		return true;
	case LOGIN_PASSWORD:
		transcript_say_secret(dialogue, "", secret_bytes(dialogue->options.secret),
			secret_length(dialogue->options.secret));
		dialogue->phase = LOGIN_SAID;
		return true;
	default:
		return false;
	}
}

static void write_proof(struct dialogue *dialogue)
{
	/* Some providers open the mailbox only to clients that name themselves. */
	if (dialogue->phase == 0 && endpoint_offers(dialogue->endpoint, "ID")) {
		transcript_say(dialogue, "%s ID (\"name\" \"mailguide\" \"version\" \"" PACKAGE_VERSION "\")",
			new_tag(dialogue));
		return;
	}
	dialogue->phase = 1;
	transcript_say(dialogue, "%s EXAMINE INBOX", new_tag(dialogue));
}

static void say(struct dialogue *dialogue, const char *verb)
{
	transcript_say(dialogue, "%s %s", new_tag(dialogue), verb);
}

static bool command(struct dialogue *dialogue)
{
	switch (dialogue->step) {
	case STEP_HELLO:
	case STEP_HELLO_SECURE: say(dialogue, "CAPABILITY"); return true;
	case STEP_STARTTLS: say(dialogue, "STARTTLS"); return true;
	case STEP_LOGIN: return write_login(dialogue);
	case STEP_PROOF: write_proof(dialogue); return true;
	case STEP_QUIT: say(dialogue, "LOGOUT"); return true;
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
	if (dialogue->step == STEP_LOGIN)
		return reply->class == REPLY_CONTINUE && dialogue->phase != LOGIN_SAID;
	if (dialogue->step != STEP_PROOF || dialogue->phase != 0)
		return false;
	dialogue->phase = 1; /* whatever ID was good for */
	return true;
}

static const char *native_login(const struct dialogue *dialogue)
{
	return endpoint_offers(dialogue->endpoint, "LOGINDISABLED") ? NULL : "LOGIN command";
}

/* A literal carries everything but NUL. */
static bool native_fits(const struct dialogue *dialogue)
{
	return strlen(secret_bytes(dialogue->options.secret)) ==
		secret_length(dialogue->options.secret);
}

static const char *authenticate(struct dialogue *dialogue)
{
	return arena_printf(dialogue->evidence->arena, "%s AUTHENTICATE %s", new_tag(dialogue),
		dialogue->mechanism);
}

static size_t initial_max(const struct dialogue *dialogue)
{
	return endpoint_offers(dialogue->endpoint, "SASL-IR") ? INITIAL_MAX : 0;
}

static const char *challenge(const char *text)
{
	const char *last = last_line(text);

	return last[0] == '+' && last[1] == ' ' ? last + 2 : "";
}

const struct dialect dialect_imap = {
	.frame = frame, .classify = classify, .annotate = annotate, .stands = stands,
	.capabilities = capabilities, .command = command, .more = more,
	.sasl_capability = "AUTH=", .authenticate = authenticate, .initial_max = initial_max,
	.challenge = challenge, .native_login = native_login, .native_fits = native_fits,
};
