/* SPDX-License-Identifier: MIT */
#include "loop.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "mem.h"

/* libuv runs timers before it looks at sockets.  When this computer was busy or
 * asleep, every deadline would strike before the answers that have long arrived
 * are read, and servers would be accused of silence.  So a timer whose time has
 * come only gets in line; one look at the sockets later the line is called. */
struct loop {
	uv_loop_t uv;
	uv_idle_t no_wait;   /* the look at the sockets must not block */
	uv_check_t after_io;
	struct loop_timer *line, **line_end;
	bool stopping;
};

struct loop_timer {
	uv_timer_t uv;
	struct loop_timer *next; /* in line */
	bool in_line;
	void (*fire)(void *arg);
	void *arg;
};

struct loop_watch {
	uv_poll_t uv;
	void (*ready)(void *arg, bool readable, bool writable);
	void *arg;
};

/* libuv's set-up calls fail only when the process is out of descriptors or
 * memory; nothing can be probed then. */
static void must(int status, const char *what)
{
	if (status == 0)
		return;
	fprintf(stderr, "mailguide: cannot %s: %s\n", what, uv_strerror(status));
	exit(3);
}

struct loop *loop_new(void)
{
	struct loop *loop = mem_alloc(sizeof *loop);

	must(uv_loop_init(&loop->uv), "set up the event loop");
	uv_idle_init(&loop->uv, &loop->no_wait);
	uv_check_init(&loop->uv, &loop->after_io);
	loop->uv.data = loop;
	loop->line_end = &loop->line;
	return loop;
}

void loop_free(struct loop *loop)
{
	int status;

	if (loop == NULL)
		return;
	uv_close((uv_handle_t *)&loop->no_wait, NULL);
	uv_close((uv_handle_t *)&loop->after_io, NULL);
	/* Freed handles are closed on the loop's next turn; a loop that was stopped
	 * before it ran spends one turn on that. */
	uv_run(&loop->uv, UV_RUN_NOWAIT);
	uv_run(&loop->uv, UV_RUN_NOWAIT);
	status = uv_loop_close(&loop->uv);
	assert(status == 0 && "a timer or watch outlived its loop");
	(void)status;
	free(loop);
}

void loop_run(struct loop *loop)
{
	loop->stopping = false;
	uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *loop)
{
	loop->stopping = true;
	uv_stop(&loop->uv);
}

uint64_t loop_now(const struct loop *loop)
{
	return uv_now(&loop->uv);
}

void loop_refresh(struct loop *loop)
{
	uv_update_time(&loop->uv);
}

static void release(uv_handle_t *handle)
{
	free(handle->data);
}

/* ---- timers ------------------------------------------------------------------------ */

static void leave_line(struct loop_timer *timer)
{
	struct loop *loop = timer->uv.loop->data;
	struct loop_timer **at = &loop->line;

	if (!timer->in_line)
		return;
	while (*at != timer)
		at = &(*at)->next;
	*at = timer->next;
	if (loop->line_end == &timer->next)
		loop->line_end = at;
	timer->in_line = false;
}

static void call_line(uv_check_t *check)
{
	struct loop *loop = check->loop->data;
	struct loop_timer *timer;

	while ((timer = loop->line) != NULL && !loop->stopping) {
		leave_line(timer);
		timer->fire(timer->arg); /* which may free it, or another in line */
	}
	if (loop->line == NULL) {
		uv_check_stop(&loop->after_io);
		uv_idle_stop(&loop->no_wait);
	}
}

static void do_not_wait(uv_idle_t *idle)
{
	(void)idle;
}

static void timer_fired(uv_timer_t *uv)
{
	struct loop_timer *timer = uv->data;
	struct loop *loop = uv->loop->data;

	timer->next = NULL;
	timer->in_line = true;
	*loop->line_end = timer;
	loop->line_end = &timer->next;
	uv_check_start(&loop->after_io, call_line);
	uv_idle_start(&loop->no_wait, do_not_wait);
}

struct loop_timer *loop_timer_new(struct loop *loop, void (*fire)(void *arg), void *arg)
{
	struct loop_timer *timer = mem_alloc(sizeof *timer);

	uv_timer_init(&loop->uv, &timer->uv);
	timer->uv.data = timer;
	timer->fire = fire;
	timer->arg = arg;
	return timer;
}

void loop_timer_free(struct loop_timer *timer)
{
	if (timer == NULL)
		return;
	leave_line(timer);
	uv_close((uv_handle_t *)&timer->uv, release);
}

void loop_timer_set(struct loop_timer *timer, uint64_t deadline)
{
	uint64_t now;

	leave_line(timer);
	/* A callback may have worked for a while; a stale clock would make the
	 * timer late by as much. */
	uv_update_time(timer->uv.loop);
	now = uv_now(timer->uv.loop);
	uv_timer_start(&timer->uv, timer_fired, deadline > now ? deadline - now : 0, 0);
}

void loop_timer_stop(struct loop_timer *timer)
{
	leave_line(timer);
	uv_timer_stop(&timer->uv);
}

/* ---- descriptors ------------------------------------------------------------------- */

static void watch_ready(uv_poll_t *uv, int status, int events)
{
	struct loop_watch *watch = uv->data;

	if (status < 0)
		watch->ready(watch->arg, true, true);
	else
		watch->ready(watch->arg, (events & UV_READABLE) != 0, (events & UV_WRITABLE) != 0);
}

struct loop_watch *loop_watch_new(struct loop *loop, int fd,
	void (*ready)(void *arg, bool readable, bool writable), void *arg)
{
	struct loop_watch *watch = mem_alloc(sizeof *watch);

	must(uv_poll_init(&loop->uv, &watch->uv, fd), "watch a connection");
	watch->uv.data = watch;
	watch->ready = ready;
	watch->arg = arg;
	return watch;
}

void loop_watch_free(struct loop_watch *watch)
{
	if (watch == NULL)
		return;
	uv_poll_stop(&watch->uv);
	uv_close((uv_handle_t *)&watch->uv, release);
}

void loop_watch_set(struct loop_watch *watch, bool readable, bool writable)
{
	int events = (readable ? UV_READABLE : 0) | (writable ? UV_WRITABLE : 0);

	if (events == 0)
		uv_poll_stop(&watch->uv);
	else
		must(uv_poll_start(&watch->uv, events, watch_ready), "watch a connection");
}
