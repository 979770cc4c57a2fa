#include "engine/projection/rule.hpp"

#include <set>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"

namespace {

using namespace headwater;
using enum ProjectionRule;

BOOST_AUTO_TEST_SUITE(rule)

BOOST_AUTO_TEST_CASE(rows_stand_in_the_order_of_the_rules) {
  std::size_t at = 0;
  std::set<std::string_view> names;
  for (const ProjectionRow& row : projection_rules()) {
    BOOST_TEST(std::size_t(row.rule) == at++);
    BOOST_TEST(&row_of(row.rule) == &row);
    BOOST_TEST(row.signature.substr(0, row.name.size()) == row.name);
    const bool counts = row.signature.find(", n)") != std::string_view::npos;
    BOOST_TEST(row.arguments == (counts ? 2U : 1U));
    names.insert(row.name);
  }
  BOOST_TEST(names.size() == at);
  BOOST_TEST(at == std::size_t(combined) + 1);
}

// Whoever asks can be served: a fallback never needs more, and the last needs one value.
BOOST_AUTO_TEST_CASE(every_road_ends_at_the_last_value) {
  for (const ProjectionRow& row : projection_rules()) {
    for (const std::size_t season : {1U, 4U, 12U}) {
      BOOST_TEST(row_of(row.fallback).needs(season, 3) <= row.needs(season, 3));
      const ProjectionRule served = rule_for(row.rule, 1, season, 3);
      BOOST_TEST(row_of(served).needs(season, 3) == 1U);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_short_history_is_served_by_a_fallback) {
  const auto served = [](ProjectionRule wanted, std::size_t size) {
    return row_of(rule_for(wanted, size, 4, 3)).name;
  };
  BOOST_TEST(served(seasonal_growth, 5) == "seasonal_growth");
  BOOST_TEST(served(seasonal_growth, 4) == "seasonal_naive");
  BOOST_TEST(served(seasonal_growth, 3) == "last_value");
  BOOST_TEST(served(seasonal_naive, 3) == "last_value");
  BOOST_TEST(served(drift, 2) == "drift");
  BOOST_TEST(served(drift, 1) == "last_value");
  BOOST_TEST(served(mean_of_last, 1) == "mean_of_last");
  BOOST_TEST(served(theta, 6) == "theta");
  BOOST_TEST(served(theta, 5) == "drift");
  BOOST_TEST(served(damped_trend, 8) == "damped_trend");
  BOOST_TEST(served(damped_trend, 7) == "drift");
  BOOST_TEST(served(combined, 8) == "combined");
  BOOST_TEST(served(combined, 7) == "drift");
  BOOST_TEST(served(combined, 1) == "last_value");
  BOOST_CHECK_THROW(rule_for(drift, 0, 4, 3), BrokenPromise);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
