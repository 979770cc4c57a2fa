#include "engine/model/detail/change_reader.hpp"

#include <set>

#include <fmt/format.h>

namespace headwater::detail {

using tree::Expr;
using tree::ExprKind;

namespace {

// Whether a change of a percentage is said in points: 1 pp, -50 bp.
bool says_points(const Expr& expr) {
  if (expr.kind == ExprKind::number) return expr.unit.text == "pp" || expr.unit.text == "bp";
  return expr.kind == ExprKind::negate && says_points(expr.args[0]);
}

std::string_view word_of(tree::OperationKind kind) {
  return kind == tree::OperationKind::carry ? "carried" : "fixed";
}

}  // namespace

ChangeReader::ChangeReader(const Model& model, Sources& sources)
    : scratch_(model), loader_{scratch_, sources, {}}, typing_(loader_) {}

bool ChangeReader::target(const tree::Operation& from, Operation& operation) {
  if (from.kind == tree::OperationKind::slip) return deal(from.target, operation);
  const auto named = scratch_.find(from.target.text);
  const bool computed = named && scratch_.at(*named).kind != SeriesKind::driver;
  const bool add_factor =
      from.kind == tree::OperationKind::add || from.kind == tree::OperationKind::multiply;
  const bool of_series = from.kind == tree::OperationKind::fix ||
                         from.kind == tree::OperationKind::unfix ||
                         from.kind == tree::OperationKind::carry || (add_factor && computed);
  const auto series = of_series ? series_named(from.target, from.kind) : driver_named(from.target);
  if (series) operation.series = *series;
  return periods(from.periods, operation.span) && series;
}

// slip deals.overseas_dc: the driver that says by how much it is late.
bool ChangeReader::deal(const tree::Name& name, Operation& operation) {
  const auto driver = scratch_.find(name.text + ".slip");
  if (driver && scratch_.at(*driver).kind == SeriesKind::driver) {
    operation.series = *driver;
    operation.span = {{-forever}, {forever}};
    return true;
  }
  constexpr std::string_view ending = ".slip";
  std::vector<std::string> deals;
  for (const Series& series : scratch_.series) {
    const bool slips = series.kind == SeriesKind::driver && series.name.ends_with(ending);
    if (slips) deals.push_back(series.name.substr(0, series.name.size() - ending.size()));
  }
  const auto near = nearest(name.text, deals);
  loader_.error("not-a-deal", name.place, fmt::format("no deal is named '{}'", name.text),
                near            ? fmt::format("did you mean {}?", *near)
                : deals.empty() ? "a deal is a row of a pipeline, and this model has none"
                                : fmt::format("for example {}", deals.front()));
  return false;
}

bool ChangeReader::periods(const std::optional<tree::PeriodText>& text, PeriodSpan& span) {
  span = {{-forever}, {forever}};
  if (!text) return true;
  const auto resolved = resolve_periods(loader_, *text);
  if (!resolved) return false;
  span = *resolved;
  return !(scratch_.horizon.last < span.first) || refuse_outside(*text);
}

bool ChangeReader::refuse_outside(const tree::PeriodText& text) {
  const PeriodSpan end{scratch_.horizon.last, scratch_.horizon.last};
  loader_.error("outside-horizon", text.place,
                fmt::format("the model ends with {}", scratch_.calendar.name(end)),
                example_in_horizon());
  return false;
}

std::optional<SeriesId> ChangeReader::series_named(const tree::Name& name,
                                                   tree::OperationKind kind) {
  const auto id = resolve_series(loader_, name);
  if (!id || scratch_.at(*id).kind != SeriesKind::driver) return id;
  auto& error = loader_.error(
      "is-a-driver", name.place,
      fmt::format("{} is assumed, so it cannot be {}", name.text, word_of(kind)),
      fmt::format("set it: set {} = {}", name.text, scratch_.at(*id).unit.text_of("1")));
  error.labels.push_back({scratch_.at(*id).place, "declared here"});
  return std::nullopt;
}

std::string ChangeReader::example_in_horizon() const {
  return fmt::format("for example in FY{}", scratch_.calendar.fiscal_year(scratch_.horizon.last));
}

std::optional<SeriesId> ChangeReader::driver_named(const tree::Name& name) {
  const auto id = scratch_.find(name.text);
  if (id && scratch_.at(*id).kind == SeriesKind::driver) return id;
  std::vector<std::string> drivers;
  for (const Series& series : scratch_.series) {
    if (series.kind == SeriesKind::driver) drivers.push_back(series.name);
  }
  const auto near = nearest(name.text, drivers);
  auto& error = loader_.error("not-a-driver", name.place,
                              id ? fmt::format("{} is computed, not assumed", name.text)
                                 : fmt::format("no driver is named '{}'", name.text),
                              near ? fmt::format("did you mean {}?", *near)
                                   : "a scenario changes drivers, which a model declares");
  if (id) {
    error.labels.push_back({scratch_.at(*id).place, "declared here"});
    error.hint = fmt::format("change a driver that it depends on{}", drivers_behind(*id));
  }
  return std::nullopt;
}

// The drivers a series comes from, the nearest first, as the end of a hint.
std::string ChangeReader::drivers_behind(SeriesId id) const {
  constexpr int named_max = 3;
  std::vector<SeriesId> open = {id};
  std::set<SeriesId> seen = {id};
  std::string names;
  int named = 0;
  for (std::size_t at = 0; at < open.size() && named < named_max; ++at) {
    if (scratch_.at(open[at]).kind == SeriesKind::driver) {
      names += (named++ == 0 ? ": " : ", ") + scratch_.at(open[at]).name;
      continue;
    }
    for (const SeriesId read : read_by(scratch_.at(open[at]))) {
      if (seen.insert(read).second) open.push_back(read);
    }
  }
  return names;
}

std::vector<SeriesId> ChangeReader::read_by(const Series& series) const {
  std::vector<SeriesId> read;
  std::vector<NodeId> open;
  if (const auto formula = series.outlook_formula()) open.push_back(*formula);
  std::set<NodeId> seen;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (!seen.insert(id).second) continue;
    const Node& node = scratch_.formulas[id];
    if (node.op == NodeOp::cell) read.push_back(node.series);
    open.insert(open.end(), node.args.rbegin(), node.args.rend());
  }
  return read;
}

std::optional<double> ChangeReader::operand(const Expr& expr, const Operation& operation,
                                            std::string_view sign) {
  const Series driver = scratch_.at(operation.series);
  const bool percent = driver.unit.is_dimensionless() && !driver.unit.is_plain();
  const bool of_one =
      operation.kind == OperationKind::grow || operation.kind == OperationKind::carry;
  if (operation.kind == OperationKind::multiply || of_one) {
    return typing_.number(expr, Unit(), "a factor", expr.place);
  }
  if (operation.kind == OperationKind::add && percent && !says_points(expr)) {
    const Unit points = *scratch_.units.find("pp");
    const auto share = typing_.number(expr, points, driver.name, driver.place);
    if (share) ambiguous(expr, driver, *share, sign);
    return std::nullopt;
  }
  return typing_.number(expr, driver.unit, driver.name, driver.place);
}

// Adding 1 % to 5 % gives 6 % or 5.05 %.
void ChangeReader::ambiguous(const Expr& expr, const Series& driver, double points,
                             std::string_view sign) {
  const bool minus = sign == "-";
  const double factor = 1 + (minus ? -points : points) / 100;
  loader_.error(
      "ambiguous-percent", expr.place,
      fmt::format("{} {} {} {}, a percentage, could mean two things", minus ? "taking" : "adding",
                  loader_.sources.text(expr.place), minus ? "from" : "to", driver.name),
      sign.empty()
          ? fmt::format("points: add {0:g} pp to {1}; a share of it: multiply {1} by {2:g}", points,
                        driver.name, factor)
          : fmt::format("points: base {} {:g} pp; a share of it: base * {:g}", sign, points,
                        factor));
}

// A driver that delays something reaches as far as its range: what came later would be lost.
bool ChangeReader::reaches(const Expr& expr, const Operation& operation, double value) {
  const auto longest = scratch_.longest_delay.find(operation.series);
  const bool adds = operation.kind == OperationKind::add;
  const bool judged = adds || operation.kind == OperationKind::set;
  if (!judged || longest == scratch_.longest_delay.end()) return true;
  const Series& driver = scratch_.at(operation.series);
  if (adds && !driver.defaults.empty()) {
    value += scratch_.formulas[driver.defaults.front().value].value;
  }
  if (value >= 0 && value <= longest->second) return true;
  auto& error = loader_.error(
      "delay-out-of-range", expr.place,
      fmt::format("{} delays by 0 to {} {}", driver.name, longest->second, driver.unit.text()),
      value < 0 ? "a delay moves later, never earlier"
                : "stay within, or give the driver a wider range");
  error.labels.push_back({driver.place, "declared here"});
  return false;
}

}  // namespace headwater::detail
