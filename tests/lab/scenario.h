/* SPDX-License-Identifier: MIT
 *
 * A scenario: a small mail world and what mailguide must say about it.  The
 * file format is described in README.md; reading it is strict, since a
 * misspelt key would quietly test something else.
 *
 * Everything lives in the arena of the scenario and is read-only once parsed,
 * so server threads share it without locks.
 */
#ifndef MAILGUIDE_LAB_SCENARIO_H
#define MAILGUIDE_LAB_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "certs.h"
#include "probes/mem.h"

#define SCENARIO_RESOLVERS 3

enum lab_protocol { LAB_IMAP, LAB_POP3, LAB_SMTP, LAB_HTTP };
#define LAB_MAIL_PROTOCOLS 3 /* the ones before HTTP: one can log in */

enum record_type { RECORD_A, RECORD_AAAA, RECORD_MX, RECORD_SRV, RECORD_TXT, RECORD_CNAME,
	RECORD_NS };

/* How a name, or a whole resolver, answers. */
enum dns_mode {
	DNS_MODE_NORMAL,
	DNS_MODE_NXDOMAIN,
	DNS_MODE_NODATA,
	DNS_MODE_SERVFAIL,
	DNS_MODE_REFUSED,
	DNS_MODE_SILENT,
	DNS_MODE_TRUNCATED, /* over UDP; TCP gives the whole answer */
	DNS_MODE_CUT,       /* over UDP too; TCP hangs up */
	DNS_MODE_DEAD       /* resolvers only: nobody listens */
};

struct record {
	struct record *next;
	enum record_type type;
	const char *text; /* address, target or the TXT bytes */
	uint16_t priority, weight, port;
};

struct zone_name {
	struct zone_name *next;
	const char *name; /* lower case; "*.example.org" is a wildcard */
	enum dns_mode mode;
	bool authentic; /* signed, and the resolver has checked it (AD) */
	bool bogus;     /* signed wrongly: SERVFAIL unless the question says not to check (CD) */
	struct record *records;
};

/* What happens after a reply was sent. */
enum reply_end { REPLY_GOES_ON, REPLY_CLOSES, REPLY_RESETS, REPLY_FALLS_SILENT };

/* One scripted answer. */
struct reply {
	struct reply *next;
	const char *command; /* "EHLO", "SELECT|EXAMINE", …; NULL where implied */
	const char **lines;  /* sent with CR LF each */
	size_t line_count;
	const char *append;  /* filled in as the lines are, but no line; NULL for none */
	const char *bytes;   /* sent after these as they are */
	size_t byte_count;
	unsigned delay_ms;
	unsigned drip_ms;    /* pause after each byte */
	bool flood;          /* then an endless line */
	enum reply_end end;
};

/* What a web server answers to one path. */
struct web_reply {
	struct web_reply *next;
	const char *request; /* "/path?query", "POST /path", or "*" for the rest */
	unsigned status;
	const char *type;    /* Content-Type */
	const char **header_names, **header_values; /* NULL-terminated */
	const char *body;
	size_t body_length;
	unsigned repeat;     /* the body so many times */
	unsigned header_kib; /* a header line of that size */
	bool flood;          /* then bytes without end */
	unsigned delay_ms, drip_ms;
	enum reply_end end;
};

enum fault {
	FAULT_NONE,
	FAULT_REFUSE,     /* nobody listens */
	FAULT_BLACKHOLE,  /* SYN packets are dropped */
	FAULT_RESET,      /* accepts, then RST */
	FAULT_CLOSE,      /* accepts, then end of file */
	FAULT_SILENT,     /* accepts and never says a word */
	FAULT_TLS_CLOSE,  /* reads the ClientHello, then end of file */
	FAULT_TLS_RESET,  /* reads the ClientHello, then RST */
	FAULT_TLS_ALERT   /* reads the ClientHello, then a fatal alert */
};

struct software;

struct port {
	struct port *next;
	struct host *host;
	uint16_t number;
	enum lab_protocol protocol;
	bool tls;              /* from the first byte */
	bool starttls;         /* offered and understood */
	const struct software *software;
	struct certificate *certificate;
	enum tls_limit tls_max;
	enum fault fault;
	unsigned alert;        /* of FAULT_TLS_ALERT */
	bool secret_allowed;   /* a secret may arrive here, over TLS */
	bool clear_allowed;    /* even unencrypted: the person said so */
	const char **capabilities;     /* NULL: the software's */
	const char **capabilities_tls; /* in force after STARTTLS or implicit TLS */
	struct reply *greeting;        /* NULL: the software's */
	struct reply *login;           /* after the credentials; NULL: they are checked */
	struct reply *replies;
	struct web_reply *web;         /* of LAB_HTTP */
	int date_offset;               /* of its clock, in seconds */
};

/* Can this computer reach the host at all? */
enum route { ROUTE_LOCAL, ROUTE_DARK, ROUTE_UNREACHABLE, ROUTE_PROHIBITED };

struct lab_address {
	struct lab_address *next;
	const char *text;
	bool ipv6;
	enum route route;
};

struct host {
	struct host *next;
	const char *name;
	struct lab_address *addresses;
	struct port *ports;
};

struct expectation {
	const char *root_cause; /* NULL: none */
	int exit;
	const char **also;      /* NULL-terminated, may be empty */
	const char **not_codes;
	const char *quote;      /* NULL: not asked for */
	const char **service_labels; /* "host:port/protocol/security" */
	const char **service_states; /* of a lookup: the source that won */
	int logins[LAB_MAIL_PROTOCOLS];   /* exact count, -1: at most one */
	const char **source_names;   /* NULL-terminated, may be empty */
	const char **source_words;   /* "outcome", or "outcome: words of the detail" */
	const char **discrepancies;  /* kinds; "!kind" must not be there */
	const char **client_names;   /* of a lookup: which source each program takes, */
	const char **client_words;   /* "" for none */
	const char **asked;          /* hosts or requests; "!…" must not have come */
	bool no_address;             /* no web server may learn it */
	bool in_time;                /* it must not be the run's time limit that ends it */
};

struct scenario {
	struct arena *arena;
	const char *path;
	const char *name;  /* file name without .json */
	const char *title;
	const char *story;
	bool demo;
	bool lookup;       /* `lookup` is played, not `diagnose` */
	const char *address;
	const char *secret;   /* what the person types, NULL: no login */
	bool secret_is_token;
	const char *user;     /* what servers accept */
	const char *password;
	const char **args;    /* NULL-terminated */
	unsigned timeout;     /* seconds, --timeout */
	enum dns_mode resolvers[SCENARIO_RESOLVERS];
	size_t resolver_count;
	bool resolvers_far;   /* not on this computer */
	struct zone_name *zone;
	struct host *hosts;
	struct expectation expect;
	bool uses_ipv6;
	bool needs_namespace; /* cannot be played on plain 127.0.0.0/8 */
};

/* NULL with *PROBLEM (to be freed) saying file, place and reason. */
struct scenario *scenario_read(const char *path, char **problem);
void scenario_free(struct scenario *scenario); /* NULL is fine */

const char *lab_protocol_name(enum lab_protocol protocol);

#endif
