/* SPDX-License-Identifier: MIT
 *
 * The evidence of one run: typed facts that probes observed, in the order they
 * came.  Probes append, the verdict reads, and it can be saved and loaded
 * again (wizard/evidence_json.h).  No sentence is worded here and no secret is
 * ever stored here.
 *
 * Ownership: everything hangs on the arena of the evidence, including every
 * string; there is nothing to free but the whole.  Strings that came from a
 * peer are raw bytes (without NUL); show them through text_quote().
 * Times: *_ms are milliseconds, AT counted from the start of the run.
 * Lists are singly linked by `next`, first observed first.
 */
#ifndef MAILGUIDE_PROBES_EVIDENCE_H
#define MAILGUIDE_PROBES_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "mailtypes.h"
#include "mem.h"

/* ---- DNS ------------------------------------------------------------- */

enum dns_type { DNS_A, DNS_AAAA, DNS_MX, DNS_SRV, DNS_TXT, DNS_NS };
const char *dns_type_name(enum dns_type type); /* "A", "AAAA"… */

/* Why a question was asked. */
enum dns_purpose {
	DNS_LOOKUP,    /* what any program would ask */
	DNS_UNCHECKED, /* the same after SERVFAIL, with DNSSEC checking off (CD) */
	DNS_RANDOM_BELOW,    /* a made-up name below the domain: does it answer for
	                        every name? */
	DNS_RANDOM_ELSEWHERE /* a made-up domain that nobody has: does the resolver
	                        invent answers? */
};

/* Every negative is told apart (RFC 1035 4.1.1, RFC 2308). */
enum dns_outcome {
	DNS_OK,
	DNS_NXDOMAIN,     /* RCODE 3: the name does not exist */
	DNS_NODATA,       /* NOERROR without a record of this type */
	DNS_SERVFAIL,     /* RCODE 2 */
	DNS_REFUSED,      /* RCODE 5 */
	DNS_TIMEOUT,      /* no answer from any resolver */
	DNS_UNREACHABLE,  /* nobody listens at the resolver, or no route to it */
	DNS_MALFORMED,    /* FORMERR, NOTIMP, or an answer that cannot be read */
	DNS_BAD_NAME,     /* the name cannot be asked for (label too long …) */
	DNS_NO_RESOLVER,  /* no resolver is configured */
	DNS_CANCELLED     /* the run ended first */
};
const char *dns_outcome_name(enum dns_outcome outcome); /* "ok", "nxdomain"… */

struct dns_record {
	const char *text;  /* address, target host without the last dot ("." stays
	                      for the root), or the bytes of a TXT record */
	uint16_t priority; /* MX, SRV */
	uint16_t weight;   /* SRV */
	uint16_t port;     /* SRV */
};

/* What one resolver said to one question. */
struct dns_attempt {
	struct dns_attempt *next;
	const char *server; /* "192.0.2.53:53" */
	enum dns_outcome outcome;
	unsigned took_ms;
};

struct dns_fact {
	struct dns_fact *next;
	const char *name; /* as asked, ASCII */
	enum dns_type type;
	enum dns_purpose purpose;
	enum dns_outcome outcome; /* of the last resolver asked */
	bool from_hosts_file;     /* the local hosts file answered */
	bool authentic;           /* AD bit of a validating resolver on this computer;
	                             from another one, anybody on the way could set it */
	const char *alias_of;     /* of addresses: the name at the end of CNAMEs, "" if there
	                             are none */
	struct dns_record *records; /* in the order of use: MX by preference, SRV by
	                               RFC 2782 priority (weight breaks ties) */
	size_t count;
	struct dns_attempt *attempts;
	unsigned at_ms, took_ms;
};

/* ---- connecting ------------------------------------------------------- */

enum net_family { NET_IPV4, NET_IPV6 };

enum connect_outcome {
	CONNECT_OK,
	CONNECT_REFUSED,         /* ECONNREFUSED */
	CONNECT_TIMEOUT,         /* no answer inside the step's deadline */
	CONNECT_RESET,           /* ECONNRESET during the handshake */
	CONNECT_NET_UNREACHABLE, /* ENETUNREACH: no route for this family */
	CONNECT_HOST_UNREACHABLE,/* EHOSTUNREACH */
	CONNECT_PROHIBITED,      /* EACCES, EPERM, ICMP administratively prohibited */
	CONNECT_LOCAL_LIMIT,     /* EMFILE, ENOBUFS, EADDRNOTAVAIL … */
	CONNECT_OTHER,
	CONNECT_ABANDONED        /* another address won before this one answered */
};

struct connect_fact {
	struct connect_fact *next;
	const char *address; /* numeric */
	enum net_family family;
	enum connect_outcome outcome;
	int error; /* errno, 0 if none */
	unsigned at_ms, took_ms;
};

/* ---- TLS --------------------------------------------------------------- */

enum tls_outcome {
	TLS_NOT_TRIED,
	TLS_OK,           /* handshake finished; see verify and name_matches */
	TLS_ALERT,        /* the peer sent a fatal alert */
	TLS_CLOSED,       /* end of file without an alert */
	TLS_RESET,        /* connection reset */
	TLS_TIMEOUT,      /* the peer fell silent */
	TLS_NOT_TLS,      /* what came back is no TLS record; see first_bytes */
	TLS_LOCAL_REFUSAL,/* our library refused what the peer offered; see error */
	TLS_CANCELLED
};

struct certificate_fact {
	struct certificate_fact *next;   /* the issuer, as sent by the server */
	const char *subject, *issuer;    /* RFC 2253, UTF-8 */
	const char *subject_cn, *issuer_cn, *issuer_o; /* "" where missing */
	const char *serial;              /* hexadecimal */
	const char *sha256;              /* fingerprint, hexadecimal */
	time_t not_before, not_after;
	const char **names;              /* subjectAltName dNSName and iPAddress */
	size_t name_count;
	const char *key;                 /* "RSA 2048", "EC prime256v1" */
	const char *signature;           /* "sha256WithRSAEncryption" */
	bool self_issued;                /* subject equals issuer */
	bool is_ca;
};

/* One verification error, by OpenSSL's X509_V_ERR number and name. */
struct verify_error {
	struct verify_error *next;
	int depth; /* 0 = the server's own certificate */
	int code;
	const char *name; /* "CERT_HAS_EXPIRED" */
};

struct tls_fact {
	enum tls_outcome outcome;
	const char *server_name;   /* sent as SNI and compared */
	const char *version;       /* "TLSv1.3"; "" before the ServerHello */
	const char *cipher;
	int alert;                 /* AlertDescription, -1 if none */
	const char *error;         /* library's reason, "" if none */
	const char *first_bytes;   /* what the peer sent instead of TLS, raw */
	size_t first_length;
	struct certificate_fact *chain; /* as sent, leaf first; NULL if none came */
	size_t chain_length;
	struct verify_error *errors;    /* chain and dates; a name that does not match
	                                   is told by name_matches alone */
	bool chain_verified;       /* to a trusted root, all dates good */
	bool name_matches;         /* compared even when the chain fails */
	bool client_certificate_requested;
	bool legacy;               /* tried with TLS 1.0 allowed, as a counter-probe */
	unsigned at_ms, took_ms;
};
/* Good enough for a secret: finished, chain verified AND name matches. */
bool tls_is_trusted(const struct tls_fact *tls);

/* ---- the dialogue -------------------------------------------------------- */

/* The steps of a session, in order.  STARTTLS stands for STLS too. */
enum step {
	STEP_RESOLVE,
	STEP_CONNECT,
	STEP_TLS,          /* implicit TLS, or the handshake after STARTTLS */
	STEP_GREETING,
	STEP_HELLO,        /* EHLO, CAPABILITY, CAPA */
	STEP_HELO,         /* SMTP only, when EHLO is not known */
	STEP_STARTTLS,
	STEP_HELLO_SECURE, /* the same question again after STARTTLS */
	STEP_LOGIN,
	STEP_PROOF,        /* IMAP SELECT/EXAMINE INBOX, POP3 STAT, SMTP NOOP */
	STEP_MAIL,         /* SMTP, on request: MAIL, RCPT, DATA */
	STEP_RCPT,
	STEP_DATA,
	STEP_RESET,        /* SMTP RSET, IMAP NOOP, POP3 NOOP */
	STEP_QUIT,
	STEP_DONE
};
const char *step_name(enum step step); /* "resolve" … "quit", "done" */

enum reply_class {
	REPLY_OK,        /* 2xx, OK, +OK */
	REPLY_CONTINUE,  /* 3xx, + */
	REPLY_TRANSIENT, /* 4xx; [UNAVAILABLE], [INUSE], [SYS/TEMP] … */
	REPLY_PERMANENT, /* 5xx, NO, BAD, -ERR */
	REPLY_BYE,       /* IMAP untagged BYE */
	REPLY_MALFORMED  /* not a reply of this protocol */
};

struct reply_fact {
	struct reply_fact *next;
	enum step step;
	enum reply_class class;
	const char *text;     /* all lines, joined by '\n', raw, capped */
	int code;             /* SMTP reply code, else 0 */
	const char *enhanced; /* RFC 3463 "5.7.8", else "" */
	const char *response_code; /* RFC 5530 / RFC 3206 word, upper case
	                              ("AUTHENTICATIONFAILED", "SYS/TEMP"), else "" */
	unsigned at_ms;       /* when it was complete */
	unsigned took_ms;     /* from our last byte (or the step's start) */
};

enum session_end {
	END_NONE,           /* still going */
	END_FINISHED,       /* QUIT/LOGOUT said, or nothing left to ask */
	END_UNRESOLVED,     /* the host has no usable address */
	END_UNCONNECTED,    /* no address accepted */
	END_TLS,            /* the handshake failed; see tls.outcome */
	END_REFUSED,        /* the server ended it in words (421, BYE, greeting 5xx) */
	END_REPLY,          /* a reply made going on pointless (STARTTLS refused …) */
	END_CLOSED,         /* end of file at `step` */
	END_RESET,          /* connection reset at `step` */
	END_TIMEOUT,        /* silence at `step` */
	END_FLOOD,          /* a line or reply over the cap */
	END_LOCAL,          /* out of descriptors or the like */
	END_CANCELLED       /* the run ended or the answer was no longer needed */
};

enum login_outcome {
	LOGIN_NOT_TRIED,
	LOGIN_OK,
	LOGIN_REFUSED,       /* the server judged the exchange and said no */
	LOGIN_INTERRUPTED    /* connection lost or silent before a judgement */
};

/* Why no login was tried. */
enum login_bar {
	BAR_NONE,
	BAR_NOT_ASKED,       /* --no-login, no secret, or protocol not in --protocols */
	BAR_COUNTER_PROBE,   /* this endpoint is only looked at */
	BAR_OTHER_ENDPOINT,  /* the attempt of this service was made elsewhere */
	BAR_NO_TLS,          /* the channel is not encrypted */
	BAR_TLS_UNTRUSTED,   /* chain or host name did not verify */
	BAR_INJECTED,        /* plaintext stood behind STARTTLS */
	BAR_SOURCE,          /* guess, plain http or foreign domain: needs a yes */
	BAR_NO_MECHANISM,    /* nothing offered that fits the secret */
	BAR_SECRET_UNFIT,    /* the mechanism cannot carry these bytes */
	BAR_HOST_REJECTED,   /* this host already refused this secret in words that
	                        say: stop */
	BAR_NOT_REACHED      /* the session ended before */
};

struct login_fact {
	enum login_outcome outcome;
	enum login_bar bar;
	const char *mechanism;  /* "PLAIN", "LOGIN command", "USER/PASS", ""… */
	const char *challenge;  /* decoded error challenge of XOAUTH2/OAUTHBEARER, raw */
	bool cancelled;         /* by us, before the server could judge the secret */
	struct reply_fact *reply; /* the judging reply; also in replies */
};

enum transcript_kind {
	LINE_SERVER,
	LINE_CLIENT,
	LINE_SECRET, /* a client line whose secret part stands as <redacted>; the
	                bytes were never copied here */
	LINE_NOTE    /* "TLS 1.3 established" and the like: a fixed token */
};

struct transcript_line {
	struct transcript_line *next;
	enum transcript_kind kind;
	const char *text;
	unsigned at_ms;
};

/* Why an endpoint was looked at. */
enum endpoint_role {
	ROLE_CANDIDATE,  /* part of the settings: may log in */
	ROLE_COUNTER     /* a counter-probe: never logs in */
};

/* Everything about one (protocol, host, port, security). */
struct endpoint_fact {
	struct endpoint_fact *next;
	struct mail_service service;  /* username resolved, no placeholders left */
	const char *source;           /* "preset", "given", "srv", "mx-preset", "guess"… */
	enum endpoint_role role;
	unsigned rank;                /* among the candidates of its protocol, 0 best */
	bool wanted;                  /* its protocol is one the person asked for */
	bool trusted_source;          /* a secret may go here without another yes */
	bool host_is_address;
	bool anonymous;               /* a counter-probe that offers a message, up to RCPT,
	                                 without a login */

	struct connect_fact *connects;
	const char *address;          /* the one that won, NULL if none */
	bool connected;
	struct tls_fact tls;
	struct reply_fact *replies;
	const char **capabilities_plain;  /* before TLS; one entry a line/word group */
	size_t capabilities_plain_count;
	const char **capabilities;        /* in force at login time */
	size_t capabilities_count;
	bool greeted;                 /* a positive greeting came */
	bool ready;                   /* got as far as login would start */
	bool injected;                /* bytes after the STARTTLS reply, before TLS */
	const char *injected_bytes;   /* raw, capped */
	size_t injected_length;
	struct login_fact login;
	bool proved;                  /* the light proof succeeded */
	bool silent_bytes;            /* some bytes came, but no complete reply */
	const char *partial;          /* those bytes, raw, capped; NULL if none */
	enum step step;               /* the step reached when it ended */
	enum session_end end;
	int error;                    /* errno behind `end`, 0 if none */
	struct transcript_line *transcript;
	unsigned at_ms, took_ms;
	struct {
		unsigned dns, connect, tls, greeting, login; /* each step's own ms */
	} timing;
};
/* "smtp.example.org:587/smtp/starttls" */
const char *endpoint_label(struct arena *arena, const struct endpoint_fact *endpoint);
/* The last reply of STEP, NULL if none came. */
const struct reply_fact *endpoint_reply(const struct endpoint_fact *endpoint, enum step step);
/* Is WORD a capability (ASCII case ignored, whole first word or AUTH argument)?
 * SMTP "AUTH PLAIN LOGIN": endpoint_offers(e, "AUTH PLAIN"); IMAP "AUTH=PLAIN". */
bool endpoint_offers(const struct endpoint_fact *endpoint, const char *word);

/* ---- HTTP ------------------------------------------------------------------- */

enum web_outcome {
	WEB_ANSWERED,    /* a whole response came; see status */
	WEB_UNRESOLVED,  /* the host has no address; the DNS facts say why */
	WEB_UNREACHABLE, /* no address took a connection */
	WEB_TLS,         /* the handshake failed or the certificate is not good */
	WEB_TIMEOUT,
	WEB_TOO_LARGE,   /* headers or body over the cap */
	WEB_BROKEN,      /* no HTTP, or cut short */
	WEB_BAD_URL,     /* neither http nor https, or a host that cannot be one */
	WEB_CANCELLED    /* the answer was no longer needed */
};

/* One request and what came back, without its body.  Redirects are not
 * followed here: each hop is a fact of its own. */
/* Why a document was fetched. */
enum web_purpose {
	WEB_SETTINGS,     /* it may hold settings */
	WEB_PORTAL_CHECK, /* a page known to answer 204 to everybody */
	WEB_NEIGHBOUR     /* the web server beside a mail server, whatever it says */
};

struct web_fact {
	struct web_fact *next;
	const char *url;
	enum web_purpose purpose;
	const char *host;     /* of the URL, "" if it has none */
	enum web_outcome outcome;
	int status;           /* of the response, 0 if none came */
	const char *type;     /* Content-Type, raw; "" if none */
	const char *location; /* where a redirect leads, absolute, raw; "" if nowhere */
	time_t date;          /* the server's Date header, 0 if none can be read */
	const char *address;  /* numeric, that answered; "" if none */
	const char *error;    /* the library's reason, "" if none */
	unsigned length;      /* of the body, in bytes */
	unsigned at_ms, took_ms;
};

/* ---- where settings came from ------------------------------------------------ */

enum source_outcome {
	SOURCE_FOUND,
	SOURCE_NOT_PUBLISHED, /* no such record or preset */
	SOURCE_NXDOMAIN,
	SOURCE_DNS_FAILED,
	SOURCE_HTTP_STATUS,
	SOURCE_WRONG_TYPE,    /* HTML where XML was due, and the like */
	SOURCE_INVALID,       /* XML or JSON that cannot be read */
	SOURCE_REDIRECTED,    /* to where we do not follow */
	SOURCE_TIMEOUT,
	SOURCE_UNREACHABLE,
	SOURCE_TLS,           /* certificate trouble */
	SOURCE_DECLINED,      /* the owner says: not offered (SRV ".") */
	SOURCE_SKIPPED        /* an option forbids it */
};
const char *source_outcome_name(enum source_outcome outcome); /* "found", "not-published"… */

/* One place that a source looked at. */
struct source_attempt {
	struct source_attempt *next;
	const char *where;    /* URL or name asked */
	enum source_outcome outcome;
	const char *detail;   /* HTTP status, XML line …; "" if none */
	unsigned took_ms;
};

struct source_fact {
	struct source_fact *next;
	const char *source;   /* "preset", "mx-preset", "srv", "guess", … */
	enum source_outcome outcome;
	const char *detail;   /* host or URL asked, HTTP status, XML line …; "" if none */
	struct mail_service *settings;
	size_t count;
	const char **slips;   /* parts of it that could not be used, and why */
	size_t slip_count;
	bool secure;          /* by https with a good certificate, DNSSEC, or our own */
	struct source_attempt *attempts;
	unsigned took_ms;
};

/* ---- the whole ------------------------------------------------------------------ */

/* What the secret looks like, without saying what it is. */
struct secret_shape {
	bool given, is_token;
	bool edge_space;      /* white space at an edge */
	bool non_ascii;
	bool control;         /* control characters inside */
	bool sixteen_lower;   /* 16 lower-case letters, spaces between allowed: what
	                         Google and others issue as an app password; or four
	                         groups of four with digits too, as Apple and Fastmail */
};

struct evidence {
	struct arena *arena;
	const char *address;      /* as given, "" when only a domain was */
	const char *localpart;
	const char *domain;       /* ASCII (A-labels), lower case */
	const char *test_recipient; /* of the test message, "" if none was asked for */
	const char *provider;     /* preset id the settings belong to, "" if none */
	const char *program;      /* "mailguide 0.1.0", that made the run */
	const char *tls_library;  /* "OpenSSL 3.0.15 3 Sep 2024" */
	time_t started;           /* wall clock at the start of the run */
	unsigned elapsed_ms;      /* when the run ended */
	bool timed_out;           /* the run's own deadline struck */
	bool login_asked;         /* a secret was given and login not switched off */
	bool offline;
	bool wanted[MAIL_PROTOCOLS];
	bool settings_given;      /* every wanted service came from the person */
	bool have_ipv4, have_ipv6;/* this machine has a route for the family */
	bool self_assigned_only;  /* its interfaces have no address but link-local ones */
	const char *tunnel;       /* interface of a tunnel that leads out, "" if none does */
	bool proxy_named;         /* the environment names a web proxy */
	struct secret_shape secret;
	const char **resolvers;   /* "192.0.2.53:53" */
	size_t resolver_count;
	bool resolvers_given;     /* by the person, not by the system */
	struct dns_fact *dns;
	struct web_fact *web;
	struct source_fact *sources;
	struct endpoint_fact *endpoints;
};

struct evidence *evidence_new(void);
void evidence_free(struct evidence *evidence);

/* Each appends a zeroed fact at the end of its list and returns it. */
struct dns_fact *evidence_add_dns(struct evidence *evidence, const char *name, enum dns_type type);
struct web_fact *evidence_add_web(struct evidence *evidence, const char *url);
struct source_fact *evidence_add_source(struct evidence *evidence, const char *source);
struct source_attempt *source_add_attempt(struct evidence *evidence, struct source_fact *source,
	const char *where);
struct endpoint_fact *evidence_add_endpoint(struct evidence *evidence,
	const struct mail_service *service);
struct connect_fact *endpoint_add_connect(struct evidence *evidence,
	struct endpoint_fact *endpoint, const char *address, enum net_family family);
struct reply_fact *endpoint_add_reply(struct evidence *evidence, struct endpoint_fact *endpoint,
	enum step step);
struct transcript_line *endpoint_add_line(struct evidence *evidence,
	struct endpoint_fact *endpoint, enum transcript_kind kind, const char *text, size_t length);

/* What a plain lookup of NAME and TYPE gave, NULL if it was never asked. */
const struct dns_fact *evidence_dns(const struct evidence *evidence, const char *name,
	enum dns_type type);
/* The first counter-probe of PURPOSE about NAME (NULL: any), NULL if none was made. */
const struct dns_fact *evidence_dns_probe(const struct evidence *evidence,
	enum dns_purpose purpose, const char *name);

#endif
