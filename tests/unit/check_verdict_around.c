/* SPDX-License-Identifier: MIT
 *
 * The verdict where counter-probes of the surroundings decide: what DNS invents,
 * what stands behind a name.  Each cause stands beside its look-alike.
 */
#include "witness.h"

#define D "small.example"
#define RANDOM "qwhzkdopafjvnbluty"
#define WEB_HOST "192.0.2.1"
#define PORTAL "198.51.100.80"

/* ---- a resolver that invents, a domain that answers for everything ---------------------- */

static void guess(struct evidence *evidence, enum mail_protocol protocol, const char *host,
	uint16_t port, const char *address)
{
	struct endpoint_fact *endpoint = witness_endpoint(evidence, protocol, host, port, MAIL_TLS);

	endpoint->source = "guess";
	witness_dns(evidence, host, DNS_A, DNS_OK, address);
	witness_unconnected(evidence, endpoint, address, CONNECT_REFUSED);
}

/* A domain with an MX and two guessed hosts that refuse. */
static struct evidence *guessed(const char *domain, const char *address)
{
	struct evidence *evidence = witness_run(domain);

	witness_dns(evidence, domain, DNS_MX, DNS_OK, "mx.filter.example");
	witness_dns(evidence, domain, DNS_A, DNS_OK, address);
	guess(evidence, MAIL_IMAP, "imap." D, 993, address);
	guess(evidence, MAIL_SMTP, "smtp." D, 465, address);
	return evidence;
}

static struct evidence *wildcard(void)
{
	struct evidence *evidence = guessed(D, WEB_HOST);

	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, RANDOM ".com", DNS_A, DNS_NXDOMAIN, NULL);
	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_OK, WEB_HOST);
	return evidence;
}

static struct evidence *no_wildcard(void)
{
	struct evidence *evidence = guessed(D, WEB_HOST);

	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, RANDOM ".com", DNS_A, DNS_NXDOMAIN, NULL);
	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_NXDOMAIN, NULL);
	return evidence;
}

static struct evidence *wildcard_elsewhere(void)
{
	struct evidence *evidence = guessed(D, WEB_HOST);

	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_OK, "192.0.2.99");
	return evidence;
}

static struct evidence *wildcard_that_works(void)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence)->source = "guess";
	witness_good_smtp(evidence)->source = "guess";
	witness_dns(evidence, "imap." D, DNS_A, DNS_OK, WEB_HOST);
	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_OK, WEB_HOST);
	return evidence;
}

static void invents(struct evidence *evidence)
{
	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, RANDOM ".com", DNS_A, DNS_OK, PORTAL);
	witness_dns_probe(evidence, DNS_RANDOM_BELOW, RANDOM "." D, DNS_A, DNS_OK, PORTAL);
}

static struct evidence *invented_host(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_IMAP, "imapp." D, 993,
		MAIL_TLS);

	witness_dns(evidence, D, DNS_A, DNS_OK, WEB_HOST);
	witness_dns(evidence, "imapp." D, DNS_A, DNS_OK, PORTAL);
	witness_unconnected(evidence, endpoint, PORTAL, CONNECT_REFUSED);
	witness_good_smtp(evidence);
	invents(evidence);
	return evidence;
}

static struct evidence *real_host_refuses(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993,
		MAIL_TLS);

	witness_dns(evidence, "imap." D, DNS_A, DNS_OK, WEB_HOST);
	witness_unconnected(evidence, endpoint, WEB_HOST, CONNECT_REFUSED);
	witness_good_smtp(evidence);
	invents(evidence);
	return evidence;
}

static struct evidence *invented_typo(void)
{
	struct evidence *evidence = witness_run("gmial.com");

	witness_dns(evidence, "gmial.com", DNS_MX, DNS_NODATA, NULL);
	witness_dns(evidence, "gmial.com", DNS_A, DNS_OK, PORTAL);
	witness_dns(evidence, "gmial.com", DNS_AAAA, DNS_NODATA, NULL);
	invents(evidence);
	return evidence;
}

/* ---- signatures ------------------------------------------------------------------------------ */

static struct evidence *servfail(const char *unchecked_name, enum dns_outcome unchecked)
{
	struct evidence *evidence = witness_run(D);

	witness_dns(evidence, D, DNS_MX, DNS_SERVFAIL, NULL);
	witness_dns(evidence, D, DNS_A, DNS_SERVFAIL, NULL);
	witness_dns_probe(evidence, DNS_RANDOM_ELSEWHERE, RANDOM ".com", DNS_A, DNS_NXDOMAIN, NULL);
	witness_dns_probe(evidence, DNS_UNCHECKED, unchecked_name, DNS_MX, unchecked,
		unchecked == DNS_OK ? "mx." D : NULL);
	return evidence;
}

static struct evidence *bogus(void)
{
	return servfail(D, DNS_OK);
}

static struct evidence *lame(void)
{
	return servfail(D, DNS_SERVFAIL);
}

static struct evidence *bogus_elsewhere(void)
{
	return servfail("mail.other.example", DNS_OK);
}

static struct evidence *bogus_host(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993,
		MAIL_TLS);

	witness_dns(evidence, "imap." D, DNS_A, DNS_SERVFAIL, NULL);
	witness_dns(evidence, "imap." D, DNS_AAAA, DNS_SERVFAIL, NULL);
	witness_dns_probe(evidence, DNS_UNCHECKED, "imap." D, DNS_A, DNS_OK, WEB_HOST);
	witness_end(endpoint, STEP_RESOLVE, END_UNRESOLVED);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *resolver_broken_for_all(void)
{
	struct evidence *evidence = servfail(D, DNS_SERVFAIL);

	evidence_add_dns(evidence, RANDOM ".net", DNS_A)->outcome = DNS_SERVFAIL;
	evidence->dns->next->next->outcome = DNS_SERVFAIL; /* the made-up domain */
	return evidence;
}

/* ---- parked ------------------------------------------------------------------------------------ */

static struct evidence *served_by(const char *domain, const char *nameserver)
{
	struct evidence *evidence = witness_run(domain);

	witness_dns(evidence, domain, DNS_MX, DNS_NODATA, NULL);
	witness_dns(evidence, domain, DNS_A, DNS_OK, WEB_HOST);
	witness_dns(evidence, domain, DNS_NS, DNS_OK, nameserver);
	return evidence;
}

static struct evidence *parked(void)
{
	return served_by(D, "ns2.sedoparking.com");
}

static struct evidence *not_parked(void)
{
	return served_by(D, "ns2.notsedoparking.com");
}

static struct evidence *parked_typosquat(void)
{
	return served_by("gmial.com", "ns1.parkingcrew.net");
}

static struct evidence *parked_but_works(void)
{
	struct evidence *evidence = served_by(D, "ns2.sedoparking.com");

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	return evidence;
}

/* ---- what time is it? -------------------------------------------------------------------------- */

#define MAIL_HOST "imap." D

/* One expired certificate; the web at the mail host says it is WEB_TIME. */
static struct evidence *expired(time_t not_after, time_t web_time)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint = witness_endpoint(evidence, MAIL_IMAP, MAIL_HOST, 993,
		MAIL_TLS);

	witness_certificate(evidence, endpoint, "CN=" MAIL_HOST, "CN=R11,O=Let's Encrypt,C=US",
		MAIL_HOST);
	endpoint->tls.chain->not_after = not_after;
	witness_tls(evidence, endpoint);
	witness_verify_error(evidence, endpoint, 0, 10, "CERT_HAS_EXPIRED");
	endpoint->tls.chain_verified = false;
	witness_ready(evidence, endpoint);
	endpoint->login.bar = BAR_TLS_UNTRUSTED;
	witness_good_smtp(evidence);
	if (web_time != 0)
		witness_web(evidence, WEB_NEIGHBOUR, MAIL_HOST, 200, web_time, "");
	return evidence;
}

static struct evidence *expired_by_any_clock(void)
{
	return expired(WITNESS_NOW - 9 * WITNESS_DAY, WITNESS_NOW + 30);
}

static struct evidence *expired_by_our_clock(void)
{
	return expired(WITNESS_NOW - 9 * WITNESS_DAY, WITNESS_NOW - 400 * WITNESS_DAY + WITNESS_DAY);
}

static struct evidence *server_clock_behind(void)
{
	struct evidence *evidence = expired(WITNESS_NOW - 9 * WITNESS_DAY,
		WITNESS_NOW - 20 * WITNESS_DAY);

	evidence->endpoints->tls.chain->not_before = WITNESS_NOW - 99 * WITNESS_DAY;
	return evidence;
}

static struct evidence *clock_ahead(void)
{
	struct evidence *evidence = server_clock_behind();

	witness_web(evidence, WEB_PORTAL_CHECK, "check.other-owner.org", 204,
		WITNESS_NOW - 20 * WITNESS_DAY, "");
	return evidence;
}

static struct evidence *clocks_disagree(void)
{
	struct evidence *evidence = clock_ahead();

	witness_web(evidence, WEB_PORTAL_CHECK, "check.example.com", 204,
		WITNESS_NOW - 300 * WITNESS_DAY, "");
	return evidence;
}

static struct evidence *one_clock_confirms(void)
{
	struct evidence *evidence = clock_ahead();

	witness_web(evidence, WEB_PORTAL_CHECK, "check.example.com", 204, WITNESS_NOW, "");
	return evidence;
}

static struct evidence *clock_wrong_though_all_works(const char *other_host)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	witness_web(evidence, WEB_SETTINGS, "autoconfig." D, 404, WITNESS_NOW + 7200, "");
	witness_web(evidence, WEB_SETTINGS, other_host, 404, WITNESS_NOW + 7201, "");
	return evidence;
}

static struct evidence *clock_off(void)
{
	return clock_wrong_though_all_works("autoconfig.other-owner.org");
}

static struct evidence *one_owner_off(void)
{
	return clock_wrong_though_all_works("www.small.example");
}

/* ---- a login page, a dead host ------------------------------------------------------------------- */

#define CHECK_HOST "check.other-owner.org"

static struct evidence *silent(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *one, *two;

	one = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	two = witness_endpoint(evidence, MAIL_SMTP, "imap." D, 465, MAIL_TLS);
	witness_unconnected(evidence, one, "192.0.2.10", CONNECT_TIMEOUT);
	witness_unconnected(evidence, two, "192.0.2.10", CONNECT_TIMEOUT);
	return evidence;
}

static struct evidence *check_redirected(void)
{
	struct evidence *evidence = silent();

	witness_web(evidence, WEB_PORTAL_CHECK, CHECK_HOST, 302, 0, "http://login.hotel.example/?x");
	return evidence;
}

static struct evidence *check_answered_by_a_page(void)
{
	struct evidence *evidence = silent();

	witness_web(evidence, WEB_PORTAL_CHECK, CHECK_HOST, 200, 0, "");
	return evidence;
}

static struct evidence *check_broken(void)
{
	struct evidence *evidence = silent();

	witness_web(evidence, WEB_PORTAL_CHECK, CHECK_HOST, 503, 0, "");
	return evidence;
}

static struct evidence *check_moved_to_itself(void)
{
	struct evidence *evidence = silent();

	witness_web(evidence, WEB_PORTAL_CHECK, CHECK_HOST, 301, 0, "https://" CHECK_HOST "/");
	return evidence;
}

static struct evidence *login_wanted(void)
{
	struct evidence *evidence = silent();

	witness_web(evidence, WEB_NEIGHBOUR, "imap." D, 511, 0, "");
	return evidence;
}

static struct evidence *neighbours_redirect(const char *other)
{
	struct evidence *evidence = silent();

	witness_web(evidence, WEB_NEIGHBOUR, "imap." D, 302, 0, "http://www.page.example/");
	witness_web(evidence, WEB_NEIGHBOUR, other, 302, 0, "http://www.page.example/");
	return evidence;
}

static struct evidence *unrelated_lead_to_one_page(void)
{
	return neighbours_redirect("imap.other-owner.org");
}

static struct evidence *related_lead_to_one_page(void)
{
	return neighbours_redirect("smtp." D);
}

static struct evidence *check_redirected_but_mail_passes(void)
{
	struct evidence *evidence = check_redirected();

	evidence->endpoints->next->connected = true;
	witness_tls(evidence, evidence->endpoints->next);
	witness_works(evidence, evidence->endpoints->next);
	return evidence;
}

static struct evidence *all_names_lead_to_one_door(void)
{
	struct evidence *evidence = witness_provider("gmail.com", "gmail.com");
	struct endpoint_fact *one, *two;

	one = witness_endpoint(evidence, MAIL_IMAP, "imap.gmail.com", 993, MAIL_TLS);
	two = witness_endpoint(evidence, MAIL_SMTP, "smtp.gmail.com", 465, MAIL_TLS);
	witness_unconnected(evidence, one, PORTAL, CONNECT_REFUSED);
	witness_unconnected(evidence, two, PORTAL, CONNECT_REFUSED);
	witness_dns(evidence, "imap.gmail.com", DNS_A, DNS_OK, PORTAL);
	witness_dns(evidence, "smtp.gmail.com", DNS_A, DNS_OK, PORTAL);
	invents(evidence);
	return evidence;
}

static struct evidence *web_server_alive(void)
{
	struct evidence *evidence = silent();

	witness_web(evidence, WEB_NEIGHBOUR, "imap." D, 200, 0, "");
	return evidence;
}

static struct evidence *web_server_dead_too(void)
{
	struct evidence *evidence = silent();

	witness_web(evidence, WEB_NEIGHBOUR, "imap." D, 0, 0, "")->outcome = WEB_TIMEOUT;
	witness_web(evidence, WEB_PORTAL_CHECK, CHECK_HOST, 204, 0, "");
	return evidence;
}

/* ---- one family, the other ----------------------------------------------------------------------- */

static struct evidence *fails_over_ipv6(enum session_end end, bool other_is_fine)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *one, *two;

	one = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	two = witness_counter(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	witness_connect(evidence, one, "2001:db8::10", CONNECT_OK);
	witness_connect(evidence, two, "192.0.2.10", CONNECT_OK);
	witness_tls_broken(one, TLS_TIMEOUT);
	witness_end(one, STEP_TLS, end);
	if (other_is_fine)
		witness_ready(evidence, two);
	else
		witness_end(two, STEP_TLS, end);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *ipv6_loses(void)
{
	return fails_over_ipv6(END_TLS, true);
}

/* As a file may say it that nobody's run wrote. */
static struct evidence *address_unknown(void)
{
	struct evidence *evidence = ipv6_loses();
	struct endpoint_fact *endpoint;

	for (endpoint = evidence->endpoints; endpoint != NULL; endpoint = endpoint->next)
		endpoint->address = NULL;
	return evidence;
}

static struct evidence *both_lose(void)
{
	return fails_over_ipv6(END_TLS, false);
}

static struct evidence *offered_without_login(const char *recipient, uint16_t port)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *endpoint;

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	evidence->test_recipient = recipient;
	endpoint = witness_counter(evidence, MAIL_SMTP, "smtp." D, port, MAIL_STARTTLS);
	endpoint->anonymous = true;
	witness_ready(evidence, endpoint);
	witness_reply(evidence, endpoint, STEP_MAIL, REPLY_OK, "250 2.1.0 Ok");
	witness_reply(evidence, endpoint, STEP_RCPT, REPLY_OK, "250 2.1.5 Ok");
	return evidence;
}

static struct evidence *open_relay(void)
{
	return offered_without_login("bob@elsewhere.org", 587);
}

static struct evidence *own_recipient(void)
{
	return offered_without_login("alice@" D, 587);
}

static struct evidence *own_recipient_at_25(void)
{
	return offered_without_login("alice@" D, 25);
}

static struct evidence *recipient_refused_without_login(void)
{
	struct evidence *evidence = offered_without_login("bob@elsewhere.org", 587);
	struct endpoint_fact *endpoint = evidence->endpoints;
	struct reply_fact *reply;

	while (!endpoint->anonymous)
		endpoint = endpoint->next;
	for (reply = endpoint->replies; reply->step != STEP_RCPT; reply = reply->next)
		;
	reply->class = REPLY_PERMANENT;
	reply->text = "530 5.7.0 Authentication required";
	return evidence;
}

/* ---- this computer's way out ----------------------------------------------------------------------- */

static struct evidence *refused_here(void)
{
	struct evidence *evidence = witness_run(D);
	struct endpoint_fact *one, *two;

	one = witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS);
	two = witness_endpoint(evidence, MAIL_SMTP, "smtp." D, 465, MAIL_TLS);
	witness_unconnected(evidence, one, "192.0.2.10", CONNECT_REFUSED);
	witness_unconnected(evidence, two, "192.0.2.11", CONNECT_REFUSED);
	return evidence;
}

static struct evidence *proxy_named(void)
{
	struct evidence *evidence = refused_here();

	evidence->proxy_named = true;
	return evidence;
}

static struct evidence *proxy_named_but_web_reached(void)
{
	struct evidence *evidence = proxy_named();

	witness_web(evidence, WEB_NEIGHBOUR, "imap." D, 200, 0, "");
	return evidence;
}

static struct evidence *through_a_tunnel(void)
{
	struct evidence *evidence = refused_here();

	evidence->tunnel = "wg0";
	return evidence;
}

static struct evidence *tunnel_and_all_well(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->tunnel = "wg0";
	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	return evidence;
}

static struct evidence *no_address(void)
{
	struct evidence *evidence = witness_run(D);

	evidence->have_ipv4 = false;
	evidence->self_assigned_only = true;
	witness_dns(evidence, "imap." D, DNS_A, DNS_UNREACHABLE, NULL);
	witness_end(witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS), STEP_RESOLVE,
		END_UNRESOLVED);
	return evidence;
}

/* ---- answers that do not fit ------------------------------------------------------------------------ */

static struct evidence *host_unanswered(bool others_answered)
{
	struct evidence *evidence = witness_run(D);

	if (others_answered)
		witness_dns(evidence, D, DNS_MX, DNS_OK, "mx." D);
	witness_dns(evidence, "imap." D, DNS_A, DNS_UNREACHABLE, NULL);
	witness_dns(evidence, "imap." D, DNS_AAAA, DNS_UNREACHABLE, NULL);
	witness_end(witness_endpoint(evidence, MAIL_IMAP, "imap." D, 993, MAIL_TLS), STEP_RESOLVE,
		END_UNRESOLVED);
	return evidence;
}

static struct evidence *answer_cut_off(void)
{
	return host_unanswered(true);
}

static struct evidence *nobody_listens(void)
{
	return host_unanswered(false);
}

static struct evidence *private_and_works(const char *address)
{
	struct evidence *evidence = witness_run(D);

	witness_good_imap(evidence);
	witness_good_smtp(evidence);
	witness_dns(evidence, evidence->endpoints->service.host, DNS_A, DNS_OK, address);
	return evidence;
}

static struct evidence *inside_only(void)
{
	return private_and_works("10.1.2.3");
}

static struct evidence *works_everywhere(void)
{
	return private_and_works("203.0.113.9");
}

static const struct witness_case cases[] = {
	{ "wildcard", wildcard, "dns.wildcard-answers", "made-up name", "",
		"config.autoconfig-missing dns.nxdomain-rewrite" },
	{ "guesses fail without wildcard", no_wildcard, "config.autoconfig-missing", NULL, "",
		"dns.wildcard-answers" },
	{ "wildcard that leads elsewhere", wildcard_elsewhere, "config.autoconfig-missing", NULL, "",
		"dns.wildcard-answers" },
	{ "wildcard that works", wildcard_that_works, NULL, NULL, "", "dns.wildcard-answers" },
	{ "invented host", invented_host, "dns.nxdomain-rewrite", PORTAL, "",
		"net.connection-refused dns.wildcard-answers" },
	{ "real host beside invented names", real_host_refuses, "net.connection-refused", NULL,
		"dns.nxdomain-rewrite/notice", "" },
	{ "typo under an inventing resolver", invented_typo, "dns.domain-typo", NULL,
		"dns.nxdomain-rewrite/notice", "dns.typosquat-live" },
	{ "DNSSEC bogus", bogus, "dns.dnssec-bogus", "without a DNSSEC check", "", "dns.servfail" },
	{ "SERVFAIL without checking too", lame, "dns.servfail", "SERVFAIL", "",
		"dns.dnssec-bogus" },
	{ "another name is bogus", bogus_elsewhere, "dns.servfail", NULL, "", "dns.dnssec-bogus" },
	{ "bogus host", bogus_host, "dns.dnssec-bogus", "without a DNSSEC check", "",
		"dns.servfail" },
	{ "SERVFAIL for made-up domains too", resolver_broken_for_all, "dns.servfail", NULL, "",
		"dns.dnssec-bogus" },
	{ "parked", parked, "dns.domain-parked", "sedoparking", "", "dns.no-mx" },
	{ "name servers with a similar name", not_parked, "dns.no-mx", NULL, "",
		"dns.domain-parked" },
	{ "parked beside a big name", parked_typosquat, "dns.typosquat-live", NULL, "",
		"dns.domain-parked" },
	{ "expired by any clock", expired_by_any_clock, "tls.cert-expired", NULL, "",
		"local.clock-wrong" },
	{ "web's time does not cure it", expired_by_our_clock, "tls.cert-expired", NULL, "",
		"local.clock-wrong" },
	{ "our clock is ahead", clock_ahead, "local.clock-wrong", "says the time", "",
		"tls.cert-expired" },
	{ "only the server says so", server_clock_behind, "tls.cert-expired", NULL, "",
		"local.clock-wrong" },
	{ "web clocks disagree", clocks_disagree, "tls.cert-expired", NULL, "",
		"local.clock-wrong" },
	{ "one web clock agrees with ours", one_clock_confirms, "tls.cert-expired", NULL, "",
		"local.clock-wrong" },
	{ "clock wrong by two owners", clock_off, NULL, NULL, "local.clock-wrong/warning", "" },
	{ "clock of one owner differs", one_owner_off, NULL, NULL, "", "local.clock-wrong" },
	{ "check page redirected", check_redirected, "net.captive-portal", "login.hotel.example", "",
		"net.host-down net.mail-blocked" },
	{ "check page replaced", check_answered_by_a_page, "net.captive-portal", "status 200", "",
		"net.host-down" },
	{ "check page down", check_broken, "net.host-down", NULL, "", "net.captive-portal" },
	{ "check page moved to https", check_moved_to_itself, "net.host-down", NULL, "",
		"net.captive-portal" },
	{ "network login wanted", login_wanted, "net.captive-portal", "511", "", "net.host-down" },
	{ "unrelated hosts lead to one page", unrelated_lead_to_one_page, "net.captive-portal",
		"page.example", "", "net.host-down" },
	{ "one owner's hosts lead to its page", related_lead_to_one_page, "net.port-filtered", NULL,
		"", "net.captive-portal" },
	{ "check page redirected, mail passes", check_redirected_but_mail_passes,
		"net.port-filtered", NULL, "", "net.captive-portal" },
	{ "all names lead to one door", all_names_lead_to_one_door, "net.captive-portal", PORTAL, "",
		"dns.nxdomain-rewrite net.connection-refused" },
	{ "silent beside a web server", web_server_alive, "net.port-filtered", "taken by", "",
		"net.host-down" },
	{ "silent with its web server", web_server_dead_too, "net.host-down", NULL, "",
		"net.port-filtered net.captive-portal" },
	{ "IPv6 loses what IPv4 carries", ipv6_loses, "net.ipv6-broken", "2001:db8::10", "", "" },
	{ "connected to an unknown address", address_unknown, "protocol.no-greeting", NULL, "",
		"net.ipv6-broken" },
	{ "both families lose it", both_lose, "protocol.no-greeting", NULL, "", "net.ipv6-broken" },
	{ "open relay", open_relay, NULL, NULL, "policy.open-relay/warning",
		"policy.submission-without-login" },
	{ "own recipient without a login", own_recipient, NULL, NULL,
		"policy.submission-without-login/notice", "policy.open-relay" },
	{ "own recipient at port 25", own_recipient_at_25, NULL, NULL, "",
		"policy.submission-without-login policy.open-relay" },
	{ "refused without a login", recipient_refused_without_login, NULL, NULL, "",
		"policy.submission-without-login policy.open-relay policy.recipient-unknown" },
	{ "proxy named, nothing reached", proxy_named, "local.proxy-required", "refused", "",
		"net.connection-refused" },
	{ "nothing reached", refused_here, "net.connection-refused", NULL, "",
		"local.proxy-required local.vpn-changes-path" },
	{ "proxy named, web reached", proxy_named_but_web_reached, "net.connection-refused", NULL, "",
		"local.proxy-required" },
	{ "through a tunnel", through_a_tunnel, "net.connection-refused", NULL,
		"local.vpn-changes-path/notice", "" },
	{ "through a tunnel, all well", tunnel_and_all_well, NULL, NULL, "",
		"local.vpn-changes-path" },
	{ "no address given", no_address, "local.no-address", NULL, "", "local.no-network" },
	{ "answer too large", answer_cut_off, "dns.truncation-broken", NULL, "", "dns.servfail" },
	{ "nobody listens for DNS", nobody_listens, "dns.resolver-timeout", NULL, "",
		"dns.truncation-broken" },
	{ "works inside only", inside_only, NULL, NULL, "dns.split-horizon/notice",
		"dns.private-address" },
	{ "works everywhere", works_everywhere, NULL, NULL, "", "dns.split-horizon" },
	{ "parked, yet working", parked_but_works, NULL, NULL, "", "dns.domain-parked" },
};

int main(void)
{
	return witness_main("verdict: surroundings", cases, sizeof cases / sizeof cases[0]);
}
