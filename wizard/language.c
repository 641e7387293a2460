/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "language.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* gettext translates in every locale but "C"; this one is always installed. */
#define ANY_LOCALE "C.UTF-8"

static unsigned suspended; /* how often, without having been resumed */
static const char *locale; /* in use for messages, NULL: none but "C" */

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL ? value : "";
}

/* The locale of messages: the first that is set decides (POSIX, "Environment
 * Variables"). */
static const char *asked_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (environment(names[i])[0] != '\0')
			return environment(names[i]);
	return "C";
}

/* Is NAME ("en_GB.UTF-8", "C.utf8") of LANGUAGE ("en", "C")? */
static bool is_of(const char *name, const char *language)
{
	size_t length = strlen(language);

	return strncmp(name, language, length) == 0 &&
		(name[length] == '\0' || strchr("_.@:", name[length]) != NULL);
}

static bool wants_english(const char *asked)
{
	const char *list = environment("LANGUAGE");

	if (strcmp(asked, "C") == 0 || strcmp(asked, "POSIX") == 0)
		return true;
	if (list[0] != '\0')
		return is_of(list, "en");
	return is_of(asked, "en") || is_of(asked, "C");
}

void language_start(void)
{
	const char *asked = asked_locale();
	const char *folder = environment("MAILGUIDE_TEXTDOMAINDIR");

	if (wants_english(asked))
		return;
	if (setlocale(LC_MESSAGES, "") != NULL) {
		locale = "";
	} else if (setlocale(LC_MESSAGES, ANY_LOCALE) != NULL &&
	    setenv("LANGUAGE", asked, environment("LANGUAGE")[0] == '\0') == 0) {
		/* That locale is not installed, which is no reason to speak English;
		 * an empty LANGUAGE asks for none. */
		locale = ANY_LOCALE;
	} else {
		return;
	}
	bindtextdomain(PACKAGE, folder[0] != '\0' ? folder : MAILGUIDE_LOCALEDIR);
	/* What a stream cannot show is spelled out by term_text(). */
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	bind_textdomain_codeset("libc", "UTF-8"); /* strerror() */
	textdomain(PACKAGE);
}

const char *language_of(const char *text)
{
	/* gettext("") is the head of the catalogue. */
	return text == NULL || text[0] == '\0' ? text : gettext(text);
}

const char *language_tag(void)
{
	/* Translators: the tag of your language in HTML (BCP 47), "de" or "pt-BR". */
	return _("en");
}

void language_suspend(void)
{
	if (suspended++ == 0)
		setlocale(LC_MESSAGES, "C");
}

void language_resume(void)
{
	if (--suspended == 0 && locale != NULL)
		setlocale(LC_MESSAGES, locale);
}
