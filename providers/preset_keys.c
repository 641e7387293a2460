/* SPDX-License-Identifier: MIT */
#include "preset_keys.h"

#include <stdlib.h>
#include <string.h>

static int compare_keys(const void *a, const void *b)
{
	const struct preset_key *one = a, *other = b;
	int order = strcmp(one->name, other->name);

	/* qsort is not stable; messages should be. */
	return order != 0 ? order : (one->preset > other->preset) - (one->preset < other->preset);
}

struct preset_key *preset_keys(struct arena *arena, struct preset *const *presets, size_t count,
	enum preset_key_kind kind, size_t *key_count)
{
	struct preset_key *keys;
	size_t total = 0, i, n;

	for (i = 0; i < count; i++)
		total += kind == PRESET_KEY_MX ? presets[i]->mx_count : presets[i]->domain_count;
	keys = arena_alloc(arena, (total + 1) * sizeof *keys);
	*key_count = 0;
	for (i = 0; i < count; i++) {
		const char *const *names = kind == PRESET_KEY_MX ? presets[i]->mx : presets[i]->domains;
		size_t names_count = kind == PRESET_KEY_MX ? presets[i]->mx_count :
			presets[i]->domain_count;

		for (n = 0; n < names_count; n++) {
			keys[*key_count].name = names[n];
			keys[(*key_count)++].preset = (unsigned)i;
		}
	}
	qsort(keys, *key_count, sizeof *keys, compare_keys);
	return keys;
}

static unsigned check_kind(struct arena *arena, struct preset *const *presets, size_t count,
	enum preset_key_kind kind, struct buf *problems)
{
	size_t key_count, i;
	struct preset_key *keys = preset_keys(arena, presets, count, kind, &key_count);
	unsigned found = 0;

	for (i = 1; i < key_count; i++) {
		if (strcmp(keys[i].name, keys[i - 1].name) != 0)
			continue;
		buf_printf(problems, "%s.json: %s: '%s' is claimed by %s.json too\n",
			presets[keys[i].preset]->id, kind == PRESET_KEY_MX ? "mx" : "domains", keys[i].name,
			presets[keys[i - 1].preset]->id);
		found++;
	}
	return found;
}

unsigned preset_keys_check(struct arena *arena, struct preset *const *presets, size_t count,
	struct buf *problems)
{
	unsigned found = 0;
	size_t i, n;

	for (i = 1; i < count; i++)
		for (n = 0; n < i; n++)
			if (strcmp(presets[i]->id, presets[n]->id) == 0) {
				buf_printf(problems, "%s.json: id: given by two files\n", presets[i]->id);
				found++;
				break;
			}
	found += check_kind(arena, presets, count, PRESET_KEY_DOMAIN, problems);
	found += check_kind(arena, presets, count, PRESET_KEY_MX, problems);
	return found;
}
