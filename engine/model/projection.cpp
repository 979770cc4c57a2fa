#include "engine/model/detail/projection.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/projection/closed_form.hpp"

namespace headwater::detail {
namespace {

// A value of a program being written, with the arithmetic of numbers.
struct Written {
  ProgramWriter* writer;
  CellId origin;
  ProgramWriter::Value value;
};

Written combined(NodeOp op, const Written& a, const Written& b) {
  return {a.writer, a.origin, a.writer->binary(op, a.value, b.value, a.origin)};
}
Written operator+(const Written& a, const Written& b) { return combined(NodeOp::add, a, b); }
Written operator-(const Written& a, const Written& b) { return combined(NodeOp::subtract, a, b); }
Written operator*(const Written& a, const Written& b) { return combined(NodeOp::multiply, a, b); }
Written operator/(const Written& a, const Written& b) { return combined(NodeOp::divide, a, b); }

template <typename Number, typename IsMissing>
std::span<const Number> after_last_missing(std::span<const Number> history, IsMissing is_missing) {
  const auto lost = std::find_if(history.rbegin(), history.rend(), is_missing);
  return history.last(std::size_t(lost - history.rbegin()));
}

}  // namespace

ProjectionRule wanted_rule(const Node& projection) {
  return projection_rules()[projection.index].rule;
}

ProjectionSetting setting_of(const Model& model, const Node& projection) {
  return {std::size_t(model.calendar.periods_per_year()), std::size_t(projection.lag)};
}

ProjectionRule used_rule(const Model& model, const Node& projection, std::size_t known) {
  const auto [season, count] = setting_of(model, projection);
  return rule_for(wanted_rule(projection), known, season, count);
}

double projected(const Model& model, const Node& projection, std::span<const double> history,
                 std::int32_t step) {
  const auto there =
      after_last_missing(history, [](double value) { return headwater::is_missing(value); });
  if (there.empty()) return missing();
  const auto steps = std::size_t(step);
  return project(wanted_rule(projection), there, setting_of(model, projection), steps)
      .points.back();
}

ProgramWriter::Value projected(ProgramWriter& writer, const Model& model, const Node& projection,
                               std::span<const ProgramWriter::Value> history, std::int32_t step,
                               CellId origin) {
  using Value = ProgramWriter::Value;
  const auto there = after_last_missing(history, [](const Value& value) {
    return value.constant && headwater::is_missing(value.number);
  });
  if (there.empty()) return history.back();
  const ProjectionSetting setting = setting_of(model, projection);
  const ProjectionRule rule = used_rule(model, projection, there.size());
  if (row_of(rule).form == ProjectionForm::closed) {
    std::vector<Written> values;
    for (const Value& one : there) values.push_back({&writer, origin, one});
    const auto constant = [&](double value) {
      return Written{&writer, origin, ProgramWriter::constant(value)};
    };
    return closed_point<Written>(rule, values, setting.season, setting.count, std::size_t(step),
                                 constant)
        .value;
  }
  std::vector<double> values;
  for (const Value& one : there) {
    if (!one.constant) return ProgramWriter::missing(origin);
    values.push_back(one.number);
  }
  const double value = project(rule, values, setting, std::size_t(step)).points.back();
  return headwater::is_missing(value) ? ProgramWriter::missing(origin)
                                      : ProgramWriter::constant(value);
}

}  // namespace headwater::detail
