/* SPDX-License-Identifier: MIT */
#include "spf.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "../probes/text.h"
#include "suffix.h"

/* Where a walk ends that does not end by itself: records that include each other
 * need too many look-ups by then. */
#define DEPTH_MAX SPF_LOOKUPS_MAX
#define LOOKUPS_WALKED 32
/* RFC 7208 4.6.4: so many MX hosts are looked at. */
#define MX_HOSTS_MAX 10

struct walker {
	const struct evidence *evidence;
	const char *const *addresses;
	size_t address_count;
	void (*missing)(void *arg, const char *name, enum dns_type type);
	void *arg;
	struct spf_walk walk;
};

/* One mechanism, taken apart. */
struct term {
	char qualifier;
	const char *name;   /* lower case */
	const char *domain; /* after ":", "" if none */
	unsigned long prefix4, prefix6;
};

static const struct dns_fact *look_up(struct walker *walker, const char *name,
	enum dns_type type)
{
	const struct dns_fact *fact = evidence_dns(walker->evidence, name, type);

	if (fact == NULL && walker->missing != NULL)
		walker->missing(walker->arg, name, type);
	if (fact == NULL || (fact->outcome != DNS_OK && fact->outcome != DNS_NXDOMAIN &&
	    fact->outcome != DNS_NODATA))
		walker->walk.open_ended = true;
	return fact;
}

static void reject(struct walker *walker, const char *problem)
{
	if (walker->walk.state == SPF_INVALID)
		return;
	walker->walk.state = SPF_INVALID;
	walker->walk.problem = problem;
}

bool spf_is_record(const char *text, const char *version)
{
	size_t length = strlen(version);

	return text_starts_nocase(text, version) && (text[length] == '\0' || text[length] == ' ' ||
		text[length] == ';');
}

/* ---- addresses ------------------------------------------------------------------------- */

static bool same_bits(const unsigned char *a, const unsigned char *b, unsigned long bits)
{
	unsigned mask;

	if (memcmp(a, b, bits / 8) != 0)
		return false;
	mask = 0xffu << (8 - bits % 8) & 0xffu;
	return bits % 8 == 0 || ((a[bits / 8] ^ b[bits / 8]) & mask) == 0;
}

static bool in_network(const char *address, const char *network, unsigned long bits)
{
	unsigned char a[16], n[16];
	int family = strchr(network, ':') != NULL ? AF_INET6 : AF_INET;

	return inet_pton(family, address, a) == 1 && inet_pton(family, network, n) == 1 &&
		same_bits(a, n, bits);
}

static void match_network(struct walker *walker, const struct term *term, const char *network)
{
	unsigned long bits = strchr(network, ':') != NULL ? term->prefix6 : term->prefix4;
	size_t i;

	for (i = 0; i < walker->address_count; i++)
		if (term->qualifier == '+' && in_network(walker->addresses[i], network, bits))
			walker->walk.covers = true;
}

static void match_host(struct walker *walker, const struct term *term, const char *host)
{
	static const enum dns_type types[] = { DNS_A, DNS_AAAA };
	const struct dns_fact *fact;
	size_t t, i;

	for (t = 0; t < sizeof types / sizeof types[0]; t++) {
		fact = look_up(walker, host, types[t]);
		for (i = 0; fact != NULL && i < fact->count; i++)
			match_network(walker, term, fact->records[i].text);
	}
}

static void match_mx(struct walker *walker, const struct term *term, const char *domain)
{
	const struct dns_fact *mx = look_up(walker, domain, DNS_MX);
	size_t i;

	for (i = 0; mx != NULL && i < mx->count && i < MX_HOSTS_MAX; i++)
		if (strcmp(mx->records[i].text, ".") != 0)
			match_host(walker, term, mx->records[i].text);
}

/* ---- terms ----------------------------------------------------------------------------------- */

/* "/24", "//64" or "/24//64" behind a mechanism: cut off, into TERM; 0 or -1. */
static int take_prefixes(char *text, struct term *term)
{
	char *slash = strchr(text, '/'), *second;

	if (slash == NULL)
		return 0;
	*slash++ = '\0';
	second = strchr(slash, '/');
	if (*slash == '/')
		return text_parse_number(slash + 1, 0, 128, &term->prefix6);
	if (second != NULL) {
		*second++ = '\0';
		if (*second != '/' || text_parse_number(second + 1, 0, 128, &term->prefix6) < 0)
			return -1;
	}
	return text_parse_number(slash, 0, 32, &term->prefix4);
}

/* ip6 has one prefix, of its own family, and ip4 too. */
static int take_network(char *text, struct term *term)
{
	unsigned char bytes[16];
	bool is_6 = strcmp(term->name, "ip6") == 0;
	char *slash = strchr(text, '/');

	if (slash != NULL) {
		*slash++ = '\0';
		if (text_parse_number(slash, 0, is_6 ? 128 : 32, is_6 ? &term->prefix6 :
			&term->prefix4) < 0)
			return -1;
	}
	return inet_pton(is_6 ? AF_INET6 : AF_INET, text, bytes) == 1 ? 0 : -1;
}

static int read_term(struct arena *arena, const char *word, size_t length, struct term *term)
{
	char *text, *colon;

	memset(term, 0, sizeof *term);
	term->qualifier = '+';
	term->prefix4 = 32;
	term->prefix6 = 128;
	term->domain = "";
	if (length > 0 && strchr("+-~?", word[0]) != NULL) {
		term->qualifier = *word++;
		length--;
	}
	text = arena_strndup(arena, word, length);
	term->name = text;
	colon = text + strcspn(text, ":/");
	if (*colon == ':') {
		*colon++ = '\0';
		term->domain = colon;
		text_lower(text);
		return strncmp(text, "ip", 2) == 0 ? take_network(colon, term) :
			take_prefixes(colon, term);
	}
	if (take_prefixes(text, term) < 0)
		return -1;
	text_lower(text);
	return 0;
}

static void walk_record(struct walker *walker, const char *domain, unsigned depth, bool own);

static void walk_include(struct walker *walker, const char *domain, const char *of, unsigned depth)
{
	walker->walk.lookups++;
	if (!suffix_same_owner(domain, of))
		walker->walk.open_ended = true;
	walk_record(walker, domain, depth + 1, false);
}

/* Macros (section 7) depend on the message; what they lead to is not known here. */
static bool has_macro(const char *text)
{
	return strchr(text, '%') != NULL;
}

static int walk_term(struct walker *walker, const struct term *term, const char *domain,
	unsigned depth)
{
	const char *target = term->domain[0] != '\0' ? term->domain : domain;
	bool named = term->domain[0] != '\0';

	if (strcmp(term->name, "all") == 0) {
		walker->walk.covers = walker->walk.covers || term->qualifier == '+';
		return named ? -1 : 0;
	}
	if (strcmp(term->name, "ip4") == 0 || strcmp(term->name, "ip6") == 0) {
		match_network(walker, term, term->domain);
		return named ? 0 : -1;
	}
	if (strcmp(term->name, "ptr") == 0 || strcmp(term->name, "exists") == 0 ||
	    has_macro(target)) {
		walker->walk.lookups++;
		walker->walk.open_ended = true;
		return 0;
	}
	if (strcmp(term->name, "include") == 0) {
		if (named)
			walk_include(walker, target, domain, depth);
		return named ? 0 : -1;
	}
	if (strcmp(term->name, "a") != 0 && strcmp(term->name, "mx") != 0)
		return -1;
	walker->walk.lookups++;
	if (term->name[0] == 'a')
		match_host(walker, term, target);
	else
		match_mx(walker, term, target);
	return 0;
}

/* ---- records ------------------------------------------------------------------------------------ */

static bool is_modifier(const char *word, size_t length)
{
	size_t end = strcspn(word, "=:/ ");

	return end < length && word[end] == '=';
}

static void walk_words(struct walker *walker, const char *record, const char *domain,
	unsigned depth, bool own)
{
	struct arena *arena = walker->evidence->arena;
	const char *word = record + strlen("v=spf1"), *redirect = NULL;
	unsigned mechanisms = 0;
	bool all = false, refuses = false;
	struct term term;

	for (; *word != '\0' && walker->walk.lookups < LOOKUPS_WALKED; word += strcspn(word, " ")) {
		size_t length;

		word += strspn(word, " ");
		length = strcspn(word, " ");
		if (length == 0)
			break;
		if (is_modifier(word, length)) {
			if (strncasecmp(word, "redirect=", 9) == 0)
				redirect = arena_strndup(arena, word + 9, length - 9);
			continue;
		}
		if (read_term(arena, word, length, &term) < 0 ||
		    walk_term(walker, &term, domain, depth) < 0) {
			reject(walker, arena_printf(arena, "\"%s\" in the record of %s is not an SPF term",
				arena_strndup(arena, word, length), domain));
			return;
		}
		mechanisms++;
		all = strcmp(term.name, "all") == 0;
		refuses = all && term.qualifier == '-' && mechanisms == 1;
		if (all)
			break; /* what stands behind it is never read */
	}
	if (own)
		walker->walk.refuses_all = refuses;
	if (!all && redirect != NULL && has_macro(redirect))
		walker->walk.open_ended = true;
	else if (!all && redirect != NULL)
		walk_include(walker, redirect, domain, depth);
}

static void walk_record(struct walker *walker, const char *domain, unsigned depth, bool own)
{
	const struct dns_fact *fact = look_up(walker, domain, DNS_TXT);
	const char *record = NULL;
	size_t i, records = 0;

	if (fact == NULL || depth > DEPTH_MAX)
		return;
	for (i = 0; i < fact->count; i++)
		if (spf_is_record(fact->records[i].text, "v=spf1")) {
			record = fact->records[i].text;
			records++;
		}
	if (own && fact->outcome != DNS_OK && fact->outcome != DNS_NODATA &&
	    fact->outcome != DNS_NXDOMAIN)
		return;
	if (own)
		walker->walk.state = records == 0 ? SPF_NO_RECORD : SPF_VALID;
	if (own && record != NULL)
		walker->walk.record = record;
	if (records > 1)
		reject(walker, arena_printf(walker->evidence->arena, "%s has %zu SPF records", domain,
			records));
	else if (records == 1)
		walk_words(walker, record, domain, depth, own);
	else if (!own && (fact->outcome == DNS_OK || fact->outcome == DNS_NODATA ||
		fact->outcome == DNS_NXDOMAIN))
		reject(walker, arena_printf(walker->evidence->arena,
			"it includes %s, which has no SPF record", domain));
}

struct spf_walk spf_walk(const struct evidence *evidence, const char *domain,
	const char *const *addresses, size_t count,
	void (*missing)(void *arg, const char *name, enum dns_type type), void *arg)
{
	struct walker walker = {
		.evidence = evidence, .addresses = addresses, .address_count = count,
		.missing = missing, .arg = arg,
	};

	walker.walk.state = SPF_UNKNOWN;
	walker.walk.record = walker.walk.problem = "";
	walk_record(&walker, domain, 0, true);
	if (walker.walk.state == SPF_VALID && walker.walk.lookups > SPF_LOOKUPS_MAX)
		reject(&walker, arena_printf(evidence->arena, "it needs %s%u look-ups, and %d are allowed",
			walker.walk.lookups >= LOOKUPS_WALKED ? "at least " : "", walker.walk.lookups,
			SPF_LOOKUPS_MAX));
	return walker.walk;
}
