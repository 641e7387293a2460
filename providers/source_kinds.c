/* SPDX-License-Identifier: MIT */
#include "source_kinds.h"

const struct source_kind *const source_kinds[SOURCE_KINDS] = {
	&source_preset, &source_mx_preset, &source_pacc, &source_autoconfig, &source_ispdb,
	&source_srv, &source_jmap, &source_mailconf, &source_mx_autoconfig, &source_mx_ispdb,
	&source_autodiscover, &source_autoconfig_http, &source_guess,
};
