/* SPDX-License-Identifier: MIT */
#include "preset_table.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "preset_data.h"
#include "suffix.h"

#define USER_PRESETS_MAX 256
#define PROBLEMS_MAX 65536

/* A person's own presets: read once, on the first question. */
static struct {
	bool read;
	struct arena *arena;
	const struct preset *presets[USER_PRESETS_MAX];
	size_t count;
	struct buf problems;
} user;

/* ---- a person's own --------------------------------------------------------------- */

/* An XDG path that is not absolute is to be ignored, says its specification. */
static const char *user_folder(struct arena *arena)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config != NULL && config[0] == '/')
		return arena_printf(arena, "%s/mailguide/presets", config);
	if (home != NULL && home[0] == '/')
		return arena_printf(arena, "%s/.config/mailguide/presets", home);
	return NULL;
}

static int is_preset_file(const struct dirent *entry)
{
	static const char ending[] = ".json";
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length >= sizeof ending &&
		strcmp(entry->d_name + length - strlen(ending), ending) == 0;
}

static int in_byte_order(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_user_presets(void)
{
	struct dirent **entries = NULL;
	const struct preset *preset;
	const char *folder;
	int count = 0, i;

	if (user.read)
		return;
	user.read = true;
	user.arena = arena_new();
	buf_init(&user.problems, PROBLEMS_MAX);
	folder = user_folder(user.arena);
	if (folder != NULL)
		count = scandir(folder, &entries, is_preset_file, in_byte_order);
	if (count < 0 && errno != ENOENT && errno != ENOTDIR)
		buf_printf(&user.problems, "%s: cannot be read: %s\n", text_quote(user.arena, folder),
			strerror(errno));
	if (count > USER_PRESETS_MAX)
		buf_printf(&user.problems, "%s: only the first %d files are read\n",
			text_quote(user.arena, folder), USER_PRESETS_MAX);
	for (i = 0; i < count; i++) {
		if (i < USER_PRESETS_MAX) {
			preset = preset_read(user.arena,
				arena_printf(user.arena, "%s/%s", folder, entries[i]->d_name), &user.problems);
			if (preset != NULL)
				user.presets[user.count++] = preset;
		}
		free(entries[i]);
	}
	free(entries);
}

const char *preset_user_problems(void)
{
	read_user_presets();
	return buf_text(&user.problems);
}

static bool lists(const char *const *names, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* ---- the built-in table ------------------------------------------------------------- */

static int compare_key(const void *name, const void *entry)
{
	return strcmp(name, ((const struct preset_key *)entry)->name);
}

static int compare_id(const void *id, const void *entry)
{
	return strcmp(id, ((const struct preset *)entry)->id);
}

static const struct preset *find(const struct preset_key *keys, size_t count, const char *name)
{
	const struct preset_key *key = bsearch(name, keys, count, sizeof *keys, compare_key);

	return key != NULL ? &preset_data[key->preset] : NULL;
}

const struct preset *preset_by_domain(const char *domain)
{
	size_t i;

	read_user_presets();
	for (i = 0; i < user.count; i++)
		if (lists(user.presets[i]->domains, user.presets[i]->domain_count, domain))
			return user.presets[i];
	return find(preset_domain_keys, preset_domain_key_count, domain);
}

/* By suffix at label borders, the longest first. */
static const struct preset *by_suffix(const char *host)
{
	const struct preset *preset;
	const char *dot;
	size_t i;

	for (;;) {
		for (i = 0; i < user.count; i++)
			if (lists(user.presets[i]->mx, user.presets[i]->mx_count, host))
				return user.presets[i];
		preset = find(preset_mx_keys, preset_mx_key_count, host);
		dot = strchr(host, '.');
		if (preset != NULL || dot == NULL)
			return preset;
		host = dot + 1;
	}
}

const struct preset *preset_by_mx(const char *mx_host)
{
	const struct preset *preset;
	const char *first_dot, *owner;
	char *host = text_lower(mem_strdup(mx_host));
	size_t length = strlen(host);

	if (length > 0 && host[length - 1] == '.')
		host[length - 1] = '\0';
	read_user_presets();
	preset = by_suffix(host);
	first_dot = strchr(host, '.');
	if (preset == NULL && first_dot != NULL)
		preset = preset_by_domain(first_dot + 1);
	owner = suffix_registrable(host);
	if (preset == NULL && owner != NULL)
		preset = preset_by_domain(owner);
	free(host);
	return preset;
}

const struct preset *preset_by_id(const char *id)
{
	size_t i;

	read_user_presets();
	for (i = 0; i < user.count; i++)
		if (strcmp(user.presets[i]->id, id) == 0)
			return user.presets[i];
	return bsearch(id, preset_data, preset_data_count, sizeof *preset_data, compare_id);
}

static bool serves_at(const struct preset *preset, const char *host)
{
	size_t i;

	for (i = 0; i < preset->service_count; i++)
		if (strcmp(preset->services[i].host, host) == 0)
			return true;
	return false;
}

const struct preset *preset_by_host(const char *host)
{
	const struct preset *preset, *found = NULL;
	const char *owner = suffix_registrable(host);
	bool several = false;
	size_t i;

	/* A bridge on this computer may be anybody's. */
	for (i = 0; owner != NULL && i < preset_count(); i++) {
		preset = preset_at(i);
		if (!serves_at(preset, host))
			continue;
		if (strcmp(preset->id, owner) == 0 ||
		    lists(preset->domains, preset->domain_count, owner))
			return preset;
		several = found != NULL;
		found = preset;
	}
	return several ? NULL : found;
}

size_t preset_count(void)
{
	read_user_presets();
	return user.count + preset_data_count;
}

const struct preset *preset_at(size_t index)
{
	read_user_presets();
	return index < user.count ? user.presets[index] : &preset_data[index - user.count];
}
