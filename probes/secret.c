/* SPDX-License-Identifier: MIT */
#include "secret.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "mem.h"

/* Whole pages of their own, so that locking and the core-file mark cover
 * nothing else. */
struct secret {
	size_t length;
	char bytes[SECRET_MAX + 1];
};

struct secret *secret_new(void)
{
	struct secret *secret = mmap(NULL, sizeof *secret, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (secret == MAP_FAILED)
		return mem_alloc(sizeof *secret); /* says so and ends the program */
	/* Both are best effort: a small RLIMIT_MEMLOCK must not stop the run. */
	if (mlock(secret, sizeof *secret) != 0 || madvise(secret, sizeof *secret, MADV_DONTDUMP) != 0)
		return secret;
	return secret;
}

void secret_free(struct secret *secret)
{
	if (secret == NULL)
		return;
	secret_wipe(secret, sizeof *secret);
	munmap(secret, sizeof *secret);
}

int secret_add(struct secret *secret, const void *bytes, size_t length)
{
	if (length > SECRET_MAX - secret->length)
		return -1;
	memcpy(secret->bytes + secret->length, bytes, length);
	secret->length += length;
	secret->bytes[secret->length] = '\0';
	return 0;
}

void secret_truncate(struct secret *secret, size_t length)
{
	if (length >= secret->length)
		return;
	secret_wipe(secret->bytes + length, secret->length - length);
	secret->length = length;
}

const char *secret_bytes(const struct secret *secret)
{
	return secret->bytes;
}

size_t secret_length(const struct secret *secret)
{
	return secret->length;
}

void secret_wipe(void *bytes, size_t length)
{
	OPENSSL_cleanse(bytes, length);
}

/* ---- looking for leaks ---------------------------------------------------------------- */

/* The base64 characters that BYTES fix whatever stands before and after them,
 * when SKIP bytes of a group of three precede.  Length of OUT. */
static size_t base64_core(const char *bytes, size_t length, size_t skip, char *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t drop = (3 - skip) % 3, made = 0;

	/* Bytes of a group shared with what precedes are left out. */
	for (bytes += drop, length = length > drop ? length - drop : 0; length >= 3;
			bytes += 3, length -= 3) {
		unsigned group = (unsigned)(unsigned char)bytes[0] << 16 |
			(unsigned)(unsigned char)bytes[1] << 8 | (unsigned char)bytes[2];

		out[made++] = digits[group >> 18];
		out[made++] = digits[group >> 12 & 63];
		out[made++] = digits[group >> 6 & 63];
		out[made++] = digits[group & 63];
	}
	return made;
}

/* IMAP's quoted form: backslash before a quote and before a backslash. */
static size_t escaped(const char *bytes, size_t length, char *out)
{
	size_t made = 0, i;

	for (i = 0; i < length; i++) {
		if (bytes[i] == '"' || bytes[i] == '\\')
			out[made++] = '\\';
		out[made++] = bytes[i];
	}
	return made;
}

static bool holds(const char *text, size_t length, const char *part, size_t part_length)
{
	return part_length > 0 && memmem(text, length, part, part_length) != NULL;
}

bool secret_leaks_into(const struct secret *secret, const char *text, size_t length)
{
	struct secret *form; /* room for a longer form, wiped with it */
	bool found = holds(text, length, secret->bytes, secret->length);
	char *forms;
	size_t skip, made, size = secret->length * 2 + 8;

	if (found || secret->length == 0)
		return found;
	form = secret_new();
	forms = size <= sizeof form->bytes ? form->bytes : mem_alloc(size);
	for (skip = 0; skip < 3 && !found; skip++) {
		made = base64_core(secret->bytes, secret->length, skip, forms);
		/* Fewer than eight characters could stand there by chance. */
		found = made >= 8 && holds(text, length, forms, made);
	}
	if (!found) {
		made = escaped(secret->bytes, secret->length, forms);
		found = holds(text, length, forms, made);
	}
	if (forms != form->bytes) {
		secret_wipe(forms, size);
		free(forms);
	}
	secret_free(form);
	return found;
}

void secret_forbid_core_files(void)
{
	static const struct rlimit none = { 0, 0 };

	/* Either is enough on most systems; failing is not worth stopping for. */
	if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return;
}
