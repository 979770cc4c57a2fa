#include "engine/scenario/resolved.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "engine/lang/printer.hpp"

namespace headwater {
namespace {

using tree::Expr;
using tree::ExprKind;
using tree::Operator;

// The shortest digits that read back to the same number, without an exponent.
std::string digits(double value) {
  std::array<char, 400> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return {text.data(), end.ptr};
}

Expr number(double value, const std::string& unit) {
  Expr expr;
  expr.text = digits(std::fabs(value));
  expr.unit.text = unit;
  if (!std::signbit(value)) return expr;
  Expr negated;
  negated.kind = ExprKind::negate;
  negated.args.push_back(std::move(expr));
  return negated;
}

Expr on_base(Operator op, Expr right) {
  Expr base;
  base.kind = ExprKind::name;
  base.text = "base";
  Expr whole;
  whole.kind = ExprKind::binary;
  whole.op = op;
  whole.args = {std::move(base), std::move(right)};
  return whole;
}

tree::PeriodText text_of(const Calendar& calendar, const PeriodSpan& span) {
  tree::PeriodText text;
  const bool begins = span.first.index > -forever;
  const bool ends = span.last.index < forever;
  if (begins) text.first.text = calendar.name({span.first, span.first});
  if (ends) text.last.text = calendar.name({span.last, span.last});
  return text;
}

class Resolving {
 public:
  Resolving(const Scenario& scenario, Titles titles)
      : scenario_(scenario), model_(*scenario.model), titled_(titles == Titles::kept) {}

  tree::Document document() {
    begin(scenario_.operations);
    for (const SweepPlan& one : scenario_.sweeps) add(sweep(one));
    for (const TornadoPlan& one : scenario_.tornados) add(tornado(one));
    for (const TargetPlan& one : scenario_.targets) add(target(one));
    for (const tree::Item& one : scenario_.kept) document_.items.push_back(one);
    return std::move(document_);
  }

  tree::Document document_of(const Operations& operations) {
    begin(operations);
    return std::move(document_);
  }

 private:
  void begin(const Operations& operations) {
    add(tree::ScenarioHeader{title(scenario_.title)});
    if (!scenario_.model_file.empty()) add(tree::ModelFile{{scenario_.model_file, {}}});
    add(tree::AsOf{{as_of(), {}}});
    if (titled_ && !scenario_.why.empty()) add(tree::Why{{scenario_.why, {}}});
    for (const Operation& one : operations) add(operation(one));
  }

  template <typename What>
  void add(What what) {
    document_.items.push_back({std::move(what), {}});
  }

  tree::Title title(const Title& title) const {
    if (!titled_) return {};
    return {{title.english, {}}, {title.japanese, {}}};
  }

  std::string as_of() const {
    const Vintage& vintage = scenario_.precedence->vintage();
    if (vintage.day) return headwater::text_of(*vintage.day);
    return model_.calendar.name({vintage.period, vintage.period});
  }

  // A unit that may stand behind a number; of one with a fraction bar, none: a bare number takes
  // it.
  std::string unit_of(SeriesId id, OperationKind kind) const {
    const Unit& unit = model_.at(id).unit;
    const bool percent = unit.is_dimensionless() && !unit.is_plain();
    if (percent && kind == OperationKind::add) return "pp";
    const bool bare = unit.is_plain() || unit.text().find_first_of("/*^") != std::string::npos;
    return bare ? "" : unit.text();
  }

  Expr value_of(const Operation& operation, double value) const {
    switch (operation.kind) {
      case OperationKind::multiply:
      case OperationKind::grow:
      case OperationKind::carry: return number(value, "");
      case OperationKind::add:
      case OperationKind::set:
      case OperationKind::ramp:
      case OperationKind::fix: break;
    }
    const bool points = operation.kind == OperationKind::add && in_basis_points(operation.series);
    return number(points ? value / 100 : value, unit_of(operation.series, operation.kind));
  }

  // A driver in bp is changed in points all the same.
  bool in_basis_points(SeriesId id) const { return model_.at(id).unit.text() == "bp"; }

  static tree::OperationKind kind_of(OperationKind kind) {
    switch (kind) {
      case OperationKind::add: return tree::OperationKind::add;
      case OperationKind::multiply: return tree::OperationKind::multiply;
      case OperationKind::grow: return tree::OperationKind::grow;
      case OperationKind::ramp: return tree::OperationKind::ramp;
      case OperationKind::carry: return tree::OperationKind::carry;
      case OperationKind::fix: return tree::OperationKind::fix;
      case OperationKind::set: break;
    }
    return tree::OperationKind::set;
  }

  tree::Operation operation(const Operation& from) const {
    tree::Operation to;
    to.kind = kind_of(from.kind);
    to.target.text = model_.at(from.series).name;
    to.values.push_back(value_of(from, from.value));
    const bool always = from.span.first.index <= -forever && from.span.last.index >= forever;
    if (!always) to.periods = text_of(model_.calendar, from.span);
    const bool builds = from.kind == OperationKind::grow || from.kind == OperationKind::ramp;
    const bool ends = from.span.last < model_.horizon.last;
    if (builds && ends) to.then = tree::Then::base;
    if (from.profile != Profile::none) {
      to.profile.text = from.profile == Profile::even ? "even" : "last year's";
    }
    if (titled_) to.why.text = from.why;
    if (titled_) to.owner.text = from.owner;
    if (from.expires) to.expires = text_of(model_.calendar, {*from.expires, *from.expires});
    return to;
  }

  Expr level(const Levels& axis, double value) const {
    Expr plain = value_of(axis.operation, value);
    switch (axis.operation.kind) {
      case OperationKind::multiply: return on_base(Operator::multiply, std::move(plain));
      case OperationKind::add:
        if (plain.kind != ExprKind::negate) return on_base(Operator::add, std::move(plain));
        return on_base(Operator::subtract, std::move(plain.args[0]));
      default: return plain;
    }
  }

  tree::Sweep sweep(const SweepPlan& plan) const {
    tree::Sweep to;
    to.name.text = plan.name;
    to.title = title(plan.title);
    for (const Levels& axis : plan.axes) {
      tree::Across across;
      across.target.text = axis.axis.name;
      const PeriodSpan& span = axis.operation.span;
      const bool always = span.first.index <= -forever && span.last.index >= forever;
      if (!always) across.periods = text_of(model_.calendar, span);
      across.with = axis.with;
      across.points = axis.points;
      if (axis.points > 0) {
        across.values = {level(axis, axis.values.front()), level(axis, axis.values.back())};
      } else {
        for (const double value : axis.values) across.values.push_back(level(axis, value));
      }
      to.axes.push_back(std::move(across));
    }
    if (!plan.cases.empty()) list_cases(plan, to);
    for (const SeriesId id : plan.shown.series) to.shown.push_back({model_.at(id).name, {}});
    for (const PeriodSpan& span : plan.shown.spans) {
      const std::string name = model_.calendar.name(span);
      to.periods.push_back({{name, {}}, {name, {}}, {}});
    }
    return to;
  }

  // As it was written: a group's ends may be of several kinds, which only its ranges can say.
  tree::Tornado tornado(const TornadoPlan& plan) const {
    tree::Tornado to = plan.written;
    if (!titled_) to.title = {};
    return to;
  }

  // As it was written: guidance is a word, and so is a bound by base.
  tree::Target target(const TargetPlan& plan) const {
    tree::Target to = plan.written;
    if (!titled_) to.title = {};
    return to;
  }

  // The axes of cases stand above them, and their values in the rows.
  void list_cases(const SweepPlan& plan, tree::Sweep& to) const {
    to.listed = std::exchange(to.axes, {});
    for (std::size_t row = 0; row < plan.cases.size(); ++row) {
      tree::Case one;
      one.title = title(plan.cases[row]);
      for (const tree::Across& axis : to.listed) one.values.push_back(axis.values[row]);
      to.cases.push_back(std::move(one));
    }
    for (tree::Across& axis : to.listed) axis.values.clear(), axis.with = false;
  }

  const Scenario& scenario_;
  const Model& model_;
  bool titled_;
  tree::Document document_;
};

}  // namespace

tree::Document resolved(const Scenario& scenario, Titles titles) {
  return Resolving(scenario, titles).document();
}

std::string print_operations(const Scenario& scenario, const Operations& operations) {
  return print(Resolving(scenario, Titles::kept).document_of(operations));
}

std::string print_resolved(const Scenario& scenario, Titles titles) {
  return print(resolved(scenario, titles));
}

}  // namespace headwater
