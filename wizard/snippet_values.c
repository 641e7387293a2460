/* SPDX-License-Identifier: MIT */
#include "snippet_values.h"

#include <stdint.h>
#include <string.h>

#include "language.h"

/* ---- services ------------------------------------------------------------------------------------- */

/* Cuts "smtp.host" in two.  *SERVICE is NULL where the account has none; false
 * if the first word is no service. */
static bool split_service(const struct snippet_account *account, const char *name,
	const struct mail_service **service, const char **part)
{
	static const struct { const char *name; enum mail_protocol protocol; } words[] = {
		{ "imap", MAIL_IMAP }, { "pop3", MAIL_POP3 }, { "smtp", MAIL_SMTP },
	};
	size_t length = strcspn(name, "."), i;

	*part = name + length + (name[length] == '.');
	if (length == 7 && strncmp(name, "receive", length) == 0) {
		*service = account->receive;
		return true;
	}
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (length == 4 && strncmp(name, words[i].name, length) == 0) {
			*service = account->services[words[i].protocol];
			return true;
		}
	return false;
}

/* Is SERVICE at the port that is registered for what it speaks? */
static bool is_usual(const struct mail_service *service)
{
	return service != NULL &&
		service->port == mail_default_port(service->protocol, service->security);
}

static bool same_user(const struct snippet_account *account)
{
	const struct mail_service *smtp = account->services[MAIL_SMTP];

	return account->receive != NULL && smtp != NULL &&
		strcmp(account->receive->username, smtp->username) == 0;
}

static const char *const parts[] = { "host", "port", "user", "userform", "protocol",
	"security" };

static bool is_part(const char *part)
{
	size_t i;

	for (i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (strcmp(part, parts[i]) == 0)
			return true;
	return false;
}

/* The user name in the words of autoconfig files, which are about a domain. */
static const char *user_form(const struct snippet_account *account, const char *user)
{
	if (strcmp(user, account->address) == 0)
		return "%EMAILADDRESS%";
	return strcmp(user, account->localpart) == 0 ? "%EMAILLOCALPART%" : user;
}

static const char *part_of(struct arena *arena, const struct snippet_account *account,
	const struct mail_service *service, const char *part)
{
	const char *user;

	if (service == NULL)
		return "";
	if (strcmp(part, "host") == 0)
		return service->host;
	if (strcmp(part, "port") == 0)
		return arena_printf(arena, "%u", (unsigned)service->port);
	if (strncmp(part, "user", 4) == 0) {
		user = service->username != NULL ? service->username : account->address;
		return part[4] == '\0' ? user : user_form(account, user);
	}
	if (strcmp(part, "protocol") == 0)
		return mail_protocol_name(service->protocol);
	return mail_security_name(service->security);
}

/* ---- identifiers ---------------------------------------------------------------------------------- */

static uint64_t hash(const char *text, uint64_t value)
{
	for (; *text != '\0'; text++)
		value = (value ^ (unsigned char)*text) * 0x100000001b3u; /* FNV-1a */
	return value;
}

/* The same for the same account and PURPOSE each time, so that a file that is
 * made again replaces the one before (RFC 9562 5.8). */
static char *uuid(struct arena *arena, const struct snippet_account *account, const char *purpose)
{
	uint64_t high = hash(account->address, hash(purpose, 0xcbf29ce484222325u));
	uint64_t low = hash(account->address, high ^ 0x9e3779b97f4a7c15u);

	return arena_printf(arena, "%08x-%04x-8%03x-%04x-%012llx", (unsigned)(high >> 32),
		(unsigned)(high >> 16) & 0xffff, (unsigned)high & 0xfff,
		((unsigned)(low >> 48) & 0x3fff) | 0x8000,
		(unsigned long long)(low & 0xffffffffffffu));
}

/* For From lines: a name with its address (RFC 5322 3.4). */
static const char *mailbox(struct arena *arena, const struct snippet_account *account)
{
	const char *name = account->full_name;

	if (name == NULL || strcmp(name, account->address) == 0)
		return account->address;
	if (strpbrk(name, "\"\\") != NULL) /* would need quotes within quotes */
		return account->address;
	return arena_printf(arena, strpbrk(name, "()<>[]:;@,.") != NULL ? "\"%s\" <%s>" : "%s <%s>",
		name, account->address);
}

/* ---- the tables ----------------------------------------------------------------------------------- */

static const struct { const char *name, *title; } titles[] = {
	{ "account", N_("name of the account") },
	{ "address", N_("address") },
	{ "command", N_("command") },
	{ "domain", N_("domain") },
	{ "file", N_("file") },
	{ "fullname", N_("name of the person") },
	{ "localpart", N_("address") },
	{ "mailbox", N_("name of the person") },
	{ "provider", N_("name of the provider") },
	{ "secret", N_("password") },
	{ "uuid.account", N_("identifier") },
	{ "uuid.identity", N_("identifier") },
	{ "uuid.profile", N_("identifier") },
	{ "uuid.transport", N_("identifier") },
	{ "version", N_("version") },
};

const char *snippet_value_title(const char *name)
{
	static const struct snippet_account nobody;
	const struct mail_service *service;
	const char *part;
	size_t i;

	for (i = 0; i < sizeof titles / sizeof titles[0]; i++)
		if (strcmp(name, titles[i].name) == 0)
			return language_of(titles[i].title);
	if (!split_service(&nobody, name, &service, &part) || !is_part(part))
		return NULL;
	return strncmp(part, "user", 4) == 0 ? _("user name") : part;
}

const char *snippet_value(struct arena *arena, const struct snippet_account *account,
	const char *name)
{
	const struct mail_service *service;
	const char *part, *text = NULL;

	if (split_service(account, name, &service, &part))
		return part_of(arena, account, service, part);
	if (strncmp(name, "uuid.", 5) == 0)
		return uuid(arena, account, name + 5);
	if (strcmp(name, "account") == 0)
		text = account->account;
	else if (strcmp(name, "address") == 0)
		text = account->address;
	else if (strcmp(name, "command") == 0)
		text = account->command;
	else if (strcmp(name, "domain") == 0)
		text = account->domain;
	else if (strcmp(name, "file") == 0)
		text = account->file;
	else if (strcmp(name, "fullname") == 0)
		text = account->full_name;
	else if (strcmp(name, "localpart") == 0)
		text = account->localpart;
	else if (strcmp(name, "mailbox") == 0)
		text = mailbox(arena, account);
	else if (strcmp(name, "provider") == 0)
		text = account->provider;
	else if (strcmp(name, "secret") == 0)
		text = "PASSWORD"; /* what a person replaces */
	else if (strcmp(name, "version") == 0)
		text = account->version;
	return text != NULL ? text : "";
}

int snippet_flag(const struct snippet_account *account, const char *word)
{
	const struct mail_service *service;
	enum mail_security security;
	const char *part;

	if (split_service(account, word, &service, &part)) {
		if (*part == '\0')
			return service != NULL;
		if (strcmp(part, "usual") == 0)
			return is_usual(service);
		if (strcmp(part, "login") == 0)
			return service != NULL && account->login_only[service->protocol];
		if (mail_security_parse(part, &security) != 0)
			return -1;
		return service != NULL && service->security == security;
	}
	if (strcmp(word, "oauth") == 0)
		return account->oauth;
	if (strcmp(word, "inline") == 0)
		return account->secret != NULL;
	if (strcmp(word, "command") == 0)
		return account->command_given;
	if (strcmp(word, "fullname") == 0)
		return account->full_name != NULL && strcmp(account->full_name, account->address) != 0;
	if (strcmp(word, "version") == 0)
		return account->version != NULL;
	if (strcmp(word, "sameuser") == 0)
		return same_user(account);
	if (strncmp(word, "provider=", 9) == 0)
		return account->provider_id != NULL && strcmp(word + 9, account->provider_id) == 0;
	return -1;
}
