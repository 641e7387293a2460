/* SPDX-License-Identifier: MIT
 *
 * JSON of other people, looked over before cJSON sees it: cJSON recurses, takes
 * raw control characters in texts, lets \u0000 cut them off and stops at the end
 * of the first value.
 */
#ifndef MAILGUIDE_PROVIDERS_STRICT_JSON_H
#define MAILGUIDE_PROVIDERS_STRICT_JSON_H

#include <cjson/cJSON.h>
#include <stddef.h>

struct strict_json_problem {
	const char *reason;
	unsigned line, column; /* 0 if it is about the whole */
};

/* An object for the caller to delete, or NULL and why.  LENGTH is not limited
 * here. */
cJSON *strict_json_parse(const char *text, size_t length, unsigned depth_max,
	struct strict_json_problem *problem);

#endif
