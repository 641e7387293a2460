/* SPDX-License-Identifier: MIT */
#include "scrub.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"

#define BASE64_LEAST 4   /* "Ym9i" is bob */
#define ADDRESS_LENGTH 46 /* of the longest IP address in text, and its NUL */

struct needle {
	struct needle *next;
	const char *text, *stead;
	size_t length;
};

struct kept {
	struct kept *next;
	const char *host;
};

struct scrub {
	struct arena *arena;
	struct needle *needles; /* longest first */
	struct kept *kept;
};

struct scrub *scrub_new(struct arena *arena, const char *domain)
{
	struct scrub *scrub = arena_alloc(arena, sizeof *scrub);

	scrub->arena = arena;
	scrub_keep(scrub, domain);
	return scrub;
}

struct arena *scrub_arena(const struct scrub *scrub)
{
	return scrub->arena;
}

void scrub_keep(struct scrub *scrub, const char *host)
{
	struct kept *kept;

	for (kept = scrub->kept; kept != NULL; kept = kept->next)
		if (strcmp(kept->host, host) == 0)
			return;
	kept = arena_alloc(scrub->arena, sizeof *kept);
	kept->host = arena_strdup(scrub->arena, host);
	kept->next = scrub->kept;
	scrub->kept = kept;
}

/* ---- names ------------------------------------------------------------------------------- */

static void add_needle(struct scrub *scrub, const char *text, const char *stead)
{
	struct needle **at = &scrub->needles, *needle;
	size_t length = strlen(text);

	if (length == 0)
		return;
	while (*at != NULL && (*at)->length >= length) {
		if (strcmp((*at)->text, text) == 0)
			return;
		at = &(*at)->next;
	}
	needle = arena_alloc(scrub->arena, sizeof *needle);
	needle->text = arena_strdup(scrub->arena, text);
	needle->stead = arena_strdup(scrub->arena, stead);
	needle->length = length;
	needle->next = *at;
	*at = needle;
}

static bool is_alnum(unsigned char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
		(byte >= 'A' && byte <= 'Z') || byte >= 0x80;
}

static const char *percent_encoded(struct arena *arena, const char *text)
{
	char *encoded = arena_alloc(arena, strlen(text) * 3 + 1), *to = encoded;

	for (; *text != '\0'; text++)
		if ((is_alnum((unsigned char)*text) && (unsigned char)*text < 0x80) ||
				strchr("-._~", *text) != NULL)
			*to++ = *text;
		else {
			static const char digits[] = "0123456789ABCDEF";

			*to++ = '%';
			*to++ = digits[(unsigned char)*text >> 4];
			*to++ = digits[(unsigned char)*text & 15];
		}
	return encoded;
}

void scrub_hide_name(struct scrub *scrub, const char *name)
{
	add_needle(scrub, name, SCRUB_USER);
	add_needle(scrub, percent_encoded(scrub->arena, name), SCRUB_USER);
}

void scrub_hide_address(struct scrub *scrub, const char *address)
{
	const char *at = strrchr(address, '@');

	if (at == NULL) {
		scrub_hide_name(scrub, address);
		return;
	}
	add_needle(scrub, address, arena_printf(scrub->arena, SCRUB_USER "%s", at));
	add_needle(scrub, percent_encoded(scrub->arena, address),
		arena_printf(scrub->arena, SCRUB_USER "%%40%s", at + 1));
	scrub_hide_name(scrub, arena_strndup(scrub->arena, address, (size_t)(at - address)));
}

/* A name counts as a word of its own, and not as a label of a host name: "mail" in
 * mail.example.org tells nothing about mail@example.org. */
static bool stands_alone(const char *bytes, size_t length, size_t at, size_t size)
{
	size_t end = at + size;

	if (at > 0 && is_alnum((unsigned char)bytes[at - 1]) && is_alnum((unsigned char)bytes[at]))
		return false;
	if (end < length && is_alnum((unsigned char)bytes[end]) &&
			is_alnum((unsigned char)bytes[end - 1]))
		return false;
	if (memchr(bytes + at, '@', size) != NULL)
		return true;
	if (end + 1 < length && bytes[end] == '.' && is_alnum((unsigned char)bytes[end + 1]))
		return false;
	return at < 2 || bytes[at - 1] != '.' || !is_alnum((unsigned char)bytes[at - 2]);
}

static bool equal_nocase(const char *a, const char *b, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		unsigned char x = (unsigned char)a[i], y = (unsigned char)b[i];

		x = x >= 'A' && x <= 'Z' ? (unsigned char)(x | 0x20) : x;
		y = y >= 'A' && y <= 'Z' ? (unsigned char)(y | 0x20) : y;
		if (x != y)
			return false;
	}
	return true;
}

static const struct needle *needle_at(const struct scrub *scrub, const char *bytes,
	size_t length, size_t at)
{
	const struct needle *needle;

	for (needle = scrub->needles; needle != NULL; needle = needle->next)
		if (needle->length <= length - at &&
				equal_nocase(bytes + at, needle->text, needle->length) &&
				stands_alone(bytes, length, at, needle->length))
			return needle;
	return NULL;
}

/* ---- base64 --------------------------------------------------------------------------------- */

static int base64_value(unsigned char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A';
	if (byte >= 'a' && byte <= 'z')
		return byte - 'a' + 26;
	if (byte >= '0' && byte <= '9')
		return byte - '0' + 52;
	if (byte == '+' || byte == '-')
		return 62;
	return byte == '/' || byte == '_' ? 63 : -1;
}

/* Does what the COUNT digits stand for name the person? */
static bool names_person(const struct scrub *scrub, const char *digits, size_t count)
{
	size_t used = 0, i;
	unsigned bits = 0;
	char *decoded;

	decoded = mem_alloc(count + 1);
	for (i = 0; i < count; i++) {
		bits = bits << 6 | (unsigned)base64_value((unsigned char)digits[i]);
		if (i % 4 != 0)
			decoded[used++] = (char)(bits >> (6 - 2 * (i % 4)));
	}
	for (i = 0; i < used && needle_at(scrub, decoded, used, i) == NULL; i++)
		;
	free(decoded);
	return i < used;
}

/* The length of the base64 at the start of BYTES that hides a name; 0 if none. */
static size_t base64_run(const struct scrub *scrub, const char *bytes, size_t length)
{
	size_t count = 0, shift;

	while (count < length && base64_value((unsigned char)bytes[count]) >= 0)
		count++;
	if (count < BASE64_LEAST || scrub->needles == NULL)
		return 0;
	for (shift = 0; shift < 4 && count - shift >= BASE64_LEAST - 1; shift++)
		if (names_person(scrub, bytes + shift, count - shift)) {
			while (count < length && bytes[count] == '=')
				count++;
			return count;
		}
	return 0;
}

/* ---- addresses of computers ------------------------------------------------------------------- */

/* Does TEXT, an IP address, tell where somebody is? */
static bool is_foreign_ip(const struct scrub *scrub, int family, const char *text)
{
	unsigned char wanted[16] = { 0 }, other[16] = { 0 };
	const struct kept *kept;

	inet_pton(family, text, wanted);
	if (family == AF_INET ? wanted[0] == 127 || wanted[0] == 0 :
			strcmp(text, "::1") == 0 || strcmp(text, "::") == 0)
		return false;
	for (kept = scrub->kept; kept != NULL; kept = kept->next)
		if (inet_pton(family, kept->host, other) == 1 && memcmp(wanted, other, 16) == 0)
			return false;
	return true;
}

/* The length of the IP address at the start of BYTES, 0 if there is none, and
 * whether it has to go. */
static size_t ip_run(const struct scrub *scrub, const char *bytes, size_t length, bool *foreign)
{
	static const struct {
		int family;
		const char *alphabet;
	} forms[] = { { AF_INET, "0123456789." }, { AF_INET6, "0123456789abcdefABCDEF:." } };
	char text[ADDRESS_LENGTH];
	unsigned char address[16];
	size_t i, end;

	for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		for (end = 0; end < length && end < sizeof text - 1 && bytes[end] != '\0' &&
				strchr(forms[i].alphabet, bytes[end]) != NULL; end++)
			text[end] = bytes[end];
		/* A sentence or a port may follow. */
		while (end > 0 && (text[end - 1] == '.' || text[end - 1] == ':'))
			end--;
		text[end] = '\0';
		if (end > 2 && inet_pton(forms[i].family, text, address) == 1) {
			*foreign = is_foreign_ip(scrub, forms[i].family, text);
			return end;
		}
	}
	return 0;
}

static bool is_kept_host(const struct scrub *scrub, const char *name)
{
	const struct kept *kept;

	for (kept = scrub->kept; kept != NULL; kept = kept->next)
		if (text_is_subdomain(name, kept->host))
			return true;
	return false;
}

/* "Hello dsl-7.isp.example [203.0.113.7]": the name before an address that was
 * hidden tells the same. */
static void hide_name_before(const struct scrub *scrub, struct buf *out)
{
	size_t end = out->length, start;
	char *name;

	while (end > 0 && strchr(" [(", out->data[end - 1]) != NULL)
		end--;
	if (end == out->length)
		return;
	for (start = end; start > 0 && (is_alnum((unsigned char)out->data[start - 1]) ||
			out->data[start - 1] == '.' || out->data[start - 1] == '-'); start--)
		;
	name = mem_strndup(out->data + start, end - start);
	if (strchr(name, '.') != NULL && !is_kept_host(scrub, name)) {
		const char *gap = arena_strndup(scrub->arena, out->data + end, out->length - end);

		out->length = start;
		buf_printf(out, SCRUB_HOST "%s", gap);
	}
	free(name);
}

/* ---- the whole ----------------------------------------------------------------------------------- */

void scrub_add(const struct scrub *scrub, const char *bytes, size_t length, struct buf *out)
{
	const struct needle *needle;
	bool foreign = false;
	size_t at = 0, run;

	while (at < length) {
		bool starts = at == 0 || !is_alnum((unsigned char)bytes[at - 1]);

		if ((needle = needle_at(scrub, bytes, length, at)) != NULL) {
			buf_puts(out, needle->stead);
			at += needle->length;
		} else if (starts && (run = ip_run(scrub, bytes + at, length - at, &foreign)) > 0) {
			if (foreign)
				hide_name_before(scrub, out);
			buf_add(out, foreign ? SCRUB_IP : bytes + at, foreign ? strlen(SCRUB_IP) : run);
			at += run;
		} else if ((at == 0 || base64_value((unsigned char)bytes[at - 1]) < 0) &&
				(run = base64_run(scrub, bytes + at, length - at)) > 0) {
			buf_puts(out, SCRUB_BASE64);
			at += run;
		} else
			buf_add(out, bytes + at++, 1);
	}
}

const char *scrub_text(const struct scrub *scrub, const char *text)
{
	struct buf out;
	const char *scrubbed;

	if (text == NULL)
		return NULL;
	buf_init(&out, (size_t)-1 / 4);
	scrub_add(scrub, text, strlen(text), &out);
	scrubbed = arena_strdup(scrub->arena, buf_text(&out));
	buf_done(&out);
	return scrubbed;
}
