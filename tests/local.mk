# SPDX-License-Identifier: MIT
include tests/unit/local.mk
include tests/lab/local.mk
include tests/guide/local.mk
include tests/world/local.mk
include tests/clients/local.mk
include tests/report/local.mk
include tests/bench/local.mk
include tests/fuzz/local.mk

# Bad input at the command line.
TESTS += %D%/cli.sh
EXTRA_DIST += %D%/cli.sh

# What real programs print.
TESTS += %D%/words.sh
EXTRA_DIST += %D%/words.sh %D%/words_server.py

# What shells complete.
TESTS += %D%/completions.sh
EXTRA_DIST += %D%/completions.sh

# What the program says in other languages.
TESTS += %D%/languages.sh
EXTRA_DIST += %D%/languages.sh

# What README.md shows.
TESTS += %D%/readme.sh
EXTRA_DIST += %D%/readme.sh %D%/readme.py
update-readme: mailguide$(EXEEXT)
	srcdir=$(srcdir) sh $(srcdir)/%D%/readme.sh --update
PHONY += update-readme

# The manual pages.
TESTS += %D%/manual.sh
EXTRA_DIST += %D%/manual.sh

# Two runs side by side.
TESTS += %D%/diff.sh
EXTRA_DIST += %D%/diff.sh

# Configurations where programs look for them.
TESTS += %D%/export_write.sh
EXTRA_DIST += %D%/export_write.sh

# The shape of the code.
TESTS += %D%/layers.sh
EXTRA_DIST += %D%/layers.sh
