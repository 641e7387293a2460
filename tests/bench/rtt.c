/* SPDX-License-Identifier: MIT */
/*
 * rtt MILLISECONDS COMMAND...: runs COMMAND with a network device "rtt0", at
 * whose other end is a mirror: each packet comes back after half of the round
 * trip with source and destination swapped. So every address behind the device
 * is this machine itself, at exactly that round trip: a client that connects to
 * 10.9.0.7 finds what listens on the device's own address. Swapping the two
 * changes no checksum. Needs CAP_NET_ADMIN in a network namespace of its own.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { QUEUE_MAX = 1024, PACKET_MAX = 2048, IPV4_HEADER = 20, IPV4_ADDRESSES = 12 };

struct packet {
	int64_t due;
	size_t len;
	uint8_t bytes[PACKET_MAX];
};

/* The delay is the same for all: first in, first out. */
struct line {
	struct packet packets[QUEUE_MAX];
	size_t first;
	size_t count;
};

static struct line line;

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int device_open(void)
{
	struct ifreq request;
	int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (tun < 0)
		err(77, "/dev/net/tun");
	memset(&request, 0, sizeof(request));
	request.ifr_flags = IFF_TUN | IFF_NO_PI;
	memcpy(request.ifr_name, "rtt0", sizeof("rtt0"));
	if (ioctl(tun, TUNSETIFF, &request) < 0)
		err(77, "making a network device");
	return tun;
}

static void addresses_swap(uint8_t *packet)
{
	uint8_t source[4];

	memcpy(source, packet + IPV4_ADDRESSES, 4);
	memcpy(packet + IPV4_ADDRESSES, packet + IPV4_ADDRESSES + 4, 4);
	memcpy(packet + IPV4_ADDRESSES + 4, source, 4);
}

/* Takes what the device has; what does not fit the line is lost, as elsewhere. */
static void packets_take(int tun, int64_t delay)
{
	while (line.count < QUEUE_MAX) {
		struct packet *packet = &line.packets[(line.first + line.count) % QUEUE_MAX];
		ssize_t got = read(tun, packet->bytes, sizeof(packet->bytes));

		if (got < 0)
			return;
		if (got < IPV4_HEADER || packet->bytes[0] >> 4 != 4)
			continue;
		packet->len = (size_t)got;
		packet->due = now_ns() + delay;
		addresses_swap(packet->bytes);
		line.count++;
	}
}

static void packets_return(int tun)
{
	int64_t now = now_ns();

	while (line.count > 0 && line.packets[line.first].due <= now) {
		struct packet *packet = &line.packets[line.first];

		if (write(tun, packet->bytes, packet->len) < 0 && errno != EIO)
			warn("returning a packet");
		line.first = (line.first + 1) % QUEUE_MAX;
		line.count--;
	}
}

/* Until the next packet is due; NULL waits for ever. */
static struct timespec *time_left(struct timespec *left)
{
	int64_t wait;

	if (line.count == 0)
		return NULL;
	wait = line.packets[line.first].due - now_ns();
	if (wait < 0)
		wait = 0;
	left->tv_sec = wait / 1000000000;
	left->tv_nsec = wait % 1000000000;
	return left;
}

static pid_t command_start(char **command)
{
	pid_t child = fork();

	if (child < 0)
		err(99, "fork");
	if (child == 0) {
		execvp(command[0], command);
		err(127, "%s", command[0]);
	}
	return child;
}

int main(int argc, char **argv)
{
	struct pollfd ready[2];
	int64_t delay;
	pid_t child;
	int status;

	if (argc < 3 || atoi(argv[1]) <= 0)
		errx(2, "usage: rtt MILLISECONDS COMMAND...");
	delay = (int64_t)atoi(argv[1]) * 1000000 / 2;
	ready[0] = (struct pollfd){ .fd = device_open(), .events = POLLIN };
	child = command_start(argv + 2);
	ready[1] = (struct pollfd){ .fd = pidfd_open(child, 0), .events = POLLIN };
	if (ready[1].fd < 0)
		err(99, "pidfd_open");
	while (!ready[1].revents) {
		struct timespec left;

		if (ppoll(ready, 2, time_left(&left), NULL) < 0 && errno != EINTR)
			err(99, "poll");
		packets_return(ready[0].fd);
		packets_take(ready[0].fd, delay);
	}
	if (waitpid(child, &status, 0) < 0)
		err(99, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}
