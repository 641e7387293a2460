/* SPDX-License-Identifier: MIT */
#include "shelf.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/mem.h"

#define OPEN_FOLDERS 8

static void add_path(struct shelf *shelf, char *path)
{
	shelf->paths = mem_realloc(shelf->paths, (shelf->count + 1) * sizeof *shelf->paths);
	shelf->paths[shelf->count++] = path;
}

static int is_scenario(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

int shelf_add(struct shelf *shelf, const char *path)
{
	struct dirent **entries;
	struct stat status;
	int count, i;

	if (stat(path, &status) < 0)
		return -1;
	if (!S_ISDIR(status.st_mode)) {
		add_path(shelf, mem_strdup(path));
		return 0;
	}
	count = scandir(path, &entries, is_scenario, alphasort);
	if (count < 0)
		return -1;
	for (i = 0; i < count; i++) {
		add_path(shelf, mem_printf("%s/%s", path, entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
	return 0;
}

void shelf_done(struct shelf *shelf)
{
	size_t i;

	for (i = 0; i < shelf->count; i++)
		free(shelf->paths[i]);
	free(shelf->paths);
}

char *shelf_make_folder(void)
{
	const char *base = getenv("TMPDIR");
	char *folder = mem_printf("%s/mailguide-lab.XXXXXX",
		base == NULL || base[0] == '\0' ? "/tmp" : base);

	if (mkdtemp(folder) == NULL) {
		free(folder);
		return NULL;
	}
	return folder;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	(void)status;
	(void)kind;
	(void)walk;
	return remove(path);
}

void shelf_remove_folder(const char *folder)
{
	nftw(folder, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}
