# SPDX-License-Identifier: MIT
# What is true: DNS, TCP, TLS and the mail dialogues.
noinst_LIBRARIES += libprobes.a
libprobes_a_SOURCES = \
	%D%/buf.c %D%/buf.h \
	%D%/certificate.c %D%/certificate.h \
	%D%/dial.c %D%/dial.h \
	%D%/dialect.h %D%/dialect_imap.c %D%/dialect_pop3.c %D%/dialect_smtp.c \
	%D%/dialogue.c %D%/dialogue.h \
	%D%/digest.c %D%/digest.h \
	%D%/dns_answer.c %D%/dns_answer.h \
	%D%/endpoint.c %D%/endpoint.h \
	%D%/evidence.c %D%/evidence.h \
	%D%/fetch.c %D%/fetch.h \
	%D%/handshake.c %D%/handshake.h \
	%D%/i18n.h \
	%D%/login.c \
	%D%/loop.c %D%/loop.h \
	%D%/machine.c %D%/machine.h \
	%D%/mailtypes.c %D%/mailtypes.h \
	%D%/mem.c %D%/mem.h \
	%D%/neighbours.c %D%/neighbours.h \
	%D%/probe.c %D%/probe.h \
	%D%/redact.c %D%/redact.h \
	%D%/resolv_conf.c %D%/resolv_conf.h \
	%D%/resolver.c %D%/resolver.h \
	%D%/sasl.c %D%/sasl.h \
	%D%/secret.c %D%/secret.h \
	%D%/stream.c %D%/stream.h \
	%D%/surroundings.c %D%/surroundings.h \
	%D%/text.c %D%/text.h \
	%D%/transcript.c
