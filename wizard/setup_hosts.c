/* SPDX-License-Identifier: MIT
 *
 * May the password go to a server that nobody vouches for?  The person decides.
 */
#include "../probes/text.h"
#include "../providers/suffix.h"
#include "language.h"
#include "page.h"
#include "setup.h"
#include "words.h"

/* The part of a host name that somebody owns must be seen at a glance. */
static void show_owner(const struct setup *setup, const struct endpoint_fact *winner)
{
	const char *host = winner->service.host, *owner = suffix_registrable(host);
	const char *ours = suffix_registrable(setup->address.domain);
	struct page page;

	page_init(&page, &setup->term);
	page_mark(&page, 0, MARK_WARNING, false, arena_printf(page.arena,
		_("The %s server is named only by %s. That is no proof that it is yours:"),
		words_protocol(winner->service.protocol), words_source(winner->source)));
	if (owner == NULL)
		owner = host;
	buf_printf(&page.text, "\n    %s%s%s%s\n\n",
		term_text(&setup->term, page.arena, text_safe(page.arena, host, (size_t)(owner - host),
			TEXT_QUOTE_MAX)),
		term_bold(&setup->term),
		term_text(&setup->term, page.arena, text_quote(page.arena, owner)),
		term_plain(&setup->term));
	if (ours != NULL && text_equal_nocase(owner, ours))
		page_wrap(&page, 2, 2, arena_printf(page.arena, _("Like your address it belongs to %s, "
			"but nothing that can be trusted says that your mail is there."),
			text_quote(page.arena, owner)));
	else
		page_wrap(&page, 2, 2, arena_printf(page.arena, _("It belongs to whoever owns %s. Your "
			"address is at %s."), text_quote(page.arena, owner), setup->address.domain_utf8));
	setup_tell_page(&page);
}

enum next setup_confirm_hosts(struct setup *setup)
{
	const struct endpoint_fact *winner;
	enum next next;
	bool yes;

	for (winner = setup->evidence->endpoints; winner != NULL; winner = winner->next) {
		struct options *options = &setup->options;

		/* Others that were only looked at for comparison get no password anyway. */
		if (winner->role != ROLE_CANDIDATE || !winner->wanted || winner->trusted_source ||
				options_confirm(options, winner->service.host) ||
				options->confirm_host_count == OPTIONS_HOSTS)
			continue;
		show_owner(setup, winner);
		next = setup_ask_yes(setup, _("May the password go there? [y/N] "), &yes);
		if (next != NEXT_GO_ON)
			return next;
		if (yes)
			options->confirm_host[options->confirm_host_count++] =
				arena_strdup(setup->arena, winner->service.host);
	}
	return NEXT_GO_ON;
}
