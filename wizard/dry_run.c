/* SPDX-License-Identifier: MIT */
#include "dry_run.h"

#include <stdio.h>
#include <string.h>

#include "../providers/discover.h"
#include "../providers/preset_table.h"
#include "../probes/surroundings.h"
#include "language.h"
#include "output.h"
#include "page.h"
#include "run.h"
#include "secret_source.h"
#include "words.h"

static void add_resolvers(struct page *page, const struct options *options,
	const struct address *address)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < options->resolver_count; i++)
		list = arena_printf(page->arena, "%s%s%s", list, i == 0 ? "" : ", ",
			options->resolvers[i]);
	page_item(page, 0, 4, "DNS", arena_printf(page->arena,
		_("%s %s asked for %s, for names below it, for the hosts that the answers name, and for "
		"made-up names, which show whether the answers can be believed"),
		options->resolver_count > 0 ? list : _("this computer's resolvers"),
		options->resolver_count == 1 ? "is" : "are", address->domain));
}

#define TOLD_MAX 65536

/* What one host would learn, as a line of the list. */
struct sources_list {
	struct page *page;
	const struct address *address;
	struct buf told; /* each host once for what it learns */
};

static void add_source_host(void *arg, const char *host, enum source_learns learns,
	bool encrypted)
{
	struct sources_list *list = arg;
	const char *what = learns == LEARNS_ADDRESS ? list->address->text : list->address->domain;
	const char *line = arena_printf(list->page->arena,
		_("%s learns %s and this computer's address%s"), host,
		words_safe(list->page->arena, what),
		encrypted ? "" : _("; so does everybody on the way"));
	const char *entry = arena_printf(list->page->arena, "\n%s\n", line);

	/* With both line ends, or a host would count as told once one below it is. */
	if (strstr(buf_text(&list->told), entry) != NULL)
		return;
	buf_puts(&list->told, entry);
	page_item(list->page, 0, 6, encrypted ? "https" : "http", line);
}

static void add_sources(struct page *page, const struct options *options,
	const struct address *address)
{
	struct evidence *evidence = evidence_new();
	struct sources_list list = { .page = page, .address = address };
	struct source_plan plan = { .add = add_source_host, .arg = &list };
	struct source_world world;

	buf_init(&list.told, TOLD_MAX);
	run_describe_sources(options, evidence, address, &world);
	discover_plan(&world, &plan);
	page_wrap(page, 0, 0, _("The web hosts that these redirect to, and those that the domain's MX, "
		"SRV and TXT records lead to, learn no more than these."));
	if (!options->no_third_party)
		page_wrap(page, 0, 0, _("The ISPDB also learns the domains of the MX hosts."));
	buf_done(&list.told);
	evidence_free(evidence);
}

static bool login_wanted(const struct options *options)
{
	return secret_source_given(options) && !options->no_login;
}

static void add_host(struct page *page, const struct options *options, const char *protocol,
	const char *where, bool wanted)
{
	page_item(page, 0, 6, protocol, arena_printf(page->arena, _("%s learns this computer's "
		"address%s"), where, wanted && login_wanted(options) ?
			_(" and, if its certificate is good, the user name and the password or token") : ""));
}

/* Whom only the sources will name. */
static void add_unknown_hosts(struct page *page, const struct options *options, bool known)
{
	page_wrap(page, 0, 0, known ? _("When these fail, the mail servers that other sources name "
			"learn this computer's address.") :
		_("The mail servers that the sources name, or else mail hosts with common names below the "
			"domain, learn this computer's address."));
	if (login_wanted(options))
		page_wrap(page, 0, 0, _("Of them one for each protocol also learns the user name and the "
			"password or token, if its source is trusted or its host was confirmed, and its "
			"certificate is good."));
}

static void add_counter_probes(struct page *page, const struct options *options)
{
	page_wrap(page, 0, 0, _("When a service fails, its other usual ports on the same host, and "
		"the names in a certificate that is for other hosts, are looked at as well, without a "
		"login; and so is the web server of the same name, for its clock and for a sign of life."));
	if (!options->no_third_party)
		page_wrap(page, 0, 0, arena_printf(page->arena, _("When the network seems to be at "
			"fault, %s learns this computer's address; its answer shows whether a login page "
			"holds the network."), SURROUNDINGS_CHECK_URL));
}

/* A lookup talks to guessed mail hosts only, and only when it has to guess. */
static void add_guesses(struct page *page, const struct options *options,
	const struct address *address)
{
	if (options->offline || preset_by_domain(address->domain) != NULL)
		return;
	page_wrap(page, 0, 0, _("When no source names a mail server, mail hosts with common names "
		"below the domain learn this computer's address."));
	add_counter_probes(page, options);
}

static void add_probes(struct page *page, const struct options *options,
	const struct address *address)
{
	struct options offline = *options;
	struct evidence *evidence;
	const struct endpoint_fact *winner;
	bool known = false, all_given = true;
	int protocol;

	offline.offline = true;
	evidence = run_lookup(&offline, address, NULL, NULL); /* offline it cannot fail */
	for (protocol = 0; protocol < MAIL_PROTOCOLS; protocol++) {
		all_given &= options->given[protocol].given;
		if (options->given[protocol].given)
			add_host(page, options, words_protocol((enum mail_protocol)protocol),
				options->given[protocol].host, options->wanted[protocol]);
	}
	for (winner = evidence->endpoints; winner != NULL; winner = winner->next) {
		known = true;
		if (!options->given[winner->service.protocol].given)
			add_host(page, options, words_protocol(winner->service.protocol),
				words_where(page->arena, &winner->service), winner->wanted);
	}
	if (!all_given)
		add_unknown_hosts(page, options, known);
	if (options->send_test)
		page_wrap(page, 0, 0, _("The test message goes through the server for sending; offered once "
			"more without a login, it is withdrawn. DNS is asked who may send for the domain."));
	add_counter_probes(page, options);
	evidence_free(evidence);
}

int dry_run(const struct options *options, const struct address *address, bool probes)
{
	struct term term;
	struct page page;
	int status;

	term_init(&term, stdout, options->color, options->ascii);
	page_init(&page, &term);
	page_wrap(&page, 0, 0, arena_printf(page.arena, _("For %s the following would be contacted; "
		"nothing has been."), words_safe(page.arena, address->text)));
	if (options->offline)
		page_line(&page, _("Nobody: --offline reads built-in presets only."));
	else {
		add_resolvers(&page, options, address);
		add_sources(&page, options, address);
	}
	if (probes)
		add_probes(&page, options, address);
	else
		add_guesses(&page, options, address);
	status = output_print(&page.text) == 0 ? EXIT_HEALTHY : EXIT_INCOMPLETE;
	page_done(&page);
	return status;
}
