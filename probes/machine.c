/* SPDX-License-Identifier: MIT */
#include "machine.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dial.h"

/* An address that an interface gives itself when nobody gives it one. */
static bool is_link_local(const struct sockaddr *address)
{
	const void *bytes = address;

	if (address->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)bytes)->sin_addr.s_addr) >> 16 == 0xa9fe;
	return IN6_IS_ADDR_LINKLOCAL(&((const struct sockaddr_in6 *)bytes)->sin6_addr);
}

static bool counts(const struct ifaddrs *interface)
{
	return interface->ifa_addr != NULL && (interface->ifa_flags & IFF_UP) != 0 &&
		(interface->ifa_flags & IFF_LOOPBACK) == 0 &&
		(interface->ifa_addr->sa_family == AF_INET || interface->ifa_addr->sa_family == AF_INET6);
}

/* The address that this computer would use on the way to ADDRESS; 0 or -1. */
static int source_address(const char *address, struct sockaddr_in *out)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(53) };
	socklen_t length = sizeof *out;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), status = -1;

	if (fd < 0)
		return -1;
	/* Connecting a datagram socket sends nothing. */
	if (inet_pton(AF_INET, address, &to.sin_addr) == 1 &&
	    connect(fd, (const struct sockaddr *)&to, sizeof to) == 0 &&
	    getsockname(fd, (struct sockaddr *)out, &length) == 0)
		status = 0;
	close(fd);
	return status;
}

/* Tunnels are point to point; so are modems, which are no detour. */
static bool is_tunnel(const struct ifaddrs *interface)
{
	return (interface->ifa_flags & IFF_POINTOPOINT) != 0 &&
		strncmp(interface->ifa_name, "ppp", 3) != 0 && strncmp(interface->ifa_name, "ww", 2) != 0;
}

static void describe_interfaces(struct evidence *evidence)
{
	struct sockaddr_in source = { .sin_family = AF_UNSPEC };
	struct ifaddrs *all = NULL;
	const struct ifaddrs *one;
	bool any = false, only_own = true;

	if (getifaddrs(&all) != 0)
		return;
	source_address("193.0.14.129", &source);
	for (one = all; one != NULL; one = one->ifa_next) {
		const void *address = one->ifa_addr;

		if (!counts(one))
			continue;
		any = true;
		only_own = only_own && is_link_local(one->ifa_addr);
		if (one->ifa_addr->sa_family == AF_INET && source.sin_family == AF_INET &&
		    ((const struct sockaddr_in *)address)->sin_addr.s_addr == source.sin_addr.s_addr &&
		    is_tunnel(one))
			evidence->tunnel = arena_strdup(evidence->arena, one->ifa_name);
	}
	evidence->self_assigned_only = any && only_own;
	freeifaddrs(all);
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

void machine_describe(struct evidence *evidence)
{
	evidence->have_ipv4 = dial_has_route(NET_IPV4);
	evidence->have_ipv6 = dial_has_route(NET_IPV6);
	evidence->proxy_named = is_set("https_proxy") || is_set("HTTPS_PROXY") || is_set("http_proxy") ||
		is_set("all_proxy") || is_set("ALL_PROXY");
	describe_interfaces(evidence);
}
