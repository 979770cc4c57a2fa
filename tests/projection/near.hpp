// Values against those worked by hand.
#pragma once

#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/missing.hpp"

namespace headwater {

inline void near(const std::vector<double>& found, const std::vector<double>& expected,
                 double off = 1e-13) {
  BOOST_REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    BOOST_TEST_INFO("value " << i << ": " << found[i] << ", expected " << expected[i]);
    if (is_missing(expected[i])) {
      BOOST_TEST(is_missing(found[i]));
    } else {
      BOOST_TEST(std::fabs(found[i] - expected[i]) <= off * std::fabs(expected[i]));
    }
  }
}

}  // namespace headwater
