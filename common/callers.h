/*
 * Each call of an operation notes the line it stands on, so that a failed
 * REQUIRE can say it. A macro does not expand within itself: the name stays
 * the function's own, for the linker and for gdb.
 *
 * Only users of the library include this file (by way of handgrad.h): main
 * programs and tests. Inside common/ and inside a chapter's module calls are
 * plain, so one operation that uses another does not hide the reader's line.
 * A module's header wraps its own functions in the same way.
 */
#ifndef COMMON_CALLERS_H
#define COMMON_CALLERS_H

#include "common/require.h"

#define CALLED(call) (require_note_caller(__FILE__, __LINE__), call)

/* A program's own REQUIRE speaks of the line it stands on. */
#undef REQUIRE
#define REQUIRE(condition, ...) \
	((condition) ? (void)0 : CALLED(require_failed(__func__, __VA_ARGS__)))

/* common/arena.h */
#define arena_reset(...) CALLED(arena_reset(__VA_ARGS__))
#define arena_resets(...) CALLED(arena_resets(__VA_ARGS__))
#define arena_mark(...) CALLED(arena_mark(__VA_ARGS__))
#define arena_rewind(...) CALLED(arena_rewind(__VA_ARGS__))
#define arena_part(...) CALLED(arena_part(__VA_ARGS__))
#define arena_alloc(...) CALLED(arena_alloc(__VA_ARGS__))
#define arena_used(...) CALLED(arena_used(__VA_ARGS__))
#define arena_held(...) CALLED(arena_held(__VA_ARGS__))
#define arena_name(...) CALLED(arena_name(__VA_ARGS__))

/* common/tensor.h */
#define tensor_new(...) CALLED(tensor_new(__VA_ARGS__))
#define tensor_zeros(...) CALLED(tensor_zeros(__VA_ARGS__))
#define tensor_full(...) CALLED(tensor_full(__VA_ARGS__))
#define tensor_scalar(...) CALLED(tensor_scalar(__VA_ARGS__))
#define tensor_from(...) CALLED(tensor_from(__VA_ARGS__))
#define tensor_arange(...) CALLED(tensor_arange(__VA_ARGS__))
#define tensor_clone(...) CALLED(tensor_clone(__VA_ARGS__))
#define tensor_copy(...) CALLED(tensor_copy(__VA_ARGS__))
#define tensor_item(...) CALLED(tensor_item(__VA_ARGS__))
#define tensor_at(...) CALLED(tensor_at(__VA_ARGS__))

/* common/views.h */
#define tensor_view(...) CALLED(tensor_view(__VA_ARGS__))
#define tensor_select(...) CALLED(tensor_select(__VA_ARGS__))
#define tensor_narrow(...) CALLED(tensor_narrow(__VA_ARGS__))
#define tensor_squeeze(...) CALLED(tensor_squeeze(__VA_ARGS__))
#define tensor_squeeze_axis(...) CALLED(tensor_squeeze_axis(__VA_ARGS__))
#define tensor_unsqueeze(...) CALLED(tensor_unsqueeze(__VA_ARGS__))
#define tensor_transpose(...) CALLED(tensor_transpose(__VA_ARGS__))
#define tensor_t(...) CALLED(tensor_t(__VA_ARGS__))
#define tensor_reshape(...) CALLED(tensor_reshape(__VA_ARGS__))
#define tensor_expand(...) CALLED(tensor_expand(__VA_ARGS__))
#define tensor_index(...) CALLED(tensor_index(__VA_ARGS__))

/* common/elementwise.h */
#define tensor_add(...) CALLED(tensor_add(__VA_ARGS__))
#define tensor_sub(...) CALLED(tensor_sub(__VA_ARGS__))
#define tensor_mul(...) CALLED(tensor_mul(__VA_ARGS__))
#define tensor_div(...) CALLED(tensor_div(__VA_ARGS__))
#define tensor_maximum(...) CALLED(tensor_maximum(__VA_ARGS__))
#define tensor_minimum(...) CALLED(tensor_minimum(__VA_ARGS__))
#define tensor_greater(...) CALLED(tensor_greater(__VA_ARGS__))
#define tensor_greater_equal(...) CALLED(tensor_greater_equal(__VA_ARGS__))
#define tensor_less(...) CALLED(tensor_less(__VA_ARGS__))
#define tensor_less_equal(...) CALLED(tensor_less_equal(__VA_ARGS__))
#define tensor_equal(...) CALLED(tensor_equal(__VA_ARGS__))
#define tensor_not_equal(...) CALLED(tensor_not_equal(__VA_ARGS__))
#define tensor_gate(...) CALLED(tensor_gate(__VA_ARGS__))
#define tensor_neg(...) CALLED(tensor_neg(__VA_ARGS__))
#define tensor_exp(...) CALLED(tensor_exp(__VA_ARGS__))
#define tensor_log(...) CALLED(tensor_log(__VA_ARGS__))
#define tensor_sqrt(...) CALLED(tensor_sqrt(__VA_ARGS__))
#define tensor_abs(...) CALLED(tensor_abs(__VA_ARGS__))
#define tensor_tanh(...) CALLED(tensor_tanh(__VA_ARGS__))
#define tensor_pow(...) CALLED(tensor_pow(__VA_ARGS__))
#define tensor_clamp_min(...) CALLED(tensor_clamp_min(__VA_ARGS__))
#define tensor_clamp(...) CALLED(tensor_clamp(__VA_ARGS__))

/* common/reduce.h */
#define tensor_sum(...) CALLED(tensor_sum(__VA_ARGS__))
#define tensor_mean(...) CALLED(tensor_mean(__VA_ARGS__))
#define tensor_max(...) CALLED(tensor_max(__VA_ARGS__))
#define tensor_argmax(...) CALLED(tensor_argmax(__VA_ARGS__))
#define tensor_sum_all(...) CALLED(tensor_sum_all(__VA_ARGS__))
#define tensor_mean_all(...) CALLED(tensor_mean_all(__VA_ARGS__))
#define tensor_max_all(...) CALLED(tensor_max_all(__VA_ARGS__))
#define tensor_argmax_all(...) CALLED(tensor_argmax_all(__VA_ARGS__))

/* common/matmul.h */
#define tensor_update(...) CALLED(tensor_update(__VA_ARGS__))
#define tensor_fill(...) CALLED(tensor_fill(__VA_ARGS__))
#define tensor_matmul(...) CALLED(tensor_matmul(__VA_ARGS__))
#define tensor_matmul_into(...) CALLED(tensor_matmul_into(__VA_ARGS__))
#define tensor_matmul_add(...) CALLED(tensor_matmul_add(__VA_ARGS__))

/* common/random.h */
#define random_seed(...) CALLED(random_seed(__VA_ARGS__))
#define random_permutation(...) CALLED(random_permutation(__VA_ARGS__))
#define random_uniform(...) CALLED(random_uniform(__VA_ARGS__))
#define random_normal(...) CALLED(random_normal(__VA_ARGS__))
#define random_integers(...) CALLED(random_integers(__VA_ARGS__))
#define random_linear(...) CALLED(random_linear(__VA_ARGS__))

/* common/print.h */
#define tensor_print(...) CALLED(tensor_print(__VA_ARGS__))
#define tensor_print_styled(...) CALLED(tensor_print_styled(__VA_ARGS__))

/* common/digit.h */
#define digit_print(...) CALLED(digit_print(__VA_ARGS__))

/* common/svg.h */
#define svg_grey(...) CALLED(svg_grey(__VA_ARGS__))
#define svg_signed(...) CALLED(svg_signed(__VA_ARGS__))

#endif
