/* SPDX-License-Identifier: MIT */
#include "probe.h"

#include <stdlib.h>
#include <string.h>

#include "neighbours.h"
#include "text.h"

/* A ready candidate waits this long for a better-ranked one that has not
 * decided yet; then it logs in itself. */
#define GRACE_MS 2000
#define JOBS_MAX 64

struct job {
	struct job *next;
	struct probe *probe;
	struct endpoint *endpoint;
	struct endpoint_fact *fact;
	unsigned group;
	enum probing probing;
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
	const struct probe_candidate *candidate, enum probing probing);

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
		start_job(probe, &job->fact->service, NULL, PROBING_ANONYMOUS);
	for (other = probe->jobs; other != NULL; other = other->next)
		if (other->at_gate && other->fact->service.protocol == protocol)
			pass(other, BAR_OTHER_ENDPOINT);
}

/* A more trusted source names a server that waits for the person's yes; a lesser
 * one's does not take its place, however quick it was. */
static bool another_awaits_yes(const struct probe *probe, const struct job *job)
{
	const struct job *other;

	for (other = probe->jobs; other != NULL; other = other->next)
		if (other->fact->role == ROLE_CANDIDATE && other->group < job->group &&
				other->fact->service.protocol == job->fact->service.protocol &&
				other->passed_gate && other->fact->login.bar == BAR_SOURCE)
			return true;
	return false;
}

static void consider_login(struct probe *probe, enum mail_protocol protocol)
{
	struct job *best;

	while ((best = best_at_gate(probe, protocol)) != NULL && host_said_stop(probe, best))
		pass(best, BAR_HOST_REJECTED);
	while ((best = best_at_gate(probe, protocol)) != NULL && another_awaits_yes(probe, best))
		pass(best, BAR_OTHER_ENDPOINT);
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

static void start_neighbours(struct probe *probe, const struct neighbour *neighbours, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		start_job(probe, &neighbours[i].service, NULL, neighbours[i].probing);
}

static void try_certificate_names(struct probe *probe, const struct job *job)
{
	struct neighbour neighbours[NEIGHBOURS_MAX];

	if (job->fact->role == ROLE_CANDIDATE)
		start_neighbours(probe, neighbours, neighbours_by_certificate(job->fact, neighbours));
}

/* What else to look at when JOB has failed, or seems about to. */
static void look_around(struct probe *probe, struct job *job)
{
	const struct endpoint_fact *fact = job->fact;
	struct neighbour neighbours[NEIGHBOURS_MAX];

	if (job->neighbours_done || probe->stopping || fact->role != ROLE_CANDIDATE)
		return;
	if (fact->ready && fact->service.security != MAIL_PLAIN) /* is there no better way? */
		return;
	if (fact->end == END_UNRESOLVED || fact->step == STEP_RESOLVE)
		return;
	job->neighbours_done = true;
	start_neighbours(probe, neighbours,
		neighbours_of(probe->world->evidence, fact, job->ended, neighbours));
}

/* ---- one endpoint's events --------------------------------------------------------------------- */

/* It ended before it could have logged in, or got there in a way that forbids it
 * whatever the person says of the host. */
static bool is_useless(const struct job *job)
{
	if (job->ended && !job->fact->ready)
		return true;
	if (!job->passed_gate)
		return false;
	switch (job->fact->login.bar) {
	case BAR_NO_TLS:
	case BAR_TLS_UNTRUSTED:
	case BAR_INJECTED:
	case BAR_NO_MECHANISM:
		return true;
	case BAR_NONE:
	case BAR_NOT_ASKED:
	case BAR_COUNTER_PROBE:
	case BAR_OTHER_ENDPOINT:
	case BAR_SOURCE:
	case BAR_SECRET_UNFIT:
	case BAR_HOST_REJECTED:
	case BAR_NOT_REACHED:
		break;
	}
	return false;
}

/* Is none of the candidates of any use? */
static bool is_exhausted(const struct probe *probe, enum mail_protocol protocol)
{
	const struct job *job;
	bool any = false;

	for (job = probe->jobs; job != NULL; job = job->next) {
		if (job->fact->role != ROLE_CANDIDATE || job->fact->service.protocol != protocol)
			continue;
		any = true;
		if (!is_useless(job))
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
	enum probing probing, bool candidates_only)
{
	struct job *job;

	for (job = probe->jobs; job != NULL; job = job->next) {
		const struct mail_service *known = &job->fact->service;

		if (job->probing == probing && known->protocol == service->protocol &&
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
	const struct probe_candidate *candidate, enum probing probing)
{
	static const struct endpoint_handler handler = {
		.gate = at_gate, .moved = moved, .ended = ended, .settled = settled,
	};
	struct dialogue_options dialogue = { 0 };
	struct endpoint_manner manner;
	struct endpoint_fact *fact;
	struct job *job = find_job(probe, service, probing, candidate != NULL);

	if (job != NULL && candidate != NULL)
		promote(job, candidate);
	if (job != NULL || probe->count == JOBS_MAX ||
			(probing == PROBING_IPV4 && !probe->world->ipv4) ||
			(probing == PROBING_IPV6 && !probe->world->ipv6))
		return;
	fact = evidence_add_endpoint(probe->world->evidence, service);
	fact->role = candidate != NULL ? ROLE_CANDIDATE : ROLE_COUNTER;
	fact->source = candidate != NULL ? candidate->source : "counter-probe";
	fact->wanted = candidate != NULL && candidate->wanted;
	fact->rank = candidate != NULL ? candidate->rank : 0;
	fact->trusted_source = candidate != NULL && candidate->trusted;
	fact->tls.legacy = probing == PROBING_LEGACY;
	fact->anonymous = probing == PROBING_ANONYMOUS;
	dialogue.helo = probe->options->helo;
	dialogue.username = service->username;
	if (candidate != NULL && candidate->wanted) {
		dialogue.secret = probe->options->secret;
		dialogue.secret_is_token = probe->options->secret_is_token;
		dialogue.test_send = probe->options->test_recipient != NULL;
	}
	if (dialogue.test_send || probing == PROBING_ANONYMOUS) {
		dialogue.test_sender = probe->options->test_sender;
		dialogue.test_recipient = probe->options->test_recipient;
		dialogue.anonymous = probing == PROBING_ANONYMOUS;
	}
	job = mem_alloc(sizeof *job);
	job->probe = probe;
	job->fact = fact;
	job->probing = probing;
	job->group = candidate != NULL ? candidate->group : 0;
	*probe->last = job;
	probe->last = &job->next;
	probe->count++;
	probe->idle_told = false;
	manner.legacy = probing == PROBING_LEGACY;
	manner.no_ipv4 = probing == PROBING_IPV6;
	manner.no_ipv6 = probing == PROBING_IPV4;
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
	start_job(probe, &candidate->service, candidate, PROBING_USUAL);
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
