/* SPDX-License-Identifier: MIT
 *
 * Scenario files on disk, and the temporary folders they are played in.
 */
#ifndef MAILGUIDE_LAB_SHELF_H
#define MAILGUIDE_LAB_SHELF_H

#include <stddef.h>

struct shelf {
	char **paths;
	size_t count;
};

/* Adds PATH, or every *.json in it if it is a folder, sorted by name.  0, or -1 with
 * errno. */
int shelf_add(struct shelf *shelf, const char *path);
void shelf_done(struct shelf *shelf);

/* A new folder that only we can enter, to be freed; NULL with errno. */
char *shelf_make_folder(void);
/* Removes FOLDER and the files in it. */
void shelf_remove_folder(const char *folder);

#endif
