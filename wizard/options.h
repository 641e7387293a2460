/* SPDX-License-Identifier: MIT
 *
 * The command line as data.  One sorted table of options serves the parser,
 * --help and (later) completion.  Values are checked here, so nothing after
 * this file meets a bad one.
 */
#ifndef MAILGUIDE_WIZARD_OPTIONS_H
#define MAILGUIDE_WIZARD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "../probes/mailtypes.h"

enum exit_status { EXIT_HEALTHY = 0, EXIT_PROBLEM = 1, EXIT_USAGE = 2, EXIT_INCOMPLETE = 3 };

enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

#define OPTIONS_RESOLVERS 8
#define OPTIONS_HOSTS 8

/* --imap=HOST[:PORT][,tls|starttls|plain] */
struct given_service {
	bool given;
	bool port_given, security_given;
	char *host;
	unsigned short port;
	enum mail_security security;
};

struct options {
	/* output */
	bool json, ascii, quiet, verbose;
	enum color_mode color;
	bool transcript;
	const char *transcript_file; /* NULL: stderr */
	/* network */
	const char *resolvers[OPTIONS_RESOLVERS]; /* "IP" or "IP:PORT", "[v6]:PORT"; checked */
	size_t resolver_count;
	const char *ca_file;
	unsigned timeout_ms; /* whole run; default 20000 */
	bool ipv4, ipv6;     /* only this family */
	bool offline, https_only, no_address, no_third_party, dry_run;
	/* services */
	bool wanted[MAIL_PROTOCOLS]; /* --protocols; default imap, smtp */
	bool wanted_given;
	struct given_service given[MAIL_PROTOCOLS];
	/* login */
	const char *user;
	bool try_usernames, no_login;
	const char *password_file, *password_command;
	bool password_stdin;
	const char *oauth_token_file, *oauth_token_command;
	bool send_test;
	const char *send_test_to; /* NULL: the account itself */
	const char *insecure_login[OPTIONS_HOSTS];
	size_t insecure_login_count;
	const char *confirm_host[OPTIONS_HOSTS];
	size_t confirm_host_count;
	/* evidence */
	const char *save_file, *from_file;
};

#endif
