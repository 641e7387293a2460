/* SPDX-License-Identifier: MIT */
#include "escape.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../probes/text.h"

#define TOO_LONG "it is too long"
#define BAD_UTF8 "it is not valid UTF-8 text"
#define EDGES "it begins or ends with a blank, which this format drops"

static const char *put(struct secret *out, const void *bytes, size_t length)
{
	return secret_add(out, bytes, length) == 0 ? NULL : TOO_LONG;
}

static bool has(const char *bytes, size_t length, const char *some)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (bytes[i] != '\0' && strchr(some, bytes[i]) != NULL)
			return true;
	return false;
}

static bool is_control(char byte)
{
	return (unsigned char)byte < 0x20 || byte == 0x7f;
}

/* Between two signs QUOTE, with MARK before each byte of SPECIAL. */
static const char *put_marked(struct secret *out, const char *bytes, size_t length, char quote,
	char mark, const char *special)
{
	const char *problem = put(out, &quote, 1);
	size_t i;

	for (i = 0; i < length && problem == NULL; i++) {
		if (strchr(special, bytes[i]) != NULL)
			problem = put(out, &mark, 1);
		if (problem == NULL)
			problem = put(out, &bytes[i], 1);
	}
	return problem != NULL ? problem : put(out, &quote, 1);
}

/* Each byte for which IS_SPECIAL as FORMAT shows it. */
static const char *put_coded(struct secret *out, const char *bytes, size_t length,
	bool (*is_special)(unsigned char byte), const char *(*code)(unsigned char byte, char *text))
{
	const char *problem = NULL;
	char text[8];
	size_t i;

	for (i = 0; i < length && problem == NULL; i++)
		if (is_special((unsigned char)bytes[i])) {
			const char *coded = code((unsigned char)bytes[i], text);

			problem = put(out, coded, strlen(coded));
		} else
			problem = put(out, &bytes[i], 1);
	secret_wipe(text, sizeof text);
	return problem;
}

/* Text that any reader of Unicode shows and keeps as it stands. */
static bool is_quiet_text(const char *bytes, size_t length)
{
	bool quiet = text_is_utf8(bytes, length);
	unsigned character;
	size_t i, used;

	for (i = 0; quiet && i < length; i += used) {
		used = text_utf8_decode(bytes + i, length - i, &character);
		/* C0, DEL, C1; separators of lines; marks and non-characters */
		quiet = character >= 0x20 && (character < 0x7f || character > 0x9f) &&
			character != 0x2028 && character != 0x2029 && character != 0xfeff &&
			(character & 0xfffe) != 0xfffe;
	}
	return quiet;
}

/* ---- filters: the bytes as they are, or not at all -------------------------------------------- */

static const char *write_line(struct secret *out, const char *bytes, size_t length)
{
	return put(out, bytes, length);
}

static const char *write_trim(struct secret *out, const char *bytes, size_t length)
{
	if (length == 0)
		return "it is empty";
	if (strchr(" \t\v\f", bytes[0]) != NULL || strchr(" \t\v\f", bytes[length - 1]) != NULL)
		return EDGES;
	return put(out, bytes, length);
}

static const char *write_ascii(struct secret *out, const char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)bytes[i] >= 0x80)
			return "it holds a character beyond ASCII, which this program refuses to send";
	return put(out, bytes, length);
}

/* RFC 9051 9: what a program that does not quote may send by IMAP. */
static const char *write_atom(struct secret *out, const char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)bytes[i] <= 0x20 || (unsigned char)bytes[i] >= 0x7f)
			break;
	if (length == 0 || i < length || has(bytes, length, "(){%*\"\\"))
		return "it holds a blank or a sign that would need quotes, which this program does not send";
	return put(out, bytes, length);
}

static const char *write_utf8(struct secret *out, const char *bytes, size_t length)
{
	return text_is_utf8(bytes, length) ? put(out, bytes, length) : BAD_UTF8;
}

static const char *write_no_dash(struct secret *out, const char *bytes, size_t length)
{
	if (length > 0 && strchr("-+", bytes[0]) != NULL && bytes[0] != '\0')
		return "it begins with a dash or a plus, as an option does here";
	return put(out, bytes, length);
}

static const char *write_no_colon(struct secret *out, const char *bytes, size_t length)
{
	if (has(bytes, length, ":"))
		return "it holds a colon, which ends a user name here";
	return put(out, bytes, length);
}

static const char *write_no_bar(struct secret *out, const char *bytes, size_t length)
{
	if (has(bytes, length, "|"))
		return "it holds the sign '|', which ends a user name here";
	return put(out, bytes, length);
}

/* A word among others: no blank, quote, bracket or separator. */
static const char *write_word(struct secret *out, const char *bytes, size_t length)
{
	if (length == 0 || text_has_control(bytes, length) || has(bytes, length, " \"'`\\{}()<>|;&$#/"))
		return "it holds a blank or a sign that this format cannot quote";
	return put(out, bytes, length);
}

/* A command between backticks: mutt hands it to the shell as it stands, neomutt takes
 * one level of quoting off before. */
static const char *write_backtick(struct secret *out, const char *bytes, size_t length)
{
	if (has(bytes, length, "`\"\\"))
		return "it holds one of the signs \" \\ `, which mutt and neomutt read differently; a "
			"script of its own can hold it";
	return put(out, bytes, length);
}

/* What go-ini expands wherever it stands: %(name)s. */
static bool go_expands(const char *bytes, size_t length)
{
	return memmem(bytes, length, "%(", 2) != NULL;
}

/* go-ini: the rest of the line.  What quotes, comments or a backslash at the end would
 * change stands between backticks. */
static const char *write_goini(struct secret *out, const char *bytes, size_t length)
{
	if (length == 0 || text_has_control(bytes, length) || go_expands(bytes, length))
		return "it is empty or holds a control character or the signs %(, which this format "
			"may take apart";
	if (strchr(" \"'`", bytes[0]) == NULL && strchr(" \\", bytes[length - 1]) == NULL &&
			!has(bytes, length, "#;"))
		return put(out, bytes, length);
	if (has(bytes, length, "`"))
		return "it holds a backtick beside signs that need backticks around them";
	return put_marked(out, bytes, length, '`', '`', "");
}

/* ---- quotes ----------------------------------------------------------------------------------- */

/* Everything up to the last quote of the line is the value; no escapes exist. */
static const char *write_outer(struct secret *out, const char *bytes, size_t length)
{
	return put_marked(out, bytes, length, '"', '\\', "");
}

static const char *write_double(struct secret *out, const char *bytes, size_t length)
{
	return put_marked(out, bytes, length, '"', '\\', "\"\\");
}

static const char *write_mutt(struct secret *out, const char *bytes, size_t length)
{
	return put_marked(out, bytes, length, '"', '\\', "\"\\$`");
}

static const char *write_env(struct secret *out, const char *bytes, size_t length)
{
	if (!is_quiet_text(bytes, length))
		return BAD_UTF8 " without control characters";
	if (has(bytes, length, "`"))
		return "it holds a backtick, which readers of such files understand differently";
	return put_marked(out, bytes, length, '"', '\\', "\"\\$");
}

/* PHP, Ruby, Python and JavaScript agree on this one. */
static const char *write_single(struct secret *out, const char *bytes, size_t length)
{
	if (!text_is_utf8(bytes, length))
		return BAD_UTF8;
	return put_marked(out, bytes, length, '\'', '\\', "'\\");
}

static const char *write_yaml(struct secret *out, const char *bytes, size_t length)
{
	if (!is_quiet_text(bytes, length))
		return BAD_UTF8 " without control characters";
	return put_marked(out, bytes, length, '\'', '\'', "'");
}

static const char *write_nullmailer(struct secret *out, const char *bytes, size_t length)
{
	if (has(bytes, length, "'"))
		return write_double(out, bytes, length);
	return put_marked(out, bytes, length, '\'', '\'', "");
}

static const char *write_gitea(struct secret *out, const char *bytes, size_t length)
{
	if (has(bytes, length, "`") || go_expands(bytes, length))
		return "it holds a backtick or the signs %(, which this format takes apart; an environment "
			"variable such as GITEA__mailer__PASSWD can carry it";
	return put_marked(out, bytes, length, '`', '`', "");
}

static const char *write_grafana(struct secret *out, const char *bytes, size_t length)
{
	const char *problem;

	if (has(bytes, length, "\"") || go_expands(bytes, length) ||
			memmem(bytes, length, "${", 2) != NULL || memmem(bytes, length, "$__", 3) != NULL)
		return "it holds a double quote or one of %( ${ $__, which this format may take apart; "
			"$__file{NAME} with the name of a file that holds it alone can carry it";
	problem = put(out, "\"\"\"", 3);
	if (problem == NULL)
		problem = put(out, bytes, length);
	return problem != NULL ? problem : put(out, "\"\"\"", 3);
}

/* ---- codes ------------------------------------------------------------------------------------ */

static bool quote_or_control(unsigned char byte)
{
	return byte == '"' || byte == '\\' || is_control((char)byte);
}

static const char *hex_code(unsigned char byte, char *text)
{
	snprintf(text, 8, "\\x%02x", (unsigned)byte);
	return text;
}

static const char *write_hex(struct secret *out, const char *bytes, size_t length)
{
	const char *problem = put(out, "\"", 1);

	if (problem == NULL)
		problem = put_coded(out, bytes, length, quote_or_control, hex_code);
	return problem != NULL ? problem : put(out, "\"", 1);
}

static bool url_special(unsigned char byte)
{
	return !((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		(byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~');
}

static const char *url_code(unsigned char byte, char *text)
{
	snprintf(text, 8, "%%%02X", (unsigned)byte);
	return text;
}

static const char *write_url(struct secret *out, const char *bytes, size_t length)
{
	return put_coded(out, bytes, length, url_special, url_code);
}

/* For a reader that takes a percent sign at the start for something else. */
static const char *write_url_start(struct secret *out, const char *bytes, size_t length)
{
	if (length == 0 || url_special((unsigned char)bytes[0]))
		return "it begins with a blank or a sign, which this program misreads";
	return put(out, bytes, length);
}

/* RFC 3986 3.2.2: an IPv6 address stands in brackets. */
static const char *write_url_host(struct secret *out, const char *bytes, size_t length)
{
	const char *problem;

	if (has(bytes, length, "[]@/?# "))
		return "it is no host";
	if (!has(bytes, length, ":"))
		return put(out, bytes, length);
	problem = put(out, "[", 1);
	if (problem == NULL)
		problem = put(out, bytes, length);
	return problem != NULL ? problem : put(out, "]", 1);
}

static const char *json_code(unsigned char byte, char *text)
{
	snprintf(text, 8, is_control((char)byte) ? "\\u%04x" : "\\%c", (unsigned)byte);
	return text;
}

/* JSON, and with it TOML's basic strings and JavaScript. */
static const char *write_json(struct secret *out, const char *bytes, size_t length)
{
	const char *problem;

	if (!text_is_utf8(bytes, length))
		return BAD_UTF8;
	problem = put(out, "\"", 1);
	if (problem == NULL)
		problem = put_coded(out, bytes, length, quote_or_control, json_code);
	return problem != NULL ? problem : put(out, "\"", 1);
}

static bool xml_special(unsigned char byte)
{
	return strchr("&<>\"'", byte) != NULL;
}

static const char *xml_code(unsigned char byte, char *text)
{
	snprintf(text, 8, "&#%u;", (unsigned)byte);
	return text;
}

static const char *write_xml(struct secret *out, const char *bytes, size_t length)
{
	if (!is_quiet_text(bytes, length))
		return BAD_UTF8 " without control characters";
	return put_coded(out, bytes, length, xml_special, xml_code);
}

static bool quote_special(unsigned char byte)
{
	return byte == '\'';
}

static const char *shell_code(unsigned char byte, char *text)
{
	(void)byte;
	snprintf(text, 8, "'\\''");
	return text;
}

static const char *write_shell(struct secret *out, const char *bytes, size_t length)
{
	const char *problem = put(out, "'", 1);

	if (problem == NULL)
		problem = put_coded(out, bytes, length, quote_special, shell_code);
	return problem != NULL ? problem : put(out, "'", 1);
}

static const char *inner_code(unsigned char byte, char *text)
{
	snprintf(text, 8, "\\%c", byte);
	return text;
}

static bool quote_or_stroke(unsigned char byte)
{
	return byte == '"' || byte == '\\';
}

/* A part of what stands between double quotes; the quotes are the template's. */
static const char *write_inner(struct secret *out, const char *bytes, size_t length)
{
	return put_coded(out, bytes, length, quote_or_stroke, inner_code);
}

static bool percent_special(unsigned char byte)
{
	return byte == '%';
}

static const char *percent_code(unsigned char byte, char *text)
{
	(void)byte;
	snprintf(text, 8, "%%%%");
	return text;
}

/* Files that Python's configparser reads, which expands %(name)s. */
static const char *write_percent(struct secret *out, const char *bytes, size_t length)
{
	if (!is_quiet_text(bytes, length))
		return BAD_UTF8 " without control characters";
	if (length == 0 || bytes[0] == ' ' || bytes[length - 1] == ' ')
		return EDGES;
	return put_coded(out, bytes, length, percent_special, percent_code);
}

static bool glib_special(unsigned char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\\';
}

static const char *glib_code(unsigned char byte, char *text)
{
	snprintf(text, 8, "%s", byte == ' ' ? "\\s" : byte == '\t' ? "\\t" : "\\\\");
	return text;
}

static const char *write_glib(struct secret *out, const char *bytes, size_t length)
{
	if (!text_is_utf8(bytes, length))
		return BAD_UTF8;
	return put_coded(out, bytes, length, glib_special, glib_code);
}

/* One item of a list, where semicolons separate. */
static bool gliblist_special(unsigned char byte)
{
	return byte == ';' || glib_special(byte);
}

static const char *gliblist_code(unsigned char byte, char *text)
{
	return byte == ';' ? "\\;" : glib_code(byte, text);
}

static const char *write_gliblist(struct secret *out, const char *bytes, size_t length)
{
	if (!text_is_utf8(bytes, length))
		return BAD_UTF8;
	return put_coded(out, bytes, length, gliblist_special, gliblist_code);
}

/* ---- the table ---------------------------------------------------------------------------------- */

const struct escape escapes[] = {
	{ "ascii", write_ascii },
	{ "atom", write_atom },
	{ "backtick", write_backtick },
	{ "double", write_double },
	{ "env", write_env },
	{ "gitea", write_gitea },
	{ "glib", write_glib },
	{ "gliblist", write_gliblist },
	{ "goini", write_goini },
	{ "grafana", write_grafana },
	{ "hex", write_hex },
	{ "inner", write_inner },
	{ "json", write_json },
	{ "line", write_line },
	{ "mutt", write_mutt },
	{ "nobar", write_no_bar },
	{ "nocolon", write_no_colon },
	{ "nodash", write_no_dash },
	{ "nullmailer", write_nullmailer },
	{ "outer", write_outer },
	{ "percent", write_percent },
	{ "shell", write_shell },
	{ "single", write_single },
	{ "trim", write_trim },
	{ "url", write_url },
	{ "urlhost", write_url_host },
	{ "urlstart", write_url_start },
	{ "utf8", write_utf8 },
	{ "word", write_word },
	{ "xml", write_xml },
	{ "yaml", write_yaml },
};
const size_t escape_count = sizeof escapes / sizeof escapes[0];

const struct escape *escape_find(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < escape_count; i++)
		if (strlen(escapes[i].name) == length && strncmp(escapes[i].name, name, length) == 0)
			return &escapes[i];
	return NULL;
}

/* The value between two rules may be a secret too, so it lives in secrets. */
const char *escape_write(const char *chain, struct secret *out, const char *bytes, size_t length)
{
	struct secret *value = secret_new(), *next;
	const char *problem = put(value, bytes, length);
	const struct escape *rule;
	size_t used;

	if (problem == NULL && (memchr(bytes, '\0', length) != NULL || has(bytes, length, "\r\n")))
		problem = "it holds a line break or a zero byte, which no mail program can send";
	for (; problem == NULL && *chain != '\0'; chain += used + (chain[used] == '|')) {
		used = strcspn(chain, "|");
		rule = escape_find(chain, used);
		assert(rule != NULL && "the build refuses a template with another");
		next = secret_new();
		problem = rule->write(next, secret_bytes(value), secret_length(value));
		secret_free(value);
		value = next;
	}
	if (problem == NULL)
		problem = put(out, secret_bytes(value), secret_length(value));
	secret_free(value);
	return problem;
}
