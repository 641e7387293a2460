# SPDX-License-Identifier: MIT
# The practice host and its scenarios; installed too, because `demo` plays them.
pkglibexec_PROGRAMS += mailguide-lab
mailguide_lab_SOURCES = \
	%D%/certs.c %D%/certs.h \
	%D%/child.c %D%/child.h \
	%D%/dns.c %D%/dns.h \
	%D%/http.c \
	%D%/imap.c \
	%D%/judge.c %D%/judge.h \
	%D%/judge_web.c %D%/judge_web.h \
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
	%D%/scenario_http.c \
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
	%D%/scenarios/account-locked.json \
	%D%/scenarios/account-suspended.json \
	%D%/scenarios/all-mail-blocked.json \
	%D%/scenarios/auth-not-offered.json \
	%D%/scenarios/cert-expired-clock-right.json \
	%D%/scenarios/cert-expired-on-one-port.json \
	%D%/scenarios/cert-expired.json \
	%D%/scenarios/cert-missing-intermediate.json \
	%D%/scenarios/cert-names-another-host.json \
	%D%/scenarios/cert-not-yet-valid.json \
	%D%/scenarios/cert-private-ca.json \
	%D%/scenarios/cert-self-signed.json \
	%D%/scenarios/cert-shared-host.json \
	%D%/scenarios/cert-unknown-issuer.json \
	%D%/scenarios/cert-weak-key.json \
	%D%/scenarios/cert-wildcard-fits.json \
	%D%/scenarios/cert-wildcard-too-shallow.json \
	%D%/scenarios/cert-without-names.json \
	%D%/scenarios/cert-wrong-name.json \
	%D%/scenarios/cert-wrong-purpose.json \
	%D%/scenarios/chain-expired.json \
	%D%/scenarios/clock-ahead-by-web.json \
	%D%/scenarios/clock-wrong.json \
	%D%/scenarios/closed-after-connect.json \
	%D%/scenarios/closed-while-logging-in.json \
	%D%/scenarios/contradiction-mx-elsewhere.json \
	%D%/scenarios/contradiction-plain-only.json \
	%D%/scenarios/contradiction-port.json \
	%D%/scenarios/contradiction-security.json \
	%D%/scenarios/contradiction-srv-certificate.json \
	%D%/scenarios/contradiction-srv-other-protocol.json \
	%D%/scenarios/contradiction-srv-port.json \
	%D%/scenarios/contradiction-username.json \
	%D%/scenarios/contradiction-wildcard.json \
	%D%/scenarios/discover-asks-for-login.json \
	%D%/scenarios/discover-autoconfig-foreign-host.json \
	%D%/scenarios/discover-autoconfig-http-confirmed.json \
	%D%/scenarios/discover-autoconfig.json \
	%D%/scenarios/discover-autodiscover-http.json \
	%D%/scenarios/discover-autodiscover-loop.json \
	%D%/scenarios/discover-autodiscover-password.json \
	%D%/scenarios/discover-autodiscover-redirect-url.json \
	%D%/scenarios/discover-autodiscover-redirect.json \
	%D%/scenarios/discover-autodiscover-root.json \
	%D%/scenarios/discover-autodiscover-srv.json \
	%D%/scenarios/discover-autodiscover.json \
	%D%/scenarios/discover-broken-xml.json \
	%D%/scenarios/discover-declined.json \
	%D%/scenarios/discover-dns-servfail.json \
	%D%/scenarios/discover-empty-document.json \
	%D%/scenarios/discover-exchange-only-document.json \
	%D%/scenarios/discover-forbidden.json \
	%D%/scenarios/discover-gone.json \
	%D%/scenarios/discover-html.json \
	%D%/scenarios/discover-http-404.json \
	%D%/scenarios/discover-http-503.json \
	%D%/scenarios/discover-http-only.json \
	%D%/scenarios/discover-https-only.json \
	%D%/scenarios/discover-ispdb.json \
	%D%/scenarios/discover-jmap.json \
	%D%/scenarios/discover-json.json \
	%D%/scenarios/discover-mailconf-foreign.json \
	%D%/scenarios/discover-mailconf-http.json \
	%D%/scenarios/discover-mailconf-no-url.json \
	%D%/scenarios/discover-mailconf-signed.json \
	%D%/scenarios/discover-mailconf.json \
	%D%/scenarios/discover-mx-autoconfig-confirmed.json \
	%D%/scenarios/discover-mx-autoconfig-own-host.json \
	%D%/scenarios/discover-mx-autoconfig.json \
	%D%/scenarios/discover-mx-ispdb.json \
	%D%/scenarios/discover-mx-preset.json \
	%D%/scenarios/discover-no-address.json \
	%D%/scenarios/discover-no-servers.json \
	%D%/scenarios/discover-no-third-party.json \
	%D%/scenarios/discover-other-root.json \
	%D%/scenarios/discover-pacc-changed.json \
	%D%/scenarios/discover-pacc-without-digest.json \
	%D%/scenarios/discover-pacc.json \
	%D%/scenarios/discover-placeholders.json \
	%D%/scenarios/discover-redirect-chain.json \
	%D%/scenarios/discover-redirect-endless.json \
	%D%/scenarios/discover-redirect-relative.json \
	%D%/scenarios/discover-redirect-to-file.json \
	%D%/scenarios/discover-redirect-to-http.json \
	%D%/scenarios/discover-redirect-to-nowhere.json \
	%D%/scenarios/discover-redirect-with-password.json \
	%D%/scenarios/discover-redirected.json \
	%D%/scenarios/discover-silent-web.json \
	%D%/scenarios/discover-slow-but-better.json \
	%D%/scenarios/discover-srv-half-signed.json \
	%D%/scenarios/discover-srv-signed.json \
	%D%/scenarios/discover-stale-autoconfig-refusing.json \
	%D%/scenarios/discover-stale-autoconfig.json \
	%D%/scenarios/discover-tls-expired.json \
	%D%/scenarios/discover-web-cert-wrong-name.json \
	%D%/scenarios/discover-web-closes.json \
	%D%/scenarios/discover-web-filtered.json \
	%D%/scenarios/discover-web-page-as-xml.json \
	%D%/scenarios/discover-web-refused.json \
	%D%/scenarios/discover-web-tls-alert.json \
	%D%/scenarios/discover-well-known.json \
	%D%/scenarios/discover-wrong-type-right-xml.json \
	%D%/scenarios/domain-dnssec-bogus.json \
	%D%/scenarios/domain-guesses-closed.json \
	%D%/scenarios/domain-null-mx.json \
	%D%/scenarios/domain-nxdomain.json \
	%D%/scenarios/domain-parked.json \
	%D%/scenarios/domain-servfail.json \
	%D%/scenarios/domain-typo-live.json \
	%D%/scenarios/domain-typo.json \
	%D%/scenarios/domain-wildcard.json \
	%D%/scenarios/domain-without-mx.json \
	%D%/scenarios/domain-without-records.json \
	%D%/scenarios/drip.json \
	%D%/scenarios/ehlo-rejected.json \
	%D%/scenarios/ehlo-unknown.json \
	%D%/scenarios/endless-line-after-tls.json \
	%D%/scenarios/endless-line.json \
	%D%/scenarios/escape-sequences.json \
	%D%/scenarios/foreign-srv-confirmed.json \
	%D%/scenarios/foreign-srv.json \
	%D%/scenarios/forwarding-only.json \
	%D%/scenarios/garbage.json \
	%D%/scenarios/gmail-account-password.json \
	%D%/scenarios/gmail-admin-disabled.json \
	%D%/scenarios/gmail-app-password.json \
	%D%/scenarios/gmail-imap-disabled.json \
	%D%/scenarios/gmail-pop-disabled-late.json \
	%D%/scenarios/gmail-pop-disabled.json \
	%D%/scenarios/gmail-token-rejected.json \
	%D%/scenarios/gmail-too-many-connections.json \
	%D%/scenarios/gmail-too-many-logins.json \
	%D%/scenarios/gmail-web-login.json \
	%D%/scenarios/gmail-wrong-app-password.json \
	%D%/scenarios/gmx-imap-disabled.json \
	%D%/scenarios/gmx-wrong-password.json \
	%D%/scenarios/greeting-blocklisted.json \
	%D%/scenarios/greeting-bye.json \
	%D%/scenarios/greeting-late.json \
	%D%/scenarios/greeting-refused.json \
	%D%/scenarios/greeting-too-many-connections.json \
	%D%/scenarios/guessed-host.json \
	%D%/scenarios/healthy-cram-md5.json \
	%D%/scenarios/healthy-dns-over-tcp.json \
	%D%/scenarios/healthy-given-settings.json \
	%D%/scenarios/healthy-gmail-app-password.json \
	%D%/scenarios/healthy-gmail-no-login.json \
	%D%/scenarios/healthy-gmail-pop3.json \
	%D%/scenarios/healthy-gmail-token.json \
	%D%/scenarios/healthy-greeting-many-lines.json \
	%D%/scenarios/healthy-ipv6.json \
	%D%/scenarios/healthy-odd-password.json \
	%D%/scenarios/healthy-private-pop3-starttls.json \
	%D%/scenarios/healthy-private-srv.json \
	%D%/scenarios/healthy-private-starttls.json \
	%D%/scenarios/host-down.json \
	%D%/scenarios/host-is-ip.json \
	%D%/scenarios/host-nxdomain.json \
	%D%/scenarios/host-prohibited.json \
	%D%/scenarios/host-unreachable.json \
	%D%/scenarios/host-without-address.json \
	%D%/scenarios/hostile-bad-utf8.json \
	%D%/scenarios/hostile-cut-body.json \
	%D%/scenarios/hostile-dripping-web.json \
	%D%/scenarios/hostile-endless-body.json \
	%D%/scenarios/hostile-endless-header.json \
	%D%/scenarios/hostile-entity-bomb.json \
	%D%/scenarios/hostile-host-names.json \
	%D%/scenarios/hostile-not-http.json \
	%D%/scenarios/icloud-app-password.json \
	%D%/scenarios/icloud-has-no-pop3.json \
	%D%/scenarios/inbox-missing.json \
	%D%/scenarios/insecure-login-elsewhere.json \
	%D%/scenarios/insecure-login-plain.json \
	%D%/scenarios/insecure-login-self-signed.json \
	%D%/scenarios/intercepted-antivirus.json \
	%D%/scenarios/intercepted-gateway.json \
	%D%/scenarios/intercepted-unknown.json \
	%D%/scenarios/ipv6-dark.json \
	%D%/scenarios/ipv6-no-route.json \
	%D%/scenarios/ipv6-refused-in-words.json \
	%D%/scenarios/locked-out.json \
	%D%/scenarios/login-backend-down.json \
	%D%/scenarios/mail-blocked-no-portal.json \
	%D%/scenarios/mail-blocked-not-asked.json \
	%D%/scenarios/mail-protocol-swapped.json \
	%D%/scenarios/mechanism-mismatch.json \
	%D%/scenarios/microsoft365-conditional-access.json \
	%D%/scenarios/microsoft365-not-connected.json \
	%D%/scenarios/microsoft365-security-defaults.json \
	%D%/scenarios/microsoft365-smtp-auth-off-mailbox.json \
	%D%/scenarios/microsoft365-smtp-auth-off-tenant.json \
	%D%/scenarios/microsoft365-token-works.json \
	%D%/scenarios/mx-is-a-filter.json \
	%D%/scenarios/name-without-domain.json \
	%D%/scenarios/no-settings-found.json \
	%D%/scenarios/outlook-basic-auth-disabled.json \
	%D%/scenarios/outlook-only-xoauth2-offered.json \
	%D%/scenarios/password-expired.json \
	%D%/scenarios/password-with-edge-space.json \
	%D%/scenarios/plain-asked-for.json \
	%D%/scenarios/plain-login-disabled.json \
	%D%/scenarios/pop3-in-use.json \
	%D%/scenarios/pop3-login-delay.json \
	%D%/scenarios/pop3-stat-refused.json \
	%D%/scenarios/pop3-stls-injection.json \
	%D%/scenarios/port-25-for-sending.json \
	%D%/scenarios/port-filtered-web-alive.json \
	%D%/scenarios/port-filtered.json \
	%D%/scenarios/port-refused.json \
	%D%/scenarios/portal-by-names.json \
	%D%/scenarios/portal-page.json \
	%D%/scenarios/portal-redirects.json \
	%D%/scenarios/proton-bridge-not-running.json \
	%D%/scenarios/published-host-nxdomain.json \
	%D%/scenarios/qq-authorisation-code.json \
	%D%/scenarios/rate-limited.json \
	%D%/scenarios/reset-after-connect.json \
	%D%/scenarios/reset-on-clienthello.json \
	%D%/scenarios/resolver-dead.json \
	%D%/scenarios/resolver-first-silent.json \
	%D%/scenarios/resolver-invents-beside.json \
	%D%/scenarios/resolver-invents-host.json \
	%D%/scenarios/resolver-refused.json \
	%D%/scenarios/resolver-servfail.json \
	%D%/scenarios/resolver-silent.json \
	%D%/scenarios/secret-echo.json \
	%D%/scenarios/select-refused.json \
	%D%/scenarios/send-believed.json \
	%D%/scenarios/send-open-relay.json \
	%D%/scenarios/send-spf-chain.json \
	%D%/scenarios/send-spf-forbids.json \
	%D%/scenarios/send-spf-included.json \
	%D%/scenarios/send-spf-missing.json \
	%D%/scenarios/send-spf-other-servers.json \
	%D%/scenarios/send-spf-twice.json \
	%D%/scenarios/send-test-relay-denied.json \
	%D%/scenarios/send-test-sender-refused.json \
	%D%/scenarios/send-test-works.json \
	%D%/scenarios/send-without-login.json \
	%D%/scenarios/sending-port-421.json \
	%D%/scenarios/server-busy.json \
	%D%/scenarios/silence-on-tls-port.json \
	%D%/scenarios/silence.json \
	%D%/scenarios/silent-while-logging-in.json \
	%D%/scenarios/smtp-465-filtered.json \
	%D%/scenarios/smtp-587-filtered.json \
	%D%/scenarios/smtp-all-blocked.json \
	%D%/scenarios/srv-pop3-declined.json \
	%D%/scenarios/starttls-injection-imap.json \
	%D%/scenarios/starttls-injection.json \
	%D%/scenarios/starttls-not-offered.json \
	%D%/scenarios/starttls-on-tls-port.json \
	%D%/scenarios/starttls-refused.json \
	%D%/scenarios/starttls-stripped-at-gmail.json \
	%D%/scenarios/starttls-stripped.json \
	%D%/scenarios/tls-1-0-only.json \
	%D%/scenarios/tls-1-1-only.json \
	%D%/scenarios/tls-1-2-only.json \
	%D%/scenarios/tls-closed-in-handshake.json \
	%D%/scenarios/tls-no-common-cipher.json \
	%D%/scenarios/tls-none-available.json \
	%D%/scenarios/tls-on-starttls-port.json \
	%D%/scenarios/token-at-password-server.json \
	%D%/scenarios/try-usernames.json \
	%D%/scenarios/user-unknown-at-one.json \
	%D%/scenarios/user-unknown.json \
	%D%/scenarios/wrong-password.json \
	%D%/scenarios/wrong-service-http.json \
	%D%/scenarios/wrong-service-ssh.json \
	%D%/scenarios/yahoo-app-password.json \
	%D%/scenarios/yahoo-rate-limit.json \
	%D%/scenarios/yahoo-revoked-app-password.json \
	%D%/scenarios/yandex-terms.json

DISTCLEANFILES += %D%/scenarios
TESTS += %D%/check.sh %D%/selftest.sh
EXTRA_DIST += %D%/check.sh %D%/selftest.sh %D%/README.md
