/* SPDX-License-Identifier: MIT */
#include "mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_SIZE 4096
#define ALIGNMENT _Alignof(max_align_t)

struct chunk {
	struct chunk *next;
	size_t used, size;
	max_align_t bytes[];
};

struct arena {
	struct chunk *chunks; /* the one being filled comes first */
	size_t used;
};

void *mem_checked(void *memory)
{
	static const char message[] = "mailguide: out of memory\n";

	if (memory == NULL) {
		if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
			_exit(3);
		_exit(3);
	}
	return memory;
}

void *mem_alloc(size_t size)
{
	return mem_checked(calloc(1, size > 0 ? size : 1));
}

void *mem_realloc(void *old, size_t size)
{
	return mem_checked(realloc(old, size > 0 ? size : 1));
}

char *mem_strdup(const char *text)
{
	return mem_strndup(text, strlen(text));
}

char *mem_strndup(const char *text, size_t length)
{
	char *copy = mem_alloc(length + 1);

	memcpy(copy, text, length);
	return copy;
}

char *mem_printf(const char *format, ...)
{
	va_list args;
	char *text = NULL;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	return mem_checked(length < 0 ? NULL : text);
}

struct arena *arena_new(void)
{
	return mem_alloc(sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
	struct chunk *chunk;

	if (arena == NULL)
		return;
	while ((chunk = arena->chunks) != NULL) {
		arena->chunks = chunk->next;
		free(chunk);
	}
	free(arena);
}

static struct chunk *add_chunk(struct arena *arena, size_t least)
{
	size_t size = least > CHUNK_SIZE / 4 ? least : CHUNK_SIZE;
	struct chunk *chunk = mem_alloc(sizeof *chunk + size);

	chunk->size = size;
	/* A big piece gets a chunk of its own; the current one stays in use. */
	if (arena->chunks != NULL && size != CHUNK_SIZE) {
		chunk->next = arena->chunks->next;
		arena->chunks->next = chunk;
	} else {
		chunk->next = arena->chunks;
		arena->chunks = chunk;
	}
	return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct chunk *chunk = arena->chunks;
	size_t need;
	void *memory;

	if (size > SIZE_MAX - ALIGNMENT)
		mem_checked(NULL);
	need = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (need == 0)
		need = ALIGNMENT;
	if (chunk == NULL || chunk->size - chunk->used < need)
		chunk = add_chunk(arena, need);
	memory = (char *)chunk->bytes + chunk->used;
	chunk->used += need;
	arena->used += need;
	return memory;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_strndup(arena, text, strlen(text));
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	if (length > 0)
		memcpy(copy, text, length);
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		mem_checked(NULL);
	text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}
