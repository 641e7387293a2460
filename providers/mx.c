/* SPDX-License-Identifier: MIT */
#include "mx.h"

#include <string.h>

#include "../probes/text.h"
#include "suffix.h"

size_t mx_best(const struct dns_fact *mx)
{
	size_t best = 0;

	if (mx == NULL || mx->outcome != DNS_OK || mx->count == 0 ||
			strcmp(mx->records[0].text, ".") == 0)
		return 0;
	while (best < mx->count && mx->records[best].priority == mx->records[0].priority)
		best++;
	return best;
}

static size_t add_domain(const char *name, const char *domain, const char **out, size_t count)
{
	size_t i;

	if (count == MX_DOMAINS || name == NULL || text_equal_nocase(name, domain))
		return count;
	for (i = 0; i < count; i++)
		if (text_equal_nocase(out[i], name))
			return count;
	out[count] = name;
	return count + 1;
}

size_t mx_domains(const struct dns_fact *mx, const char *domain, const char **out)
{
	size_t best = mx_best(mx), count = 0, i;

	for (i = 0; i < best; i++) {
		const char *host = mx->records[i].text, *parent = strchr(host, '.');

		if (parent != NULL && suffix_registrable(parent + 1) != NULL)
			count = add_domain(parent + 1, domain, out, count);
		count = add_domain(suffix_registrable(host), domain, out, count);
	}
	return count;
}
