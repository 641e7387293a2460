/* SPDX-License-Identifier: MIT
 *
 * The one event loop.  Everything in a run is a callback from here; nothing
 * blocks.  The only file that knows libuv.
 *
 * Deadlines are absolute milliseconds on the loop's monotonic clock
 * (loop_now()), never durations, so they can be handed down and compared.
 */
#ifndef MAILGUIDE_PROBES_LOOP_H
#define MAILGUIDE_PROBES_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;

struct loop *loop_new(void);
/* All timers and watches must have been freed. */
void loop_free(struct loop *loop);
/* Runs until loop_stop() or until nothing is left to wait for. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
/* The clock stands still during a callback, until loop_refresh() or until a timer
 * is set.  What begins after some work gets its deadline from a fresh one. */
uint64_t loop_now(const struct loop *loop);
void loop_refresh(struct loop *loop);

/* A one-shot timer.  Setting it again moves it; the callback may free it.  What has
 * arrived by then is told first. */
struct loop_timer;
struct loop_timer *loop_timer_new(struct loop *loop, void (*fire)(void *arg), void *arg);
void loop_timer_free(struct loop_timer *timer); /* NULL is fine */
/* A deadline that has passed fires on the next turn of the loop. */
void loop_timer_set(struct loop_timer *timer, uint64_t deadline);
void loop_timer_stop(struct loop_timer *timer);

/* Watches one descriptor, which stays the caller's: free the watch first, then
 * close.  An error on the descriptor is told as readable and writable, so that
 * the next read or write finds it. */
struct loop_watch;
struct loop_watch *loop_watch_new(struct loop *loop, int fd,
	void (*ready)(void *arg, bool readable, bool writable), void *arg);
void loop_watch_free(struct loop_watch *watch); /* NULL is fine */
void loop_watch_set(struct loop_watch *watch, bool readable, bool writable);

#endif
