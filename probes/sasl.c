/* SPDX-License-Identifier: MIT */
#include "sasl.h"

#include <gsasl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum exchange { EXCHANGE_PLAIN, EXCHANGE_LOGIN, EXCHANGE_XOAUTH2, EXCHANGE_OAUTHBEARER, EXCHANGE_GSASL };

static const struct mechanism {
	const char *name;
	enum exchange exchange;
	bool is_token;
	bool client_first;
} mechanisms[] = {
	/* In order of preference.  Over verified TLS the plain ones come first: a
	 * server that stores hashes may offer the others and fail a right password. */
	{ "PLAIN", EXCHANGE_PLAIN, false, true },
	{ "LOGIN", EXCHANGE_LOGIN, false, false },
	{ "SCRAM-SHA-256", EXCHANGE_GSASL, false, true },
	{ "SCRAM-SHA-1", EXCHANGE_GSASL, false, true },
	{ "CRAM-MD5", EXCHANGE_GSASL, false, false },
	{ "XOAUTH2", EXCHANGE_XOAUTH2, true, true },
	{ "OAUTHBEARER", EXCHANGE_OAUTHBEARER, true, true },
};

/* What OWASP advises for PBKDF2-HMAC-SHA256; more than servers ask for, and about a
 * second of work on a slow computer. */
#define ROUNDS_MAX 600000

struct sasl {
	const struct mechanism *mechanism;
	const char *username, *host;
	const struct secret *secret;
	unsigned port, steps;
	bool done; /* the library has nothing more to say */
	Gsasl *library;
	Gsasl_session *session;
};

const char *sasl_choose(bool is_token, bool (*offers)(const void *arg, const char *mechanism),
	const void *arg)
{
	size_t i;

	for (i = 0; i < sizeof mechanisms / sizeof mechanisms[0]; i++)
		if (mechanisms[i].is_token == is_token && offers(arg, mechanisms[i].name))
			return mechanisms[i].name;
	return NULL;
}

static const struct mechanism *find_mechanism(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof mechanisms / sizeof mechanisms[0]; i++)
		if (strcmp(mechanisms[i].name, name) == 0)
			return &mechanisms[i];
	return NULL;
}

/* RFC 4616 separates its fields by NUL, RFC 7628 by ^A.  A token is made of
 * printable ASCII without spaces (RFC 6750 section 2.1). */
static bool fits(const struct mechanism *mechanism, const char *username,
	const struct secret *secret)
{
	const char *bytes = secret_bytes(secret);
	size_t length = secret_length(secret), i;

	if (length == 0 || memchr(bytes, '\0', length) != NULL)
		return false;
	if (!mechanism->is_token)
		return true;
	for (i = 0; i < length; i++)
		if (bytes[i] <= ' ' || bytes[i] > '~')
			return false;
	return strchr(username, '\1') == NULL;
}

static int start_gsasl(struct sasl *sasl)
{
	if (gsasl_init(&sasl->library) != GSASL_OK ||
			gsasl_client_start(sasl->library, sasl->mechanism->name, &sasl->session) != GSASL_OK)
		return -1;
	return gsasl_property_set(sasl->session, GSASL_AUTHID, sasl->username) == GSASL_OK &&
		gsasl_property_set(sasl->session, GSASL_PASSWORD, secret_bytes(sasl->secret)) == GSASL_OK ?
		0 : -1;
}

struct sasl *sasl_new(const char *mechanism, const char *username, const struct secret *secret,
	const char *host, unsigned port)
{
	const struct mechanism *found = find_mechanism(mechanism);
	struct sasl *sasl;

	if (found == NULL || !fits(found, username, secret))
		return NULL;
	sasl = mem_alloc(sizeof *sasl);
	sasl->mechanism = found;
	sasl->username = username;
	sasl->secret = secret;
	sasl->host = host;
	sasl->port = port;
	if (found->exchange == EXCHANGE_GSASL && start_gsasl(sasl) < 0) {
		sasl_free(sasl);
		return NULL;
	}
	return sasl;
}

void sasl_free(struct sasl *sasl)
{
	/* What the library copies or derives and would free as it is. */
	static const Gsasl_property secrets[] = {
		GSASL_PASSWORD, GSASL_SCRAM_SALTED_PASSWORD, GSASL_SCRAM_SERVERKEY,
		GSASL_SCRAM_STOREDKEY,
	};
	const char *copy;
	size_t i;

	if (sasl == NULL)
		return;
	for (i = 0; sasl->session != NULL && i < sizeof secrets / sizeof secrets[0]; i++) {
		copy = gsasl_property_fast(sasl->session, secrets[i]);
		if (copy != NULL)
			secret_wipe((void *)(uintptr_t)copy, strlen(copy));
	}
	if (sasl->session != NULL)
		gsasl_finish(sasl->session);
	if (sasl->library != NULL)
		gsasl_done(sasl->library);
	free(sasl);
}

bool sasl_client_first(const struct sasl *sasl)
{
	return sasl->mechanism->client_first;
}

bool sasl_reads_challenge(const struct sasl *sasl)
{
	return sasl->mechanism->exchange == EXCHANGE_GSASL;
}

bool sasl_told_all(const struct sasl *sasl)
{
	return sasl->mechanism->exchange != EXCHANGE_GSASL || sasl->done || sasl->steps > 2;
}

static int add_secret(struct buf *out, const struct sasl *sasl)
{
	return buf_add(out, secret_bytes(sasl->secret), secret_length(sasl->secret));
}

/* RFC 4616: authorization identity left empty. */
static int step_plain(struct sasl *sasl, struct buf *out)
{
	if (sasl->steps > 1)
		return -1;
	return buf_add(out, "", 1) < 0 || buf_puts(out, sasl->username) < 0 ||
		buf_add(out, "", 1) < 0 || add_secret(out, sasl) < 0 ? -1 : 0;
}

/* draft-murchison-sasl-login: the prompts differ from server to server, only
 * their order counts. */
static int step_login(struct sasl *sasl, struct buf *out)
{
	if (sasl->steps == 1)
		return buf_puts(out, sasl->username);
	return sasl->steps == 2 ? add_secret(out, sasl) : -1;
}

static int step_xoauth2(struct sasl *sasl, struct buf *out)
{
	if (sasl->steps > 2)
		return -1;
	if (sasl->steps == 2)
		return 0; /* the empty answer to an error challenge */
	return buf_printf(out, "user=%s\1auth=Bearer ", sasl->username) < 0 ||
		add_secret(out, sasl) < 0 || buf_puts(out, "\1\1") < 0 ? -1 : 0;
}

/* RFC 7628 section 3.1; the user name is a saslname of RFC 5801. */
static int step_oauthbearer(struct sasl *sasl, struct buf *out)
{
	const char *c;

	if (sasl->steps > 2)
		return -1;
	if (sasl->steps == 2)
		return buf_puts(out, "\1"); /* section 3.2.3 */
	if (buf_puts(out, "n,a=") < 0)
		return -1;
	for (c = sasl->username; *c != '\0'; c++)
		if ((*c == ',' ? buf_puts(out, "=2C") : *c == '=' ? buf_puts(out, "=3D") :
				buf_add(out, c, 1)) < 0)
			return -1;
	return buf_printf(out, ",\1host=%s\1port=%u\1auth=Bearer ", sasl->host, sasl->port) < 0 ||
		add_secret(out, sasl) < 0 || buf_puts(out, "\1\1") < 0 ? -1 : 0;
}

/* RFC 5802 section 5.1: "i=" behind the nonce and the salt says how often to hash,
 * which the library would do billions of times in one call. */
static bool asks_too_much(const struct sasl *sasl, const char *challenge, size_t length)
{
	const char *at = challenge, *end;
	unsigned long rounds = 0;

	if (length == 0 || sasl->steps != 2 || strncmp(sasl->mechanism->name, "SCRAM-", 6) != 0)
		return false;
	end = challenge + length;
	while (end - at > 2 && strncmp(at, "i=", 2) != 0) {
		at = memchr(at, ',', (size_t)(end - at));
		at = at != NULL ? at + 1 : end;
	}
	if (end - at <= 2)
		return false; /* that is no challenge, as the library will say */
	for (at += 2; at < end && *at >= '0' && *at <= '9' && rounds <= ROUNDS_MAX; at++)
		rounds = rounds * 10 + (unsigned long)(*at - '0');
	return rounds > ROUNDS_MAX;
}

static int step_gsasl(struct sasl *sasl, const char *challenge, size_t length, struct buf *out)
{
	char *answer = NULL;
	size_t answer_length = 0;
	int status;

	/* Without a challenge the library would wait for one, not answer; and it
	 * would answer a second one to CRAM-MD5. */
	if (sasl->done || asks_too_much(sasl, challenge, length) ||
			(length == 0 && !(sasl->mechanism->client_first && sasl->steps == 1)))
		return -1;
	status = gsasl_step(sasl->session, challenge, length, &answer, &answer_length);
	sasl->done = status == GSASL_OK;
	if (status == GSASL_OK || status == GSASL_NEEDS_MORE)
		status = buf_add(out, answer != NULL ? answer : "", answer_length);
	else
		status = -1;
	if (answer != NULL)
		secret_wipe(answer, answer_length);
	gsasl_free(answer);
	return status;
}

int sasl_step(struct sasl *sasl, const char *challenge, size_t length, struct buf *out)
{
	sasl->steps++;
	switch (sasl->mechanism->exchange) {
	case EXCHANGE_PLAIN: return step_plain(sasl, out);
	case EXCHANGE_LOGIN: return step_login(sasl, out);
	case EXCHANGE_XOAUTH2: return step_xoauth2(sasl, out);
	case EXCHANGE_OAUTHBEARER: return step_oauthbearer(sasl, out);
	case EXCHANGE_GSASL: return step_gsasl(sasl, challenge, length, out);
	}
	return -1;
}

/* ---- base64 --------------------------------------------------------------------- */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int sasl_base64(const void *bytes, size_t length, struct buf *out)
{
	const unsigned char *in = bytes;

	if (out->max - out->length < (length + 2) / 3 * 4)
		return -1;
	for (; length > 0; in += length < 3 ? length : 3, length -= length < 3 ? length : 3) {
		unsigned group = (unsigned)in[0] << 16 | (length > 1 ? (unsigned)in[1] << 8 : 0) |
			(length > 2 ? in[2] : 0u);
		char four[4] = {
			digits[group >> 18], digits[group >> 12 & 63],
			length > 1 ? digits[group >> 6 & 63] : '=', length > 2 ? digits[group & 63] : '=',
		};

		buf_add(out, four, sizeof four);
	}
	return 0;
}

int sasl_unbase64(const char *text, struct buf *out)
{
	size_t length = strlen(text), start = out->length, i, j;

	if (length % 4 != 0)
		return -1;
	for (i = 0; i < length; i += 4) {
		unsigned group = 0, padding = 0;
		char three[3];

		for (j = 0; j < 4; j++) {
			const char *at = text[i + j] == '=' ? NULL : strchr(digits, text[i + j]);

			if (at == NULL && (text[i + j] != '=' || i + 4 != length || j < 2))
				goto bad;
			if (at != NULL && padding > 0)
				goto bad;
			padding += at == NULL;
			group = group << 6 | (at != NULL ? (unsigned)(at - digits) : 0);
		}
		three[0] = (char)(group >> 16);
		three[1] = (char)(group >> 8 & 0xff);
		three[2] = (char)(group & 0xff);
		if (buf_add(out, three, 3 - padding) < 0)
			goto bad;
	}
	return 0;
bad:
	out->length = start;
	return -1;
}
