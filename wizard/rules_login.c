/* SPDX-License-Identifier: MIT
 *
 * Causes at a password login.  The reply rows say what a server's words mean;
 * where the words could mean several things, what is known of the provider, of
 * the other services and of the shape of the secret decides.
 */
#include <string.h>

#include "../probes/text.h"
#include "../providers/preset_table.h"
#include "language.h"
#include "rejection.h"
#include "rules.h"

static bool is(const char *code, const char *other)
{
	return strcmp(code, other) == 0;
}

static const char *provider_name(const struct inquiry *inquiry)
{
	return inquiry->preset == NULL ? _("the provider") : inquiry->preset->name;
}

/* ---- what decides when the words do not ------------------------------------------------------- */

/* Each looks at a vague refusal and gives its cause, or NULL to pass it on; BECAUSE
 * continues the sentence about it. */

/* The same secret opened another service, so it is right. */
static const char *accepted_elsewhere(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	const struct endpoint_fact *refused = rejection->endpoint, *accepted = rejection->accepted;

	if (accepted == NULL)
		return NULL;
	*because = arena_printf(inquiry->arena, _("; %s took the same password, so it is right"),
		endpoint_where(inquiry, accepted));
	switch (refused->service.protocol) {
	case MAIL_IMAP:
		if (is(rejection->code, "auth.imap-disabled") ||
		    inquiry_quirk(inquiry, "imap-must-be-enabled"))
			return "auth.imap-disabled";
		break;
	case MAIL_POP3:
		if (is(rejection->code, "auth.pop-disabled") ||
		    inquiry_quirk(inquiry, "pop-must-be-enabled"))
			return "auth.pop-disabled";
		break;
	case MAIL_SMTP:
		if (inquiry_quirk(inquiry, "smtp-must-be-enabled"))
			return "auth.smtp-disabled";
		break;
	}
	if (refused->service.username != NULL && accepted->service.username != NULL &&
	    strcmp(refused->service.username, accepted->service.username) != 0) {
		*because = arena_printf(inquiry->arena, _("; %s took the same password with the name %s"),
			endpoint_where(inquiry, accepted), accepted->service.username);
		return "auth.username-form";
	}
	if (inquiry_quirk(inquiry, "needs-app-password"))
		return "auth.app-password-scope";
	return "auth.credentials-rejected";
}

/* White space at an edge gets there by pasting, and no server ignores it. */
static const char *pasted_with_space(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	const struct secret_shape *shape = &inquiry->evidence->secret;

	(void)rejection;
	if (!shape->edge_space && !shape->control)
		return NULL;
	if (!shape->sixteen_lower && (inquiry_quirk(inquiry, "needs-app-password") ||
		inquiry_quirk(inquiry, "oauth2-only")))
		return NULL;
	*because = shape->edge_space ? _("; the password begins or ends with white space") :
		_("; the password holds a control character, as pasting can leave behind");
	return "auth.password-hidden-chars";
}

/* The account password itself is refused, and what was typed is no app password. */
static const char *plain_password_closed(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	if (!inquiry_quirk(inquiry, "basic-auth-disabled") ||
	    !inquiry_quirk(inquiry, "needs-app-password") || inquiry->evidence->secret.sixteen_lower ||
	    !is(rejection->code, "auth.credentials-rejected"))
		return NULL;
	*because = arena_printf(inquiry->arena, _("; what was given does not have the shape of an app "
		"password (16 letters), and %s takes the account password no more"),
		inquiry->preset->name);
	return "auth.less-secure-apps-blocked";
}

static const char *passwords_closed(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	if (!inquiry_quirk(inquiry, "oauth2-only"))
		return NULL;
	if (rejection->endpoint->service.protocol == MAIL_SMTP &&
	    inquiry_quirk(inquiry, "smtp-auth-admin-switch"))
		return NULL;
	*because = arena_printf(inquiry->arena, _("; %s takes no password here at all, only OAuth2"),
		inquiry->preset->name);
	return "auth.oauth-only";
}

static const char *separate_password(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	if (!inquiry_quirk(inquiry, "separate-mail-password") &&
	    !inquiry_quirk(inquiry, "auth-code-instead-of-password") &&
	    !is(rejection->code, "auth.client-password-separate"))
		return NULL;
	*because = arena_printf(inquiry->arena, _("; %s has a password of its own for mail programs"),
		provider_name(inquiry));
	return "auth.client-password-separate";
}

/* The server of a provider that keeps no mailboxes. */
static bool is_sending_service(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct preset *provider = endpoint_provider(inquiry, endpoint);
	size_t i;

	if (provider == NULL || provider == inquiry->preset)
		return false;
	for (i = 0; i < provider->service_count; i++)
		if (provider->services[i].protocol != MAIL_SMTP)
			return false;
	return true;
}

static const char *relay_credentials(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	if ((is(rejection->code, "auth.smtp-separate-credentials") && rejection->by_provider) ||
	    is_sending_service(inquiry, rejection->endpoint)) {
		*because = _("; it is a service for sending, with credentials of its own");
		return "auth.smtp-separate-credentials";
	}
	if (!inquiry_quirk(inquiry, "fixed-username") && !inquiry_quirk(inquiry, "smtp-token"))
		return NULL;
	if (rejection->endpoint->service.protocol != MAIL_SMTP ||
	    inquiry_has_candidates(inquiry, MAIL_IMAP))
		return NULL;
	*because = arena_printf(inquiry->arena, _("; %s issues credentials for sending alone"),
		inquiry->preset->name);
	return "auth.smtp-separate-credentials";
}

/* A row of the provider that speaks of plain wrong credentials knows better than
 * the general rule about the provider; and a rule that holds "when" something is
 * switched on proves nothing about this account. */
static const char *app_password_due(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	bool row_says = is(rejection->code, "auth.app-password-required");
	bool two_step = strstr(inquiry_quirk_note(inquiry, "needs-app-password"), " when ") != NULL;

	if (!row_says && (!inquiry_quirk(inquiry, "needs-app-password") || rejection->by_provider))
		return NULL;
	if (inquiry->evidence->secret.sixteen_lower) {
		*because = _("; it has the shape of an app password, so that one may be revoked, or belong "
			"to another account");
		return "auth.credentials-rejected";
	}
	if (!row_says && two_step) {
		*because = arena_printf(inquiry->arena, _("; note that %s: %s"), provider_name(inquiry),
			language_of(inquiry_quirk_note(inquiry, "needs-app-password")));
		return "auth.credentials-rejected";
	}
	*because = arena_printf(inquiry->arena, _("; %s wants an app password from mail programs, and "
		"what was given does not have the shape of one"), provider_name(inquiry));
	return "auth.app-password-required";
}

/* The preset's form of the login name is another than the one that was used. */
static const char *unusual_username(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	const struct mail_service *used = &rejection->endpoint->service, *known;
	const char *expected;
	size_t i;

	/* An address of one's own domain says nothing about the name at its server. */
	if (inquiry->evidence->provider[0] == '\0')
		return NULL;
	for (i = 0; inquiry->preset != NULL && i < inquiry->preset->service_count; i++) {
		known = &inquiry->preset->services[i];
		if (known->protocol != used->protocol || known->username == NULL ||
		    used->username == NULL || inquiry->evidence->localpart[0] == '\0')
			continue;
		expected = preset_expand(inquiry->arena, known->username,
			inquiry->evidence->localpart, inquiry->evidence->domain);
		if (text_equal_nocase(expected, used->username))
			return NULL;
		*because = arena_printf(inquiry->arena, _("; %s expects the name %s"),
			inquiry->preset->name, expected);
		return "auth.username-form";
	}
	return NULL;
}

/* A row that reads "switched off" into vague words needs the other service's yes;
 * when that one said no too, the secret is the simpler cause. */
static const char *switch_without_proof(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because)
{
	const struct endpoint_fact *other;

	(void)because;
	if (!is(rejection->code, "auth.imap-disabled") && !is(rejection->code, "auth.pop-disabled"))
		return NULL;
	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other->login.outcome == LOGIN_REFUSED && other->service.protocol == MAIL_SMTP)
			return "auth.credentials-rejected";
	return NULL;
}

static const char *(*const refinements[])(const struct inquiry *inquiry,
	const struct rejection *rejection, const char **because) = {
	relay_credentials, accepted_elsewhere, pasted_with_space, plain_password_closed,
	passwords_closed, unusual_username, separate_password, switch_without_proof,
	app_password_due,
};

static const char *refine(const struct inquiry *inquiry, const struct rejection *rejection,
	const char **because)
{
	const char *code;
	size_t i;

	for (i = 0; rejection->vague && i < sizeof refinements / sizeof refinements[0]; i++) {
		code = refinements[i](inquiry, rejection, because);
		if (code != NULL)
			return code;
	}
	return rejection->code;
}

/* ---- refused logins ------------------------------------------------------------------------------ */

/* What this run has used of the tries that a server allows. */
static const char *lockout_budget(const struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;
	unsigned tries = 0;

	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		tries += endpoint->login.outcome != LOGIN_NOT_TRIED;
	return arena_printf(inquiry->arena, ngettext(": no try is left for now. This run tried once at "
		"%u service, so others came before; one more would only lengthen the wait",
		": no try is left for now. This run tried once at each of %u services, so others came "
		"before; one more would only lengthen the wait", tries), tries);
}

static void password_refused(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	struct rejection rejection;
	const char *code, *because;

	if (inquiry->evidence->secret.is_token)
		return;
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		if (endpoint->login.outcome != LOGIN_REFUSED || endpoint->login.reply == NULL)
			continue;
		because = "";
		rejection = rejection_read(inquiry, endpoint);
		code = refine(inquiry, &rejection, &because);
		if (is(code, "auth.too-many-attempts"))
			because = lockout_budget(inquiry);
		rejection_report(inquiry, &rejection, code, because);
		if (is(code, "auth.credentials-rejected") && inquiry->evidence->secret.non_ascii)
			verdict_remark(inquiry, "auth.password-charset", endpoint, WEIGHT_NOTICE,
				_("The password holds letters outside ASCII, which some servers compare in "
				"another encoding."));
	}
}

/* ---- after the login --------------------------------------------------------------------------------- */

static const char *proof_code(const struct inquiry *inquiry, const struct endpoint_fact *endpoint,
	const struct reply_fact *reply)
{
	const char *code = endpoint_step_code(inquiry, endpoint, reply);

	if (code != NULL && !is(code, "auth.credentials-rejected"))
		return code;
	if (reply->class == REPLY_TRANSIENT || reply->class == REPLY_BYE)
		return "protocol.temporary-failure";
	switch (endpoint->service.protocol) {
	case MAIL_IMAP:
		/* BAD is about the command, NO about the mailbox. */
		return strstr(reply->text, " BAD ") != NULL ? "protocol.command-unknown" :
			"auth.authorization-failed";
	case MAIL_POP3:
		return "auth.mailbox-unprovisioned";
	case MAIL_SMTP:
		break;
	}
	return "protocol.temporary-failure";
}

static void refused_after_login(struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint = NULL;
	const struct reply_fact *reply;
	struct verdict_case *found;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL) {
		reply = endpoint_reply(endpoint, STEP_PROOF);
		if (endpoint->login.outcome != LOGIN_OK || !reply_is_negative(reply))
			continue;
		found = verdict_add(inquiry, proof_code(inquiry, endpoint, reply), endpoint,
			_("%s accepted the login of %s, but then refused to open the mailbox."),
			endpoint_where(inquiry, endpoint), endpoint->service.username == NULL ?
			_("the user") : endpoint->service.username);
		verdict_quote(inquiry, found, "server", reply->text);
		if (endpoint->login.reply != NULL)
			verdict_quote(inquiry, found, "server", endpoint->login.reply->text);
	}
}

#define REJECTIONS "auth.credentials-rejected", "auth.username-unknown", "auth.password-wrong"

const struct rule rules_login[] = {
	{ "auth.credentials-rejected", password_refused, EXPLAINS("auth.password-charset") },
	{ "auth.authorization-failed", refused_after_login, NULL },
	{ "auth.app-password-required", NULL, EXPLAINS(REJECTIONS, "auth.app-password-revoked",
		"auth.less-secure-apps-blocked", "auth.too-many-attempts") },
	{ "auth.less-secure-apps-blocked", NULL, EXPLAINS(REJECTIONS) },
	{ "auth.client-password-separate", NULL, EXPLAINS(REJECTIONS) },
	{ "auth.oauth-only", NULL, EXPLAINS(REJECTIONS, "auth.app-password-required",
		"protocol.mechanism-mismatch") },
	{ "auth.password-hidden-chars", NULL, EXPLAINS(REJECTIONS) },
	{ "auth.web-login-needed", NULL, EXPLAINS(REJECTIONS, "auth.less-secure-apps-blocked") },
	{ "auth.account-locked", NULL, EXPLAINS(REJECTIONS, "auth.too-many-attempts") },
	{ "auth.account-suspended", NULL, EXPLAINS(REJECTIONS) },
	/* While it lasts the right password is refused too. */
	{ "auth.too-many-attempts", NULL, EXPLAINS(REJECTIONS) },
	/* The more outspoken of two services. */
	{ "auth.username-unknown", NULL, EXPLAINS("auth.credentials-rejected") },
	{ "auth.password-wrong", NULL, EXPLAINS("auth.credentials-rejected") },
	{ "auth.password-expired", NULL, EXPLAINS(REJECTIONS) },
	{ "auth.imap-disabled", NULL, EXPLAINS("auth.credentials-rejected") },
	{ "auth.security-defaults-block", NULL, EXPLAINS(REJECTIONS) },
	{ "auth.conditional-access-block", NULL, EXPLAINS(REJECTIONS) },
	{ "config.domain-migrated", NULL, EXPLAINS(REJECTIONS, "auth.app-password-required",
		"config.sources-conflict") },
	{ NULL, NULL, NULL }
};
