/* SPDX-License-Identifier: MIT
 *
 * Any bytes a server may send, through the whole dialogue.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probes/dialogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static enum dialogue_action go_on(struct dialogue *dialogue, enum dialogue_action action,
	const char *line, size_t length)
{
	switch (action) {
	case DIALOGUE_START_TLS:
		return dialogue_secured(dialogue, 0);
	case DIALOGUE_GATE:
		return dialogue_login(dialogue, 0);
	case DIALOGUE_READ:
	case DIALOGUE_SEND:
		return dialogue_line(dialogue, line, length, 0);
	case DIALOGUE_END:
		break;
	}
	return DIALOGUE_END;
}

static void talk(struct dialogue *dialogue, const char *bytes, size_t length)
{
	enum dialogue_action action = dialogue_start(dialogue, 0);

	while (length > 0 && action != DIALOGUE_END) {
		const char *end = memchr(bytes, '\n', length);
		size_t line = end != NULL ? (size_t)(end - bytes) : length;
		bool heard = action == DIALOGUE_READ || action == DIALOGUE_SEND;
		char copy[DIALOGUE_LINE_MAX + 1];

		if (line > DIALOGUE_LINE_MAX)
			return;
		memcpy(copy, bytes, line);
		copy[line] = '\0';
		action = go_on(dialogue, action, copy, line);
		if (!heard)
			continue;
		bytes += line + (end != NULL);
		length -= line + (end != NULL);
	}
}

/* The first byte picks protocol, security and kind of secret. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct evidence *evidence = evidence_new();
	struct secret *secret = secret_new();
	struct mail_service service = { .host = "mail.example.org", .username = "alice@example.org" };
	struct dialogue_options options = {
		.helo = "[192.0.2.1]", .secret = secret, .username = service.username,
	};
	struct dialogue *dialogue;

	if (length > 1) {
		service.protocol = (enum mail_protocol)(bytes[0] % MAIL_PROTOCOLS);
		service.security = (enum mail_security)(bytes[0] / 4 % MAIL_SECURITIES);
		options.secret_is_token = (bytes[0] & 0x40) != 0;
		secret_add(secret, "correct \"horse\\", 15);
		dialogue = dialogue_new(evidence, evidence_add_endpoint(evidence, &service), &options);
		talk(dialogue, (const char *)bytes + 1, length - 1);
		dialogue_broken(dialogue, END_CLOSED, 0);
		dialogue_free(dialogue);
	}
	secret_free(secret);
	evidence_free(evidence);
	return 0;
}
