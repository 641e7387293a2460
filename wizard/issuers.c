/* SPDX-License-Identifier: MIT */
#include "issuers.h"

#include <stddef.h>

#include "../probes/text.h"

/* A piece of an issuer's common name or organisation, ASCII case ignored. */
static const struct {
	const char *piece;
	enum interceptor kind;
	const char *product;
} interceptors[] = {
	{ "avast! Web/Mail Shield", INTERCEPTOR_ANTIVIRUS, "Avast" },
	{ "Avast Web/Mail Shield", INTERCEPTOR_ANTIVIRUS, "Avast" },
	{ "AVG Web/Mail Shield", INTERCEPTOR_ANTIVIRUS, "AVG" },
	{ "Kaspersky Anti-Virus Personal Root", INTERCEPTOR_ANTIVIRUS, "Kaspersky" },
	{ "Kaspersky", INTERCEPTOR_ANTIVIRUS, "Kaspersky" },
	{ "Bitdefender", INTERCEPTOR_ANTIVIRUS, "Bitdefender" },
	{ "ESET SSL Filter", INTERCEPTOR_ANTIVIRUS, "ESET" },
	{ "ESET, spol", INTERCEPTOR_ANTIVIRUS, "ESET" },
	{ "Norton Web/Mail Shield", INTERCEPTOR_ANTIVIRUS, "Norton" },
	{ "NortonLifeLock Web/Mail Shield", INTERCEPTOR_ANTIVIRUS, "Norton" },
	{ "Avira", INTERCEPTOR_ANTIVIRUS, "Avira" },
	{ "Dr.Web", INTERCEPTOR_ANTIVIRUS, "Dr.Web" },
	{ "G DATA", INTERCEPTOR_ANTIVIRUS, "G DATA" },
	{ "F-Secure", INTERCEPTOR_ANTIVIRUS, "F-Secure" },
	{ "BullGuard", INTERCEPTOR_ANTIVIRUS, "BullGuard" },
	{ "AdGuard", INTERCEPTOR_ANTIVIRUS, "AdGuard" },
	{ "McAfee Web Gateway", INTERCEPTOR_GATEWAY, "McAfee Web Gateway" },
	{ "McAfee", INTERCEPTOR_ANTIVIRUS, "McAfee" },
	{ "Zscaler", INTERCEPTOR_GATEWAY, "Zscaler" },
	{ "FortiGate", INTERCEPTOR_GATEWAY, "Fortinet FortiGate" },
	{ "Fortinet", INTERCEPTOR_GATEWAY, "Fortinet" },
	{ "Sophos SSL CA", INTERCEPTOR_GATEWAY, "Sophos" },
	{ "Sophos_CA", INTERCEPTOR_GATEWAY, "Sophos" },
	{ "sophosutm", INTERCEPTOR_GATEWAY, "Sophos" },
	{ "Cisco Umbrella", INTERCEPTOR_GATEWAY, "Cisco Umbrella" },
	{ "Forcepoint", INTERCEPTOR_GATEWAY, "Forcepoint" },
	{ "Blue Coat", INTERCEPTOR_GATEWAY, "Blue Coat" },
	{ "ContentKeeper", INTERCEPTOR_GATEWAY, "ContentKeeper" },
	{ "Cyberoam", INTERCEPTOR_GATEWAY, "Cyberoam" },
	{ "Smoothwall", INTERCEPTOR_GATEWAY, "Smoothwall" },
	{ "HTTPS Management Certificate for SonicWALL", INTERCEPTOR_GATEWAY, "SonicWall" },
	{ "SonicWall", INTERCEPTOR_GATEWAY, "SonicWall" },
	{ "IWSS.TREND", INTERCEPTOR_GATEWAY, "Trend Micro" },
	{ "NetSpark", INTERCEPTOR_GATEWAY, "NetSpark" },
	{ "Palo Alto", INTERCEPTOR_GATEWAY, "Palo Alto Networks" },
	{ "Check Point", INTERCEPTOR_GATEWAY, "Check Point" },
	{ "WatchGuard", INTERCEPTOR_GATEWAY, "WatchGuard" },
	{ "Fireware HTTPS Proxy", INTERCEPTOR_GATEWAY, "WatchGuard" },
	{ "Netskope", INTERCEPTOR_GATEWAY, "Netskope" },
	{ "goskope", INTERCEPTOR_GATEWAY, "Netskope" },
	{ "Barracuda", INTERCEPTOR_GATEWAY, "Barracuda" },
	{ "Untangle", INTERCEPTOR_GATEWAY, "Untangle" },
	{ "Securly", INTERCEPTOR_GATEWAY, "Securly" },
	{ "Lightspeed", INTERCEPTOR_GATEWAY, "Lightspeed" },
};

/* Organisations of authorities in the common root programmes. */
static const char *const public_authorities[] = {
	"Let's Encrypt", "Internet Security Research Group", "DigiCert", "Google Trust Services",
	"Sectigo", "COMODO CA", "The USERTRUST Network", "GlobalSign", "Amazon",
	"Microsoft Corporation", "GoDaddy.com", "Starfield Technologies", "Entrust", "Certainly",
	"Unizeto", "Asseco Data Systems", "T-Systems", "Deutsche Telekom Security", "Actalis",
	"SwissSign", "IdenTrust", "Buypass", "QuoVadis", "HARICA",
	"Hellenic Academic and Research Institutions", "SSL Corp", "ZeroSSL", "GEANT", "Baltimore",
	"Apple Inc.", "TrustAsia", "Gandi", "Thawte", "GeoTrust", "RapidSSL", "VeriSign", "Trustwave",
	"SECOM Trust Systems", "Cybertrust Japan", "Telia", "Certigna", "Dhimyotis", "D-Trust",
	"NAVER Cloud", "eMudhra", "Izenpe", "Firmaprofesional", "e-commerce monitoring",
};

static const char *const intermediate_words[] = {
	"intermediate", "issuing", "subordinate", "sub ca",
};

static bool holds(const struct certificate_fact *certificate, const char *piece)
{
	return text_find_nocase(certificate->issuer_cn, piece) != NULL ||
		text_find_nocase(certificate->issuer_o, piece) != NULL;
}

enum interceptor issuer_interceptor(const struct certificate_fact *chain, const char **product)
{
	size_t i;

	for (; chain != NULL; chain = chain->next)
		for (i = 0; i < sizeof interceptors / sizeof interceptors[0]; i++)
			if (holds(chain, interceptors[i].piece)) {
				*product = interceptors[i].product;
				return interceptors[i].kind;
			}
	return INTERCEPTOR_NONE;
}

bool issuer_is_public(const struct certificate_fact *leaf)
{
	size_t i;

	for (i = 0; i < sizeof public_authorities / sizeof public_authorities[0]; i++)
		if (text_starts_nocase(leaf->issuer_o, public_authorities[i]))
			return true;
	return false;
}

bool issuer_is_intermediate(const struct certificate_fact *leaf)
{
	size_t i;

	for (i = 0; i < sizeof intermediate_words / sizeof intermediate_words[0]; i++)
		if (text_find_nocase(leaf->issuer_cn, intermediate_words[i]) != NULL)
			return true;
	return false;
}
