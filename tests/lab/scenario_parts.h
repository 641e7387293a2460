/* SPDX-License-Identifier: MIT
 *
 * The parts of a scenario file, each read by a file of its own.
 */
#ifndef MAILGUIDE_LAB_SCENARIO_PARTS_H
#define MAILGUIDE_LAB_SCENARIO_PARTS_H

#include "reading.h"
#include "scenario.h"

/* "dns": the resolvers and the zone. */
int scenario_read_zone(struct reading *reading, const cJSON *dns, struct scenario *scenario);
/* Adds what the file left unsaid: the hosts' addresses and the domain's MX. */
void scenario_complete_zone(struct reading *reading, struct scenario *scenario);
/* "hosts": addresses, ports and their scripts. */
int scenario_read_hosts(struct reading *reading, const cJSON *hosts, struct scenario *scenario);
/* A scripted answer; see README.md. */
int scenario_read_reply(struct reading *reading, const char *where, const cJSON *json,
	struct reply **out);
/* "paths" of a web server. */
int scenario_read_web(struct reading *reading, const char *where, const cJSON *paths,
	struct port *port);
/* What comes after a reply; the words of enum reply_end. */
extern const char *const reply_end_words[];
/* "expect". */
int scenario_read_expectation(struct reading *reading, const cJSON *json,
	struct expectation *out);

#endif
