/* SPDX-License-Identifier: MIT
 *
 * Certificates made on the fly: a root that the program is told to trust, an
 * intermediate below it, and leaves that are wrong in named ways.  Keys are
 * elliptic curves, because making them costs nothing.
 */
#ifndef MAILGUIDE_LAB_CERTS_H
#define MAILGUIDE_LAB_CERTS_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

enum cert_issuer {
	ISSUER_LAB,     /* lab intermediate, below the trusted root */
	ISSUER_SELF,
	ISSUER_UNKNOWN  /* a root of its own, named by issuer_cn and issuer_o */
};

enum cert_key { KEY_EC, KEY_RSA_1024, KEY_RSA_2048 };

enum tls_limit { TLS_LIMIT_NONE, TLS_LIMIT_1_0, TLS_LIMIT_1_1, TLS_LIMIT_1_2 };

/* A recipe; certs_recipe() gives a named one, the scenario may change it. */
struct certificate {
	enum cert_issuer issuer;
	const char *issuer_cn, *issuer_o; /* of ISSUER_UNKNOWN */
	const char *common_name;          /* NULL: the first name */
	const char *const *names;         /* NULL-terminated; NULL: the host's own */
	bool no_names;                    /* no subjectAltName at all */
	int from_days, to_days;           /* validity, counted from now */
	bool issuer_expired;
	bool alone;                       /* the issuer's certificate is not sent along */
	enum cert_key key;
	bool sha1;
	bool client_only;                 /* extended key usage lacks serverAuth */
};

/* Fills in the recipe called NAME; 0, or -1 if there is none. */
int certs_recipe(const char *name, struct certificate *out);
/* Would a program that trusts the lab root accept it for HOST? */
bool certs_trustworthy(const struct certificate *certificate, const char *host);

struct certs;

/* Makes the root and the intermediate. */
struct certs *certs_new(void);
void certs_free(struct certs *certs);
/* Writes the trusted root; 0, or -1 with errno. */
int certs_write_root(const struct certs *certs, const char *path);
/* A server context that shows a leaf made by RECIPE for HOST. */
SSL_CTX *certs_context(const struct certs *certs, const struct certificate *recipe,
	const char *host, enum tls_limit max);

#endif
