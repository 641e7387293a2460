/* SPDX-License-Identifier: MIT
 *
 * The guided run's last step: the configuration of the program that the person
 * uses, found by a part of its name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "export.h"
#include "language.h"
#include "nearest.h"
#include "page.h"
#include "setup.h"

#define NAME_COLUMN 26

static bool fits(const struct target *target, const char *part)
{
	return part[0] == '\0' || text_find_nocase(target->name, part) != NULL ||
		text_find_nocase(target->also, part) != NULL ||
		text_find_nocase(target->title, part) != NULL;
}

static void list_targets(const struct setup *setup, const char *part)
{
	struct page page;
	size_t i;

	page_init(&page, &setup->term);
	for (i = 0; i < target_count; i++)
		if (fits(&targets[i], part))
			page_item(&page, 0, NAME_COLUMN, arena_printf(page.arena, "%3zu %s", i + 1,
				targets[i].name), language_of(targets[i].title));
	setup_tell_page(&page);
}

static void tell_unknown(const struct setup *setup, const char *part)
{
	struct nearest nearest = { .word = part };
	size_t i;

	for (i = 0; i < target_count; i++)
		nearest_try(&nearest, targets[i].name);
	setup_tell(setup, nearest.best == NULL ?
		arena_printf(setup->arena, _("No program here is called '%s'."), part) :
		arena_printf(setup->arena, _("No program here is called '%s'; did you mean '%s'?"), part,
			nearest.best));
}

/* The program with this number in the list; NULL when PART is no such number. */
static const struct target *numbered_target(const char *part)
{
	unsigned long number;
	char *end;

	if (part[0] < '0' || part[0] > '9')
		return NULL;
	number = strtoul(part, &end, 10);
	return *end == '\0' && number >= 1 && number <= target_count ? &targets[number - 1] : NULL;
}

/* The one program that PART means; NULL when it means none or several, which is
 * said. */
static const struct target *choose_target(const struct setup *setup, const char *part)
{
	const struct target *found = target_find(part);
	size_t count = 0, i;

	if (found == NULL)
		found = numbered_target(part);
	if (found != NULL)
		return found;
	if (strcmp(part, "?") == 0)
		part = "";
	for (i = 0; i < target_count; i++)
		if (fits(&targets[i], part)) {
			found = &targets[i];
			count++;
		}
	if (count == 1)
		return found;
	if (count == 0)
		tell_unknown(setup, part);
	else
		list_targets(setup, part);
	return NULL;
}

enum next setup_configure(struct setup *setup)
{
	struct options options = setup->options;
	const struct target *target = NULL;
	const char *answer;
	enum next next;
	int status;

	while (target == NULL) {
		next = setup_ask(setup, _("Which program? (its number or part of its name; Enter lists all): "),
			&answer);
		if (next != NEXT_GO_ON)
			return next;
		target = choose_target(setup, answer);
	}
	options.write = target->write != WRITE_NOT;
	status = export_from(setup->arena, &options, target, setup->evidence);
	setup->wrote |= options.write && status == EXIT_HEALTHY;
	return status == EXPORT_STOPPED ? NEXT_STOP : NEXT_GO_ON;
}
