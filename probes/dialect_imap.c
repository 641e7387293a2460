/* SPDX-License-Identifier: MIT
 *
 * IMAP (RFC 9051, RFC 3501), SASL-IR (RFC 4959), LITERAL+ and LITERAL- (RFC
 * 7888), response codes (RFC 5530), ID (RFC 2971).
 */
#include <stdio.h>
#include <string.h>

#include "dialect.h"
#include "text.h"

#define QUOTED_MAX 1000       /* longer strings go as literals */
#define LITERAL_MINUS_MAX 4096 /* RFC 7888 section 5 */
#define INITIAL_MAX 7000

/* The parts of LOGIN user password, as the phase of the step. */
enum { SEND_USER, SEND_USER_LITERAL, SEND_PASSWORD_LITERAL };

/* ---- replies ------------------------------------------------------------------------ */

/* A line that ends in {n} is followed by n bytes that may look like anything. */
static size_t literal_behind(const char *line, size_t length)
{
	const char *open = length > 0 && line[length - 1] == '}' ? memrchr(line, '{', length) : NULL;
	size_t count = 0;

	if (open == NULL)
		return 0;
	for (open++; *open >= '0' && *open <= '9' && count < DIALOGUE_REPLY_MAX; open++)
		count = count * 10 + (size_t)(*open - '0');
	return *open == '}' || *open == '+' ? count : 0;
}

static bool is_tagged(const struct dialogue *dialogue, const char *line)
{
	size_t length = strlen(dialogue->tag);

	return length > 0 && strncmp(line, dialogue->tag, length) == 0 && line[length] == ' ';
}

static enum framing frame(struct dialogue *dialogue, const char *line, size_t length)
{
	if (dialogue->literal_left > 0) {
		size_t whole = length + 2;

		dialogue->literal_left -= whole < dialogue->literal_left ? whole : dialogue->literal_left;
		return FRAME_MORE;
	}
	if (dialogue->step == STEP_GREETING)
		return text_starts_nocase(line, "* OK") || text_starts_nocase(line, "* PREAUTH") ||
			text_starts_nocase(line, "* BYE") || text_starts_nocase(line, "* NO") ||
			text_starts_nocase(line, "* BAD") ? FRAME_WHOLE : FRAME_MALFORMED;
	if (is_tagged(dialogue, line))
		return FRAME_WHOLE;
	if (text_starts_nocase(line, "* BYE"))
		return dialogue->step == STEP_QUIT ? FRAME_MORE : FRAME_WHOLE;
	if (length > 0 && line[0] == '*') {
		dialogue->literal_left = literal_behind(line, length);
		return FRAME_MORE;
	}
	if (length > 0 && line[0] == '+')
		return dialogue->step == STEP_LOGIN ? FRAME_WHOLE : FRAME_MORE;
	return FRAME_MALFORMED;
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

static const char *last_line(const char *text)
{
	const char *last = strrchr(text, '\n');

	return last != NULL ? last + 1 : text;
}

static bool is_passing(const char *code)
{
	static const char *const passing[] = { "UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT", "THROTTLED" };
	size_t i;

	for (i = 0; i < sizeof passing / sizeof passing[0]; i++)
		if (strcmp(code, passing[i]) == 0)
			return true;
	return false;
}

static void classify(struct dialogue *dialogue, const char *text, struct reply_fact *reply)
{
	const char *last = last_line(text), *status = last + strcspn(last, " ");

	if (last[0] == '+') {
		reply->class = REPLY_CONTINUE;
		return;
	}
	reply->response_code = response_code(dialogue->evidence->arena, last);
	/* An untagged NO before the tagged one may carry the better word. */
	if (reply->response_code[0] == '\0' && last != text)
		reply->response_code = response_code(dialogue->evidence->arena, text);
	if (text_starts_nocase(status, " OK") || text_starts_nocase(status, " PREAUTH"))
		reply->class = REPLY_OK;
	else if (text_starts_nocase(status, " BYE"))
		reply->class = REPLY_BYE;
	else if (text_starts_nocase(status, " NO") || text_starts_nocase(status, " BAD"))
		reply->class = is_passing(reply->response_code) ? REPLY_TRANSIENT : REPLY_PERMANENT;
}

static void capabilities(struct dialogue *dialogue, const char *text)
{
	const char *line, *word;

	for (line = text; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!text_starts_nocase(line, "* CAPABILITY "))
			continue;
		word = line + strlen("* CAPABILITY ");
		while (*word != '\0' && *word != '\n') {
			size_t length = strcspn(word, " \n");

			dialogue_add_capability(dialogue, word, length);
			word += length;
			word += strspn(word, " ");
		}
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

/* SHOWN is everything of the line that is no secret. */
static void write_password(struct dialogue *dialogue, const char *shown)
{
	const char *bytes = secret_bytes(dialogue->options.secret);
	size_t length = secret_length(dialogue->options.secret);
	struct buf quoted;

	if (is_quotable(bytes, length)) {
		buf_init(&quoted, QUOTED_MAX * 2 + 2);
		add_quoted(&quoted, bytes, length);
		dialogue_say_secret(dialogue, shown, buf_text(&quoted), quoted.length);
		secret_wipe(quoted.data, quoted.size);
		buf_done(&quoted);
	} else if (literal_needs_no_waiting(dialogue, length)) {
		dialogue_say(dialogue, "%s{%zu+}", shown, length);
		dialogue_say_secret(dialogue, "", bytes, length);
		dialogue->phase = SEND_PASSWORD_LITERAL;
	} else {
		dialogue_say(dialogue, "%s{%zu}", shown, length);
		dialogue->phase = SEND_USER_LITERAL; /* the password's literal is next */
	}
}

static void write_login(struct dialogue *dialogue)
{
	const char *user = dialogue->options.username;
	struct arena *arena = dialogue->evidence->arena;
	struct buf line;

	switch (dialogue->phase) {
	case SEND_USER:
		if (!is_quotable(user, strlen(user))) {
			dialogue_say(dialogue, "%s LOGIN {%zu}", new_tag(dialogue), strlen(user));
			return;
		}
		buf_init(&line, QUOTED_MAX * 3);
		buf_printf(&line, "%s LOGIN ", new_tag(dialogue));
		add_quoted(&line, user, strlen(user));
		buf_puts(&line, " ");
		write_password(dialogue, buf_text(&line));
		buf_done(&line);
		return;
	case SEND_USER_LITERAL:
		write_password(dialogue, arena_printf(arena, "%s ", user));
		return;
	case SEND_PASSWORD_LITERAL:
		dialogue_say_secret(dialogue, "", secret_bytes(dialogue->options.secret),
			secret_length(dialogue->options.secret));
		return;
	}
}

static void write_proof(struct dialogue *dialogue)
{
	/* Some providers open the mailbox only to clients that name themselves. */
	if (dialogue->phase == 0 && endpoint_offers(dialogue->endpoint, "ID")) {
		dialogue_say(dialogue, "%s ID (\"name\" \"mailguide\")", new_tag(dialogue));
		return;
	}
	dialogue->phase = 1;
	dialogue_say(dialogue, "%s EXAMINE INBOX", new_tag(dialogue));
}

static void say(struct dialogue *dialogue, const char *verb)
{
	dialogue_say(dialogue, "%s %s", new_tag(dialogue), verb);
}

static bool command(struct dialogue *dialogue)
{
	switch (dialogue->step) {
	case STEP_HELLO:
	case STEP_HELLO_SECURE: say(dialogue, "CAPABILITY"); return true;
	case STEP_STARTTLS: say(dialogue, "STARTTLS"); return true;
	case STEP_LOGIN: write_login(dialogue); return true;
	case STEP_PROOF: write_proof(dialogue); return true;
	case STEP_RESET: say(dialogue, "NOOP"); return true;
	case STEP_QUIT: say(dialogue, "LOGOUT"); return true;
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
	if (dialogue->step == STEP_PROOF && dialogue->phase == 0) {
		dialogue->phase = 1;
		return true;
	}
	if (dialogue->step != STEP_LOGIN || reply->class != REPLY_CONTINUE ||
			dialogue->phase == SEND_PASSWORD_LITERAL)
		return false;
	dialogue->phase++;
	return true;
}

static const char *native_login(const struct dialogue *dialogue)
{
	return endpoint_offers(dialogue->endpoint, "LOGINDISABLED") ? NULL : "LOGIN command";
}

static void authenticate(struct dialogue *dialogue, const char *initial, size_t length)
{
	char *line = arena_printf(dialogue->evidence->arena, "%s AUTHENTICATE %s%s",
		new_tag(dialogue), dialogue->mechanism, initial != NULL ? " " : "");

	if (initial == NULL)
		dialogue_say(dialogue, "%s", line);
	else
		dialogue_say_secret(dialogue, line, initial, length);
}

static bool initial_fits(const struct dialogue *dialogue, size_t length)
{
	return length <= INITIAL_MAX && endpoint_offers(dialogue->endpoint, "SASL-IR");
}

static const char *challenge(const char *text)
{
	const char *last = last_line(text);

	return last[0] == '+' && last[1] == ' ' ? last + 2 : "";
}

const struct dialect dialect_imap = {
	.frame = frame, .classify = classify, .capabilities = capabilities, .command = command,
	.more = more, .sasl_capability = "AUTH=", .native_login = native_login,
	.authenticate = authenticate, .initial_fits = initial_fits, .challenge = challenge,
};
