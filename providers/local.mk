# SPDX-License-Identifier: MIT
# What should be true: presets and discovery.
noinst_LIBRARIES += libproviders.a
libproviders_a_SOURCES = \
	%D%/address.c %D%/address.h \
	%D%/discover.c %D%/discover.h \
	%D%/suffix.c %D%/suffix.h
