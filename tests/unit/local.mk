# SPDX-License-Identifier: MIT
# One Check program a module; add yours as a block of its own.
UNIT_LIBS = $(WIZARD_LIBS) $(CHECK_LIBS)

# The verdict: cases beside their look-alikes, as tables.
check_PROGRAMS += check_finding check_verdict check_verdict_around check_verdict_tls \
	check_verdict_login
TESTS += check_finding check_verdict check_verdict_around check_verdict_tls check_verdict_login
check_finding_SOURCES = %D%/check_finding.c %D%/witness.c %D%/witness.h
check_finding_LDADD = $(UNIT_LIBS)
check_finding_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_verdict_SOURCES = %D%/check_verdict.c %D%/witness.c %D%/witness.h
check_verdict_LDADD = $(UNIT_LIBS)
check_verdict_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_verdict_around_SOURCES = %D%/check_verdict_around.c %D%/witness.c %D%/witness.h
check_verdict_around_LDADD = $(UNIT_LIBS)
check_verdict_around_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_verdict_tls_SOURCES = %D%/check_verdict_tls.c %D%/witness.c %D%/witness.h
check_verdict_tls_LDADD = $(UNIT_LIBS)
check_verdict_tls_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_verdict_login_SOURCES = %D%/check_verdict_login.c %D%/witness.c %D%/witness.h
check_verdict_login_LDADD = $(UNIT_LIBS)
check_verdict_login_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

# The dialogue engine: conversations as text; SASL against its own server side;
# what a server repeats.
check_PROGRAMS += check_dialogue check_sasl check_redact
TESTS += check_dialogue check_sasl check_redact
check_dialogue_SOURCES = %D%/check_dialogue.c %D%/script.c %D%/script.h %D%/script_imap.c \
	%D%/script_pop3.c %D%/script_smtp.c
check_dialogue_LDADD = $(PROBES_LIBS) $(CHECK_LIBS)
check_dialogue_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_sasl_SOURCES = %D%/check_sasl.c
check_sasl_LDADD = $(PROBES_LIBS) $(CHECK_LIBS)
check_sasl_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_redact_SOURCES = %D%/check_redact.c
check_redact_LDADD = $(PROBES_LIBS) $(CHECK_LIBS)
check_redact_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

# The faces.
check_PROGRAMS += check_evidence_json check_json check_options \
	check_render check_secret_source
TESTS += check_evidence_json check_json check_options \
	check_render check_secret_source
check_evidence_json_SOURCES = %D%/check_evidence_json.c %D%/witness.c %D%/witness.h
check_evidence_json_LDADD = $(UNIT_LIBS)
check_evidence_json_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_json_SOURCES = %D%/check_json.c %D%/witness.c %D%/witness.h
check_json_LDADD = $(UNIT_LIBS)
check_json_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_options_SOURCES = %D%/check_options.c
check_options_LDADD = $(UNIT_LIBS)
check_options_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_PROGRAMS += check_compare
TESTS += check_compare
check_compare_SOURCES = %D%/check_compare.c
check_compare_LDADD = $(UNIT_LIBS)
check_compare_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_PROGRAMS += check_path
TESTS += check_path
check_path_SOURCES = %D%/check_path.c %D%/witness.c %D%/witness.h
check_path_LDADD = $(UNIT_LIBS)
check_path_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_PROGRAMS += check_privacy
TESTS += check_privacy
check_privacy_SOURCES = %D%/check_privacy.c %D%/witness.c %D%/witness.h
check_privacy_LDADD = $(UNIT_LIBS)
check_privacy_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_PROGRAMS += check_reports
TESTS += check_reports
check_reports_SOURCES = %D%/check_reports.c %D%/witness.c %D%/witness.h
check_reports_LDADD = $(UNIT_LIBS)
check_reports_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_render_SOURCES = %D%/check_render.c %D%/witness.c %D%/witness.h
check_render_LDADD = $(UNIT_LIBS)
check_render_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_secret_source_SOURCES = %D%/check_secret_source.c
check_secret_source_LDADD = $(UNIT_LIBS)
check_secret_source_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

# The presets.
check_PROGRAMS += check_preset check_preset_table
TESTS += check_preset check_preset_table
EXTRA_DIST += %D%/data/preset_golden.tsv
check_preset_SOURCES = %D%/check_preset.c
check_preset_LDADD = $(UNIT_LIBS)
check_preset_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_preset_table_SOURCES = %D%/check_preset_table.c
check_preset_table_LDADD = $(UNIT_LIBS)
check_preset_table_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

check_PROGRAMS += check_replies
TESTS += check_replies
check_replies_SOURCES = %D%/check_replies.c
check_replies_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_replies_LDADD = $(UNIT_LIBS)

check_PROGRAMS += check_explain check_gloss
TESTS += check_explain check_gloss
check_explain_SOURCES = %D%/check_explain.c %D%/pastes.inc %D%/pastes_threads.inc
check_explain_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_explain_LDADD = $(UNIT_LIBS)
check_gloss_SOURCES = %D%/check_gloss.c
check_gloss_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_gloss_LDADD = $(UNIT_LIBS)

check_PROGRAMS += check_text
TESTS += check_text
check_text_SOURCES = %D%/check_text.c
check_text_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_text_LDADD = $(UNIT_LIBS)

check_PROGRAMS += check_address
TESTS += check_address
check_address_SOURCES = %D%/check_address.c
check_address_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_address_LDADD = $(UNIT_LIBS)

# Configurations of mail programs.
check_PROGRAMS += check_escape check_snippet
TESTS += check_escape check_snippet
check_escape_SOURCES = %D%/check_escape.c
check_escape_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_escape_LDADD = $(UNIT_LIBS)
check_snippet_SOURCES = %D%/check_snippet.c
check_snippet_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_snippet_LDADD = $(UNIT_LIBS)

# Who may send for a domain.
check_PROGRAMS += check_spf
TESTS += check_spf
check_spf_SOURCES = %D%/check_spf.c
check_spf_LDADD = $(UNIT_LIBS)
check_spf_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

# The order of things in the event loop.
check_PROGRAMS += check_loop
TESTS += check_loop
check_loop_SOURCES = %D%/check_loop.c
check_loop_LDADD = $(UNIT_LIBS)
check_loop_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

# What the system says of its resolvers.
check_PROGRAMS += check_resolv_conf
TESTS += check_resolv_conf
check_resolv_conf_SOURCES = %D%/check_resolv_conf.c
check_resolv_conf_LDADD = $(PROBES_LIBS) $(CHECK_LIBS)
check_resolv_conf_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

# Documents that domains publish.
check_PROGRAMS += check_document
TESTS += check_document
check_document_SOURCES = %D%/check_document.c
check_document_LDADD = $(UNIT_LIBS)
check_document_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

# What else is looked at.
check_PROGRAMS += check_neighbours
TESTS += check_neighbours
check_neighbours_SOURCES = %D%/check_neighbours.c %D%/witness.c %D%/witness.h
check_neighbours_LDADD = $(UNIT_LIBS)
check_neighbours_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)

# Whole documents that domains publish.
check_PROGRAMS += check_published
TESTS += check_published
EXTRA_DIST += %D%/data/published/hoster.xml %D%/data/published/moved.xml \
	%D%/data/published/pacc.json %D%/data/published/panel.xml \
	%D%/data/published/refusal.xml
check_published_SOURCES = %D%/check_published.c
check_published_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
check_published_LDADD = $(PROVIDERS_LIBS) $(CHECK_LIBS)
