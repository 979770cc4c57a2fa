// A scenario read from files, and the figures it gives.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/model/lower.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::test {

struct Reading {
  Sources sources;
  Checked<Scenario> scenario;

  Reading(const std::filesystem::path& path, const ScenarioOptions& options = {})
      : scenario(load_scenario(path, sources, options)) {}

  std::string messages() const {
    std::string all;
    for (const Diagnostic& one : scenario.diagnostics) all += render(one, sources);
    return all;
  }
  std::vector<std::string> codes() const {
    std::vector<std::string> all;
    for (const Diagnostic& one : scenario.diagnostics) all.push_back(one.code);
    return all;
  }
  const Scenario& value() const {
    BOOST_TEST_REQUIRE(scenario.value.has_value(), messages());
    return *scenario.value;
  }
  double at(std::string_view series, std::string_view period) const {
    const Model& model = *value().model;
    const Output output = {*model.find(series), *model.calendar.parse(period), std::nullopt};
    const auto program = lower(*value().precedence, value().operations, {}, {&output, 1});
    BOOST_TEST_REQUIRE(program.value.has_value());
    return program.value->constants[program.value->results[0].index].value;
  }
};

}  // namespace headwater::test
