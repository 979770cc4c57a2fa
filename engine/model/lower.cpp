#include "engine/model/lower.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/floating_point_state.hpp"
#include "engine/model/detail/cell_table.hpp"
#include "engine/model/detail/cell_value.hpp"
#include "engine/model/detail/projection.hpp"
#include "engine/model/detail/reading_order.hpp"
#include "engine/model/detail/refusals.hpp"
#include "engine/model/detail/simultaneous.hpp"
#include "engine/model/detail/writer.hpp"

namespace headwater {
namespace {

using detail::ProgramWriter;

class Lowering {
 public:
  using Value = ProgramWriter::Value;  // as an algebra of engine/model/evaluate.hpp

  Lowering(const Precedence& precedence, const Operations& operations, std::span<const Axis> axes,
           std::optional<std::uint32_t> elsewhere = std::nullopt)
      : precedence_(precedence),
        model_(precedence.model()),
        operations_(operations),
        writer_(std::uint32_t(axes.size())),
        cell_value_(precedence, operations, *this),
        cells_(model_.series.size(), model_.horizon),
        elsewhere_(elsewhere) {
    for (std::uint32_t axis = 0; axis < axes.size(); ++axis) {
      if (axes[axis].added_to) added_.emplace(*axes[axis].added_to, axis);
    }
  }

  // A conversion may carry a number beyond the range of doubles: that is missing, as ever.
  Value constant(double value) const {
    return std::isfinite(value) ? ProgramWriter::constant(value) : ProgramWriter::missing(origin_);
  }
  bool is_zero(const Value& value) const { return value.constant && value.number == 0; }
  Value absent(const Node&, Period) const { return ProgramWriter::missing(origin_); }
  Value unary(NodeOp op, const Value& a) { return writer_.unary(op, a, origin_); }
  Value binary(NodeOp op, const Value& a, const Value& b) {
    return writer_.binary(op == NodeOp::per ? NodeOp::divide : op, a, b, origin_);
  }
  Value choose(const Value& condition, const Value& yes, const Value& no) {
    return writer_.choose(condition, yes, no, origin_);
  }
  std::optional<Value> observed(SeriesId series, PeriodSpan span) const {
    const Observation* figure = precedence_.stand_in(series, span);
    return figure == nullptr ? std::nullopt : std::optional(constant(figure->value));
  }
  Value projected(NodeId id, std::span<const Value> history, std::int32_t step) {
    const Node& node = model_.formulas[id];
    const ProjectionRule rule = detail::used_rule(model_, node, history.size());
    const bool fitted = row_of(rule).form == ProjectionForm::fitted;
    const auto varies = [](const Value& value) { return !value.constant; };
    if (!fitted || std::none_of(history.begin(), history.end(), varies)) {
      return detail::projected(writer_, model_, node, history, step, origin_);
    }
    const std::vector<Value> as_known = without_added(id);
    if (std::any_of(as_known.begin(), as_known.end(), varies)) refuse_fit(id);
    return detail::projected(writer_, model_, node, as_known, step, origin_);
  }
  Value cell(SeriesId series, Period period) {
    const CellId id{series, period};
    if (known_only_ && precedence_.at(series, period).rule == Rule::outlook) {
      return ProgramWriter::missing(id);
    }
    if (const auto& known = cells_[id]) return *known;
    const auto lowered = [this](CellId one) { return cells_[one].has_value(); };
    detail::in_reading_order(precedence_, id, lowered, [this](CellId one) {
      const Circle* const circle = precedence_.circle_of(one);
      if (circle != nullptr) return solve(*circle);
      cells_[one] = formula_of(one);
      writer_.name(one, *cells_[one]);
    });
    return *cells_[id];
  }
  Value base(SeriesId driver, Period period) { return cell_value_.standard({driver, period}); }
  Value operand(const Operation& operation) {
    used_.insert(&operation);
    return operation.axis ? ProgramWriter::axis(*operation.axis) : constant(operation.value);
  }
  Value position(const Switch& one) const { return ProgramWriter::axis(one.axis); }
  Value printed(const Observation& figure) const { return constant(figure.value); }
  Value lost(CellId id) const { return ProgramWriter::missing(id); }
  // Fixes are the precedence's own, in the same order.
  void used(std::size_t operation) {
    if (operation < operations_.size()) used_.insert(&operations_[operation]);
  }
  void reads_known_only(bool only) { known_only_ = only; }

  Value output(const Output& output) {
    origin_ = {output.series, output.span.last};
    if (output.solving) return solving(output);
    if (output.side) return cell_value_.evaluator().rolled(*output.side, output.span);
    return cell_value_.evaluator().rolled(output.series, output.span);
  }

  // What an output adds to a sum in which it weighs as much as an axis says.
  Value weighed(const Output& output, const Value& value, std::uint32_t weight) {
    origin_ = {output.series, output.span.last};
    const Value axis = ProgramWriter::axis(weight);
    return choose(axis, binary(NodeOp::multiply, axis, value), constant(0));
  }

  void finish(std::span<const ProgramWriter::Wanted> outputs, Program& program) {
    writer_.finish(outputs, program);
  }
  bool has_used(const Operation& operation) const { return used_.contains(&operation); }
  const std::vector<Diagnostic>& said() const { return said_; }

 private:
  // What is added to cells by axes asks what they are worth; a fit is to what is known of them.
  std::vector<Value> without_added(NodeId projection) {
    if (!as_known_) {
      const std::vector<Axis> plain(writer_.draft().axes);
      as_known_ = std::make_unique<Lowering>(precedence_, operations_, plain);
    }
    const NodeId of = model_.formulas[projection].args[0];
    const PeriodSpan known = *precedence_.view().known(projection);
    std::vector<Value> history;
    for (Period p = known.first; p <= known.last; p = p + 1) {
      history.push_back(as_known_->cell_value_.evaluator().node(of, p));
    }
    return history;
  }

  void refuse_fit(NodeId projection) {
    if (refused_.insert(projection).second) {
      said_.push_back(detail::unsteady_fit(precedence_, projection));
    }
  }

  Value formula_of(CellId cell) {
    const CellId outer = std::exchange(origin_, cell);
    const Value value = with_added(cell, cell_value_.of(cell));
    origin_ = outer;
    return value;
  }

  // All cells of a circle, the unknowns being what is given.
  void compute(const Circle& circle, const std::vector<Value>& given) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      cells_[{circle.unknowns[i], circle.period}] = given[i];
    }
    for (const SeriesId other : circle.others) cells_[{other, circle.period}].reset();
    for (const SeriesId other : circle.others) {
      const CellId cell{other, circle.period};
      cells_[cell] = formula_of(cell);
    }
  }

  void solve(const Circle& circle) {
    detail::Equations equations;
    for (const SeriesId unknown : circle.unknowns) {
      const CellId cell{unknown, circle.period};
      equations.unknowns.push_back(cell);
      equations.begin.push_back(beginning_of(cell));
    }
    equations.formulas = [&](const std::vector<Value>& given) {
      compute(circle, given);
      std::vector<Value> formulas;
      for (const CellId& unknown : equations.unknowns) formulas.push_back(formula_of(unknown));
      return formulas;
    };
    detail::Solution& solution = solutions_[&circle];
    solution = detail::solve(writer_, equations);
    compute(circle, solution.values);
    const auto name = [&](SeriesId series) {
      writer_.name({series, circle.period}, *cells_[{series, circle.period}]);
    };
    std::for_each(circle.unknowns.begin(), circle.unknowns.end(), name);
    std::for_each(circle.others.begin(), circle.others.end(), name);
  }

  // Newton's method begins at what a period before has, or at 1.
  Value beginning_of(CellId unknown) {
    const CellId before{unknown.series, unknown.period - 1};
    const Value one = ProgramWriter::constant(1);
    Value begin = one;
    if (precedence_.at(before.series, before.period).rule != Rule::missing) {
      begin = writer_.binary(NodeOp::otherwise, *cells_[before], one, unknown);
    }
    if (!elsewhere_) return begin;
    const Value factor = ProgramWriter::axis(*elsewhere_);
    const Value none = writer_.binary(NodeOp::equal, begin, ProgramWriter::constant(0), unknown);
    const Value moved = writer_.binary(NodeOp::multiply, begin, factor, unknown);
    return writer_.choose(none, factor, moved, unknown);
  }

  Value solving(const Output& output) {
    const CellId of{output.series, output.span.last};
    cell(of.series, of.period);
    const Circle* const circle = precedence_.circle_of(of);
    require(circle != nullptr, "how a circle was solved is asked of a cell on one");
    const detail::Solution& solution = solutions_.at(circle);
    if (*output.solving == Solving::evaluations) return solution.evaluations;
    const auto& unknowns = circle->unknowns;
    const auto at = std::find(unknowns.begin(), unknowns.end(), of.series) - unknowns.begin();
    require(std::size_t(at) < unknowns.size(), "residuals are of unknowns");
    return (*output.solving == Solving::residual ? solution.residuals
                                                 : solution.terms)[std::size_t(at)];
  }

  Value with_added(CellId cell, Value value) {
    if (value.constant && is_missing(value.number)) return value;
    const auto [first, last] = added_.equal_range(cell);
    for (auto one = first; one != last; ++one) {
      value = binary(NodeOp::add, value, ProgramWriter::axis(one->second));
    }
    return value;
  }

  const Precedence& precedence_;
  const Model& model_;
  const Operations& operations_;
  std::multimap<CellId, std::uint32_t> added_;  // axes
  ProgramWriter writer_;
  detail::CellValue<Lowering> cell_value_;
  detail::CellTable<std::optional<Value>> cells_;
  std::set<const Operation*> used_;
  std::map<const Circle*, detail::Solution> solutions_;
  std::optional<std::uint32_t> elsewhere_;  // an axis: times where Newton's method begins
  std::unique_ptr<Lowering> as_known_;      // without what axes add to cells
  std::set<NodeId> refused_;                // projections
  std::vector<Diagnostic> said_;
  CellId origin_;
  bool known_only_ = false;  // a formula for history reads no forecast: that is not known
};

// A statement may be several operations, of which one that is read is enough.
std::vector<Diagnostic> all_unread(const Precedence& precedence, const Operations& operations,
                                   const Lowering& lowering) {
  std::vector<Diagnostic> diagnostics;
  std::set<std::pair<FileId, std::uint32_t>> told;
  const auto statement = [](const Operation& one) {
    return std::pair(one.place.file, one.place.begin);
  };
  for (const Operation& operation : operations) {
    if (lowering.has_used(operation)) told.insert(statement(operation));
  }
  for (const Operation& operation : operations) {
    const bool own = operation.place.end == 0 || told.insert(statement(operation)).second;
    if (own && !lowering.has_used(operation)) {
      diagnostics.push_back(detail::unread(precedence, operation));
    }
  }
  return diagnostics;
}

// By output. A driver that is shown says nothing of whether anything reads it: so these come after
// it was asked which operations were read.
std::vector<ProgramWriter::Wanted> written(Lowering& lowering, const Precedence& precedence,
                                           const Operations& operations,
                                           std::span<const Output> outputs,
                                           std::vector<Diagnostic>& diagnostics) {
  std::vector<ProgramWriter::Wanted> values(outputs.size());
  const auto want = [&](std::size_t i) {
    values[i] = {
        {outputs[i].series, outputs[i].span.last}, lowering.output(outputs[i]), outputs[i].by};
  };
  const auto is_driver = [&](const Output& output) {
    return !output.side && precedence.model().at(output.series).kind == SeriesKind::driver;
  };
  const bool only_drivers = std::all_of(outputs.begin(), outputs.end(), is_driver);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (only_drivers || !is_driver(outputs[i])) want(i);
  }
  diagnostics = all_unread(precedence, operations, lowering);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (!only_drivers && is_driver(outputs[i])) want(i);
  }
  return values;
}

// Whether something that was read cannot be written.
bool refused(const Lowering& lowering, std::vector<Diagnostic>& diagnostics) {
  diagnostics.insert(diagnostics.end(), lowering.said().begin(), lowering.said().end());
  return !lowering.said().empty();
}

}  // namespace

Checked<Program> lower(const Precedence& precedence, const Operations& operations,
                       std::span<const Axis> axes, std::span<const Output> outputs) {
  auto diagnostics = detail::refusals(precedence, outputs);
  if (has_errors(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return lower_answerable(precedence, operations, axes, outputs);
}

namespace {

Checked<Program> lowered(const Precedence& precedence, const Operations& operations,
                         std::span<const Axis> axes, std::span<const Output> outputs,
                         std::optional<std::uint32_t> elsewhere) {
  Checked<Program> checked;
  const FloatingPointState state;  // whatever depends on no axis is computed here
  Lowering lowering(precedence, operations, axes, elsewhere);
  const auto values = written(lowering, precedence, operations, outputs, checked.diagnostics);
  Program program;
  program.axes.assign(axes.begin(), axes.end());
  program.outputs.assign(outputs.begin(), outputs.end());
  if (refused(lowering, checked.diagnostics)) return checked;
  lowering.finish(values, program);
  checked.value = std::move(program);
  return checked;
}

}  // namespace

Checked<Program> lower_answerable(const Precedence& precedence, const Operations& operations,
                                  std::span<const Axis> axes, std::span<const Output> outputs) {
  return lowered(precedence, operations, axes, outputs, std::nullopt);
}

Checked<Program> lower_from_elsewhere(const Precedence& precedence, const Operations& operations,
                                      std::span<const Axis> axes, std::span<const Output> outputs,
                                      std::uint32_t axis) {
  return lowered(precedence, operations, axes, outputs, axis);
}

Checked<Program> lower_seeded(const Precedence& precedence, const Operations& operations,
                              std::span<const Axis> axes, std::span<const Output> outputs,
                              const Slopes& slopes) {
  require(1 <= slopes.of && slopes.of <= outputs.size(), "slopes are of some of the outputs");
  Checked<Program> checked{std::nullopt, detail::refusals(precedence, outputs)};
  if (has_errors(checked.diagnostics)) return checked;
  const FloatingPointState state;
  Program program;
  program.axes.assign(axes.begin(), axes.end());
  for (const Output& output : outputs.first(slopes.of)) {
    program.axes.push_back({precedence.model().at(output.series).name, Unit()});
  }
  program.outputs.assign(outputs.begin(), outputs.end());
  Lowering lowering(precedence, operations, program.axes);
  auto values = written(lowering, precedence, operations, outputs, checked.diagnostics);
  if (refused(lowering, checked.diagnostics)) return checked;
  auto sum = lowering.constant(0);
  for (std::size_t i = 0; i < slopes.of; ++i) {
    const auto weight = std::uint32_t(axes.size() + i);
    const auto part = lowering.weighed(outputs[i], values[i].value, weight);
    sum = i == 0 ? part : lowering.binary(NodeOp::add, sum, part);
  }
  for (const std::uint32_t axis : slopes.by) {
    values.push_back({values.front().at, sum, axis});
    program.outputs.push_back(outputs.front());
    program.outputs.back().by = axis;
  }
  lowering.finish(values, program);
  checked.value = std::move(program);
  return checked;
}

}  // namespace headwater
