/* SPDX-License-Identifier: MIT */
#include "dns_answer.h"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"

#define RECORDS_MAX 64

struct dns_record *dns_answer_add(struct dns_fact *fact, struct arena *arena, const char *text)
{
	struct dns_record *record;

	if (fact->records == NULL)
		fact->records = arena_alloc(arena, RECORDS_MAX * sizeof *fact->records);
	if (fact->count == RECORDS_MAX)
		return NULL;
	record = &fact->records[fact->count++];
	record->text = arena_strdup(arena, text[0] == '\0' ? "." : text);
	return record;
}

/* The owner of the addresses, where CNAMEs lead to another name. */
static void note_alias(struct dns_fact *fact, struct arena *arena, struct hostent *owner)
{
	if (owner == NULL)
		return;
	if (owner->h_name != NULL && strcasecmp(owner->h_name, fact->name) != 0)
		fact->alias_of = arena_strdup(arena, owner->h_name);
	ares_free_hostent(owner);
}

static int read_addresses(struct dns_fact *fact, struct arena *arena, const unsigned char *answer,
	int length)
{
	char text[INET6_ADDRSTRLEN];
	struct hostent *owner = NULL;
	int count = RECORDS_MAX, status, i;

	if (fact->type == DNS_A) {
		struct ares_addrttl found[RECORDS_MAX];

		status = ares_parse_a_reply(answer, length, &owner, found, &count);
		for (i = 0; status == ARES_SUCCESS && i < count; i++)
			dns_answer_add(fact, arena, inet_ntop(AF_INET, &found[i].ipaddr, text, sizeof text));
	} else {
		struct ares_addr6ttl found[RECORDS_MAX];

		status = ares_parse_aaaa_reply(answer, length, &owner, found, &count);
		for (i = 0; status == ARES_SUCCESS && i < count; i++)
			dns_answer_add(fact, arena, inet_ntop(AF_INET6, &found[i].ip6addr, text, sizeof text));
	}
	note_alias(fact, arena, owner);
	return status;
}

/* Order of use: priority ascending, then weight descending. */
static int compare_records(const void *left, const void *right)
{
	const struct dns_record *a = left, *b = right;

	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return strcmp(a->text, b->text);
}

static void sort_records(struct dns_fact *fact)
{
	if (fact->count > 1)
		qsort(fact->records, fact->count, sizeof *fact->records, compare_records);
}

static int read_mx(struct dns_fact *fact, struct arena *arena, const unsigned char *answer,
	int length)
{
	struct ares_mx_reply *list = NULL;
	const struct ares_mx_reply *mx;
	struct dns_record *record;
	int status = ares_parse_mx_reply(answer, length, &list);

	for (mx = list; status == ARES_SUCCESS && mx != NULL; mx = mx->next)
		if ((record = dns_answer_add(fact, arena, mx->host)) != NULL)
			record->priority = mx->priority;
	ares_free_data(list);
	sort_records(fact);
	return status;
}

static int read_srv(struct dns_fact *fact, struct arena *arena, const unsigned char *answer,
	int length)
{
	struct ares_srv_reply *list = NULL;
	const struct ares_srv_reply *srv;
	struct dns_record *record;
	int status = ares_parse_srv_reply(answer, length, &list);

	for (srv = list; status == ARES_SUCCESS && srv != NULL; srv = srv->next) {
		if ((record = dns_answer_add(fact, arena, srv->host)) == NULL)
			continue;
		record->priority = srv->priority;
		record->weight = srv->weight;
		record->port = srv->port;
	}
	ares_free_data(list);
	sort_records(fact);
	return status;
}

static int read_txt(struct dns_fact *fact, struct arena *arena, const unsigned char *answer,
	int length)
{
	struct ares_txt_ext *list = NULL;
	const struct ares_txt_ext *txt;
	struct buf whole;
	int status = ares_parse_txt_reply_ext(answer, length, &list);

	buf_init(&whole, 65535);
	for (txt = list; status == ARES_SUCCESS && txt != NULL; txt = txt->next) {
		buf_add(&whole, txt->txt, txt->length);
		if (txt->next != NULL && !txt->next->record_start)
			continue;
		dns_answer_add(fact, arena, buf_text(&whole));
		buf_clear(&whole);
	}
	buf_done(&whole);
	ares_free_data(list);
	return status;
}

static int read_ns(struct dns_fact *fact, struct arena *arena, const unsigned char *answer,
	int length)
{
	struct hostent *list = NULL;
	int status = ares_parse_ns_reply(answer, length, &list);
	char **name;

	for (name = list != NULL ? list->h_aliases : NULL; name != NULL && *name != NULL; name++)
		dns_answer_add(fact, arena, *name);
	if (list != NULL)
		ares_free_hostent(list);
	sort_records(fact);
	return status;
}

/* What the header says (RFC 1035 4.1.1), before the records are looked at. */
static int read_header(const unsigned char *answer, int length)
{
	if (length < NS_HFIXEDSZ)
		return ARES_EBADRESP;
	switch (answer[3] & 0x0f) {
	case ns_r_noerror: return answer[6] == 0 && answer[7] == 0 ? ARES_ENODATA : ARES_SUCCESS;
	case ns_r_servfail: return ARES_ESERVFAIL;
	case ns_r_nxdomain: return ARES_ENOTFOUND;
	case ns_r_refused: return ARES_EREFUSED;
	default: return ARES_EBADRESP;
	}
}

int dns_answer_type(enum dns_type type)
{
	switch (type) {
	case DNS_A: return ns_t_a;
	case DNS_AAAA: return ns_t_aaaa;
	case DNS_MX: return ns_t_mx;
	case DNS_SRV: return ns_t_srv;
	case DNS_TXT: return ns_t_txt;
	case DNS_NS: return ns_t_ns;
	}
	return ns_t_a;
}

enum dns_outcome dns_answer_outcome(int status)
{
	switch (status) {
	case ARES_SUCCESS: return DNS_OK;
	case ARES_ENODATA: return DNS_NODATA;
	case ARES_ENOTFOUND: return DNS_NXDOMAIN;
	case ARES_ESERVFAIL: return DNS_SERVFAIL;
	case ARES_EREFUSED: return DNS_REFUSED;
	case ARES_ETIMEOUT: return DNS_TIMEOUT;
	case ARES_ECONNREFUSED: return DNS_UNREACHABLE;
	case ARES_EBADNAME: return DNS_BAD_NAME;
	case ARES_ECANCELLED:
	case ARES_EDESTRUCTION: return DNS_CANCELLED;
	default: return DNS_MALFORMED;
	}
}

enum dns_outcome dns_answer_read(struct dns_fact *fact, struct arena *arena,
	const unsigned char *answer, int length)
{
	int status = read_header(answer, length);

	fact->authentic = length >= NS_HFIXEDSZ && (answer[3] & 0x20) != 0;
	if (status != ARES_SUCCESS)
		return dns_answer_outcome(status);
	switch (fact->type) {
	case DNS_A:
	case DNS_AAAA: status = read_addresses(fact, arena, answer, length); break;
	case DNS_MX: status = read_mx(fact, arena, answer, length); break;
	case DNS_SRV: status = read_srv(fact, arena, answer, length); break;
	case DNS_TXT: status = read_txt(fact, arena, answer, length); break;
	case DNS_NS: status = read_ns(fact, arena, answer, length); break;
	}
	if (status == ARES_SUCCESS && fact->count == 0)
		return DNS_NODATA;
	return dns_answer_outcome(status);
}
