// What a formula's parts are before any driver is known: calendar, constants and tables.
//
// Conditions and table keys that depend on nothing else are decided when a program is made, so
// that a branch that is never taken reads nothing.
#pragma once

#include <optional>

#include "engine/core/calendar.hpp"
#include "engine/model/model.hpp"

namespace headwater {

class StaticView {
 public:
  // Table rows presented after `known_by` do not exist yet.
  StaticView(const Model& model, Day known_by) : model_(&model), known_by_(known_by) {}

  // The node's value at a period when it is the same in every scenario and not missing.
  std::optional<double> value(NodeId node, Period period) const;

  // A lookup's row: the latest of its keys presented by the start of the year its last argument
  // names, and not after `known_by`. None when there is none.
  const LookupRow* lookup(const Node& node, Period period) const;

  // The amount (or the step) that one-offs put on a series in a period; 0 without any.
  double one_off(SeriesId series, Period period) const;

 private:
  std::optional<double> binary(const Node& node, Period period) const;
  const Model* model_;
  Day known_by_;
};

}  // namespace headwater
