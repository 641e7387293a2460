/* SPDX-License-Identifier: MIT
 *
 * The built-in table and a person's own presets: who is found by which name.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "providers/preset_data.h"
#include "providers/preset_table.h"

/* Each test is a process of its own, since a person's presets are read once. */
static char home[] = "/tmp/check_preset_table.XXXXXX";
static struct arena *arena;

static void setup(void)
{
	arena = arena_new();
	ck_assert_ptr_nonnull(mkdtemp(home));
	ck_assert_int_eq(setenv("XDG_CONFIG_HOME", home, 1), 0);
}

static void teardown(void)
{
	const char *command = arena_printf(arena, "rm -r %s", home);

	ck_assert_int_eq(system(command), 0);
	arena_free(arena);
}

static const char *user_folder(void)
{
	const char *folder = arena_printf(arena, "%s/mailguide", home);

	mkdir(folder, 0700);
	folder = arena_printf(arena, "%s/mailguide/presets", home);
	mkdir(folder, 0700);
	return folder;
}

static void write_preset(const char *id, const char *rest)
{
	FILE *out = fopen(arena_printf(arena, "%s/%s.json", user_folder(), id), "w");

	ck_assert_ptr_nonnull(out);
	fprintf(out, "{ \"id\": \"%s\", \"name\": \"Mine\", \"checked\": \"2026-01-01\", %s }", id, rest);
	ck_assert_int_eq(fclose(out), 0);
}

static const char *id_of(const struct preset *preset)
{
	return preset != NULL ? preset->id : "-";
}

/* ---- the built-in ones -------------------------------------------------------------- */

static const struct {
	const char *domain, *id;
} domains[] = {
	{ "gmail.com", "gmail.com" }, { "googlemail.com", "gmail.com" },
	{ "outlook.com", "outlook.com" }, { "hotmail.co.uk", "outlook.com" },
	{ "yahoo.co.jp", "yahoo.co.jp" }, { "gmx.de", "gmx.net" }, { "gmx.com", "gmx.com" },
	{ "me.com", "icloud.com" }, { "tutanota.de", "tuta.com" }, { "pm.me", "proton.me" },
	{ "example.org", "-" }, { "com", "-" }, { "", "-" }, { "mail.gmail.com", "-" },
	{ "l.google.com", "-" }, { "zzzz", "-" },
};

START_TEST(found_by_domain)
{
	ck_assert_str_eq(id_of(preset_by_domain(domains[_i].domain)), domains[_i].id);
}
END_TEST

static const struct {
	const char *host, *id;
} hosts[] = {
	{ "gmail-smtp-in.l.google.com", "gmail.com" }, { "ASPMX.L.GOOGLE.COM.", "gmail.com" },
	{ "smtp.google.com", "gmail.com" }, { "aspmx2.googlemail.com", "gmail.com" },
	{ "example-com.mail.protection.outlook.com", "office365.com" },
	{ "example-com.n-v1.mx.microsoft", "office365.com" },
	{ "outlook-com.olc.protection.outlook.com", "outlook.com" },
	{ "mta7.am0.yahoodns.net", "yahoo.com" }, { "mx-aol.mail.gm0.yahoodns.net", "aol.com" },
	{ "mx00.emig.gmx.net", "gmx.net" }, { "mx00.gmx.com", "gmx.com" },
	{ "w0123456.kasserver.com", "all-inkl.com" }, { "mail.protonmail.ch", "proton.me" },
	/* as ISPDB clients do: the host without its first label, its owner's domain */
	{ "mx.posteo.de", "posteo.de" }, { "mx1.a.b.posteo.de", "posteo.de" },
	/* borders of labels */
	{ "notgmail-smtp-in.l.google.com.evil.example", "-" }, { "xgoogle.com", "-" },
	{ "evil-l.google.com.example", "-" }, { "google.com.example", "-" },
	{ "mailprotection.outlook.com.example", "-" }, { "notmail.protection.outlook.example", "-" },
	/* filters and forwarders are not where the mailbox is */
	{ "cluster5.eu.messagelabs.com", "-" }, { "route1.mx.cloudflare.net", "-" },
	{ "ec2-203-0-113-5.compute-1.amazonaws.com", "-" },
	{ "", "-" }, { ".", "-" }, { "..", "-" }, { "com", "-" }, { "localhost", "-" },
};

START_TEST(found_by_mx)
{
	ck_assert_str_eq(id_of(preset_by_mx(hosts[_i].host)), hosts[_i].id);
}
END_TEST

START_TEST(found_by_host)
{
	ck_assert_str_eq(id_of(preset_by_host("imap.gmail.com")), "gmail.com");
	/* named by Outlook.com too */
	ck_assert_str_eq(id_of(preset_by_host("outlook.office365.com")), "office365.com");
	ck_assert_str_eq(id_of(preset_by_host("imap.mail.me.com")), "icloud.com");
	ck_assert_str_eq(id_of(preset_by_host("email-smtp.eu-west-1.amazonaws.com")),
		"amazonses.com");
	ck_assert_str_eq(id_of(preset_by_host("imap.gmail.com.example")), "-");
	ck_assert_str_eq(id_of(preset_by_host("gmail.com")), "-");
	/* where Proton's bridge listens, and others' */
	ck_assert_str_eq(id_of(preset_by_host("127.0.0.1")), "-");
}
END_TEST

START_TEST(every_key_finds_its_preset)
{
	size_t i, n;

	ck_assert_uint_gt(preset_count(), 250);
	ck_assert_uint_eq(preset_count(), preset_data_count);
	for (i = 0; i < preset_count(); i++) {
		const struct preset *preset = preset_at(i);

		ck_assert_ptr_eq(preset_by_id(preset->id), preset);
		for (n = 0; n < preset->domain_count; n++)
			ck_assert_ptr_eq(preset_by_domain(preset->domains[n]), preset);
		for (n = 0; n < preset->mx_count; n++) {
			ck_assert_ptr_eq(preset_by_mx(preset->mx[n]), preset);
			ck_assert_ptr_eq(preset_by_mx(arena_printf(arena, "zz-9.%s.", preset->mx[n])), preset);
		}
	}
	ck_assert_ptr_null(preset_by_id("nobody.example"));
}
END_TEST

/* What the data says must hang together, whoever edits it. */
START_TEST(every_preset_makes_sense)
{
	size_t i, n;

	for (i = 0; i < preset_count(); i++) {
		const struct preset *preset = preset_at(i);

		ck_assert_msg(preset->source_count > 0, "%s has no source", preset->id);
		ck_assert_msg(preset->service_count > 0 || preset_has_quirk(preset, "no-imap") ||
			preset_has_quirk(preset, "per-customer-host"), "%s is empty", preset->id);
		for (n = 0; n < preset->service_count; n++) {
			const struct mail_service *service = &preset->services[n];

			if (service->protocol == MAIL_SMTP || !preset_has_quirk(preset, "oauth2-only"))
				continue;
			ck_assert_msg(service->auth[0] == MAIL_AUTH_OAUTH2 &&
				service->auth[1] == MAIL_AUTH_UNSTATED, "%s: oauth2-only, yet a password",
				preset->id);
		}
	}
}
END_TEST

START_TEST(gmail_says_what_google_wants)
{
	const struct preset *gmail = preset_by_domain("gmail.com");

	ck_assert(preset_has_quirk(gmail, "needs-app-password"));
	ck_assert(preset_has_quirk(gmail, "basic-auth-disabled"));
	ck_assert(preset_has_quirk(gmail, "imap-always-on"));
	ck_assert(preset_has_quirk(gmail, "pop-must-be-enabled"));
	ck_assert(!preset_has_quirk(gmail, "imap-must-be-enabled"));
	ck_assert_int_eq(gmail->services[0].auth[0], MAIL_AUTH_OAUTH2);
	ck_assert_str_eq(preset_find_help(gmail, "app-password")->url,
		"https://myaccount.google.com/apppasswords");
	ck_assert_ptr_nonnull(strstr(preset_find_help(gmail, "history")->note, "less secure apps"));
}
END_TEST

/* ---- golden ----------------------------------------------------------------------------- */

static const char *endpoints(const struct preset *preset, const char *domain)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < preset->service_count; i++) {
		const struct mail_service *service = &preset->services[i];

		text = arena_printf(arena, "%s%s%s:%s:%u:%s", text, i > 0 ? " " : "",
			mail_protocol_name(service->protocol),
			preset_expand(arena, service->host, "local", domain), (unsigned)service->port,
			mail_security_name(service->security));
	}
	return preset->service_count > 0 ? text : "-";
}

/* Endpoints of the largest providers and of 200 other domains, written down from
 * the lists that the presets began with. */
START_TEST(endpoints_are_as_written_down)
{
	const char *source = getenv("srcdir");
	FILE *in = fopen(arena_printf(arena, "%s/tests/unit/data/preset_golden.tsv",
		source != NULL ? source : "."), "r");
	char line[2048];
	size_t count = 0;

	ck_assert_ptr_nonnull(in);
	while (fgets(line, sizeof line, in) != NULL) {
		const struct preset *preset;
		char *kind, *name, *expected, *rest;

		if (line[0] == '#')
			continue;
		kind = strtok_r(line, "\t\n", &rest);
		name = strtok_r(NULL, "\t\n", &rest);
		expected = strtok_r(NULL, "\t\n", &rest);
		ck_assert_ptr_nonnull(expected);
		preset = strcmp(kind, "mx") == 0 ? preset_by_mx(name) : preset_by_domain(name);
		ck_assert_msg(preset != NULL, "%s is unknown", name);
		ck_assert_msg(strcmp(endpoints(preset, name), expected) == 0, "%s: %s", name,
			endpoints(preset, name));
		count++;
	}
	fclose(in);
	ck_assert_uint_ge(count, 250);
}
END_TEST

/* ---- a person's own ------------------------------------------------------------------------ */

#define ONE_SERVICE "\"services\": [ { \"protocol\": \"imap\", \"host\": \"imap.mine.example\", " \
	"\"port\": 993, \"security\": \"tls\" } ]"

START_TEST(own_presets_win)
{
	write_preset("mine.example", "\"domains\": [\"gmail.com\", \"mine.example\"], "
		"\"mx\": [\"l.google.com\", \"mx.mine.example\"], " ONE_SERVICE);
	write_preset("posteo.de", "\"domains\": [], " ONE_SERVICE);
	ck_assert_str_eq(preset_by_domain("gmail.com")->name, "Mine");
	ck_assert_str_eq(preset_by_domain("mine.example")->id, "mine.example");
	ck_assert_str_eq(id_of(preset_by_domain("googlemail.com")), "gmail.com");
	ck_assert_str_eq(id_of(preset_by_mx("alt1.gmail-smtp-in.l.google.com")), "mine.example");
	ck_assert_str_eq(id_of(preset_by_mx("smtp.google.com")), "gmail.com");
	ck_assert_str_eq(id_of(preset_by_mx("a.mx.mine.example")), "mine.example");
	ck_assert_str_eq(preset_by_id("posteo.de")->name, "Mine");
	ck_assert_uint_eq(preset_count(), preset_data_count + 2);
	ck_assert_str_eq(preset_at(0)->id, "mine.example");
	ck_assert_str_eq(preset_at(1)->id, "posteo.de");
	ck_assert_str_eq(preset_at(2)->id, preset_data[0].id);
	ck_assert_str_eq(preset_user_problems(), "");
}
END_TEST

START_TEST(a_broken_one_is_left_out_with_a_message)
{
	write_preset("broken.example", "\"domains\": [\"gmail.com\"], \"services\": [ 1 ]");
	write_preset("good.example", "\"domains\": [\"good.example\"], " ONE_SERVICE);
	ck_assert_str_eq(id_of(preset_by_domain("gmail.com")), "gmail.com");
	ck_assert_str_eq(id_of(preset_by_domain("good.example")), "good.example");
	ck_assert_str_eq(preset_user_problems(),
		"broken.example.json: services[0]: is not an object\n");
}
END_TEST

START_TEST(only_json_files_are_read)
{
	const char *folder = user_folder();
	static const char *const names[] = { "README", ".hidden.json", "x.json~", ".json" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		fclose(fopen(arena_printf(arena, "%s/%s", folder, names[i]), "w"));
	ck_assert_uint_eq(preset_count(), preset_data_count);
	ck_assert_str_eq(preset_user_problems(), "");
}
END_TEST

START_TEST(their_number_is_capped)
{
	unsigned i;

	for (i = 0; i < 260; i++)
		write_preset(arena_printf(arena, "p%03u", i), "\"domains\": [], " ONE_SERVICE);
	ck_assert_uint_eq(preset_count(), preset_data_count + 256);
	ck_assert_ptr_nonnull(strstr(preset_user_problems(), "only the first 256 files are read"));
}
END_TEST

START_TEST(without_a_folder_nothing_is_said)
{
	ck_assert_int_eq(setenv("XDG_CONFIG_HOME", "relative", 1), 0);
	ck_assert_int_eq(unsetenv("HOME"), 0);
	ck_assert_str_eq(preset_user_problems(), "");
	ck_assert_str_eq(id_of(preset_by_domain("gmail.com")), "gmail.com");
}
END_TEST

START_TEST(home_serves_without_xdg)
{
	const char *config = arena_printf(arena, "%s/.config", home);

	write_preset("mine.example", "\"domains\": [\"mine.example\"], " ONE_SERVICE);
	ck_assert_int_eq(mkdir(config, 0700), 0);
	ck_assert_int_eq(rename(arena_printf(arena, "%s/mailguide", home),
		arena_printf(arena, "%s/mailguide", config)), 0);
	ck_assert_int_eq(unsetenv("XDG_CONFIG_HOME"), 0);
	ck_assert_int_eq(setenv("HOME", home, 1), 0);
	ck_assert_str_eq(id_of(preset_by_domain("mine.example")), "mine.example");
}
END_TEST

/* ---- misspelt ------------------------------------------------------------------------------- */

static const struct {
	const char *typed, *meant; /* "-" where nothing may be suggested */
} near[] = {
	{ "gmial.com", "gmail.com" }, { "gmai.com", "gmail.com" }, { "gnail.com", "gmail.com" },
	{ "gmaill.com", "gmail.com" }, { "gmail.con", "gmail.com" }, { "gmail.cmo", "gmail.com" },
	{ "gmail.co", "gmail.com" }, { "gmail.com.com", "gmail.com" }, { "gmailcom", "gmail.com" },
	{ "hotmial.com", "hotmail.com" }, { "hotmal.com", "hotmail.com" },
	{ "hotmail.co.k", "hotmail.co.uk" }, { "otmail.com", "hotmail.com" },
	{ "yaho.com", "yahoo.com" }, { "yahoo.cmo", "yahoo.com" }, { "yahoo.ocm", "yahoo.com" },
	{ "outlok.com", "outlook.com" }, { "iclould.com", "icloud.com" }, { "liev.com", "live.com" },
	{ "t-onlin.de", "t-online.de" }, { "gmx.ed", "gmx.de" }, { "aol.con", "aol.com" },
	{ "btinternte.com", "btinternet.com" }, { "mailfnce.com", "mailfence.com" },
	/* known themselves */
	{ "gmail.com", "-" }, { "gmx.de", "-" }, { "gmx.net", "-" }, { "mail.com", "-" },
	{ "ymail.com", "-" }, { "email.com", "-" }, { "me.com", "-" }, { "mail.ru", "-" },
	/* strangers with names of their own */
	{ "example.org", "-" }, { "example.com", "-" }, { "fmail.com", "-" }, { "life.com", "-" },
	{ "gmy.de", "-" }, { "wev.de", "-" }, { "aol.co", "-" }, { "mac.co", "-" }, { "pac.com", "-" },
	{ "wbe.de", "-" }, { "gm.de", "-" }, { "163.net", "-" }, { "162.com", "-" }, { "gmail.org", "-" },
	{ "mygmail.com", "-" }, { "yahoo.com.example", "-" }, { "engineers.com", "-" },
	{ "gamli.com", "-" }, { "mandrilapp.com", "-" }, { "oranges.fr", "-" }, { "never.com", "-" },
	{ "com", "-" }, { "", "-" }, { ".", "-" }, { "a", "-" },
};

START_TEST(slips_near_known_domains)
{
	const char *meant = preset_near_domain(near[_i].typed);

	ck_assert_msg(strcmp(meant != NULL ? meant : "-", near[_i].meant) == 0, "%s: %s",
		near[_i].typed, meant != NULL ? meant : "-");
}
END_TEST

START_TEST(an_own_preset_is_no_slip)
{
	write_preset("gmial.com", "\"domains\": [\"gmial.com\"], " ONE_SERVICE);
	ck_assert_ptr_null(preset_near_domain("gmial.com"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("preset_table");
	TCase *table = tcase_create("table");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(table, setup, teardown);
	tcase_add_loop_test(table, found_by_domain, 0, (int)(sizeof domains / sizeof domains[0]));
	tcase_add_loop_test(table, found_by_mx, 0, (int)(sizeof hosts / sizeof hosts[0]));
	tcase_add_test(table, found_by_host);
	tcase_add_test(table, every_key_finds_its_preset);
	tcase_add_test(table, every_preset_makes_sense);
	tcase_add_test(table, gmail_says_what_google_wants);
	tcase_add_test(table, endpoints_are_as_written_down);
	tcase_add_test(table, own_presets_win);
	tcase_add_test(table, a_broken_one_is_left_out_with_a_message);
	tcase_add_test(table, only_json_files_are_read);
	tcase_add_test(table, their_number_is_capped);
	tcase_add_test(table, without_a_folder_nothing_is_said);
	tcase_add_test(table, home_serves_without_xdg);
	tcase_add_loop_test(table, slips_near_known_domains, 0, (int)(sizeof near / sizeof near[0]));
	tcase_add_test(table, an_own_preset_is_no_slip);
	suite_add_tcase(suite, table);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
