/* SPDX-License-Identifier: MIT */
#include "judge.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "judge_web.h"
#include "leaks.h"

#define SHOWN_OUTPUT 400
#define FILE_MAX (8 << 20)
#define MEMORY_MAX_MIB 200 /* sanitizers included */

#define COMPLAIN(complaints, ...) buf_printf((complaints), "    " __VA_ARGS__)

/* ---- the answer ------------------------------------------------------------------- */

static const cJSON *get(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *text(const cJSON *object, const char *key)
{
	const char *value = cJSON_GetStringValue(get(object, key));

	return value == NULL ? "" : value;
}

static bool has_finding(const cJSON *json, const char *code)
{
	const cJSON *finding;

	cJSON_ArrayForEach(finding, get(json, "findings"))
		if (strcmp(text(finding, "code"), code) == 0)
			return true;
	return false;
}

static void list_findings(const cJSON *json, struct buf *complaints)
{
	const cJSON *finding;

	cJSON_ArrayForEach(finding, get(json, "findings"))
		COMPLAIN(complaints, "  %s %s [%s] %s\n", text(finding, "severity"),
			text(finding, "code"), text(finding, "service"), text(finding, "detail"));
}

static void check_cause(const struct expectation *expect, const cJSON *json,
	struct buf *complaints)
{
	const char *cause = cJSON_GetStringValue(get(json, "root_cause"));
	size_t before = complaints->length, i;

	if (get(json, "root_cause") == NULL)
		COMPLAIN(complaints, "the answer has no root_cause\n");
	else if (cause == NULL ? expect->root_cause != NULL :
		expect->root_cause == NULL || strcmp(cause, expect->root_cause) != 0)
		COMPLAIN(complaints, "root cause is %s, expected %s\n",
			cause == NULL ? "null" : cause,
			expect->root_cause == NULL ? "null" : expect->root_cause);
	for (i = 0; expect->also[i] != NULL; i++)
		if (!has_finding(json, expect->also[i]))
			COMPLAIN(complaints, "%s is not among the findings\n", expect->also[i]);
	for (i = 0; expect->not_codes[i] != NULL; i++)
		if (has_finding(json, expect->not_codes[i]))
			COMPLAIN(complaints, "%s must not be among the findings\n",
				expect->not_codes[i]);
	if (complaints->length != before)
		list_findings(json, complaints);
}

static void check_quote(const char *quote, const cJSON *json, struct buf *complaints)
{
	const cJSON *first = cJSON_GetArrayItem(get(json, "findings"), 0), *evidence;

	cJSON_ArrayForEach(evidence, get(first, "evidence"))
		if (strstr(text(evidence, "text"), quote) != NULL)
			return;
	COMPLAIN(complaints, "the first finding does not quote \"%s\"\n", quote);
	cJSON_ArrayForEach(evidence, get(first, "evidence"))
		COMPLAIN(complaints, "  it quotes (%s) %s\n", text(evidence, "kind"),
			text(evidence, "text"));
}

static const cJSON *find_service(const cJSON *json, const char *label)
{
	const cJSON *service;
	char name[512];

	cJSON_ArrayForEach(service, get(json, "services")) {
		snprintf(name, sizeof name, "%s:%d/%s/%s", text(service, "host"),
			(int)cJSON_GetNumberValue(get(service, "port")), text(service, "protocol"),
			text(service, "security"));
		if (strcmp(name, label) == 0)
			return service;
	}
	return NULL;
}

/* FIELD of each service named is what is expected. */
static void check_services(const struct expectation *expect, const cJSON *json,
	const char *field, struct buf *complaints)
{
	const cJSON *service;
	size_t i;

	for (i = 0; expect->service_labels[i] != NULL; i++) {
		service = find_service(json, expect->service_labels[i]);
		if (service == NULL)
			COMPLAIN(complaints, "no service %s in the answer\n",
				expect->service_labels[i]);
		else if (strcmp(text(service, field), expect->service_states[i]) != 0)
			COMPLAIN(complaints, "%s is \"%s\", expected \"%s\"\n",
				expect->service_labels[i], text(service, field),
				expect->service_states[i]);
	}
}

static void check_promises(const cJSON *json, int status, struct buf *complaints)
{
	bool ok = cJSON_IsTrue(get(json, "ok"));

	if (strcmp(text(json, "schema"), "mailguide.diagnosis/1") != 0)
		COMPLAIN(complaints, "the schema is \"%s\"\n", text(json, "schema"));
	if (!cJSON_IsBool(get(json, "ok")) || ok != cJSON_IsNull(get(json, "root_cause")) ||
	    ok != (status == 0))
		COMPLAIN(complaints, "ok, root_cause and exit status %d contradict each other\n",
			status);
}

static void check_diagnosis(const struct expectation *expect, const cJSON *json, int status,
	struct buf *complaints)
{
	check_promises(json, status, complaints);
	check_cause(expect, json, complaints);
	if (expect->quote != NULL)
		check_quote(expect->quote, json, complaints);
	check_services(expect, json, "state", complaints);
}

static void check_lookup(const struct expectation *expect, const cJSON *json,
	struct buf *complaints)
{
	if (strcmp(text(json, "schema"), "mailguide.lookup/1") != 0)
		COMPLAIN(complaints, "the schema is \"%s\"\n", text(json, "schema"));
	check_services(expect, json, "source", complaints);
}

/* ---- text that could act on a terminal ----------------------------------------------- */

static bool is_dangerous(const unsigned char *place)
{
	if ((*place < 0x20 && *place != '\n' && *place != '\t') || *place == 0x7f)
		return true;
	if (place[0] == 0xc2 && place[1] >= 0x80 && place[1] <= 0x9f)
		return true; /* C1 */
	if (place[0] != 0xe2)
		return false;
	return (place[1] == 0x80 && ((place[2] >= 0x8b && place[2] <= 0x8f) ||
		(place[2] >= 0xa8 && place[2] <= 0xae))) ||
		(place[1] == 0x81 && place[2] >= 0xa6 && place[2] <= 0xa9);
}

static bool is_safe(const char *bytes)
{
	const unsigned char *place = (const unsigned char *)bytes;

	for (; *place != '\0'; place++)
		if (is_dangerous(place))
			return false;
	return true;
}

/* JSON escapes can hide what the bytes do not show. */
static bool all_strings_safe(const cJSON *json)
{
	const cJSON *item;

	if (cJSON_IsString(json) && !is_safe(json->valuestring))
		return false;
	cJSON_ArrayForEach(item, json)
		if (!all_strings_safe(item))
			return false;
	return true;
}

static void check_answer(const struct stage *stage, const struct child_result *result,
	struct buf *complaints)
{
	const struct expectation *expect = &stage->scenario->expect;
	cJSON *json = cJSON_Parse(buf_text(&result->out));

	if (json == NULL) {
		COMPLAIN(complaints, "standard output is no JSON: %.*s\n", SHOWN_OUTPUT,
			buf_text(&result->out));
		return;
	}
	if (stage->scenario->lookup)
		check_lookup(expect, json, complaints);
	else
		check_diagnosis(expect, json, result->exit, complaints);
	judge_sources(expect, json, complaints);
	if (!all_strings_safe(json))
		COMPLAIN(complaints, "a string of the answer holds control characters\n");
	cJSON_Delete(json);
}

static void check_exit(const struct stage *stage, const struct child_result *result,
	struct buf *complaints)
{
	if (strstr(buf_text(&result->err), "Sanitizer") != NULL ||
	    strstr(buf_text(&result->err), "runtime error:") != NULL)
		COMPLAIN(complaints, "a sanitizer complained\n");
	else if (result->overdue)
		COMPLAIN(complaints, "the program went on far past its --timeout\n");
	else if (result->signal != 0)
		COMPLAIN(complaints, "the program died of signal %d\n", result->signal);
	else if (result->peak_mib > MEMORY_MAX_MIB)
		COMPLAIN(complaints, "the program took %u MiB of memory\n", result->peak_mib);
	else if (result->exit != stage->scenario->expect.exit)
		COMPLAIN(complaints, "exit status is %d, expected %d\n", result->exit,
			stage->scenario->expect.exit);
	else
		return;
	COMPLAIN(complaints, "  standard error: %.*s\n", SHOWN_OUTPUT, buf_text(&result->err));
}

/* ---- logins and secrets ------------------------------------------------------------------ */

static void check_logins(const struct stage *stage, struct buf *complaints)
{
	unsigned seen[LAB_MAIL_PROTOCOLS] = { 0 };
	const struct tape *tape;
	int i;

	for (tape = server_tapes(stage->server); tape != NULL; tape = tape->next)
		if (tape->port->protocol != LAB_HTTP)
			seen[tape->port->protocol] += tape->logins;
	for (i = 0; i < LAB_MAIL_PROTOCOLS; i++) {
		const char *name = lab_protocol_name((enum lab_protocol)i);
		int expected = stage->scenario->expect.logins[i];

		if (expected < 0 && seen[i] > 1)
			COMPLAIN(complaints, "%u login attempts at %s, at most one is allowed\n",
				seen[i], name);
		if (expected >= 0 && seen[i] != (unsigned)expected)
			COMPLAIN(complaints, "%u login attempts at %s, expected %d\n", seen[i], name,
				expected);
	}
}

static void check_tapes(const struct stage *stage, const struct leaks *leaks,
	struct buf *complaints)
{
	struct tape *tape;

	for (tape = server_tapes(stage->server); tape != NULL; tape = tape->next) {
		pthread_mutex_lock(&tape->lock);
		if (!tape->port->clear_allowed &&
		    leaks_into(leaks, tape->clear.data, tape->clear.length))
			COMPLAIN(complaints, "the secret went to %s:%u in clear text\n",
				tape->port->host->name, tape->port->number);
		if (!tape->port->secret_allowed &&
		    leaks_into(leaks, tape->sealed.data, tape->sealed.length))
			COMPLAIN(complaints, "the secret went to %s:%u, which is not to be trusted\n",
				tape->port->host->name, tape->port->number);
		pthread_mutex_unlock(&tape->lock);
	}
}

static void read_file(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "re");
	char block[4096];
	size_t got;

	buf_init(out, FILE_MAX);
	while (file != NULL && (got = fread(block, 1, sizeof block, file)) > 0)
		(void)buf_add(out, block, got);
	if (file != NULL)
		fclose(file);
}

static void check_outputs(const struct stage *stage, const struct child_result *result,
	const struct leaks *leaks, struct buf *complaints)
{
	struct buf transcript, saved;
	const struct {
		const char *name;
		const struct buf *buf;
		bool shown; /* to a person, so it must be safe for a terminal */
	} outputs[] = {
		{ "standard output", &result->out, true }, { "standard error", &result->err, true },
		{ "the transcript", &transcript, true }, { "the saved evidence", &saved, false },
	};
	size_t i;

	read_file(stage->transcript_file, &transcript);
	read_file(stage->saved_file, &saved);
	for (i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
		if (leaks != NULL && leaks_into(leaks, outputs[i].buf->data, outputs[i].buf->length))
			COMPLAIN(complaints, "the secret stands in %s\n", outputs[i].name);
		if (outputs[i].shown && (strlen(buf_text(outputs[i].buf)) != outputs[i].buf->length ||
			!is_safe(buf_text(outputs[i].buf))))
			COMPLAIN(complaints, "%s holds control characters\n", outputs[i].name);
	}
	if (strstr(buf_text(&result->out), "within 0 s") != NULL)
		COMPLAIN(complaints, "a wait of no time is told\n");
	if (saved.length == 0 && !stage->scenario->lookup)
		COMPLAIN(complaints, "no evidence was saved\n");
	if (stage->scenario->expect.in_time &&
			strstr(buf_text(&saved), "\"timed_out\":\tfalse") == NULL)
		COMPLAIN(complaints, "the run went on until its time limit\n");
	buf_done(&transcript);
	buf_done(&saved);
}

void judge(const struct stage *stage, const struct child_result *result,
	struct buf *complaints)
{
	const struct scenario *scenario = stage->scenario;
	struct leaks *leaks = scenario->secret == NULL ? NULL : leaks_new(scenario->secret);

	check_exit(stage, result, complaints);
	check_answer(stage, result, complaints);
	check_logins(stage, complaints);
	judge_requests(stage, complaints);
	if (leaks != NULL)
		check_tapes(stage, leaks, complaints);
	check_outputs(stage, result, leaks, complaints);
	leaks_free(leaks);
}
