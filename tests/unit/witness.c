/* SPDX-License-Identifier: MIT */
#include "witness.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESS "192.0.2.10"
#define RESOLVER "192.0.2.53:53"

struct evidence *witness_run(const char *domain)
{
	struct evidence *evidence = evidence_new();

	evidence->domain = arena_strdup(evidence->arena, domain);
	evidence->localpart = "alice";
	evidence->address = arena_printf(evidence->arena, "alice@%s", domain);
	evidence->started = WITNESS_NOW;
	evidence->elapsed_ms = 9000;
	evidence->login_asked = true;
	evidence->wanted[MAIL_IMAP] = evidence->wanted[MAIL_SMTP] = true;
	evidence->have_ipv4 = true;
	evidence->secret.given = true;
	evidence->resolvers = arena_alloc(evidence->arena, 2 * sizeof *evidence->resolvers);
	evidence->resolvers[0] = RESOLVER;
	evidence->resolver_count = 1;
	return evidence;
}

struct evidence *witness_provider(const char *id, const char *domain)
{
	struct evidence *evidence = witness_run(domain);

	evidence->provider = id;
	return evidence;
}

static struct dns_fact *find_dns(struct evidence *evidence, const char *name, enum dns_type type)
{
	struct dns_fact *fact;

	for (fact = evidence->dns; fact != NULL; fact = fact->next)
		if (fact->type == type && strcmp(fact->name, name) == 0)
			return fact;
	return evidence_add_dns(evidence, name, type);
}

void witness_attempt(struct evidence *evidence, const char *name, enum dns_type type,
	const char *server, enum dns_outcome outcome)
{
	struct dns_fact *fact = find_dns(evidence, name, type);
	struct dns_attempt **last = &fact->attempts;

	while (*last != NULL)
		last = &(*last)->next;
	*last = arena_alloc(evidence->arena, sizeof **last);
	(*last)->server = arena_strdup(evidence->arena, server);
	(*last)->outcome = outcome;
	(*last)->took_ms = 20;
	fact->outcome = outcome;
}

void witness_dns(struct evidence *evidence, const char *name, enum dns_type type,
	enum dns_outcome outcome, const char *record)
{
	struct dns_fact *fact = find_dns(evidence, name, type);

	if (fact->attempts == NULL)
		witness_attempt(evidence, name, type, evidence->resolvers[0], outcome);
	if (record == NULL)
		return;
	if (fact->records == NULL)
		fact->records = arena_alloc(evidence->arena, 8 * sizeof *fact->records);
	ck_assert_uint_lt(fact->count, 8);
	fact->records[fact->count++].text = arena_strdup(evidence->arena, record);
}

void witness_dns_probe(struct evidence *evidence, enum dns_purpose purpose, const char *name,
	enum dns_type type, enum dns_outcome outcome, const char *record)
{
	struct dns_fact *fact = evidence_add_dns(evidence, name, type);

	fact->purpose = purpose;
	fact->outcome = outcome;
	if (record == NULL)
		return;
	fact->records = arena_alloc(evidence->arena, sizeof *fact->records);
	fact->records[0].text = arena_strdup(evidence->arena, record);
	fact->count = 1;
}

static struct endpoint_fact *add(struct evidence *evidence, enum mail_protocol protocol,
	const char *host, uint16_t port, enum mail_security security)
{
	struct mail_service service = { .protocol = protocol, .security = security, .port = port };

	service.host = arena_strdup(evidence->arena, host);
	service.username = evidence->address;
	return evidence_add_endpoint(evidence, &service);
}

struct endpoint_fact *witness_endpoint(struct evidence *evidence, enum mail_protocol protocol,
	const char *host, uint16_t port, enum mail_security security)
{
	struct endpoint_fact *endpoint = add(evidence, protocol, host, port, security);

	endpoint->source = evidence->provider[0] != '\0' ? "preset" : "given";
	endpoint->role = ROLE_CANDIDATE;
	endpoint->wanted = evidence->wanted[protocol];
	endpoint->trusted_source = true;
	endpoint->login.bar = BAR_NOT_REACHED;
	return endpoint;
}

struct endpoint_fact *witness_counter(struct evidence *evidence, enum mail_protocol protocol,
	const char *host, uint16_t port, enum mail_security security)
{
	struct endpoint_fact *endpoint = add(evidence, protocol, host, port, security);

	endpoint->source = "counter-probe";
	endpoint->role = ROLE_COUNTER;
	endpoint->login.bar = BAR_COUNTER_PROBE;
	return endpoint;
}

void witness_connect(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *address, enum connect_outcome outcome)
{
	enum net_family family = strchr(address, ':') != NULL ? NET_IPV6 : NET_IPV4;
	struct connect_fact *fact = endpoint_add_connect(evidence, endpoint, address, family);

	fact->outcome = outcome;
	fact->took_ms = outcome == CONNECT_TIMEOUT ? 8000 : 30;
	if (outcome == CONNECT_OK) {
		endpoint->connected = true;
		endpoint->address = fact->address;
		endpoint->timing.connect = 30;
		endpoint->step = STEP_GREETING;
	}
}

void witness_unconnected(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *address, enum connect_outcome outcome)
{
	witness_connect(evidence, endpoint, address, outcome);
	endpoint->step = STEP_CONNECT;
	endpoint->end = END_UNCONNECTED;
}

struct reply_fact *witness_reply(struct evidence *evidence, struct endpoint_fact *endpoint,
	enum step step, enum reply_class class, const char *text)
{
	struct reply_fact *reply = endpoint_add_reply(evidence, endpoint, step);

	reply->class = class;
	reply->text = arena_strdup(evidence->arena, text);
	if (endpoint->service.protocol == MAIL_SMTP)
		reply->code = atoi(text);
	reply->took_ms = 40;
	endpoint->step = step;
	return reply;
}

void witness_greeting(struct evidence *evidence, struct endpoint_fact *endpoint, const char *text)
{
	if (!endpoint->connected)
		witness_connect(evidence, endpoint, ADDRESS, CONNECT_OK);
	witness_reply(evidence, endpoint, STEP_GREETING, REPLY_OK, text);
	endpoint->greeted = true;
}

static void append_word(struct evidence *evidence, const char ***list, size_t *count,
	const char *text)
{
	if (*list == NULL)
		*list = arena_alloc(evidence->arena, 8 * sizeof **list);
	ck_assert_uint_lt(*count, 8);
	(*list)[(*count)++] = arena_strdup(evidence->arena, text);
}

void witness_capability(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *text)
{
	append_word(evidence, &endpoint->capabilities, &endpoint->capabilities_count, text);
}

void witness_capability_plain(struct evidence *evidence, struct endpoint_fact *endpoint,
	const char *text)
{
	append_word(evidence, &endpoint->capabilities_plain, &endpoint->capabilities_plain_count,
		text);
}

/* The value of KEY in a name like "CN=x,O=y", "" if it has none. */
static const char *part_of(struct arena *arena, const char *name, const char *key)
{
	const char *found = strstr(name, key);

	if (found == NULL)
		return "";
	found += strlen(key);
	return arena_strndup(arena, found, strcspn(found, ","));
}

struct certificate_fact *witness_certificate(struct evidence *evidence,
	struct endpoint_fact *endpoint, const char *subject, const char *issuer, const char *name)
{
	struct arena *arena = evidence->arena;
	struct certificate_fact **last = &endpoint->tls.chain, *added;

	while (*last != NULL)
		last = &(*last)->next;
	*last = added = arena_alloc(arena, sizeof *added);
	endpoint->tls.chain_length++;
	added->subject = arena_strdup(arena, subject);
	added->issuer = arena_strdup(arena, issuer);
	added->subject_cn = part_of(arena, subject, "CN=");
	added->issuer_cn = part_of(arena, issuer, "CN=");
	added->issuer_o = part_of(arena, issuer, "O=");
	added->serial = "01";
	added->sha256 = arena_printf(arena, "%s/%s", subject, issuer);
	added->key = "EC prime256v1";
	added->signature = "sha256WithRSAEncryption";
	added->not_before = WITNESS_NOW - 30 * WITNESS_DAY;
	added->not_after = WITNESS_NOW + 60 * WITNESS_DAY;
	added->self_issued = strcmp(subject, issuer) == 0;
	if (name != NULL) {
		added->names = arena_alloc(arena, sizeof *added->names);
		added->names[0] = arena_strdup(arena, name);
		added->name_count = 1;
	}
	return added;
}

void witness_verify_error(struct evidence *evidence, struct endpoint_fact *endpoint, int depth,
	int code, const char *name)
{
	struct verify_error **last = &endpoint->tls.errors;

	while (*last != NULL)
		last = &(*last)->next;
	*last = arena_alloc(evidence->arena, sizeof **last);
	(*last)->depth = depth;
	(*last)->code = code;
	(*last)->name = name;
	endpoint->tls.chain_verified = false;
}

static void tls_finished(struct evidence *evidence, struct endpoint_fact *endpoint)
{
	if (!endpoint->connected)
		witness_connect(evidence, endpoint, ADDRESS, CONNECT_OK);
	endpoint->tls.outcome = TLS_OK;
	endpoint->tls.server_name = endpoint->service.host;
	endpoint->tls.version = "TLSv1.3";
	endpoint->tls.cipher = "TLS_AES_256_GCM_SHA384";
	endpoint->tls.chain_verified = true;
	endpoint->tls.name_matches = true;
}

void witness_tls(struct evidence *evidence, struct endpoint_fact *endpoint)
{
	const char *host = endpoint->service.host;

	tls_finished(evidence, endpoint);
	if (endpoint->tls.chain == NULL)
		witness_certificate(evidence, endpoint, arena_printf(evidence->arena, "CN=%s", host),
			"CN=R11,O=Let's Encrypt", host);
}

void witness_tls_broken(struct endpoint_fact *endpoint, enum tls_outcome outcome)
{
	endpoint->tls.outcome = outcome;
	endpoint->tls.took_ms = 8000;
	endpoint->step = STEP_TLS;
	endpoint->end = END_TLS;
}

static const char *usual_greeting(enum mail_protocol protocol)
{
	if (protocol == MAIL_SMTP)
		return "220 mail.example ESMTP ready";
	return protocol == MAIL_IMAP ? "* OK ready" : "+OK ready";
}

void witness_ready(struct evidence *evidence, struct endpoint_fact *endpoint)
{
	if (endpoint->service.security != MAIL_PLAIN && endpoint->tls.outcome == TLS_NOT_TRIED)
		witness_tls(evidence, endpoint);
	if (endpoint_reply(endpoint, STEP_GREETING) == NULL)
		witness_greeting(evidence, endpoint, usual_greeting(endpoint->service.protocol));
	endpoint->ready = true;
	endpoint->step = STEP_QUIT;
	endpoint->end = END_FINISHED;
	if (endpoint->login.bar == BAR_NOT_REACHED)
		endpoint->login.bar = BAR_NOT_ASKED;
}

void witness_works(struct evidence *evidence, struct endpoint_fact *endpoint)
{
	witness_ready(evidence, endpoint);
	endpoint->login.outcome = LOGIN_OK;
	endpoint->login.bar = BAR_NONE;
	endpoint->login.mechanism = "PLAIN";
	endpoint->proved = true;
}

void witness_refused(struct evidence *evidence, struct endpoint_fact *endpoint,
	enum reply_class class, const char *text)
{
	witness_ready(evidence, endpoint);
	endpoint->login.outcome = LOGIN_REFUSED;
	endpoint->login.bar = BAR_NONE;
	endpoint->login.mechanism = "PLAIN";
	endpoint->login.reply = witness_reply(evidence, endpoint, STEP_LOGIN, class, text);
	endpoint->end = END_REPLY;
}

void witness_end(struct endpoint_fact *endpoint, enum step step, enum session_end end)
{
	endpoint->step = step;
	endpoint->end = end;
	if (end == END_TIMEOUT)
		endpoint->took_ms = 10030;
}

struct web_fact *witness_web(struct evidence *evidence, enum web_purpose purpose, const char *host,
	int status, time_t date, const char *location)
{
	struct web_fact *fact = evidence_add_web(evidence,
		arena_printf(evidence->arena, "http://%s/", host));

	fact->purpose = purpose;
	fact->host = arena_strdup(evidence->arena, host);
	fact->outcome = WEB_ANSWERED;
	fact->status = status;
	fact->date = date;
	fact->location = arena_strdup(evidence->arena, location);
	fact->length = status == 204 ? 0 : 100;
	fact->address = "192.0.2.80";
	fact->took_ms = 40;
	return fact;
}

void witness_source(struct evidence *evidence, const char *source, enum source_outcome outcome,
	const char *detail)
{
	struct source_fact *fact = evidence_add_source(evidence, source);

	fact->outcome = outcome;
	fact->detail = detail;
}

struct endpoint_fact *witness_good_imap(struct evidence *evidence)
{
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_IMAP,
		arena_printf(evidence->arena, "imap.%s", evidence->domain), 993, MAIL_TLS);

	witness_works(evidence, endpoint);
	return endpoint;
}

struct endpoint_fact *witness_good_smtp(struct evidence *evidence)
{
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_SMTP,
		arena_printf(evidence->arena, "smtp.%s", evidence->domain), 465, MAIL_TLS);

	witness_works(evidence, endpoint);
	return endpoint;
}

/* ---- checking ----------------------------------------------------------------------- */

static const struct finding *find(const struct verdict *verdict, const char *code)
{
	const struct finding *finding;

	for (finding = verdict->findings; finding != NULL; finding = finding->next)
		if (strcmp(finding->code->code, code) == 0)
			return finding;
	return NULL;
}

static const char *list_of(struct arena *arena, const struct verdict *verdict)
{
	const struct finding *finding;
	const char *list = "";

	for (finding = verdict->findings; finding != NULL; finding = finding->next)
		list = arena_printf(arena, "%s\n  %s/%s: %s", list, finding->code->code,
			severity_name(finding->severity), finding->detail);
	return list;
}

/* Calls CHECK for each word of LIST. */
static void each_word(struct arena *arena, const char *list,
	void (*check)(struct arena *arena, const struct verdict *verdict,
		const struct witness_case *row, char *word),
	const struct verdict *verdict, const struct witness_case *row)
{
	while (*list != '\0') {
		size_t length = strcspn(list, " ");

		check(arena, verdict, row, arena_strndup(arena, list, length));
		list += length;
		list += strspn(list, " ");
	}
}

static void check_present(struct arena *arena, const struct verdict *verdict,
	const struct witness_case *row, char *word)
{
	char *severity = strchr(word, '/');
	const struct finding *finding;

	if (severity != NULL)
		*severity++ = '\0';
	finding = find(verdict, word);
	ck_assert_msg(finding != NULL, "%s: %s is missing; found:%s", row->name, word,
		list_of(arena, verdict));
	if (severity != NULL)
		ck_assert_msg(strcmp(severity_name(finding->severity), severity) == 0,
			"%s: %s is a %s, not a %s", row->name, word, severity_name(finding->severity),
			severity);
}

static void check_absent(struct arena *arena, const struct verdict *verdict,
	const struct witness_case *row, char *word)
{
	ck_assert_msg(find(verdict, word) == NULL, "%s: %s must not be there; found:%s", row->name,
		word, list_of(arena, verdict));
}

static bool is_quoted(const struct finding *finding, const char *text)
{
	size_t i;

	for (i = 0; i < finding->quote_count; i++)
		if (strstr(finding->quotes[i].text, text) != NULL)
			return true;
	return false;
}

static void check_root(struct arena *arena, const struct verdict *verdict,
	const struct witness_case *row)
{
	const char *root = verdict->root_cause;

	ck_assert_msg((root == NULL) == (row->root == NULL) &&
		(root == NULL || strcmp(root, row->root) == 0), "%s: root cause is %s, not %s:%s",
		row->name, root == NULL ? "none" : root, row->root == NULL ? "none" : row->root,
		list_of(arena, verdict));
	ck_assert_int_eq(verdict->ok, root == NULL);
	if (row->quote != NULL) {
		ck_assert_ptr_nonnull(verdict->findings);
		ck_assert_msg(is_quoted(verdict->findings, row->quote), "%s: \"%s\" is not quoted",
			row->name, row->quote);
	}
}

/* What holds for every verdict. */
static void check_shape(const struct verdict *verdict, const struct witness_case *row)
{
	const struct finding *finding;
	enum severity last = SEVERITY_ERROR;

	for (finding = verdict->findings; finding != NULL; finding = finding->next) {
		ck_assert_msg(finding->severity >= last, "%s: findings are not ordered", row->name);
		last = finding->severity;
		ck_assert_msg(finding->detail != NULL && finding->detail[0] != '\0',
			"%s: %s has no detail", row->name, finding->code->code);
		ck_assert_msg(finding->remedy_count > 0, "%s: %s has no remedy", row->name,
			finding->code->code);
		ck_assert_int_eq(finding->endpoint == NULL, finding->service == NULL);
	}
}

void witness_check(const struct witness_case *row)
{
	struct evidence *evidence = row->observe();
	struct verdict *verdict = verdict_reach(evidence);

	check_root(evidence->arena, verdict, row);
	each_word(evidence->arena, row->also, check_present, verdict, row);
	each_word(evidence->arena, row->not_codes, check_absent, verdict, row);
	check_shape(verdict, row);
	evidence_free(evidence);
}

static const struct witness_case *current;

START_TEST(test_case)
{
	witness_check(&current[_i]);
}
END_TEST

int witness_main(const char *name, const struct witness_case *rows, size_t count)
{
	Suite *suite = suite_create(name);
	TCase *tests = tcase_create("cases");
	SRunner *runner;
	int failed;

	current = rows;
	tcase_add_loop_test(tests, test_case, 0, (int)count);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
