/* SPDX-License-Identifier: MIT */
#include "judge_web.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "probes/text.h"

#define COMPLAIN(complaints, ...) buf_printf((complaints), "    " __VA_ARGS__)

/* ---- what the answer says ------------------------------------------------------------ */

static const char *text(const cJSON *object, const char *key)
{
	const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));

	return value == NULL ? "" : value;
}

/* The object of the array at KEY whose FIELD is VALUE. */
static const cJSON *find(const cJSON *json, const char *key, const char *field, const char *value)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(json, key))
		if (strcmp(text(item, field), value) == 0)
			return item;
	return NULL;
}

/* WORDS are "outcome" or "outcome: words of the detail". */
static bool is_outcome(const cJSON *source, const char *words)
{
	const char *outcome = text(source, "outcome"), *colon = strstr(words, ": ");
	size_t length = colon == NULL ? strlen(words) : (size_t)(colon - words);

	return strlen(outcome) == length && strncmp(outcome, words, length) == 0 &&
		(colon == NULL || strstr(text(source, "detail"), colon + 2) != NULL);
}

/* WORDS are a source, or "password" for a program that asks for it first. */
static bool is_taken(const cJSON *client, const char *words)
{
	if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(client, "asks_password_first")))
		return strcmp(words, "password") == 0;
	return client != NULL && strcmp(text(client, "source"), words) == 0;
}

void judge_sources(const struct expectation *expect, const cJSON *json, struct buf *complaints)
{
	const cJSON *source, *item;
	size_t i, before;

	for (i = 0; expect->source_names[i] != NULL; i++) {
		source = find(json, "sources", "source", expect->source_names[i]);
		if (source == NULL)
			COMPLAIN(complaints, "no source %s in the answer\n", expect->source_names[i]);
		else if (!is_outcome(source, expect->source_words[i]))
			COMPLAIN(complaints, "source %s is \"%s: %s\", expected \"%s\"\n",
				expect->source_names[i], text(source, "outcome"),
				text(source, "detail"), expect->source_words[i]);
	}
	for (i = 0; expect->client_names[i] != NULL; i++) {
		item = find(json, "clients", "client", expect->client_names[i]);
		if (!is_taken(item, expect->client_words[i]))
			COMPLAIN(complaints, "%s takes \"%s\", expected \"%s\"\n",
				expect->client_names[i], text(item, "source"), expect->client_words[i]);
	}
	before = complaints->length;
	for (i = 0; expect->discrepancies[i] != NULL; i++) {
		const char *kind = expect->discrepancies[i];
		bool unwanted = kind[0] == '!';

		if ((find(json, "discrepancies", "kind", kind + unwanted) != NULL) == unwanted)
			COMPLAIN(complaints, "discrepancy %s %s\n", kind + unwanted,
				unwanted ? "must not be told" : "is not told");
	}
	if (complaints->length != before)
		cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(json, "discrepancies"))
			COMPLAIN(complaints, "  told: %s: %s\n", text(item, "kind"),
				text(item, "text"));
}

/* ---- what the web servers saw ----------------------------------------------------------- */

/* Are bytes of TEXT's letters in BUF, in whatever case? */
static bool holds(const struct buf *buf, const char *wanted)
{
	size_t length = strlen(wanted), i;

	for (i = 0; i + length <= buf->length; i++)
		if (strncasecmp(buf->data + i, wanted, length) == 0)
			return true;
	return false;
}

/* WANTED is "METHOD url", "url" (any method), either with "*" for any end. */
static bool is_request(const char *line, size_t length, const char *wanted)
{
	size_t wanted_length = strlen(wanted);
	bool open_end = wanted_length > 0 && wanted[wanted_length - 1] == '*';
	const char *space;

	if (strchr(wanted, ' ') == NULL && (space = memchr(line, ' ', length)) != NULL) {
		length -= (size_t)(space + 1 - line);
		line = space + 1;
	}
	wanted_length -= open_end;
	return (open_end ? length >= wanted_length : length == wanted_length) &&
		strncmp(line, wanted, wanted_length) == 0;
}

static bool has_request(const struct tape *tape, const char *wanted)
{
	const char *line = tape->requests.data, *end;
	size_t left = tape->requests.length;

	while (left > 0 && (end = memchr(line, '\n', left)) != NULL) {
		if (is_request(line, (size_t)(end - line), wanted))
			return true;
		left -= (size_t)(end + 1 - line);
		line = end + 1;
	}
	return false;
}

/* A host counts as asked once its web server was connected to. */
static bool was_asked(const struct stage *stage, const char *wanted)
{
	struct tape *tape;
	bool found = false;

	for (tape = server_tapes(stage->server); tape != NULL && !found; tape = tape->next) {
		if (tape->port->protocol != LAB_HTTP)
			continue;
		pthread_mutex_lock(&tape->lock);
		found = strstr(wanted, "://") != NULL ? has_request(tape, wanted) :
			text_equal_nocase(tape->port->host->name, wanted);
		pthread_mutex_unlock(&tape->lock);
	}
	return found;
}

static void list_requests(const struct stage *stage, struct buf *complaints)
{
	struct tape *tape;

	for (tape = server_tapes(stage->server); tape != NULL; tape = tape->next) {
		pthread_mutex_lock(&tape->lock);
		if (tape->port->protocol == LAB_HTTP)
			COMPLAIN(complaints, "  asked %s:%u: %s\n", tape->port->host->name,
				tape->port->number, buf_text(&tape->requests));
		pthread_mutex_unlock(&tape->lock);
	}
}

static void check_asked(const struct stage *stage, struct buf *complaints)
{
	const char **asked = stage->scenario->expect.asked;
	size_t before = complaints->length, i;

	for (i = 0; asked[i] != NULL; i++) {
		bool unwanted = asked[i][0] == '!';
		const char *wanted = asked[i] + unwanted;

		if ((strncmp(wanted, "dns:", 4) == 0 ? dns_was_asked(wanted + 4) :
			was_asked(stage, wanted)) == unwanted)
			COMPLAIN(complaints, "%s %s\n", wanted,
				unwanted ? "must not be asked" : "was not asked");
	}
	if (complaints->length != before)
		list_requests(stage, complaints);
}

static void check_privacy(const struct stage *stage, const struct tape *tape,
	struct buf *complaints)
{
	static const char *const credentials[] = { "\nauthorization:", "\nproxy-authorization:",
		"\ncookie:" };
	const char *address = stage->scenario->address;
	char *localpart = mem_strndup(address, strcspn(address, "@"));
	size_t i;

	for (i = 0; i < sizeof credentials / sizeof credentials[0]; i++)
		if (holds(&tape->clear, credentials[i]) || holds(&tape->sealed, credentials[i]))
			COMPLAIN(complaints, "a request to %s:%u has the header '%s'\n",
				tape->port->host->name, tape->port->number, credentials[i] + 1);
	if (stage->scenario->expect.no_address &&
	    (holds(&tape->clear, localpart) || holds(&tape->sealed, localpart)))
		COMPLAIN(complaints, "%s:%u learned the address\n", tape->port->host->name,
			tape->port->number);
	free(localpart);
}

static void check_questions(const struct stage *stage, struct buf *complaints)
{
	const char *address = stage->scenario->address;
	char *localpart = mem_strndup(address, strcspn(address, "@"));

	if (stage->scenario->expect.no_address && dns_was_asked(localpart))
		COMPLAIN(complaints, "DNS learned the address\n");
	free(localpart);
}

void judge_requests(const struct stage *stage, struct buf *complaints)
{
	struct tape *tape;

	check_asked(stage, complaints);
	check_questions(stage, complaints);
	for (tape = server_tapes(stage->server); tape != NULL; tape = tape->next) {
		pthread_mutex_lock(&tape->lock);
		if (tape->port->protocol == LAB_HTTP)
			check_privacy(stage, tape, complaints);
		pthread_mutex_unlock(&tape->lock);
	}
}
