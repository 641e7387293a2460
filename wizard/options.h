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
#include "../probes/mem.h"

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
	bool json, ascii, plain, quiet, verbose;
	enum color_mode color;
	bool transcript;
	const char *transcript_file; /* NULL: stderr */
	const char *html_file, *text_file, *markdown_file;
	bool with_address;
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
	/* export */
	bool list, inline_secret, write, yes;
	const char *write_file; /* NULL: where the program looks */
	const char *client_version, *full_name;
	/* no option: a person is there who can be asked */
	bool guided;
};

struct command;

/* What a command line asks for. */
struct invocation {
	const struct command *command;
	int argc; /* the command's own arguments */
	char **argv;
	bool help, version; /* asked for instead of a run */
};

/* What a run without any option does. */
void options_init(struct options *options);
/* Reads ARGV[1] and on.  0, or -1 after a message when it makes no sense.  What
 * is kept points into ARGV or lives in ARENA. */
int options_parse(struct arena *arena, int argc, char **argv, struct options *options,
	struct invocation *out);

/* Sets an option of the table as if it had been given; NULL, or what is wrong with
 * VALUE, as the end of a message. */
const char *options_set(struct arena *arena, struct options *options, const char *name,
	const char *value);

/* One row of the table, sorted by name. */
struct option_row {
	const char *name;     /* without the dashes */
	const char *argument; /* "FILE"; NULL when it takes none */
	bool may_omit;        /* --name and --name=value, never --name value */
	enum option_group {
		GROUP_OUTPUT, GROUP_NETWORK, GROUP_SERVICES, GROUP_LOGIN, GROUP_EVIDENCE,
		GROUP_EXPORT
	} group;
	unsigned commands;    /* enum command_bit of those that know it */
	size_t field;         /* offset in struct options, for SET */
	/* NULL, or what is wrong with VALUE, as the end of a message. */
	const char *(*set)(struct arena *arena, void *field, const char *value);
	const char *help;
};
#define OPTION_GROUPS 6
extern const struct option_row option_rows[];
extern const size_t option_count;

/* Did the person say that HOST is right (--confirm-host, or a yes in the guided run)? */
bool options_confirm(const struct options *options, const char *host);

#endif
