/* SPDX-License-Identifier: MIT */
#include "certificate.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 100

static const char *from_bio(struct arena *arena, BIO *bio)
{
	char *bytes = NULL;
	long length = BIO_get_mem_data(bio, &bytes);

	return arena_strndup(arena, length > 0 ? bytes : "", length > 0 ? (size_t)length : 0);
}

static const char *name_text(struct arena *arena, const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	const char *text = "";

	if (bio != NULL && X509_NAME_print_ex(bio, name, 0,
			XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0)
		text = from_bio(arena, bio);
	BIO_free(bio);
	return text;
}

static const char *name_part(struct arena *arena, const X509_NAME *name, int nid)
{
	int index = X509_NAME_get_index_by_NID(name, nid, -1);
	unsigned char *utf8 = NULL;
	const char *text = "";
	int length;

	if (index < 0)
		return text;
	length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
	if (length >= 0)
		text = arena_strndup(arena, (const char *)utf8, (size_t)length);
	OPENSSL_free(utf8);
	return text;
}

static time_t time_of(const ASN1_TIME *when)
{
	struct tm parts;

	if (when == NULL || ASN1_TIME_to_tm(when, &parts) != 1)
		return 0;
	return timegm(&parts);
}

static const char *hex(struct arena *arena, const unsigned char *bytes, unsigned length)
{
	static const char digits[] = "0123456789abcdef";
	char *text = arena_alloc(arena, (size_t)length * 2 + 1);
	unsigned i;

	for (i = 0; i < length; i++) {
		text[i * 2] = digits[bytes[i] >> 4];
		text[i * 2 + 1] = digits[bytes[i] & 15];
	}
	return text;
}

static const char *address_text(struct arena *arena, const ASN1_OCTET_STRING *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	int length = ASN1_STRING_length(address);

	if (length == 4)
		inet_ntop(AF_INET, ASN1_STRING_get0_data(address), text, sizeof text);
	else if (length == 16)
		inet_ntop(AF_INET6, ASN1_STRING_get0_data(address), text, sizeof text);
	return arena_strdup(arena, text);
}

static void read_names(struct arena *arena, X509 *certificate, struct certificate_fact *fact)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	int count = sk_GENERAL_NAME_num(names), i;

	fact->names = arena_alloc(arena, NAMES_MAX * sizeof *fact->names);
	for (i = 0; i < count && fact->name_count < NAMES_MAX; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DNS)
			fact->names[fact->name_count++] = arena_strndup(arena,
				(const char *)ASN1_STRING_get0_data(name->d.dNSName),
				(size_t)ASN1_STRING_length(name->d.dNSName));
		else if (name->type == GEN_IPADD)
			fact->names[fact->name_count++] = address_text(arena, name->d.iPAddress);
	}
	GENERAL_NAMES_free(names);
}

static const char *key_text(struct arena *arena, X509 *certificate)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);
	char group[64];
	size_t length;

	if (key == NULL)
		return "";
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
			EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1)
		return arena_printf(arena, "EC %s", group);
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
		return arena_printf(arena, "RSA %d", EVP_PKEY_get_bits(key));
	return arena_printf(arena, "%s %d", OBJ_nid2sn(EVP_PKEY_get_base_id(key)),
		EVP_PKEY_get_bits(key));
}

static const char *serial_text(struct arena *arena, X509 *certificate)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
	char *digits = number != NULL ? BN_bn2hex(number) : NULL;
	const char *text = arena_strdup(arena, digits != NULL ? digits : "");

	OPENSSL_free(digits);
	BN_free(number);
	return text;
}

struct certificate_fact *certificate_read(struct arena *arena, X509 *certificate)
{
	struct certificate_fact *fact = arena_alloc(arena, sizeof *fact);
	const X509_NAME *subject = X509_get_subject_name(certificate);
	const X509_NAME *issuer = X509_get_issuer_name(certificate);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	fact->subject = name_text(arena, subject);
	fact->issuer = name_text(arena, issuer);
	fact->subject_cn = name_part(arena, subject, NID_commonName);
	fact->issuer_cn = name_part(arena, issuer, NID_commonName);
	fact->issuer_o = name_part(arena, issuer, NID_organizationName);
	fact->serial = serial_text(arena, certificate);
	if (X509_digest(certificate, EVP_sha256(), digest, &length) != 1)
		length = 0;
	fact->sha256 = hex(arena, digest, length);
	fact->not_before = time_of(X509_get0_notBefore(certificate));
	fact->not_after = time_of(X509_get0_notAfter(certificate));
	read_names(arena, certificate, fact);
	fact->key = key_text(arena, certificate);
	fact->signature = arena_strdup(arena, OBJ_nid2ln(X509_get_signature_nid(certificate)));
	fact->self_issued = X509_NAME_cmp(subject, issuer) == 0;
	fact->is_ca = X509_check_ca(certificate) > 0;
	return fact;
}

bool certificate_names(X509 *certificate, const char *host)
{
	struct in6_addr address;

	if (inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1)
		return X509_check_ip_asc(certificate, host, 0) == 1;
	return X509_check_host(certificate, host, strlen(host),
		X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) == 1;
}
