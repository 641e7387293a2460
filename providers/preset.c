/* SPDX-License-Identifier: MIT */
#include "preset.h"

#include <string.h>

#include "../probes/text.h"

/* The longest template there is, all placeholders, with the longest address. */
#define EXPANDED_MAX (4u << 20)

const char *const preset_quirk_kinds[] = {
	"admin-can-block", "auth-code-instead-of-password", "basic-auth-disabled",
	"client-ip-restriction", "ews-retirement", "export-endpoint", "fixed-username",
	"imap-always-on", "imap-id-required", "imap-must-be-enabled", "imap-plan-dependent",
	"imap-unsupported", "implicit-tls-on-587", "migrated", "migration-announced",
	"needs-app-password", "needs-bridge", "no-idle", "no-imap", "no-imap-listed", "no-pop",
	"no-tls", "oauth2-only", "oauth2-preferred", "oauth2-registration-restricted",
	"old-source-only", "organisation-host", "paid-plan-only", "per-customer-host",
	"poll-interval", "pop-must-be-enabled", "rate-limit", "region-specific-host",
	"separate-mail-password", "smtp-auth-admin-switch", "smtp-must-be-enabled", "smtp-token",
	"split-product", "third-party-access-switch", "tor-only", "username-localpart",
	"username-not-alias", "username-other", NULL
};

const char *const preset_help_topics[] = {
	"app-password", "enable-imap", "enable-pop", "history", "oauth2", "setup",
	"smtp-auth-enable", "unlock", "webmail", NULL
};

char *preset_expand(struct arena *arena, const char *template_text, const char *localpart,
	const char *domain)
{
	struct buf out;
	char *text;

	if (template_text == NULL)
		template_text = "%EMAILADDRESS%";
	buf_init(&out, EXPANDED_MAX);
	while (*template_text != '\0') {
		if (text_starts_nocase(template_text, "%EMAILADDRESS%")) {
			buf_printf(&out, "%s@%s", localpart, domain);
			template_text += strlen("%EMAILADDRESS%");
		} else if (text_starts_nocase(template_text, "%EMAILLOCALPART%")) {
			buf_puts(&out, localpart);
			template_text += strlen("%EMAILLOCALPART%");
		} else if (text_starts_nocase(template_text, "%EMAILDOMAIN%")) {
			buf_puts(&out, domain);
			template_text += strlen("%EMAILDOMAIN%");
		} else
			buf_add(&out, template_text++, 1);
	}
	text = arena_strndup(arena, buf_text(&out), out.length);
	buf_done(&out);
	return text;
}

bool preset_has_quirk(const struct preset *preset, const char *kind)
{
	size_t i;

	for (i = 0; i < preset->quirk_count; i++)
		if (strcmp(preset->quirks[i].kind, kind) == 0)
			return true;
	return false;
}

const struct preset_help *preset_find_help(const struct preset *preset, const char *topic)
{
	size_t i;

	for (i = 0; i < preset->help_count; i++)
		if (strcmp(preset->help[i].topic, topic) == 0)
			return &preset->help[i];
	return NULL;
}
