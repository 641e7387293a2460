/* SPDX-License-Identifier: MIT */
#include "suspects.h"

#include <assert.h>
#include <ctype.h>
#include <regex.h>
#include <string.h>
#include <strings.h>

#include "../probes/text.h"
#include "../providers/preset_table.h"
#include "language.h"
#include "patterns.h"
#include "rejection.h"

#define FRAGMENT_MAX 1200
#define FRAGMENTS_MAX 12
#define WINDOW_STEP (PATTERNS_REPLY_MAX - 512)

/* How telling a witness is. */
enum rank {
	RANK_PHRASE_LOW = 1,
	RANK_WORDS_FAIR,     /* a reply's words, but nothing shows that it is one */
	RANK_REPLY_LOW,
	RANK_PHRASE_FAIR,
	RANK_WORDS_HIGH,
	RANK_REPLY_FAIR,
	RANK_PHRASE_HIGH,
	RANK_REPLY_HIGH
};

struct search {
	struct arena *arena;
	const struct paste *paste;
	struct suspect *found;
	size_t count;
};

/* ---- the list ------------------------------------------------------------------------------ */

/* Keeps the list sorted; a code stands in it once, with its best witness. */
static void add(struct search *search, const struct suspect *suspect)
{
	struct suspect *found = search->found;
	size_t i, place = 0;

	for (i = 0; i < search->count; i++)
		if (found[i].code == suspect->code) {
			if (found[i].rank >= suspect->rank)
				return;
			memmove(&found[i], &found[i + 1], (search->count - i - 1) * sizeof found[0]);
			search->count--;
			break;
		}
	while (place < search->count && found[place].rank >= suspect->rank)
		place++;
	if (place == SUSPECTS_MAX)
		return;
	if (search->count < SUSPECTS_MAX)
		search->count++;
	memmove(&found[place + 1], &found[place], (search->count - place - 1) * sizeof found[0]);
	found[place] = *suspect;
}

static const char *reason_of_reply(struct arena *arena, const struct reply_rule *rule,
	enum certainty certainty)
{
	if (strcmp(rule->scope, "any") == 0)
		return certainty == CERTAINTY_LOW ? _("a status code alone, which many causes share") :
			_("general words or a detailed status code, which several causes can share");
	if (certainty == CERTAINTY_HIGH)
		return arena_printf(arena, reply_scope_is_provider(rule->scope) ?
			_("these are the words of %s's servers") : _("these are the words of %s"),
			rule->scope);
	return arena_printf(arena, _("the words of %s, if the reply came from there"), rule->scope);
}

static const char *reason_of_phrase(struct arena *arena, const struct reply_rule *rule)
{
	const char *who = strcmp(rule->scope, "any") == 0 ? _("the program") : rule->scope;

	switch (rule->certainty) {
	case CERTAINTY_HIGH:
		return arena_printf(arena, _("these words of %s have one meaning"), who);
	case CERTAINTY_FAIR:
		return arena_printf(arena, _("several causes can stand behind these words of %s"), who);
	case CERTAINTY_LOW:
		break;
	}
	return arena_printf(arena, _("the words of %s say that it failed but not why"), who);
}

/* ---- replies ------------------------------------------------------------------------------- */

/* A provider's row reads more into words that others use for something else.
 * Without a sign that it is this provider it is one possibility of several. */
static bool is_a_guess(const struct search *search, const struct reply_rule *rule,
	const char *protocol, const char *text)
{
	const struct reply_rule *general;

	if (!reply_scope_is_provider(rule->scope) || search->paste->provider != NULL ||
		!rejection_is_read_into_words(rule->code))
		return false;
	general = replies_match(protocol, NULL, NULL, text);
	return general != NULL && strcmp(general->code, rule->code) != 0 &&
		!reply_scope_is_provider(general->scope);
}

/* What shows that TEXT is a reply. */
enum likeness {
	LIKE_NOTHING,  /* it may be no more than its words */
	LIKE_A_NUMBER, /* it begins like one, but in the middle of a sentence */
	LIKE_A_REPLY
};

static void try_reply(struct search *search, const char *protocol, const char *text,
	enum likeness likeness)
{
	const char *provider = search->paste->provider;
	const struct reply_rule *rule = provider != NULL ?
		replies_match(protocol, provider, NULL, text) : replies_guess(protocol, text);
	struct suspect suspect = { .rule = rule };

	if (rule == NULL || (rule->certainty == CERTAINTY_LOW && likeness == LIKE_A_NUMBER))
		return;
	/* Every dialogue has lines that begin like a greeting or a good-bye. */
	if (likeness == LIKE_NOTHING && rule->pattern[0] == '^' && strchr(text, '\n') != NULL)
		return;
	suspect.certainty = rule->certainty;
	if (suspect.certainty == CERTAINTY_HIGH && is_a_guess(search, rule, protocol, text))
		suspect.certainty = CERTAINTY_FAIR;
	switch (suspect.certainty) {
	case CERTAINTY_HIGH:
		suspect.rank = likeness != LIKE_NOTHING ? RANK_REPLY_HIGH : RANK_WORDS_HIGH;
		break;
	case CERTAINTY_FAIR:
		suspect.rank = likeness != LIKE_NOTHING ? RANK_REPLY_FAIR : RANK_WORDS_FAIR;
		break;
	case CERTAINTY_LOW:
		suspect.rank = RANK_REPLY_LOW;
		break;
	}
	if (likeness == LIKE_NOTHING) {
		/* Half a sentence is nobody's own. */
		if (suspect.certainty == CERTAINTY_LOW || (rejection_is_read_into_words(rule->code) &&
				phrases_match(CERTAINTY_LOW, text) != NULL))
			return;
		suspect.certainty = CERTAINTY_FAIR;
	}
	suspect.code = catalog_find(rule->code);
	suspect.reason = reason_of_reply(search->arena, rule, suspect.certainty);
	add(search, &suspect);
}

/* The reply that begins at AT: up to the quote that opened before it, an empty
 * line or as much as a reply may be long. */
static const char *fragment_at(struct arena *arena, const char *text, const char *at, char quote)
{
	size_t length = 0;

	if (quote == '\0' && at > text && strchr("'\"`", at[-1]) != NULL)
		quote = at[-1];
	while (at[length] != '\0' && length < FRAGMENT_MAX) {
		if (at[length] == '\n' && at[length + 1] == '\n')
			break;
		/* No apostrophe inside a word. */
		if (at[length] == quote && !isalpha((unsigned char)at[length + 1]))
			break;
		length++;
	}
	while (length > 0 && strchr(" \n'\"})]", at[length - 1]) != NULL)
		length--;
	return arena_strndup(arena, at, length);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "404 Not Found" is said by a web server. */
static bool is_web_status(const char *text)
{
	static const char *const reasons[] = { "Bad Request", "Unauthorized", "Forbidden", "Not Found",
		"Not Allowed", "Internal Server Error", "Bad Gateway", "Service Unavailable",
		"Service Temporarily Unavailable", "Gateway Time" };
	size_t i;

	for (i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (text_starts_nocase(text, reasons[i]))
			return true;
	return false;
}

/* "550 ", "550-", "550" at the end, "(550, b'": where the words begin, or NULL.
 * The second digit of a reply is at most 5, which leaves out most ports. */
static const char *after_code(const char *text, const char *at, char *quote)
{
	if ((at[0] != '4' && at[0] != '5') || strchr("01235", at[1]) == NULL || at[1] == '\0' ||
		!is_digit(at[2]) || is_digit(at[3]) || (at[3] == ' ' && is_web_status(at + 4)))
		return NULL;
	if (at > text && (isalnum((unsigned char)at[-1]) || strchr(".-_/@+", at[-1]) != NULL))
		return NULL;
	if (at[3] == ',') {
		at += 4 + strspn(at + 4, " b");
		*quote = *at == '\'' || *at == '"' ? *at : '\0';
		return *quote != '\0' ? at + 1 : NULL;
	}
	return strchr(" -\n'\")],.;", at[3]) != NULL ? at + 3 : NULL;
}

/* "have 550 items" is no reply; ": 550 No", "code 550", "\n550" and "(550" are. */
static enum likeness likeness_at(const char *text, const char *at)
{
	static const char *const heralds[] = { "code", "error", "reply", "response", "responded", "said",
		"returned", "status", "smtp", "with", "got" };
	const char *before = at, *word;
	size_t i, length;

	while (before > text && before[-1] == ' ')
		before--;
	if (before == text || before[-1] == '\n' || (before == at && at[3] != ' '))
		return LIKE_A_REPLY;
	for (word = before; word > text && isalpha((unsigned char)word[-1]);)
		word--;
	length = (size_t)(before - word);
	for (i = 0; i < sizeof heralds / sizeof heralds[0]; i++)
		if (length == strlen(heralds[i]) && strncasecmp(word, heralds[i], length) == 0)
			return LIKE_A_REPLY;
	if (isalnum((unsigned char)before[-1]))
		return LIKE_A_NUMBER;
	return at[3] != ' ' || !islower((unsigned char)at[4]) ? LIKE_A_REPLY : LIKE_A_NUMBER;
}

/* The length of an enhanced status code that stands where a program quotes one,
 * with no reply code before it. */
static size_t lone_status(const char *text, const char *at)
{
	size_t length = 1, part, digits;
	const char *before = at;

	if (at[0] != '4' && at[0] != '5')
		return 0;
	for (part = 0; part < 2; part++) {
		if (at[length] != '.')
			return 0;
		digits = strspn(at + length + 1, "0123456789");
		if (digits == 0 || digits > 3)
			return 0;
		length += 1 + digits;
	}
	if (strchr(" >):;\n", at[length]) == NULL)
		return 0;
	while (before > text && before[-1] == ' ')
		before--;
	return before == text || strchr("\n:;(<[#\"'=", before[-1]) != NULL ? length : 0;
}

static void try_lone_status(struct search *search, const char *text, const char *at)
{
	static const char *const lasting[] = { "535", "550", "530", "554" };
	static const char *const passing[] = { "454", "451", "421", "450" };
	const char *const *codes = at[0] == '5' ? lasting : passing;
	const char *words = fragment_at(search->arena, text, at, '\0');
	size_t i;

	/* The class alone was made up here and proves nothing. */
	for (i = 0; i < sizeof lasting / sizeof lasting[0]; i++) {
		const char *reply = arena_printf(search->arena, "%s %s", codes[i], words);
		const struct reply_rule *rule = replies_guess("smtp", reply);

		if (rule != NULL && rule->certainty != CERTAINTY_LOW)
			try_reply(search, "smtp", reply, LIKE_A_REPLY);
	}
}

static void try_smtp(struct search *search)
{
	const char *text = search->paste->text, *at, *words;
	size_t tries = 0;

	for (at = text; *at != '\0' && tries < FRAGMENTS_MAX; at++) {
		char quote = '\0';

		words = after_code(text, at, &quote);
		if (words != NULL) {
			words = quote == '\0' ? fragment_at(search->arena, text, at, quote) :
				arena_printf(search->arena, "%.3s %s", at,
					fragment_at(search->arena, text, words, quote));
			try_reply(search, "smtp", words, likeness_at(text, at));
			tries++;
			at += 3;
		} else if (lone_status(text, at) > 0 && (at == text || !is_digit(at[-1]))) {
			try_lone_status(search, text, at);
			tries++;
			at += 4;
		}
	}
}

/* Where a reply of the other protocols begins. */
static const struct sign {
	const char *protocol, *pattern;
	size_t group;    /* what the reply begins with */
	bool whole;      /* the words may stand before the sign */
} signs[] = {
	/* What only a server that is something else, or a filter, says. */
	{ "smtp", "^(250[ -]X{6}|220[ -]?[*02 ]{12}|HTTP/[0-9.]+ [45]|SSH-[12])", 0, false },
	{ "imap", "(^|[^A-Za-z])((NO|BAD|BYE) +[[A-Z(])", 2, false },
	{ "imap", "\\[(ALERT|WEBALERT|AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|UNAVAILABLE|LIMIT|"
		"INUSE|OVERQUOTA|CONTACTADMIN|EXPIRED|PRIVACYREQUIRED|NONEXISTENT|TRYCREATE|"
		"THROTTLED|SERVERBUG|CLIENTBUG|CANNOT|NOPERM)[] ]", 0, false },
	/* as Rust's imap crates say it */
	{ "imap", "(^|[^A-Za-z])N[oO] [Rr]esponse: +([[A-Z])", 2, false },
	{ "pop3", "-ERR", 0, false },
	{ "pop3", "\\[(SYS/(TEMP|PERM)|AUTH|IN-USE|LOGIN-DELAY)\\]", 0, false },
	{ "oauth2", "AADSTS[0-9]|\"error\" *:|error=|invalid_(grant|client|request|scope)|OAuth|"
		"unauthorized_client", 0, true },
};

static void try_signs(struct search *search)
{
	const char *text = search->paste->text, *at;
	regmatch_t places[4];
	regex_t regex;
	size_t i, tries;

	for (i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		int error = regcomp(&regex, signs[i].pattern, REG_EXTENDED | REG_NEWLINE);

		assert(error == 0);
		(void)error;
		at = text;
		for (tries = 0; tries < FRAGMENTS_MAX; tries++) {
			if (regexec(&regex, at, 4, places, at > text ? REG_NOTBOL : 0) != 0)
				break;
			try_reply(search, signs[i].protocol, signs[i].whole ? text : fragment_at(
				search->arena, text, at + places[signs[i].group].rm_so, '\0'), LIKE_A_REPLY);
			at += places[0].rm_eo;
		}
		regfree(&regex);
	}
}

/* A server that greets, or a page that came: the beginning of something longer. */
static bool begins_well(const char *text)
{
	return strncmp(text, "+OK", 3) == 0 || strncmp(text, "* OK", 4) == 0 ||
		(strncmp(text, "HTTP/", 5) == 0 && strstr(text, " 200 ") != NULL);
}

/* Words that somebody has taken out of their reply. */
static void try_bare_words(struct search *search)
{
	static const char *const protocols[] = { "smtp", "imap", "pop3", "oauth2" };
	size_t i;

	if (begins_well(search->paste->text))
		return;
	for (i = 0; i < sizeof protocols / sizeof protocols[0]; i++)
		try_reply(search, protocols[i], search->paste->text, LIKE_NOTHING);
}

/* ---- a reply, whatever it says -------------------------------------------------------------- */

static const char *smtp_reply(struct arena *arena, const char *text)
{
	const char *at;
	char quote;

	for (at = text; *at != '\0'; at++)
		if (after_code(text, at, &quote) != NULL && likeness_at(text, at) == LIKE_A_REPLY)
			return arena_strndup(arena, at, strcspn(at, "\n"));
	return NULL;
}

/* "NO …", "a7 BAD …" of IMAP, "-ERR …" of POP3 */
static bool is_refused_line(const char *line)
{
	size_t tag = strcspn(line, " \n");

	if (tag > 0 && line[tag] == ' ' && isdigit((unsigned char)line[tag - 1]))
		line += tag + 1;
	return strncmp(line, "-ERR", 4) == 0 || strncmp(line, "NO ", 3) == 0 ||
		strncmp(line, "BAD ", 4) == 0;
}

const char *suspects_reply(struct arena *arena, const struct paste *paste)
{
	const char *reply = smtp_reply(arena, paste->text), *line = paste->text;

	while (reply == NULL && line != NULL) {
		line += strspn(line, " \t\n");
		if (is_refused_line(line))
			reply = arena_strndup(arena, line, strcspn(line, "\n"));
		line = strchr(line, '\n');
	}
	return reply;
}

/* ---- phrases ------------------------------------------------------------------------------- */

static void try_phrases(struct search *search, enum certainty certainty, enum rank rank)
{
	const char *text = search->paste->text;
	size_t length = strlen(text), from;

	for (from = 0; from == 0 || from + PATTERNS_REPLY_MAX - WINDOW_STEP < length;
		from += WINDOW_STEP) {
		const struct reply_rule *rule = phrases_match(certainty, arena_strndup(search->arena,
			text + from, length - from < PATTERNS_REPLY_MAX ? length - from :
			PATTERNS_REPLY_MAX));
		struct suspect suspect = { .rule = rule, .certainty = certainty, .rank = rank };

		if (rule == NULL)
			continue;
		suspect.code = catalog_find(rule->code);
		suspect.reason = reason_of_phrase(search->arena, rule);
		add(search, &suspect);
	}
}

/* What a provider is known to want when a login fails there without a reason. */
static const struct demand {
	const char *quirk, *code, *reason;
} demands[] = {
	{ "oauth2-only", "auth.oauth-only", N_("lets mail programs in with OAuth2 only") },
	{ "needs-app-password", "auth.app-password-required",
		N_("wants an app password from mail programs") },
};

/* Whose account it is about, NULL if neither a name nor a server's words show it. */
static const char *provider_in_question(const struct search *search)
{
	const struct suspect *best = &search->found[0];

	if (search->paste->provider != NULL)
		return search->paste->provider;
	return search->count > 0 && best->rule != NULL && best->certainty == CERTAINTY_HIGH &&
		reply_scope_is_provider(best->rule->scope) ? best->rule->scope : NULL;
}

static void try_provider(struct search *search)
{
	const char *provider = provider_in_question(search);
	const struct preset *preset = provider != NULL ? preset_by_id(provider) : NULL;
	struct suspect suspect = { .certainty = CERTAINTY_FAIR, .rank = RANK_WORDS_FAIR };
	bool rejected = false;
	size_t i;

	for (i = 0; i < search->count; i++)
		rejected = rejected ||
			strcmp(search->found[i].code->code, "auth.credentials-rejected") == 0;
	if (!rejected || preset == NULL)
		return;
	for (i = 0; i < sizeof demands / sizeof demands[0]; i++)
		if (preset_has_quirk(preset, demands[i].quirk)) {
			suspect.code = catalog_find(demands[i].code);
			suspect.reason = arena_printf(search->arena,
				_("the words leave the reason open, and %s %s"), provider,
				language_of(demands[i].reason));
			add(search, &suspect);
			return;
		}
}

size_t suspects_find(struct arena *arena, const struct paste *paste,
	struct suspect suspects[SUSPECTS_MAX])
{
	struct search search = { arena, paste, suspects, 0 };

	try_smtp(&search);
	try_signs(&search);
	try_phrases(&search, CERTAINTY_HIGH, RANK_PHRASE_HIGH);
	try_phrases(&search, CERTAINTY_FAIR, RANK_PHRASE_FAIR);
	try_phrases(&search, CERTAINTY_LOW, RANK_PHRASE_LOW);
	try_bare_words(&search);
	try_provider(&search);
	return search.count;
}
