/* SPDX-License-Identifier: MIT */
#include "parking.h"

#include <stddef.h>

#include "../probes/text.h"

#define FOR_SALE "parked, perhaps for sale"
#define EXPIRED "not renewed by its owner"
#define ON_HOLD "put on hold by its registrar, until the owner's data are confirmed"

static const struct {
	const char *suffix; /* at a label border */
	const char *state;
} nameservers[] = {
	{ "above.com", FOR_SALE },
	{ "afternic.com", FOR_SALE },
	{ "bodis.com", FOR_SALE },
	{ "cashparking.com", FOR_SALE },
	{ "dan.com", FOR_SALE },
	{ "failed-whois-verification.namecheap.com", ON_HOLD },
	{ "parkingcrew.net", FOR_SALE },
	{ "parklogic.com", FOR_SALE },
	{ "pendingrenewaldeletion.com", EXPIRED },
	{ "renewyourname.net", EXPIRED },
	{ "sedoparking.com", FOR_SALE },
	{ "uniregistrymarket.link", FOR_SALE },
	{ "verify-contact-details.namecheap.com", ON_HOLD },
};

const char *parking_state(const char *nameserver)
{
	size_t i;

	for (i = 0; i < sizeof nameservers / sizeof nameservers[0]; i++)
		if (text_is_subdomain(nameserver, nameservers[i].suffix))
			return nameservers[i].state;
	return NULL;
}
