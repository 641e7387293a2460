/* SPDX-License-Identifier: MIT
 *
 * A run as `diff` compares it: what a diagnosis in JSON tells.  Saved evidence is
 * judged first, so that both kinds of file end up here.
 */
#ifndef MAILGUIDE_WIZARD_SNAPSHOT_H
#define MAILGUIDE_WIZARD_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/mem.h"

/* All texts are raw, as they stood in the file, and never NULL. */
struct snapshot_texts {
	const char **items;
	size_t count;
};

struct snapshot_finding {
	const char *code, *title, *severity, *layer;
	const char *service; /* its label, "" when it is about the whole account */
};

struct snapshot_service {
	const char *label;    /* "imap.example.org:993/imap/tls" */
	const char *state;    /* "works", "reachable", "failed", "untested" */
	const char *host, *username, *source;
	const char *version;  /* of TLS, "" if there was none */
	const char *issuer, *sha256, *not_after; /* of its certificate, "" likewise */
	bool trusted;
	struct snapshot_texts capabilities;
	unsigned took_ms;     /* connecting, TLS, greeting and login together */
};

struct snapshot_name {
	const char *key;      /* "A imap.example.org" */
	const char *outcome;
	struct snapshot_texts answers;
};

struct snapshot_source {
	const char *source, *outcome;
	struct snapshot_texts settings; /* labels */
};

struct snapshot {
	const char *file;     /* as the person named it */
	const char *address;  /* or the domain, when the run was about one */
	const char *started;  /* "2026-03-01T12:00:00Z", "" if the file does not say */
	bool ok;
	const char *root_cause; /* code, "" if there is none */
	struct snapshot_finding *findings;
	size_t finding_count;
	struct snapshot_service *services;
	size_t service_count;
	struct snapshot_name *names;
	size_t name_count;
	struct snapshot_source *sources;
	size_t source_count;
	struct snapshot_texts resolvers;
	bool told_surroundings; /* the file says what follows */
	bool have_ipv4, have_ipv6;
	const char *tunnel;
};

/* Reads FILE, a diagnosis in JSON or saved evidence.  NULL with *PROBLEM, in
 * ARENA, when it is neither or cannot be read. */
struct snapshot *snapshot_load(struct arena *arena, const char *file, const char **problem);
/* The service of LABEL, NULL if the run has none. */
const struct snapshot_service *snapshot_service(const struct snapshot *snapshot,
	const char *label);
bool snapshot_texts_equal(const struct snapshot_texts *a, const struct snapshot_texts *b);
bool snapshot_texts_have(const struct snapshot_texts *texts, const char *item);

#endif
