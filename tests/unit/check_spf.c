/* SPDX-License-Identifier: MIT
 *
 * SPF and DMARC records, as DNS facts.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "providers/dmarc.h"
#include "providers/spf.h"

#define D "example.org"
#define HERE "203.0.113.21"
#define HERE6 "2001:db8::21"

/* One record, or that there is none. */
struct zone_line {
	const char *name;
	enum dns_type type;
	const char *text; /* NULL: no such name */
};

static void add_line(struct evidence *evidence, const struct zone_line *line)
{
	struct dns_fact *fact;

	for (fact = evidence->dns; fact != NULL; fact = fact->next)
		if (strcmp(fact->name, line->name) == 0 && fact->type == line->type)
			break;
	if (fact == NULL) {
		fact = evidence_add_dns(evidence, line->name, line->type);
		fact->records = arena_alloc(evidence->arena, 4 * sizeof *fact->records);
	}
	fact->outcome = line->text == NULL ? DNS_NXDOMAIN : DNS_OK;
	if (line->text != NULL)
		fact->records[fact->count++].text = line->text;
}

#define LINES 16

static const struct row {
	const char *name;
	struct zone_line zone[LINES];
	enum spf_state state;
	bool covers, open_ended, refuses_all;
	unsigned lookups;
} rows[] = {
	{ "no such domain", { { D, DNS_TXT, NULL } }, SPF_NO_RECORD, false, false, false, 0 },
	{ "other TXT records only", { { D, DNS_TXT, "google-site-verification=x" },
		{ D, DNS_TXT, "v=spf10 +all" } }, SPF_NO_RECORD, false, false, false, 0 },
	{ "an address", { { D, DNS_TXT, "v=spf1 ip4:203.0.113.21 -all" } }, SPF_VALID, true, false,
		false, 0 },
	{ "a network", { { D, DNS_TXT, "v=spf1 ip4:203.0.113.0/27 -all" } }, SPF_VALID, true, false,
		false, 0 },
	{ "the network next to it", { { D, DNS_TXT, "v=spf1 ip4:203.0.113.32/27 -all" } }, SPF_VALID,
		false, false, false, 0 },
	{ "IPv6", { { D, DNS_TXT, "v=spf1 ip6:2001:db8::/64 ~all" } }, SPF_VALID, true, false, false,
		0 },
	{ "another family", { { D, DNS_TXT, "v=spf1 ip6:2001:db9::/32 ~all" } }, SPF_VALID, false,
		false, false, 0 },
	{ "refused by name", { { D, DNS_TXT, "v=spf1 -ip4:203.0.113.21 -all" } }, SPF_VALID, false,
		false, false, 0 },
	{ "nobody", { { D, DNS_TXT, "v=spf1 -all" } }, SPF_VALID, false, false, true, 0 },
	{ "anybody", { { D, DNS_TXT, "v=SPF1 +ALL" } }, SPF_VALID, true, false, false, 0 },
	{ "nothing said", { { D, DNS_TXT, "v=spf1" } }, SPF_VALID, false, false, false, 0 },
	{ "own address", { { D, DNS_TXT, "v=spf1 a -all" }, { D, DNS_A, HERE }, { D, DNS_AAAA, NULL } },
		SPF_VALID, true, false, false, 1 },
	{ "network of a host", { { D, DNS_TXT, "v=spf1 a:web.example.org/24//64 -all" },
		{ "web.example.org", DNS_A, "203.0.113.200" }, { "web.example.org", DNS_AAAA, NULL } },
		SPF_VALID, true, false, false, 1 },
	{ "MX", { { D, DNS_TXT, "v=spf1 mx -all" }, { D, DNS_MX, "mx.example.org" },
		{ "mx.example.org", DNS_A, HERE }, { "mx.example.org", DNS_AAAA, NULL } }, SPF_VALID, true,
		false, false, 1 },
	{ "null MX", { { D, DNS_TXT, "v=spf1 mx -all" }, { D, DNS_MX, "." } }, SPF_VALID, false,
		false, false, 1 },
	{ "own include", { { D, DNS_TXT, "v=spf1 include:_spf.example.org -all" },
		{ "_spf.example.org", DNS_TXT, "v=spf1 ip4:203.0.113.21 -all" } }, SPF_VALID, true, false,
		false, 1 },
	{ "another owner's include", { { D, DNS_TXT, "v=spf1 include:hoster.example.net -all" },
		{ "hoster.example.net", DNS_TXT, "v=spf1 ip4:198.51.100.1 -all" } }, SPF_VALID, false,
		true, false, 1 },
	{ "include of nothing", { { D, DNS_TXT, "v=spf1 include:gone.example.net -all" },
		{ "gone.example.net", DNS_TXT, NULL } }, SPF_INVALID, false, true, false, 1 },
	{ "include of itself", { { D, DNS_TXT, "v=spf1 include:example.org -all" } }, SPF_INVALID,
		false, false, false, 11 },
	{ "includes of itself", { { D, DNS_TXT, "v=spf1 include:example.org include:example.org -all" } },
		SPF_INVALID, false, false, false, 32 },
	{ "redirect", { { D, DNS_TXT, "v=spf1 redirect=_spf.example.org" },
		{ "_spf.example.org", DNS_TXT, "v=spf1 ip4:203.0.113.21 -all" } }, SPF_VALID, true, false,
		false, 1 },
	{ "redirect behind all", { { D, DNS_TXT, "v=spf1 mx:mx.example.org -all redirect=x.example" },
		{ "mx.example.org", DNS_MX, NULL } }, SPF_VALID, false, false, false, 1 },
	{ "macro", { { D, DNS_TXT, "v=spf1 exists:%{i}._spf.example.org -all" } }, SPF_VALID, false,
		true, false, 1 },
	{ "unknown modifier", { { D, DNS_TXT, "v=spf1 ip4:203.0.113.21 ra=x exp=why.example.org -all" } },
		SPF_VALID, true, false, false, 0 },
	{ "two records", { { D, DNS_TXT, "v=spf1 -all" }, { D, DNS_TXT, "v=spf1 mx -all" } },
		SPF_INVALID, false, false, false, 0 },
	{ "unknown mechanism", { { D, DNS_TXT, "v=spf1 ipv4:203.0.113.21 -all" } }, SPF_INVALID, false,
		false, false, 0 },
	{ "no address", { { D, DNS_TXT, "v=spf1 ip4:mail.example.org -all" } }, SPF_INVALID, false,
		false, false, 0 },
	{ "prefix too long", { { D, DNS_TXT, "v=spf1 ip4:203.0.113.0/33 -all" } }, SPF_INVALID, false,
		false, false, 0 },
	{ "include without a name", { { D, DNS_TXT, "v=spf1 include -all" } }, SPF_INVALID, false,
		false, false, 0 },
	{ "name behind all", { { D, DNS_TXT, "v=spf1 all:example.org" } }, SPF_INVALID, true, false,
		false, 0 },
	{ "eleven look-ups", { { D, DNS_TXT, "v=spf1 ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr -all" } },
		SPF_INVALID, false, true, false, 11 },
	{ "ten look-ups", { { D, DNS_TXT, "v=spf1 ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr -all" } },
		SPF_VALID, false, true, false, 10 },
};

START_TEST(test_spf)
{
	static const char *const addresses[] = { HERE, HERE6 };
	const struct row *row = &rows[_i];
	struct evidence *evidence = evidence_new();
	struct spf_walk walk;
	size_t i;

	for (i = 0; i < LINES && row->zone[i].name != NULL; i++)
		add_line(evidence, &row->zone[i]);
	walk = spf_walk(evidence, D, addresses, 2, NULL, NULL);
	ck_assert_msg(walk.state == row->state, "%s: state %d (%s)", row->name, (int)walk.state,
		walk.problem);
	ck_assert_msg(walk.covers == row->covers, "%s: covers", row->name);
	ck_assert_msg(walk.open_ended == row->open_ended, "%s: open-ended", row->name);
	ck_assert_msg(walk.refuses_all == row->refuses_all, "%s: refuses all", row->name);
	ck_assert_msg(walk.lookups == row->lookups, "%s: %u look-ups", row->name, walk.lookups);
	ck_assert_int_eq(walk.state == SPF_INVALID, walk.problem[0] != '\0');
	evidence_free(evidence);
}
END_TEST

static void note_missing(void *arg, const char *name, enum dns_type type)
{
	char *seen = arg;

	strcat(seen, name);
	strcat(seen, type == DNS_TXT ? " TXT;" : type == DNS_MX ? " MX;" : type == DNS_A ? " A;" :
		" AAAA;");
}

START_TEST(test_missing)
{
	static const struct zone_line record = { D, DNS_TXT, "v=spf1 a mx include:x.example -all" };
	struct evidence *evidence = evidence_new();
	char seen[256] = "";

	ck_assert_int_eq(spf_walk(evidence, D, NULL, 0, note_missing, seen).state, SPF_UNKNOWN);
	ck_assert_str_eq(seen, D " TXT;");
	add_line(evidence, &record);
	seen[0] = '\0';
	ck_assert_int_eq(spf_walk(evidence, D, NULL, 0, note_missing, seen).state, SPF_VALID);
	ck_assert_str_eq(seen, D " A;" D " AAAA;" D " MX;" "x.example TXT;");
	evidence->dns->outcome = DNS_SERVFAIL;
	evidence->dns->count = 0;
	ck_assert_int_eq(spf_walk(evidence, D, NULL, 0, NULL, NULL).state, SPF_UNKNOWN);
	evidence_free(evidence);
}
END_TEST

static const struct dmarc_row {
	const char *name;
	struct zone_line zone[3];
	enum dmarc_state state;
} dmarc_rows[] = {
	{ "never asked", { { D, DNS_TXT, "v=DMARC1; p=reject" } }, DMARC_UNKNOWN },
	{ "none there", { { "_dmarc.mail." D, DNS_TXT, NULL }, { "_dmarc." D, DNS_TXT, NULL } },
		DMARC_NO_RECORD },
	{ "reject", { { "_dmarc.mail." D, DNS_TXT, "v=DMARC1; p=reject; rua=mailto:x@y" } },
		DMARC_REJECT },
	{ "loose spacing", { { "_dmarc.mail." D, DNS_TXT, "v=DMARC1;p = Quarantine ;" } },
		DMARC_QUARANTINE },
	{ "only reports", { { "_dmarc.mail." D, DNS_TXT, "v=DMARC1; p=none" } }, DMARC_NONE },
	{ "from the domain above", { { "_dmarc.mail." D, DNS_TXT, NULL },
		{ "_dmarc." D, DNS_TXT, "v=DMARC1; p=reject; sp=quarantine" } }, DMARC_QUARANTINE },
	{ "above, without sp", { { "_dmarc.mail." D, DNS_TXT, NULL },
		{ "_dmarc." D, DNS_TXT, "v=DMARC1; p=reject" } }, DMARC_REJECT },
	{ "no policy", { { "_dmarc.mail." D, DNS_TXT, "v=DMARC1; rua=mailto:x@y" } }, DMARC_INVALID },
	{ "sp is not p", { { "_dmarc.mail." D, DNS_TXT, "v=DMARC1; sp=reject" } }, DMARC_INVALID },
	{ "unknown policy", { { "_dmarc.mail." D, DNS_TXT, "v=DMARC1; p=block" } }, DMARC_INVALID },
	{ "two records", { { "_dmarc.mail." D, DNS_TXT, "v=DMARC1; p=none" },
		{ "_dmarc.mail." D, DNS_TXT, "v=DMARC1; p=reject" } }, DMARC_INVALID },
	{ "another record", { { "_dmarc.mail." D, DNS_TXT, "v=spf1 -all" },
		{ "_dmarc." D, DNS_TXT, NULL } }, DMARC_NO_RECORD },
};

START_TEST(test_dmarc)
{
	const struct dmarc_row *row = &dmarc_rows[_i];
	struct evidence *evidence = evidence_new();
	struct dmarc dmarc;
	size_t i;

	for (i = 0; i < 3 && row->zone[i].name != NULL; i++)
		add_line(evidence, &row->zone[i]);
	dmarc = dmarc_read(evidence, "mail." D);
	ck_assert_msg(dmarc.state == row->state, "%s: %d", row->name, (int)dmarc.state);
	ck_assert_int_eq(dmarc.state == DMARC_INVALID, dmarc.problem[0] != '\0');
	evidence_free(evidence);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("spf");
	TCase *tests = tcase_create("records");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tests, test_spf, 0, sizeof rows / sizeof rows[0]);
	tcase_add_test(tests, test_missing);
	tcase_add_loop_test(tests, test_dmarc, 0, sizeof dmarc_rows / sizeof dmarc_rows[0]);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
