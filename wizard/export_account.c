/* SPDX-License-Identifier: MIT */
#include "export_account.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../probes/text.h"
#include "../providers/preset.h"
#include "../providers/preset_table.h"
#include "escape.h"
#include "finding.h"
#include "language.h"

/* ---- given services --------------------------------------------------------------------------------- */

/* The user name that a provider at HOST has for everybody, such as the word apikey of
 * a sending service, which people use with domains of their own; NULL if none. */
static const char *fixed_user(const char *host)
{
	size_t i, k;

	for (i = 0; i < preset_count(); i++)
		for (k = 0; k < preset_at(i)->service_count; k++) {
			const struct mail_service *service = &preset_at(i)->services[k];

			if (service->username != NULL && strchr(service->username, '%') == NULL &&
			    text_equal_nocase(service->host, host))
				return service->username;
		}
	return NULL;
}

void export_add_given(struct evidence *evidence, const struct options *options)
{
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		const struct given_service *given = &options->given[protocol];
		struct mail_service service = { .protocol = (enum mail_protocol)protocol };
		struct endpoint_fact *endpoint;

		if (!given->given)
			continue;
		service.host = arena_strdup(evidence->arena, given->host);
		service.username = fixed_user(service.host);
		service.security = given->security;
		service.port = given->port;
		if (!given->security_given && (!given->port_given ||
				!mail_port_security(service.protocol, given->port, &service.security)))
			service.security = MAIL_TLS;
		if (!given->port_given)
			service.port = mail_default_port(service.protocol, service.security);
		endpoint = evidence_add_endpoint(evidence, &service);
		endpoint->source = "given";
		endpoint->trusted_source = true;
	}
}

bool export_is_given(const struct target *target, const struct options *options)
{
	bool incoming = (target->speaks[MAIL_IMAP] && options->given[MAIL_IMAP].given) ||
		(target->speaks[MAIL_POP3] && options->given[MAIL_POP3].given);
	bool hears = target->speaks[MAIL_IMAP] || target->speaks[MAIL_POP3];

	return (!hears || incoming) && (!target->speaks[MAIL_SMTP] || options->given[MAIL_SMTP].given);
}

/* ---- choosing --------------------------------------------------------------------------------------- */

struct choice {
	const struct target *target;
	const struct evidence *evidence;
	const struct options *options;
	bool unfit[MAIL_PROTOCOLS]; /* there are services, but in no mode that it can use */
	bool login_only[MAIL_PROTOCOLS];
};

/* Smaller is better.  What nobody tried may work; what failed did not. */
static unsigned merit(const struct endpoint_fact *endpoint)
{
	static const unsigned by_state[] = {
		[STATE_WORKS] = 0, [STATE_REACHABLE] = 1, [STATE_UNTESTED] = 2, [STATE_FAILED] = 3,
	};

	return by_state[service_state(endpoint)] * 1000 + endpoint->rank;
}

/* As Exchange does for sending; programs that are told one mechanism must know. */
static bool offers_login_only(const struct endpoint_fact *endpoint)
{
	return endpoint_offers(endpoint, "AUTH LOGIN") && !endpoint_offers(endpoint, "AUTH PLAIN");
}

static const struct mail_service *choose(struct choice *choice, enum mail_protocol protocol)
{
	const struct endpoint_fact *endpoint, *best = NULL;
	bool given = choice->options->given[protocol].given;

	for (endpoint = choice->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		if (endpoint->role != ROLE_CANDIDATE || endpoint->service.protocol != protocol)
			continue;
		if (given && strcmp(endpoint->source, "given") != 0)
			continue;
		if (!choice->target->security[protocol][endpoint->service.security]) {
			choice->unfit[protocol] = true;
			continue;
		}
		if (best == NULL || merit(endpoint) < merit(best))
			best = endpoint;
	}
	if (best == NULL)
		return NULL;
	choice->login_only[protocol] = offers_login_only(best);
	return &best->service;
}

static bool is_wanted(const struct choice *choice, enum mail_protocol protocol)
{
	return choice->target->speaks[protocol] &&
		(!choice->options->wanted_given || choice->options->wanted[protocol]);
}

/* A service of the account, with the user's name as the options have it. */
static const struct mail_service *take(struct choice *choice, enum mail_protocol protocol)
{
	const struct mail_service *found = is_wanted(choice, protocol) ?
		choose(choice, protocol) : NULL;
	struct mail_service *service;

	if (found == NULL)
		return NULL;
	service = arena_alloc(choice->evidence->arena, sizeof *service);
	*service = *found;
	if (choice->options->user != NULL)
		service->username = choice->options->user;
	else if (service->username == NULL)
		service->username = choice->evidence->address;
	return service;
}

/* ---- refusing --------------------------------------------------------------------------------------- */

typedef bool able(const struct target *target, const char *provider);

/* How well OTHER does what is done with THAN: the same jobs, the password got in the
 * same way.  0 is not at all. */
static unsigned likeness(const struct target *than, const struct target *other)
{
	if (other == than || other->kind != than->kind)
		return 0;
	return 1 + (other->receives == than->receives && other->sends == than->sends ? 2u : 0u) +
		(other->secret == than->secret ? 1u : 0u);
}

/* Names up to three targets that IS_ABLE accepts, the most alike first. */
static const char *others(const struct choice *choice, able *is_able)
{
	struct arena *arena = choice->evidence->arena;
	const char *list = "";
	unsigned alike;
	size_t i, count = 0;

	for (alike = 4; alike > 0; alike--)
		for (i = 0; i < target_count && count < 3; i++)
			if (likeness(choice->target, &targets[i]) == alike &&
			    is_able(&targets[i], choice->evidence->provider)) {
				list = arena_printf(arena, "%s%s%s", list, count == 0 ? "" : ", ",
					targets[i].name);
				count++;
			}
	return count == 0 ? "" : arena_printf(arena, _("; these can: %s"), list);
}

static bool speaks_imap(const struct target *target, const char *provider)
{
	(void)provider;
	return target->speaks[MAIL_IMAP];
}

static bool speaks_pop3(const struct target *target, const char *provider)
{
	(void)provider;
	return target->speaks[MAIL_POP3];
}

static bool upgrades(const struct target *target, const char *provider)
{
	(void)provider;
	return target->speaks[MAIL_IMAP] && target->security[MAIL_IMAP][MAIL_STARTTLS];
}

/* An application or relay hands its mail to what can. */
static const char *who_has_oauth(const struct choice *choice)
{
	if (choice->target->kind == TARGET_MAIL)
		return others(choice, target_has_oauth);
	return arena_printf(choice->evidence->arena, _("; what sends through 'sendmail' can, by "
		"msmtp: mailguide export msmtp %s"), choice->evidence->address);
}

static bool account_has(const struct choice *choice, enum mail_protocol protocol)
{
	const struct endpoint_fact *endpoint;

	for (endpoint = choice->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->role == ROLE_CANDIDATE && endpoint->service.protocol == protocol)
			return true;
	return false;
}

static const char *no_incoming(struct choice *choice)
{
	struct arena *arena = choice->evidence->arena;
	const char *name = choice->target->name, *domain = choice->evidence->domain;
	bool imap = choice->target->speaks[MAIL_IMAP];

	if (choice->unfit[MAIL_IMAP] || choice->unfit[MAIL_POP3])
		return arena_printf(arena, _("%s cannot use the encryption that %s offers for reading mail%s"),
			name, domain, others(choice, upgrades));
	if (imap && !choice->target->speaks[MAIL_POP3] && account_has(choice, MAIL_POP3))
		return arena_printf(arena, _("%s reads mail by IMAP only, and %s offers POP3 only%s"), name,
			domain, others(choice, speaks_pop3));
	if (!imap && account_has(choice, MAIL_IMAP))
		return arena_printf(arena, _("%s reads mail by POP3 only, and %s offers IMAP only%s"), name,
			domain, others(choice, speaks_imap));
	return arena_printf(arena, _("no server for reading mail is known for %s; "
		"'--imap=HOST' or '--pop3=HOST' gives one"), domain);
}

static const char *no_outgoing(struct choice *choice)
{
	struct arena *arena = choice->evidence->arena;

	if (choice->unfit[MAIL_SMTP])
		return arena_printf(arena, _("%s cannot use the encryption that %s offers for sending mail"),
			choice->target->name, choice->evidence->domain);
	return arena_printf(arena, _("no server for sending mail is known for %s; '--smtp=HOST' gives one"),
		choice->evidence->domain);
}

/* ---- OAuth2 ----------------------------------------------------------------------------------------- */

static bool takes_password(const struct mail_service *service)
{
	size_t i;

	if (service == NULL || service->auth[0] == MAIL_AUTH_UNSTATED)
		return true;
	for (i = 0; i < MAIL_AUTH_MAX; i++)
		if (service->auth[i] == MAIL_AUTH_CLEARTEXT || service->auth[i] == MAIL_AUTH_ENCRYPTED)
			return true;
	return false;
}

/* TEXT as one word of a shell; plain signs need no quotes. */
static const char *shell_word(struct arena *arena, const char *text)
{
	struct secret *quoted = secret_new();
	const char *word = text;

	if (escape_write("word", quoted, text, strlen(text)) != NULL &&
			escape_write("shell", quoted, text, strlen(text)) == NULL)
		word = arena_strdup(arena, secret_bytes(quoted));
	secret_free(quoted);
	return word;
}

/* Will the file be there when the program runs?  A pipe will not. */
static bool is_lasting(const char *path)
{
	struct stat info;

	return path != NULL && stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* PATH as it is called from anywhere. */
static const char *absolute(struct arena *arena, const char *path)
{
	char folder[PATH_MAX];

	if (path[0] == '/' || getcwd(folder, sizeof folder) == NULL)
		return path;
	return arena_printf(arena, "%s/%s", folder, path);
}

/* What prints the password or token: the person's own command, or one to begin with. */
static const char *command_for(struct arena *arena, const struct options *options,
	const struct snippet_account *account)
{
	if (account->oauth)
		return options->oauth_token_command != NULL ? options->oauth_token_command :
			"PRINT-ACCESS-TOKEN";
	if (options->password_command != NULL)
		return options->password_command;
	if (is_lasting(options->password_file))
		return arena_printf(arena, "cat %s", shell_word(arena,
			absolute(arena, options->password_file)));
	return arena_printf(arena, "secret-tool lookup service mail user %s",
		shell_word(arena, account->address));
}

static const char *decide_oauth(struct choice *choice, struct snippet_account *out)
{
	struct arena *arena = choice->evidence->arena;
	const struct target *target = choice->target;
	bool needed = !takes_password(out->receive) || !takes_password(out->services[MAIL_SMTP]);

	out->oauth = needed || choice->options->oauth_token_command != NULL;
	if (!out->oauth || target_has_oauth(target, choice->evidence->provider) ||
			target->secret == SECRET_NEVER)
		return NULL;
	if (target->no_oauth[0] != '\0')
		return arena_printf(arena, "%s %s%s", target->name, target->no_oauth,
			who_has_oauth(choice));
	return arena_printf(arena, _("%s cannot log in with OAuth2%s%s"), target->name,
		needed ? arena_printf(arena, _(", and %s takes nothing else"), choice->evidence->domain) : "",
		who_has_oauth(choice));
}

/* ---- the whole -------------------------------------------------------------------------------------- */

/* "example" of example.org: a word that any format takes as a name. */
static const char *account_name(struct arena *arena, const char *domain)
{
	char *name = arena_strdup(arena, domain);

	name[strcspn(name, ".")] = '\0';
	return name;
}

const char *export_account(const struct target *target, const struct evidence *evidence,
	const struct options *options, struct snippet_account *out)
{
	struct choice choice = { .target = target, .evidence = evidence, .options = options };
	const struct preset *preset = evidence->provider[0] != '\0' ?
		preset_by_id(evidence->provider) : NULL;
	const char *problem;

	memset(out, 0, sizeof *out);
	out->address = evidence->address;
	out->localpart = evidence->localpart;
	out->domain = evidence->domain;
	out->provider_id = evidence->provider;
	out->full_name = options->full_name != NULL ? options->full_name : evidence->address;
	out->account = account_name(evidence->arena, evidence->domain);
	out->provider = preset != NULL ? preset->name : evidence->domain;
	out->services[MAIL_IMAP] = take(&choice, MAIL_IMAP);
	out->services[MAIL_POP3] = take(&choice, MAIL_POP3);
	out->services[MAIL_SMTP] = take(&choice, MAIL_SMTP);
	memcpy(out->login_only, choice.login_only, sizeof out->login_only);
	out->receive = out->services[MAIL_IMAP] != NULL ? out->services[MAIL_IMAP] :
		out->services[MAIL_POP3];
	if (target->receives && out->receive == NULL)
		return no_incoming(&choice);
	if (target->sends && out->services[MAIL_SMTP] == NULL)
		return no_outgoing(&choice);
	problem = decide_oauth(&choice, out);
	out->command = command_for(evidence->arena, options, out);
	out->command_given = options->password_command != NULL ||
		is_lasting(options->password_file) || options->oauth_token_command != NULL;
	return problem;
}
