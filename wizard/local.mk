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
	$(srcdir)/%D%/catalog/auth.json $(srcdir)/%D%/catalog/config.json \
	$(srcdir)/%D%/catalog/dns.json $(srcdir)/%D%/catalog/local.json \
	$(srcdir)/%D%/catalog/net.json $(srcdir)/%D%/catalog/oauth2.json \
	$(srcdir)/%D%/catalog/policy.json $(srcdir)/%D%/catalog/protocol.json \
	$(srcdir)/%D%/catalog/tls.json
EXTRA_DIST += $(catalog_data)
noinst_PROGRAMS += %D%/compile_catalog
%C%_compile_catalog_SOURCES = %D%/compile_catalog.c %D%/catalog.h
%C%_compile_catalog_LDADD = libprobes.a $(CJSON_LIBS)
%D%/catalog_table.c: %D%/compile_catalog$(EXEEXT) $(catalog_data)
	$(AM_V_GEN)%D%/compile_catalog$(EXEEXT) $@.tmp $(catalog_data) && mv $@.tmp $@
CLEANFILES += %D%/catalog_table.c %D%/catalog_table.c.tmp
libwizard_a_SOURCES += \
	%D%/catalog.c %D%/catalog.h %D%/catalog_data.h \
	%D%/patterns.c %D%/patterns.h \
	%D%/replies.c
nodist_libwizard_a_SOURCES = %D%/catalog_table.c
