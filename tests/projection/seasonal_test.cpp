#include "engine/projection/detail/seasonal.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/projection/near.hpp"

namespace {

using namespace headwater;
using namespace headwater::projection;

using Values = std::vector<double>;

Values repeated(const Values& season, std::size_t times) {
  Values all;
  for (std::size_t i = 0; i < times; ++i) all.insert(all.end(), season.begin(), season.end());
  return all;
}

const Values pure = {80, 110, 130, 80};

BOOST_AUTO_TEST_SUITE(seasonal)

// Any four quarters in a row have the mean 100, so that ratios are the season itself.
BOOST_AUTO_TEST_CASE(a_pure_season_is_found_whole) {
  near(classical_indices(repeated(pure, 3), 4), {0.8, 1.1, 1.3, 0.8});
  near(shrunk_indices(repeated(pure, 3), 4), {0.8, 1.1, 1.3, 0.8});
  near(classical_indices(repeated({90, 100, 110}, 3), 3), {0.9, 1, 1.1});
  near(classical_indices(repeated({90, 110}, 3), 2), {0.9, 1.1});
}

// Of the pure season, less its mean -20, 10, 30, -20, squares of a year are 1800 and products of
// neighbours -200, 300, -600, 400. Over three years autocorrelations are -7/54 at lag 1, -40/54 at
// 2, 2/54 at 3 and 2/3 at 4; the bound is 1.645 √((1 + 2 · 0.5669) / 12) = 0.694. Over four years
// -8/72, -56/72, 1/72 and 3/4; the bound 1.645 √((1 + 2 · 0.6175) / 16) = 0.615.
BOOST_AUTO_TEST_CASE(the_test_asks_for_evidence) {
  BOOST_TEST(!tested_seasonal(repeated(pure, 3), 4));
  BOOST_TEST(tested_seasonal(repeated(pure, 4), 4));
}

BOOST_AUTO_TEST_CASE(what_does_not_change_has_no_season) {
  BOOST_TEST(!tested_seasonal(Values(16, 5.0), 4));
  near(shrunk_indices(Values(16, 5.0), 4), {1, 1, 1, 1});
}

// Centred averages of the two middle years are 405, 415, 415, 415, 415, 415, 425 and 420 quarters;
// ratios, by quarter, 72/83 and 64/85; 88/83 and 8/7; 104/81 and 96/83; 72/83 and 80/83. Their
// means add up to 3.9828... and are scaled to 4. Variances of the means, averaged, are V =
// 0.00284024; squares of the indices less 1 add up to 0.0990288, so that of the indices the share
// (4 - 3) V / 0.0990288 = 0.0286810 is noise. By exact fractions.
BOOST_AUTO_TEST_CASE(indices_of_a_season_that_varies) {
  const Values history = {80, 100, 130, 90, 90, 110, 120, 100, 80, 120, 130, 80};
  near(classical_indices(history, 4),
       {0.8006565390933011, 1.0885663232699085, 1.2059063814186788, 0.9048707562181115}, 1e-12);
  near(shrunk_indices(history, 4),
       {0.8063739000308432, 1.0860261564907128, 1.200000789649783, 0.9075991538286609}, 1e-12);
}

// Each quarter is once high and once low: nothing but noise, of which no season is left.
BOOST_AUTO_TEST_CASE(noise_is_shrunk_away) {
  Values history;
  for (std::size_t t = 0; t < 40; ++t) history.push_back((t * t / 3) % 2 == 0 ? 100 : 101);
  for (const double index : shrunk_indices(history, 4)) {
    BOOST_TEST(std::fabs(index - 1) < 0.002);
  }
  BOOST_TEST(!tested_seasonal(history, 4));
}

BOOST_AUTO_TEST_CASE(an_adjusted_history_times_its_indices_is_the_history) {
  const Values history = repeated(pure, 4);
  const Adjusted made = adjusted(history, 4, SeasonalAdjustment::classical);
  BOOST_TEST((made.by == SeasonalAdjustment::classical));
  near(made.values, Values(16, 100.0));
  for (std::size_t t = 0; t < history.size(); ++t) {
    near({made.values[t] * made.index(t)}, {history[t]});
  }
}

void expect_none(const Values& history, std::size_t season, SeasonalAdjustment by) {
  const Adjusted made = adjusted(history, season, by);
  BOOST_TEST((made.by == SeasonalAdjustment::none));
  BOOST_TEST(made.values == history, boost::test_tools::per_element());
  BOOST_TEST(made.index(7) == 1);
}

BOOST_AUTO_TEST_CASE(too_little_for_a_season) {
  using enum SeasonalAdjustment;
  const Values three = repeated(pure, 3);
  expect_none(three, 4, classical);  // the test
  expect_none({three.begin(), three.end() - 1}, 4, shrunk);
  expect_none(three, 1, shrunk);
  expect_none(three, 4, none);
  for (const double bad : {0.0, -80.0}) {
    Values sign = repeated(pure, 4);
    sign[3] = bad;
    expect_none(sign, 4, classical);
    expect_none(sign, 4, shrunk);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
