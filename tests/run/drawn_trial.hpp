// What a drawn model asks of the engine, in the engine's words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/operation.hpp"
#include "engine/model/program.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/run/drawn_model.hpp"

namespace headwater::test {

struct Asked {
  Operations operations;
  std::vector<Axis> axes;
  std::vector<Output> outputs;
};

inline SeriesId drawn_series(const Known& known, bool of_driver, int index) {
  return known.id((of_driver ? "d" : "f") + std::to_string(index));
}

inline Operation operation_of(const Known& known, const DrawnOperation& one) {
  using Kind = DrawnOperation::Kind;
  constexpr OperationKind kinds[] = {OperationKind::set, OperationKind::add,
                                     OperationKind::multiply, OperationKind::grow,
                                     OperationKind::ramp};
  static_assert(int(Kind::ramp) == 4);
  Operation operation{.kind = kinds[int(one.kind)],
                      .series = drawn_series(known, one.of_driver, one.index),
                      .span = {{one.first}, {one.last}},
                      .axis = std::uint32_t(one.axis)};
  if (one.when) operation.when = Switch{std::uint32_t(one.when->axis), one.when->at};
  return operation;
}

inline Asked asked_of(const DrawnModel& drawn, const Known& known) {
  Asked asked;
  for (const DrawnOperation& one : drawn.operations) {
    asked.operations.push_back(operation_of(known, one));
  }
  for (int i = 0; i < drawn.axes; ++i) asked.axes.push_back({"axis" + std::to_string(i), Unit()});
  for (const DrawnOutput& one : drawn.outputs) {
    asked.outputs.push_back(
        {drawn_series(known, one.of_driver, one.index), {{one.first}, {one.last}}});
  }
  return asked;
}

// A model drawn from a seed, loaded; more may be drawn after it.
struct DrawnTrial {
  explicit DrawnTrial(std::uint32_t seed)
      : random_(seed),
        drawn_(drawn_model(random_)),
        known_({.body = drawn_.body(), .horizon = drawn_.horizon()}),
        asked_(asked_of(drawn_, known_)) {}
  // For messages.
  std::string text() const {
    return known_.diagnosis() + drawn_.horizon() + '\n' + drawn_.body() +
           drawn_.describe_operations();
  }

  Random random_;
  DrawnModel drawn_;
  Known known_;
  Asked asked_;
};

}  // namespace headwater::test
