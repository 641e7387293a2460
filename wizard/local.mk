# SPDX-License-Identifier: MIT
# What to tell: commands, verdict, faces.
noinst_LIBRARIES += libwizard.a
libwizard_a_SOURCES =

bin_PROGRAMS += mailguide
mailguide_SOURCES = %D%/main.c
mailguide_LDADD = $(WIZARD_LIBS)

# The catalogue of causes: data compiled into one table.
catalog_data = \
	$(srcdir)/%D%/catalog/replies.tsv $(srcdir)/%D%/catalog/phrases.tsv \
	$(srcdir)/%D%/catalog/dialogue.tsv \
	$(srcdir)/%D%/catalog/auth.json $(srcdir)/%D%/catalog/config.json \
	$(srcdir)/%D%/catalog/dns.json $(srcdir)/%D%/catalog/local.json \
	$(srcdir)/%D%/catalog/net.json $(srcdir)/%D%/catalog/oauth2.json \
	$(srcdir)/%D%/catalog/policy.json $(srcdir)/%D%/catalog/protocol.json \
	$(srcdir)/%D%/catalog/tls.json
EXTRA_DIST += $(catalog_data)
noinst_PROGRAMS += %D%/compile_catalog
%C%_compile_catalog_SOURCES = %D%/compile_catalog.c %D%/compile_rows.c %D%/compile.h \
	%D%/catalog.h %D%/gloss.h
%C%_compile_catalog_LDADD = libprobes.a $(CJSON_LIBS)
%D%/catalog_table.c: %D%/compile_catalog$(EXEEXT) $(catalog_data)
	$(AM_V_GEN)%D%/compile_catalog$(EXEEXT) $@.tmp $(catalog_data) && mv $@.tmp $@
CLEANFILES += %D%/catalog_table.c %D%/catalog_table.c.tmp
libwizard_a_SOURCES += \
	%D%/catalog.c %D%/catalog.h %D%/catalog_data.h \
	%D%/patterns.c %D%/patterns.h \
	%D%/gloss.c %D%/gloss.h \
	%D%/replies.c
nodist_libwizard_a_SOURCES = %D%/catalog_table.c

# The manual page of the codes, out of the same rows.
noinst_PROGRAMS += %D%/compile_manual
%C%_compile_manual_SOURCES = %D%/compile_manual.c
%C%_compile_manual_LDADD = libwizard.a libprobes.a $(OPENSSL_LIBS)
nodist_man_MANS += man/mailguide-codes.7
man/mailguide-codes.7: %D%/compile_manual$(EXEEXT) $(srcdir)/man/mailguide.1
	$(AM_V_GEN)$(MKDIR_P) man && \
		date=`sed -n 's/^\.Dd //p' $(srcdir)/man/mailguide.1` && \
		%D%/compile_manual$(EXEEXT) "$$date" >$@.tmp && mv $@.tmp $@
CLEANFILES += man/mailguide-codes.7 man/mailguide-codes.7.tmp

# What shells complete: written out of the tables of commands and options.
noinst_PROGRAMS += %D%/compile_completions
%C%_compile_completions_SOURCES = %D%/compile_completions.c
%C%_compile_completions_LDADD = $(WIZARD_LIBS)
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d
completion_files = completions/mailguide.bash completions/_mailguide completions/mailguide.fish
nodist_zshcompletion_DATA = completions/_mailguide
nodist_fishcompletion_DATA = completions/mailguide.fish
noinst_DATA = completions/mailguide.bash
COMPLETE = $(AM_V_GEN)$(MKDIR_P) completions && %D%/compile_completions$(EXEEXT)
completions/mailguide.bash: %D%/compile_completions$(EXEEXT)
	$(COMPLETE) bash >$@.tmp && mv $@.tmp $@
completions/_mailguide: %D%/compile_completions$(EXEEXT)
	$(COMPLETE) zsh >$@.tmp && mv $@.tmp $@
completions/mailguide.fish: %D%/compile_completions$(EXEEXT)
	$(COMPLETE) fish >$@.tmp && mv $@.tmp $@
CLEANFILES += $(completion_files)
# bash looks for the program's own name.
install-data-local: completions/mailguide.bash
	$(MKDIR_P) $(DESTDIR)$(bashcompletiondir)
	$(INSTALL_DATA) completions/mailguide.bash $(DESTDIR)$(bashcompletiondir)/mailguide
uninstall-local:
	rm -f $(DESTDIR)$(bashcompletiondir)/mailguide

# The verdict: tables of rules over the evidence.
libwizard_a_SOURCES += \
	%D%/addresses.c %D%/addresses.h \
	%D%/banners.c %D%/banners.h \
	%D%/finding.h \
	%D%/inquiry.c \
	%D%/issuers.c %D%/issuers.h \
	%D%/mx_services.c %D%/mx_services.h \
	%D%/rejection.c %D%/rejection.h \
	%D%/rules.h \
	%D%/parking.c %D%/parking.h \
	%D%/rules_access.c \
	%D%/rules_answers.c \
	%D%/rules_around.c \
	%D%/rules_certificate.c \
	%D%/rules_clock.c \
	%D%/rules_config.c \
	%D%/rules_published.c \
	%D%/rules_dns.c \
	%D%/rules_greeting.c \
	%D%/rules_hello.c \
	%D%/rules_hosts.c \
	%D%/rules_local.c \
	%D%/rules_login.c \
	%D%/rules_net.c \
	%D%/rules_oauth2.c \
	%D%/rules_policy.c \
	%D%/rules_sender.c \
	%D%/rules_session.c \
	%D%/rules_starttls.c \
	%D%/rules_tls.c \
	%D%/verdict.c \
	%D%/verdict_case.c \
	%D%/verdict_quote.c

# The programs whose configuration can be written: templates compiled into a table.
export_targets = \
	aerc alertmanager alpine apple-mobileconfig autoconfig claws-mail curl discourse \
	django dma dns-srv evolution exim fetchmail forum geary getmail git-send-email \
	gitea gitlab grafana himalaya home-assistant human json kmail laravel mbsync mpop \
	msmtp mutt nextcloud nodemailer nullmailer offlineimap opensmtpd outlook \
	outlook-autodiscover phpmailer postfix python-smtplib rails s-nail swaks symfony \
	thunderbird thunderbird-android thunderbird-userjs wordpress
export_templates = $(export_targets:%=$(srcdir)/%D%/clients/%.tmpl)
EXTRA_DIST += $(export_templates)
export_engine = \
	%D%/escape.c %D%/escape.h \
	%D%/snippet.c %D%/snippet.h \
	%D%/snippet_values.c %D%/snippet_values.h \
	%D%/target.h %D%/target_parse.c
noinst_PROGRAMS += %D%/compile_targets
%C%_compile_targets_SOURCES = %D%/compile_targets.c %D%/language.c %D%/language.h \
	$(export_engine)
%C%_compile_targets_LDADD = libprobes.a $(OPENSSL_LIBS)
%D%/target_table.c: %D%/compile_targets$(EXEEXT) $(export_templates)
	$(AM_V_GEN)%D%/compile_targets$(EXEEXT) $@.tmp $(export_templates) && mv $@.tmp $@
CLEANFILES += %D%/target_table.c %D%/target_table.c.tmp
libwizard_a_SOURCES += $(export_engine) \
	%D%/client_version.c %D%/client_version.h \
	%D%/cmd_export.c \
	%D%/export.h \
	%D%/export_account.c %D%/export_account.h \
	%D%/export_write.c %D%/export_write.h \
	%D%/target.c
nodist_libwizard_a_SOURCES += %D%/target_table.c

# The looks of the HTML report, as a string.
EXTRA_DIST += %D%/report.css
%D%/report_style.c: $(srcdir)/%D%/report.css
	$(AM_V_GEN)$(MKDIR_P) %D% && { \
		echo '#include "wizard/render_html.h"' && echo 'const char render_html_style[] =' && \
		sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^.*$$/"&\\n"/' $(srcdir)/%D%/report.css && \
		echo ';'; } >$@.tmp && mv $@.tmp $@
CLEANFILES += %D%/report_style.c %D%/report_style.c.tmp
nodist_libwizard_a_SOURCES += %D%/report_style.c

# Two runs side by side.
libwizard_a_SOURCES += \
	%D%/cmd_diff.c \
	%D%/compare.c %D%/compare.h \
	%D%/compare_rules.c %D%/compare_rules.h \
	%D%/render_diff.c %D%/render_diff.h \
	%D%/snapshot.c %D%/snapshot.h

# The language it speaks.
libwizard_a_SOURCES += \
	%D%/input.c %D%/input.h \
	%D%/language.c %D%/language.h

# The faces: commands, questions, and what is shown.
libwizard_a_SOURCES += \
	%D%/ask.c %D%/ask.h \
	%D%/browser.c %D%/browser.h \
	%D%/cmd_demo.c \
	%D%/cmd_diagnose.c \
	%D%/cmd_explain.c \
	%D%/cmd_help.c \
	%D%/cmd_lookup.c \
	%D%/cmd_providers.c \
	%D%/cmd_setup.c \
	%D%/commands.c %D%/commands.h \
	%D%/diagnosis.c %D%/diagnosis.h \
	%D%/dry_run.c %D%/dry_run.h \
	%D%/evidence_fields.c %D%/evidence_fields.h \
	%D%/evidence_json.h \
	%D%/evidence_read.c \
	%D%/evidence_write.c \
	%D%/html.c %D%/html.h \
	%D%/html_facts.c \
	%D%/html_path.c \
	%D%/html_times.c \
	%D%/json.c %D%/json.h \
	%D%/mask.c %D%/mask.h \
	%D%/message.c %D%/message.h \
	%D%/mime.c %D%/mime.h \
	%D%/nearest.c %D%/nearest.h \
	%D%/options.c %D%/options.h \
	%D%/options_table.c \
	%D%/output.c %D%/output.h \
	%D%/page.c %D%/page.h \
	%D%/pager.c %D%/pager.h \
	%D%/paste.c %D%/paste.h \
	%D%/path.c %D%/path.h \
	%D%/privacy.c %D%/privacy.h \
	%D%/progress.c %D%/progress.h \
	%D%/render.h \
	%D%/render_dialogue.c \
	%D%/render_explain.c %D%/render_explain.h \
	%D%/render_html.c %D%/render_html.h \
	%D%/render_json.c \
	%D%/render_lookup.c \
	%D%/render_markdown.c \
	%D%/render_path.c \
	%D%/render_providers.c \
	%D%/render_text.c \
	%D%/render_transcript.c \
	%D%/report.c %D%/report.h \
	%D%/report_files.c \
	%D%/run.c %D%/run.h \
	%D%/scrub.c %D%/scrub.h \
	%D%/secret_source.c %D%/secret_source.h \
	%D%/client_picks.c %D%/client_picks.h \
	%D%/contradictions.c %D%/contradictions.h \
	%D%/settings.c %D%/settings.h \
	%D%/setup.h %D%/setup_ask.c %D%/setup_configure.c %D%/setup_hosts.c \
	%D%/setup_offer.c %D%/setup_suggest.c \
	%D%/shell.c %D%/shell.h \
	%D%/suspects.c %D%/suspects.h \
	%D%/term.c %D%/term.h \
	%D%/winners.c %D%/winners.h \
	%D%/words.c %D%/words.h
