/* SPDX-License-Identifier: MIT */
#include "export_write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "language.h"
#include "message.h"
#include "output.h"
#include "page.h"
#include "words.h"

#define OLD_MAX (4UL << 20)
#define NAMES_MAX 100
#define NOTES_MAX 65536

/* ---- the file as it is -------------------------------------------------------------------------- */

void export_place_done(struct export_place *place)
{
	if (place->old != NULL)
		secret_wipe(place->old, place->length);
	free(place->old);
	place->old = NULL;
}

/* NULL, or why PLACE's file cannot be read. */
static const char *read_old(struct export_place *place)
{
	int fd = open(place->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *problem = NULL;
	struct stat info;
	ssize_t used;

	if (fd < 0)
		return errno == ENOENT ? NULL : strerror(errno);
	place->there = true;
	if (fstat(fd, &info) != 0)
		problem = strerror(errno);
	else if (!S_ISREG(info.st_mode))
		problem = _("it is not a plain file");
	else if (info.st_size > (off_t)OLD_MAX)
		problem = _("it is too long for a configuration");
	else {
		place->mode = info.st_mode & 0777;
		place->old = mem_alloc((size_t)info.st_size + 1);
		while (place->length < (size_t)info.st_size) {
			used = read(fd, place->old + place->length,
				(size_t)info.st_size - place->length);
			if (used < 0 && errno == EINTR)
				continue;
			if (used <= 0)
				break;
			place->length += (size_t)used;
		}
		if (place->length < (size_t)info.st_size)
			problem = _("it changed while it was read");
	}
	close(fd);
	return problem;
}

static const char *skip(const char *text, const char *stop, const char *some)
{
	while (text < stop && *text != '\0' && strchr(some, *text) != NULL)
		text++;
	return text;
}

/* Does LINE, up to STOP, begin with CLAIM, up to END, followed by nothing or a
 * separator?  How many blanks, quotes or capitals somebody wrote makes no difference
 * to most programs. */
static bool begins_with(const char *line, const char *stop, const char *claim, const char *end)
{
	const char *next = skip(line, stop, " \t");

	for (; claim < end; claim++) {
		if (*claim == '"')
			continue;
		line = skip(next, stop, "\"'");
		next = *claim == ' ' ? skip(line, stop, " \t") :
			line + (line < stop && strncasecmp(line, claim, 1) == 0);
		if (next == line)
			return false;
	}
	line = skip(next, stop, "\"'");
	return end[-1] == '=' || line == stop || skip(line, stop, " \t\r:") > line;
}

/* Is there a line that begins with one of the CLAIMS? */
static bool is_claimed(const struct export_place *place, const char *claims)
{
	const char *line = place->old, *end = line + place->length, *stop, *claim, *comma;

	for (; line != NULL && line < end; line = stop + 1) {
		stop = memchr(line, '\n', (size_t)(end - line));
		if (stop == NULL)
			stop = end;
		for (claim = claims; *claim != '\0'; claim = comma + strspn(comma, ", ")) {
			comma = claim + strcspn(claim, ",");
			if (begins_with(line, stop, claim, comma))
				return true;
		}
	}
	return false;
}

/* ---- finding the place -------------------------------------------------------------------------- */

/* "~/.msmtprc" of this person, and where programs look instead of "~/.config" if that
 * is moved; NULL if it is not known who that is. */
static const char *from_home(struct arena *arena, const char *path)
{
	const char *config = getenv("XDG_CONFIG_HOME");

	if (strncmp(path, "~/.config/", 10) == 0 && config != NULL && config[0] == '/')
		return arena_printf(arena, "%s%s", config, path + strlen("~/.config"));
	return output_from_home(arena, path);
}

/* A link, as dotfile managers make them, stays one: its target is written.  NULL if
 * it leads nowhere. */
static const char *follow(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = real == NULL ? path : arena_strdup(arena, real);
	struct stat info;

	if (real == NULL && lstat(path, &info) == 0 && S_ISLNK(info.st_mode))
		copy = NULL;
	free(real);
	return copy;
}

/* Does the program look there?  A file of its own is looked for in a folder. */
static bool is_in_use(struct arena *arena, const struct target *target, const char *path)
{
	char *place = arena_strdup(arena, path);
	struct stat info;

	if (target->write == WRITE_NEW)
		*strrchr(place, '/') = '\0';
	return stat(place, &info) == 0;
}

/* The first place that is in use, else the usual one.  A file in the usual place may
 * keep a program from reading the one that a person has elsewhere. */
static const char *find_path(struct arena *arena, const struct options *options,
	const struct target *target, const struct snippet_account *account)
{
	char *rest = arena_strdup(arena, target->looks), *place;
	const char *path;

	if (options->write_file != NULL)
		return from_home(arena, options->write_file);
	while (*target->looks != '\0' && (place = strsep(&rest, ",")) != NULL) {
		path = from_home(arena, snippet_line(arena, place + (*place == ' '), account));
		if (path != NULL && is_in_use(arena, target, path))
			return path;
	}
	return from_home(arena, snippet_line(arena, target->file, account));
}

/* Opens PATH as PLACE.  NULL, or the message about it. */
static const char *open_place(struct arena *arena, const struct target *target,
	const char *path, struct export_place *place)
{
	const char *problem;

	export_place_done(place);
	memset(place, 0, sizeof *place);
	place->mode = target->mode;
	place->path = follow(arena, path);
	if (place->path == NULL)
		return arena_printf(arena, _("cannot use %s: %s"), message_subject(arena, path),
			_("it is a link that leads nowhere"));
	problem = read_old(place);
	return problem == NULL ? NULL : arena_printf(arena, _("cannot use %s: %s"),
		message_subject(arena, place->path), problem);
}

static bool has_name(const char *text)
{
	return strstr(text, "{{account}}") != NULL;
}

/* With this name of the account: NULL and *FREE set, or the message. */
static const char *try_name(struct arena *arena, const struct options *options,
	const struct target *target, const struct snippet_account *account,
	struct export_place *place, bool *is_free)
{
	const char *path = find_path(arena, options, target, account), *problem;

	if (path == NULL)
		return _("HOME is not set, so it is not known where the program looks; "
			"'--write=FILE' says where");
	problem = open_place(arena, target, path, place);
	if (problem != NULL)
		return problem;
	if (target->write == WRITE_APPEND && place->there)
		*is_free = target->claim[0] == '\0' ||
			!is_claimed(place, snippet_line(arena, target->claim, account));
	else
		*is_free = !place->there;
	return NULL;
}

/* Does the file hold the very text already? */
static bool is_there(struct arena *arena, const struct target *target,
	const struct snippet_account *account, const struct export_place *place)
{
	struct secret *text = secret_new();
	struct buf notes;
	bool there = false;

	buf_init(&notes, NOTES_MAX);
	if (place->old != NULL && snippet_fill(arena, target, account, text, &notes) == 0)
		there = memmem(place->old, place->length, secret_bytes(text),
			secret_length(text)) != NULL;
	buf_done(&notes);
	secret_free(text);
	return there;
}

const char *export_find_place(struct arena *arena, const struct options *options,
	const struct target *target, struct snippet_account *account, struct export_place *out)
{
	const char *name = account->account, *problem, *claim;
	bool is_free = false, renames;
	unsigned i;

	memset(out, 0, sizeof *out);
	if (target->write == WRITE_NOT && options->write_file == NULL)
		return arena_printf(arena, _("there is no one place for what %s needs; '--write=FILE' "
			"writes it into a file"), target->name);
	/* Another name helps where the name decides whether the place is free. */
	renames = target->write == WRITE_APPEND ? has_name(target->claim) :
		options->write_file == NULL && has_name(target->file);
	for (i = 1; i == 1 || (renames && i <= NAMES_MAX); i++) {
		if (i > 1)
			account->account = arena_printf(arena, "%s-%u", name, i);
		problem = try_name(arena, options, target, account, out, &is_free);
		out->done = problem == NULL && is_there(arena, target, account, out);
		if (problem != NULL || is_free || out->done)
			return problem;
	}
	account->account = name;
	claim = snippet_line(arena, target->claim, account);
	if (target->write == WRITE_APPEND)
		return arena_printf(arena, _("%s has a line '%s' already; change that by hand, or write "
			"to another file with '--write=FILE'"), message_subject(arena, out->path),
			arena_strndup(arena, claim, strcspn(claim, ",")));
	return arena_printf(arena, _("%s is there already and stays as it is; '--write=FILE' names "
		"another file"), message_subject(arena, out->path));
}

/* ---- showing ------------------------------------------------------------------------------------ */

static size_t count_lines(const char *bytes, size_t length)
{
	size_t lines = 0, i;

	for (i = 0; i < length; i++)
		lines += bytes[i] == '\n' || i + 1 == length;
	return lines;
}

/* As diff -u shows it, without the lines around it: they are a person's own and may
 * hold passwords. */
void export_show_change(const struct options *options, const struct export_place *place,
	const struct secret *shown)
{
	size_t before = count_lines(place->old, place->length), length;
	const char *line;
	struct term term;
	struct page page;

	term_init(&term, stderr, options->color, options->ascii);
	page_init(&page, &term);
	page_line(&page, arena_printf(page.arena, "--- %s", place->there ?
		words_safe(page.arena, place->path) : "/dev/null"));
	page_line(&page, arena_printf(page.arena, "+++ %s", words_safe(page.arena, place->path)));
	page_line(&page, arena_printf(page.arena, "@@ -%zu,0 +%zu,%zu @@", before, before + 1,
		count_lines(secret_bytes(shown), secret_length(shown)) + (before > 0)));
	if (before > 0)
		page_line(&page, "+");
	for (line = secret_bytes(shown); *line != '\0'; line += length) {
		length = strcspn(line, "\n");
		page_line(&page, arena_printf(page.arena, "+%s", words_safe(page.arena,
			arena_strndup(page.arena, line, length))));
		length += line[length] == '\n';
	}
	fputs(buf_text(&page.text), stderr);
	page_done(&page);
}

/* ---- writing ------------------------------------------------------------------------------------ */

/* The folders above PATH that are missing; others shall not look into them. */
static int make_folders(struct arena *arena, const char *path)
{
	char *folder = arena_strdup(arena, path), *slash = folder;

	while ((slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		if (mkdir(folder, 0700) != 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return 0;
}

/* A name beside PATH that no file has. */
static const char *backup_name(struct arena *arena, const char *path)
{
	const char *name;
	struct stat info;
	unsigned i;

	for (i = 1; i <= NAMES_MAX; i++) {
		name = arena_printf(arena, i == 1 ? "%s.before-mailguide" : "%s.before-mailguide-%u",
			path, i);
		if (lstat(name, &info) != 0)
			return name;
	}
	errno = EEXIST;
	return NULL;
}

/* Has somebody else written to the file since it was read? */
static bool has_changed(const struct export_place *place)
{
	struct export_place now = { .path = place->path };
	bool changed = read_old(&now) != NULL || now.there != place->there ||
		now.length != place->length || (now.length > 0 &&
		memcmp(now.old, place->old, now.length) != 0);

	export_place_done(&now);
	return changed;
}

static int fail(struct arena *arena, const char *path)
{
	message(_("cannot write %s: %s"), message_subject(arena, path), strerror(errno));
	return -1;
}

int export_write(struct arena *arena, const struct export_place *place,
	const struct secret *text, bool has_secret)
{
	bool behind = place->length > 0;
	bool open_end = behind && place->old[place->length - 1] != '\n';
	unsigned mode = has_secret ? place->mode & 0700 : place->mode;
	struct output_part old = { place->old, place->length };
	struct output_part parts[] = {
		old, { "\n\n", open_end ? 2 : behind ? 1 : 0 },
		{ secret_bytes(text), secret_length(text) },
	};
	const char *backup = NULL;

	if (make_folders(arena, place->path) != 0)
		return fail(arena, place->path);
	if (has_changed(place)) {
		message(_("somebody else has just changed %s; nothing was written"),
			message_subject(arena, place->path));
		return -1;
	}
	if (place->there) {
		/* It could be replaced all the same, but somebody wants it as it is. */
		if (access(place->path, W_OK) != 0)
			return fail(arena, place->path);
		backup = backup_name(arena, place->path);
		if (backup == NULL || output_replace(backup, &old, 1, place->mode & 0700) != 0)
			return fail(arena, place->path);
	}
	if (output_replace(place->path, parts, sizeof parts / sizeof parts[0], mode) != 0) {
		int error = errno;

		if (backup != NULL)
			unlink(backup);
		errno = error;
		return fail(arena, place->path);
	}
	message(_("written to %s%s%s"), message_subject(arena, place->path),
		backup != NULL ? _("; the file as it was is ") : "",
		backup != NULL ? message_subject(arena, backup) : "");
	return 0;
}
