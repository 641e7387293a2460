/* SPDX-License-Identifier: MIT */
#include "script.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/sasl.h"

#define EXPANDED_MAX 300000

struct player {
	const struct script_case *test;
	struct played played;
	struct dialogue *dialogue;
	enum dialogue_action action;
	struct buf pending; /* sent by the client, not yet accounted for */
	char *echo;         /* its last line */
	unsigned now_ms;
};

/* ---- words ------------------------------------------------------------------------ */

static void add_base64(struct buf *out, const struct buf *raw)
{
	ck_assert_int_eq(sasl_base64(buf_text(raw), raw->length, out), 0);
}

static void add_message(const struct player *player, const char *name, struct buf *out)
{
	const struct script_case *test = player->test;
	const char *pass = secret_bytes(player->played.secret);
	size_t length = secret_length(player->played.secret);
	struct buf raw;

	buf_init(&raw, EXPANDED_MAX);
	if (strcmp(name, "user64") == 0) {
		buf_puts(&raw, test->user);
	} else if (strcmp(name, "pass64") == 0) {
		buf_add(&raw, pass, length);
	} else if (strcmp(name, "plain") == 0) {
		buf_add(&raw, "", 1);
		buf_puts(&raw, test->user);
		buf_add(&raw, "", 1);
		buf_add(&raw, pass, length);
	} else if (strcmp(name, "xoauth2") == 0) {
		buf_printf(&raw, "user=%s\1auth=Bearer %s\1\1", test->user, pass);
	} else if (strcmp(name, "bearer") == 0) {
		buf_printf(&raw, "n,a=%s,\1host=mail.example.org\1port=1\1auth=Bearer %s\1\1", test->user,
			pass);
	} else {
		ck_abort_msg("%s: no word {%s}", test->name, name);
	}
	add_base64(out, &raw);
	buf_done(&raw);
}

static void add_word(const struct player *player, const char *name, struct buf *out)
{
	unsigned long count = 0;

	if (strcmp(name, "pass") == 0) {
		buf_add(out, secret_bytes(player->played.secret), secret_length(player->played.secret));
	} else if (strcmp(name, "echo") == 0) {
		buf_puts(out, player->echo);
	} else if (sscanf(name, "long:%lu", &count) == 1) {
		while (count-- > 0)
			buf_puts(out, "x");
	} else {
		add_message(player, name, out);
	}
}

/* A brace that no letter follows is itself: IMAP's literals have them. */
static void expand(const struct player *player, const char *words, size_t length, struct buf *out)
{
	size_t at;

	buf_init(out, EXPANDED_MAX);
	for (at = 0; at < length; at++) {
		const char *close = memchr(words + at, '}', length - at);
		char name[32];

		if (words[at] != '{' || at + 1 >= length || words[at + 1] < 'a' || words[at + 1] > 'z' ||
				close == NULL) {
			buf_add(out, words + at, 1);
			continue;
		}
		snprintf(name, sizeof name, "%.*s", (int)(close - words - (long)at - 1), words + at + 1);
		add_word(player, name, out);
		at = (size_t)(close - words);
	}
}

/* ---- playing ----------------------------------------------------------------------- */

static void obey(struct player *player, enum dialogue_action action)
{
	struct buf *out = dialogue_output(player->dialogue);

	player->action = action;
	if (action != DIALOGUE_SEND)
		return;
	ck_assert_msg(out->length > 2 || strcmp(buf_text(out), "\r\n") == 0, "%s: nothing to send",
		player->test->name);
	buf_add(&player->pending, buf_text(out), out->length);
	if (player->played.secret != NULL && !dialogue_output_is_secret(player->dialogue))
		ck_assert_msg(!secret_leaks_into(player->played.secret, buf_text(out), out->length) ||
			strcmp(player->test->user, player->test->pass) == 0,
			"%s: a secret goes out unmarked: %s", player->test->name, buf_text(out));
}

static void hear(struct player *player, const char *words, size_t length)
{
	struct buf line;

	expand(player, words, length, &line);
	ck_assert_msg(player->pending.length == 0, "%s: before \"S: %s\" the client sent: %s",
		player->test->name, buf_text(&line), buf_text(&player->pending));
	obey(player, dialogue_line(player->dialogue, buf_text(&line), line.length, player->now_ms));
	buf_done(&line);
}

static void demand(struct player *player, const char *words, size_t length, bool whole)
{
	struct buf line;
	const char *sent = buf_text(&player->pending), *end = strstr(sent, "\r\n");
	size_t sent_length = end != NULL ? (size_t)(end - sent) : 0;

	expand(player, words, length, &line);
	ck_assert_msg(end != NULL, "%s: nothing was sent, but wanted: %s", player->test->name,
		buf_text(&line));
	ck_assert_msg((whole ? sent_length == line.length : sent_length >= line.length) &&
		memcmp(sent, buf_text(&line), line.length) == 0, "%s: wanted: %s\nsent: %s",
		player->test->name, buf_text(&line), sent);
	free(player->echo);
	player->echo = strndup(sent, sent_length);
	buf_take(&player->pending, sent_length + 2);
	buf_done(&line);
}

static void stand_at(struct player *player, enum dialogue_action action, const char *word)
{
	ck_assert_msg(player->action == action && player->pending.length == 0,
		"%s: not at %s but action %d, unsaid: %s", player->test->name, word, (int)player->action,
		buf_text(&player->pending));
}

static void play_line(struct player *player, const char *line, size_t length)
{
	player->now_ms++;
	if (strncmp(line, "S: ", 3) == 0) {
		hear(player, line + 3, length - 3);
	} else if (strncmp(line, "C: ", 3) == 0 || strncmp(line, "C~ ", 3) == 0) {
		demand(player, line + 3, length - 3, line[1] == ':');
	} else if (strncmp(line, "TLS\n", 4) == 0) {
		stand_at(player, DIALOGUE_START_TLS, "TLS");
		obey(player, dialogue_secured(player->dialogue, player->now_ms));
	} else if (strncmp(line, "GATE\n", 5) == 0) {
		stand_at(player, DIALOGUE_GATE, "GATE");
		obey(player, dialogue_login(player->dialogue, player->now_ms));
	} else if (strncmp(line, "PASS\n", 5) == 0) {
		stand_at(player, DIALOGUE_GATE, "PASS");
		obey(player, dialogue_pass(player->dialogue, player->now_ms));
	} else if (strncmp(line, "CLOSE\n", 6) == 0) {
		dialogue_broken(player->dialogue, END_CLOSED, player->now_ms);
	} else if (strncmp(line, "TIMEOUT\n", 8) == 0) {
		dialogue_broken(player->dialogue, END_TIMEOUT, player->now_ms);
	} else if (strncmp(line, "END\n", 4) == 0) {
		stand_at(player, DIALOGUE_END, "END");
	} else {
		ck_abort_msg("%s: cannot play: %.*s", player->test->name, (int)length, line);
	}
}

static void prepare(struct player *player, const struct script_case *test)
{
	struct mail_service service = {
		.protocol = test->protocol, .security = test->security, .port = 1,
		.host = "mail.example.org", .username = test->user,
	};
	struct dialogue_options options = {
		.helo = "[192.0.2.1]", .secret_is_token = test->is_token, .username = test->user,
		.test_sender = test->sender, .test_recipient = test->recipient, .test_send = test->send,
		.anonymous = test->anonymous,
	};

	memset(player, 0, sizeof *player);
	player->test = test;
	player->echo = strdup("");
	player->played.evidence = evidence_new();
	player->played.endpoint = evidence_add_endpoint(player->played.evidence, &service);
	if (test->pass != NULL) {
		player->played.secret = secret_new();
		secret_add(player->played.secret, test->pass,
			test->pass_length > 0 ? test->pass_length : strlen(test->pass));
	}
	options.secret = player->played.secret;
	buf_init(&player->pending, EXPANDED_MAX);
	player->dialogue = dialogue_new(player->played.evidence, player->played.endpoint, &options);
	player->action = dialogue_start(player->dialogue, 0);
}

struct played script_play(const struct script_case *test)
{
	struct player player;
	const char *line, *end;

	prepare(&player, test);
	for (line = test->script; *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		ck_assert_msg(end != NULL, "%s: the script's last line is open", test->name);
		play_line(&player, line, (size_t)(end - line));
	}
	ck_assert_msg(player.pending.length == 0, "%s: the client said too much: %s", test->name,
		buf_text(&player.pending));
	dialogue_free(player.dialogue);
	buf_done(&player.pending);
	free(player.echo);
	return player.played;
}

void played_done(struct played *played)
{
	evidence_free(played->evidence);
	secret_free(played->secret);
}

/* ---- looking at it ------------------------------------------------------------------- */

static void is_clean(const struct played *played, const char *text, const char *what)
{
	ck_assert_msg(text == NULL || !secret_leaks_into(played->secret, text, strlen(text)),
		"the secret is in %s: %s", what, text);
}

void played_is_clean(const struct played *played)
{
	const struct endpoint_fact *endpoint = played->endpoint;
	const struct transcript_line *line;
	const struct reply_fact *reply;
	size_t i;

	if (played->secret == NULL)
		return;
	for (line = endpoint->transcript; line != NULL; line = line->next)
		is_clean(played, line->text, "a transcript line");
	for (reply = endpoint->replies; reply != NULL; reply = reply->next) {
		is_clean(played, reply->text, "a reply");
		is_clean(played, reply->enhanced, "an enhanced code");
		is_clean(played, reply->response_code, "a response code");
	}
	for (i = 0; i < endpoint->capabilities_count; i++)
		is_clean(played, endpoint->capabilities[i], "a capability");
	for (i = 0; i < endpoint->capabilities_plain_count; i++)
		is_clean(played, endpoint->capabilities_plain[i], "a plain capability");
	is_clean(played, endpoint->login.challenge, "the challenge");
	is_clean(played, endpoint->login.mechanism, "the mechanism");
	is_clean(played, endpoint->injected_bytes, "the injected bytes");
	is_clean(played, endpoint->partial, "the partial reply");
}

int played_lines(const struct played *played, enum transcript_kind kind, const char *text)
{
	const struct transcript_line *line;
	int count = 0;

	for (line = played->endpoint->transcript; line != NULL; line = line->next)
		count += line->kind == kind && strcmp(line->text, text) == 0;
	return count;
}

static const struct reply_fact *judging_reply(const struct endpoint_fact *endpoint)
{
	const struct reply_fact *reply = endpoint->replies;

	if (endpoint->login.reply != NULL)
		return endpoint->login.reply;
	while (reply != NULL && reply->next != NULL)
		reply = reply->next;
	return reply;
}

static void same_text(const struct script_case *test, const char *what, const char *wanted,
	const char *found)
{
	if (wanted != NULL)
		ck_assert_msg(found != NULL && strcmp(wanted, found) == 0, "%s: %s is \"%s\", not \"%s\"",
			test->name, what, found != NULL ? found : "(none)", wanted);
}

static void same(const struct script_case *test, const char *what, int wanted, int found)
{
	ck_assert_msg(wanted == found, "%s: %s is %d, not %d", test->name, what, found, wanted);
}

static void check_reply(const struct script_case *test, const struct endpoint_fact *endpoint)
{
	const struct reply_fact *reply = judging_reply(endpoint);

	if (test->text == NULL)
		return;
	ck_assert_msg(reply != NULL, "%s: no reply", test->name);
	same_text(test, "text", test->text, reply->text);
	same(test, "class", (int)test->class, (int)reply->class);
	same(test, "code", test->code, reply->code);
	same_text(test, "enhanced", test->enhanced != NULL ? test->enhanced : "", reply->enhanced);
	same_text(test, "response code", test->response_code != NULL ? test->response_code : "",
		reply->response_code);
}

void script_check(const struct script_case *test)
{
	struct played played = script_play(test);
	const struct endpoint_fact *endpoint = played.endpoint;

	same(test, "end", (int)test->end, (int)endpoint->end);
	ck_assert_msg(test->step == endpoint->step, "%s: step is %s, not %s", test->name,
		step_name(endpoint->step), step_name(test->step));
	same(test, "login", (int)test->login, (int)endpoint->login.outcome);
	same(test, "bar", (int)test->bar, (int)endpoint->login.bar);
	same(test, "ready", test->ready, endpoint->ready);
	same(test, "proved", test->proved, endpoint->proved);
	same(test, "greeted", test->greeted, endpoint->greeted);
	same_text(test, "mechanism", test->mechanism, endpoint->login.mechanism);
	same_text(test, "challenge", test->challenge, endpoint->login.challenge);
	check_reply(test, endpoint);
	if (test->capability != NULL)
		ck_assert_msg(endpoint_offers(endpoint, test->capability), "%s: offers no %s", test->name,
			test->capability);
	if (test->forgotten != NULL)
		ck_assert_msg(!endpoint_offers(endpoint, test->forgotten), "%s: still offers %s",
			test->name, test->forgotten);
	played_is_clean(&played);
	played_done(&played);
}
