# SPDX-License-Identifier: MIT
# What to tell: commands, verdict, faces.
noinst_LIBRARIES += libwizard.a
libwizard_a_SOURCES =

bin_PROGRAMS += mailguide
mailguide_SOURCES = %D%/main.c
mailguide_LDADD = $(WIZARD_LIBS)
