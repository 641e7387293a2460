/* SPDX-License-Identifier: MIT */
#include "certs.h"

#include <assert.h>
#include <errno.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "probes/mem.h"

#define DAY (24 * 60 * 60)
#define ROOT_DAYS 3650
#define USUAL_FROM_DAYS (-30)
#define USUAL_TO_DAYS 60
/* Weak ones are what some scenarios play. */
#define ALL_CIPHERS "DEFAULT:@SECLEVEL=0"

struct authority {
	X509 *certificate;
	EVP_PKEY *key;
};

struct certs {
	struct authority root, intermediate;
};

/* ---- recipes --------------------------------------------------------------------- */

static const char *const other_names[] = { "other.example", NULL };

static const struct {
	const char *name;
	struct certificate recipe;
} recipes[] = {
	{ "good", { .issuer = ISSUER_LAB } },
	{ "expired", { .from_days = -400, .to_days = -12 } },
	{ "not-yet-valid", { .from_days = 20, .to_days = 110 } },
	{ "chain-expired", { .issuer_expired = true } },
	{ "wrong-name", { .names = other_names } },
	{ "no-san", { .no_names = true } },
	{ "missing-intermediate", { .alone = true } },
	{ "wrong-purpose", { .client_only = true } },
	{ "weak-key", { .key = KEY_RSA_1024 } },
	{ "weak-digest", { .sha1 = true } },
	{ "self-signed", { .issuer = ISSUER_SELF } },
	{ "unknown-ca", { .issuer = ISSUER_UNKNOWN, .alone = true,
		.issuer_cn = "Unheard-of Root", .issuer_o = "Unheard-of Authority" } },
	{ "private-ca", { .issuer = ISSUER_UNKNOWN,
		.issuer_cn = "Example Org Internal CA", .issuer_o = "Example Org" } },
	{ "intercepted-antivirus", { .issuer = ISSUER_UNKNOWN, .alone = true,
		.issuer_cn = "avast! Web/Mail Shield Root", .issuer_o = "avast! Web/Mail Shield" } },
	{ "intercepted-gateway", { .issuer = ISSUER_UNKNOWN, .alone = true,
		.issuer_cn = "Zscaler Root CA", .issuer_o = "Zscaler Inc." } },
	{ "intercepted-unknown", { .issuer = ISSUER_UNKNOWN,
		.issuer_cn = "Corp Proxy 7", .issuer_o = "Unnamed" } },
};

int certs_recipe(const char *name, struct certificate *out)
{
	size_t i;

	for (i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
		if (strcmp(recipes[i].name, name) == 0) {
			*out = recipes[i].recipe;
			if (out->from_days == 0 && out->to_days == 0) {
				out->from_days = USUAL_FROM_DAYS;
				out->to_days = USUAL_TO_DAYS;
			}
			return 0;
		}
	return -1;
}

static bool name_covers(const char *pattern, const char *host)
{
	const char *dot = strchr(host, '.');

	if (strncmp(pattern, "*.", 2) == 0)
		return dot != NULL && strcasecmp(pattern + 1, dot) == 0;
	return strcasecmp(pattern, host) == 0;
}

bool certs_trustworthy(const struct certificate *certificate, const char *host)
{
	size_t i;

	if (certificate->issuer != ISSUER_LAB || certificate->from_days > 0 ||
	    certificate->to_days <= 0 || certificate->issuer_expired ||
	    certificate->alone || certificate->no_names || certificate->client_only ||
	    certificate->key == KEY_RSA_1024 || certificate->sha1)
		return false;
	if (certificate->names == NULL)
		return true;
	for (i = 0; certificate->names[i] != NULL; i++)
		if (name_covers(certificate->names[i], host))
			return true;
	return false;
}

/* ---- making them ------------------------------------------------------------------- */

static EVP_PKEY *make_key(enum cert_key kind)
{
	EVP_PKEY *key = NULL;

	switch (kind) {
	case KEY_EC:
		key = EVP_EC_gen("P-256");
		break;
	case KEY_RSA_1024:
		key = EVP_RSA_gen(1024);
		break;
	case KEY_RSA_2048:
		key = EVP_RSA_gen(2048);
		break;
	}
	assert(key != NULL);
	return key;
}

static void set_name(X509_NAME *name, const char *common_name, const char *organisation)
{
	if (organisation != NULL)
		X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
			(const unsigned char *)organisation, -1, -1, 0);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		(const unsigned char *)common_name, -1, -1, 0);
}

static void add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX context;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	assert(extension != NULL);
	X509_add_ext(certificate, extension, -1);
	X509_EXTENSION_free(extension);
}

static X509 *new_certificate(EVP_PKEY *key, int from_days, int to_days)
{
	X509 *certificate = X509_new();
	BIGNUM *serial = BN_new();

	X509_set_version(certificate, X509_VERSION_3);
	BN_rand(serial, 120, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY);
	BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate));
	BN_free(serial);
	X509_gmtime_adj(X509_getm_notBefore(certificate), (long)from_days * DAY);
	X509_gmtime_adj(X509_getm_notAfter(certificate), (long)to_days * DAY);
	X509_set_pubkey(certificate, key);
	return certificate;
}

/* PARENT NULL: a root. */
static struct authority make_authority(const char *common_name, const char *organisation,
	const struct authority *parent, int to_days)
{
	struct authority made;
	X509 *issuer;

	made.key = make_key(KEY_EC);
	made.certificate = new_certificate(made.key, -700, to_days);
	issuer = parent == NULL ? made.certificate : parent->certificate;
	set_name(X509_get_subject_name(made.certificate), common_name, organisation);
	X509_set_issuer_name(made.certificate, X509_get_subject_name(issuer));
	add_extension(made.certificate, issuer, NID_basic_constraints, "critical,CA:TRUE");
	add_extension(made.certificate, issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
	add_extension(made.certificate, issuer, NID_subject_key_identifier, "hash");
	X509_sign(made.certificate, parent == NULL ? made.key : parent->key, EVP_sha256());
	return made;
}

static void free_authority(struct authority *authority)
{
	X509_free(authority->certificate);
	EVP_PKEY_free(authority->key);
}

struct certs *certs_new(void)
{
	struct certs *certs = mem_alloc(sizeof *certs);

	certs->root = make_authority("Practice Root CA", "Practice Trust", NULL, ROOT_DAYS);
	certs->intermediate = make_authority("Practice Intermediate CA", "Practice Trust",
		&certs->root, ROOT_DAYS / 2);
	return certs;
}

void certs_free(struct certs *certs)
{
	if (certs == NULL)
		return;
	free_authority(&certs->root);
	free_authority(&certs->intermediate);
	free(certs);
}

int certs_write_root(const struct certs *certs, const char *path)
{
	FILE *file = fopen(path, "we");

	if (file == NULL)
		return -1;
	PEM_write_X509(file, certs->root.certificate);
	return fclose(file) == 0 ? 0 : -1;
}

static void add_names(X509 *leaf, const struct certificate *recipe, const char *host)
{
	const char *own[2] = { host, NULL };
	const char *const *names = recipe->names == NULL ? own : recipe->names;
	GENERAL_NAMES *list = GENERAL_NAMES_new();
	size_t i;

	for (i = 0; names[i] != NULL; i++) {
		bool numeric = strspn(names[i], "0123456789.") == strlen(names[i]) ||
			strchr(names[i], ':') != NULL;
		GENERAL_NAME *name = a2i_GENERAL_NAME(NULL, NULL, NULL,
			numeric ? GEN_IPADD : GEN_DNS, names[i], 0);

		assert(name != NULL);
		sk_GENERAL_NAME_push(list, name);
	}
	X509_add1_ext_i2d(leaf, NID_subject_alt_name, list, 0, X509V3_ADD_DEFAULT);
	GENERAL_NAMES_free(list);
}

static X509 *make_leaf(const struct certificate *recipe, const char *host, EVP_PKEY *key,
	const struct authority *authority)
{
	X509 *leaf = new_certificate(key, recipe->from_days, recipe->to_days);
	X509 *issuer = authority == NULL ? leaf : authority->certificate;
	const char *common_name = recipe->common_name;

	if (common_name == NULL)
		common_name = recipe->names == NULL ? host : recipe->names[0];
	set_name(X509_get_subject_name(leaf), common_name, NULL);
	X509_set_issuer_name(leaf, X509_get_subject_name(issuer));
	add_extension(leaf, issuer, NID_basic_constraints, "critical,CA:FALSE");
	add_extension(leaf, issuer, NID_ext_key_usage,
		recipe->client_only ? "clientAuth" : "serverAuth");
	if (!recipe->no_names)
		add_names(leaf, recipe, host);
	X509_sign(leaf, authority == NULL ? key : authority->key,
		recipe->sha1 ? EVP_sha1() : EVP_sha256());
	return leaf;
}

static struct authority issuer_for(const struct certs *certs, const struct certificate *recipe)
{
	struct authority issuer = certs->intermediate;

	if (recipe->issuer == ISSUER_UNKNOWN)
		return make_authority(recipe->issuer_cn, recipe->issuer_o, NULL, ROOT_DAYS);
	if (recipe->issuer_expired)
		return make_authority("Practice Old Intermediate CA", "Practice Trust",
			&certs->root, -5);
	X509_up_ref(issuer.certificate);
	EVP_PKEY_up_ref(issuer.key);
	return issuer;
}

/* ---- contexts ------------------------------------------------------------------------ */

static int version_number(enum tls_limit limit)
{
	switch (limit) {
	case TLS_LIMIT_1_0:
		return TLS1_VERSION;
	case TLS_LIMIT_1_1:
		return TLS1_1_VERSION;
	case TLS_LIMIT_1_2:
		return TLS1_2_VERSION;
	case TLS_LIMIT_NONE:
		break;
	}
	return 0; /* the newest */
}

SSL_CTX *certs_context(const struct certs *certs, const struct certificate *recipe,
	const char *host, enum tls_limit max)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	struct authority issuer = { NULL, NULL };
	EVP_PKEY *key = make_key(recipe->key);
	X509 *leaf;

	if (recipe->issuer != ISSUER_SELF)
		issuer = issuer_for(certs, recipe);
	leaf = make_leaf(recipe, host, key, recipe->issuer == ISSUER_SELF ? NULL : &issuer);
	SSL_CTX_set_security_level(context, 0);
	SSL_CTX_set_cipher_list(context, ALL_CIPHERS);
	SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(context, version_number(max));
	SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_use_certificate(context, leaf);
	if (recipe->issuer != ISSUER_SELF && !recipe->alone)
		SSL_CTX_add1_chain_cert(context, issuer.certificate);
	else
		SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_use_PrivateKey(context, key);
	assert(SSL_CTX_check_private_key(context) == 1);
	X509_free(leaf);
	EVP_PKEY_free(key);
	free_authority(&issuer);
	return context;
}
