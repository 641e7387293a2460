/* SPDX-License-Identifier: MIT */
#include "fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define USER_AGENT "mailguide"

struct fetcher {
	struct fetcher_world world;
	CURLM *multi;
	struct loop_timer *timer;
	struct fetch *fetches;
};

/* A socket of libcurl's. */
struct watched {
	struct fetcher *fetcher;
	struct loop_watch *watch;
	curl_socket_t fd;
};

struct fetch {
	struct fetch *next;
	struct fetcher *fetcher;
	struct web_fact *fact;
	CURL *easy;
	struct curl_slist *resolve, *headers;
	char *post;
	struct loop_timer *deadline; /* also makes the start come after fetch_start() */
	uint64_t at, until;
	unsigned port;
	unsigned answers_due;        /* of A and AAAA */
	bool started, too_large;
	struct buf body;
	size_t headers_length;
	char error[CURL_ERROR_SIZE];
	void (*done)(void *arg, const struct web_fact *fact, const char *body, size_t length);
	void *arg;
};

/* ---- the end of one ---------------------------------------------------------------- */

static void release(struct fetch *fetch)
{
	struct fetcher *fetcher = fetch->fetcher;
	struct fetch **at = &fetcher->fetches;

	while (*at != fetch)
		at = &(*at)->next;
	*at = fetch->next;
	resolver_forget(fetcher->world.resolver, fetch);
	loop_timer_free(fetch->deadline);
	if (fetch->easy != NULL) {
		curl_multi_remove_handle(fetcher->multi, fetch->easy);
		curl_easy_cleanup(fetch->easy);
	}
	curl_slist_free_all(fetch->resolve);
	curl_slist_free_all(fetch->headers);
	buf_done(&fetch->body);
	free(fetch->post);
	free(fetch);
}

static void finish(struct fetch *fetch, enum web_outcome outcome)
{
	struct fetcher *fetcher = fetch->fetcher;
	struct web_fact *fact = fetch->fact;
	bool whole = outcome == WEB_ANSWERED;

	fact->outcome = outcome;
	fact->length = whole ? (unsigned)fetch->body.length : 0;
	fact->took_ms = (unsigned)(loop_now(fetcher->world.loop) - fetch->at);
	fetch->done(fetch->arg, fact, whole ? buf_text(&fetch->body) : "", fact->length);
	release(fetch);
}

static enum web_outcome outcome_of(const struct fetch *fetch, CURLcode code)
{
	switch ((int)code) {
	case CURLE_OK: return WEB_ANSWERED;
	case CURLE_COULDNT_RESOLVE_HOST: return WEB_UNRESOLVED;
	case CURLE_COULDNT_CONNECT: return WEB_UNREACHABLE;
	case CURLE_OPERATION_TIMEDOUT: return WEB_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION: return WEB_TLS;
	default: return fetch->too_large ? WEB_TOO_LARGE : WEB_BROKEN;
	}
}

static void describe(struct fetch *fetch)
{
	struct arena *arena = fetch->fetcher->world.evidence->arena;
	struct web_fact *fact = fetch->fact;
	const char *text = NULL;
	long status = 0;

	curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
	fact->status = (int)status;
	if (curl_easy_getinfo(fetch->easy, CURLINFO_CONTENT_TYPE, &text) == CURLE_OK && text != NULL)
		fact->type = arena_strdup(arena, text);
	text = NULL;
	if (curl_easy_getinfo(fetch->easy, CURLINFO_REDIRECT_URL, &text) == CURLE_OK && text != NULL)
		fact->location = arena_strdup(arena, text);
	text = NULL;
	if (curl_easy_getinfo(fetch->easy, CURLINFO_PRIMARY_IP, &text) == CURLE_OK && text != NULL)
		fact->address = arena_strdup(arena, text);
}

static void collect_finished(struct fetcher *fetcher)
{
	struct fetch *fetch;
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(fetcher->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		for (fetch = fetcher->fetches; fetch != NULL; fetch = fetch->next)
			if (fetch->easy == message->easy_handle)
				break;
		if (fetch == NULL)
			continue;
		describe(fetch);
		if (message->data.result != CURLE_OK)
			fetch->fact->error = arena_strdup(fetcher->world.evidence->arena,
				fetch->error[0] != '\0' ? fetch->error :
				curl_easy_strerror(message->data.result));
		finish(fetch, outcome_of(fetch, message->data.result));
	}
}

/* ---- libcurl's sockets and clock --------------------------------------------------- */

static void socket_ready(void *arg, bool readable, bool writable)
{
	const struct watched *watched = arg;
	struct fetcher *fetcher = watched->fetcher;
	int running, what = (readable ? CURL_CSELECT_IN : 0) | (writable ? CURL_CSELECT_OUT : 0);

	/* May close the socket and free `watched`. */
	curl_multi_socket_action(fetcher->multi, watched->fd, what, &running);
	collect_finished(fetcher);
}

static int socket_changed(CURL *easy, curl_socket_t fd, int what, void *arg, void *assigned)
{
	struct fetcher *fetcher = arg;
	struct watched *watched = assigned;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (watched != NULL) {
			loop_watch_free(watched->watch);
			free(watched);
			curl_multi_assign(fetcher->multi, fd, NULL);
		}
		return 0;
	}
	if (watched == NULL) {
		watched = mem_alloc(sizeof *watched);
		watched->fetcher = fetcher;
		watched->fd = fd;
		watched->watch = loop_watch_new(fetcher->world.loop, fd, socket_ready, watched);
		curl_multi_assign(fetcher->multi, fd, watched);
	}
	loop_watch_set(watched->watch, what != CURL_POLL_OUT, what != CURL_POLL_IN);
	return 0;
}

static int timer_changed(CURLM *multi, long timeout_ms, void *arg)
{
	struct fetcher *fetcher = arg;

	(void)multi;
	if (timeout_ms < 0)
		loop_timer_stop(fetcher->timer);
	else
		loop_timer_set(fetcher->timer, loop_now(fetcher->world.loop) + (uint64_t)timeout_ms);
	return 0;
}

static void timer_fired(void *arg)
{
	struct fetcher *fetcher = arg;
	int running;

	curl_multi_socket_action(fetcher->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect_finished(fetcher);
}

/* ---- what comes back ------------------------------------------------------------------ */

static size_t took_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct fetch *fetch = arg;

	(void)size; /* 1, says libcurl */
	if (buf_add(&fetch->body, bytes, count) == 0)
		return count;
	fetch->too_large = true;
	return 0;
}

static size_t took_header(char *bytes, size_t size, size_t count, void *arg)
{
	static const char date[] = "date:";
	struct fetch *fetch = arg;
	char line[64];

	(void)size;
	fetch->headers_length += count;
	if (fetch->headers_length > FETCH_HEADERS_MAX) {
		fetch->too_large = true;
		return 0;
	}
	if (count < sizeof line) {
		memcpy(line, bytes, count);
		line[count] = '\0';
		if (text_starts_nocase(line, date)) {
			time_t when = curl_getdate(line + sizeof date - 1, NULL);

			fetch->fact->date = when > 0 ? when : 0;
		}
	}
	return count;
}

/* ---- sending ---------------------------------------------------------------------------- */

static CURLcode use_our_roots(CURL *easy, void *context, void *arg)
{
	const struct fetch *fetch = arg;

	(void)easy;
	handshake_roots_share(fetch->fetcher->world.roots, context);
	return CURLE_OK;
}

static void set_method(struct fetch *fetch)
{
	if (fetch->post == NULL)
		return;
	curl_easy_setopt(fetch->easy, CURLOPT_POST, 1L);
	curl_easy_setopt(fetch->easy, CURLOPT_POSTFIELDS, fetch->post);
	curl_easy_setopt(fetch->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(fetch->post));
	curl_easy_setopt(fetch->easy, CURLOPT_HTTPHEADER, fetch->headers);
}

static void send_request(struct fetch *fetch)
{
	struct fetcher *fetcher = fetch->fetcher;
	CURL *easy = fetch->easy;

	curl_easy_setopt(easy, CURLOPT_RESOLVE, fetch->resolve);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, USER_AGENT);
	curl_easy_setopt(easy, CURLOPT_CAINFO, NULL); /* the roots come from use_our_roots() */
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, use_our_roots);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, fetch);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, took_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, fetch);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, took_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, fetch);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, fetch->error);
	set_method(fetch);
	if (curl_multi_add_handle(fetcher->multi, easy) != CURLM_OK)
		finish(fetch, WEB_BROKEN);
}

/* ---- finding the host -------------------------------------------------------------------- */

static void add_addresses(const struct fetch *fetch, enum dns_type type, bool allowed,
	struct buf *list)
{
	const struct dns_fact *fact = evidence_dns(fetch->fetcher->world.evidence,
		fetch->fact->host, type);
	size_t i;

	for (i = 0; allowed && fact != NULL && i < fact->count; i++)
		buf_printf(list, type == DNS_AAAA ? "%s[%s]" : "%s%s", list->length > 0 ? "," : "",
			fact->records[i].text);
}

static void resolved(struct fetch *fetch)
{
	const struct fetcher_world *world = &fetch->fetcher->world;
	struct buf list;
	char *line;

	buf_init(&list, 4096);
	add_addresses(fetch, DNS_AAAA, world->ipv6, &list);
	add_addresses(fetch, DNS_A, world->ipv4, &list);
	if (list.length == 0) {
		buf_done(&list);
		finish(fetch, WEB_UNRESOLVED);
		return;
	}
	line = mem_printf("%s:%u:%s", fetch->fact->host, fetch->port, buf_text(&list));
	buf_done(&list);
	fetch->resolve = curl_slist_append(NULL, line);
	free(line);
	send_request(fetch);
}

static void answered(void *arg, const struct dns_fact *fact)
{
	struct fetch *fetch = arg;

	(void)fact;
	if (--fetch->answers_due == 0)
		resolved(fetch);
}

static bool is_address(const char *host)
{
	unsigned char binary[16];

	return inet_pton(AF_INET, host, binary) == 1 || strchr(host, ':') != NULL;
}

/* Takes the URL apart; false when we do not ask there. */
static bool read_url(struct fetch *fetch)
{
	CURLU *url = curl_url();
	char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL;
	unsigned long number = 0;
	size_t length;
	bool good;

	good = url != NULL && curl_url_set(url, CURLUPART_URL, fetch->fact->url, 0) == CURLUE_OK &&
		curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
		curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
		curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
		curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_NO_USER &&
		(strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0) &&
		text_parse_number(port, 1, 65535, &number) == 0;
	if (good) {
		length = strlen(host);
		if (host[0] == '[' && length > 2) { /* RFC 3986: an IPv6 literal */
			host[length - 1] = '\0';
			fetch->fact->host = arena_strdup(fetch->fetcher->world.evidence->arena, host + 1);
		} else {
			fetch->fact->host = text_lower(
				arena_strdup(fetch->fetcher->world.evidence->arena, host));
		}
		fetch->port = (unsigned)number;
		good = curl_easy_setopt(fetch->easy, CURLOPT_URL, fetch->fact->url) == CURLE_OK;
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_free(user);
	curl_url_cleanup(url);
	return good;
}

static void begin(struct fetch *fetch)
{
	struct resolver *resolver = fetch->fetcher->world.resolver;

	fetch->started = true;
	loop_timer_set(fetch->deadline, fetch->until);
	if (!read_url(fetch)) {
		finish(fetch, WEB_BAD_URL);
		return;
	}
	if (is_address(fetch->fact->host)) {
		send_request(fetch);
		return;
	}
	fetch->answers_due = 2;
	resolver_ask(resolver, fetch->fact->host, DNS_A, answered, fetch);
	resolver_ask(resolver, fetch->fact->host, DNS_AAAA, answered, fetch);
}

static void deadline_fired(void *arg)
{
	struct fetch *fetch = arg;

	if (fetch->started)
		finish(fetch, WEB_TIMEOUT);
	else
		begin(fetch);
}

/* ---- the whole ------------------------------------------------------------------------------ */

struct fetcher *fetcher_new(const struct fetcher_world *world)
{
	struct fetcher *fetcher = mem_alloc(sizeof *fetcher);

	fetcher->world = *world;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	fetcher->multi = mem_checked(curl_multi_init());
	fetcher->timer = loop_timer_new(world->loop, timer_fired, fetcher);
	curl_multi_setopt(fetcher->multi, CURLMOPT_SOCKETFUNCTION, socket_changed);
	curl_multi_setopt(fetcher->multi, CURLMOPT_SOCKETDATA, fetcher);
	curl_multi_setopt(fetcher->multi, CURLMOPT_TIMERFUNCTION, timer_changed);
	curl_multi_setopt(fetcher->multi, CURLMOPT_TIMERDATA, fetcher);
	return fetcher;
}

void fetcher_free(struct fetcher *fetcher)
{
	if (fetcher == NULL)
		return;
	while (fetcher->fetches != NULL)
		fetch_cancel(fetcher->fetches);
	curl_multi_cleanup(fetcher->multi);
	loop_timer_free(fetcher->timer);
	free(fetcher);
	curl_global_cleanup();
}

struct fetch *fetch_start(struct fetcher *fetcher, const struct fetch_request *request,
	void (*done)(void *arg, const struct web_fact *fact, const char *body, size_t length),
	void *arg)
{
	const struct fetcher_world *world = &fetcher->world;
	struct fetch *fetch = mem_alloc(sizeof *fetch);
	char *header;

	fetch->fetcher = fetcher;
	fetch->next = fetcher->fetches;
	fetcher->fetches = fetch;
	fetch->at = loop_now(world->loop);
	fetch->until = request->deadline;
	fetch->done = done;
	fetch->arg = arg;
	buf_init(&fetch->body, FETCH_BODY_MAX);
	fetch->fact = evidence_add_web(world->evidence, request->url);
	fetch->fact->purpose = request->purpose;
	fetch->fact->outcome = WEB_CANCELLED;
	fetch->fact->at_ms = (unsigned)(fetch->at - world->start);
	fetch->easy = mem_checked(curl_easy_init());
	if (request->post != NULL) {
		fetch->post = mem_strdup(request->post);
		header = mem_printf("Content-Type: %s", request->post_type);
		fetch->headers = curl_slist_append(NULL, header);
		free(header);
	}
	fetch->deadline = loop_timer_new(world->loop, deadline_fired, fetch);
	loop_timer_set(fetch->deadline, fetch->at);
	return fetch;
}

void fetch_cancel(struct fetch *fetch)
{
	fetch->fact->outcome = WEB_CANCELLED;
	fetch->fact->took_ms = (unsigned)(loop_now(fetch->fetcher->world.loop) - fetch->at);
	release(fetch);
}

const char *fetch_escape(struct arena *arena, const char *text)
{
	char *escaped = mem_checked(curl_easy_escape(NULL, text, 0));
	const char *kept = arena_strdup(arena, escaped);

	curl_free(escaped);
	return kept;
}
