# SPDX-License-Identifier: MIT
# What the program says in other languages.
EXTRA_DIST += %D%/collect.py %D%/update.sh %D%/commonest.txt %D%/de.po %D%/es.po
if LANGUAGES
dedir = $(localedir)/de/LC_MESSAGES
esdir = $(localedir)/es/LC_MESSAGES
nodist_de_DATA = %D%/de/LC_MESSAGES/mailguide.mo
nodist_es_DATA = %D%/es/LC_MESSAGES/mailguide.mo
CLEANFILES += $(nodist_de_DATA) $(nodist_es_DATA)
TRANSLATE = $(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) --check-format -o $@
%D%/de/LC_MESSAGES/mailguide.mo: $(srcdir)/%D%/de.po
	$(TRANSLATE) $(srcdir)/%D%/de.po
%D%/es/LC_MESSAGES/mailguide.mo: $(srcdir)/%D%/es.po
	$(TRANSLATE) $(srcdir)/%D%/es.po
endif

# For maintainers: after sentences have changed.
update-po:
	cd $(srcdir) && sh wizard/po/update.sh
PHONY += update-po
