/* SPDX-License-Identifier: MIT
 *
 * The kinds of sources, the most trusted first; so they are shown as well.
 */
#ifndef MAILGUIDE_PROVIDERS_SOURCE_KINDS_H
#define MAILGUIDE_PROVIDERS_SOURCE_KINDS_H

#include "source.h"

#define SOURCE_KINDS 13

extern const struct source_kind source_preset, source_mx_preset, source_pacc,
	source_autoconfig, source_ispdb, source_srv, source_jmap, source_mailconf,
	source_mx_autoconfig, source_mx_ispdb, source_autodiscover, source_autoconfig_http,
	source_guess;
extern const struct source_kind *const source_kinds[SOURCE_KINDS];

#endif
