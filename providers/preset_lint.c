/* SPDX-License-Identifier: MIT */
#include "preset_lint.h"

#include <string.h>

#include "preset.h"
#include "preset_keys.h"

#define PROBLEMS_MAX (16u << 20)

static void warn(FILE *out, const struct preset *preset, size_t service, const char *member,
	const char *reason)
{
	fprintf(out, "%s.json: services[%zu]%s: warning: %s\n", preset->id, service, member, reason);
}

static bool is_same_endpoint(const struct mail_service *a, const struct mail_service *b)
{
	return a->protocol == b->protocol && a->port == b->port && strcmp(a->host, b->host) == 0;
}

static bool offers_tls(const struct preset *preset, enum mail_protocol protocol)
{
	size_t i;

	for (i = 0; i < preset->service_count; i++)
		if (preset->services[i].protocol == protocol &&
				preset->services[i].security != MAIL_PLAIN)
			return true;
	return false;
}

static void lint_service(const struct preset *preset, size_t index, FILE *out)
{
	const struct mail_service *service = &preset->services[index], *before;
	enum mail_security usual;
	size_t i;

	if (service->security == MAIL_PLAIN && !preset_has_quirk(preset, "no-tls") &&
			!offers_tls(preset, service->protocol))
		warn(out, preset, index, ".security",
			"plain sends passwords in clear; say so with the quirk no-tls if there is nothing else");
	if (service->security != MAIL_PLAIN &&
			mail_port_security(service->protocol, service->port, &usual) &&
			usual != service->security && !preset_has_quirk(preset, "implicit-tls-on-587"))
		warn(out, preset, index, ".security",
			"the other kind of TLS is usual on this port");
	for (i = 0; i < index; i++) {
		before = &preset->services[i];
		if (is_same_endpoint(before, service))
			warn(out, preset, index, "", "the same host and port stand above");
		else if (before->protocol == service->protocol && before->security == MAIL_PLAIN &&
				service->security != MAIL_PLAIN)
			warn(out, preset, index, "", "stands below one without TLS");
	}
}

static void lint_preset(const struct preset *preset, FILE *out)
{
	size_t i;

	for (i = 0; i < preset->service_count; i++)
		lint_service(preset, i, out);
	if (preset->service_count == 0 && !preset_has_quirk(preset, "no-imap") &&
			!preset_has_quirk(preset, "per-customer-host"))
		fprintf(out, "%s.json: services: warning: none, and no quirk says why\n", preset->id);
}

unsigned preset_lint(const char *const *files, size_t count, FILE *out)
{
	struct arena *arena = arena_new();
	struct preset **presets = arena_alloc(arena, (count + 1) * sizeof *presets), *preset;
	struct buf problems;
	unsigned found = 0;
	size_t good = 0, i;
	const char *line;

	buf_init(&problems, PROBLEMS_MAX);
	for (i = 0; i < count; i++) {
		preset = preset_read(arena, files[i], &problems);
		if (preset != NULL)
			presets[good++] = preset;
	}
	preset_keys_check(arena, presets, good, &problems);
	for (line = buf_text(&problems); *line != '\0'; line++)
		found += *line == '\n';
	fputs(buf_text(&problems), out);
	for (i = 0; i < good; i++)
		lint_preset(presets[i], out);
	buf_done(&problems);
	arena_free(arena);
	return found;
}
