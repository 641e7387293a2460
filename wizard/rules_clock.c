/* SPDX-License-Identifier: MIT
 *
 * Is it this computer's clock, or the certificate?  Web servers date what they
 * send, and certificates of unrelated servers do not miss their dates together.
 */
#include <stdlib.h>
#include <string.h>

#include "language.h"
#include "rules.h"

/* Earlier than this (2025-01-01) no copy of this program existed. */
#define EARLIEST_START 1735689600
/* A gap this large between the clock and a certificate's first day is not haste. */
#define DAY (24 * 60 * 60)
/* Clocks this close are the same. */
#define TOLERANCE (5 * 60)

/* ---- by the web -------------------------------------------------------------------------- */

struct web_clock {
	const struct web_fact *fact; /* one that says the time, NULL if none does */
	long ahead;     /* so many seconds are they ahead of us, by all that answered */
	bool confirms;  /* one agrees with us */
	bool agree;     /* all that answered say the same time */
	bool unrelated; /* and two of them have different owners */
};

static long seconds_ahead(const struct evidence *evidence, const struct web_fact *fact)
{
	return (long)(fact->date - evidence->started) - (long)(fact->at_ms + fact->took_ms) / 1000;
}

static struct web_clock read_web_clock(const struct inquiry *inquiry)
{
	const struct evidence *evidence = inquiry->evidence;
	struct web_clock clock = { .agree = true };
	const struct web_fact *fact;
	long ahead;

	for (fact = evidence->web; fact != NULL; fact = fact->next) {
		if (fact->date == 0)
			continue;
		ahead = seconds_ahead(evidence, fact);
		clock.confirms = clock.confirms || labs(ahead) <= TOLERANCE;
		if (clock.fact == NULL) {
			clock.fact = fact;
			clock.ahead = ahead;
			continue;
		}
		clock.agree = clock.agree && labs(ahead - clock.ahead) <= TOLERANCE;
		clock.unrelated = clock.unrelated || inquiry_unrelated(fact->host, clock.fact->host);
	}
	return clock;
}

/* Every web server that said the time says another than this computer. */
static bool web_objects(const struct web_clock *clock)
{
	return clock->fact != NULL && !clock->confirms && clock->agree;
}

static void quote_web_clock(struct inquiry *inquiry, struct verdict_case *found)
{
	const struct web_fact *fact;

	for (fact = inquiry->evidence->web; fact != NULL; fact = fact->next)
		if (fact->date != 0)
			verdict_quote(inquiry, found, "network", arena_printf(inquiry->arena,
				_("%s says the time: %s; this computer says %s"), fact->host,
				inquiry_time(inquiry, fact->date), inquiry_time(inquiry,
				fact->date - seconds_ahead(inquiry->evidence, fact))));
}

/* ---- by certificates ------------------------------------------------------------------------- */

/* Which way the leaf's dates miss the local time: -1 expired, 1 not yet valid, 0 good. */
static int leaf_date_miss(const struct evidence *evidence, const struct endpoint_fact *endpoint)
{
	if (evidence->started > endpoint->tls.chain->not_after)
		return -1;
	return evidence->started < endpoint->tls.chain->not_before ? 1 : 0;
}

/* A web source was read over verified TLS: the clock suits its certificate. */
static bool https_verified(const struct evidence *evidence)
{
	const struct web_fact *fact;

	for (fact = evidence->web; fact != NULL; fact = fact->next)
		if (fact->outcome == WEB_ANSWERED && strncmp(fact->url, "https://", 8) == 0)
			return true;
	return false;
}

/* Two certificates whose dates miss the same way have nothing in common but our
 * clock when their hosts have different owners.  Not-yet-valid by more than a day
 * on two separate certificates is enough: nobody deploys two of those. */
static bool dates_blame_clock(const struct evidence *evidence, const struct endpoint_fact *a,
	const struct endpoint_fact *b, int miss)
{
	if (strcmp(a->tls.chain->sha256, b->tls.chain->sha256) == 0)
		return false;
	if (inquiry_unrelated(a->service.host, b->service.host))
		return true;
	return miss > 0 && a->tls.chain->not_before - evidence->started > DAY &&
		b->tls.chain->not_before - evidence->started > DAY;
}

static bool clock_contradicted(const struct inquiry *inquiry)
{
	const struct endpoint_fact *endpoint;

	if (read_web_clock(inquiry).confirms)
		return true;
	for (endpoint = inquiry->evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint_has_certificate(endpoint) &&
		    leaf_date_miss(inquiry->evidence, endpoint) == 0)
			return true;
	return https_verified(inquiry->evidence);
}

static int common_miss(const struct inquiry *inquiry)
{
	const struct evidence *evidence = inquiry->evidence;
	const struct endpoint_fact *a, *b;
	int miss;

	if (clock_contradicted(inquiry))
		return 0;
	for (a = evidence->endpoints; a != NULL; a = a->next) {
		if (!endpoint_has_certificate(a))
			continue;
		miss = leaf_date_miss(evidence, a);
		for (b = a->next; b != NULL; b = b->next)
			if (endpoint_has_certificate(b) && leaf_date_miss(evidence, b) == miss &&
			    dates_blame_clock(evidence, a, b, miss))
				return miss;
	}
	return 0;
}

static void blame_clock(struct inquiry *inquiry, struct verdict_case *found)
{
	const struct endpoint_fact *endpoint = NULL;

	quote_web_clock(inquiry, found);
	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if (endpoint_has_certificate(endpoint) &&
		    leaf_date_miss(inquiry->evidence, endpoint) != 0) {
			verdict_witness(inquiry, found, endpoint);
			verdict_quote_chain(inquiry, found, endpoint);
		}
}

/* Somebody else than ENDPOINT's owner says the time too: a server whose own clock
 * is wrong may well have let its certificate expire by it. */
static bool has_independent_clock(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	const struct web_fact *fact;

	for (fact = inquiry->evidence->web; fact != NULL; fact = fact->next)
		if (fact->date != 0 && inquiry_unrelated(fact->host, endpoint->service.host))
			return true;
	return false;
}

/* A certificate that is out of date by our clock and in date by the web's. */
static bool cured_by_web_clock(const struct inquiry *inquiry, const struct web_clock *clock)
{
	time_t now = inquiry->evidence->started + clock->ahead;
	const struct endpoint_fact *endpoint = NULL;

	while ((endpoint = inquiry_next(inquiry, endpoint)) != NULL)
		if (endpoint_has_certificate(endpoint) &&
		    leaf_date_miss(inquiry->evidence, endpoint) != 0 &&
		    has_independent_clock(inquiry, endpoint) &&
		    now >= endpoint->tls.chain->not_before && now <= endpoint->tls.chain->not_after)
			return true;
	return false;
}

static bool clock_wrong_by_web(struct inquiry *inquiry)
{
	struct web_clock clock = read_web_clock(inquiry);
	bool cures;

	if (!web_objects(&clock))
		return false;
	cures = cured_by_web_clock(inquiry, &clock);
	if (!cures && !clock.unrelated)
		return false;
	blame_clock(inquiry, verdict_add_run(inquiry, "local.clock-wrong", 0,
		cures ? WEIGHT_FAULT : WEIGHT_WARNING,
		_("This computer's clock says %s, but it is %s%s."),
		inquiry_time(inquiry, inquiry->evidence->started),
		inquiry_time(inquiry, inquiry->evidence->started + clock.ahead),
		cures ? _(", and by then the certificates are valid") : ""));
	return true;
}

static void clock_wrong(struct inquiry *inquiry)
{
	const struct evidence *evidence = inquiry->evidence;
	const char *today = inquiry_date(inquiry, evidence->started);
	int miss;

	if (clock_wrong_by_web(inquiry))
		return;
	miss = common_miss(inquiry);
	if (miss != 0)
		blame_clock(inquiry, verdict_add_run(inquiry, "local.clock-wrong", 0, WEIGHT_FAULT,
			_("By this computer's clock (%s) the certificates of unrelated servers are all %s."),
			today, miss < 0 ? "expired" : _("not yet valid")));
	else if (evidence->started != 0 && evidence->started < EARLIEST_START)
		verdict_add_run(inquiry, "local.clock-wrong", 0, WEIGHT_WARNING,
			_("This computer's clock says %s, which is before this program was made."), today);
}

const struct rule rules_clock[] = {
	{ "local.clock-wrong", clock_wrong, EXPLAINS("tls.cert-expired", "tls.cert-not-yet-valid",
		"tls.chain-expired", "config.autoconfig-cert-mismatch") },
	{ NULL, NULL, NULL }
};
