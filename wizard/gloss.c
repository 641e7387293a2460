/* SPDX-License-Identifier: MIT */
#include "gloss.h"

#include <assert.h>
#include <ctype.h>
#include <regex.h>
#include <string.h>
#include <strings.h>

#include "../probes/redact.h"
#include "../probes/text.h"
#include "catalog_data.h"
#include "language.h"
#include "words.h"

size_t idiom_count(void)
{
	return catalog_idiom_count;
}

const struct idiom *idiom_at(size_t index)
{
	assert(index < catalog_idiom_count);
	return &catalog_idioms[index];
}

const char *idiom_kind_name(enum idiom_kind kind)
{
	switch (kind) {
	case IDIOM_VERB:
		return _("command");
	case IDIOM_CAPABILITY:
		return _("capability");
	case IDIOM_MECHANISM:
		return _("way to sign in");
	case IDIOM_REPLY:
	case IDIOM_CLASS:
		return _("reply");
	case IDIOM_SERVER:
	case IDIOM_CLIENT:
		break;
	}
	return _("line");
}

/* ---- matching ------------------------------------------------------------------------------ */

/* Compiled when first tried; they live as long as the program. */
static const regex_t *compiled(const struct idiom *idiom)
{
	static regex_t **cache;
	size_t slot = (size_t)(idiom - catalog_idioms);

	if (cache == NULL)
		cache = mem_alloc(catalog_idiom_count * sizeof(regex_t *));
	if (cache[slot] == NULL) {
		int error;

		cache[slot] = mem_alloc(sizeof(regex_t));
		error = regcomp(cache[slot], idiom->pattern, REG_EXTENDED | REG_ICASE);
		assert(error == 0); /* the compiler of the table has tried it */
		(void)error;
	}
	return cache[slot];
}

static size_t word_length(const char *text)
{
	return strcspn(text, " \t");
}

/* Does IDIOM cover TEXT?  *GROUP is then what its first group holds, or "". */
static bool covers(struct arena *arena, const struct idiom *idiom, const char *text,
	const char **group)
{
	regmatch_t places[2];
	size_t length;

	*group = "";
	if (idiom->pattern[0] == '\0') {
		length = word_length(idiom->sample);
		return word_length(text) == length && strncasecmp(idiom->sample, text, length) == 0;
	}
	if (regexec(compiled(idiom), text, 2, places, 0) != 0)
		return false;
	if (places[1].rm_so >= 0)
		*group = arena_strndup(arena, text + places[1].rm_so,
			(size_t)(places[1].rm_eo - places[1].rm_so));
	return true;
}

static const struct idiom *find(struct arena *arena, const char *protocol, enum idiom_kind kind,
	const char *text, const char **group)
{
	size_t i;

	for (i = 0; i < catalog_idiom_count; i++)
		if (catalog_idioms[i].kind == kind && strcmp(catalog_idioms[i].protocol, protocol) == 0 &&
			covers(arena, &catalog_idioms[i], text, group))
			return &catalog_idioms[i];
	return NULL;
}

/* ---- wording ------------------------------------------------------------------------------- */

/* "36700160" as "35 MB": a number with one decimal where it matters. */
static const char *size_words(struct arena *arena, const char *digits)
{
	static const char *const units[] = { "bytes", "KB", "MB", "GB", "TB" };
	unsigned long bytes;
	double size;
	size_t unit = 0;

	if (text_parse_number(digits, 0, ~0UL, &bytes) != 0)
		return _("more than any mail");
	for (size = (double)bytes; size >= 1024 && unit < 4; unit++)
		size /= 1024;
	if (unit == 0 || size >= 100 || size - (double)(unsigned long)size < 0.05)
		return arena_printf(arena, "%.0f %s", size, units[unit]);
	return arena_printf(arena, "%.1f %s", size, units[unit]);
}

static const char *mechanism_words(struct arena *arena, const char *name)
{
	const char *group;
	const struct idiom *idiom = find(arena, "any", IDIOM_MECHANISM, name, &group);

	return idiom != NULL ? language_of(idiom->words) : _("another way");
}

/* "PLAIN LOGIN XOAUTH2" as "password (PLAIN, LOGIN), OAuth2 token (XOAUTH2)". */
static const char *mechanisms_words(struct arena *arena, const char *list)
{
	const char *names[16], *words = "";
	size_t count = 0, i, j;

	while (count < sizeof names / sizeof names[0]) {
		list += strspn(list, " \t");
		if (*list == '\0')
			break;
		names[count++] = arena_strndup(arena, list, word_length(list));
		list += word_length(list);
	}
	for (i = 0; i < count; i++) {
		const char *meant;

		if (names[i] == NULL)
			continue;
		meant = mechanism_words(arena, names[i]);
		words = arena_printf(arena, "%s%s%s (%s", words, words[0] != '\0' ? ", " : "", meant,
			text_quote(arena, names[i]));
		for (j = i + 1; j < count; j++)
			if (names[j] != NULL && strcmp(mechanism_words(arena, names[j]), meant) == 0) {
				words = arena_printf(arena, "%s, %s", words,
					text_quote(arena, names[j]));
				names[j] = NULL;
			}
		words = arena_printf(arena, "%s)", words);
	}
	return words;
}

static const char *worded(struct arena *arena, const struct idiom *idiom, const char *group)
{
	const char *words = language_of(idiom->words), *open = strchr(words, '{'), *value;

	if (open == NULL)
		return words;
	switch (open[1]) {
	case 's':
		value = size_words(arena, group);
		break;
	case 'm':
		value = mechanisms_words(arena, group);
		break;
	default:
		value = text_quote(arena, group);
		break;
	}
	return arena_printf(arena, "%.*s%s%s", (int)(open - words), words, value,
		strchr(open, '}') + 1);
}

static struct gloss *gloss_new(struct arena *arena, const char *term, const char *words)
{
	struct gloss *gloss = arena_alloc(arena, sizeof *gloss);

	gloss->next = NULL;
	gloss->term = term != NULL ? text_quote(arena, term) : NULL;
	gloss->words = words;
	return gloss;
}

const struct gloss *gloss_idiom(struct arena *arena, const struct idiom *idiom)
{
	const char *group;

	covers(arena, idiom, idiom->sample, &group);
	return gloss_new(arena, NULL, worded(arena, idiom, group));
}

/* The idiom of KIND that covers TEXT, as a gloss; NULL if none does. */
static struct gloss *lookup(struct arena *arena, enum mail_protocol protocol, enum idiom_kind kind,
	const char *text, const char *term)
{
	const char *group;
	const struct idiom *idiom = find(arena, mail_protocol_name(protocol), kind, text, &group);

	return idiom != NULL ? gloss_new(arena, term, worded(arena, idiom, group)) : NULL;
}

/* ---- lines --------------------------------------------------------------------------------- */

/* A refusal whose words have one meaning is better told by the catalogue. */
static struct gloss *refusal(struct arena *arena, enum mail_protocol protocol, const char *line)
{
	const struct reply_rule *rule = replies_guess(mail_protocol_name(protocol), line);
	const char *words;
	char *title;

	/* A status code in the pattern is no better than the class that is told below. */
	if (rule == NULL || rule->certainty == CERTAINTY_LOW ||
		(rule->certainty == CERTAINTY_FAIR && strstr(rule->pattern, "\\.") != NULL))
		return NULL;
	words = catalog_find(rule->code)->title;
	title = arena_strdup(arena, language_of(words));
	if (strcmp(title, words) == 0 && islower((unsigned char)title[1]))
		title[0] = (char)tolower((unsigned char)title[0]);
	return gloss_new(arena, NULL, title);
}

static struct gloss *smtp_line(struct arena *arena, const char *line)
{
	struct gloss *gloss = NULL;

	if (strncmp(line, "250-", 4) == 0 || strncmp(line, "250 ", 4) == 0)
		gloss = lookup(arena, MAIL_SMTP, IDIOM_CAPABILITY, line + 4, NULL);
	if (line[0] == '4' || line[0] == '5')
		gloss = refusal(arena, MAIL_SMTP, line);
	return gloss;
}

/* After the words for the line, one gloss for each capability in it. */
static struct gloss *imap_line(struct arena *arena, const char *line)
{
	struct gloss *first = lookup(arena, MAIL_IMAP, IDIOM_REPLY, line, NULL), *last = first, *more;
	const char *list = text_find_nocase(line, "CAPABILITY "), *word;
	const char *status = strchr(line, ' ');
	size_t length;

	if (list == NULL && status != NULL && text_starts_nocase(status, " NO ")) {
		more = refusal(arena, MAIL_IMAP, line);
		return more != NULL ? more : first;
	}
	if (list == NULL || first == NULL)
		return first;
	for (list += strlen("CAPABILITY "); *list != '\0' && *list != ']'; list += length) {
		list += *list == ' ';
		length = strcspn(list, " ]");
		word = arena_strndup(arena, list, length);
		more = lookup(arena, MAIL_IMAP, IDIOM_CAPABILITY, word, word);
		if (more != NULL) {
			last->next = more;
			last = more;
		}
	}
	return first;
}

static struct gloss *pop3_line(struct arena *arena, const char *line)
{
	if (line[0] == '-')
		return refusal(arena, MAIL_POP3, line);
	return line[0] != '+' && line[0] != '.' ?
		lookup(arena, MAIL_POP3, IDIOM_CAPABILITY, line, NULL) : NULL;
}

static struct gloss *server_line(struct arena *arena, enum mail_protocol protocol, const char *line)
{
	struct gloss *gloss = NULL;

	switch (protocol) {
	case MAIL_SMTP:
		gloss = smtp_line(arena, line);
		break;
	case MAIL_IMAP:
		gloss = imap_line(arena, line);
		break;
	case MAIL_POP3:
		gloss = pop3_line(arena, line);
		break;
	}
	return gloss != NULL ? gloss : lookup(arena, protocol, IDIOM_REPLY, line, NULL);
}

static struct gloss *client_line(struct arena *arena, enum mail_protocol protocol, const char *line)
{
	const char *command = strchr(line, ' ');
	struct gloss *gloss = NULL;

	/* A tag stands before a command of IMAP, but not before its last words. */
	if (protocol == MAIL_IMAP && command != NULL)
		gloss = lookup(arena, protocol, IDIOM_VERB, command + 1, NULL);
	return gloss != NULL ? gloss : lookup(arena, protocol, IDIOM_VERB, line, NULL);
}

const struct gloss *gloss_line(struct arena *arena, enum mail_protocol protocol, bool from_server,
	const char *line)
{
	return from_server ? server_line(arena, protocol, line) : client_line(arena, protocol, line);
}

/* ---- single words -------------------------------------------------------------------------- */

struct meanings {
	struct gloss *first, *last;
};

static const char *kind_of(struct arena *arena, enum mail_protocol protocol, enum idiom_kind kind)
{
	return arena_printf(arena, "%s %s", words_protocol(protocol), idiom_kind_name(kind));
}

static void add(struct arena *arena, struct meanings *meanings, const char *term,
	const struct gloss *gloss)
{
	struct gloss *more;

	if (gloss == NULL)
		return;
	more = gloss_new(arena, term, gloss->words);
	if (meanings->last != NULL)
		meanings->last->next = more;
	else
		meanings->first = more;
	meanings->last = more;
}

/* A line of the server that is no refusal. */
static bool is_server_line(enum mail_protocol protocol, const char *text)
{
	switch (protocol) {
	case MAIL_SMTP:
		return (text[0] == '2' || text[0] == '3') && isdigit((unsigned char)text[1]) &&
			isdigit((unsigned char)text[2]) && !isalnum((unsigned char)text[3]);
	case MAIL_IMAP:
		return text_starts_nocase(text, "* ") && !text_starts_nocase(text, "* BYE") &&
			!text_starts_nocase(text, "* NO") && !text_starts_nocase(text, "* BAD");
	case MAIL_POP3:
		return text_starts_nocase(text, "+OK");
	}
	return false;
}

/* As commands stand in a dialogue, and not as a sentence begins. */
static bool in_capitals(const char *word)
{
	size_t length = strcspn(word, " :");
	size_t i;

	for (i = 0; i < length; i++)
		if (islower((unsigned char)word[i]))
			return false;
	return length > 2;
}

static void add_class(struct arena *arena, struct meanings *meanings, const char *protocol,
	const char *class)
{
	const char *group;
	const struct idiom *idiom = find(arena, protocol, IDIOM_CLASS, class, &group);

	if (idiom != NULL)
		add(arena, meanings, class, gloss_idiom(arena, idiom));
}

/* Is a detailed code such as "5.7.139" the first word of TEXT? */
static bool begins_with_status(const char *text)
{
	return text[0] != '\0' && strchr("245", text[0]) != NULL && text[1] == '.' &&
		isdigit((unsigned char)text[2]) && text[3] == '.' && isdigit((unsigned char)text[4]) &&
		strchr(" ", text[4 + strspn(text + 4, "0123456789")]) != NULL;
}

static void add_subject(struct arena *arena, struct meanings *meanings, const char *status)
{
	add_class(arena, meanings, "smtp", arena_printf(arena, "x.%c.x", status[2]));
}

/* "5.7.139": its first number is a class, its second a subject. */
static void add_status(struct arena *arena, struct meanings *meanings, const char *word)
{
	if (!begins_with_status(word) || strchr(word, ' ') != NULL)
		return;
	add_class(arena, meanings, "smtp", arena_printf(arena, "%cxx", word[0]));
	add_subject(arena, meanings, word);
}

const struct gloss *gloss_refusal(struct arena *arena, const char *reply)
{
	struct meanings meanings = { NULL, NULL };
	const char *word = strchr(reply, ' ');

	if (reply[0] == '4' || reply[0] == '5') {
		add_class(arena, &meanings, "smtp", arena_printf(arena, "%cxx", reply[0]));
		if (strlen(reply) > 4 && begins_with_status(reply + 4))
			add_subject(arena, &meanings, reply + 4);
	} else if (reply[0] == '-') {
		add_class(arena, &meanings, "pop3", "-ERR");
	} else if (text_starts_nocase(reply, "BAD ") ||
		(word != NULL && text_starts_nocase(word, " BAD "))) {
		add_class(arena, &meanings, "imap", "BAD");
	} else {
		add_class(arena, &meanings, "imap", "NO");
	}
	return meanings.first;
}

const struct gloss *gloss_word(struct arena *arena, const char *word)
{
	static const enum mail_protocol protocols[] = { MAIL_SMTP, MAIL_IMAP, MAIL_POP3 };
	struct meanings meanings = { NULL, NULL };
	bool single = word[word_length(word)] == '\0';
	const char *group;
	const struct idiom *idiom;
	size_t i;

	for (i = 0; i < MAIL_PROTOCOLS; i++) {
		enum mail_protocol protocol = protocols[i];

		if (is_server_line(protocol, word)) {
			const struct gloss *gloss = server_line(arena, protocol, word);

			for (; gloss != NULL; gloss = gloss->next)
				add(arena, &meanings, gloss->term != NULL ? gloss->term :
					kind_of(arena, protocol, IDIOM_REPLY), gloss);
			continue;
		}
		if (single || in_capitals(word) || strstr(word, REDACTED) != NULL)
			add(arena, &meanings, kind_of(arena, protocol, IDIOM_VERB),
				lookup(arena, protocol, IDIOM_VERB, word, NULL));
		if (single || in_capitals(word))
			add(arena, &meanings, kind_of(arena, protocol, IDIOM_CAPABILITY),
				lookup(arena, protocol, IDIOM_CAPABILITY, word, NULL));
	}
	add_status(arena, &meanings, word);
	idiom = single ? find(arena, "any", IDIOM_MECHANISM, word, &group) : NULL;
	if (idiom != NULL)
		add(arena, &meanings, idiom_kind_name(IDIOM_MECHANISM), gloss_idiom(arena, idiom));
	return meanings.first;
}
