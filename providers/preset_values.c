/* SPDX-License-Identifier: MIT */
#include "preset_values.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/mem.h"
#include "../probes/text.h"
#include "slip.h"

#define HOST_MAX 253
#define LABEL_MAX 63

bool preset_is_host_name(const char *host)
{
	size_t length = strlen(host), label = 0, i;

	if (length == 0 || length > HOST_MAX)
		return false;
	for (i = 0; i <= length; i++) {
		if (host[i] == '.' || host[i] == '\0') {
			if (label == 0 || label > LABEL_MAX || host[i - 1] == '-')
				return false;
			label = 0;
		} else {
			if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-", host[i]) == NULL ||
					(label == 0 && host[i] == '-'))
				return false;
			label++;
		}
	}
	return true;
}

bool preset_is_literal(const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

bool preset_is_date(const char *date)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year, month, day, leap, end = 0;

	if (strlen(date) != strlen("YYYY-MM-DD") || strspn(date, "0123456789-") != strlen(date) ||
			sscanf(date, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || date[end] != '\0')
		return false;
	leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return year >= 2000 && year < 2100 && month >= 1 && month <= 12 && day >= 1 &&
		day <= days[month - 1] + (month == 2 ? leap : 0);
}

bool preset_is_url(const char *url)
{
	size_t i;

	if (text_starts_nocase(url, "https://"))
		url += strlen("https://");
	else if (text_starts_nocase(url, "http://"))
		url += strlen("http://");
	else
		return false;
	if (url[0] == '\0' || strchr("/:?#@.", url[0]) != NULL)
		return false;
	for (i = 0; url[i] != '\0'; i++)
		if ((unsigned char)url[i] <= ' ' || (unsigned char)url[i] >= 0x7f ||
				strchr("\"<>\\^`{|}", url[i]) != NULL)
			return false;
	/* user@host is how links are made to look like another's. */
	return memchr(url, '@', strcspn(url, "/?#")) == NULL;
}

bool preset_placeholders_known(const char *text)
{
	static const char *const known[] = {
		"%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILDOMAIN%",
	};
	const size_t count = sizeof known / sizeof known[0];
	size_t i;

	while ((text = strchr(text, '%')) != NULL) {
		for (i = 0; i < count && strncmp(text, known[i], strlen(known[i])) != 0; i++)
			;
		if (i == count)
			return false;
		text += strlen(known[i]);
	}
	return true;
}

bool preset_is_word_of(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

const char *preset_meant_word(const char *const *list, const char *word)
{
	char *typed = text_lower(mem_strdup(word));
	const char *meant = NULL;
	size_t i;

	for (i = 0; list[i] != NULL && meant == NULL; i++)
		if (slip_between(typed, list[i], NULL) != SLIP_NONE)
			meant = list[i];
	/* The beginning of a word ("user"), or a word and more ("ports"). */
	for (i = 0; list[i] != NULL && meant == NULL && strlen(typed) >= 3; i++)
		if (strncmp(list[i], typed, strlen(typed)) == 0 ||
				strncmp(list[i], typed, strlen(list[i])) == 0)
			meant = list[i];
	free(typed);
	return meant;
}
