/* SPDX-License-Identifier: MIT */
#include "handshake.h"

#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificate.h"

#define FIRST_BYTES_MAX 512
#define CHAIN_MAX 16
#define READ_STEP 4096

struct handshake_roots {
	SSL_CTX *context;
};

struct handshake {
	SSL *ssl;
	BIO *from_peer, *to_peer; /* owned by ssl */
	struct evidence *evidence;
	struct tls_fact *tls;
	bool seen_bytes;
	bool done;
};

/* ---- what is shared -------------------------------------------------------------- */

static int handshake_index(void)
{
	static int index = -1;

	if (index < 0)
		index = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	return index;
}

static const char *verify_name(int code)
{
	static const struct {
		int code;
		const char *name;
	} names[] = {
		{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "UNABLE_TO_GET_ISSUER_CERT" },
		{ X509_V_ERR_CERT_SIGNATURE_FAILURE, "CERT_SIGNATURE_FAILURE" },
		{ X509_V_ERR_CERT_NOT_YET_VALID, "CERT_NOT_YET_VALID" },
		{ X509_V_ERR_CERT_HAS_EXPIRED, "CERT_HAS_EXPIRED" },
		{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "DEPTH_ZERO_SELF_SIGNED_CERT" },
		{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "SELF_SIGNED_CERT_IN_CHAIN" },
		{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" },
		{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
		{ X509_V_ERR_CERT_CHAIN_TOO_LONG, "CERT_CHAIN_TOO_LONG" },
		{ X509_V_ERR_CERT_REVOKED, "CERT_REVOKED" },
		{ X509_V_ERR_INVALID_CA, "INVALID_CA" },
		{ X509_V_ERR_PATH_LENGTH_EXCEEDED, "PATH_LENGTH_EXCEEDED" },
		{ X509_V_ERR_INVALID_PURPOSE, "INVALID_PURPOSE" },
		{ X509_V_ERR_CERT_UNTRUSTED, "CERT_UNTRUSTED" },
		{ X509_V_ERR_CERT_REJECTED, "CERT_REJECTED" },
		{ X509_V_ERR_EE_KEY_TOO_SMALL, "EE_KEY_TOO_SMALL" },
		{ X509_V_ERR_CA_KEY_TOO_SMALL, "CA_KEY_TOO_SMALL" },
		{ X509_V_ERR_CA_MD_TOO_WEAK, "CA_MD_TOO_WEAK" },
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].code == code)
			return names[i].name;
	return X509_verify_cert_error_string(code);
}

static void record_verify_error(struct handshake *handshake, int depth, int code)
{
	struct verify_error **last = &handshake->tls->errors;

	for (; *last != NULL; last = &(*last)->next)
		if ((*last)->code == code && (*last)->depth == depth)
			return;
	*last = arena_alloc(handshake->evidence->arena, sizeof **last);
	(*last)->depth = depth;
	(*last)->code = code;
	(*last)->name = arena_strdup(handshake->evidence->arena, verify_name(code));
}

/* Records and goes on: the verdict wants every error, and the rest of the
 * dialogue.  Nothing secret is sent unless the list stays empty. */
static int verify(int ok, X509_STORE_CTX *store)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct handshake *handshake = SSL_get_ex_data(ssl, handshake_index());

	if (!ok)
		record_verify_error(handshake, X509_STORE_CTX_get_error_depth(store),
			X509_STORE_CTX_get_error(store));
	return 1;
}

static int client_certificate_asked(SSL *ssl, X509 **certificate, EVP_PKEY **key)
{
	struct handshake *handshake = SSL_get_ex_data(ssl, handshake_index());

	(void)certificate;
	(void)key;
	handshake->tls->client_certificate_requested = true;
	return 0;
}

static void watch_alerts(const SSL *ssl, int where, int value)
{
	struct handshake *handshake = SSL_get_ex_data(ssl, handshake_index());

	if (where == SSL_CB_READ_ALERT && (value & 0xff) != SSL_AD_CLOSE_NOTIFY)
		handshake->tls->alert = value & 0xff;
}

struct handshake_roots *handshake_roots_new(const char *ca_file, char **error)
{
	struct handshake_roots *roots = mem_alloc(sizeof *roots);
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	roots->context = context;
	if (context == NULL) {
		*error = mem_printf("cannot set up TLS: %s", ERR_reason_error_string(ERR_get_error()));
		free(roots);
		return NULL;
	}
	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, verify);
	SSL_CTX_set_client_cert_cb(context, client_certificate_asked);
	SSL_CTX_set_info_callback(context, watch_alerts);
	SSL_CTX_set_default_verify_paths(context);
	if (ca_file != NULL && SSL_CTX_load_verify_file(context, ca_file) != 1) {
		*error = mem_printf("no certificate can be read from CA file '%s'", ca_file);
		handshake_roots_free(roots);
		roots = NULL;
	}
	ERR_clear_error();
	return roots;
}

const char *handshake_library(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}

void handshake_roots_free(struct handshake_roots *roots)
{
	if (roots == NULL)
		return;
	SSL_CTX_free(roots->context);
	free(roots);
}

void handshake_roots_share(const struct handshake_roots *roots, void *context)
{
	SSL_CTX_set1_cert_store(context, SSL_CTX_get_cert_store(roots->context));
	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

/* ---- one handshake --------------------------------------------------------------------- */

static bool is_address(const char *host)
{
	struct in6_addr address;

	return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1;
}

struct handshake *handshake_new(struct handshake_roots *roots, struct evidence *evidence,
	struct tls_fact *tls, const char *server_name, bool legacy)
{
	struct handshake *handshake = mem_alloc(sizeof *handshake);

	handshake->evidence = evidence;
	handshake->tls = tls;
	tls->server_name = arena_strdup(evidence->arena, server_name);
	tls->version = tls->cipher = tls->error = "";
	tls->alert = -1;
	tls->legacy = legacy;
	handshake->ssl = SSL_new(roots->context);
	handshake->from_peer = BIO_new(BIO_s_mem());
	handshake->to_peer = BIO_new(BIO_s_mem());
	if (handshake->ssl == NULL || handshake->from_peer == NULL || handshake->to_peer == NULL) {
		fprintf(stderr, "mailguide: cannot set up a TLS connection\n");
		exit(3);
	}
	BIO_set_mem_eof_return(handshake->from_peer, -1);
	SSL_set_bio(handshake->ssl, handshake->from_peer, handshake->to_peer);
	SSL_set_ex_data(handshake->ssl, handshake_index(), handshake);
	SSL_set_connect_state(handshake->ssl);
	if (!is_address(server_name))
		SSL_set_tlsext_host_name(handshake->ssl, server_name);
	if (legacy) {
		SSL_set_security_level(handshake->ssl, 0);
		SSL_set_min_proto_version(handshake->ssl, TLS1_VERSION);
		SSL_set_cipher_list(handshake->ssl, "ALL:@SECLEVEL=0");
		SSL_set_options(handshake->ssl, SSL_OP_LEGACY_SERVER_CONNECT);
	}
	return handshake;
}

void handshake_free(struct handshake *handshake)
{
	if (handshake == NULL)
		return;
	SSL_free(handshake->ssl);
	free(handshake);
}

static void record_chain(struct handshake *handshake)
{
	struct tls_fact *tls = handshake->tls;
	struct certificate_fact **last = &tls->chain;
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(handshake->ssl);
	int count = sk_X509_num(chain), i;

	if (tls->chain != NULL)
		return;
	for (i = 0; i < count && i < CHAIN_MAX; i++) {
		*last = certificate_read(handshake->evidence->arena, sk_X509_value(chain, i));
		last = &(*last)->next;
		tls->chain_length++;
	}
}

static void record_success(struct handshake *handshake)
{
	struct tls_fact *tls = handshake->tls;
	X509 *leaf = SSL_get0_peer_certificate(handshake->ssl);

	handshake->done = true;
	tls->outcome = TLS_OK;
	tls->version = arena_strdup(handshake->evidence->arena, SSL_get_version(handshake->ssl));
	tls->cipher = arena_strdup(handshake->evidence->arena, SSL_get_cipher_name(handshake->ssl));
	tls->chain_verified = leaf != NULL && tls->errors == NULL &&
		SSL_get_verify_result(handshake->ssl) == X509_V_OK;
	tls->name_matches = leaf != NULL && certificate_names(leaf, tls->server_name);
}

static void record_library_error(struct handshake *handshake)
{
	unsigned long error = ERR_peek_last_error();
	const char *reason = ERR_reason_error_string(error);

	if (reason != NULL)
		handshake->tls->error = arena_strdup(handshake->evidence->arena, reason);
}

/* A TLS record starts with its content type (20..24) and major version 3. */
static bool looks_like_tls(const unsigned char *bytes, size_t length)
{
	return length > 0 && bytes[0] >= 20 && bytes[0] <= 24 && (length < 2 || bytes[1] == 3);
}

void handshake_feed(struct handshake *handshake, const void *bytes, size_t length)
{
	struct tls_fact *tls = handshake->tls;

	if (!handshake->seen_bytes && length > 0) {
		handshake->seen_bytes = true;
		if (!looks_like_tls(bytes, length)) {
			tls->first_length = length < FIRST_BYTES_MAX ? length : FIRST_BYTES_MAX;
			tls->first_bytes = arena_strndup(handshake->evidence->arena, bytes,
				tls->first_length);
			tls->outcome = TLS_NOT_TLS;
		}
	}
	BIO_write(handshake->from_peer, bytes, length < INT_MAX ? (int)length : INT_MAX);
}

enum handshake_state handshake_run(struct handshake *handshake)
{
	struct tls_fact *tls = handshake->tls;
	int status, why;

	if (tls->outcome == TLS_NOT_TLS)
		return HANDSHAKE_FAILED;
	ERR_clear_error();
	status = SSL_do_handshake(handshake->ssl);
	record_chain(handshake);
	if (status == 1) {
		record_success(handshake);
		return HANDSHAKE_DONE;
	}
	why = SSL_get_error(handshake->ssl, status);
	if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
		return HANDSHAKE_GOING;
	record_library_error(handshake);
	tls->outcome = tls->alert >= 0 ? TLS_ALERT : TLS_LOCAL_REFUSAL;
	return HANDSHAKE_FAILED;
}

void handshake_cut(struct handshake *handshake, bool reset)
{
	if (!handshake->done && handshake->tls->outcome == TLS_NOT_TRIED)
		handshake->tls->outcome = reset ? TLS_RESET : TLS_CLOSED;
}

int handshake_output(struct handshake *handshake, struct buf *out)
{
	char *bytes = NULL;
	long length = BIO_get_mem_data(handshake->to_peer, &bytes);

	if (length <= 0)
		return 0;
	if (buf_add(out, bytes, (size_t)length) < 0)
		return -1;
	return BIO_reset(handshake->to_peer) == 1 ? 0 : -1;
}

int handshake_read(struct handshake *handshake, struct buf *plain)
{
	char bytes[READ_STEP];
	int got, why, status = 0;

	ERR_clear_error();
	while ((got = SSL_read(handshake->ssl, bytes, sizeof bytes)) > 0) {
		status = buf_add(plain, bytes, (size_t)got);
		if (status < 0)
			goto out;
	}
	why = SSL_get_error(handshake->ssl, got);
	if (why == SSL_ERROR_ZERO_RETURN)
		status = 1;
	else if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) {
		record_library_error(handshake);
		status = -1;
	}
out:
	OPENSSL_cleanse(bytes, sizeof bytes);
	return status;
}

int handshake_write(struct handshake *handshake, const void *bytes, size_t length)
{
	size_t written;

	ERR_clear_error();
	return SSL_write_ex(handshake->ssl, bytes, length, &written) == 1 && written == length ? 0 : -1;
}

void handshake_close(struct handshake *handshake)
{
	if (handshake->done)
		SSL_shutdown(handshake->ssl);
}
