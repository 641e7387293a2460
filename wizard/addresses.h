/* SPDX-License-Identifier: MIT
 *
 * What an IP address says about where it leads (RFC 6890).
 */
#ifndef MAILGUIDE_WIZARD_ADDRESSES_H
#define MAILGUIDE_WIZARD_ADDRESSES_H

enum address_kind {
	ADDRESS_NONE,     /* not an address */
	ADDRESS_NOWHERE,  /* 0.0.0.0/8, :: */
	ADDRESS_LOOPBACK, /* 127/8, ::1 */
	ADDRESS_PRIVATE,  /* 10/8, 172.16/12, 192.168/16, 100.64/10, 169.254/16,
	                     fc00::/7, fe80::/10 */
	ADDRESS_PUBLIC
};
enum address_kind address_kind(const char *text);

#endif
