/* SPDX-License-Identifier: MIT */
#include "addresses.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

static enum address_kind ipv4_kind(const unsigned char *bytes)
{
	static const struct {
		unsigned char first, low, high; /* range of the second byte */
		enum address_kind kind;
	} ranges[] = {
		{ 0, 0, 255, ADDRESS_NOWHERE },
		{ 127, 0, 255, ADDRESS_LOOPBACK },
		{ 10, 0, 255, ADDRESS_PRIVATE },
		{ 172, 16, 31, ADDRESS_PRIVATE },
		{ 192, 168, 168, ADDRESS_PRIVATE },
		{ 100, 64, 127, ADDRESS_PRIVATE },
		{ 169, 254, 254, ADDRESS_PRIVATE },
	};
	size_t i;

	for (i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		if (bytes[0] == ranges[i].first && bytes[1] >= ranges[i].low &&
		    bytes[1] <= ranges[i].high)
			return ranges[i].kind;
	return ADDRESS_PUBLIC;
}

enum address_kind address_kind(const char *text)
{
	static const unsigned char zero[15];
	unsigned char bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1)
		return ipv4_kind(bytes);
	if (inet_pton(AF_INET6, text, bytes) != 1)
		return ADDRESS_NONE;
	if (memcmp(bytes, zero, sizeof zero) == 0 && bytes[15] <= 1)
		return bytes[15] == 0 ? ADDRESS_NOWHERE : ADDRESS_LOOPBACK;
	if ((bytes[0] & 0xfe) == 0xfc || (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80))
		return ADDRESS_PRIVATE;
	return ADDRESS_PUBLIC;
}
