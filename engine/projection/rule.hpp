// Projection rules: how a series is carried on from its known history, by itself.
//
// One row each. A rule that needs more values than there are gives way to its fallback, that one to
// its own, down to the last value, which every history has.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace headwater {

enum class ProjectionRule {
  last_value,
  seasonal_naive,
  drift,
  seasonal_growth,
  mean_of_last,
  damped_trend,
  theta,
  combined
};

enum class ProjectionForm {
  closed,  // arithmetic of known values (closed_form.hpp)
  fitted   // parameters are searched for
};

struct ProjectionRow {
  ProjectionRule rule;
  std::string_view name;       // as formulas call it
  std::string_view signature;  // for messages: "mean_of_last(x, n)"
  std::string_view meaning;
  ProjectionForm form;
  std::size_t arguments;  // in a formula: the series, and for two a count
  // The fewest values it can do with, of a season of so many periods (1: none) and that count.
  std::size_t (*needs)(std::size_t season, std::size_t count);
  ProjectionRule fallback;  // serves a shorter history; of last_value itself
};

// In the order of ProjectionRule.
std::span<const ProjectionRow> projection_rules();
const ProjectionRow& row_of(ProjectionRule rule);

// The rule that serves a history of `size` >= 1 values: `wanted`, or the first of its fallbacks
// that can.
ProjectionRule rule_for(ProjectionRule wanted, std::size_t size, std::size_t season,
                        std::size_t count);

}  // namespace headwater
