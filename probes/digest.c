/* SPDX-License-Identifier: MIT */
#include "digest.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>

#define ENCODED (4 * ((SHA256_DIGEST_LENGTH + 2) / 3))

bool digest_is_sha256(const char *base64, const void *bytes, size_t length)
{
	unsigned char digest[SHA256_DIGEST_LENGTH], encoded[ENCODED + 1];

	if (EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL) != 1)
		return false;
	EVP_EncodeBlock(encoded, digest, sizeof digest);
	return strcmp(base64, (const char *)encoded) == 0;
}
