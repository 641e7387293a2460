/* SPDX-License-Identifier: MIT */
#include "suffix.h"

#include <arpa/inet.h>
#include <libpsl.h>
#include <string.h>

#include "../probes/text.h"

const char *suffix_registrable(const char *host)
{
	struct in6_addr address;

	if (strchr(host, '.') == NULL || inet_pton(AF_INET, host, &address) == 1 ||
			inet_pton(AF_INET6, host, &address) == 1)
		return NULL;
	return psl_registrable_domain(psl_builtin(), host);
}

bool suffix_same_owner(const char *a, const char *b)
{
	const char *owner_a = suffix_registrable(a), *owner_b = suffix_registrable(b);

	return owner_a != NULL && owner_b != NULL && text_equal_nocase(owner_a, owner_b);
}
