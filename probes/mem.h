/* SPDX-License-Identifier: MIT
 *
 * Memory.  Running out of it ends the program in one place (exit 3), so no
 * function here returns NULL.
 */
#ifndef MAILGUIDE_PROBES_MEM_H
#define MAILGUIDE_PROBES_MEM_H

#include <stdarg.h>
#include <stddef.h>

void *mem_alloc(size_t size);                /* zeroed */
/* What a library allocated; NULL is lack of memory too. */
void *mem_checked(void *memory);
void *mem_realloc(void *old, size_t size);
char *mem_strdup(const char *text);
/* NUL-terminated copy of LENGTH bytes. */
char *mem_strndup(const char *text, size_t length);
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An arena: everything of one account's run, given back at once.  Memory is
 * zeroed.  Never put a secret in it; that is what struct secret is for. */
struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t size);
char *arena_strdup(struct arena *arena, const char *text); /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
/* Bytes handed out so far; for the memory bench. */
size_t arena_used(const struct arena *arena);

#endif
