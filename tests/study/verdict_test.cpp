// Verdicts over errors whose answer is known.
#include "engine/study/verdict.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace headwater;

namespace {

using List = std::vector<std::size_t>;
constexpr auto variant = ContenderRole::variant;
constexpr auto baseline = ContenderRole::baseline;
const auto near = boost::test_tools::tolerance(1e-12);

// Errors about a level, of a pattern of its own for each of up to three contenders: 1, -1, ... by
// two, four, eight origins, so that differences of patterns have mean 0 over 16 origins.
std::vector<double> errors(double level, std::size_t pattern) {
  std::vector<double> values;
  for (std::size_t origin = 0; origin < 16; ++origin) {
    values.push_back(level + (((origin >> pattern) & 1) != 0 ? 1 : -1));
  }
  return values;
}

const std::vector<double> four = errors(4, 0);
const std::vector<double> four_too = errors(4, 1);
const std::vector<double> five = errors(5, 1);
const std::vector<double> nine = errors(9, 2);
const std::vector<double> twelve = errors(12, 3);

// The pair of these two.
const ContenderPair& pair_of(const Verdict& verdict, std::size_t left, std::size_t right) {
  for (const ContenderPair& pair : verdict.pairs) {
    if (pair.left == left && pair.right == right) return pair;
  }
  throw std::out_of_range("no such pair");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdicts)

// 0.01, 0.04, 0.03: in order 3 * 0.01, 2 * 0.03, 1 * 0.04, which may not be less than what is
// before it.
BOOST_AUTO_TEST_CASE(holm_multiplies_by_what_is_left_and_never_falls) {
  const std::vector<double> corrected = holm(std::array{0.01, 0.04, 0.03});
  BOOST_TEST(corrected[0] == 0.03, near);
  BOOST_TEST(corrected[1] == 0.06, near);
  BOOST_TEST(corrected[2] == 0.06, near);
}

// 0.02 twice and 0.5: 3 * 0.02, then 2 * 0.02, which may not be less.
BOOST_AUTO_TEST_CASE(holm_corrects_equal_ones_alike) {
  const std::vector<double> corrected = holm(std::array{0.02, 0.5, 0.02});
  BOOST_TEST(corrected[0] == 0.06, near);
  BOOST_TEST(corrected[2] == 0.06, near);
}

BOOST_AUTO_TEST_CASE(holm_asks_no_question_that_has_no_answer) {
  const std::vector<double> corrected = holm(std::array{missing(), 0.01, 0.9, 0.8});
  BOOST_TEST(is_missing(corrected[0]));
  BOOST_TEST(corrected[1] == 0.03, near);
  BOOST_TEST(corrected[2] == 1.0);
  BOOST_TEST(corrected[3] == 1.0);
  BOOST_TEST(holm({}).empty());
}

// Differences are 4 - 9 and more, with deviations of 1.5: t of 15 degrees beyond 13.
BOOST_AUTO_TEST_CASE(one_that_beats_all_others_and_the_baselines_is_decided_on) {
  const Verdict verdict = judge(
      std::array{Contender{baseline, twelve}, Contender{variant, nine}, Contender{variant, four}},
      1);
  BOOST_TEST((verdict.kind == VerdictKind::decided));
  BOOST_TEST(verdict.origins == 16u);
  BOOST_TEST(verdict.leader == 2u);
  BOOST_TEST(verdict.mean_absolute_errors[2] == 4.0, near);
  BOOST_TEST(verdict.best_baseline.value() == 0u);
  BOOST_TEST((verdict.against_baseline == AgainstBaseline::better));
  BOOST_TEST(verdict.beaten == (List{0, 1}), boost::test_tools::per_element());
  BOOST_TEST(verdict.together == (List{2}), boost::test_tools::per_element());
  BOOST_TEST(verdict.pairs.size() == 3u);
}

BOOST_AUTO_TEST_CASE(two_that_are_alike_are_undecided_and_both_beat_the_third) {
  const Verdict verdict =
      judge(std::array{Contender{variant, four}, Contender{variant, nine},
                       Contender{variant, four_too}, Contender{baseline, twelve}},
            1);
  BOOST_TEST((verdict.kind == VerdictKind::undecided));
  BOOST_TEST(verdict.leader == 0u);
  BOOST_TEST(verdict.together == (List{0, 2}), boost::test_tools::per_element());
  BOOST_TEST(verdict.beaten == (List{1, 3}), boost::test_tools::per_element());
  BOOST_TEST(verdict.beaten_by_all == (List{1, 3}), boost::test_tools::per_element());
  BOOST_TEST(verdict.pairs.size() == 6u);
}

BOOST_AUTO_TEST_CASE(a_leader_that_a_baseline_equals_is_no_better_than_it) {
  const Verdict verdict =
      judge(std::array{Contender{variant, four}, Contender{variant, nine},
                       Contender{baseline, four_too}, Contender{baseline, twelve}},
            1);
  BOOST_TEST((verdict.kind == VerdictKind::no_better_than_a_baseline));
  BOOST_TEST((verdict.against_baseline == AgainstBaseline::not_separated));
  BOOST_TEST(verdict.best_baseline.value() == 2u);
  BOOST_TEST(verdict.beaten == (List{1, 3}), boost::test_tools::per_element());
  BOOST_TEST(verdict.pairs.size() == 5u);  // of baselines nobody asks which is better
}

BOOST_AUTO_TEST_CASE(a_leader_behind_a_baseline_is_told_so) {
  const Verdict verdict = judge(std::array{Contender{variant, nine}, Contender{baseline, four}}, 1);
  BOOST_TEST((verdict.kind == VerdictKind::no_better_than_a_baseline));
  BOOST_TEST((verdict.against_baseline == AgainstBaseline::worse));
  BOOST_TEST(verdict.leader == 0u);
  BOOST_TEST(verdict.beaten.empty());
}

BOOST_AUTO_TEST_CASE(one_variant_that_beats_its_baseline_is_decided_on) {
  const Verdict verdict = judge(std::array{Contender{variant, four}, Contender{baseline, nine}}, 1);
  BOOST_TEST((verdict.kind == VerdictKind::decided));
}

// four - five is -1 with deviations of sqrt(2): by 16 origins the sum of squares about it is 32, so
// that the error is sqrt(32 / 15 / 16) and t of 15 degrees -2.7386: p = 0.0152 (SciPy), which is
// below 5 %, and six times which is above.
BOOST_AUTO_TEST_CASE(what_would_do_among_two_does_not_among_many) {
  const Verdict two = judge(std::array{Contender{variant, four}, Contender{variant, five}}, 1);
  BOOST_TEST((two.kind == VerdictKind::decided));
  BOOST_TEST(two.pairs[0].judged.p_value == 0.015231027044400802, near);
  BOOST_TEST(two.pairs[0].p_corrected == 0.015231027044400802, near);
  // Alike twice over: neither five nor its copies are beaten, since six are asked of them.
  const Verdict many = judge(std::array{Contender{variant, four}, Contender{variant, five},
                                        Contender{variant, five}, Contender{variant, five}},
                             1);
  BOOST_TEST((many.kind == VerdictKind::undecided));
  BOOST_TEST(pair_of(many, 0, 1).p_corrected == 6 * 0.015231027044400802, near);
  BOOST_TEST(many.together.size() == 4u);
}

// 412 and 455 on the mean: -40 and -46.
BOOST_AUTO_TEST_CASE(two_origins_are_too_few_and_their_differences_are_there) {
  const std::vector<double> driver = {400, 424};
  const std::vector<double> trend = {440, 470};
  const Verdict verdict =
      judge(std::array{Contender{variant, driver}, Contender{variant, trend}}, 2);
  BOOST_TEST((verdict.kind == VerdictKind::too_few));
  BOOST_TEST(verdict.mean_absolute_errors[0] == 412.0);
  BOOST_TEST(verdict.mean_absolute_errors[1] == 455.0);
  BOOST_TEST(verdict.pairs[0].difference.mean.value == -43.0);
  BOOST_TEST((verdict.pairs[0].difference.method == DifferenceMethod::independent));
  BOOST_TEST(is_missing(verdict.pairs[0].p_corrected));
  BOOST_TEST(verdict.together.size() == 2u);
}

BOOST_AUTO_TEST_CASE(seven_origins_separate_nothing_however_clear_it_looks) {
  const auto first = [](const std::vector<double>& of) { return std::span(of).first(7); };
  const Verdict verdict =
      judge(std::array{Contender{variant, first(four)}, Contender{variant, first(twelve)}}, 1);
  BOOST_TEST((verdict.kind == VerdictKind::undecided));
  BOOST_TEST(verdict.leader == 0u);
  BOOST_TEST(is_missing(verdict.pairs[0].p_corrected));
}

BOOST_AUTO_TEST_CASE(a_horizon_beyond_half_the_origins_separates_nothing) {
  const std::array both = {Contender{variant, four}, Contender{variant, twelve}};
  BOOST_TEST(!is_missing(judge(both, 8).pairs[0].p_corrected));
  const Verdict verdict = judge(both, 9);
  BOOST_TEST((verdict.kind == VerdictKind::undecided));
  BOOST_TEST(is_missing(verdict.pairs[0].p_corrected));
}

// Without its origin the contenders that have it are held to the others all the same.
BOOST_AUTO_TEST_CASE(an_origin_that_one_contender_lacks_counts_for_none) {
  std::vector<double> gap = nine;
  gap[3] = missing();
  std::vector<double> huge = four;
  huge[3] = 1e9;
  const Verdict verdict = judge(
      std::array{Contender{variant, huge}, Contender{variant, twelve}, Contender{variant, gap}}, 1);
  BOOST_TEST(verdict.origins == 15u);
  BOOST_TEST(verdict.left_out == 1u);
  BOOST_TEST((verdict.kind == VerdictKind::decided));
  BOOST_TEST(verdict.leader == 0u);
  BOOST_TEST(verdict.mean_absolute_errors[0] == (16 * 4.0 - four[3]) / 15, near);
}

BOOST_AUTO_TEST_CASE(no_origin_at_all_is_too_few) {
  const Verdict verdict = judge(std::array{Contender{variant, {}}, Contender{baseline, {}}}, 1);
  BOOST_TEST((verdict.kind == VerdictKind::too_few));
  BOOST_TEST(is_missing(verdict.mean_absolute_errors[0]));
}

BOOST_AUTO_TEST_CASE(the_same_contender_twice_is_undecided) {
  const Verdict verdict = judge(std::array{Contender{variant, four}, Contender{variant, four}}, 1);
  BOOST_TEST((verdict.kind == VerdictKind::undecided));
  BOOST_TEST(verdict.pairs[0].p_corrected == 1.0);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_judged_is_refused) {
  const Contender one{variant, four};
  const Contender rule{baseline, nine};
  const Contender shorter{variant, std::span(nine).first(3)};
  BOOST_CHECK_THROW(judge(std::array{one}, 1), std::invalid_argument);
  BOOST_CHECK_THROW(judge(std::array{rule, rule}, 1), std::invalid_argument);
  BOOST_CHECK_THROW(judge(std::array{one, shorter}, 1), std::invalid_argument);
  BOOST_CHECK_THROW(judge(std::array{one, rule}, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
