/* SPDX-License-Identifier: MIT */
#include "probe.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* A ready candidate waits this long for a better-ranked one that has not
 * decided yet; then it logs in itself. */
#define GRACE_MS 2000
#define JOBS_MAX 64
/* So many of a wrong certificate's own names are tried. */
#define CERTIFICATE_NAMES 3

enum job_kind {
	JOB_USUAL,
	JOB_LEGACY,   /* a counter-probe with old TLS allowed */
	JOB_IPV4, JOB_IPV6, /* counter-probes over one family alone */
	JOB_ANONYMOUS /* a counter-probe that offers the test message without a login */
};

struct job {
	struct job *next;
	struct probe *probe;
	struct endpoint *endpoint;
	struct endpoint_fact *fact;
	unsigned group;
	enum job_kind kind;
	bool at_gate;     /* held: may log in, if no better one does */
	bool passed_gate; /* was at the gate and has been told */
	bool ended, settled;
	bool neighbours_done;
};

struct probe {
	const struct endpoint_world *world;
	const struct probe_options *options;
	struct probe_handler handler;
	void *arg;
	struct job *jobs, **last;
	size_t count;
	bool idle_told, stopping;
	bool decided[MAIL_PROTOCOLS]; /* the candidates are final */
	bool login_given[MAIL_PROTOCOLS]; /* the one attempt is taken */
	struct loop_timer *grace[MAIL_PROTOCOLS];
	bool grace_running[MAIL_PROTOCOLS], grace_over[MAIL_PROTOCOLS];
	struct loop_timer *idle_check; /* also tells what is exhausted */
	struct grace_arg {
		struct probe *probe;
		enum mail_protocol protocol;
	} grace_args[MAIL_PROTOCOLS];
};

static void start_job(struct probe *probe, const struct mail_service *service,
	const struct probe_candidate *candidate, enum job_kind kind);

/* ---- logging in -------------------------------------------------------------------------- */

static bool is_insecure_host(const struct probe *probe, const char *host)
{
	size_t i;

	for (i = 0; i < probe->options->insecure_count; i++)
		if (text_equal_nocase(probe->options->insecure_hosts[i], host))
			return true;
	return false;
}

/* May this endpoint carry the secret?  The one place that says yes. */
static enum login_bar login_bar(const struct probe *probe, const struct job *job)
{
	const struct endpoint_fact *fact = job->fact;
	bool insecure = is_insecure_host(probe, fact->service.host);

	if (fact->role != ROLE_CANDIDATE)
		return BAR_COUNTER_PROBE;
	if (probe->options->secret == NULL || !fact->wanted)
		return BAR_NOT_ASKED;
	if (fact->injected)
		return BAR_INJECTED;
	if (fact->tls.outcome != TLS_OK && !insecure)
		return BAR_NO_TLS;
	if (fact->tls.outcome == TLS_OK && !tls_is_trusted(&fact->tls) && !insecure)
		return BAR_TLS_UNTRUSTED;
	if (!fact->trusted_source)
		return BAR_SOURCE;
	if (probe->login_given[fact->service.protocol])
		return BAR_OTHER_ENDPOINT;
	if (!endpoint_can_login(job->endpoint))
		return BAR_NO_MECHANISM;
	return BAR_NONE;
}

static void pass(struct job *job, enum login_bar bar)
{
	job->at_gate = false;
	job->passed_gate = true;
	if (job->fact->login.bar == BAR_NONE)
		job->fact->login.bar = bar;
	endpoint_pass(job->endpoint);
}

/* Is a better-ranked candidate of the same service still undecided?  With
 * OTHER_GROUP only those count that a more trusted source named. */
static bool better_one_pending(const struct probe *probe, const struct job *job,
	bool other_group)
{
	const struct job *other;

	if (!probe->decided[job->fact->service.protocol])
		return true;
	for (other = probe->jobs; other != NULL; other = other->next)
		if (other != job && other->fact->role == ROLE_CANDIDATE &&
				other->fact->service.protocol == job->fact->service.protocol &&
				other->fact->rank < job->fact->rank && !other->ended && !other->passed_gate &&
				!(other_group && other->group == job->group))
			return true;
	return false;
}

static struct job *best_at_gate(const struct probe *probe, enum mail_protocol protocol)
{
	struct job *job, *best = NULL;

	for (job = probe->jobs; job != NULL; job = job->next)
		if (job->at_gate && job->fact->service.protocol == protocol &&
				(best == NULL || job->fact->rank < best->fact->rank))
			best = job;
	return best;
}

/* Words of a judgement by which any further try does harm: a lock, a limit, an
 * account that is closed (RFC 5530, RFC 3463). */
static bool forbids_more(const struct reply_fact *reply)
{
	static const char *const words[] = { "LIMIT", "CONTACTADMIN", "EXPIRED", "5.7.13" };
	size_t i;

	if (reply == NULL)
		return false;
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(reply->response_code, words[i]) == 0 ||
				strcmp(reply->enhanced, words[i]) == 0)
			return true;
	return reply->code == 421 || (reply->code == 454 && strcmp(reply->enhanced, "4.7.0") == 0);
}

/* Another service of the same host has refused this secret in such words. */
static bool host_said_stop(const struct probe *probe, const struct job *job)
{
	const struct job *other;

	for (other = probe->jobs; other != NULL; other = other->next)
		if (other->fact->login.outcome == LOGIN_REFUSED &&
				text_equal_nocase(other->fact->service.host, job->fact->service.host) &&
				forbids_more(other->fact->login.reply))
			return true;
	return false;
}

static void give_login(struct probe *probe, struct job *job)
{
	enum mail_protocol protocol = job->fact->service.protocol;
	struct job *other;

	probe->login_given[protocol] = true;
	loop_timer_stop(probe->grace[protocol]);
	job->at_gate = false;
	job->passed_gate = true;
	endpoint_login(job->endpoint);
	/* Would the server have taken the test message from anybody? */
	if (protocol == MAIL_SMTP && probe->options->test_recipient != NULL)
		start_job(probe, &job->fact->service, NULL, JOB_ANONYMOUS);
	for (other = probe->jobs; other != NULL; other = other->next)
		if (other->at_gate && other->fact->service.protocol == protocol)
			pass(other, BAR_OTHER_ENDPOINT);
}

static void consider_login(struct probe *probe, enum mail_protocol protocol)
{
	struct job *best;

	while ((best = best_at_gate(probe, protocol)) != NULL && host_said_stop(probe, best))
		pass(best, BAR_HOST_REJECTED);
	if (best == NULL)
		return;
	if (!better_one_pending(probe, best, probe->grace_over[protocol]))
		give_login(probe, best);
	else if (probe->decided[protocol] && !probe->grace_running[protocol]) {
		probe->grace_running[protocol] = true;
		loop_timer_set(probe->grace[protocol], loop_now(probe->world->loop) + GRACE_MS);
	}
}

static void grace_over(void *arg)
{
	struct grace_arg *grace = arg;
	struct probe *probe = grace->probe;

	probe->grace_over[grace->protocol] = true;
	consider_login(probe, grace->protocol);
}

/* ---- neighbours ---------------------------------------------------------------------------- */

static void add_neighbour(struct probe *probe, const struct job *job, uint16_t port,
	enum mail_security security, enum job_kind kind)
{
	struct mail_service service = job->fact->service;

	service.port = port;
	service.security = security;
	start_job(probe, &service, NULL, kind);
}

static void add_siblings(struct probe *probe, const struct job *job)
{
	enum mail_protocol protocol = job->fact->service.protocol;

	add_neighbour(probe, job, mail_default_port(protocol, MAIL_TLS), MAIL_TLS, JOB_USUAL);
	add_neighbour(probe, job, mail_default_port(protocol, MAIL_STARTTLS), MAIL_STARTTLS, JOB_USUAL);
}

static bool failed_in_tls(const struct endpoint_fact *fact)
{
	return fact->end == END_TLS;
}

/* Old TLS is only worth a try when the handshake was refused as such. */
static bool may_be_old_tls(const struct tls_fact *tls)
{
	return tls->outcome == TLS_ALERT || tls->outcome == TLS_LOCAL_REFUSAL;
}

static bool spoke_to_us(const struct endpoint_fact *fact)
{
	return fact->greeted || fact->ready;
}

/* A path that lets connections through and then loses large packets, or leads to
 * another machine, is often that of one family. */
static void try_other_family(struct probe *probe, const struct job *job)
{
	const struct endpoint_fact *fact = job->fact;
	bool is_ipv6 = strchr(fact->address, ':') != NULL;
	const struct dns_fact *other = evidence_dns(probe->world->evidence, fact->service.host,
		is_ipv6 ? DNS_A : DNS_AAAA);

	if (other != NULL && other->count > 0 && (is_ipv6 ? probe->world->ipv4 : probe->world->ipv6))
		add_neighbour(probe, job, fact->service.port, fact->service.security,
			is_ipv6 ? JOB_IPV4 : JOB_IPV6);
}

/* A name that a host of the internet can have: with a dot, neither a pattern nor
 * an address. */
static bool is_host_name(const char *name)
{
	const char *last = strrchr(name, '.');

	return last != NULL && last != name && strlen(name) < 254 && strchr(name, ':') == NULL &&
		strspn(last + 1, "0123456789") != strlen(last + 1) &&
		strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") ==
		strlen(name);
}

/* A good certificate for other names: does the server answer to those?  Whoever
 * shows a bad chain chooses the names in it, so that proves nothing. */
static void try_certificate_names(struct probe *probe, const struct job *job)
{
	const struct tls_fact *tls = &job->fact->tls;
	struct mail_service service = job->fact->service;
	size_t i, tried = 0;

	if (job->fact->role != ROLE_CANDIDATE || tls->outcome != TLS_OK || !tls->chain_verified ||
	    tls->name_matches || tls->chain == NULL)
		return;
	for (i = 0; i < tls->chain->name_count && tried < CERTIFICATE_NAMES; i++) {
		service.host = tls->chain->names[i];
		if (!is_host_name(service.host))
			continue;
		start_job(probe, &service, NULL, JOB_USUAL);
		tried++;
	}
}

/* What else to look at when JOB has failed, or seems about to. */
static void look_around(struct probe *probe, struct job *job)
{
	const struct endpoint_fact *fact = job->fact;

	if (job->neighbours_done || probe->stopping || fact->role != ROLE_CANDIDATE)
		return;
	if (fact->ready && fact->service.security != MAIL_PLAIN) /* is there no better way? */
		return;
	if (fact->end == END_UNRESOLVED || fact->step == STEP_RESOLVE)
		return;
	job->neighbours_done = true;
	if (fact->connected && !spoke_to_us(fact)) {
		if (fact->service.security == MAIL_TLS)
			add_neighbour(probe, job, fact->service.port, MAIL_STARTTLS, JOB_USUAL);
		else
			add_neighbour(probe, job, fact->service.port, MAIL_TLS, JOB_USUAL);
	}
	if (fact->connected && !fact->ready)
		try_other_family(probe, job);
	if (job->ended && failed_in_tls(fact) && may_be_old_tls(&fact->tls))
		add_neighbour(probe, job, fact->service.port, fact->service.security, JOB_LEGACY);
	add_siblings(probe, job);
}

/* ---- one endpoint's events --------------------------------------------------------------------- */

/* Did every candidate end before it could have logged in? */
static bool is_exhausted(const struct probe *probe, enum mail_protocol protocol)
{
	const struct job *job;
	bool any = false;

	for (job = probe->jobs; job != NULL; job = job->next) {
		if (job->fact->role != ROLE_CANDIDATE || job->fact->service.protocol != protocol)
			continue;
		any = true;
		if (!job->ended || job->fact->ready)
			return false;
	}
	return any && probe->decided[protocol] && !probe->stopping;
}

static bool all_decided(const struct probe *probe)
{
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (!probe->decided[protocol])
			return false;
	return true;
}

static void check_idle(void *arg)
{
	struct probe *probe = arg;
	const struct job *job;
	int protocol;

	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		if (is_exhausted(probe, (enum mail_protocol)protocol))
			probe->handler.exhausted(probe->arg, (enum mail_protocol)protocol);
	if (!all_decided(probe) || probe->idle_told)
		return;
	for (job = probe->jobs; job != NULL; job = job->next)
		if (!job->settled)
			return;
	probe->idle_told = true;
	probe->handler.idle(probe->arg);
}

/* On the next turn: nobody is freed inside a callback of its own. */
static void check_soon(struct probe *probe)
{
	loop_timer_set(probe->idle_check, loop_now(probe->world->loop));
}

static void at_gate(void *arg, struct endpoint *endpoint)
{
	struct job *job = arg;
	struct probe *probe = job->probe;
	enum mail_protocol protocol = job->fact->service.protocol;
	enum login_bar bar;

	(void)endpoint;
	probe->handler.changed(probe->arg);
	bar = login_bar(probe, job);
	try_certificate_names(probe, job);
	if (bar == BAR_TLS_UNTRUSTED)
		probe->handler.troubled(probe->arg, job->fact);
	if (bar == BAR_NONE || (bar == BAR_SOURCE && !probe->decided[protocol]))
		job->at_gate = true; /* a trusted source may still name it */
	else
		pass(job, bar);
	consider_login(probe, protocol);
}

static void moved(void *arg, struct endpoint *endpoint, bool stalled)
{
	struct job *job = arg;

	(void)endpoint;
	if (stalled) {
		look_around(job->probe, job);
		job->probe->handler.troubled(job->probe->arg, job->fact);
	}
	job->probe->handler.changed(job->probe->arg);
}

static void ended(void *arg, struct endpoint *endpoint)
{
	struct job *job = arg;
	struct probe *probe = job->probe;

	(void)endpoint;
	job->ended = true;
	job->at_gate = false;
	if (!job->passed_gate && job->fact->login.bar == BAR_NONE)
		job->fact->login.bar = job->fact->role == ROLE_COUNTER ? BAR_COUNTER_PROBE : BAR_NOT_REACHED;
	look_around(probe, job);
	probe->handler.troubled(probe->arg, job->fact);
	consider_login(probe, job->fact->service.protocol);
	probe->handler.changed(probe->arg);
	check_soon(probe);
}

static void settled(void *arg, struct endpoint *endpoint)
{
	struct job *job = arg;

	(void)endpoint;
	job->settled = true;
	check_soon(job->probe);
}

static struct job *find_job(const struct probe *probe, const struct mail_service *service,
	enum job_kind kind, bool candidates_only)
{
	struct job *job;

	for (job = probe->jobs; job != NULL; job = job->next) {
		const struct mail_service *known = &job->fact->service;

		if (job->kind == kind && known->protocol == service->protocol &&
				known->port == service->port && known->security == service->security &&
				text_equal_nocase(known->host, service->host) &&
				!(candidates_only && job->fact->role != ROLE_CANDIDATE))
			return job;
	}
	return NULL;
}

/* A more trusted source names the same endpoint. */
static void promote(struct job *job, const struct probe_candidate *candidate)
{
	if (candidate->rank >= job->fact->rank || job->passed_gate)
		return;
	endpoint_set_username(job->endpoint, candidate->service.username);
	job->fact->rank = candidate->rank;
	job->fact->source = candidate->source;
	job->fact->trusted_source |= candidate->trusted;
	job->group = candidate->group;
}

static void start_job(struct probe *probe, const struct mail_service *service,
	const struct probe_candidate *candidate, enum job_kind kind)
{
	static const struct endpoint_handler handler = {
		.gate = at_gate, .moved = moved, .ended = ended, .settled = settled,
	};
	struct dialogue_options dialogue = { 0 };
	struct endpoint_manner manner;
	struct endpoint_fact *fact;
	struct job *job = find_job(probe, service, kind, candidate != NULL);

	if (job != NULL && candidate != NULL)
		promote(job, candidate);
	if (job != NULL || probe->count == JOBS_MAX)
		return;
	fact = evidence_add_endpoint(probe->world->evidence, service);
	fact->role = candidate != NULL ? ROLE_CANDIDATE : ROLE_COUNTER;
	fact->source = candidate != NULL ? candidate->source : "counter-probe";
	fact->wanted = candidate != NULL && candidate->wanted;
	fact->rank = candidate != NULL ? candidate->rank : 0;
	fact->trusted_source = candidate != NULL && candidate->trusted;
	fact->tls.legacy = kind == JOB_LEGACY;
	fact->anonymous = kind == JOB_ANONYMOUS;
	dialogue.helo = probe->options->helo;
	dialogue.username = service->username;
	if (candidate != NULL && candidate->wanted) {
		dialogue.secret = probe->options->secret;
		dialogue.secret_is_token = probe->options->secret_is_token;
		dialogue.test_send = probe->options->test_recipient != NULL;
	}
	if (dialogue.test_send || kind == JOB_ANONYMOUS) {
		dialogue.test_sender = probe->options->test_sender;
		dialogue.test_recipient = probe->options->test_recipient;
		dialogue.anonymous = kind == JOB_ANONYMOUS;
	}
	job = mem_alloc(sizeof *job);
	job->probe = probe;
	job->fact = fact;
	job->kind = kind;
	job->group = candidate != NULL ? candidate->group : 0;
	*probe->last = job;
	probe->last = &job->next;
	probe->count++;
	probe->idle_told = false;
	manner.legacy = kind == JOB_LEGACY;
	manner.no_ipv4 = kind == JOB_IPV6;
	manner.no_ipv6 = kind == JOB_IPV4;
	job->endpoint = endpoint_new(probe->world, fact, &dialogue, &manner, &handler, job);
}

/* ---- the whole ------------------------------------------------------------------------------------ */

struct probe *probe_new(const struct endpoint_world *world, const struct probe_options *options,
	const struct probe_handler *handler, void *arg)
{
	struct probe *probe = mem_alloc(sizeof *probe);
	int protocol;

	probe->world = world;
	probe->options = options;
	probe->handler = *handler;
	probe->arg = arg;
	probe->last = &probe->jobs;
	probe->idle_check = loop_timer_new(world->loop, check_idle, probe);
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		probe->grace_args[protocol].probe = probe;
		probe->grace_args[protocol].protocol = (enum mail_protocol)protocol;
		probe->grace[protocol] = loop_timer_new(world->loop, grace_over,
			&probe->grace_args[protocol]);
	}
	return probe;
}

static void stop_jobs(struct probe *probe, enum session_end end)
{
	struct job *job;

	probe->stopping = true;
	for (job = probe->jobs; job != NULL; job = job->next) {
		if (job->settled)
			continue;
		endpoint_stop(job->endpoint, end);
		if (!job->ended && !job->passed_gate && job->fact->login.bar == BAR_NONE)
			job->fact->login.bar = BAR_NOT_REACHED;
		job->ended = job->settled = true;
		job->at_gate = false;
	}
}

void probe_free(struct probe *probe)
{
	struct job *job;
	int protocol;

	if (probe == NULL)
		return;
	stop_jobs(probe, END_CANCELLED);
	while ((job = probe->jobs) != NULL) {
		probe->jobs = job->next;
		endpoint_free(job->endpoint);
		free(job);
	}
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++)
		loop_timer_free(probe->grace[protocol]);
	loop_timer_free(probe->idle_check);
	free(probe);
}

void probe_add(struct probe *probe, const struct probe_candidate *candidate)
{
	start_job(probe, &candidate->service, candidate, JOB_USUAL);
}

void probe_decide(struct probe *probe, enum mail_protocol protocol)
{
	struct job *job;
	enum login_bar bar;

	probe->decided[protocol] = true;
	for (job = probe->jobs; job != NULL; job = job->next) {
		if (!job->at_gate || job->fact->service.protocol != protocol)
			continue;
		bar = login_bar(probe, job);
		if (bar != BAR_NONE)
			pass(job, bar);
	}
	consider_login(probe, protocol);
	check_soon(probe);
}

void probe_stop(struct probe *probe)
{
	stop_jobs(probe, END_TIMEOUT);
}
