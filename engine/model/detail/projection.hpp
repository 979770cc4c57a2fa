// What a formula's projection comes to in a period, of the known values of what it projects.
#pragma once

#include <cstdint>
#include <span>

#include "engine/model/detail/writer.hpp"
#include "engine/model/model.hpp"
#include "engine/projection/project.hpp"

namespace headwater::detail {

// Of a projection's node; the season of a model is its year.
ProjectionRule wanted_rule(const Node& projection);
ProjectionSetting setting_of(const Model& model, const Node& projection);
// That, or what serves so few known values instead.
ProjectionRule used_rule(const Model& model, const Node& projection, std::size_t known);

// The value so many periods after the last known one. Values up to the last missing one are left
// out; missing when that is the last of all.
double projected(const Model& model, const Node& projection, std::span<const double> history,
                 std::int32_t step);

// The same in a program. Closed rules are written as instructions where a value of the history
// varies from row to row. Fitted ones then take their parameters from no numbers there are: the
// value is missing, which unsteady_fits() of engine/model/lower.cpp says beforehand.
ProgramWriter::Value projected(ProgramWriter& writer, const Model& model, const Node& projection,
                               std::span<const ProgramWriter::Value> history, std::int32_t step,
                               CellId origin);

}  // namespace headwater::detail
