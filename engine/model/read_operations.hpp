// Operations and the values of a sweep, from the tree: drivers found, units held, numbers read.
#pragma once

#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/model.hpp"
#include "engine/model/operation.hpp"

namespace headwater {

Checked<Operation> read_operation(const Model& model, Sources& sources,
                                  const tree::Operation& operation);

// An axis of a sweep and its levels. `base * 0.9` makes a multiply, `base + 1 pp` an add, anything
// else a set; one axis holds one kind.
struct Levels {
  Operation operation;  // without axis and value
  Axis axis;
  std::vector<double> values;
};
Checked<Levels> read_levels(const Model& model, Sources& sources, const tree::Across& across);

// The series and the spans that a `show` names.
struct Shown {
  std::vector<SeriesId> series;
  std::vector<PeriodSpan> spans;
};
Checked<Shown> read_shown(const Model& model, Sources& sources,
                          const std::vector<tree::Name>& series,
                          const std::vector<tree::PeriodText>& periods);

}  // namespace headwater
