/* SPDX-License-Identifier: MIT */
#include "privacy.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/text.h"
#include "evidence_fields.h"
#include "evidence_json.h"
#include "language.h"
#include "scrub.h"

/* ---- what is personal ------------------------------------------------------------------------ */

static void keep_servers(struct scrub *scrub, const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;
	const struct connect_fact *connect;
	const struct web_fact *web;
	const struct dns_fact *dns;
	size_t i;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next) {
		scrub_keep(scrub, endpoint->service.host);
		for (connect = endpoint->connects; connect != NULL; connect = connect->next)
			scrub_keep(scrub, connect->address);
	}
	for (web = evidence->web; web != NULL; web = web->next)
		scrub_keep(scrub, web->address);
	for (dns = evidence->dns; dns != NULL; dns = dns->next)
		for (i = 0; i < dns->count; i++)
			if (dns->type == DNS_A || dns->type == DNS_AAAA)
				scrub_keep(scrub, dns->records[i].text);
}

static void hide_names(struct scrub *scrub, const struct evidence *evidence)
{
	const struct endpoint_fact *endpoint;

	scrub_hide_address(scrub, evidence->address);
	scrub_hide_name(scrub, evidence->localpart);
	scrub_hide_address(scrub, evidence->test_recipient);
	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		if (endpoint->service.username != NULL)
			scrub_hide_address(scrub, endpoint->service.username);
}

/* ---- walking through the evidence, by the tables that saving uses -------------------------------- */

static void hide_struct(const struct scrub *scrub, const struct shape *shape, char *at);

static void hide_string(const struct scrub *scrub, char *at)
{
	const char *text;

	memcpy(&text, at, sizeof text);
	text = scrub_text(scrub, text);
	memcpy(at, &text, sizeof text);
}

static void hide_bytes(const struct scrub *scrub, struct arena *arena, char *at, char *count)
{
	struct buf out;
	const char *bytes;
	size_t length;

	memcpy(&bytes, at, sizeof bytes);
	memcpy(&length, count, sizeof length);
	if (bytes == NULL)
		return;
	buf_init(&out, SIZE_MAX / 4);
	scrub_add(scrub, bytes, length, &out);
	bytes = arena_strndup(arena, buf_text(&out), out.length);
	memcpy(at, &bytes, sizeof bytes);
	memcpy(count, &out.length, sizeof out.length);
	buf_done(&out);
}

static void hide_many(const struct scrub *scrub, const struct field *field, char *from)
{
	size_t count, i;
	char *items;

	memcpy(&items, from + field->offset, sizeof items);
	if (field->kind == FIELD_LIST) {
		for (; items != NULL; memcpy(&items, items, sizeof items))
			hide_struct(scrub, field->shape, items);
		return;
	}
	memcpy(&count, from + field->count, sizeof count);
	for (i = 0; i < count; i++)
		if (field->kind == FIELD_ARRAY)
			hide_struct(scrub, field->shape, items + i * field->shape->size);
		else
			hide_string(scrub, items + i * sizeof(char *));
}

static void hide_field(const struct scrub *scrub, struct arena *arena, const struct field *field,
	char *from)
{
	switch (field->kind) {
	case FIELD_TEXT:
	case FIELD_OPTIONAL:
		hide_string(scrub, from + field->offset);
		return;
	case FIELD_BYTES:
		hide_bytes(scrub, arena, from + field->offset, from + field->count);
		return;
	case FIELD_STRUCT:
		hide_struct(scrub, field->shape, from + field->offset);
		return;
	case FIELD_TEXTS:
	case FIELD_ARRAY:
	case FIELD_LIST:
		hide_many(scrub, field, from);
		return;
	case FIELD_BOOL:
	case FIELD_BOOLS:
	case FIELD_UNSIGNED:
	case FIELD_U16:
	case FIELD_INT:
	case FIELD_TIME:
	case FIELD_WORD:
	case FIELD_WORDS:
		break;
	}
}

static void hide_struct(const struct scrub *scrub, const struct shape *shape, char *at)
{
	const struct field *field;

	for (field = shape->fields; field->key != NULL; field++)
		hide_field(scrub, scrub_arena(scrub), field, at);
}

/* ---- the copy --------------------------------------------------------------------------------------- */

/* By the seam that saving and loading use: what a report shows is what a saved
 * run shows. */
static struct evidence *copy_of(const struct evidence *evidence)
{
	struct evidence *copy = NULL;
	char *error = NULL;
	struct buf text;

	buf_init(&text, SIZE_MAX / 4);
	if (evidence_write(evidence, &text) == 0)
		copy = evidence_read(buf_text(&text), text.length, &error);
	assert(copy != NULL && error == NULL);
	buf_done(&text);
	return copy;
}

static const struct endpoint_fact *counterpart(const struct endpoint_fact *wanted,
	const struct endpoint_fact *original, const struct endpoint_fact *copy)
{
	while (original != NULL && original != wanted) {
		original = original->next;
		copy = copy->next;
	}
	return original == NULL ? NULL : copy;
}

static struct finding *copy_finding(const struct scrub *scrub, const struct finding *from,
	const struct evidence *evidence, const struct evidence *copy)
{
	struct finding *finding = arena_alloc(copy->arena, sizeof *finding);
	size_t i;

	*finding = *from;
	finding->next = NULL;
	finding->detail = scrub_text(scrub, from->detail);
	finding->endpoint = counterpart(from->endpoint, evidence->endpoints, copy->endpoints);
	for (i = 0; i < from->quote_count; i++)
		finding->quotes[i].text = scrub_text(scrub, from->quotes[i].text);
	return finding;
}

static struct verdict *copy_verdict(const struct scrub *scrub, const struct verdict *from,
	const struct evidence *evidence, const struct evidence *copy)
{
	struct verdict *verdict = arena_alloc(copy->arena, sizeof *verdict);
	const struct finding *finding;
	struct finding **last;

	*verdict = *from;
	verdict->arena = copy->arena;
	verdict->findings = NULL;
	last = &verdict->findings;
	for (finding = from->findings; finding != NULL; finding = finding->next) {
		*last = copy_finding(scrub, finding, evidence, copy);
		last = &(*last)->next;
	}
	return verdict;
}

struct privacy_view *privacy_view(const struct evidence *evidence, const struct verdict *verdict,
	bool with_address)
{
	struct privacy_view *view = mem_alloc(sizeof *view);
	struct evidence *copy;
	struct scrub *scrub;

	view->personal = with_address;
	view->evidence = evidence;
	view->verdict = verdict;
	if (with_address)
		return view;
	copy = copy_of(evidence);
	scrub = scrub_new(copy->arena, copy->domain);
	keep_servers(scrub, copy);
	hide_names(scrub, copy);
	view->verdict = copy_verdict(scrub, verdict, evidence, copy);
	hide_struct(scrub, &evidence_shape, (char *)copy);
	view->evidence = view->copy = copy;
	return view;
}

void privacy_free(struct privacy_view *view)
{
	if (view == NULL)
		return;
	evidence_free(view->copy);
	free(view);
}

const char *privacy_remains(struct arena *arena, const struct privacy_view *view)
{
	const struct evidence *evidence = view->evidence;

	if (view->personal)
		return arena_printf(arena, _("it names %s, user names, this computer's resolvers and "
			"addresses, and the mail servers; no password"),
			text_quote(arena, evidence->address[0] != '\0' ? evidence->address :
				evidence->domain));
	return arena_printf(arena, _("it names the domain %s and its mail servers; the address, user "
		"names and the addresses of this computer and its resolvers are replaced "
		"(--with-address keeps them)"), text_quote(arena, evidence->domain));
}
