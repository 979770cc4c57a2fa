#include "engine/study/detail/formula_writer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/model/builtin.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater::detail {
namespace {

// How tightly operators bind, as in engine/lang/expression.cpp.
enum Tightness { choice, comparison, fallback, sum, product, sign, power, atom };

std::string lagged(std::string words, int lag) {
  return lag == 0 ? words : fmt::format("{}[{}]", words, -lag);
}

// A hundredth of an amount is told as an amount: JPY mn for % * JPY mn, a plain number for %.
Unit without_percent(const Unit& unit) {
  if (unit.is_dimensionless()) return {};
  constexpr int powers_max = 3;
  static const Units known;
  Unit result = unit;
  for (const char* name : {"%", "pp", "bp"}) {
    const Unit share = *known.find(name);
    for (int power = 1; power <= powers_max; ++power) {
      if (result.text().find(name) == std::string::npos) break;
      for (const int sign : {-power, power}) {
        const auto other = result.times(share, sign);
        if (!other || other->text().find(name) != std::string::npos) continue;
        result = *other;
        break;
      }
    }
  }
  return result;
}

double percent_factor(const Unit& unit) { return unit.factor_to(without_percent(unit)); }

// As it is shown: a pure percentage with its sign, anything else without one.
Quantity shown(double value, const Unit& unit) {
  if (unit.is_dimensionless()) return {value, unit};
  return {value * percent_factor(unit), without_percent(unit)};
}

}  // namespace

std::string_view FormulaWriter::operator_words(NodeOp op) {
  switch (op) {
    case NodeOp::add: return " + ";
    case NodeOp::subtract: return " - ";
    case NodeOp::multiply: return " * ";
    case NodeOp::divide: return " / ";
    case NodeOp::per: return " per ";
    case NodeOp::less: return " < ";
    case NodeOp::less_equal: return " <= ";
    case NodeOp::equal: return " == ";
    default: return " otherwise ";
  }
}

int FormulaWriter::tightness_of(NodeId id) const {
  const Node& node = model_.formulas[id];
  switch (node.op) {
    case NodeOp::choose: return choice;
    case NodeOp::less:
    case NodeOp::less_equal:
    case NodeOp::equal: return comparison;
    case NodeOp::otherwise: return fallback;
    case NodeOp::add:
    case NodeOp::subtract: return sum;
    case NodeOp::multiply:
    case NodeOp::divide:
    case NodeOp::per: return product;
    case NodeOp::negate: return sign;
    case NodeOp::constant: return node.value < 0 ? sign : atom;
    case NodeOp::power: return power;
    case NodeOp::convert:
    case NodeOp::shift: return tightness_of(node.args[0]);
    default: return atom;
  }
}

void FormulaWriter::both(std::string_view text) {
  formula.pieces.push_back({std::string(text), std::string(text), std::nullopt});
}

void FormulaWriter::only_valued(std::string text) {
  if (!quiet_) formula.pieces.push_back({"", std::move(text), std::nullopt});
}

void FormulaWriter::figure(std::string written, NodeId id, PeriodSpan span) {
  FormulaPiece piece{std::move(written), "", std::nullopt};
  if (!quiet_) piece.figure = shown(evaluation_.of(id, span), model_.formulas[id].unit);
  formula.pieces.push_back(std::move(piece));
}

void FormulaWriter::figure(std::string written, FigureId id) {
  read(id);
  FormulaPiece piece{std::move(written), "", std::nullopt};
  if (!quiet_) piece.figure = shown(evaluation_.of(id), model_.at(id.series).unit);
  formula.pieces.push_back(std::move(piece));
}

void FormulaWriter::read(FigureId id) {
  if (!quiet_) reads.push_back(id);
}

std::string FormulaWriter::words(NodeId id, int lag, int tightness) {
  const bool outer = std::exchange(quiet_, true);
  auto pieces = std::exchange(formula.pieces, {});
  emit(id, {}, lag, tightness);
  std::swap(pieces, formula.pieces);
  quiet_ = outer;
  std::string text;
  for (const FormulaPiece& piece : pieces) text += piece.written;
  return text;
}

std::string FormulaWriter::cell_words(const Node& node, int lag) const {
  return lagged(model_.at(node.series).name, node.lag + lag);
}

std::string FormulaWriter::call_words(const Node& node, int lag) {
  const Builtin& function = builtins()[node.index];
  // What stands beyond its arguments was not typed: how far a delay can reach.
  const std::size_t typed = std::min(node.args.size() - 1, std::size_t(function.arguments_max));
  std::string text = std::string(function.name) + "(";
  for (std::size_t i = 0; i < typed; ++i) {
    const NodeId arg = node.args[i + 1];
    const bool first = i < std::size_t(function.arguments_min);
    const bool period = first && function.arguments[i] == Argument::period;
    const Period named{period ? std::int32_t(model_.formulas[arg].value) : 0};
    text += i > 0 ? ", " : "";
    text += period ? model_.calendar.name({named, named}) : words(arg, 0);
  }
  return lagged(text + ")", lag);
}

std::string FormulaWriter::lookup_words(const Node& node, int lag) {
  const LookupTable& table = model_.tables[node.index];
  std::string text = table.name + "(";
  for (std::size_t i = 0; i < node.args.size(); ++i) {
    const bool key = i < table.keys.size();
    text += (i > 0 ? ", " : "") + std::string(key ? "" : "by start of ");
    if (key && table.keys[i] == KeyKind::text) {
      text += fmt::format("\"{}\"", table.texts[std::size_t(model_.formulas[node.args[i]].value)]);
    } else {
      text += words(node.args[i], 0);
    }
  }
  return lagged(text + ")", lag);
}

void FormulaWriter::emit(NodeId id, Period period, int lag, int tightness) {
  const Node& node = model_.formulas[id];
  if (node.op == NodeOp::convert) {
    return converted(id, period, tightness,
                     [&](int tight) { emit(node.args[0], period, lag, tight); });
  }
  if (node.op == NodeOp::shift) {
    return emit(node.args[0], period - node.lag, lag + node.lag, tightness);
  }
  const bool brackets = tightness_of(id) < tightness;
  if (brackets) both("(");
  emit_operation(id, period, lag);
  if (brackets) both(")");
}

void FormulaWriter::emit_operation(NodeId id, Period period, int lag) {
  const Node& node = model_.formulas[id];
  const PeriodSpan now{period, period};
  switch (node.op) {
    case NodeOp::constant: return emit_constant(node);
    case NodeOp::cell:
      return figure(cell_words(node, lag), {node.series, {period - node.lag, period - node.lag}});
    case NodeOp::quarter: return figure(lagged("quarter", lag), id, now);
    case NodeOp::month: return figure(lagged("month_of_year", lag), id, now);
    case NodeOp::fiscal_year: return figure(lagged("fiscal_year", lag), id, now);
    case NodeOp::period: return figure(lagged("period", lag), id, now);
    case NodeOp::months: return figure(lagged("months", lag), id, now);
    case NodeOp::days: return figure(lagged("days", lag), id, now);
    case NodeOp::base: return figure("base", id, now);
    case NodeOp::schedule:
      if (!quiet_) formula.deals.push_back(node.place);
      return figure(std::string(sources_.text(node.place)), id, now);
    case NodeOp::lookup: return lookup(id, period, lag);
    case NodeOp::one_off: return one_off(id, period, lag);
    case NodeOp::delayed:
    case NodeOp::on_its_way: return delayed(id, period, lag);
    case NodeOp::projection: return projection(id, period, lag);
    case NodeOp::call: return call(id, now, lag);
    case NodeOp::negate: both("-"); return emit(node.args[0], period, lag, sign);
    case NodeOp::power:
      emit(node.args[0], period, lag, atom);
      return both(fmt::format(" ^ {}", node.lag));
    case NodeOp::choose: return emit_choice(node, period, lag);
    case NodeOp::minimum: return emit_function("min", node, period, lag);
    case NodeOp::maximum: return emit_function("max", node, period, lag);
    case NodeOp::absolute: return emit_function("abs", node, period, lag);
    case NodeOp::present: return emit_function("present", node, period, lag);
    case NodeOp::square_root: return emit_function("sqrt", node, period, lag);
    case NodeOp::exponential: return emit_function("exp", node, period, lag);
    case NodeOp::logarithm: return emit_function("log", node, period, lag);
    case NodeOp::raise: return emit_function("pow", node, period, lag);
    default: break;
  }
  const int tight = tightness_of(id);
  emit(node.args[0], period, lag, tight);
  both(operator_words(node.op));
  emit(node.args[1], period, lag, tight + 1);
}

void FormulaWriter::emit_function(std::string_view name, const Node& node, Period period, int lag) {
  both(fmt::format("{}(", name));
  for (std::size_t i = 0; i < node.args.size(); ++i) {
    if (i > 0) both(", ");
    emit(node.args[i], period, lag, 0);
  }
  both(")");
}

// As typed where the words say it; a number with a unit is a figure like any other.
void FormulaWriter::emit_constant(const Node& node) {
  const std::string typed(sources_.size() > 0 ? sources_.text(node.place) : "");
  const bool usable = !typed.empty() && typed.find_first_of("{}\n") == std::string::npos;
  const std::string number = std::isnan(node.value) ? "–" : round_trip(node.value);
  const std::string written = usable ? typed : node.unit.text_of(number);
  if (node.unit.is_plain()) return both(written);
  FormulaPiece piece{written, "", std::nullopt};
  if (!quiet_) piece.figure = shown(node.value, node.unit);
  formula.pieces.push_back(std::move(piece));
}

std::optional<bool> FormulaWriter::condition(NodeId id, Period period) const {
  if (const auto known = precedence_.view().value(id, period)) return *known != 0;
  if (quiet_) return std::nullopt;
  const double value = evaluation_.of(id, {period, period});
  return std::isnan(value) ? std::nullopt : std::optional(value != 0);
}

// The branch that is not taken stays in the words, and out of the values.
void FormulaWriter::emit_choice(const Node& node, Period period, int lag) {
  const auto taken = quiet_ ? std::nullopt : condition(node.args[0], period);
  const auto branch = [&](std::size_t arg, bool wanted) {
    if (!taken || *taken == wanted) return emit(node.args[arg], period, lag, choice);
    formula.pieces.push_back({words(node.args[arg], lag), "…", std::nullopt});
  };
  both("if ");
  emit(node.args[0], period, lag, comparison);
  both(" then ");
  branch(1, true);
  both(" else ");
  branch(2, false);
}

// The functions met here are written out below the formula, once each.
void FormulaWriter::call(NodeId id, PeriodSpan span, int lag) {
  const Node& node = model_.formulas[id];
  const std::string written = call_words(node, lag);
  figure(written, id, span);
  if (quiet_) return;
  for (const ExplainedCall& known : formula.calls) {
    if (known.written == written) return;
  }
  const Quantity result = *formula.pieces.back().figure;
  formula.calls.push_back({written, {}, result});
  const std::size_t index = formula.calls.size() - 1;
  auto outer = std::exchange(formula.pieces, {});
  if (span.first == span.last) {
    emit(node.args[0], span.first, lag, 0);
  } else {
    emit_over(node.args[0], span, 0);
  }
  formula.calls[index].pieces = std::exchange(formula.pieces, std::move(outer));
}

void FormulaWriter::lookup(NodeId id, Period period, int lag) {
  const Node& node = model_.formulas[id];
  const std::string written = lookup_words(node, lag);
  figure(written, id, {period, period});
  if (quiet_) return;
  const LookupRow* row = precedence_.view().lookup(node, period);
  formula.lookups.push_back({written, &model_.tables[node.index], row});
}

void FormulaWriter::one_off(NodeId id, Period period, int lag) {
  const Node& node = model_.formulas[id];
  const Period then = period - node.lag;
  figure(lagged(fmt::format("one-offs of {}", model_.at(node.series).name), node.lag + lag), id,
         {period, period});
  if (quiet_) return;
  for (const OneOff& one : model_.one_offs) {
    const bool active = one.step ? one.span.first <= then : one.span.contains(then);
    const bool told = std::ranges::find(formula.one_offs, &one) != formula.one_offs.end();
    if (one.series == node.series && active && !told) formula.one_offs.push_back(&one);
  }
}

// What the values shown come to, for each one that the node holds: a percentage shows a hundredth.
double FormulaWriter::shown_per_held(NodeId id, Period period) const {
  const Node& node = model_.formulas[id];
  const auto of = [&](std::size_t arg) { return shown_per_held(node.args[arg], period); };
  switch (node.op) {
    case NodeOp::shift: return shown_per_held(node.args[0], period - node.lag);
    case NodeOp::multiply: return of(0) * of(1);
    case NodeOp::divide:
    case NodeOp::per: return of(0) / of(1);
    case NodeOp::power: return std::pow(of(0), node.lag);
    case NodeOp::choose: return condition(node.args[0], period).value_or(true) ? of(1) : of(2);
    case NodeOp::add:
    case NodeOp::subtract:
    case NodeOp::negate:
    case NodeOp::absolute:
    case NodeOp::minimum:
    case NodeOp::maximum:
    case NodeOp::otherwise: return of(0);
    default: return percent_factor(node.unit);
  }
}

void FormulaWriter::converted(NodeId id, Period period, int tightness,
                              const std::function<void(int)>& inside) {
  const Node& node = model_.formulas[id];
  const NodeId operand = node.args[0];
  if (quiet_) return inside(tightness);
  const double factor = percent_factor(node.unit) * node.value / shown_per_held(operand, period);
  if (std::fabs(factor - 1) < 1e-9) return inside(tightness);
  const int tight = tightness_of(operand);
  const bool brackets = tight < product && tight >= tightness;
  if (brackets) only_valued("(");
  inside(tightness);
  if (brackets) only_valued(")");
  const bool tiny = factor < 1e-4;
  only_valued(fmt::format(" ({} {} to {})", tiny ? "÷" : "×",
                          tiny ? grouped(1 / factor) : fmt::format("{:.12g}", factor),
                          without_percent(node.unit).text()));
}

}  // namespace headwater::detail
