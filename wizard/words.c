/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <string.h>

#include "../probes/text.h"
#include "language.h"
#include "patterns.h"

#define SAFE_MAX 2048
#define LIST_MAX 65536

const char *words_protocol(enum mail_protocol protocol)
{
	static const char *const names[] = { "IMAP", "POP3", "SMTP" };

	return names[protocol];
}

const char *words_security(enum mail_security security)
{
	static const char *const names[] = { "TLS", "STARTTLS", N_("no encryption") };

	return language_of(names[security]);
}

const char *words_safe(struct arena *arena, const char *text)
{
	return text_safe(arena, text, strlen(text), SAFE_MAX);
}

const char *words_list(struct arena *arena, const char *const *items, size_t count)
{
	const char *list = text_join(arena, items, count);

	return text_safe(arena, list, strlen(list), LIST_MAX);
}

const char *words_sentence(struct arena *arena, const char *note)
{
	const char *text = words_safe(arena, language_of(note));
	size_t length = strlen(text), first = strcspn(text, " ");
	bool ended = length == 0 || strchr(".!?:", text[length - 1]) != NULL;
	char *sentence = arena_printf(arena, "%s%s", text, ended ? "" : ".");

	/* The name of a host stays as it is. */
	if (sentence[0] >= 'a' && sentence[0] <= 'z' && memchr(text, '.', first - 1) == NULL)
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
		return _("You can solve this yourself.");
	case WHO_ADMIN:
		return _("The administrator of your mail domain must act.");
	case WHO_PROVIDER:
		if (preset != NULL)
			return arena_printf(arena, _("The provider, %s, must act."), preset->name);
		return _("The mail provider must act.");
	case WHO_NETWORK:
		return _("Whoever runs the network you are in must act.");
	}
	return "";
}

const char *words_outcome(enum source_outcome outcome)
{
	static const char *const words[] = {
		N_("found"), N_("not published"), N_("no such name"), N_("DNS failed"),
		N_("HTTP status"), N_("wrong type"), N_("invalid"), N_("redirected"), N_("timeout"),
		N_("unreachable"), N_("TLS failed"), N_("declined"), N_("skipped"),
	};

	return language_of(words[outcome]);
}

const char *words_source(const char *source)
{
	static const struct {
		const char *source, *words;
	} known[] = {
		{ "guess", N_("a guess") },
		{ "srv", N_("unsigned SRV records in the DNS") },
		{ "mailconf", N_("an unsigned TXT record in the DNS") },
		{ "autoconfig", N_("a web host that anybody could have taken") },
		{ "pacc", N_("a web host that anybody could have taken") },
		{ "autoconfig-http", N_("plain http, which anybody on the way can change") },
		{ "mx-autoconfig", N_("the hoster that the MX records seem to lead to") },
		{ "mx-ispdb", N_("Thunderbird's database, under the hoster that the MX records "
			"seem to lead to") },
		{ "autodiscover", N_("Autodiscover, in a way that others can change") },
	};
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i].source, source) == 0)
			return language_of(known[i].words);
	return source;
}

const char *words_date(struct arena *arena, time_t when)
{
	char text[32];
	struct tm parts;

	if (gmtime_r(&when, &parts) == NULL || strftime(text, sizeof text, "%Y-%m-%d", &parts) == 0)
		return _("unknown date");
	return arena_strdup(arena, text);
}

const char *words_title(struct arena *arena, const struct finding *finding)
{
	const char *title = language_of(finding->code->title);

	if (finding->endpoint == NULL)
		return title;
	return arena_printf(arena, _("%s (%s at %s)"), title,
		words_protocol(finding->endpoint->service.protocol),
		words_where(arena, &finding->endpoint->service));
}

const char *words_quote(struct arena *arena, const struct quote *quote)
{
	return strcmp(quote->kind, "server") == 0 ? patterns_said(arena, quote->text) : quote->text;
}

const char *words_kind(const char *kind)
{
	static const char *const kinds[] = {
		N_("server"), N_("certificate"), N_("network"), N_("local"), N_("source"),
	};
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i], kind) == 0)
			return language_of(kind);
	return kind;
}

const char *words_connect(enum connect_outcome outcome)
{
	static const char *const words[] = {
		N_("connected"), N_("refused"), N_("no answer"), N_("reset"), N_("no route for this family"),
		N_("host unreachable"), N_("prohibited"), N_("this computer ran out of a resource"), N_("failed"),
		N_("given up because another address answered")
	};

	return language_of(words[outcome]);
}

/* ---- how an endpoint fared --------------------------------------------------------------- */

static const char *step_words(enum step step)
{
	static const char *const words[] = {
		N_("while resolving the name"), N_("while connecting"), N_("in the TLS handshake"),
		N_("before the greeting"), N_("after the first command"), N_("after HELO"), N_("after STARTTLS"),
		N_("after the first command inside TLS"), N_("during the login"), N_("after the login"),
		N_("after MAIL"), N_("after RCPT"), N_("after DATA"), N_("after the reset"), N_("while saying goodbye"),
		N_("at the end"),
	};

	return language_of(words[step]);
}

static const char *end_words(struct arena *arena, const struct endpoint_fact *endpoint)
{
	switch (endpoint->end) {
	case END_NONE:
	case END_CANCELLED:
		return _("not finished");
	case END_FINISHED:
		return _("talked to, but not usable");
	case END_UNRESOLVED:
		return _("the host has no usable address");
	case END_UNCONNECTED:
		return _("no connection");
	case END_TLS:
		return _("TLS failed");
	case END_REFUSED:
		return _("the server refused to talk");
	case END_REPLY:
		return arena_printf(arena, _("refused %s"), step_words(endpoint->step));
	case END_CLOSED:
		return arena_printf(arena, _("closed by the server %s"), step_words(endpoint->step));
	case END_RESET:
		return arena_printf(arena, _("connection reset %s"), step_words(endpoint->step));
	case END_TIMEOUT:
		return arena_printf(arena, _("silent %s"), step_words(endpoint->step));
	case END_FLOOD:
		return _("sent more than any mail server would");
	case END_LOCAL:
		return _("this computer ran out of a resource");
	}
	return "";
}

const char *words_bar(enum login_bar bar)
{
	switch (bar) {
	case BAR_NONE:
	case BAR_NOT_ASKED:
	case BAR_COUNTER_PROBE:
		return "";
	case BAR_OTHER_ENDPOINT:
		return _("login tried at another port");
	case BAR_NOT_REACHED:
		return _("login not reached");
	case BAR_NO_TLS:
		return _("not encrypted");
	case BAR_TLS_UNTRUSTED:
		return _("certificate not trusted");
	case BAR_INJECTED:
		return _("foreign bytes in the dialogue");
	case BAR_SOURCE:
		return _("the host needs your yes");
	case BAR_NO_MECHANISM:
		return _("no way to log in that fits");
	case BAR_SECRET_UNFIT:
		return _("it cannot carry this password");
	case BAR_HOST_REJECTED:
		return _("this host said to stop");
	}
	return "";
}

/* Of a service that is otherwise well. */
static const char *no_login_words(struct arena *arena, enum login_bar bar)
{
	const char *reason = words_bar(bar);

	if (bar == BAR_OTHER_ENDPOINT || bar == BAR_NOT_REACHED)
		return reason;
	if (reason[0] == '\0')
		return _("login not tried");
	return arena_printf(arena, _("login not tried: %s"), reason);
}

static const char *tls_words(struct arena *arena, const struct endpoint_fact *endpoint)
{
	const struct tls_fact *tls = &endpoint->tls;
	const char *version = text_quote(arena, tls->version);

	if (endpoint->service.security == MAIL_PLAIN)
		return _("not encrypted");
	if (tls->outcome != TLS_OK)
		return "";
	if (text_starts_nocase(version, "TLSv"))
		version = arena_printf(arena, "TLS %s", version + 4);
	if (tls_is_trusted(tls))
		return arena_printf(arena, _("%s, certificate good"), version);
	return arena_printf(arena, _("%s, certificate not trusted"), version);
}

const char *words_stop(struct arena *arena, const struct endpoint_fact *endpoint)
{
	if (endpoint->login.outcome == LOGIN_OK)
		return endpoint->proved ? _("login works") : _("login accepted, mailbox not opened");
	if (endpoint->login.outcome == LOGIN_REFUSED)
		return _("login refused");
	if (endpoint->login.outcome == LOGIN_INTERRUPTED)
		return _("login not answered");
	if (endpoint->ready)
		return no_login_words(arena, endpoint->login.bar);
	return end_words(arena, endpoint);
}

const char *words_fate(struct arena *arena, const struct endpoint_fact *endpoint)
{
	const char *tls = tls_words(arena, endpoint), *rest = words_stop(arena, endpoint);

	return tls[0] == '\0' ? rest : arena_printf(arena, "%s, %s", tls, rest);
}
