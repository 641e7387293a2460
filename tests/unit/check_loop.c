/* SPDX-License-Identifier: MIT
 *
 * The order of things in one turn of the event loop.
 */
#include <check.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "probes/loop.h"

static struct loop *loop;
static struct loop_timer *first, *second;
static int calls;

static void set_up(void)
{
	loop = loop_new();
	calls = 0;
}

static void tear_down(void)
{
	loop_timer_free(first);
	loop_timer_free(second);
	first = second = NULL;
	loop_free(loop);
}

static void count(void *arg)
{
	(void)arg;
	calls++;
}

static void must_not_fire(void *arg)
{
	(void)arg;
	ck_abort_msg("a deadline struck although the answer was there");
}

static void answer_is_read(void *arg, bool readable, bool writable)
{
	struct loop_watch **watch = arg;

	ck_assert(readable && !writable);
	loop_timer_stop(first);
	loop_watch_free(*watch);
	*watch = NULL;
	calls++;
}

/* As after a suspend: the deadline is long past, and so is the arrival. */
START_TEST(what_has_arrived_comes_before_a_deadline)
{
	struct loop_watch *watch;
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	first = loop_timer_new(loop, must_not_fire, NULL);
	watch = loop_watch_new(loop, ends[0], answer_is_read, &watch);
	loop_watch_set(watch, true, false);
	loop_timer_set(first, 0);
	loop_run(loop);
	ck_assert_int_eq(calls, 1);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

static void work_for_a_while(void *arg)
{
	uint64_t before = loop_now(loop);
	struct timespec now;
	long start;

	(void)arg;
	clock_gettime(CLOCK_MONOTONIC, &now);
	start = now.tv_sec * 1000 + now.tv_nsec / 1000000;
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < start + 20);
	ck_assert_uint_eq(loop_now(loop), before);
	loop_refresh(loop);
	ck_assert_uint_ge(loop_now(loop), before + 19);
	calls++;
}

START_TEST(the_clock_can_be_read_after_work)
{
	first = loop_timer_new(loop, work_for_a_while, NULL);
	loop_timer_set(first, 0);
	loop_run(loop);
	ck_assert_int_eq(calls, 1);
}
END_TEST

static void free_the_other(void *arg)
{
	(void)arg;
	loop_timer_free(second);
	second = NULL;
	calls++;
}

START_TEST(a_timer_may_free_one_behind_it)
{
	first = loop_timer_new(loop, free_the_other, NULL);
	second = loop_timer_new(loop, must_not_fire, NULL);
	loop_timer_set(first, 0);
	loop_timer_set(second, 0);
	loop_run(loop);
	ck_assert_int_eq(calls, 1);
}
END_TEST

static void move_itself(void *arg)
{
	(void)arg;
	if (++calls < 3)
		loop_timer_set(first, 0);
}

START_TEST(a_timer_may_be_set_again)
{
	first = loop_timer_new(loop, move_itself, NULL);
	second = loop_timer_new(loop, count, NULL);
	loop_timer_set(first, 0);
	loop_timer_set(second, loop_now(loop) + 1);
	loop_run(loop);
	ck_assert_int_eq(calls, 4);
}
END_TEST

static void stop(void *arg)
{
	(void)arg;
	loop_stop(loop);
}

START_TEST(nothing_fires_after_a_stop)
{
	first = loop_timer_new(loop, stop, NULL);
	second = loop_timer_new(loop, must_not_fire, NULL);
	loop_timer_set(first, 0);
	loop_timer_set(second, 0);
	loop_run(loop);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("loop");
	TCase *cases = tcase_create("loop");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_test(cases, what_has_arrived_comes_before_a_deadline);
	tcase_add_test(cases, the_clock_can_be_read_after_work);
	tcase_add_test(cases, a_timer_may_free_one_behind_it);
	tcase_add_test(cases, a_timer_may_be_set_again);
	tcase_add_test(cases, nothing_fires_after_a_stop);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
