/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "../probes/mem.h"
#include "../probes/text.h"
#include "language.h"

/* ---- signals ----------------------------------------------------------------------------- */

/* Signals that end a question; it puts the terminal back before they act. */
static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
#define ENDING (sizeof ending / sizeof ending[0])

static volatile sig_atomic_t caught, continued;
static struct sigaction before[ENDING], before_continuing;
static sigset_t mask_before;

static void catch(int number)
{
	caught = number;
}

static void go_on(int number)
{
	(void)number;
	continued = 1;
}

/* They come in while a key is waited for, and at no other time: one that came between
 * the look at CAUGHT and the wait would not end it. */
static void watch_signals(void)
{
	struct sigaction action = { .sa_handler = catch }, resume = { .sa_handler = go_on };
	sigset_t held;
	size_t i;

	caught = continued = 0;
	sigemptyset(&action.sa_mask);
	sigemptyset(&held);
	for (i = 0; i < ENDING; i++)
		sigaddset(&held, ending[i]);
	sigaddset(&held, SIGCONT);
	sigprocmask(SIG_BLOCK, &held, &mask_before);
	sigemptyset(&resume.sa_mask);
	sigaction(SIGCONT, &resume, &before_continuing);
	for (i = 0; i < ENDING; i++)
		sigaction(ending[i], &action, &before[i]);
}

/* Those that wait are let in. */
static void let_in(void)
{
	sigset_t held;

	sigprocmask(SIG_SETMASK, &mask_before, &held);
	sigprocmask(SIG_SETMASK, &held, NULL);
}

/* Did Ctrl-C end the question?  That is an answer; the other signals do what they
 * always do. */
static bool unwatch_signals(void)
{
	size_t i;

	let_in();
	for (i = 0; i < ENDING; i++)
		sigaction(ending[i], &before[i], NULL);
	sigaction(SIGCONT, &before_continuing, NULL);
	sigprocmask(SIG_SETMASK, &mask_before, NULL);
	if (caught != 0 && caught != SIGINT)
		raise(caught);
	return caught != 0;
}

/* How a question takes the terminal again after it was stopped (Ctrl-Z): meanwhile a
 * shell has set it as it likes it, with an echo. */
struct resume {
	void (*again)(void *arg);
	void *arg;
};

/* One byte of the terminal: 1, or 0 at its end and when a signal came. */
static int read_byte(char *byte, const struct resume *resume)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	ssize_t length = 0;
	int ready;

	do {
		ready = ppoll(&input, 1, NULL, &mask_before);
		if (continued != 0) {
			continued = 0;
			resume->again(resume->arg);
		}
	} while (ready < 0 && errno == EINTR && caught == 0);
	/* With a key there, ppoll() does not look at signals. */
	let_in();
	if (ready > 0 && caught == 0)
		length = read(STDIN_FILENO, byte, 1);
	return length == 1 ? 1 : 0;
}

/* ---- a line ------------------------------------------------------------------------------- */

static const char *current_prompt;

static char *show_prompt(EditLine *line)
{
	static char shown[256];

	(void)line;
	snprintf(shown, sizeof shown, "%s", current_prompt);
	return shown;
}

static void take_line_again(void *line)
{
	/* It believes to have the terminal still. */
	el_set(line, EL_PREP_TERM, 0);
	el_set(line, EL_PREP_TERM, 1);
	el_set(line, EL_REFRESH);
}

/* libedit's own reader starts again after a signal, so it gets this one. */
static int read_character(EditLine *line, wchar_t *out)
{
	struct resume resume = { take_line_again, line };
	mbstate_t state = { 0 };
	char byte;
	size_t used;

	while (read_byte(&byte, &resume) == 1) {
		used = mbrtowc(out, &byte, 1, &state);
		if (used == 0 || used == 1)
			return 1;
		if (used == (size_t)-1)
			memset(&state, 0, sizeof state); /* not of this locale: left out */
	}
	return 0;
}

static char *trimmed(const char *text, int length)
{
	while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
		length--;
	while (length > 0 && strchr(" \t", *text) != NULL) {
		text++;
		length--;
	}
	return mem_strndup(text, (size_t)length);
}

bool ask_possible(void)
{
	return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

char *ask_line(const char *prompt)
{
	EditLine *line;
	const char *text;
	char *answer = NULL;
	int length = 0;

	/* Letters are typed in the person's locale; elsewhere "i" and "I" are the same
	 * letter whatever the language. */
	if (setlocale(LC_CTYPE, "") == NULL)
		setlocale(LC_CTYPE, "C.UTF-8");
	line = el_init("mailguide", stdin, stderr, stderr);
	if (line == NULL)
		return NULL;
	current_prompt = prompt;
	el_set(line, EL_PROMPT, show_prompt);
	el_set(line, EL_EDITOR, "emacs");
	el_set(line, EL_SIGNAL, 0);
	el_set(line, EL_GETCFN, read_character);
	watch_signals();
	/* Before the prompt: a Ctrl-D that comes sooner would be lost. */
	el_set(line, EL_PREP_TERM, 1);
	text = el_gets(line, &length);
	if (text != NULL && length > 0)
		answer = trimmed(text, length);
	el_end(line);
	setlocale(LC_CTYPE, "C");
	if (unwatch_signals()) {
		free(answer);
		answer = NULL;
	}
	if (answer == NULL)
		fputc('\n', stderr);
	return answer;
}

bool ask_means_yes(const char *answer)
{
	return text_equal_nocase(answer, "y") || text_equal_nocase(answer, "yes") ||
		/* Translators: how a person says yes, in short. */
		text_equal_nocase(answer, _("y")) ||
		/* Translators: how a person says yes. */
		text_equal_nocase(answer, _("yes"));
}

enum answer ask_yes(const char *prompt)
{
	char *answer = ask_line(prompt);
	enum answer means = answer == NULL ? ANSWER_STOPPED :
		ask_means_yes(answer) ? ANSWER_YES : ANSWER_NO;

	free(answer);
	return means;
}

/* ---- without echo --------------------------------------------------------------------------- */

struct hiding {
	const char *prompt;
	struct termios hidden;
};

static void hide_again(void *arg)
{
	const struct hiding *hiding = arg;

	tcsetattr(STDIN_FILENO, TCSADRAIN, &hiding->hidden);
	fputs(hiding->prompt, stderr);
	fflush(stderr);
}

int ask_secret(const char *prompt, struct secret *out)
{
	struct hiding hiding = { .prompt = prompt };
	struct resume resume = { hide_again, &hiding };
	struct termios saved;
	int status = -1;
	char byte;

	if (tcgetattr(STDIN_FILENO, &saved) != 0)
		return -1;
	hiding.hidden = saved;
	hiding.hidden.c_lflag &= (tcflag_t)~(ECHO | ECHONL);
	/* Stopped in the middle, the terminal would stay without echo. */
	hiding.hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
	watch_signals();
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hiding.hidden) != 0) {
		unwatch_signals();
		return -1;
	}
	fputs(prompt, stderr);
	fflush(stderr);
	while (read_byte(&byte, &resume) == 1) {
		if (byte == '\n' || byte == '\r') {
			status = 0;
			break;
		}
		if (secret_add(out, &byte, 1) != 0)
			break;
	}
	secret_wipe(&byte, sizeof byte);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
	fputc('\n', stderr);
	return unwatch_signals() ? -1 : status;
}
