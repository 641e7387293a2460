/* SPDX-License-Identifier: MIT */
#include "evidence_fields.h"

#include <limits.h>

#include "../probes/evidence.h"

/* ---- names of enum values ------------------------------------------------------------ */

#define COUNT(list) (sizeof(list) / sizeof (list)[0])
#define WORDS(type, ...) \
	static const char *const type##_names[] = { __VA_ARGS__ }; \
	static const char *type##_word(unsigned value) { return type##_names[value]; } \
	static const struct words type##_words = { COUNT(type##_names), type##_word };
/* Where the type's own room has the names already. */
#define NAMED(type, values, function) \
	static const char *type##_word(unsigned value) { return function((enum type)value); } \
	static const struct words type##_words = { values, type##_word };

NAMED(mail_protocol, MAIL_PROTOCOLS, mail_protocol_name)
NAMED(mail_security, MAIL_SECURITIES, mail_security_name)
NAMED(mail_auth, MAIL_AUTH_NONE + 1, mail_auth_name)
NAMED(step, STEP_DONE + 1, step_name)
NAMED(source_outcome, SOURCE_SKIPPED + 1, source_outcome_name)
NAMED(dns_type, DNS_NS + 1, dns_type_name)
NAMED(dns_outcome, DNS_CANCELLED + 1, dns_outcome_name)
WORDS(dns_purpose, "lookup", "unchecked", "random-below", "random-elsewhere")
WORDS(net_family, "ipv4", "ipv6")
WORDS(connect_outcome, "ok", "refused", "timeout", "reset", "net-unreachable",
	"host-unreachable", "prohibited", "local-limit", "other", "abandoned")
WORDS(tls_outcome, "not-tried", "ok", "alert", "closed", "reset", "timeout", "not-tls",
	"local-refusal", "cancelled")
WORDS(reply_class, "ok", "continue", "transient", "permanent", "bye", "malformed")
WORDS(session_end, "none", "finished", "unresolved", "unconnected", "tls", "refused", "reply",
	"closed", "reset", "timeout", "flood", "local", "cancelled")
WORDS(login_outcome, "not-tried", "ok", "refused", "interrupted")
WORDS(login_bar, "none", "not-asked", "counter-probe", "other-endpoint", "no-tls",
	"tls-untrusted", "injected", "source", "no-mechanism", "secret-unfit", "host-rejected",
	"not-reached")
WORDS(transcript_kind, "server", "client", "secret", "note")
WORDS(web_outcome, "answered", "unresolved", "unreachable", "tls", "timeout", "too-large",
	"broken", "bad-url", "cancelled")
WORDS(web_purpose, "settings", "portal-check", "neighbour")
WORDS(endpoint_role, "candidate", "counter")

_Static_assert(COUNT(dns_purpose_names) == DNS_RANDOM_ELSEWHERE + 1, "a purpose has no name");
_Static_assert(COUNT(connect_outcome_names) == CONNECT_ABANDONED + 1, "an outcome has no name");
_Static_assert(COUNT(tls_outcome_names) == TLS_CANCELLED + 1, "a TLS outcome has no name");
_Static_assert(COUNT(session_end_names) == END_CANCELLED + 1, "an end has no name");
_Static_assert(COUNT(login_bar_names) == BAR_NOT_REACHED + 1, "a bar has no name");
_Static_assert(COUNT(web_outcome_names) == WEB_CANCELLED + 1, "a web outcome has no name");
_Static_assert(COUNT(reply_class_names) == REPLY_MALFORMED + 1, "a class has no name");

/* ---- the structs --------------------------------------------------------------------------- */

#define FIELD(kind_, type, member) \
	{ .key = #member, .kind = kind_, .offset = offsetof(struct type, member) }
#define BOOL(type, member) FIELD(FIELD_BOOL, type, member)
#define BOOLS(type, member, n) { .key = #member, .kind = FIELD_BOOLS, \
	.offset = offsetof(struct type, member), .max = n }
#define UNSIGNED(type, member) { .key = #member, .kind = FIELD_UNSIGNED, \
	.offset = offsetof(struct type, member), .max = UINT_MAX }
#define TEXT(type, member) FIELD(FIELD_TEXT, type, member)
#define OPTIONAL(type, member) FIELD(FIELD_OPTIONAL, type, member)
#define WORD(type, member, of) { .key = #member, .kind = FIELD_WORD, \
	.offset = offsetof(struct type, member), .words = &of##_words }
#define COUNTED(kind_, type, member, number, of) { .key = #member, .kind = kind_, \
	.offset = offsetof(struct type, member), .count = offsetof(struct type, number), .shape = of }
#define LIST(type, member, of) { .key = #member, .kind = FIELD_LIST, \
	.offset = offsetof(struct type, member), .shape = &of##_shape }
#define EMBEDDED(type, member, of) { .key = #member, .kind = FIELD_STRUCT, \
	.offset = offsetof(struct type, member), .shape = &of##_shape }
#define SHAPE(type) \
	static const struct shape type##_shape = { sizeof(struct type), type##_fields };
#define FIELDS(type) static const struct field type##_fields[]
#define END { .key = NULL }

FIELDS(dns_record) = {
	TEXT(dns_record, text), FIELD(FIELD_U16, dns_record, priority),
	FIELD(FIELD_U16, dns_record, weight), FIELD(FIELD_U16, dns_record, port), END
};
SHAPE(dns_record)

FIELDS(dns_attempt) = {
	TEXT(dns_attempt, server), WORD(dns_attempt, outcome, dns_outcome),
	UNSIGNED(dns_attempt, took_ms), END
};
SHAPE(dns_attempt)

FIELDS(dns_fact) = {
	TEXT(dns_fact, name), WORD(dns_fact, type, dns_type), WORD(dns_fact, purpose, dns_purpose),
	WORD(dns_fact, outcome, dns_outcome),
	BOOL(dns_fact, from_hosts_file), BOOL(dns_fact, authentic), TEXT(dns_fact, alias_of),
	COUNTED(FIELD_ARRAY, dns_fact, records, count, &dns_record_shape),
	LIST(dns_fact, attempts, dns_attempt), UNSIGNED(dns_fact, at_ms),
	UNSIGNED(dns_fact, took_ms), END
};
SHAPE(dns_fact)

FIELDS(connect_fact) = {
	TEXT(connect_fact, address), WORD(connect_fact, family, net_family),
	WORD(connect_fact, outcome, connect_outcome), FIELD(FIELD_INT, connect_fact, error),
	UNSIGNED(connect_fact, at_ms), UNSIGNED(connect_fact, took_ms), END
};
SHAPE(connect_fact)

FIELDS(certificate_fact) = {
	TEXT(certificate_fact, subject), TEXT(certificate_fact, issuer),
	TEXT(certificate_fact, subject_cn), TEXT(certificate_fact, issuer_cn),
	TEXT(certificate_fact, issuer_o), TEXT(certificate_fact, serial),
	TEXT(certificate_fact, sha256), FIELD(FIELD_TIME, certificate_fact, not_before),
	FIELD(FIELD_TIME, certificate_fact, not_after),
	COUNTED(FIELD_TEXTS, certificate_fact, names, name_count, NULL),
	TEXT(certificate_fact, key), TEXT(certificate_fact, signature),
	BOOL(certificate_fact, self_issued), BOOL(certificate_fact, is_ca), END
};
SHAPE(certificate_fact)

FIELDS(verify_error) = {
	FIELD(FIELD_INT, verify_error, depth), FIELD(FIELD_INT, verify_error, code),
	TEXT(verify_error, name), END
};
SHAPE(verify_error)

/* chain_length follows from the chain. */
FIELDS(tls_fact) = {
	WORD(tls_fact, outcome, tls_outcome), TEXT(tls_fact, server_name), TEXT(tls_fact, version),
	TEXT(tls_fact, cipher), FIELD(FIELD_INT, tls_fact, alert), TEXT(tls_fact, error),
	COUNTED(FIELD_BYTES, tls_fact, first_bytes, first_length, NULL),
	LIST(tls_fact, chain, certificate_fact), LIST(tls_fact, errors, verify_error),
	BOOL(tls_fact, chain_verified), BOOL(tls_fact, name_matches),
	BOOL(tls_fact, client_certificate_requested), BOOL(tls_fact, legacy),
	UNSIGNED(tls_fact, at_ms), UNSIGNED(tls_fact, took_ms), END
};
SHAPE(tls_fact)

FIELDS(reply_fact) = {
	WORD(reply_fact, step, step), WORD(reply_fact, class, reply_class), TEXT(reply_fact, text),
	FIELD(FIELD_INT, reply_fact, code), TEXT(reply_fact, enhanced),
	TEXT(reply_fact, response_code), UNSIGNED(reply_fact, at_ms),
	UNSIGNED(reply_fact, took_ms), END
};
SHAPE(reply_fact)

/* The judging reply is one of the endpoint's: see evidence_write.c. */
FIELDS(login_fact) = {
	WORD(login_fact, outcome, login_outcome), WORD(login_fact, bar, login_bar),
	TEXT(login_fact, mechanism), OPTIONAL(login_fact, challenge),
	BOOL(login_fact, cancelled), END
};
SHAPE(login_fact)

FIELDS(transcript_line) = {
	WORD(transcript_line, kind, transcript_kind), TEXT(transcript_line, text),
	UNSIGNED(transcript_line, at_ms), END
};
SHAPE(transcript_line)

FIELDS(mail_service) = {
	WORD(mail_service, protocol, mail_protocol), WORD(mail_service, security, mail_security),
	FIELD(FIELD_U16, mail_service, port), TEXT(mail_service, host),
	OPTIONAL(mail_service, username),
	{ .key = "auth", .kind = FIELD_WORDS, .offset = offsetof(struct mail_service, auth),
		.max = MAIL_AUTH_MAX, .words = &mail_auth_words }, END
};
SHAPE(mail_service)

#define TIMING(step) { .key = "timing_" #step, .kind = FIELD_UNSIGNED, \
	.offset = offsetof(struct endpoint_fact, timing.step), .max = UINT_MAX }

FIELDS(endpoint_fact) = {
	EMBEDDED(endpoint_fact, service, mail_service), TEXT(endpoint_fact, source),
	WORD(endpoint_fact, role, endpoint_role), UNSIGNED(endpoint_fact, rank),
	BOOL(endpoint_fact, wanted), BOOL(endpoint_fact, trusted_source),
	BOOL(endpoint_fact, host_is_address), BOOL(endpoint_fact, anonymous),
	LIST(endpoint_fact, connects, connect_fact),
	OPTIONAL(endpoint_fact, address), BOOL(endpoint_fact, connected),
	EMBEDDED(endpoint_fact, tls, tls_fact), LIST(endpoint_fact, replies, reply_fact),
	COUNTED(FIELD_TEXTS, endpoint_fact, capabilities_plain, capabilities_plain_count, NULL),
	COUNTED(FIELD_TEXTS, endpoint_fact, capabilities, capabilities_count, NULL),
	BOOL(endpoint_fact, greeted), BOOL(endpoint_fact, ready), BOOL(endpoint_fact, injected),
	COUNTED(FIELD_BYTES, endpoint_fact, injected_bytes, injected_length, NULL),
	EMBEDDED(endpoint_fact, login, login_fact), BOOL(endpoint_fact, proved),
	BOOL(endpoint_fact, silent_bytes), OPTIONAL(endpoint_fact, partial),
	WORD(endpoint_fact, step, step), WORD(endpoint_fact, end, session_end),
	FIELD(FIELD_INT, endpoint_fact, error), LIST(endpoint_fact, transcript, transcript_line),
	UNSIGNED(endpoint_fact, at_ms), UNSIGNED(endpoint_fact, took_ms),
	TIMING(dns), TIMING(connect), TIMING(tls), TIMING(greeting), TIMING(login), END
};
SHAPE(endpoint_fact)

FIELDS(web_fact) = {
	TEXT(web_fact, url), WORD(web_fact, purpose, web_purpose), TEXT(web_fact, host),
	WORD(web_fact, outcome, web_outcome),
	FIELD(FIELD_INT, web_fact, status), TEXT(web_fact, type), TEXT(web_fact, location),
	FIELD(FIELD_TIME, web_fact, date), TEXT(web_fact, address), TEXT(web_fact, error),
	UNSIGNED(web_fact, length), UNSIGNED(web_fact, at_ms), UNSIGNED(web_fact, took_ms), END
};
SHAPE(web_fact)

FIELDS(source_attempt) = {
	TEXT(source_attempt, where), WORD(source_attempt, outcome, source_outcome),
	TEXT(source_attempt, detail), UNSIGNED(source_attempt, took_ms), END
};
SHAPE(source_attempt)

FIELDS(source_fact) = {
	TEXT(source_fact, source), WORD(source_fact, outcome, source_outcome),
	TEXT(source_fact, detail),
	COUNTED(FIELD_ARRAY, source_fact, settings, count, &mail_service_shape),
	COUNTED(FIELD_TEXTS, source_fact, slips, slip_count, NULL), BOOL(source_fact, secure),
	LIST(source_fact, attempts, source_attempt),
	UNSIGNED(source_fact, took_ms), END
};
SHAPE(source_fact)

FIELDS(secret_shape) = {
	BOOL(secret_shape, given), BOOL(secret_shape, is_token), BOOL(secret_shape, edge_space),
	BOOL(secret_shape, non_ascii), BOOL(secret_shape, control),
	BOOL(secret_shape, sixteen_lower), END
};
SHAPE(secret_shape)

FIELDS(evidence) = {
	TEXT(evidence, address), TEXT(evidence, localpart), TEXT(evidence, domain),
	TEXT(evidence, test_recipient), TEXT(evidence, provider), TEXT(evidence, program),
	TEXT(evidence, tls_library),
	FIELD(FIELD_TIME, evidence, started),
	UNSIGNED(evidence, elapsed_ms), BOOL(evidence, timed_out), BOOL(evidence, login_asked),
	BOOL(evidence, offline), BOOLS(evidence, wanted, MAIL_PROTOCOLS),
	BOOL(evidence, settings_given), BOOL(evidence, resolvers_given),
	BOOL(evidence, have_ipv4), BOOL(evidence, have_ipv6), BOOL(evidence, self_assigned_only),
	TEXT(evidence, tunnel), BOOL(evidence, proxy_named),
	EMBEDDED(evidence, secret, secret_shape),
	COUNTED(FIELD_TEXTS, evidence, resolvers, resolver_count, NULL),
	LIST(evidence, dns, dns_fact), LIST(evidence, web, web_fact),
	LIST(evidence, sources, source_fact),
	LIST(evidence, endpoints, endpoint_fact), END
};
const struct shape evidence_shape = { sizeof(struct evidence), evidence_fields };
