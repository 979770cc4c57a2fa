// Calls in formulas: tables looked up by year, and the built-in functions.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"

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

Typing::Result Typing::built_in(const Expr& expr, std::uint32_t index) {
  const Builtin& row = builtins()[index];
  const int count = int(expr.args.size());
  if (count < row.arguments_min || count > row.arguments_max || expr.vintage) {
    loader_.error("wrong-arguments", expr.place,
                  fmt::format("{} takes {}, not {}", row.name, taken_by(row), count),
                  fmt::format("{}: {}", row.signature, row.meaning));
    return std::nullopt;
  }
  std::vector<Typed> args;
  for (const Expr& arg : expr.args) {
    auto value = typed(arg);
    if (!value) return std::nullopt;
    args.push_back(*value);
  }
  if (row.names_only && build_[args[0].id].op != NodeOp::cell) {
    loader_.error("wrong-arguments", expr.args[0].place,
                  fmt::format("{} takes the name of a series", row.signature),
                  "give the expression a series of its own, or take each part by itself");
    return std::nullopt;
  }
  bool bare = args[0].bare;
  for (std::size_t i = 1; i < args.size() && row.same_unit; ++i) {
    if (!agree(expr.args[0], args[0], expr.args[i], args[i], "compare")) return std::nullopt;
    bare = bare && args[i].bare;
  }
  std::vector<NodeId> ids;
  for (const Typed& arg : args) ids.push_back(arg.id);
  Node node;
  node.op = NodeOp::call;
  node.index = index;
  node.args = {row.expand(build_, ids)};
  node.args.insert(node.args.end(), ids.begin(), ids.end());
  node.unit = build_[node.args[0]].unit;
  node.place = expr.place;
  return Typed{loader_.model.formulas.add(std::move(node)), bare};
}

}  // namespace headwater::detail
