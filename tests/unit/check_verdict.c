/* SPDX-License-Identifier: MIT
 *
 * The verdict up to the first byte: this computer, DNS, the network.  Each cause
 * stands beside the look-alike that it must not be taken for.
 */
#include <errno.h>

#include "witness.h"

#define D "acme.example"
#define IMAP_HOST "imap.acme.example"
#define SMTP_HOST "smtp.acme.example"

static struct endpoint_fact *imap(struct evidence *evidence)
{
	return witness_endpoint(evidence, MAIL_IMAP, IMAP_HOST, 993, MAIL_TLS);
}

static struct endpoint_fact *smtp(struct evidence *evidence)
{
	return witness_endpoint(evidence, MAIL_SMTP, SMTP_HOST, 465, MAIL_TLS);
}

static struct endpoint_fact *smtp587(struct evidence *evidence)
{
	return witness_endpoint(evidence, MAIL_SMTP, SMTP_HOST, 587, MAIL_STARTTLS);
}

static struct evidence *healthy(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *reachable_without_login(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->login_asked = false;
	witness_ready(evidence, imap(evidence));
	witness_ready(evidence, smtp(evidence));
	return evidence;
}

/* ---- this computer ---------------------------------------------------------------- */

static struct evidence *no_network(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->have_ipv4 = false;
	witness_dns(evidence, IMAP_HOST, DNS_A, DNS_UNREACHABLE, NULL);
	witness_end(imap(evidence), STEP_RESOLVE, END_UNRESOLVED);
	witness_end(smtp(evidence), STEP_RESOLVE, END_UNRESOLVED);
	return evidence;
}

static struct evidence *no_network_cached_names(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->have_ipv4 = false;
	witness_dns(evidence, IMAP_HOST, DNS_A, DNS_OK, "192.0.2.10");
	witness_unconnected(evidence, imap(evidence), "192.0.2.10", CONNECT_NET_UNREACHABLE);
	witness_unconnected(evidence, smtp(evidence), "192.0.2.11", CONNECT_NET_UNREACHABLE);
	return evidence;
}

static struct evidence *loopback_bench_without_network(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->have_ipv4 = false;
	evidence->resolvers[0] = "127.0.0.5:5353";
	witness_dns(evidence, IMAP_HOST, DNS_A, DNS_TIMEOUT, NULL);
	witness_end(imap(evidence), STEP_RESOLVE, END_UNRESOLVED);
	witness_end(smtp(evidence), STEP_RESOLVE, END_UNRESOLVED);
	return evidence;
}

static struct evidence *bridge(enum connect_outcome outcome)
{
	struct evidence *evidence = witness_provider("proton.me", "proton.me");
	struct endpoint_fact *one, *two;

	one = witness_endpoint(evidence, MAIL_IMAP, "127.0.0.1", 1143, MAIL_STARTTLS);
	two = witness_endpoint(evidence, MAIL_SMTP, "127.0.0.1", 1025, MAIL_STARTTLS);
	one->host_is_address = two->host_is_address = true;
	witness_unconnected(evidence, one, "127.0.0.1", outcome);
	witness_unconnected(evidence, two, "127.0.0.1", outcome);
	return evidence;
}

static struct evidence *bridge_not_running(void)
{
	struct evidence *evidence = bridge(CONNECT_REFUSED);
	struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		endpoint->source = "given";
	return evidence;
}

static struct evidence *bridge_missing(void)
{
	return bridge(CONNECT_REFUSED);
}

static struct evidence *bridge_certificate(void)
{
	struct evidence *evidence = witness_provider("proton.me", "proton.me");
	struct endpoint_fact *one, *two;

	one = witness_endpoint(evidence, MAIL_IMAP, "127.0.0.1", 1143, MAIL_STARTTLS);
	two = witness_endpoint(evidence, MAIL_SMTP, "127.0.0.1", 1025, MAIL_STARTTLS);
	one->host_is_address = two->host_is_address = true;
	witness_certificate(evidence, one, "CN=127.0.0.1", "CN=127.0.0.1", "127.0.0.1");
	witness_ready(evidence, one);
	one->tls.outcome = TLS_OK;
	witness_tls(evidence, one);
	witness_verify_error(evidence, one, 0, 18, "DEPTH_ZERO_SELF_SIGNED_CERT");
	one->login.bar = BAR_TLS_UNTRUSTED;
	witness_works(evidence, two);
	return evidence;
}

static struct evidence *refused_by_name(void)
{
	struct evidence *evidence = witness_run(D);

	/* A host that merely resolves to this computer is no bridge. */
	witness_unconnected(evidence, imap(evidence), "127.0.0.9", CONNECT_REFUSED);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *out_of_sockets(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = imap(evidence);

	witness_connect(evidence, endpoint, "192.0.2.10", CONNECT_LOCAL_LIMIT);
	witness_end(endpoint, STEP_CONNECT, END_LOCAL);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *local_firewall(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = imap(evidence);

	witness_unconnected(evidence, endpoint, "192.0.2.10", CONNECT_PROHIBITED);
	endpoint->connects->error = EPERM;
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *router_prohibits(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = imap(evidence);

	witness_unconnected(evidence, endpoint, "192.0.2.10", CONNECT_PROHIBITED);
	endpoint->connects->error = EACCES;
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *hosts_file(void)
{
	struct evidence *evidence = witness_run(D);
	struct dns_fact *fact;

	witness_dns(evidence, IMAP_HOST, DNS_A, DNS_OK, "192.0.2.99");
	fact = evidence->dns;
	fact->from_hosts_file = true;
	fact->attempts = NULL;
	witness_unconnected(evidence, imap(evidence), "192.0.2.99", CONNECT_REFUSED);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *time_limit(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = imap(evidence);

	evidence->timed_out = true;
	witness_connect(evidence, endpoint, "192.0.2.10", CONNECT_OK);
	witness_end(endpoint, STEP_TLS, END_CANCELLED);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *time_limit_before_settings(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->timed_out = true;
	return evidence;
}

static struct evidence *time_limit_before_connecting(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->timed_out = true;
	witness_dns(evidence, IMAP_HOST, DNS_A, DNS_OK, "192.0.2.10");
	witness_dns(evidence, IMAP_HOST, DNS_AAAA, DNS_NODATA, NULL);
	witness_end(imap(evidence), STEP_RESOLVE, END_UNRESOLVED);
	evidence->endpoints->connected = false;
	witness_good_smtp(evidence);
	return evidence;
}

/* ---- DNS ------------------------------------------------------------------------------ */

static struct evidence *every_name(enum dns_outcome outcome)
{
	struct evidence *evidence = witness_run(D);

	witness_dns(evidence, D, DNS_MX, outcome, NULL);
	witness_dns(evidence, IMAP_HOST, DNS_A, outcome, NULL);
	witness_dns(evidence, SMTP_HOST, DNS_A, outcome, NULL);
	witness_end(imap(evidence), STEP_RESOLVE, END_UNRESOLVED);
	witness_end(smtp(evidence), STEP_RESOLVE, END_UNRESOLVED);
	return evidence;
}

static struct evidence *resolver_silent(void)
{
	return every_name(DNS_TIMEOUT);
}

static struct evidence *resolver_closed(void)
{
	return every_name(DNS_UNREACHABLE);
}

static struct evidence *resolver_stub_closed(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->resolvers[0] = "127.0.0.53:53";
	witness_dns(evidence, D, DNS_MX, DNS_UNREACHABLE, NULL);
	return evidence;
}

static struct evidence *given_resolver_closed(void)
{
	struct evidence *evidence = resolver_stub_closed();

	evidence->resolvers_given = true;
	return evidence;
}

static struct evidence *resolver_refuses(void)
{
	return every_name(DNS_REFUSED);
}

static struct evidence *resolver_missing(void)
{
	return every_name(DNS_NO_RESOLVER);
}

static struct evidence *resolver_garbled(void)
{
	return every_name(DNS_MALFORMED);
}

static struct evidence *servfail_everywhere(void)
{
	struct evidence *evidence = every_name(DNS_SERVFAIL);

	witness_dns(evidence, "mx.elsewhere.test.com", DNS_A, DNS_SERVFAIL, NULL);
	witness_dns(evidence, "mail.other-owner.org", DNS_A, DNS_SERVFAIL, NULL);
	return evidence;
}

static struct evidence *servfail_one_domain(void)
{
	struct evidence *evidence = every_name(DNS_SERVFAIL);

	witness_dns(evidence, "mail.other-owner.org", DNS_A, DNS_OK, "192.0.2.77");
	return evidence;
}

static struct evidence *one_of_two_resolvers(void)
{
	struct evidence *evidence = healthy();

	evidence->resolvers[1] = "198.51.100.53:53";
	evidence->resolver_count = 2;
	witness_attempt(evidence, IMAP_HOST, DNS_A, "192.0.2.53:53", DNS_TIMEOUT);
	witness_attempt(evidence, IMAP_HOST, DNS_A, "198.51.100.53:53", DNS_OK);
	return evidence;
}

static struct evidence *domain_answers(const char *domain, enum dns_outcome mx,
	enum dns_outcome a)
{
	struct evidence *evidence = witness_run(domain);

	witness_dns(evidence, domain, DNS_MX, mx, NULL);
	witness_dns(evidence, domain, DNS_A, a, a == DNS_OK ? "192.0.2.1" : NULL);
	witness_dns(evidence, domain, DNS_AAAA, a == DNS_NXDOMAIN ? a : DNS_NODATA, NULL);
	return evidence;
}

static struct evidence *nxdomain(void)
{
	return domain_answers("nosuchplace.example", DNS_NXDOMAIN, DNS_NXDOMAIN);
}

static struct evidence *typo(void)
{
	return domain_answers("gmial.com", DNS_NXDOMAIN, DNS_NXDOMAIN);
}

static struct evidence *typo_of_empty_domain(void)
{
	return domain_answers("gmial.com", DNS_NODATA, DNS_NODATA);
}

static struct evidence *typosquat(void)
{
	struct evidence *evidence = domain_answers("gmial.com", DNS_OK, DNS_OK);

	witness_dns(evidence, "gmial.com", DNS_MX, DNS_OK, "mx.parked.example");
	return evidence;
}

static struct evidence *near_domain_unanswered(void)
{
	struct evidence *evidence = witness_run("gmial.com");

	witness_dns(evidence, "gmial.com", DNS_MX, DNS_REFUSED, NULL);
	witness_dns(evidence, "gmial.com", DNS_A, DNS_REFUSED, NULL);
	witness_dns(evidence, "gmial.com", DNS_AAAA, DNS_REFUSED, NULL);
	return evidence;
}

static struct evidence *typosquat_answers(void)
{
	struct evidence *evidence = typosquat();
	struct endpoint_fact *guess;

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	for (guess = evidence->endpoints; guess != NULL; guess = guess->next) {
		guess->source = "guess";
		guess->login.outcome = LOGIN_NOT_TRIED;
		guess->login.bar = BAR_SOURCE;
		guess->proved = false;
	}
	return evidence;
}

static struct evidence *null_mx(void)
{
	struct evidence *evidence = domain_answers("quiet.example", DNS_OK, DNS_OK);

	witness_dns(evidence, "quiet.example", DNS_MX, DNS_OK, ".");
	return evidence;
}

static struct evidence *no_mx(void)
{
	return domain_answers("web-only.example", DNS_NODATA, DNS_OK);
}

static struct evidence *no_mail_records(void)
{
	return domain_answers("empty.example", DNS_NODATA, DNS_NODATA);
}

static struct evidence *nothing_published(void)
{
	struct evidence *evidence = domain_answers("small.example", DNS_OK, DNS_OK);

	witness_dns(evidence, "small.example", DNS_MX, DNS_OK, "mx.small.example");
	witness_source(evidence, "srv", SOURCE_NOT_PUBLISHED, "");
	return evidence;
}

static struct evidence *guesses_fail(void)
{
	struct evidence *evidence = nothing_published();
	struct endpoint_fact *guess;

	guess = witness_endpoint(evidence, MAIL_IMAP, "imap.small.example", 993, MAIL_TLS);
	guess->source = "guess";
	witness_unconnected(evidence, guess, "192.0.2.1", CONNECT_REFUSED);
	return evidence;
}

static struct evidence *one_guess_works(void)
{
	struct evidence *evidence = witness_run("small.example");
	struct endpoint_fact *guess;

	witness_good_imap(evidence)->source = "guess";
	witness_good_smtp(evidence)->source = "guess";
	guess = witness_endpoint(evidence, MAIL_IMAP, "mail.small.example", 993, MAIL_TLS);
	guess->source = "guess";
	witness_unconnected(evidence, guess, "192.0.2.1", CONNECT_REFUSED);
	return evidence;
}

static struct evidence *domain_gone_settings_work(void)
{
	struct evidence *evidence = domain_answers("gone.example", DNS_NXDOMAIN, DNS_NXDOMAIN);

	evidence->settings_given = true;
	witness_works(evidence, imap(evidence));
	witness_works(evidence, smtp(evidence));
	return evidence;
}

static struct evidence *unresolved(enum dns_outcome outcome, const char *source)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = imap(evidence);

	witness_dns(evidence, IMAP_HOST, DNS_A, outcome, NULL);
	witness_dns(evidence, IMAP_HOST, DNS_AAAA, outcome, NULL);
	witness_dns(evidence, D, DNS_MX, DNS_OK, "mx.acme.example");
	endpoint->source = source;
	witness_end(endpoint, STEP_RESOLVE, END_UNRESOLVED);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *host_nxdomain(void)
{
	return unresolved(DNS_NXDOMAIN, "given");
}

static struct evidence *host_no_address(void)
{
	return unresolved(DNS_NODATA, "given");
}

static struct evidence *host_servfail(void)
{
	return unresolved(DNS_SERVFAIL, "given");
}

static struct evidence *srv_host_nxdomain(void)
{
	return unresolved(DNS_NXDOMAIN, "srv");
}

static struct evidence *srv_host_stale(void)
{
	struct evidence *evidence = unresolved(DNS_NXDOMAIN, "srv");

	witness_good_imap(evidence)->service.host = "mail.acme.example";
	return evidence;
}

static struct evidence *resolves_to(const char *address, const char *other)
{
	struct evidence *evidence = witness_run(D);

	witness_dns(evidence, IMAP_HOST, DNS_A, DNS_OK, address);
	witness_dns(evidence, SMTP_HOST, DNS_A, DNS_OK, other);
	witness_unconnected(evidence, imap(evidence), address, CONNECT_REFUSED);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *sinkhole_zero(void)
{
	return resolves_to("0.0.0.0", "203.0.113.7");
}

static struct evidence *sinkhole_loopback(void)
{
	return resolves_to("127.0.0.1", "203.0.113.7");
}

static struct evidence *bench_loopback(void)
{
	return resolves_to("127.0.0.2", "127.0.0.3");
}

static struct evidence *private_address(void)
{
	return resolves_to("192.168.4.4", "203.0.113.7");
}

static struct evidence *private_that_works(void)
{
	struct evidence *evidence = healthy();

	witness_dns(evidence, IMAP_HOST, DNS_A, DNS_OK, "192.168.4.4");
	return evidence;
}

static struct evidence *srv_declines_imap(void)
{
	struct evidence *evidence = witness_run(D);

	witness_dns(evidence, "_imaps._tcp." D, DNS_SRV, DNS_OK, ".");
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *srv_declines_pop3(void)
{
	struct evidence *evidence = healthy();

	witness_dns(evidence, "_pop3s._tcp." D, DNS_SRV, DNS_OK, ".");
	return evidence;
}

static struct evidence *mx_is_an_address(void)
{
	struct evidence *evidence = healthy();

	witness_dns(evidence, D, DNS_MX, DNS_OK, "192.0.2.25");
	return evidence;
}

/* ---- the network -------------------------------------------------------------------------- */

static struct evidence *imap_fails(enum connect_outcome outcome)
{
	struct evidence *evidence = witness_run(D);

	witness_unconnected(evidence, imap(evidence), "192.0.2.10", outcome);
	witness_works(evidence, smtp(evidence));
	evidence->endpoints->next->address = evidence->endpoints->next->connects->address =
		"192.0.2.20";
	return evidence;
}

static struct evidence *refused(void)
{
	return imap_fails(CONNECT_REFUSED);
}

static struct evidence *refused_everywhere(void)
{
	struct evidence *evidence = witness_run(D);

	witness_unconnected(evidence, imap(evidence), "192.0.2.10", CONNECT_REFUSED);
	witness_unconnected(evidence, smtp(evidence), "192.0.2.11", CONNECT_REFUSED);
	return evidence;
}

static struct evidence *unreachable(void)
{
	return imap_fails(CONNECT_HOST_UNREACHABLE);
}

static struct evidence *host_down(void)
{
	return imap_fails(CONNECT_TIMEOUT);
}

static struct evidence *host_down_whole(void)
{
	struct evidence *evidence = witness_run(D);

	witness_unconnected(evidence, imap(evidence), "192.0.2.10", CONNECT_TIMEOUT);
	witness_unconnected(evidence, smtp(evidence), "192.0.2.10", CONNECT_TIMEOUT);
	witness_unconnected(evidence, smtp587(evidence), "192.0.2.10", CONNECT_TIMEOUT);
	return evidence;
}

static struct evidence *filtered(void)
{
	struct evidence *evidence = imap_fails(CONNECT_TIMEOUT);
	struct endpoint_fact *other;

	other = witness_counter(evidence, MAIL_IMAP, IMAP_HOST, 143, MAIL_STARTTLS);
	witness_connect(evidence, other, "192.0.2.10", CONNECT_OK);
	return evidence;
}

static struct evidence *only_465(enum connect_outcome outcome, bool counter)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *other;

	witness_good_imap(evidence);
	witness_unconnected(evidence, smtp587(evidence), "192.0.2.10", outcome);
	if (counter) {
		other = witness_counter(evidence, MAIL_SMTP, SMTP_HOST, 465, MAIL_TLS);
		witness_ready(evidence, other);
		other->login.bar = BAR_COUNTER_PROBE;
	} else
		witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *only_465_filtered(void)
{
	return only_465(CONNECT_TIMEOUT, false);
}

static struct evidence *only_465_refused(void)
{
	return only_465(CONNECT_REFUSED, false);
}

static struct evidence *only_465_by_counter_probe(void)
{
	return only_465(CONNECT_TIMEOUT, true);
}

static struct evidence *only_465_but_login_fails(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_unconnected(evidence, smtp587(evidence), "192.0.2.10", CONNECT_TIMEOUT);
	witness_refused(evidence, smtp(evidence), REPLY_PERMANENT,
		"535 5.7.8 Authentication credentials invalid");
	return evidence;
}

static struct evidence *only_587(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_unconnected(evidence, smtp(evidence), "192.0.2.10", CONNECT_TIMEOUT);
	witness_works(evidence, smtp587(evidence));
	return evidence;
}

static struct evidence *sending_blocked(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_unconnected(evidence, smtp(evidence), "192.0.2.20", CONNECT_TIMEOUT);
	witness_unconnected(evidence, smtp587(evidence), "192.0.2.20", CONNECT_TIMEOUT);
	return evidence;
}

static struct evidence *sending_refused(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_unconnected(evidence, smtp(evidence), "192.0.2.20", CONNECT_REFUSED);
	witness_unconnected(evidence, smtp587(evidence), "192.0.2.20", CONNECT_TIMEOUT);
	return evidence;
}

static struct evidence *reading_blocked(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *other;

	witness_works(evidence, smtp(evidence));
	witness_unconnected(evidence, imap(evidence), "192.0.2.10", CONNECT_TIMEOUT);
	other = witness_counter(evidence, MAIL_IMAP, IMAP_HOST, 143, MAIL_STARTTLS);
	witness_unconnected(evidence, other, "192.0.2.10", CONNECT_TIMEOUT);
	return evidence;
}

static struct evidence *all_blocked(void)
{
	struct evidence *evidence = witness_provider("gmail.com", "gmail.com");
	struct endpoint_fact *one, *two;

	one = witness_endpoint(evidence, MAIL_IMAP, "imap.gmail.com", 993, MAIL_TLS);
	two = witness_endpoint(evidence, MAIL_SMTP, "smtp.gmail.com", 465, MAIL_TLS);
	witness_unconnected(evidence, one, "192.0.2.10", CONNECT_TIMEOUT);
	witness_unconnected(evidence, two, "192.0.2.20", CONNECT_TIMEOUT);
	return evidence;
}

static struct evidence *port25(void)
{
	struct evidence *evidence = healthy();
	struct endpoint_fact *other;

	other = witness_counter(evidence, MAIL_SMTP, SMTP_HOST, 25, MAIL_STARTTLS);
	witness_unconnected(evidence, other, "192.0.2.10", CONNECT_TIMEOUT);
	return evidence;
}

static struct evidence *ipv6_fails(enum connect_outcome outcome, bool route)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = imap(evidence);

	evidence->have_ipv6 = route;
	witness_connect(evidence, endpoint, "2001:db8::10", outcome);
	witness_works(evidence, endpoint);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *ipv6_silent(void)
{
	return ipv6_fails(CONNECT_TIMEOUT, true);
}

static struct evidence *ipv6_no_route(void)
{
	return ipv6_fails(CONNECT_NET_UNREACHABLE, false);
}

static struct evidence *ipv6_route_broken(void)
{
	return ipv6_fails(CONNECT_NET_UNREACHABLE, true);
}

static struct evidence *ipv6_abandoned(void)
{
	return ipv6_fails(CONNECT_ABANDONED, true);
}

static struct evidence *ipv6_only_network(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->have_ipv4 = false;
	evidence->have_ipv6 = true;
	witness_unconnected(evidence, imap(evidence), "192.0.2.10", CONNECT_NET_UNREACHABLE);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *slow(void)
{
	struct evidence *evidence = healthy();
	struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		endpoint->timing.connect = 4000;
	return evidence;
}

static struct evidence *slow_at_one_server(void)
{
	struct evidence *evidence = healthy();

	evidence->endpoints->timing.connect = 4000;
	return evidence;
}

static struct evidence *unwanted_protocol_fails(void)
{
	struct evidence *evidence = healthy();
	struct endpoint_fact *pop3;

	pop3 = witness_endpoint(evidence, MAIL_POP3, "pop.acme.example", 995, MAIL_TLS);
	witness_unconnected(evidence, pop3, "192.0.2.30", CONNECT_REFUSED);
	return evidence;
}

/* ---- the end of a session ---------------------------------------------------------------- */

static struct evidence *lost(enum step step, enum session_end end)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = smtp(evidence);

	witness_good_imap(evidence);
	witness_tls(evidence, endpoint);
	witness_greeting(evidence, endpoint, "220 smtp.acme.example ESMTP");
	witness_end(endpoint, step, end);
	return evidence;
}

static struct evidence *connection_lost(void)
{
	return lost(STEP_HELLO, END_CLOSED);
}

static struct evidence *fell_silent(void)
{
	return lost(STEP_HELLO, END_TIMEOUT);
}

static struct evidence *flooded(void)
{
	return lost(STEP_HELLO, END_FLOOD);
}

static struct evidence *shut_down(void)
{
	struct evidence *evidence = lost(STEP_HELLO, END_REFUSED);

	witness_reply(evidence, evidence->endpoints, STEP_HELLO, REPLY_TRANSIENT,
		"421 4.3.2 smtp.acme.example shutting down");
	return evidence;
}

static const struct witness_case cases[] = {
	{ "all is well", healthy, NULL, NULL, "", "" },
	{ "reachable, no login asked", reachable_without_login, NULL, NULL, "", "" },
	{ "no network", no_network, "local.no-network", NULL, "", "dns.resolver-timeout" },
	{ "no network, names cached", no_network_cached_names, "local.no-network",
		"no route", "", "net.unreachable" },
	{ "silent resolver of a bench", loopback_bench_without_network, "dns.resolver-timeout",
		"no answer", "", "local.no-network" },
	{ "bridge not running", bridge_not_running, "local.bridge-not-running", "refused", "",
		"net.connection-refused config.bridge-needed" },
	{ "bridge missing", bridge_missing, "config.bridge-needed", "refused", "",
		"net.connection-refused local.bridge-not-running" },
	{ "bridge certificate", bridge_certificate, "local.bridge-cert-untrusted", "127.0.0.1", "",
		"tls.self-signed" },
	{ "refused at a name on loopback", refused_by_name, "net.connection-refused", "refused", "",
		"local.bridge-not-running" },
	{ "out of sockets", out_of_sockets, "local.resource-exhausted", NULL, "", "" },
	{ "local firewall", local_firewall, "local.firewall-blocks-app", "prohibited", "",
		"net.admin-prohibited" },
	{ "router prohibits", router_prohibits, "net.admin-prohibited", "prohibited", "",
		"local.firewall-blocks-app" },
	{ "hosts file", hosts_file, "local.hosts-file-override", "192.0.2.99", "",
		"net.connection-refused" },
	{ "time limit", time_limit, "local.time-limit", NULL, "", "" },
	{ "time limit before connecting", time_limit_before_connecting, "local.time-limit", NULL, "",
		"dns.host-no-address" },
	{ "time limit before settings", time_limit_before_settings, "local.time-limit", NULL, "",
		"config.autoconfig-missing" },
	{ "resolver silent", resolver_silent, "dns.resolver-timeout", "192.0.2.53:53", "",
		"dns.servfail dns.resolver-refused" },
	{ "resolver closed", resolver_closed, "dns.resolver-timeout", "nobody listens", "", "" },
	{ "local stub closed", resolver_stub_closed, "dns.no-resolver-configured",
		"nobody listens", "", "dns.resolver-timeout config.autoconfig-missing" },
	{ "given resolver closed", given_resolver_closed, "dns.resolver-timeout", NULL, "",
		"dns.no-resolver-configured" },
	{ "resolver refuses", resolver_refuses, "dns.resolver-refused", "REFUSED", "", "" },
	{ "no resolver", resolver_missing, "dns.no-resolver-configured", NULL, "", "" },
	{ "resolver garbled", resolver_garbled, "dns.resolver-broken", NULL, "", "" },
	{ "SERVFAIL for everything", servfail_everywhere, "dns.servfail", "SERVFAIL", "",
		"dns.resolver-broken" },
	{ "SERVFAIL for one domain", servfail_one_domain, "dns.servfail", "SERVFAIL", "",
		"dns.resolver-broken" },
	{ "one of two resolvers dead", one_of_two_resolvers, NULL, NULL,
		"dns.resolver-timeout/warning", "" },
	{ "NXDOMAIN", nxdomain, "dns.nxdomain", "NXDOMAIN", "",
		"dns.domain-typo config.autoconfig-missing" },
	{ "typo", typo, "dns.domain-typo", "NXDOMAIN", "", "dns.nxdomain" },
	{ "typo of an empty domain", typo_of_empty_domain, "dns.domain-typo", NULL, "",
		"dns.no-mail-records" },
	{ "typosquat", typosquat, "dns.typosquat-live", "mx.parked.example", "",
		"dns.domain-typo config.autoconfig-missing" },
	{ "near domain without an answer", near_domain_unanswered, "dns.resolver-refused",
		"REFUSED", "", "dns.typosquat-live dns.domain-typo" },
	{ "null MX", null_mx, "dns.null-mx", ".", "", "dns.no-mx config.autoconfig-missing" },
	{ "no MX", no_mx, "dns.no-mx", NULL, "", "dns.null-mx dns.no-mail-records" },
	{ "no mail records", no_mail_records, "dns.no-mail-records", NULL, "", "dns.no-mx" },
	{ "nothing published", nothing_published, "config.autoconfig-missing",
		"mx.small.example", "", "dns.no-mx" },
	{ "guesses fail", guesses_fail, "config.autoconfig-missing", NULL, "",
		"net.connection-refused" },
	{ "one guess works", one_guess_works, NULL, NULL, "config.autoconfig-missing/notice",
		"net.connection-refused" },
	{ "typosquat that answers a guess", typosquat_answers, "dns.typosquat-live",
		"mx.parked.example", "", "config.source-unconfirmed" },
	{ "domain gone, settings work", domain_gone_settings_work, NULL, NULL,
		"dns.nxdomain/warning", "" },
	{ "host NXDOMAIN", host_nxdomain, "dns.host-nxdomain", "NXDOMAIN", "", "dns.nxdomain" },
	{ "host without address", host_no_address, "dns.host-no-address", NULL, "",
		"dns.host-nxdomain" },
	{ "host SERVFAIL", host_servfail, "dns.servfail", "SERVFAIL", "", "dns.host-nxdomain" },
	{ "published host missing", srv_host_nxdomain, "config.autoconfig-host-unresolvable",
		"NXDOMAIN", "", "dns.host-nxdomain" },
	{ "stale SRV beside a good host", srv_host_stale, NULL, NULL,
		"dns.srv-target-broken/warning", "config.autoconfig-host-unresolvable" },
	{ "sinkhole by 0.0.0.0", sinkhole_zero, "dns.sinkholed", "0.0.0.0", "",
		"net.connection-refused" },
	{ "sinkhole by loopback", sinkhole_loopback, "dns.sinkholed", "127.0.0.1", "", "" },
	{ "loopback as everywhere on a bench", bench_loopback, "net.connection-refused", NULL, "",
		"dns.sinkholed" },
	{ "private address", private_address, "dns.private-address", "192.168.4.4", "",
		"net.connection-refused" },
	{ "private address that works", private_that_works, NULL, NULL, "", "dns.private-address" },
	{ "SRV declines IMAP", srv_declines_imap, "dns.srv-not-offered", ".", "",
		"config.protocol-not-offered" },
	{ "SRV declines POP3", srv_declines_pop3, NULL, NULL, "dns.srv-not-offered/notice", "" },
	{ "MX is an address", mx_is_an_address, NULL, NULL, "dns.mx-invalid-target/warning", "" },
	{ "refused", refused, "net.connection-refused", "refused", "", "net.port-filtered" },
	{ "refused everywhere", refused_everywhere, "net.connection-refused", "refused", "", "" },
	{ "unreachable", unreachable, "net.unreachable", "unreachable", "", "net.host-down" },
	{ "host down", host_down, "net.host-down", "no answer", "", "net.port-filtered" },
	{ "host down with all ports", host_down_whole, "net.host-down", NULL, "",
		"net.mail-blocked net.smtp-all-blocked" },
	{ "port filtered", filtered, "net.port-filtered", "no answer", "", "net.host-down" },
	{ "587 filtered, 465 serves", only_465_filtered, NULL, NULL, "net.only-465-open/warning",
		"net.port-filtered" },
	{ "587 refused, 465 serves", only_465_refused, NULL, NULL, "net.only-465-open/warning",
		"net.connection-refused" },
	{ "587 set up, 465 would do", only_465_by_counter_probe, "net.only-465-open", NULL, "",
		"net.port-filtered" },
	{ "587 dead, login refused at 465", only_465_but_login_fails, "auth.credentials-rejected",
		"535 5.7.8", "net.only-465-open/warning", "" },
	{ "465 filtered, 587 serves", only_587, NULL, NULL, "net.only-587-open/warning", "" },
	{ "sending blocked", sending_blocked, "net.smtp-all-blocked", "no answer", "",
		"net.host-down net.port-filtered" },
	{ "sending refused", sending_refused, "net.connection-refused", NULL, "",
		"net.smtp-all-blocked" },
	{ "reading blocked", reading_blocked, "net.imap-blocked", "no answer", "",
		"net.host-down net.port-filtered" },
	{ "all mail blocked", all_blocked, "net.mail-blocked", "no answer", "", "net.host-down" },
	{ "port 25 blocked", port25, NULL, NULL, "net.port25-blocked/notice", "" },
	{ "IPv6 silent", ipv6_silent, NULL, NULL, "net.ipv6-broken/warning", "" },
	{ "no IPv6 here", ipv6_no_route, NULL, NULL, "", "net.ipv6-broken" },
	{ "IPv6 route broken", ipv6_route_broken, NULL, NULL, "net.ipv6-broken/warning", "" },
	{ "IPv6 overtaken", ipv6_abandoned, NULL, NULL, "", "net.ipv6-broken" },
	{ "only IPv6 here", ipv6_only_network, "net.ipv4-broken", NULL, "", "net.unreachable" },
	{ "slow everywhere", slow, NULL, NULL, "net.slow-path/warning", "" },
	{ "slow at one server", slow_at_one_server, NULL, NULL, "", "net.slow-path" },
	{ "unwanted protocol fails", unwanted_protocol_fails, NULL, NULL,
		"net.connection-refused/warning", "" },
	{ "connection lost", connection_lost, "net.connection-lost", "220 smtp", "",
		"net.reset-after-connect" },
	{ "fell silent", fell_silent, "protocol.no-reply", "220 smtp", "", "protocol.no-greeting" },
	{ "flooded", flooded, "protocol.malformed-reply", "220 smtp", "", "" },
	{ "shut down", shut_down, "protocol.server-shutdown", "shutting down", "",
		"net.connection-lost" },
};

int main(void)
{
	return witness_main("verdict", cases, sizeof cases / sizeof cases[0]);
}
