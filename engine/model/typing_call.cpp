// Calls in formulas: tables looked up by year, and the built-in functions.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"
#include "engine/projection/rule.hpp"

namespace headwater::detail {

using tree::Expr;

Typing::Result Typing::call(const Expr& expr) {
  const auto& tables = loader_.model.tables;
  if (loader_.poisoned_tables.contains(expr.text)) return std::nullopt;
  for (std::uint32_t i = 0; i < tables.size(); ++i) {
    if (tables[i].name == expr.text) return lookup(expr, i);
  }
  const auto rows = builtins();
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (rows[i].name == expr.text) return built_in(expr, i);
  }
  const auto rules = projection_rules();
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (rules[i].name == expr.text) return projection(expr, i);
  }
  unknown_function(expr);
  return std::nullopt;
}

void Typing::unknown_function(const Expr& expr) {
  std::vector<std::string> known;
  std::string listed;
  for (const Builtin& row : builtins()) {
    known.emplace_back(row.name);
    listed += (listed.empty() ? "" : ", ") + std::string(row.name);
  }
  for (const ProjectionRow& row : projection_rules()) {
    known.emplace_back(row.name);
    listed += ", " + std::string(row.name);
  }
  for (const LookupTable& table : loader_.model.tables) known.push_back(table.name);
  const auto near = nearest(expr.text, known);
  loader_.error(
      "unknown-function", expr.text_place,
      fmt::format("there is no function or table '{}'", expr.text),
      near ? fmt::format("did you mean {}?", *near) : fmt::format("the functions are {}", listed));
}

// How a table is called: rates(fiscal_year), prices(period, "tokyo").
std::string Typing::call_of(const LookupTable& table) const {
  std::string keys;
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    keys += i == 0 ? "" : ", ";
    switch (table.keys[i]) {
      case KeyKind::fiscal_year: keys += "fiscal_year"; break;
      case KeyKind::period: keys += "period"; break;
      case KeyKind::text:
        keys += table.texts.empty() ? "\"" + table.key_names[i] + "\""
                                    : "\"" + table.texts.front() + "\"";
    }
  }
  return fmt::format("{}({})", table.name, keys);
}

// A key is of its column's kind: a text as it stands in the file, a year or a period as a number.
std::optional<NodeId> Typing::lookup_key(const Expr& arg, const LookupTable& table, KeyKind kind) {
  if (kind == KeyKind::text) {
    if (arg.kind != tree::ExprKind::text) {
      loader_.error("bad-key", arg.place, "this key is a text", call_of(table));
      return std::nullopt;
    }
    const auto found = std::find(table.texts.begin(), table.texts.end(), arg.text);
    if (found != table.texts.end()) return build_.constant(double(found - table.texts.begin()));
    const auto near = nearest(arg.text, table.texts);
    loader_.error("missing-row", arg.place,
                  fmt::format("table {} has no row for \"{}\"", table.name, arg.text),
                  near ? fmt::format("did you mean \"{}\"?", *near) : "add it to its file");
    return std::nullopt;
  }
  const auto key = typed(arg);
  if (!key) return std::nullopt;
  if (build_[key->id].unit.is_plain()) return key->id;
  loader_.error("bad-key", arg.place,
                kind == KeyKind::period ? "a key is a period, as a plain number"
                                        : "a key is a fiscal year, a plain number",
                kind == KeyKind::period ? "for example period - 1" : "for example fiscal_year - 1");
  return std::nullopt;
}

Typing::Result Typing::lookup(const Expr& expr, std::uint32_t index) {
  const LookupTable& table = loader_.model.tables[index];
  const std::size_t keys = expr.args.size() - (expr.vintage ? 1 : 0);
  if (keys != table.keys.size()) {
    loader_.error("wrong-arguments", expr.place,
                  fmt::format("{} is looked up by {} key{}", expr.text, table.keys.size(),
                              table.keys.size() == 1 ? "" : "s"),
                  call_of(table));
    return std::nullopt;
  }
  Node node;
  node.op = NodeOp::lookup;
  node.index = index;
  node.unit = table.unit;
  node.place = expr.place;
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    const KeyKind kind = i < keys ? table.keys[i] : KeyKind::fiscal_year;
    const auto key = lookup_key(expr.args[i], table, kind);
    if (!key) return std::nullopt;
    node.args.push_back(*key);
  }
  return Typed{loader_.model.formulas.add(std::move(node))};
}

namespace {

std::string taken_by(const Builtin& row) {
  if (row.arguments_min != row.arguments_max) {
    return fmt::format("{} to {} values", row.arguments_min, row.arguments_max);
  }
  return fmt::format("{} value{}", row.arguments_min, row.arguments_min == 1 ? "" : "s");
}

}  // namespace

// An argument that is no ordinary value, at the end of `ids`; false, with a message, when it is
// none.
bool Typing::argument(const Builtin& row, const Expr& arg, Argument kind,
                      std::vector<NodeId>& ids) {
  if (kind == Argument::period) return period_argument(row, arg, ids);
  const auto value = typed(arg);
  if (!value) return false;
  if (kind == Argument::delay) return delay_argument(row, arg, *value, ids);
  const Node& node = build_[value->id];
  if (kind == Argument::series && node.op != NodeOp::cell) {
    loader_.error("wrong-arguments", arg.place,
                  fmt::format("{} takes the name of a series", row.signature),
                  "give the expression a series of its own, or take each part by itself");
    return false;
  }
  if (kind == Argument::plain && !node.unit.is_dimensionless()) {
    loader_.error(
        "not-plain", arg.place,
        fmt::format("{} takes plain numbers; this is in {}", row.signature, node.unit.text()),
        fmt::format("divide it by an amount in {0}, for example by 1 {0}", node.unit.text()));
    return false;
  }
  const bool whole = node.op == NodeOp::constant && value->bare && node.value >= 1 &&
                     node.value <= 100 && node.value == std::floor(node.value);
  if (kind == Argument::count && !whole) {
    loader_.error("wrong-arguments", arg.place,
                  fmt::format("{} takes a whole number here, from 1 to 100", row.signature),
                  "for example 3");
    return false;
  }
  ids.push_back(kind == Argument::plain ? build_.converted(value->id, Unit()) : value->id);
  return true;
}

namespace {

std::string_view example_period(BasePeriod base) {
  return base == BasePeriod::month ? "2024M01" : base == BasePeriod::quarter ? "2023Q3" : "FY2023";
}

}  // namespace

bool Typing::period_argument(const Builtin& row, const Expr& arg, std::vector<NodeId>& ids) {
  const bool word = arg.kind == tree::ExprKind::name && arg.lag == 0;
  const auto span = word ? loader_.model.calendar.parse(arg.text) : std::nullopt;
  if (!span || span->first != span->last) {
    loader_.error("not-a-period", arg.place,
                  fmt::format("{} takes one period of this calendar here", row.signature),
                  fmt::format("for example {}", example_period(loader_.model.calendar.base())));
    return false;
  }
  ids.push_back(build_.constant(span->first.index));
  return true;
}

// The most a number of periods can be: itself, or the high end of its driver's range.
std::optional<double> Typing::longest(const Node& node) const {
  if (node.op == NodeOp::constant) return node.value;
  if (node.op != NodeOp::cell || node.lag != 0) return std::nullopt;
  const auto& high = loader_.model.at(node.series).range_high;
  return high ? constant_value(*high) : std::nullopt;
}

void Typing::refuse_delay(const Expr& arg, const Node& node, bool bounded) {
  const bool named = node.op == NodeOp::cell;
  const std::string own = named ? loader_.model.at(node.series).name : "slip";
  const std::string with_range = fmt::format("driver {} : {} = 0 on one line, range 0 to 8 below",
                                             own, name_of(loader_.model.calendar.base()));
  loader_.error("delay-without-bound", arg.place,
                bounded ? fmt::format("a delay goes from 0 to {} periods", delay_reach_max)
                        : "how far this delay may reach is not known",
                !bounded ? "give it a driver with a range in numbers: " + with_range
                : named  ? "end its range sooner: " + with_range
                         : "write a number of periods, for example 2");
}

// What is on its way must arrive within a bound that is known before any lane is.
bool Typing::delay_argument(const Builtin& row, const Expr& arg, const Typed& value,
                            std::vector<NodeId>& ids) {
  const Unit period = *loader_.model.units.find(name_of(loader_.model.calendar.base()));
  const Node node = build_[value.id];
  const bool time = node.unit.same_dimension(period);
  if (!time && !node.unit.is_plain()) {
    loader_.error(
        "not-plain", arg.place,
        fmt::format("{} takes a number of periods; this is in {}", row.signature, node.unit.text()),
        fmt::format("for example 2 {}", period.text()));
    return false;
  }
  const auto most = longest(node);
  const double reach = most ? std::ceil(*most * (time ? node.unit.factor_to(period) : 1)) : -1;
  if (!(reach >= 0 && reach <= delay_reach_max)) {
    refuse_delay(arg, node, most.has_value());
    return false;
  }
  ids.push_back(time ? build_.binary(NodeOp::divide, build_.converted(value.id, period),
                                     build_.constant(1, period))
                     : value.id);
  ids.push_back(build_.constant(reach));
  if (node.op == NodeOp::cell) {
    loader_.model.longest_delay[node.series] = reach * (time ? period.factor_to(node.unit) : 1);
  }
  return true;
}

// Whether periods come in their order.
bool Typing::ordered(const Expr& expr, const Builtin& row, const std::vector<NodeId>& ids) {
  std::optional<std::size_t> earlier;
  for (std::size_t i = 0; i < std::size_t(row.arguments_min); ++i) {
    if (row.arguments[i] != Argument::period) continue;
    if (earlier && build_[ids[i]].value <= build_[ids[*earlier]].value) {
      loader_.error("backward-periods", expr.args[i].place,
                    "this period is not later than the one before it",
                    fmt::format("{}: {}", row.signature, row.meaning));
      return false;
    }
    earlier = i;
  }
  return true;
}

Typing::Result Typing::built_in(const Expr& expr, std::uint32_t index) {
  const Builtin& row = builtins()[index];
  const int count = int(expr.args.size());
  if (count < row.arguments_min || count > row.arguments_max || expr.vintage) {
    loader_.error("wrong-arguments", expr.place,
                  fmt::format("{} takes {}, not {}", row.name, taken_by(row), count),
                  fmt::format("{}: {}", row.signature, row.meaning));
    return std::nullopt;
  }
  std::vector<NodeId> ids;
  std::optional<std::size_t> first_value;
  bool bare = true;
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    const Argument kind = row.arguments[i < std::size_t(row.arguments_min) ? i : 0];
    if (kind == Argument::value) {
      auto value = typed(expr.args[i]);
      if (!value) return std::nullopt;
      if (first_value) {
        Typed first{ids[*first_value], bare};
        if (!agree(expr.args[*first_value], first, expr.args[i], *value, "compare")) {
          return std::nullopt;
        }
        ids[*first_value] = first.id;
      }
      bare = bare && value->bare;
      if (!first_value) first_value = i;
      ids.push_back(value->id);
    } else if (!argument(row, expr.args[i], kind, ids)) {
      return std::nullopt;
    }
  }
  if (!ordered(expr, row, ids)) return std::nullopt;
  Node node;
  node.op = NodeOp::call;
  node.index = index;
  node.args = {row.expand(build_, ids)};
  if (row.arguments[1] == Argument::delay && context_.own != nullptr) {
    const auto reach = std::int32_t(build_[ids[2]].value);
    loader_.model.delays.push_back({*loader_.model.find(context_.own->name), node.args[0],
                                    build_.delayed(NodeOp::on_its_way, ids[0], ids[1], reach)});
  }
  node.args.insert(node.args.end(), ids.begin(), ids.end());
  node.unit = build_[node.args[0]].unit;
  node.place = expr.place;
  return Typed{loader_.model.formulas.add(std::move(node)), bare && first_value.has_value()};
}

}  // namespace headwater::detail
