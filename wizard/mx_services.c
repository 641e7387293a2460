/* SPDX-License-Identifier: MIT */
#include "mx_services.h"

#include <stddef.h>

#include "../probes/text.h"

static const struct {
	const char *suffix; /* at a label border */
	enum mx_service kind;
	const char *name;
} services[] = {
	{ "mx.cloudflare.net", MX_FORWARDER, "Cloudflare Email Routing" },
	{ "duck.com", MX_FORWARDER, "DuckDuckGo aliases" },
	{ "improvmx.com", MX_FORWARDER, "ImprovMX" },
	{ "registrar-servers.com", MX_FORWARDER, "Namecheap mail forwarding" },
	{ "simplelogin.co", MX_FORWARDER, "SimpleLogin" },
	{ "addy.io", MX_FORWARDER, "addy.io" },
	{ "barracudanetworks.com", MX_FILTER, "Barracuda" },
	{ "iphmx.com", MX_FILTER, "Cisco Secure Email" },
	{ "antispameurope.com", MX_FILTER, "Hornetsecurity" },
	{ "hornetsecurity.com", MX_FILTER, "Hornetsecurity" },
	{ "mailchannels.net", MX_FILTER, "MailChannels" },
	{ "mimecast.co.za", MX_FILTER, "Mimecast" },
	{ "mimecast.com", MX_FILTER, "Mimecast" },
	{ "psmtp.com", MX_FILTER, "Postini" },
	{ "pphosted.com", MX_FILTER, "Proofpoint" },
	{ "ppe-hosted.com", MX_FILTER, "Proofpoint Essentials" },
	{ "sophos.com", MX_FILTER, "Sophos" },
	{ "spamexperts.com", MX_FILTER, "SpamExperts" },
	{ "messagelabs.com", MX_FILTER, "Symantec Email Security" },
	{ "trendmicro.com", MX_FILTER, "Trend Micro" },
	{ "trendmicro.eu", MX_FILTER, "Trend Micro" },
	{ "mailgun.org", MX_RELAY, "Mailgun" },
	{ "sendgrid.net", MX_RELAY, "SendGrid" },
};

enum mx_service mx_service_of(const char *host, const char **name)
{
	size_t i;

	for (i = 0; i < sizeof services / sizeof services[0]; i++)
		if (text_is_subdomain(host, services[i].suffix)) {
			*name = services[i].name;
			return services[i].kind;
		}
	return MX_MAILBOX;
}
