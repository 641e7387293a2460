# SPDX-License-Identifier: MIT
# One Check program a module; add yours as a block of its own.
UNIT_LIBS = $(WIZARD_LIBS) $(CHECK_LIBS)
