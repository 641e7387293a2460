/* SPDX-License-Identifier: MIT
 *
 * Small helpers over cJSON for the writers of documents.
 */
#ifndef MAILGUIDE_WIZARD_JSON_H
#define MAILGUIDE_WIZARD_JSON_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "../probes/buf.h"
#include "../probes/mailtypes.h"
#include "../probes/mem.h"

/* An empty object.  Running out of memory ends the program from here on. */
cJSON *json_object(void);
/* Adds TEXT as safe, valid UTF-8 (see text_safe()); NULL becomes null. */
void json_add_text(cJSON *object, const char *key, const char *text);
/* The same as an item of ARRAY. */
void json_append_text(cJSON *array, const char *text);
void json_add_texts(cJSON *object, const char *key, const char *const *texts, size_t count);
/* A way to reach a mailbox: protocol, host, port, security, username, auth. */
cJSON *json_service(const struct mail_service *service);
/* Appends the document and a line end; 0, or -1 when OUT is full. */
int json_print(const cJSON *document, struct buf *out);

#endif
