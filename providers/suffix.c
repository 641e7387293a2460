/* SPDX-License-Identifier: MIT */
#include "suffix.h"

#include <arpa/inet.h>
#include <libpsl.h>
#include <stdlib.h>
#include <string.h>

#include "../probes/mem.h"
#include "../probes/text.h"

bool suffix_is_number(const char *host)
{
	const char *dot = strrchr(host, '.'), *last = dot != NULL ? dot + 1 : host;

	if (text_starts_nocase(last, "0x"))
		return last[2 + strspn(last + 2, "0123456789abcdefABCDEF")] == '\0';
	return last[0] != '\0' && last[strspn(last, "0123456789")] == '\0';
}

const char *suffix_registrable(const char *host)
{
	struct in6_addr address;
	const char *owner;
	char *lower;

	if (strchr(host, '.') == NULL || suffix_is_number(host) ||
			inet_pton(AF_INET6, host, &address) == 1)
		return NULL;
	/* DNS keeps the case that somebody typed; libpsl knows lower case only. */
	lower = text_lower(mem_strdup(host));
	owner = psl_registrable_domain(psl_builtin(), lower);
	host = owner != NULL ? host + (owner - lower) : NULL;
	free(lower);
	return host;
}

bool suffix_same_owner(const char *a, const char *b)
{
	const char *owner_a = suffix_registrable(a), *owner_b = suffix_registrable(b);

	return owner_a != NULL && owner_b != NULL && text_equal_nocase(owner_a, owner_b);
}
