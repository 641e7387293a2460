/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "run.h"

#include <string.h>

#include "../probes/fetch.h"
#include "../probes/handshake.h"
#include "../probes/loop.h"
#include "../probes/machine.h"
#include "../probes/mem.h"
#include "../probes/probe.h"
#include "../probes/resolver.h"
#include "../probes/surroundings.h"
#include "../probes/text.h"
#include "../providers/discover.h"
#include "../providers/preset_table.h"
#include "../providers/sender.h"
#include "winners.h"

/* RFC 5321 4.1.3: a client without a name of its own gives an address literal;
 * this one tells nothing about the person's network. */
#define HELO_NAME "[127.0.0.1]"
#define QUIT_PATIENCE_MS 1000
/* Sources that are only compared with get at least this long. */
#define COMPARISON_MS 1500

struct run {
	const struct options *options;
	const struct address *address;
	const struct run_watcher *watcher;
	struct evidence *evidence;
	struct loop *loop;
	struct resolver *resolver;
	struct handshake_roots *roots;
	struct fetcher *fetcher;
	struct source_world sources;
	struct endpoint_world world;
	struct probe_options probe_options;
	struct probe *probe;
	struct discover *discover;
	struct sender *sender; /* NULL: no message is sent, or the domain is a provider's */
	struct surroundings *surroundings; /* NULL: only looking settings up */
	struct loop_timer *deadline;
	uint64_t start;
	bool lookup;        /* only what is published; guesses are tried, without login */
	bool discovery_done, probes_idle;
};

/* Steps get a share of the whole, so that a neighbour can still be looked at
 * after one of them ran out. */
static unsigned share(const struct options *options, unsigned percent)
{
	return options->timeout_ms / 100 * percent;
}

static void changed(void *arg)
{
	struct run *run = arg;

	if (run->watcher != NULL && run->watcher->changed != NULL)
		run->watcher->changed(run->watcher->arg, run->evidence);
}

static void stop_when_done(struct run *run)
{
	if (run->discovery_done && run->probes_idle &&
	    (run->sender == NULL || sender_idle(run->sender)) &&
	    (run->surroundings == NULL || surroundings_idle(run->surroundings)))
		loop_stop(run->loop);
}

static void deadline_struck(void *arg)
{
	struct run *run = arg;

	run->evidence->timed_out = true;
	if (run->probe != NULL)
		probe_stop(run->probe);
	loop_stop(run->loop);
}

/* ---- candidates ------------------------------------------------------------------------- */

static const char *username_for(const struct run *run, const char *found)
{
	return run->options->user != NULL ?
		arena_strdup(run->evidence->arena, run->options->user) : found;
}

static void add_candidate(struct run *run, const struct discovered *found)
{
	struct probe_candidate candidate = {
		.service = found->service, .source = found->source, .rank = found->rank,
		.group = found->group, .wanted = run->options->wanted[found->service.protocol],
	};

	candidate.service.username = username_for(run, found->service.username);
	candidate.trusted = found->trusted ||
		options_confirm(run->options, found->service.host);
	probe_add(run->probe, &candidate);
}

/* --imap=HOST and the like.  What was left open is filled in from the other
 * part, and both modes are tried when nothing says which. */
static void add_given(struct run *run, enum mail_protocol protocol)
{
	const struct given_service *given = &run->options->given[protocol];
	struct discovered candidate = { .source = "given", .trusted = true };
	struct mail_service *service = &candidate.service;

	service->protocol = protocol;
	service->host = arena_strdup(run->evidence->arena, given->host);
	service->username = preset_expand(run->evidence->arena, NULL, run->address->localpart,
		run->address->domain);
	service->security = given->security;
	service->port = given->port;
	if (!given->security_given && (!given->port_given ||
			!mail_port_security(protocol, given->port, &service->security)))
		service->security = MAIL_TLS;
	if (!given->port_given)
		service->port = mail_default_port(protocol, service->security);
	add_candidate(run, &candidate);
	if (given->security_given || given->port_given)
		return;
	service->security = MAIL_STARTTLS;
	service->port = mail_default_port(protocol, MAIL_STARTTLS);
	candidate.rank = 1;
	add_candidate(run, &candidate);
}

/* A lookup tries nothing that is published; it is evidence all the same. */
static void note_candidate(struct run *run, const struct discovered *found)
{
	struct endpoint_fact *fact = evidence_add_endpoint(run->evidence, &found->service);

	fact->service.username = username_for(run, found->service.username);
	fact->source = found->source;
	fact->rank = found->rank;
	fact->wanted = run->options->wanted[found->service.protocol];
	fact->trusted_source = found->trusted ||
		options_confirm(run->options, found->service.host);
}

static void start_probes(struct run *run, const struct secret *secret);

static void candidate_found(void *arg, const struct discovered *found)
{
	struct run *run = arg;

	if (run->lookup && !found->guess)
		note_candidate(run, found);
	else if (!run->options->given[found->service.protocol].given) {
		if (run->probe == NULL)
			start_probes(run, NULL);
		add_candidate(run, found);
	}
	changed(run);
}

static void candidates_decided(void *arg, enum mail_protocol protocol)
{
	struct run *run = arg;

	if (run->probe != NULL)
		probe_decide(run->probe, protocol);
}

static void discovery_done(void *arg)
{
	struct run *run = arg;

	run->discovery_done = true;
	changed(run);
	stop_when_done(run);
}

/* What the best source named does not work; the next best may. */
static void candidates_exhausted(void *arg, enum mail_protocol protocol)
{
	struct run *run = arg;

	if (!run->options->given[protocol].given)
		discover_next(run->discover, protocol);
}

static void probes_idle(void *arg)
{
	struct run *run = arg;

	run->probes_idle = true;
	if (!run->discovery_done)
		discover_hurry(run->discover, run->start + COMPARISON_MS);
	stop_when_done(run);
}

static void troubled(void *arg, const struct endpoint_fact *fact)
{
	struct run *run = arg;

	if (run->surroundings != NULL)
		surroundings_trouble(run->surroundings, fact);
}

static void one_part_done(void *arg)
{
	stop_when_done(arg);
}

/* ---- setting up ---------------------------------------------------------------------------- */

/* Four groups of four, as Apple (with hyphens) and Fastmail show them. */
static bool is_in_fours(const char *bytes, size_t length)
{
	size_t i;

	if (length != 19)
		return false;
	for (i = 0; i < length; i++)
		if (i % 5 == 4 ? bytes[i] != ' ' && bytes[i] != '-' :
		    (bytes[i] < 'a' || bytes[i] > 'z') && (bytes[i] < '0' || bytes[i] > '9'))
			return false;
	return true;
}

static bool is_app_password_shape(const char *bytes, size_t length)
{
	size_t letters = 0, i;

	if (is_in_fours(bytes, length))
		return true;
	for (i = 0; i < length; i++) {
		if (bytes[i] >= 'a' && bytes[i] <= 'z')
			letters++;
		else if (bytes[i] != ' ')
			return false;
	}
	return letters == 16;
}

static void describe_secret(struct secret_shape *shape, const struct secret *secret, bool is_token)
{
	const char *bytes = secret_bytes(secret);
	size_t length = secret_length(secret), i;

	shape->given = true;
	shape->is_token = is_token;
	if (length == 0)
		return;
	shape->edge_space = strchr(" \t", bytes[0]) != NULL || strchr(" \t", bytes[length - 1]) != NULL;
	for (i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		shape->non_ascii |= byte >= 0x80;
		shape->control |= byte < 0x20 || byte == 0x7f;
	}
	shape->sixteen_lower = is_app_password_shape(bytes, length);
}

static void describe_run(struct run *run)
{
	struct evidence *evidence = run->evidence;
	const struct options *options = run->options;
	bool all_given = true;
	int protocol;

	evidence->address = arena_strdup(evidence->arena,
		run->address->localpart[0] != '\0' ? run->address->text : "");
	evidence->localpart = arena_strdup(evidence->arena, run->address->localpart);
	evidence->domain = arena_strdup(evidence->arena, run->address->domain);
	evidence->program = PACKAGE_NAME " " PACKAGE_VERSION;
	evidence->tls_library = handshake_library();
	evidence->started = time(NULL);
	evidence->offline = options->offline;
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		evidence->wanted[protocol] = options->wanted[protocol];
		if (options->wanted[protocol] && !options->given[protocol].given)
			all_given = false;
	}
	evidence->settings_given = all_given;
	evidence->resolvers_given = options->resolver_count > 0;
}

/* False with *ERROR set when the root certificates cannot be had, which NETWORK
 * needs.  They are read before the clock starts: nobody asked is to blame for the
 * time that this takes. */
static bool run_begin(struct run *run, const struct options *options,
	const struct address *address, const struct run_watcher *watcher, bool network, char **error)
{
	memset(run, 0, sizeof *run);
	if (network)
		run->roots = handshake_roots_new(options->ca_file, error);
	if (network && run->roots == NULL)
		return false;
	run->options = options;
	run->address = address;
	run->watcher = watcher;
	run->evidence = evidence_new();
	run->loop = loop_new();
	run->start = loop_now(run->loop);
	describe_run(run);
	return true;
}

static void start_resolver(struct run *run)
{
	struct resolver_options options = {
		.servers = run->options->resolvers, .count = run->options->resolver_count,
		.start = run->start, .timeout_ms = share(run->options, 30),
	};

	run->resolver = resolver_new(run->loop, run->evidence, &options);
	run->deadline = loop_timer_new(run->loop, deadline_struck, run);
	loop_timer_set(run->deadline, run->start + run->options->timeout_ms);
}

static void start_fetcher(struct run *run)
{
	struct fetcher_world world = { 0 };
	bool one_family = run->options->ipv4 != run->options->ipv6;

	world.loop = run->loop;
	world.resolver = run->resolver;
	world.evidence = run->evidence;
	world.roots = run->roots;
	world.start = run->start;
	world.ipv4 = run->options->ipv4 || !one_family;
	world.ipv6 = run->options->ipv6 || !one_family;
	run->fetcher = fetcher_new(&world);
}

static struct evidence *run_end(struct run *run)
{
	int protocol;

	run->evidence->elapsed_ms = (unsigned)(loop_now(run->loop) - run->start);
	probe_free(run->probe);
	discover_free(run->discover);
	surroundings_free(run->surroundings);
	sender_free(run->sender);
	fetcher_free(run->fetcher);
	resolver_free(run->resolver);
	handshake_roots_free(run->roots);
	loop_timer_free(run->deadline);
	loop_free(run->loop);
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		winners_settle(run->evidence, (enum mail_protocol)protocol, run->lookup);
	return run->evidence;
}

static void start_surroundings(struct run *run)
{
	const struct surroundings_world world = {
		.loop = run->loop, .resolver = run->resolver, .fetcher = run->fetcher,
		.evidence = run->evidence, .deadline = run->start + run->options->timeout_ms,
		.web_patience_ms = share(run->options, 15), .third_parties = !run->options->no_third_party,
	};

	run->surroundings = surroundings_new(&world,
		preset_by_domain(run->address->domain) == NULL && !run->evidence->settings_given,
		one_part_done, run);
}

void run_describe_sources(const struct options *options, struct evidence *evidence,
	const struct address *address, struct source_world *out)
{
	memset(out, 0, sizeof *out);
	out->evidence = evidence;
	out->address = address;
	out->offline = options->offline;
	out->https_only = options->https_only;
	out->no_address = options->no_address;
	out->no_third_party = options->no_third_party;
}

static void start_discovery(struct run *run)
{
	static const struct discover_handler handler = {
		.found = candidate_found, .decided = candidates_decided, .done = discovery_done,
	};
	struct source_world *world = &run->sources;

	run_describe_sources(run->options, run->evidence, run->address, world);
	world->loop = run->loop;
	world->resolver = run->resolver;
	world->fetcher = run->fetcher;
	world->deadline = run->start + share(run->options, 30);
	run->discover = discover_new(world, &handler, run);
}

struct evidence *run_lookup(const struct options *options, const struct address *address,
	const struct run_watcher *watcher, char **error)
{
	struct run run;

	if (!run_begin(&run, options, address, watcher, !options->offline, error))
		return NULL;
	run.lookup = run.probes_idle = true;
	if (!options->offline) {
		start_resolver(&run);
		start_fetcher(&run);
		start_surroundings(&run);
	}
	start_discovery(&run);
	if (!options->offline)
		loop_run(run.loop);
	return run_end(&run);
}

static void start_probes(struct run *run, const struct secret *secret)
{
	static const struct probe_handler handler = {
		.changed = changed, .troubled = troubled, .exhausted = candidates_exhausted, .idle = probes_idle,
	};
	const struct options *options = run->options;
	bool one_family = options->ipv4 != options->ipv6;
	int protocol;

	run->world.loop = run->loop;
	run->world.resolver = run->resolver;
	run->world.roots = run->roots;
	run->world.evidence = run->evidence;
	run->world.start = run->start;
	run->world.deadline = run->start + options->timeout_ms;
	run->world.patience.connect = share(options, 40);
	run->world.patience.tls = share(options, 40);
	run->world.patience.greeting = share(options, 50);
	run->world.patience.reply = share(options, 50);
	run->world.patience.quit = QUIT_PATIENCE_MS;
	run->world.ipv4 = options->ipv4 || !one_family;
	run->world.ipv6 = options->ipv6 || !one_family;
	run->probe_options.secret = secret;
	run->probe_options.secret_is_token = run->evidence->secret.is_token;
	run->probe_options.helo = HELO_NAME;
	run->probe_options.insecure_hosts = options->insecure_login;
	run->probe_options.insecure_count = options->insecure_login_count;
	if (options->send_test) {
		run->probe_options.test_sender = run->address->text;
		run->probe_options.test_recipient = options->send_test_to != NULL ?
			options->send_test_to : run->address->text;
		run->evidence->test_recipient = arena_strdup(run->evidence->arena,
			run->probe_options.test_recipient);
	}
	run->probes_idle = false;
	run->probe = probe_new(&run->world, &run->probe_options, &handler, run);
	for (protocol = 0; run->lookup && protocol < MAIL_PROTOCOLS; protocol++)
		probe_decide(run->probe, (enum mail_protocol)protocol); /* nobody logs in */
}

struct evidence *run_diagnosis(const struct options *options, const struct address *address,
	const struct secret *secret, const struct run_watcher *watcher, char **error)
{
	struct run run;
	bool is_token = options->oauth_token_file != NULL || options->oauth_token_command != NULL;
	int protocol;

	if (!run_begin(&run, options, address, watcher, true, error))
		return NULL;
	if (secret != NULL)
		describe_secret(&run.evidence->secret, secret, is_token);
	run.evidence->login_asked = secret != NULL && !options->no_login;
	machine_describe(run.evidence);
	start_resolver(&run);
	start_fetcher(&run);
	start_probes(&run, run.evidence->login_asked ? secret : NULL);
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (options->given[protocol].given) {
			add_given(&run, (enum mail_protocol)protocol);
			probe_decide(run.probe, (enum mail_protocol)protocol);
		}
	start_surroundings(&run);
	if (options->send_test && preset_by_domain(address->domain) == NULL)
		run.sender = sender_new(run.loop, run.resolver, run.evidence, address->domain,
			one_part_done, &run);
	start_discovery(&run);
	loop_run(run.loop);
	return run_end(&run);
}
