/* SPDX-License-Identifier: MIT */
#include "loop.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "mem.h"

struct loop {
	uv_loop_t uv;
};

struct loop_timer {
	uv_timer_t uv;
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
	return loop;
}

void loop_free(struct loop *loop)
{
	int status;

	if (loop == NULL)
		return;
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
	uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *loop)
{
	uv_stop(&loop->uv);
}

uint64_t loop_now(const struct loop *loop)
{
	return uv_now(&loop->uv);
}

static void release(uv_handle_t *handle)
{
	free(handle->data);
}

static void timer_fired(uv_timer_t *uv)
{
	struct loop_timer *timer = uv->data;

	timer->fire(timer->arg);
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
	if (timer != NULL)
		uv_close((uv_handle_t *)&timer->uv, release);
}

void loop_timer_set(struct loop_timer *timer, uint64_t deadline)
{
	uint64_t now;

	/* A callback may have worked for a while; a stale clock would make the
	 * timer late by as much. */
	uv_update_time(timer->uv.loop);
	now = uv_now(timer->uv.loop);
	uv_timer_start(&timer->uv, timer_fired, deadline > now ? deadline - now : 0, 0);
}

void loop_timer_stop(struct loop_timer *timer)
{
	uv_timer_stop(&timer->uv);
}

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
