/* SPDX-License-Identifier: MIT */
#include "login.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "probes/mem.h"

#define CRAM_CHALLENGE "<1896.697170952@practice.example>"
/* {"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"} */
#define TOKEN_REFUSED "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21h" \
	"aWwuZ29vZ2xlLmNvbS8ifQ=="

void login_count(struct session *session)
{
	struct tape *tape = session->link.tape;

	pthread_mutex_lock(&tape->lock);
	tape->logins++;
	pthread_mutex_unlock(&tape->lock);
}

bool login_matches(const struct session *session, const char *user, const char *password)
{
	const struct scenario *scenario = session->scenario;

	return scenario->password != NULL && strcasecmp(user, scenario->user) == 0 &&
		strcmp(password, scenario->password) == 0;
}

/* Decoded bytes, NUL-terminated; NULL if TEXT is no base64. */
static char *decode(const char *text, size_t *length)
{
	size_t size = strlen(text), padding = 0;
	char *bytes = mem_alloc(size + 1);
	int got = EVP_DecodeBlock((unsigned char *)bytes, (const unsigned char *)text, (int)size);

	while (padding < size && text[size - 1 - padding] == '=')
		padding++;
	if (got < 0 || padding > 2) {
		free(bytes);
		return NULL;
	}
	*length = (size_t)got - padding;
	bytes[*length] = '\0';
	return bytes;
}

/* Sends CHALLENGE (raw) and reads the answer, decoded; NULL when that fails. */
static char *ask(struct session *session, const char *prompt, const char *challenge,
	size_t *length)
{
	unsigned char encoded[256];
	char line[512], *answer = mem_alloc(SESSION_LINE), *bytes = NULL;

	EVP_EncodeBlock(encoded, (const unsigned char *)challenge, (int)strlen(challenge));
	snprintf(line, sizeof line, "%s%s", prompt, (const char *)encoded);
	if (session_say(session, line) == 0 &&
	    link_line(&session->link, answer, SESSION_LINE) == 0)
		bytes = decode(answer, length);
	free(answer);
	return bytes;
}

static int play_plain(struct session *session, const char *initial, const char *prompt)
{
	size_t length = 0;
	char *bytes = initial != NULL ? decode(initial, &length) :
		ask(session, prompt, "", &length);
	const char *user, *password;
	bool good = false;

	if (bytes == NULL)
		return -1;
	user = bytes + strlen(bytes) + 1;
	if (user < bytes + length) {
		password = user + strlen(user) + 1;
		good = password <= bytes + length && login_matches(session, user, password);
	}
	free(bytes);
	return session_judge_login(session, good);
}

static int play_login(struct session *session, const char *initial, const char *prompt)
{
	size_t length = 0;
	char *user = initial != NULL ? decode(initial, &length) :
		ask(session, prompt, "Username:", &length);
	char *password = user == NULL ? NULL : ask(session, prompt, "Password:", &length);
	bool good = password != NULL && login_matches(session, user, password);
	int status = password == NULL ? -1 : session_judge_login(session, good);

	free(user);
	free(password);
	return status;
}

static int play_cram_md5(struct session *session, const char *prompt)
{
	const char *secret = session->scenario->password == NULL ? "" : session->scenario->password;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0, i;
	size_t got = 0;
	char *answer = ask(session, prompt, CRAM_CHALLENGE, &got), expected[1024];
	size_t used;
	bool good;

	if (answer == NULL)
		return -1;
	HMAC(EVP_md5(), secret, (int)strlen(secret), (const unsigned char *)CRAM_CHALLENGE,
		strlen(CRAM_CHALLENGE), digest, &length);
	used = (size_t)snprintf(expected, sizeof expected / 2, "%s ", session->scenario->user);
	for (i = 0; i < length && used + 3 < sizeof expected; i++)
		used += (size_t)snprintf(expected + used, 3, "%02x", digest[i]);
	good = strcasecmp(answer, expected) == 0;
	free(answer);
	return session_judge_login(session, good);
}

/* XOAUTH2 and OAUTHBEARER differ in what stands before the token only. */
static int play_bearer(struct session *session, const char *initial, const char *prompt)
{
	size_t length = 0;
	char *bytes = initial != NULL ? decode(initial, &length) :
		ask(session, prompt, "", &length);
	const char *token;
	bool good;
	char line[sizeof TOKEN_REFUSED + 16], reply[1024];

	if (bytes == NULL)
		return -1;
	token = strstr(bytes, "auth=Bearer ");
	good = token != NULL && session->scenario->password != NULL &&
		strcspn(token + 12, "\1") == strlen(session->scenario->password) &&
		strncmp(token + 12, session->scenario->password,
			strlen(session->scenario->password)) == 0;
	free(bytes);
	if (!good && session->port->login == NULL) {
		snprintf(line, sizeof line, "%s" TOKEN_REFUSED, prompt);
		if (session_say(session, line) < 0 ||
		    link_line(&session->link, reply, sizeof reply) < 0)
			return -1;
	}
	return session_judge_login(session, good);
}

int login_sasl(struct session *session, const char *mechanism, const char *initial,
	const char *prompt)
{
	if (strcasecmp(mechanism, "PLAIN") == 0)
		return play_plain(session, initial, prompt);
	if (strcasecmp(mechanism, "LOGIN") == 0)
		return play_login(session, initial, prompt);
	if (strcasecmp(mechanism, "CRAM-MD5") == 0)
		return play_cram_md5(session, prompt);
	if (strcasecmp(mechanism, "XOAUTH2") == 0 || strcasecmp(mechanism, "OAUTHBEARER") == 0)
		return play_bearer(session, initial, prompt);
	return 1;
}
