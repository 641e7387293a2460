# SPDX-License-Identifier: MIT
# What is true: DNS, TCP, TLS and the mail dialogues.
noinst_LIBRARIES += libprobes.a
libprobes_a_SOURCES = \
	%D%/buf.c %D%/buf.h \
	%D%/mailtypes.c %D%/mailtypes.h \
	%D%/mem.c %D%/mem.h \
	%D%/secret.c %D%/secret.h \
	%D%/text.c %D%/text.h
