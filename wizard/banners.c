/* SPDX-License-Identifier: MIT */
#include "banners.h"

#include <string.h>

#include "../probes/text.h"

/* Servers that announce themselves, and some that answer a strange hello. */
static const struct {
	const char *start;
	const char *piece; /* must stand somewhere too, "" for none */
	const char *service;
} services[] = {
	{ "HTTP/", "", "a web server" },
	{ "<!DOCTYPE", "", "a web server" },
	{ "<html", "", "a web server" },
	{ "<?xml", "", "a web server" },
	{ "SSH-", "", "an SSH server" },
	{ "RFB ", "", "a remote desktop (VNC) server" },
	{ "RTSP/", "", "a streaming server" },
	{ "@RSYNCD", "", "an rsync server" },
	{ "AMQP", "", "a message queue" },
	{ ":", " NOTICE ", "a chat (IRC) server" },
	{ "NOTICE AUTH", "", "a chat (IRC) server" },
	{ "220", "FTP", "an FTP server" },
	{ "220", "FileZilla", "an FTP server" },
	{ "\xff\xfd", "", "a telnet server" },
	{ "\xff\xfb", "", "a telnet server" },
	{ "", "mysql_native_password", "a database server" },
	{ "", "caching_sha2_password", "a database server" },
	{ "", "MariaDB", "a database server" },
};

const char *banner_other_service(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof services / sizeof services[0]; i++)
		if (text_starts_nocase(text, services[i].start) &&
		    (services[i].piece[0] == '\0' || strstr(text, services[i].piece) != NULL))
			return services[i].service;
	return NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool banner_is_mail(const char *text, enum mail_protocol protocol)
{
	switch (protocol) {
	case MAIL_IMAP:
		return text_starts_nocase(text, "* OK") || text_starts_nocase(text, "* PREAUTH") ||
			text_starts_nocase(text, "* BYE");
	case MAIL_POP3:
		return text_starts_nocase(text, "+OK") || text_starts_nocase(text, "-ERR");
	case MAIL_SMTP:
		return (text[0] == '2' || text[0] == '4' || text[0] == '5') && is_digit(text[1]) &&
			is_digit(text[2]) && (text[3] == ' ' || text[3] == '-' || text[3] == '\0');
	}
	return false;
}

bool banner_is_tls(const char *text)
{
	return (text[0] == 0x15 || text[0] == 0x16) && text[1] == 0x03;
}

bool banner_is_masked(const char *text)
{
	size_t length = strspn(text, "0123456789 -"), masked;

	if (length < 3)
		return false;
	masked = strspn(text + 3, " *02");
	return masked >= 12 && strchr(text, '*') != NULL;
}

bool banner_word_is_masked(const char *word)
{
	size_t length = strspn(word, "X");

	if (length < 6)
		return false;
	if (word[length] >= 'A' && word[length] <= 'Z')
		length++;
	return word[length] == '\0' || word[length] == ' ';
}

bool banner_is_text(const char *text)
{
	size_t i, odd = 0;

	for (i = 0; text[i] != '\0'; i++)
		odd += ((unsigned char)text[i] < 0x20 && strchr("\r\n\t", text[i]) == NULL) ||
			text[i] == 0x7f;
	return odd == 0 && text_is_utf8(text, i);
}
