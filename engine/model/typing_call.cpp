// Calls in formulas: tables looked up by year, and the built-in functions.
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

Typing::Result Typing::lookup(const Expr& expr, std::uint32_t table) {
  const std::size_t keys = expr.args.size() - (expr.vintage ? 1 : 0);
  if (keys != 1) {
    loader_.error("wrong-arguments", expr.place,
                  fmt::format("{} is looked up by one key, the fiscal year", expr.text),
                  fmt::format("{}(fiscal_year)", expr.text));
    return std::nullopt;
  }
  Node node;
  node.op = NodeOp::lookup;
  node.index = table;
  node.unit = loader_.model.tables[table].unit;
  node.place = expr.place;
  for (const Expr& arg : expr.args) {
    const auto key = typed(arg);
    if (!key) return std::nullopt;
    if (!build_[key->id].unit.is_plain()) {
      loader_.error("bad-key", arg.place, "a key is a fiscal year, a plain number",
                    "for example fiscal_year - 1");
      return std::nullopt;
    }
    node.args.push_back(key->id);
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
