/* SPDX-License-Identifier: MIT */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secret.h"

#define FIRST_SIZE 256

void buf_init(struct buf *buf, size_t max)
{
	memset(buf, 0, sizeof *buf);
	buf->max = max;
}

void buf_done(struct buf *buf)
{
	free(buf->data);
	buf_init(buf, buf->max);
}

/* Growing never leaves a copy of the bytes behind: any buffer may hold a
 * secret on its way to the wire. */
static void grow(struct buf *buf, size_t need)
{
	size_t size = buf->size > 0 ? buf->size : FIRST_SIZE;
	char *data;

	while (size < need)
		size *= 2;
	data = mem_alloc(size);
	if (buf->data != NULL) {
		memcpy(data, buf->data, buf->length + 1);
		secret_wipe(buf->data, buf->size);
		free(buf->data);
	}
	buf->data = data;
	buf->size = size;
}

int buf_add(struct buf *buf, const void *bytes, size_t length)
{
	if (length > buf->max - buf->length)
		return -1;
	if (buf->length + length + 1 > buf->size)
		grow(buf, buf->length + length + 1);
	if (length > 0)
		memcpy(buf->data + buf->length, bytes, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
	return 0;
}

int buf_puts(struct buf *buf, const char *text)
{
	return buf_add(buf, text, strlen(text));
}

int buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	char *text = NULL;
	int length, status;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0)
		return -1;
	status = buf_add(buf, text, (size_t)length);
	free(text);
	return status;
}

void buf_take(struct buf *buf, size_t length)
{
	if (length >= buf->length) {
		buf_clear(buf);
		return;
	}
	buf->length -= length;
	memmove(buf->data, buf->data + length, buf->length + 1);
}

void buf_clear(struct buf *buf)
{
	buf->length = 0;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

const char *buf_text(const struct buf *buf)
{
	return buf->data != NULL ? buf->data : "";
}
