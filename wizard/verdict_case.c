/* SPDX-License-Identifier: MIT
 *
 * Opening cases: how much a failure weighs, and which endpoints it explains.
 */
#include <stdarg.h>
#include <string.h>

#include "rules.h"

static const char *const *explains_of(const char *code)
{
	const struct rule *const *table, *rule;

	for (table = rules_tables; *table != NULL; table++)
		for (rule = *table; rule->code != NULL; rule++)
			if (strcmp(rule->code, code) == 0 && rule->explains != NULL)
				return rule->explains;
	return NULL;
}

static struct verdict_case *find_case(const struct inquiry *inquiry, const char *code,
	enum severity severity, bool run_wide)
{
	struct verdict_case *found;

	for (found = inquiry->cases; found != NULL; found = found->next)
		if (found->severity == severity && found->run_wide == run_wide &&
		    strcmp(found->code, code) == 0)
			return found;
	return NULL;
}

static struct verdict_case *new_case(struct inquiry *inquiry, const char *code,
	enum severity severity, const char *detail, va_list args)
{
	struct verdict_case *added = arena_alloc(inquiry->arena, sizeof *added), **last;

	added->code = code;
	added->severity = severity;
	added->detail = arena_vprintf(inquiry->arena, detail, args);
	added->explains = explains_of(code);
	added->sequence = inquiry->case_count++;
	for (last = &inquiry->cases; *last != NULL; last = &(*last)->next)
		;
	*last = added;
	return added;
}

static enum severity lighter(enum severity severity, enum weight weight)
{
	switch (weight) {
	case WEIGHT_FAULT:
		break;
	case WEIGHT_WARNING:
		return severity == SEVERITY_ERROR ? SEVERITY_WARNING : severity;
	case WEIGHT_NOTICE:
		return SEVERITY_NOTICE;
	}
	return severity;
}

static bool outrun(const struct inquiry *inquiry, const struct endpoint_fact *endpoint)
{
	const struct endpoint_fact *other;

	for (other = inquiry->evidence->endpoints; other != NULL; other = other->next)
		if (other->role == ROLE_CANDIDATE && endpoint_stage(other) > endpoint_stage(endpoint) &&
		    other->service.protocol == endpoint->service.protocol)
			return true;
	return false;
}

static enum severity endpoint_severity(const struct inquiry *inquiry,
	const struct endpoint_fact *endpoint)
{
	if (endpoint->wanted && inquiry->broken[endpoint->service.protocol] &&
	    !outrun(inquiry, endpoint))
		return SEVERITY_ERROR;
	return endpoint->role == ROLE_COUNTER ? SEVERITY_NOTICE : SEVERITY_WARNING;
}

static void add_witness(const struct inquiry *inquiry, struct verdict_case *to,
	const struct endpoint_fact *endpoint)
{
	size_t i;

	for (i = 0; i < to->witness_count; i++)
		if (to->witnesses[i] == endpoint)
			return;
	if (to->witness_count < CASE_WITNESSES)
		to->witnesses[to->witness_count++] = endpoint;
	if (endpoint->wanted && inquiry->broken[endpoint->service.protocol])
		to->protocols |= inquiry_bit(endpoint->service.protocol);
}

static void blame(struct inquiry *inquiry, const struct endpoint_fact *endpoint,
	const struct verdict_case *cause)
{
	size_t i;

	for (i = 0; i < inquiry->standing_count; i++)
		if (inquiry->standings[i].endpoint == endpoint && inquiry->standings[i].cause == NULL)
			inquiry->standings[i].cause = cause;
}

void verdict_witness(struct inquiry *inquiry, struct verdict_case *verdict_case,
	const struct endpoint_fact *endpoint)
{
	add_witness(inquiry, verdict_case, endpoint);
	blame(inquiry, endpoint, verdict_case);
}

static struct verdict_case *open_case(struct inquiry *inquiry, const char *code,
	const struct endpoint_fact *endpoint, enum weight weight, const char *detail, va_list args)
{
	enum severity severity = lighter(endpoint_severity(inquiry, endpoint), weight);
	struct verdict_case *found = find_case(inquiry, code, severity, false);

	if (found == NULL)
		found = new_case(inquiry, code, severity, detail, args);
	add_witness(inquiry, found, endpoint);
	return found;
}

struct verdict_case *verdict_add(struct inquiry *inquiry, const char *code,
	const struct endpoint_fact *endpoint, const char *detail, ...)
{
	struct verdict_case *found;
	va_list args;

	va_start(args, detail);
	found = open_case(inquiry, code, endpoint, WEIGHT_FAULT, detail, args);
	va_end(args);
	blame(inquiry, endpoint, found);
	return found;
}

struct verdict_case *verdict_remark(struct inquiry *inquiry, const char *code,
	const struct endpoint_fact *endpoint, enum weight weight, const char *detail, ...)
{
	struct verdict_case *found;
	va_list args;

	va_start(args, detail);
	found = open_case(inquiry, code, endpoint, weight, detail, args);
	va_end(args);
	return found;
}

struct verdict_case *verdict_add_run(struct inquiry *inquiry, const char *code,
	unsigned protocols, enum weight weight, const char *detail, ...)
{
	unsigned broken = inquiry_broken_bits(inquiry), hit = protocols == 0 ? broken : protocols & broken;
	enum severity severity = lighter(hit != 0 ? SEVERITY_ERROR : SEVERITY_WARNING, weight);
	struct verdict_case *found = find_case(inquiry, code, severity, true);
	va_list args;

	va_start(args, detail);
	if (found == NULL)
		found = new_case(inquiry, code, severity, detail, args);
	va_end(args);
	found->run_wide = true;
	found->protocols |= hit;
	return found;
}

void verdict_account_wide(const struct inquiry *inquiry, struct verdict_case *verdict_case)
{
	verdict_case->account_wide = true;
	if (verdict_case->severity == SEVERITY_ERROR)
		verdict_case->protocols |= inquiry_broken_bits(inquiry);
}

void verdict_quote(struct inquiry *inquiry, struct verdict_case *verdict_case, const char *kind,
	const char *text)
{
	size_t i;

	(void)inquiry;
	if (text == NULL || text[0] == '\0')
		return;
	for (i = 0; i < verdict_case->quote_count; i++)
		if (strcmp(verdict_case->quotes[i].text, text) == 0)
			return;
	if (verdict_case->quote_count < FINDING_QUOTES)
		verdict_case->quotes[verdict_case->quote_count++] = (struct quote){ kind, text };
}
