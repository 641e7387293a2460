/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <string.h>

#include "../probes/text.h"

#define SAFE_MAX 2048

const char *words_protocol(enum mail_protocol protocol)
{
	static const char *const names[] = { "IMAP", "POP3", "SMTP" };

	return names[protocol];
}

const char *words_security(enum mail_security security)
{
	static const char *const names[] = { "TLS", "STARTTLS", "no encryption" };

	return names[security];
}

const char *words_safe(struct arena *arena, const char *text)
{
	return text_safe(arena, text, strlen(text), SAFE_MAX);
}

const char *words_sentence(struct arena *arena, const char *note)
{
	const char *text = words_safe(arena, note);
	size_t length = strlen(text);
	bool ended = length == 0 || strchr(".!?:", text[length - 1]) != NULL;
	char *sentence = arena_printf(arena, "%s%s", text, ended ? "" : ".");

	if (sentence[0] >= 'a' && sentence[0] <= 'z')
		sentence[0] = (char)(sentence[0] - 'a' + 'A');
	return sentence;
}

const char *words_where(struct arena *arena, const struct mail_service *service)
{
	bool is_ipv6 = strchr(service->host, ':') != NULL;

	return arena_printf(arena, is_ipv6 ? "[%s]:%u" : "%s:%u", text_quote(arena, service->host),
		(unsigned)service->port);
}

const char *words_who(struct arena *arena, enum who who, const struct preset *preset)
{
	switch (who) {
	case WHO_USER:
		return "You can solve this yourself.";
	case WHO_ADMIN:
		return "The administrator of your mail domain must act.";
	case WHO_PROVIDER:
		if (preset != NULL)
			return arena_printf(arena, "The provider, %s, must act.", preset->name);
		return "The mail provider must act.";
	case WHO_NETWORK:
		return "Whoever runs the network you are in must act.";
	}
	return "";
}

const char *words_outcome(struct arena *arena, enum source_outcome outcome)
{
	char *words = arena_strdup(arena, source_outcome_name(outcome)), *at;

	for (at = words; *at != '\0'; at++)
		if (*at == '-')
			*at = ' ';
	return words;
}

const char *words_source(const char *source)
{
	static const struct {
		const char *source, *words;
	} known[] = {
		{ "guess", "a guess" },
		{ "srv", "unsigned SRV records in the DNS" },
		{ "mailconf", "an unsigned TXT record in the DNS" },
		{ "autoconfig-http", "plain http, which anybody on the way can change" },
		{ "mx-autoconfig", "the hoster that the MX records seem to lead to" },
		{ "mx-ispdb", "Thunderbird's database, under the hoster that the MX records seem to "
			"lead to" },
		{ "autodiscover", "Autodiscover, by way of unsigned DNS or plain http" },
	};
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i].source, source) == 0)
			return known[i].words;
	return source;
}

const char *words_date(struct arena *arena, time_t when)
{
	char text[32];
	struct tm parts;

	if (gmtime_r(&when, &parts) == NULL || strftime(text, sizeof text, "%Y-%m-%d", &parts) == 0)
		return "unknown date";
	return arena_strdup(arena, text);
}

/* ---- how an endpoint fared --------------------------------------------------------------- */

static const char *step_words(enum step step)
{
	static const char *const words[] = {
		"while resolving the name", "while connecting", "in the TLS handshake",
		"before the greeting", "after the first command", "after HELO", "after STARTTLS",
		"after the first command inside TLS", "during the login", "after the login",
		"after MAIL", "after RCPT", "after DATA", "after the reset", "while saying goodbye",
		"at the end",
	};

	return words[step];
}

static const char *end_words(struct arena *arena, const struct endpoint_fact *endpoint)
{
	switch (endpoint->end) {
	case END_NONE:
	case END_CANCELLED:
		return "not finished";
	case END_FINISHED:
		return "talked to, but not usable";
	case END_UNRESOLVED:
		return "the host has no usable address";
	case END_UNCONNECTED:
		return "no connection";
	case END_TLS:
		return "TLS failed";
	case END_REFUSED:
		return "the server refused to talk";
	case END_REPLY:
		return arena_printf(arena, "refused %s", step_words(endpoint->step));
	case END_CLOSED:
		return arena_printf(arena, "closed by the server %s", step_words(endpoint->step));
	case END_RESET:
		return arena_printf(arena, "connection reset %s", step_words(endpoint->step));
	case END_TIMEOUT:
		return arena_printf(arena, "silent %s", step_words(endpoint->step));
	case END_FLOOD:
		return "sent more than any mail server would";
	case END_LOCAL:
		return "this computer ran out of a resource";
	}
	return "";
}

/* Why no login was tried, when the service is otherwise well. */
static const char *bar_words(enum login_bar bar)
{
	switch (bar) {
	case BAR_NONE:
	case BAR_NOT_ASKED:
	case BAR_COUNTER_PROBE:
		return "login not tried";
	case BAR_OTHER_ENDPOINT:
		return "login tried at another port";
	case BAR_NO_TLS:
		return "login not tried: not encrypted";
	case BAR_TLS_UNTRUSTED:
		return "login not tried: certificate not trusted";
	case BAR_INJECTED:
		return "login not tried: foreign bytes in the dialogue";
	case BAR_SOURCE:
		return "login not tried: the host needs your yes";
	case BAR_NO_MECHANISM:
		return "login not tried: no way to log in that fits";
	case BAR_SECRET_UNFIT:
		return "login not tried: it cannot carry this password";
	case BAR_HOST_REJECTED:
		return "login not tried: this host said to stop";
	case BAR_NOT_REACHED:
		return "login not reached";
	}
	return "";
}

static const char *tls_words(struct arena *arena, const struct endpoint_fact *endpoint)
{
	const struct tls_fact *tls = &endpoint->tls;
	const char *version = text_quote(arena, tls->version);

	if (endpoint->service.security == MAIL_PLAIN)
		return "not encrypted";
	if (tls->outcome != TLS_OK)
		return "";
	if (text_starts_nocase(version, "TLSv"))
		version = arena_printf(arena, "TLS %s", version + 4);
	if (tls_is_trusted(tls))
		return arena_printf(arena, "%s, certificate good", version);
	return arena_printf(arena, "%s, certificate not trusted", version);
}

const char *words_stop(struct arena *arena, const struct endpoint_fact *endpoint)
{
	if (endpoint->login.outcome == LOGIN_OK)
		return endpoint->proved ? "login works" : "login accepted, mailbox not opened";
	if (endpoint->login.outcome == LOGIN_REFUSED)
		return "login refused";
	if (endpoint->ready)
		return bar_words(endpoint->login.bar);
	return end_words(arena, endpoint);
}

const char *words_fate(struct arena *arena, const struct endpoint_fact *endpoint)
{
	const char *tls = tls_words(arena, endpoint), *rest = words_stop(arena, endpoint);

	return tls[0] == '\0' ? rest : arena_printf(arena, "%s, %s", tls, rest);
}
