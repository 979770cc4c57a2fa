// A property held over drawn inputs: the same draws on every run, made small when one fails.
#pragma once

#include <rapidcheck.h>
#include <sstream>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

namespace headwater::test {

// Fails the test with the smallest counterexample that was found, and how often it held before.
template <typename Testable>
void hold_for_all(const std::string& what, int draws, Testable&& property) {
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = what;
  rc::detail::TestParams params;
  params.seed = 2023;
  params.maxSuccess = draws;
  const auto result = rc::detail::checkTestable(std::forward<Testable>(property), metadata, params);
  std::ostringstream said;
  rc::detail::printResultMessage(result, said);
  BOOST_TEST(result.template is<rc::detail::SuccessResult>(), what << ": " << said.str());
}

}  // namespace headwater::test
