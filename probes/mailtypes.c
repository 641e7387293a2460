/* SPDX-License-Identifier: MIT */
#include "mailtypes.h"

#include <string.h>

static const char *const protocol_names[] = { "imap", "pop3", "smtp" };
static const char *const security_names[] = { "tls", "starttls", "plain" };
static const char *const auth_names[] = {
	"", "password-cleartext", "password-encrypted", "oauth2", "none",
};
/* [protocol][implicit TLS, not] */
static const uint16_t ports[MAIL_PROTOCOLS][2] = { { 993, 143 }, { 995, 110 }, { 465, 587 } };

#define COUNT(list) (sizeof(list) / sizeof (list)[0])

static int find(const char *const *names, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (names[i][0] != '\0' && strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}

const char *mail_protocol_name(enum mail_protocol protocol)
{
	return protocol_names[protocol];
}

const char *mail_security_name(enum mail_security security)
{
	return security_names[security];
}

const char *mail_auth_name(enum mail_auth auth)
{
	return auth_names[auth];
}

int mail_protocol_parse(const char *name, enum mail_protocol *out)
{
	int index = find(protocol_names, COUNT(protocol_names), name);

	if (index < 0)
		return -1;
	*out = (enum mail_protocol)index;
	return 0;
}

int mail_security_parse(const char *name, enum mail_security *out)
{
	int index = find(security_names, COUNT(security_names), name);

	if (index < 0)
		return -1;
	*out = (enum mail_security)index;
	return 0;
}

int mail_auth_parse(const char *name, enum mail_auth *out)
{
	int index = find(auth_names, COUNT(auth_names), name);

	if (index < 0)
		return -1;
	*out = (enum mail_auth)index;
	return 0;
}

uint16_t mail_default_port(enum mail_protocol protocol, enum mail_security security)
{
	return ports[protocol][security == MAIL_TLS ? 0 : 1];
}

bool mail_port_security(enum mail_protocol protocol, uint16_t port, enum mail_security *out)
{
	if (port == ports[protocol][0])
		*out = MAIL_TLS;
	else if (port == ports[protocol][1] || (protocol == MAIL_SMTP && port == 25))
		*out = MAIL_STARTTLS;
	else
		return false;
	return true;
}
