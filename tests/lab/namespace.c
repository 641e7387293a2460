/* SPDX-License-Identifier: MIT */
#include "namespace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dns.h"

/* Where this computer itself seems to be. */
#define OWN_IPV4 "192.0.2.1"
#define OWN_IPV6 "2001:db8::1"

/* ---- entering ---------------------------------------------------------------------- */

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), status = -1;

	if (fd < 0)
		return -1;
	if (write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		status = 0;
	close(fd);
	return status;
}

/* Everybody keeps the number they had, so files still belong to the person. */
static int map_ids(uid_t uid, gid_t gid)
{
	char line[64];

	snprintf(line, sizeof line, "%u %u 1\n", (unsigned)uid, (unsigned)uid);
	if (write_file("/proc/self/uid_map", line) < 0)
		return -1;
	if (write_file("/proc/self/setgroups", "deny") < 0 && errno != ENOENT)
		return -1;
	snprintf(line, sizeof line, "%u %u 1\n", (unsigned)gid, (unsigned)gid);
	return write_file("/proc/self/gid_map", line);
}

int namespace_enter(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
		return map_ids(uid, gid);
	/* Some kernels keep user namespaces from everybody and still let root have
	 * a network. */
	return unshare(CLONE_NEWNET);
}

/* ---- netlink -------------------------------------------------------------------------- */

struct request {
	struct nlmsghdr header;
	union {
		struct ifinfomsg link;
		struct ifaddrmsg address;
		struct rtmsg route;
	} body;
	char attributes[128];
};

static void begin(struct request *request, unsigned short type, unsigned flags, size_t body)
{
	memset(request, 0, sizeof *request);
	request->header.nlmsg_type = type;
	request->header.nlmsg_flags = (unsigned short)(NLM_F_REQUEST | NLM_F_ACK | flags);
	request->header.nlmsg_len = (unsigned)NLMSG_LENGTH(body);
}

static void attach(struct request *request, unsigned short type, const void *data, size_t length)
{
	struct rtattr *attribute = (struct rtattr *)(void *)((char *)request +
		NLMSG_ALIGN(request->header.nlmsg_len));

	attribute->rta_type = type;
	attribute->rta_len = (unsigned short)RTA_LENGTH(length);
	memcpy(RTA_DATA(attribute), data, length);
	request->header.nlmsg_len = (unsigned)(NLMSG_ALIGN(request->header.nlmsg_len) +
		RTA_ALIGN(attribute->rta_len));
}

static int exchange(int fd, const struct request *request)
{
	union {
		struct nlmsghdr header;
		char bytes[4096];
	} answer;
	const struct nlmsgerr *error;

	if (send(fd, request, request->header.nlmsg_len, 0) < 0 ||
	    recv(fd, &answer, sizeof answer, 0) < (ssize_t)NLMSG_LENGTH(sizeof *error))
		return -1;
	error = NLMSG_DATA(&answer.header);
	if (answer.header.nlmsg_type != NLMSG_ERROR || error->error == 0)
		return 0;
	errno = -error->error;
	return -1;
}

static int bring_up(int fd, int loopback)
{
	struct request request;

	begin(&request, RTM_NEWLINK, 0, sizeof request.body.link);
	request.body.link.ifi_index = loopback;
	request.body.link.ifi_flags = IFF_UP;
	request.body.link.ifi_change = IFF_UP;
	return exchange(fd, &request);
}

static size_t parse(const char *text, unsigned char *bytes)
{
	bool ipv6 = strchr(text, ':') != NULL;

	inet_pton(ipv6 ? AF_INET6 : AF_INET, text, bytes);
	return ipv6 ? 16 : 4;
}

static int add_address(int fd, int loopback, const char *text)
{
	struct request request;
	unsigned char bytes[16];
	size_t length = parse(text, bytes);
	int status;

	begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof request.body.address);
	request.body.address.ifa_family = length == 16 ? AF_INET6 : AF_INET;
	request.body.address.ifa_prefixlen = (unsigned char)(length * 8);
	request.body.address.ifa_flags = IFA_F_NODAD | IFA_F_PERMANENT;
	request.body.address.ifa_index = (unsigned)loopback;
	attach(&request, IFA_LOCAL, bytes, length);
	attach(&request, IFA_ADDRESS, bytes, length);
	status = exchange(fd, &request);
	return status < 0 && errno == EEXIST ? 0 : status;
}

/* TEXT NULL: the default route of FAMILY.  Packets into it vanish, because the
 * loopback interface gives them back to a computer they are not for. */
static int add_route(int fd, int loopback, int family, const char *text, unsigned char type)
{
	struct request request;
	unsigned char bytes[16];
	size_t length;

	begin(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, sizeof request.body.route);
	request.body.route.rtm_family = (unsigned char)family;
	request.body.route.rtm_table = RT_TABLE_MAIN;
	request.body.route.rtm_protocol = RTPROT_STATIC;
	request.body.route.rtm_type = type;
	request.body.route.rtm_scope = RT_SCOPE_UNIVERSE;
	if (text != NULL) {
		length = parse(text, bytes);
		request.body.route.rtm_dst_len = (unsigned char)(length * 8);
		attach(&request, RTA_DST, bytes, length);
	}
	if (type == RTN_UNICAST)
		attach(&request, RTA_OIF, &loopback, sizeof loopback);
	return exchange(fd, &request);
}

/* ---- furnishing ------------------------------------------------------------------------ */

static int furnish_address(int fd, int loopback, const struct lab_address *address)
{
	int family = address->ipv6 ? AF_INET6 : AF_INET;

	switch (address->route) {
	case ROUTE_LOCAL:
		return add_address(fd, loopback, address->text);
	case ROUTE_DARK:
		/* IPv6 packets into the void are answered with an error after a while,
		 * so there the address exists and its ports swallow them. */
		return address->ipv6 ? add_address(fd, loopback, address->text) : 0;
	case ROUTE_UNREACHABLE:
		return add_route(fd, loopback, family, address->text, RTN_UNREACHABLE);
	case ROUTE_PROHIBITED:
		return add_route(fd, loopback, family, address->text, RTN_PROHIBIT);
	}
	return 0;
}

static int furnish_hosts(int fd, int loopback, const struct scenario *scenario)
{
	const struct lab_address *address;
	const struct host *host;

	for (host = scenario->hosts; host != NULL; host = host->next)
		for (address = host->addresses; address != NULL; address = address->next)
			if (furnish_address(fd, loopback, address) < 0)
				return -1;
	return 0;
}

static int furnish_resolvers(int fd, int loopback, const struct scenario *scenario)
{
	char text[DNS_IP_MAX];
	size_t i;

	for (i = 0; scenario->resolvers_far && i < scenario->resolver_count; i++) {
		dns_resolver_address(scenario, i, text);
		if (add_address(fd, loopback, text) < 0)
			return -1;
	}
	return 0;
}

int namespace_furnish(const struct scenario *scenario)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), status = -1;
	int loopback = (int)if_nametoindex("lo");

	if (fd < 0)
		return -1;
	if (bring_up(fd, loopback) < 0 || add_address(fd, loopback, OWN_IPV4) < 0 ||
	    add_route(fd, loopback, AF_INET, NULL, RTN_UNICAST) < 0)
		goto out;
	if (scenario->uses_ipv6 && (add_address(fd, loopback, OWN_IPV6) < 0 ||
		add_route(fd, loopback, AF_INET6, NULL, RTN_UNICAST) < 0))
		goto out;
	if (furnish_resolvers(fd, loopback, scenario) == 0)
		status = furnish_hosts(fd, loopback, scenario);
out:
	close(fd);
	return status;
}
