/*
 * Chapter 4: the problems, and the judge of answers.
 */
#include "tests/chapters/04_derivatives/expressions.h"

#include "chapters/04_derivatives/problems.h"

/* The derivative that the program itself finds. */
static const char *
solution(int index)
{
	enum { SIZE = 1000 };
	char *text = arena_alloc(step, SIZE, 1);
	Error error;
	ck_assert_msg(derivative_text(step, problems[index].expression,
			  problems[index].variable, text, SIZE, &error),
	    "%s", error.text);
	return text;
}

static Verdict
judged(int index, const char *answer)
{
	Verdict verdict;
	Error error;
	ck_assert_msg(problem_judge(step, index, answer, &verdict, &error),
	    "problem %d, '%s': %s", index + 1, answer, error.text);
	return verdict;
}

static double
value_at(const char *text, const Point *at)
{
	Workshop workshop = {.arena = step};
	return expression_value(parsed(&workshop, text), at);
}

static void
check_right(int index, const char *answer)
{
	ck_assert_msg(judged(index, answer).right,
	    "problem %d: '%s' was judged wrong", index + 1, answer);
}

/* Asserts that the answer is found wrong, and that the verdict says where, and
   what the slope and the answer are there. */
static void
check_wrong(int index, const char *answer)
{
	Verdict verdict = judged(index, answer);
	ck_assert_msg(!verdict.right, "problem %d: '%s' was judged right",
	    index + 1, answer);
	const Point *at = &verdict.at;
	for (int i = 0; i < at->count; i++)
		ck_assert(fabs(at->value[i]) <= 2);
	double slope = value_at(solution(index), at);
	ck_assert(near(verdict.measured, slope, 1e-6));
	ck_assert(near(verdict.answered, value_at(answer, at), 0));
	ck_assert(!near(verdict.answered, verdict.measured, 1e-6));
}

START_TEST(the_programs_own_derivatives)
{
	ck_assert_int_ge(problem_count, 10);
	for (int i = 0; i < problem_count; i++)
		check_right(i, solution(i));
}
END_TEST

START_TEST(wrong_answers)
{
	for (int i = 0; i < problem_count; i++) {
		const char *right = solution(i);
		check_wrong(i, text_of("-(%s)", right));
		check_wrong(i, text_of("2*(%s)", right));
		check_wrong(i, text_of("(%s)/2", right));
		check_wrong(i, text_of("%s + 0.001", right));
		check_wrong(i, "0");
		check_wrong(i, problems[i].expression);
	}
}
END_TEST

START_TEST(answers_to_the_neighbour)
{
	for (int i = 0; i < problem_count; i++) {
		check_wrong(i, solution((i + 1) % problem_count));
		check_wrong(
		    i, solution((i + problem_count - 1) % problem_count));
	}
}
END_TEST

/* What a person may write, in other forms than the program's. */
START_TEST(other_forms)
{
	static const struct {
		const char *expression, *variable, *right, *wrong;
	} rows[] = {
	    {"3*x**2 + 9", "x", "x*6", "6*x + 9"},
	    {"(2*x + 1)**2", "x", "8*x + 4", "2*(2*x + 1)"},
	    {"x*exp(x)", "x", "(1 + x)*exp(x)", "exp(x)"},
	    {"log(x**2 + 1)", "x", "2*x/(1 + x*x)", "1/(x**2 + 1)"},
	    {"sigmoid(x1*w1 + x2*w2 + b)", "w1",
		"x1*exp(-(x1*w1 + x2*w2 + b))/(1 + exp(-(x1*w1 + x2*w2 + "
		"b)))**2",
		"x1*sigmoid(x1*w1 + x2*w2 + b)"},
	    {"relu(x1*w1 + x2*w2 + b)", "w2", "x2*step(w2*x2 + w1*x1 + b)",
		"x2"},
	    {"exp(x)/(exp(x) + exp(y))", "x", "exp(x + y)/(exp(x) + exp(y))**2",
		"1"},
	    {"log(exp(x)/(exp(x) + exp(y)))", "y", "-1/(1 + exp(x - y))",
		"1/(1 + exp(x - y))"},
	};
	for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
		int i = 0;
		while (strcmp(problems[i].expression, rows[row].expression) ||
		       strcmp(problems[i].variable, rows[row].variable))
			ck_assert_int_lt(++i, problem_count);
		check_right(i, rows[row].right);
		check_wrong(i, rows[row].wrong);
	}
}
END_TEST

/* The place has all the variables of the question, and they alone. */
START_TEST(says_where)
{
	Verdict verdict = judged(4, "x");
	ck_assert(!verdict.right);
	ck_assert_int_eq(verdict.at.count, 2);
	ck_assert_str_eq(verdict.at.name[0], "x");
	ck_assert_str_eq(verdict.at.name[1], "y");
	Verdict again = judged(4, "x");
	ck_assert(verdict.at.value[0] == again.at.value[0]);
	ck_assert(verdict.at.value[1] == again.at.value[1]);
	ck_assert(verdict.at.value[0] != verdict.at.value[1]);
}
END_TEST

/* A variable that stands in several places is one. */
START_TEST(names_each_variable_once)
{
	for (int i = 0; i < problem_count; i++) {
		Point at = judged(i, "1000").at;
		ck_assert_int_gt(at.count, 0);
		for (int j = 0; j < at.count; j++)
			for (int k = 0; k < j; k++)
				ck_assert_str_ne(at.name[j], at.name[k]);
	}
}
END_TEST

/* Where an answer is wrong everywhere, at the first place that is drawn. */
START_TEST(says_where_first)
{
	Random random;
	random_seed(&random, 1);
	double x = 4 * (double)random_unit(&random) - 2;
	Verdict verdict = judged(0, "6*x + 1");
	ck_assert_double_eq_tol(verdict.at.value[0], x, 1e-12);
	ck_assert_double_eq_tol(verdict.answered, 6 * x + 1, 1e-9);
}
END_TEST

/* What is measured has an error, too, whatever the slope's size. */
START_TEST(right_within_a_millionth)
{
	check_right(0, "6*x + 0.0000009");
	check_wrong(0, "6*x + 0.000002");
}
END_TEST

/* Wrong at some points only: the judge looks at many. */
START_TEST(right_at_most_points)
{
	check_wrong(0, "6*x + step(x - 1.8)");
	check_wrong(0, "6*x + step(-1.8 - x)");
	check_wrong(0, "6*relu(x)");
}
END_TEST

START_TEST(answers_without_a_value)
{
	Verdict verdict = judged(0, "6*z");
	ck_assert(!verdict.right);
	ck_assert(isnan(verdict.answered));
	ck_assert(!judged(0, "6*x + 0*log(x - 5)").right);
	ck_assert(!judged(0, "1/0").right);
}
END_TEST

START_TEST(answers_that_are_none)
{
	Verdict verdict = {.right = true, .measured = 42};
	Error error;
	ck_assert(!problem_judge(step, 0, "6*", &verdict, &error));
	ck_assert_str_eq(
	    error.text, "the expression ends too early\n  6*\n    ^");
	ck_assert(!problem_judge(step, 0, "", &verdict, &error));
	ck_assert(!problem_judge(step, 0, "6 x", &verdict, &error));
	ck_assert_str_eq(error.text, "expected an operator\n  6 x\n    ^");
}
END_TEST

START_TEST(problems_that_are_none)
{
	Verdict v;
	Error error;
	int n = problem_count;
	const char *text = text_of("problem_judge: problem %d of %d", n, n);
	ck_requires(text, CALLED(problem_judge(step, n, "x", &v, &error)));
	text = text_of("problem_judge: problem -1 of %d", n);
	ck_requires(text, CALLED(problem_judge(step, -1, "x", &v, &error)));
}
END_TEST

TESTS("problems", the_programs_own_derivatives, wrong_answers,
    answers_to_the_neighbour, other_forms, says_where, names_each_variable_once,
    says_where_first, right_within_a_millionth, right_at_most_points,
    answers_without_a_value, answers_that_are_none, problems_that_are_none)
