/*
 * What a mistake leads to: the programmer's ends in one line that names the
 * place, and an abort; the world's in a message to pass on.
 */
#include "tests/support.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int asked;         /* how often backward asked its condition */
static int required_line; /* where it did */

static bool
ask(bool answer)
{
	asked++;
	return answer;
}

/* A chapter's operation, which checks on its own behalf. */
static void
backward(bool after_forward)
{
	asked = 0;
	required_line = __LINE__ + 1;
	REQUIRE(ask(after_forward), "%d of %s", asked, "two");
}

/* The message that backward ends in. */
static void
backward_message(char *text, size_t size)
{
	snprintf(
	    text, size, "%s:%d: backward: 1 of two", __FILE__, required_line);
}

static char heard[2048];
static jmp_buf back;

static void
hear(const char *message)
{
	snprintf(heard, sizeof heard, "%s", message);
	longjmp(back, 1);
}

START_TEST(passes_in_silence)
{
	require_hook = hear;
	if (setjmp(back) == 0)
		backward(true);
	else
		ck_abort_msg("%s", heard);
	ck_assert_int_eq(asked, 1);
	require_hook = NULL;
}
END_TEST

START_TEST(own_require_names_its_own_line)
{
	char expected[256];
	require_hook = hear;
	if (setjmp(back) == 0) {
		backward(false);
		ck_abort_msg("passed");
	}
	require_hook = NULL;
	backward_message(expected, sizeof expected);
	ck_assert_str_eq(heard, expected);
	ck_assert_int_eq(asked, 1);
}
END_TEST

static void
check_for_forward(bool fits)
{
	REQUIRE_IN("forward", ask(fits), "%d", asked);
}

/* A helper speaks for the operation that it helps, and of the last line that
   was noted. */
START_TEST(helper_names_the_operation)
{
	asked = 0;
	check_for_forward(true);
	ck_assert_int_eq(asked, 1);
	ck_requires("forward: 2", CALLED(check_for_forward(false)));
}
END_TEST

START_TEST(a_call_names_the_callers_line)
{
#define ITEM "tensor_item: shape (2,) has 2 elements, not one"
	Tensor *t = tensor_zeros(step, SHAPE(2)); /* (2,) */
	ck_requires(ITEM, tensor_item(t));
	ck_requires(ITEM, tensor_item(tensor_neg(step, t)));
}
END_TEST

/* tensor_matmul fails within tensor_new: the line is still the reader's. */
START_TEST(operations_within_keep_the_readers_line)
{
#define TRILLION "1099511627776"
#define TOO_LARGE "tensor_new: shape (" TRILLION ", " TRILLION ") is too large"
	Tensor *one = tensor_zeros(step, SHAPE(1, 1)); /* (1, 1) */
	Shape shape = SHAPE((size_t)1 << 40, 1);
	Tensor *tall = tensor_expand(step, one, shape); /* (2^40, 1) */
	Tensor *flat = tensor_t(step, tall);            /* (1, 2^40) */
	ck_requires(TOO_LARGE, tensor_matmul(step, tall, flat));
}
END_TEST

/* The longest text is cut, and is still a line with its place. */
START_TEST(long_messages_are_cut)
{
	char text[3000];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	require_hook = hear;
	if (setjmp(back) == 0)
		require_failed("operation", "%s", text);
	require_hook = NULL;
	ck_assert_uint_lt(strlen(heard), 1024);
	ck_assert_ptr_nonnull(strstr(heard, ": operation: xxxxx"));
	ck_assert_int_eq(heard[strlen(heard) - 1], 'x');
}
END_TEST

/* What `mistake` prints in a child, which must abort. */
static void
read_last_words(void (*mistake)(void), char *text, size_t size)
{
	int ends[2], status;
	ck_assert_int_eq(pipe(ends), 0);
	fflush(stdout); /* or the child would print it again */
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		mistake();
		_exit(0);
	}

	close(ends[1]);
	size_t length = 0;
	ssize_t got;
	while ((got = read(ends[0], text + length, size - 1 - length)) > 0)
		length += (size_t)got;
	text[length] = '\0';
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void
forget_forward(void)
{
	printf("so far, ");
	backward(false);
}

/* What was printed before is not lost. */
START_TEST(prints_and_aborts)
{
	char text[1024], message[256], expected[512];
	read_last_words(forget_forward, text, sizeof text);
	backward(true); /* notes its line: the child's note is gone */
	backward_message(message, sizeof message);
	snprintf(expected, sizeof expected, "so far, %s\n", message);
	ck_assert_str_eq(text, expected);
}
END_TEST

static void
ask_for_too_much(void)
{
	arena_alloc(step, (size_t)-1, 2);
}

/* Memory that is not there ends a program the same way. */
START_TEST(out_of_memory_prints_and_aborts)
{
	char text[1024];
	read_last_words(ask_for_too_much, text, sizeof text);
	ck_assert_str_eq(text,
	    "out of memory: arena 'step' holds 0.0 MB and needs "
	    "18446744073709.6 MB more\n");
}
END_TEST

START_TEST(error_holds_one_line)
{
	Error error;
	ck_assert(!error_set(&error, "%s: %d", "path", 42));
	ck_assert_str_eq(error.text, "path: 42");
}
END_TEST

START_TEST(error_is_cut_to_fit)
{
	struct {
		Error error;
		char after;
	} guarded = {.after = '!'};
	char text[sizeof guarded.error.text + 100];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	ck_assert(!error_set(&guarded.error, "%s", text));
	ck_assert_uint_eq(
	    strlen(guarded.error.text), sizeof guarded.error.text - 1);
	ck_assert_int_eq(guarded.after, '!');
}
END_TEST

TESTS("require", passes_in_silence, own_require_names_its_own_line,
    helper_names_the_operation, a_call_names_the_callers_line,
    operations_within_keep_the_readers_line, long_messages_are_cut,
    prints_and_aborts, out_of_memory_prints_and_aborts, error_holds_one_line,
    error_is_cut_to_fit)
