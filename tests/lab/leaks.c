/* SPDX-License-Identifier: MIT */
#include "leaks.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "probes/buf.h"
#include "probes/mem.h"

#define NEEDLES 5 /* as it is, as JSON writes it, three alignments */

struct leaks {
	char *needles[NEEDLES];
};

/* The characters of base64 that depend on the secret alone when OFFSET other bytes
 * stand before it. */
static char *encode_at(const char *secret, size_t offset)
{
	size_t length = strlen(secret), first = (offset * 8 + 5) / 6;
	size_t last = (offset + length) * 8 / 6;
	unsigned char *bytes = mem_alloc(offset + length + 1);
	unsigned char *encoded = mem_alloc((offset + length) / 3 * 4 + 5);
	char *needle;

	memcpy(bytes + offset, secret, length);
	EVP_EncodeBlock(encoded, bytes, (int)(offset + length));
	needle = mem_strndup((const char *)encoded + first, last - first);
	free(bytes);
	free(encoded);
	return needle;
}

static char *escape(const char *secret)
{
	struct buf out;
	char *needle;

	buf_init(&out, strlen(secret) * 2 + 1);
	for (; *secret != '\0'; secret++) {
		if (*secret == '"' || *secret == '\\')
			buf_puts(&out, "\\");
		buf_add(&out, secret, 1);
	}
	needle = mem_strdup(buf_text(&out));
	buf_done(&out);
	return needle;
}

struct leaks *leaks_new(const char *secret)
{
	struct leaks *leaks = mem_alloc(sizeof *leaks);
	size_t i;

	leaks->needles[0] = mem_strdup(secret);
	leaks->needles[1] = escape(secret);
	for (i = 0; i < 3; i++)
		leaks->needles[2 + i] = encode_at(secret, i);
	return leaks;
}

void leaks_free(struct leaks *leaks)
{
	size_t i;

	if (leaks == NULL)
		return;
	for (i = 0; i < NEEDLES; i++)
		free(leaks->needles[i]);
	free(leaks);
}

bool leaks_into(const struct leaks *leaks, const char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < NEEDLES && length > 0; i++)
		if (memmem(bytes, length, leaks->needles[i], strlen(leaks->needles[i])) != NULL)
			return true;
	return false;
}
