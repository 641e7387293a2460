# SPDX-License-Identifier: MIT
# The practice host and its scenarios; installed too, because `demo` plays them.
pkglibexec_PROGRAMS += mailguide-lab
mailguide_lab_SOURCES = \
	%D%/certs.c %D%/certs.h \
	%D%/child.c %D%/child.h \
	%D%/dns.c %D%/dns.h \
	%D%/imap.c \
	%D%/judge.c %D%/judge.h \
	%D%/lab.c \
	%D%/leaks.c %D%/leaks.h \
	%D%/link.c %D%/link.h \
	%D%/login.c %D%/login.h \
	%D%/namespace.c %D%/namespace.h \
	%D%/pop3.c \
	%D%/reading.c %D%/reading.h \
	%D%/runner.c %D%/runner.h \
	%D%/scenario.c %D%/scenario.h \
	%D%/scenario_expect.c \
	%D%/scenario_hosts.c \
	%D%/scenario_parts.h \
	%D%/scenario_reply.c \
	%D%/scenario_zone.c \
	%D%/server.c %D%/server.h \
	%D%/session.c %D%/session.h \
	%D%/shelf.c %D%/shelf.h \
	%D%/smtp.c \
	%D%/software.c %D%/software.h \
	%D%/stage.c %D%/stage.h
mailguide_lab_CFLAGS = $(AM_CFLAGS) -pthread
mailguide_lab_LDADD = libprobes.a $(CJSON_LIBS) $(OPENSSL_LIBS)
mailguide_lab_LDFLAGS = $(AM_LDFLAGS) -pthread

scenariosdir = $(pkgdatadir)/scenarios
dist_scenarios_DATA = \
	%D%/scenarios/587-filtered.json \
	%D%/scenarios/all-dark.json \
	%D%/scenarios/blocklisted.json \
	%D%/scenarios/cert-chain-expired.json \
	%D%/scenarios/cert-expired.json \
	%D%/scenarios/cert-intercepted-antivirus.json \
	%D%/scenarios/cert-intercepted-gateway.json \
	%D%/scenarios/cert-missing-intermediate.json \
	%D%/scenarios/cert-no-san.json \
	%D%/scenarios/cert-not-yet-valid.json \
	%D%/scenarios/cert-private-ca.json \
	%D%/scenarios/cert-self-signed.json \
	%D%/scenarios/cert-unknown-ca.json \
	%D%/scenarios/cert-wrong-name.json \
	%D%/scenarios/domain-servfail.json \
	%D%/scenarios/foreign-srv-confirmed.json \
	%D%/scenarios/foreign-srv.json \
	%D%/scenarios/gmail-app-password-wrong.json \
	%D%/scenarios/gmail-app-password.json \
	%D%/scenarios/gmail-connections.json \
	%D%/scenarios/gmail-imap-admin.json \
	%D%/scenarios/gmail-less-secure-apps.json \
	%D%/scenarios/gmail-pop-disabled.json \
	%D%/scenarios/gmail-too-many.json \
	%D%/scenarios/gmail-web-login.json \
	%D%/scenarios/greeting-421.json \
	%D%/scenarios/greeting-late.json \
	%D%/scenarios/greeting-refused.json \
	%D%/scenarios/guessed-host.json \
	%D%/scenarios/healthy-gmail.json \
	%D%/scenarios/healthy-no-login.json \
	%D%/scenarios/healthy-pop3.json \
	%D%/scenarios/healthy-private.json \
	%D%/scenarios/healthy-starttls.json \
	%D%/scenarios/healthy-token.json \
	%D%/scenarios/host-nxdomain.json \
	%D%/scenarios/hostile-close-login.json \
	%D%/scenarios/hostile-drip.json \
	%D%/scenarios/hostile-echo.json \
	%D%/scenarios/hostile-escapes.json \
	%D%/scenarios/hostile-flood.json \
	%D%/scenarios/hostile-garbage.json \
	%D%/scenarios/imap-disabled.json \
	%D%/scenarios/imap-filtered.json \
	%D%/scenarios/imap-refused.json \
	%D%/scenarios/ipv6-broken.json \
	%D%/scenarios/mailbox-smtp-off.json \
	%D%/scenarios/no-auth-offered.json \
	%D%/scenarios/no-settings.json \
	%D%/scenarios/not-connected.json \
	%D%/scenarios/null-mx.json \
	%D%/scenarios/nxdomain.json \
	%D%/scenarios/only-gssapi.json \
	%D%/scenarios/only-xoauth2.json \
	%D%/scenarios/outlook-basic-auth.json \
	%D%/scenarios/rate-limited.json \
	%D%/scenarios/reset.json \
	%D%/scenarios/resolver-refused.json \
	%D%/scenarios/resolver-servfail.json \
	%D%/scenarios/resolver-silent.json \
	%D%/scenarios/select-refused.json \
	%D%/scenarios/silence.json \
	%D%/scenarios/smtp-blocked.json \
	%D%/scenarios/starttls-injected.json \
	%D%/scenarios/starttls-missing.json \
	%D%/scenarios/starttls-on-tls-port.json \
	%D%/scenarios/starttls-refused.json \
	%D%/scenarios/starttls-stripped.json \
	%D%/scenarios/suspended.json \
	%D%/scenarios/swapped.json \
	%D%/scenarios/temporary-failure.json \
	%D%/scenarios/tenant-smtp-off.json \
	%D%/scenarios/tls-closed.json \
	%D%/scenarios/tls-no-cipher.json \
	%D%/scenarios/tls-on-starttls-port.json \
	%D%/scenarios/tls-reset.json \
	%D%/scenarios/tls-too-old.json \
	%D%/scenarios/token-rejected.json \
	%D%/scenarios/typo.json \
	%D%/scenarios/wrong-password.json \
	%D%/scenarios/wrong-service.json

DISTCLEANFILES += %D%/scenarios
TESTS += %D%/check.sh
EXTRA_DIST += %D%/check.sh %D%/README.md
